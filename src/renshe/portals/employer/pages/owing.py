"""What the employer owes and gets back: arrears, the plan by which they are paid off, refunds and what became of them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from renshe.domains.contributions.api import (
    CorrectionRequest,
    PlanStanding,
    arrears_of,
    owed_on,
    plan_in_force,
    standing_of,
)
from renshe.portals.applying.portal import APPLY
from renshe.portals.employer.office import bill_address, my_employer
from renshe.portals.employer.portal import EMPLOYER, LOOK
from renshe.portals.layout.access import Visit
from renshe.portals.layout.formats import month

PLAN = "contributions.instalment_plan"
REFUNDS_SHOWN = 20
KINDS: dict[str, Any] = {
    "suspense_refund": _("退还多付的钱"),
    "month_refund": _("误缴退费"),
}


@dataclass(frozen=True, kw_only=True)
class OverdueBill:
    """One bill past its day, with what is open of it (fen)."""

    words: str
    url: str
    due_on: date
    principal_fen: int
    surcharge_fen: int


@dataclass(frozen=True, kw_only=True)
class Part:
    """One instalment. `state` is paid, late, next or coming; `open_fen` what the money so far does not cover."""

    number: int
    due_on: date
    amount_fen: int
    open_fen: int
    state: str


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The plan in force: what it was agreed on, paid since, and behind by today (fen)."""

    agreed_on: date
    principal_fen: int
    surcharge_fen: int
    total_fen: int
    paid_fen: int
    behind_fen: int
    reference: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True)
class RefundLine:
    """One refund that was asked for. `state` is a `request` state."""

    words: str
    months: str
    amount_fen: int
    asked_on: date
    state: str
    why: str


@dataclass(frozen=True, kw_only=True)
class OwingPage:
    """What `employer/pages/owing.html` may use. `plan_url` is empty where no plan can be asked for."""

    employer_name: str
    principal_fen: int
    surcharge_fen: int
    overdue: tuple[OverdueBill, ...]
    plan: Plan | None
    plan_url: str
    refunds: tuple[RefundLine, ...]


@EMPLOYER.page(template="employer/pages/owing.html", access=LOOK)
def owing(visit: Visit) -> OwingPage:
    """Show arrears, plan and refunds on one page."""
    unit = my_employer(visit)
    bills = arrears_of(employer_id=unit.pk, as_of=visit.today)
    principal, surcharge = owed_on(bills)
    agreed = plan_in_force(employer_id=unit.pk)
    may_ask = bool(bills) and agreed is None and APPLY.allows(visit)
    return OwingPage(
        employer_name=unit.name,
        principal_fen=principal,
        surcharge_fen=surcharge,
        overdue=tuple(
            OverdueBill(
                words=month(bill.period),
                url=bill_address(bill.pk),
                due_on=bill.due_on,
                principal_fen=bill.total_fen - bill.received_fen,
                surcharge_fen=bill.surcharge_fen - bill.surcharge_received_fen,
            )
            for bill in bills
        ),
        plan=plan_shown(standing_of(plan=agreed, as_of=visit.today), on=visit.today)
        if agreed
        else None,
        plan_url=reverse("applying:start", kwargs={"code": PLAN}) if may_ask else "",
        refunds=tuple(_refunds(unit.pk)),
    )


def plan_shown(standing: PlanStanding, *, on: date) -> Plan:
    """A plan with the state of every instalment: money that came covers the oldest first."""
    left, parts, next_found = standing.paid_fen, [], False
    for one in standing.instalments:
        covered = min(max(left, 0), one.amount_fen)
        left -= one.amount_fen
        state = "paid" if covered == one.amount_fen else "late" if one.due_on < on else "coming"
        if state == "coming" and not next_found:
            state, next_found = "next", True
        parts.append(
            Part(
                number=one.number, due_on=one.due_on, amount_fen=one.amount_fen,
                open_fen=one.amount_fen - covered, state=state,
            )
        )  # fmt: skip
    plan = standing.plan
    return Plan(
        agreed_on=plan.agreed_on,
        principal_fen=plan.principal_fen,
        surcharge_fen=plan.surcharge_fen,
        total_fen=plan.principal_fen + plan.surcharge_fen,
        paid_fen=standing.paid_fen,
        behind_fen=standing.behind_fen,
        reference=plan.reference,
        parts=tuple(parts),
    )


def _refunds(employer_id: int) -> list[RefundLine]:
    """The employer's refunds, the latest first; months of one person are told as months, never with his name."""
    rows = CorrectionRequest.objects.filter(employer_id=employer_id, kind__in=KINDS)
    return [
        RefundLine(
            words=str(KINDS[one.kind]),
            months="、".join(month(period) for period in one.periods),
            amount_fen=one.amount_fen,
            asked_on=one.handled_at.date(),
            state=one.state,
            why=one.refused_why,
        )
        for one in rows.order_by("-pk")[:REFUNDS_SHOWN]
    ]
