"""A resident's pension drawn beside one of another basic scheme: found for everybody at once, settled person by person.

The resident pension ends before the first month that both cover. Its basic parts of those months are to be returned, its account
parts were the person's own; the balance of the account pays what it can of it, and the rest of the balance is owed to the
person (人社部发〔2014〕17号 八). Each step writes account, receivable and books at once.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.domains.resident import api as resident
from renshe.flows import resident_account
from renshe.flows.books_month import books_month
from renshe.flows.resident_to_ledger import FUND
from renshe.flows.resident_to_pension import KIND
from renshe.flows.stopped_payments import settle_stopped
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.periods import Month
from renshe.laws import library

CLAUSE = "人社部发〔2014〕17号 八"
NOT_TWO = Problem(
    "draws_no_two_pensions",
    "没有同时领取居民养老金和其他基本养老金",
    "no resident pension is drawn beside another basic pension",
    CLAUSE,
    "不用办理；如果登记里有两个号码，请先办理合并",
    "Nothing is to be done; if the register has two numbers of one person, have them merged first",
)


@dataclass(frozen=True, kw_only=True)
class Double:
    """Somebody who draws both: the resident award, the other, and the first month that both cover."""

    person_id: int
    award: pension.Award
    other: pension.Award

    @property
    def since(self) -> Month:
        """The first month that both cover."""
        return max(self.award.starts_month, self.other.starts_month)


@dataclass(frozen=True, kw_only=True)
class Reckoned:
    """What a settlement comes to (fen): due back, paid from the account, left to be recovered, returned to the person."""

    since: Month
    due_fen: int
    set_off_fen: int
    open_fen: int
    returned_fen: int
    facts: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class Settled:
    """What a settlement did."""

    reckoned: Reckoned
    overpayments: list[pension.Overpayment]
    payout: resident.ResidentPayout | None


def everybody(*, place: str) -> list[Double]:
    """Everybody of a place who draws both, merged numbers counted as one; by the month since when."""
    rows = pension.drawing_both(kind=KIND, others=resident_account.OTHER_PENSIONS, place=place)
    awards = pension.Award.objects.in_bulk([pk for row in rows for pk in row[1:]])
    found = [
        Double(person_id=person, award=awards[one], other=awards[other])
        for person, one, other in rows
    ]
    return sorted(found, key=lambda double: (double.since, double.person_id))


def of_person(*, person_id: int) -> Double:
    """The two awards of one person. Raises Refused `draws_no_two_pensions`."""
    awards = pension.all_in_force(person_id=person_id)
    ours = [one for one in awards if one.kind == KIND]
    others = [one for one in awards if one.kind in resident_account.OTHER_PENSIONS]
    if not ours or not others:
        raise Refused(NOT_TWO)
    return Double(
        person_id=person_id, award=ours[0], other=min(others, key=lambda one: one.starts_month)
    )


@transaction.atomic
def settle(*, person_id: int, payee: resident.PayTo, hand: resident.ByHand, reason: str) -> Settled:
    """End the resident pension, claim the basic parts, set the balance off and owe the rest of it to the person.

    `hand` approved it in case `hand.reference`. Raises Refused `draws_no_two_pensions`, Refusal where a month is closed.
    """
    double = of_person(person_id=person_id)
    month = books_month(fund=FUND, on=hand.today)
    recorded = pension.Recorded(by=hand.by, at=hand.at, known_on=hand.today, reason=reason)
    stopped = pension.end_award(
        award_id=double.award.pk, last_month=double.since - 1, recorded=recorded, cause="double_benefit"
    )  # fmt: skip
    settle_stopped(
        lines=stopped.lines_to_stop, overpayments=stopped.overpayments, reason="manual", recorded=recorded,
        accounting_month=month,
    )  # fmt: skip
    reckoned = _reckon(double, claims=stopped.overpayments, on=hand.today)
    left = reckoned.set_off_fen
    for claim in stopped.overpayments:
        part = min(left, claim.principal_fen)
        if part:
            _set_off(double, claim, fen=part, month=month, hand=hand)
        left -= part
        claim.refresh_from_db()
    payout = (
        _returned(double, payee=payee, month=month, hand=hand) if reckoned.returned_fen else None
    )
    live = resident.live_participation(person_id=person_id)
    if live is not None:
        resident.end_participation(person_id=person_id, why="double_benefit", on=hand.today)
    return Settled(reckoned=reckoned, overpayments=stopped.overpayments, payout=payout)


def _reckon(double: Double, *, claims: list[pension.Overpayment], on: dt.date) -> Reckoned:
    """By the law: what is due back, and what of the balance is returned after the set-off."""
    facts = {
        "double_resident_basic": sum(claim.principal_fen for claim in claims),
        "resident_account_balance": sum(
            resident_account.balance(person_id=double.person_id).values()
        ),
    }
    when: dict[str, Any] = {"place": double.award.place, "on": on}
    due = int(library.explain("double_benefit_due", facts, **when).value)
    back = int(library.explain("double_benefit_returned", facts, **when).value)
    held = facts["resident_account_balance"]
    return Reckoned(
        since=double.since, due_fen=due, set_off_fen=held - back, open_fen=due - (held - back),
        returned_fen=back, facts=facts,
    )  # fmt: skip


def _set_off(
    double: Double, claim: pension.Overpayment, *, fen: int, month: Month, hand: resident.ByHand
) -> None:
    """The account pays part of the claim: its rows by source, the recovery, the rights book. No money moves."""
    held = resident_account.balance(person_id=double.person_id)
    left = resident.after_drawing(held, drawn_fen=fen)
    cause = ("double_set_off", str(claim.pk))
    _take(
        double, {source: held[source] - left[source] for source in held}, kind="set_off", cause=cause, month=month,
        hand=hand, against=funds.Post("R1201", credit_fen=fen),
    )  # fmt: skip
    pension.record_recovery(
        overpayment_id=claim.pk, way="account", amount_fen=fen, received_on=hand.today, reference=f"double-{claim.pk}"
    )  # fmt: skip


def _returned(
    double: Double, *, payee: resident.PayTo, month: Month, hand: resident.ByHand
) -> resident.ResidentPayout:
    """What is left of the account is owed to the person."""
    held = {
        source: fen
        for source, fen in resident_account.balance(person_id=double.person_id).items()
        if fen
    }
    total = sum(held.values())
    payout = resident.owe(
        person_id=double.person_id, kind="returned", amount_fen=total, place=double.award.place, payee=payee, hand=hand
    )  # fmt: skip
    _take(
        double, held, kind="returned", cause=("returned", hand.reference), month=month, hand=hand,
        against=funds.Post("R2101", credit_fen=total, subject=hand.reference),
    )  # fmt: skip
    return payout


def _take(
    double: Double, parts: dict[str, int], *, kind: str, cause: tuple[str, str], month: Month, hand: resident.ByHand,
    against: funds.Post,
) -> None:  # fmt: skip
    """Out of the account source by source, against one other line of the rights book."""
    participation = resident.last_participation(person_id=double.person_id)
    assert participation is not None
    rows = [
        resident.NewCredit(
            person_id=participation.person_id, year=hand.today.year, source=source, kind=kind, amount_fen=-fen
        )
        for source, fen in parts.items()
    ]  # fmt: skip
    resident.credit(rows=rows, month=month, on=hand.today, cause=":".join(cause), hand=hand)
    posts = [
        funds.Post("R2201", debit_fen=fen, subject=source) for source, fen in sorted(parts.items())
    ]
    entry = funds.NewEntry(
        "rights", FUND, hand.today, f"resident_{kind}", *cause, (*posts, against)
    )
    funds.post_entry(entry=entry, accounting_month=month, posted_by=hand.by)
