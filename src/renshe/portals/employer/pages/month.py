"""This month on one page: the clock, heads and money, what changed since last month, what needs the employer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from renshe.domains.contributions.api import (
    Bill,
    DeclarationRow,
    Difference,
    MonthDifference,
    bills_of_payer,
    declarations_of,
    difference_to_last_month,
    last_period_billed,
    window_of,
)
from renshe.domains.enrolment.api import Spell
from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.registry.api import Employer
from renshe.kernel.periods import Month, first_day, format_month, month_containing
from renshe.kernel.rules import Refusal
from renshe.portals.applying.brief import Brief, brief_of
from renshe.portals.applying.shortcuts import Shortcut, shortcuts_to
from renshe.portals.employer.coming import Ahead, Task, beside_the_month
from renshe.portals.employer.funds_due import FundDue
from renshe.portals.employer.office import (
    bill_address,
    funds_due,
    month_address,
    month_from,
    my_employer,
    open_fen,
    trend_of,
)
from renshe.portals.employer.portal import EMPLOYER, LOOK
from renshe.portals.layout.access import Visit
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.charts import Chart
from renshe.portals.layout.formats import month as month_text
from renshe.portals.layout.formats import yuan

NAMED = 20
MOST_BILLS = 60
TEMPLATE = "employer/pages/month.html"
OFTEN = (
    "registration.hire", "registration.leave", "contributions.monthly_declaration", "contributions.instalment_plan",
)  # fmt: skip
"""What an employer's clerk comes for most."""


@dataclass(frozen=True, kw_only=True)
class Clock:
    """The declaration window of the month: its days, its state (`window` states) and the days left."""

    opens_on: date
    cut_off_on: date
    due_on: date
    state: str
    cut_off_days: int
    due_days: int


@dataclass(frozen=True, kw_only=True)
class PersonChange:
    """One person who joined, left or whose wage changed, masked; wages in fen, absent where none."""

    name: str
    id_number: str
    before_fen: int | None
    after_fen: int | None

    @property
    def difference_fen(self) -> int | None:
        """The change of the wage; absent for joiners and leavers."""
        if self.before_fen is None or self.after_fen is None:
            return None
        return self.after_fen - self.before_fen


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """This month against last month. The three lists are cut at a page's length; the counts are not."""

    previous: int
    heads_before: int
    heads_after: int
    due_before_fen: int
    due_after_fen: int
    joiners: tuple[PersonChange, ...]
    joiners_count: int
    leavers: tuple[PersonChange, ...]
    leavers_count: int
    changed: tuple[PersonChange, ...]
    changed_count: int

    @property
    def heads_difference(self) -> int:
        """Heads more (or fewer) than last month."""
        return self.heads_after - self.heads_before

    @property
    def due_difference_fen(self) -> int:
        """Money more (or less) than last month."""
        return self.due_after_fen - self.due_before_fen


@dataclass(frozen=True, kw_only=True)
class MonthPage:
    """What `employer/pages/month.html` may use."""

    employer_name: str
    uscc: str
    period: int
    before_url: str
    after_url: str
    clock: Clock | None
    tasks: tuple[Task, ...]
    ahead: tuple[Ahead, ...]
    heads: int
    declared_state: str
    declaration_url: str
    bill_state: str
    bill_url: str
    due: Amount
    received: Amount
    outstanding: Amount
    surcharge: Amount
    funds: tuple[FundDue, ...]
    comparison: Comparison | None
    trend: Chart | None
    roster_url: str
    template_url: str
    brief: Brief
    shortcuts: tuple[Shortcut, ...]


@EMPLOYER.page(template=TEMPLATE, access=LOOK)
def this_month(visit: Visit) -> MonthPage:
    """Show the month that is being declared; before its window is set, the last month billed."""
    unit = my_employer(visit)
    period = month_containing(visit.today)
    if _window(unit, period, today=visit.today) is None:
        period = last_period_billed(employer_id=unit.pk, before=period + 1) or period
    return _page(visit, unit=unit, period=period)


@EMPLOYER.page(template=TEMPLATE, access=LOOK)
def month(visit: Visit, *, slug: str) -> MonthPage:
    """Show any month."""
    return _page(visit, unit=my_employer(visit), period=month_from(slug))


def _page(visit: Visit, *, unit: Employer, period: Month) -> MonthPage:
    bills = bills_of_payer(employer_id=unit.pk, limit=MOST_BILLS)
    here = [bill for bill in bills if bill.period == period]
    sent = declarations_of(employer_id=unit.pk, period=period)
    clock = _window(unit, period, today=visit.today)
    total = sum(bill.total_fen for bill in here)
    owed = sum(open_fen(bill) for bill in here)
    people = f"{bill_address(here[0].pk)}#people" if here else ""
    beside = beside_the_month(unit=unit, on=visit.today)
    over = clock is not None and clock.due_days < 0
    following = _window(unit, period + 1, today=visit.today) if over else None
    days = _ahead(following, period, on=visit.today)
    return MonthPage(
        employer_name=unit.name,
        uscc=unit.uscc,
        period=period,
        before_url=month_address(period - 1) if period > _earliest(visit, bills) else "",
        after_url=month_address(period + 1) if period < month_containing(visit.today) else "",
        clock=clock,
        tasks=(*_tasks(visit, bills=bills, sent=sent, clock=clock, period=period), *beside.tasks),
        ahead=tuple(sorted((*days, *beside.ahead), key=lambda one: one.on)),
        heads=sum(bill.heads for bill in here if bill.kind == "regular") or _insured(unit, period),
        declared_state=sent[0].state if sent else "",
        declaration_url=_declaration(sent[0].declaration_id) if sent else "",
        bill_state=here[-1].state if here else "",
        bill_url=bill_address(here[-1].pk) if here else "",
        due=Amount(fen=total, explain_url=people),
        received=Amount(fen=sum(bill.received_fen for bill in here)),
        outstanding=Amount(fen=owed, explain_url=people),
        surcharge=Amount(fen=sum(bill.surcharge_fen for bill in here)),
        funds=funds_due(here),
        comparison=_comparison(unit, period) if here else None,
        trend=trend_of(bills, until=period),
        roster_url=reverse("employer:roster", kwargs={"slug": format_month(period)}),
        template_url=reverse("employer:roster_template", kwargs={"slug": format_month(period)}),
        brief=brief_of(visit),
        shortcuts=shortcuts_to(visit, OFTEN),
    )


def _earliest(visit: Visit, bills: Sequence[Bill]) -> Month:
    """The first month worth showing: the oldest bill's, and a quarter back for whoever has none."""
    return min([bill.period for bill in bills] + [month_containing(visit.today) - 3])


def _window(unit: Employer, period: Month, *, today: date) -> Clock | None:
    try:
        window = window_of(place=unit.place, period=period)
    except Refusal:
        return None
    state = "open"
    if today < window.opens_on:
        state = "not_open"
    elif today > window.cut_off_on:
        state = "closed"
    return Clock(
        opens_on=window.opens_on,
        cut_off_on=window.cut_off_on,
        due_on=window.due_on,
        state=state,
        cut_off_days=(window.cut_off_on - today).days,
        due_days=(window.due_on - today).days,
    )


def _ahead(following: Clock | None, period: Month, *, on: date) -> list[Ahead]:
    """The days of the next month's window once this month's are over; this month's own stand in its clock."""
    if following is None:
        return []
    days = (
        (following.opens_on, _("{month}开始申报")),
        (following.cut_off_on, _("{month}申报截止")),
        (following.due_on, _("{month}最后缴费日")),
    )
    return [_day(day, (day - on).days, title, period + 1) for day, title in days if day >= on]


def _day(on: date, days: int, title: str, period: Month) -> Ahead:
    words = title.format(month=month_text(period))
    return Ahead(on=on, days=days, title=words, url=month_address(period))


def _insured(unit: Employer, period: Month) -> int:
    """How many people the employer insures in a month that is not billed yet."""
    insured = Spell.objects.filter(
        employer_id=unit.pk, status="active", span__contains=first_day(period)
    )
    return insured.values("person_id").distinct().count()


def _tasks(
    visit: Visit,
    *,
    bills: Sequence[Bill],
    sent: Sequence[DeclarationRow],
    clock: Clock | None,
    period: Month,
) -> list[Task]:
    """What needs the employer: rows to mend, a month not declared, bills past their day or soon due."""
    tasks = [
        Task(
            title=ngettext("有{count}行名册要改", "有{count}行名册要改", one.rows_waiting).format(
                count=f"{one.rows_waiting:,}"
            ),
            detail=ngettext("其余{count}行已受理", "其余{count}行已受理", one.rows_good).format(
                count=f"{one.rows_good:,}"
            ),
            days=clock.cut_off_days if clock else None,
            url=_declaration(one.declaration_id),
            action=_("去改"),
        )
        for one in sent
        if one.rows_waiting
    ]
    if clock is not None and clock.state != "not_open" and not sent:
        tasks.append(
            Task(
                title=_("{month}的名册还没有报").format(month=month_text(period)),
                detail=_("到截止日仍未申报的，按上月应缴额的百分之一百一十核定"),
                days=clock.cut_off_days,
                url=reverse("employer:roster", kwargs={"slug": format_month(period)}),
                action=_("报名册"),
            )
        )
    for bill in bills:
        owed = open_fen(bill)
        if owed > 0:
            tasks.append(
                Task(
                    title=_("{month}账单还差 {owed} 元").format(
                        month=month_text(bill.period), owed=yuan(owed)
                    ),
                    detail=_("按期缴清，不产生滞纳金")
                    if bill.due_on >= visit.today
                    else _("已过最后缴费日，滞纳金按日增加"),
                    days=(bill.due_on - visit.today).days,
                    url=bill_address(bill.pk),
                    action=_("看账单"),
                )
            )
    return tasks


def _comparison(unit: Employer, period: Month) -> Comparison | None:
    found: MonthDifference = difference_to_last_month(employer_id=unit.pk, period=period)
    if not found.heads_before:
        return None
    return Comparison(
        previous=period - 1,
        heads_before=found.heads_before,
        heads_after=found.heads_now,
        due_before_fen=found.due_before_fen,
        due_after_fen=found.due_now_fen,
        joiners=_named(found.people, "joined"),
        joiners_count=found.joiners,
        leavers=_named(found.people, "left"),
        leavers_count=found.leavers,
        changed=_named(found.people, "wage"),
        changed_count=found.changed,
    )


def _named(people: Sequence[Difference], kind: str) -> tuple[PersonChange, ...]:
    chosen = [one for one in people if one.kind == kind][:NAMED]
    return tuple(
        PersonChange(
            name=mask_name(one.name),
            id_number=mask_id_number(one.id_number),
            before_fen=one.wage_before_fen,
            after_fen=one.wage_now_fen,
        )
        for one in chosen
    )


def _declaration(number: int) -> str:
    return reverse("employer:declaration", kwargs={"number": number})
