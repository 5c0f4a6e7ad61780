"""Bridging with the employees' scheme: what goes with somebody, and what comes (国发〔2015〕2号 七)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from renshe.domains.institution_staff import problems
from renshe.domains.institution_staff.account import PLACE, balance, balance_facts
from renshe.domains.institution_staff.facts import paid_years, unpaid_months
from renshe.domains.institution_staff.hand import ByHand
from renshe.domains.institution_staff.models import REFORM, AccountEntry, Move, PastYear
from renshe.domains.institution_staff.register import last_member, live_member
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import Month, first_day, month_containing, year_of
from renshe.kernel.rules import Explain

FIRST_YEAR = year_of(REFORM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What goes with somebody: months and bases by year, the account with interest to the month, pooled money (fen).

    `account_facts` are what the law computes the account from, for its explanation. The running year bears the latest rate
    that was published by the day of leaving, as a claim of that day would.
    """

    years: Mapping[int, tuple[int, int]]
    account_fen: int
    interest_fen: int
    pooled_fen: int
    account_facts: Mapping[str, Any]

    @property
    def months(self) -> int:
        """Months that go along."""
        return sum(months for months, _ in self.years.values())

    @property
    def base_sum_fen(self) -> int:
        """The sum of their bases (fen)."""
        return sum(bases for _, bases in self.years.values())


def leaving(*, person_id: int, on: dt.date, explain: Explain) -> Leaving:
    """What would go with somebody on a day. Raises Refused: never here, still in service, nothing there, months unpaid."""
    if live_member(person_id=person_id) is not None:
        raise Refused(problems.STILL_IN_SERVICE)
    if last_member(person_id=person_id) is None:
        raise Refused(problems.NEVER_IN_THE_SCHEME)
    if moves_of(person_id=person_id, way="to_enterprise"):
        raise Refused(problems.MOVED_ALREADY)
    if unpaid_months(person_id=person_id):
        raise Refused(problems.UNPAID_MONTHS)
    month = month_containing(on)
    years = {
        year: found
        for year, found in paid_years(person_id=person_id, until=year_of(month)).items()
        if year >= FIRST_YEAR
    }
    held = balance(person_id=person_id)
    if not years or held <= 0:
        raise Refused(problems.ACCOUNT_EMPTY)
    facts = balance_facts(person_id=person_id, retirement_month=month)
    told = explain("account_balance_at", facts, place=PLACE, on=first_day(month), known_on=on)
    whole = int(told.value)
    bases = sum(fen for _, fen in years.values())
    pooled = explain(
        "institution_transfer_pooled",
        {"institution_base_sum": bases},
        place="CN",
        on=on,
        known_on=on,
    )
    return Leaving(
        years=years, account_fen=whole, interest_fen=whole - held, pooled_fen=int(pooled.value), account_facts=facts
    )  # fmt: skip


@transaction.atomic
def move_out(*, person_id: int, found: Leaving, partner: str, month: Month, hand: ByHand) -> Move:
    """Close somebody's account here: the interest is credited, the whole leaves. The caller posts both books."""
    person = registry.person(person_id=person_id)
    move = Move.objects.create(
        person_id=person.pk,
        way="to_enterprise",
        months=found.months,
        base_sum_fen=found.base_sum_fen,
        account_fen=found.account_fen,
        pooled_fen=found.pooled_fen,
        partner=partner,
        reference=hand.reference,
        moved_on=hand.today,
        recorded_by=hand.by,
        recorded_at=hand.at,
    )
    amounts = (("interest", found.interest_fen), ("moved_out", -found.account_fen))
    _write(person.pk, amounts, move, month=month, hand=hand)
    return move


@transaction.atomic
def move_in(
    *,
    person_id: int,
    years: Mapping[int, tuple[int, int]],
    account_fen: int,
    pooled_fen: int,
    partner: str,
    month: Month,
    hand: ByHand,
) -> Move:
    """What an enterprise scheme handed over: months with bases by year, account, pooled money (fen).

    Raises Refused `not_on_the_staff_register`, `institution_year_there`.
    """
    member = live_member(person_id=person_id)
    if member is None:
        raise Refused(problems.NOT_ON_THE_REGISTER)
    there = paid_years(person_id=person_id, until=month // 12)
    for year, (months, _bases) in years.items():
        if not 1 <= months <= 12 - there.get(year, (0, 0))[0] or year > month // 12:
            raise Refused(problems.YEAR_THERE)
    if PastYear.objects.filter(
        person_id=member.person_id, year__in=years, source="moved_in"
    ).exists():
        raise Refused(problems.YEAR_THERE)
    PastYear.objects.bulk_create(
        PastYear(
            person_id=member.person_id,
            year=year,
            months=months,
            base_sum_fen=bases,
            source="moved_in",
            reference=hand.reference,
            recorded_by=hand.by,
            recorded_at=hand.at,
        )
        for year, (months, bases) in sorted(years.items())
    )
    move = Move.objects.create(
        person_id=member.person_id,
        way="from_enterprise",
        months=sum(months for months, _ in years.values()),
        base_sum_fen=sum(bases for _, bases in years.values()),
        account_fen=account_fen,
        pooled_fen=pooled_fen,
        partner=partner,
        reference=hand.reference,
        moved_on=hand.today,
        recorded_by=hand.by,
        recorded_at=hand.at,
    )
    _write(member.person_id, (("moved_in", account_fen),), move, month=month, hand=hand)
    return move


def interest_moved(*, move: Move) -> int:
    """The running year's interest in the account that a move took along (fen)."""
    rows = AccountEntry.objects.filter(cause=f"institution_move:{move.pk}", kind="interest")
    return sum(row.amount_fen for row in rows)


def moves_of(*, person_id: int, way: str = "") -> list[Move]:
    """Somebody's moves, latest first; of one way only where it is said."""
    people = registry.everybody_who_is(person_id=person_id)
    found = Move.objects.filter(person_id__in=people)
    return list((found.filter(way=way) if way else found).order_by("-moved_on", "-pk"))


def _write(
    person_id: int, amounts: tuple[tuple[str, int], ...], move: Move, *, month: Month, hand: ByHand
) -> None:
    AccountEntry.objects.bulk_create(
        AccountEntry(
            person_id=person_id,
            year=year_of(month),
            month=month,
            kind=kind,
            amount_fen=fen,
            cause=f"institution_move:{move.pk}",
            recorded_by=hand.by,
            recorded_at=hand.at,
        )
        for kind, fen in amounts
        if fen
    )
