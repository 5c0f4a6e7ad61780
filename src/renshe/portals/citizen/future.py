"""What is known of the viewer's future pension: career, account, annuity, personal pension, as the outlook reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from renshe.domains.annuity.api import (
    AccountNow,
    PersonalNow,
    Standing,
    personal_pension_of,
    vested,
)
from renshe.domains.annuity.api import accounts_of as annuity_accounts
from renshe.domains.contributions.api import timeline_of
from renshe.domains.pension.api import award_facts
from renshe.domains.registry.api import Person
from renshe.kernel.periods import Month, month_containing
from renshe.laws import library

RECENT_MONTHS = 12
"""Whoever paid nothing for a year is taken to pay nothing more, until he says otherwise."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the records say that a person may want to change in the calculation: base, way of insurance, third pillar."""

    base_fen: int
    insured_as: str
    annuities: tuple[AccountNow, ...]
    personal: PersonalNow | None


def known_of(*, person: Person, today: date) -> Known:
    """The present base and what stands in the second and third pillar."""
    now = month_containing(today)
    months = [
        one
        for one in timeline_of(person_id=person.pk).months
        if one.state in ("paid", "owed") and one.base_fen and one.period > now - RECENT_MONTHS
    ]
    last = max(months, key=lambda one: one.period, default=None)
    return Known(
        base_fen=last.base_fen if last else 0,
        insured_as="flexible" if last and last.employer_id is None else "employee",
        annuities=tuple(annuity_accounts(person_id=person.pk)),
        personal=personal_pension_of(person_id=person.pk),
    )


def standing_of(
    *, person: Person, known: Known, base_fen: int, personal_year_fen: int, today: date
) -> Standing:
    """The viewer as the law reads him, with what he says of the future. Raises Refusal where a fact is missing.

    Local additions that nobody recognised yet are left out, and the page says so.
    """
    now = month_containing(today)
    place = person.residence_place[:6]
    facts: dict[str, Any] = award_facts(
        person_id=person.pk, place=place, retirement_month=now, known_on=today, explain=library.explain
    )  # fmt: skip
    facts.pop("retirement_month")
    facts.setdefault("local_addition", 0)
    account = int(facts.pop("account_balance"))
    waiting = [one for one in known.annuities if one.payout is None]
    return Standing(
        place=place, today=today, known=facts, account_fen=account, insured_as=known.insured_as,
        base_fen=base_fen, annuity_fen=sum(own_part(one, on=now) for one in waiting),
        annuity_month_fen=sum(_monthly(one, now) for one in waiting),
        personal_fen=known.personal.balance_fen if known.personal else 0,
        personal_year_fen=personal_year_fen,
    )  # fmt: skip


def own_part(one: AccountNow, *, on: Month) -> int:
    """What of an annuity account is the person's own now: own part, vested part, and what the budget noted."""
    share = vested(
        account=one.account, on=on, at_once=False, explain=library.explain, balance=one.balance
    )
    return one.balance.personal_fen + one.balance.notional_fen + int(share.value)


def _monthly(one: AccountNow, now: Month) -> int:
    """What comes into an account each month: the last month's payment, where there was one lately."""
    lately = one.last_month is not None and one.last_month > now - RECENT_MONTHS
    if one.account.left_month is not None or not lately:
        return 0
    return one.last_employer_fen + one.last_personal_fen
