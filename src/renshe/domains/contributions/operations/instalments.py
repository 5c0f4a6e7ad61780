"""Agreeing that arrears are paid in instalments, reading how a plan stands, and ending it.

A plan moves no money and changes no bill: what comes in pays bills by the order of allocation, and whether the plan is
kept is read from them.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from renshe.domains.audit import api as audit
from renshe.domains.contributions.bill import Bill
from renshe.domains.contributions.instalments import Instalment, InstalmentPlan
from renshe.domains.contributions.operations.requests import Hand
from renshe.domains.contributions.queries.bills import arrears_of
from renshe.domains.contributions.refusals import refused

MOST_INSTALMENTS = 12
"""A deferral of at most a year: 上海市城镇职工社会保险费征缴若干规定 (2000); elsewhere owner-default."""


@dataclass(frozen=True)
class PlannedInstalment:
    """One day and what is to be paid by it (fen)."""

    number: int
    due_on: dt.date
    amount_fen: int


@dataclass(frozen=True)
class PlanStanding:
    """How a plan stands on a day (fen): due by then, paid since it was agreed, and what is behind."""

    plan: InstalmentPlan
    instalments: tuple[PlannedInstalment, ...]
    due_fen: int
    paid_fen: int

    @property
    def behind_fen(self) -> int:
        """What should have come by the day and did not."""
        return max(0, self.due_fen - self.paid_fen)

    @property
    def next_due(self) -> PlannedInstalment | None:
        """The first instalment that the money so far does not cover; None once everything is paid."""
        covered = 0
        for one in self.instalments:
            covered += one.amount_fen
            if covered > self.paid_fen:
                return one
        return None


def planned_instalments(
    *, total_fen: int, count: int, first_due_on: dt.date
) -> list[PlannedInstalment]:
    """Equal monthly parts of whole fen, the last one with what is left over; each on the same day, or the month's last.

    Raises ValueError for a total that cannot be cut into so many parts of at least one fen.
    """
    if count < 1 or total_fen < count:
        raise ValueError(f"{total_fen} fen in {count} parts")
    part = total_fen // count
    amounts = [part] * (count - 1) + [total_fen - part * (count - 1)]
    return [
        PlannedInstalment(number, _months_after(first_due_on, number - 1), amount)
        for number, amount in enumerate(amounts, 1)
    ]


def _months_after(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@transaction.atomic
def agree_plan(
    *, employer_id: int, count: int, first_due_on: dt.date, security: str, reference: str, hand: Hand
) -> InstalmentPlan:  # fmt: skip
    """Put down that an employer pays all its arrears of today in monthly parts.

    Raises Refusal `no_arrears`, `plan_in_force`, `plan_too_long`, `plan_begins_late`.
    """
    today = hand.at.date()
    if InstalmentPlan.objects.filter(employer_id=employer_id, state="in_force").exists():
        raise refused("plan_in_force", subject=str(employer_id))
    bills = arrears_of(employer_id=employer_id, as_of=today)
    principal, surcharge = owed_on(bills)
    if principal + surcharge < max(count, 1):
        raise refused("no_arrears", subject=str(employer_id))
    if not 1 <= count <= MOST_INSTALMENTS:
        raise refused("plan_too_long", subject=str(count))
    if not today < first_due_on <= _months_after(today, 1):
        raise refused("plan_begins_late", subject=first_due_on.isoformat())
    plan = InstalmentPlan.objects.create(
        employer_id=employer_id, bills=sorted(bill.pk for bill in bills), agreed_on=today,
        principal_fen=principal, surcharge_fen=surcharge, received_before_fen=_received(bills),
        security=security, reference=reference, agreed_by=hand.by, agreed_at=hand.at,
    )  # fmt: skip
    parts = planned_instalments(
        total_fen=principal + surcharge, count=count, first_due_on=first_due_on
    )
    Instalment.objects.bulk_create(
        Instalment(plan=plan, number=one.number, due_on=one.due_on, amount_fen=one.amount_fen)
        for one in parts
    )
    _note(plan, "agree_plan", hand, reference)
    return plan


@transaction.atomic
def withdraw_plan(*, plan_id: int, why: str, hand: Hand) -> InstalmentPlan:
    """End a plan: what is open is due at once, as it was before. Raises Refusal `reason_needed`, `no_plan`."""
    if not why.strip():
        raise refused("reason_needed", subject=str(plan_id))
    plan = InstalmentPlan.objects.select_for_update().filter(pk=plan_id, state="in_force").first()
    if plan is None:
        raise refused("no_plan", subject=str(plan_id))
    plan.state, plan.ended_by, plan.ended_at, plan.ended_why = "withdrawn", hand.by, hand.at, why
    plan.save(update_fields=["state", "ended_by", "ended_at", "ended_why"])
    _note(plan, "withdraw_plan", hand, why)
    return plan


def plan_in_force(*, employer_id: int) -> InstalmentPlan | None:
    """The plan that an employer pays by now, or None."""
    return InstalmentPlan.objects.filter(employer_id=employer_id, state="in_force").first()


def standing_of(*, plan: InstalmentPlan, as_of: dt.date) -> PlanStanding:
    """How a plan stands at the end of a day, from what its bills have received since."""
    rows = plan.instalments.order_by("number")
    parts = tuple(PlannedInstalment(one.number, one.due_on, one.amount_fen) for one in rows)
    received = _received(Bill.objects.filter(pk__in=plan.bills))
    return PlanStanding(
        plan=plan,
        instalments=parts,
        due_fen=sum(one.amount_fen for one in parts if one.due_on <= as_of),
        paid_fen=received - plan.received_before_fen,
    )


def owed_on(bills: Sequence[Bill]) -> tuple[int, int]:
    """What bills owe: principal and the surcharge charged so far (fen)."""
    return (
        sum(bill.total_fen - bill.received_fen for bill in bills),
        sum(bill.surcharge_fen - bill.surcharge_received_fen for bill in bills),
    )


def _received(bills: Sequence[Bill]) -> int:
    return sum(bill.received_fen + bill.surcharge_received_fen for bill in bills)


def _note(plan: InstalmentPlan, verb: str, hand: Hand, reason: str) -> None:
    audit.record_event(
        actor=hand.by, verb=verb, subject_kind="employer", subject_id=plan.employer_id, reason=reason, at=hand.at,
        detail={"plan": plan.pk, "principal_fen": plan.principal_fen, "surcharge_fen": plan.surcharge_fen},
    )  # fmt: skip
