"""The employer's annuity plan: what is on file, the year against its caps, and a month's contributions by file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from renshe.domains.annuity.api import (
    Plan,
    Recorded,
    Sent,
    files_of,
    month_template,
    plan_in_force,
    plan_year,
    read_month_file,
    take_contributions,
)
from renshe.kernel.money import MoneyError, yuan_to_fen
from renshe.kernel.periods import Month, first_day, format_month, month_containing, parse_month
from renshe.kernel.rules import Refusal
from renshe.laws import library
from renshe.portals.citizen.pages.annuity import kind_words
from renshe.portals.employer.office import my_employer
from renshe.portals.employer.portal import DECLARE, EMPLOYER, LOOK
from renshe.portals.layout.access import Visit
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.downloads import workbook
from renshe.portals.layout.errors import Problem, problem_of
from renshe.portals.layout.explanation_page import TEMPLATE as EXPLANATION
from renshe.portals.layout.explanation_page import ExplanationPage, explanation_page

TEMPLATE = "employer/pages/annuity.html"
CAPS = {"employer": "annuity_employer_most", "both": "annuity_combined_most"}


@dataclass(frozen=True, kw_only=True)
class BadCell:
    """One cell that cannot be taken: row and column of the file, what is wrong, how to mend it."""

    row: int
    column: str
    header: str
    reason: str
    fix: str


@dataclass(frozen=True, kw_only=True)
class SentMonth:
    """One month as it was sent; `reversed_on` says that it was taken back."""

    period: int
    heads: int
    payroll_fen: int
    employer_fen: int
    personal_fen: int
    state: str


@dataclass(frozen=True, kw_only=True)
class PlanShown:
    """The plan in force, and the year so far against the law's caps (absent for an occupational annuity)."""

    kind: str
    number: str
    name: str
    trustee: str
    rates: str
    vesting_years: int
    year: int
    payroll_fen: int
    employer_fen: int
    personal_fen: int
    employer_most: Amount | None
    both_most: Amount | None


@dataclass(frozen=True, kw_only=True)
class EmployerAnnuityPage:
    """What `employer/pages/annuity.html` may use. `typed` keeps what was typed with a file that was not taken."""

    employer_name: str
    plan: PlanShown | None
    sent: tuple[SentMonth, ...]
    problem: Problem | None
    cells: tuple[BadCell, ...]
    typed_period: str
    typed_payroll: str


@EMPLOYER.page(template=TEMPLATE, access=LOOK)
def annuity(visit: Visit) -> EmployerAnnuityPage:
    """Show the plan, the year against its caps, and what was sent."""
    return _page(visit)


@EMPLOYER.page(template=TEMPLATE, access=DECLARE)
def annuity_month(visit: Visit) -> HttpResponse:
    """Take a month's file whole, or say which cell stands in its way; nothing typed is lost."""
    if visit.request.method != "POST":
        return HttpResponseRedirect(reverse("employer:annuity"))
    typed = {key: visit.request.POST.get(key, "").strip() for key in ("period", "payroll")}
    problem, cells = _taken(visit, typed)
    if problem is None:
        return HttpResponseRedirect(reverse("employer:annuity") + "#sent")
    page = _page(visit, problem=problem, cells=cells, typed=typed)
    return EMPLOYER.render(visit.request, template=TEMPLATE, context=page, status=400)


@EMPLOYER.page(template=TEMPLATE, access=DECLARE)
def annuity_template(visit: Visit) -> HttpResponse:
    """The table to fill in, with the plan's people."""
    plan = _plan(visit)
    if plan is None:
        raise Http404
    return workbook(month_template(plan=plan), name=_("年金缴费模板.xlsx"))


@EMPLOYER.page(template=EXPLANATION, access=LOOK)
def annuity_cap(visit: Visit, *, of: str) -> ExplanationPage:
    """How the year's cap follows from the payroll reported so far."""
    plan = _plan(visit)
    if plan is None or of not in CAPS:
        raise Http404
    year = plan_year(plan=plan, month=month_containing(visit.today))
    found = library.explain(
        CAPS[of], {"annual_payroll": year.payroll_fen}, place="CN", on=visit.today
    )
    return explanation_page(
        request=visit.request, explanation=found, about=_("年金缴费上限"),
        back_url=reverse("employer:annuity"), back_title=_("年金"),
    )  # fmt: skip


def _taken(visit: Visit, typed: dict[str, str]) -> tuple[Problem | None, tuple[BadCell, ...]]:
    file = visit.request.FILES.get("file")
    plan, month, payroll = (
        _plan(visit, typed["period"]),
        _month(typed["period"]),
        _fen(typed["payroll"]),
    )
    if file is None or not file.name:
        return _problem(_("没有选择文件"), _("请先选择填好的表再上传")), ()
    if month is None:
        return _problem(_("没有填费款所属月份"), _("请选择月份，例如 2025-10")), ()
    if payroll is None:
        return _problem(_("工资总额无法识别"), _("请填本月全部职工的工资总额，单位元")), ()
    if plan is None:
        return _problem(_("该月没有生效的年金方案"), _("先报送年金方案，从生效月份起缴费")), ()
    assert visit.account is not None
    try:
        read = read_month_file(file.read())
        if read.errors:
            return _problem(
                _("文件没有收下"), _("改好下面列出的格子，再把整个文件传一次")
            ), cells_of(read.errors)
        take_contributions(
            plan_id=plan.pk, rows=read.rows, explain=library.explain,
            sent=Sent(period=month, payroll_fen=payroll, file_name=file.name, sha256=read.sha256),
            recorded=Recorded(by=visit.account.username, at=visit.now, known_on=visit.today, reason=file.name[:200]),
        )  # fmt: skip
    except Refusal as refusal:
        return problem_of(refusal), ()
    return None, ()


def cells_of(errors: tuple) -> tuple[BadCell, ...]:  # type: ignore[type-arg]
    """What is wrong with which cell, in the reader's language; also for other files of employers."""
    chinese = (get_language() or "zh").startswith("zh")
    return tuple(
        BadCell(
            row=one.row_number, column=one.column, header=one.header_zh if chinese else one.header_en,
            reason=one.zh if chinese else one.en, fix=one.next_step_zh if chinese else one.next_step_en,
        )
        for one in errors[:200]
    )  # fmt: skip


def _page(
    visit: Visit, *, problem: Problem | None = None, cells: tuple[BadCell, ...] = (),
    typed: dict[str, str] | None = None,
) -> EmployerAnnuityPage:  # fmt: skip
    plan = _plan(visit)
    now = month_containing(visit.today)
    typed = typed or {"period": format_month(now), "payroll": ""}
    return EmployerAnnuityPage(
        employer_name=my_employer(visit).name,
        plan=_shown(plan, now) if plan else None,
        sent=tuple(_sent(one) for one in files_of(plan_id=plan.pk) if one.reverses_id is None) if plan else (),
        problem=problem, cells=cells, typed_period=typed["period"], typed_payroll=typed["payroll"],
    )  # fmt: skip


def _shown(plan: Plan, now: Month) -> PlanShown:
    year = plan_year(plan=plan, month=now)
    caps: dict[str, Amount | None] = dict.fromkeys(CAPS)
    if plan.kind == Plan.Kind.ENTERPRISE:
        for of, target in CAPS.items():
            most = library.explain(
                target, {"annual_payroll": year.payroll_fen}, place="CN", on=first_day(now)
            )
            url = reverse("employer:annuity_cap", kwargs={"of": of})
            caps[of] = Amount(fen=int(most.value), explain_url=url)
    return PlanShown(
        kind=kind_words(plan.kind), number=plan.number, name=plan.name, trustee=plan.trustee,
        rates=_("单位{employer}，个人{personal}").format(
            employer=f"{plan.employer_rate / 100:g}%", personal=f"{plan.personal_rate / 100:g}%"
        ),
        vesting_years=plan.full_vesting_years, year=year.year, payroll_fen=year.payroll_fen,
        employer_fen=year.employer_fen, personal_fen=year.personal_fen,
        employer_most=caps["employer"], both_most=caps["both"],
    )  # fmt: skip


def _sent(one: object) -> SentMonth:
    row: Any = one
    return SentMonth(
        period=row.period, heads=row.heads, payroll_fen=row.payroll_fen, employer_fen=row.employer_fen,
        personal_fen=row.personal_fen, state=_("已冲销") if hasattr(row, "reversed_by") else _("已记账"),
    )  # fmt: skip


def _plan(visit: Visit, period: str = "") -> Plan | None:
    month = _month(period) if period else month_containing(visit.today)
    return (
        plan_in_force(employer_id=my_employer(visit).pk, month=month) if month is not None else None
    )


def _month(text: str) -> Month | None:
    try:
        return parse_month(text)
    except ValueError:
        return None


def _fen(text: str) -> int | None:
    try:
        fen = yuan_to_fen(text.replace(",", ""))
    except (MoneyError, ValueError, ArithmeticError):
        return None
    return fen if 0 < fen <= 10**12 else None


def _problem(reason: str, next_step: str) -> Problem:
    return Problem(reason=reason, subject="", clause="", next_step=next_step)
