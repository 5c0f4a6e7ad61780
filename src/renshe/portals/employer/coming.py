"""What is coming for an employer besides the month: the next instalment, contracts that end, days that will pass."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from renshe.domains.contributions.api import PlanStanding, plan_in_force, standing_of
from renshe.domains.registry.api import Employer
from renshe.portals.employer.pages.staff import ending_soon
from renshe.portals.layout.formats import yuan


@dataclass(frozen=True, kw_only=True)
class Task:
    """One thing that needs the employer: what, why, until when, and where to do it."""

    title: str
    detail: str
    days: int | None
    url: str
    action: str


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """One day that is coming: what happens then, in how many days, and where it is read."""

    on: date
    days: int
    title: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What stands beside the month's own work: tasks that wait already, and days ahead."""

    tasks: tuple[Task, ...]
    ahead: tuple[Ahead, ...]


def beside_the_month(*, unit: Employer, on: date) -> Beside:
    """The employer's contracts and plan as of a day."""
    ends = ending_soon(employer_id=unit.pk, on=on).values_list("ends_on", flat=True)
    days = [one for one in ends if one is not None]
    plan = plan_in_force(employer_id=unit.pk)
    standing = standing_of(plan=plan, as_of=on) if plan else None
    return Beside(
        tasks=(*_contract_tasks([day for day in days if day < on]), *_plan_tasks(standing)),
        ahead=(*_contracts_ahead([day for day in days if day >= on], on), *_plan_ahead(standing, on)),
    )  # fmt: skip


def _contract_tasks(passed: list[date]) -> list[Task]:
    """Contracts whose last day has passed while work goes on (劳动合同法 44: the term's end ends the contract)."""
    if not passed:
        return []
    title = ngettext("有{count}份合同已过终止日", "有{count}份合同已过终止日", len(passed))
    return [
        Task(
            title=title.format(count=len(passed)),
            detail=_("继续用工的请与员工续订合同，不再用工的请在15日内办减员"),
            days=None,
            url=reverse("employer:staff") + "?show=ending",
            action=_("看是谁"),
        )
    ]


def _plan_tasks(standing: PlanStanding | None) -> list[Task]:
    if standing is None or not standing.behind_fen:
        return []
    return [
        Task(
            title=_("分期缴纳还差 {owed} 元").format(owed=yuan(standing.behind_fen)),
            detail=_("到期的期数没有付足，计划可能被终止，全部欠费即时到期"),
            days=None,
            url=reverse("employer:owing"),
            action=_("看分期"),
        )
    ]


def _contracts_ahead(coming: list[date], on: date) -> list[Ahead]:
    if not coming:
        return []
    first = min(coming)
    title = ngettext("有{count}份合同将到期", "有{count}份合同将到期", len(coming))
    return [
        Ahead(
            on=first, days=(first - on).days, title=title.format(count=len(coming)),
            url=reverse("employer:staff") + "?show=ending",
        )
    ]  # fmt: skip


def _plan_ahead(standing: PlanStanding | None, on: date) -> list[Ahead]:
    following = standing.next_due if standing else None
    if following is None or following.due_on < on:
        return []
    title = _("分期第{number}期 {amount} 元").format(
        number=following.number, amount=yuan(following.amount_fen)
    )
    days = (following.due_on - on).days
    return [Ahead(on=following.due_on, days=days, title=title, url=reverse("employer:owing"))]
