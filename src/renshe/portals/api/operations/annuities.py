"""An employer's annuity plan, the year against its caps, and a month's contributions."""

from __future__ import annotations

from ninja import Schema
from pydantic import Field

from renshe.domains.annuity.api import (
    Plan,
    Recorded,
    Sent,
    files_of,
    plan_in_force,
    plan_year,
    read_records,
    take_contributions,
)
from renshe.domains.identity.api import mask_name
from renshe.flows.annuity_leaving import confirm_departure, departures
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.periods import format_month, month_containing
from renshe.laws import library
from renshe.portals.api.calling import Call
from renshe.portals.api.operations.employer import GROUP, mine
from renshe.portals.api.problems import BadRequestBody, Wrong
from renshe.portals.api.shapes import Fen, MonthText, Number, month_of
from renshe.portals.layout.access import own_employer

LOOK = own_employer("contributions.look")
DECLARE = own_employer("contributions.declare")
MOST_ROWS = 5000
NO_PLAN = Problem(
    "annuity_no_plan", "该月没有生效的年金方案", "no annuity plan is in force in that month",
    "企业年金办法（人社部令第36号）第九条", "先报送年金方案，从生效月份起缴费", "File a plan first",
)  # fmt: skip


class AnnuityMonthOut(Schema):
    """One month as it was sent."""

    file: int
    period: str
    heads: int
    payroll_fen: Fen
    employer_fen: Fen
    personal_fen: Fen
    reversed: bool


class AnnuityPlanOut(Schema):
    """The plan in force this month, or null fields without one; rates in hundredths of a percent."""

    number: str | None
    kind: str | None
    trustee: str | None
    employer_rate: int | None
    personal_rate: int | None
    full_vesting_years: int | None
    payroll_fen: Fen
    employer_fen: Fen
    personal_fen: Fen
    months: list[AnnuityMonthOut]


class AnnuityPaidIn(Schema, extra="forbid"):
    """What was paid for one person: amounts as text in yuan."""

    id_number: str = Field(max_length=18)
    name: str = Field(max_length=128)
    employer: str = Field(max_length=20, examples=["800.00"])
    personal: str = Field(max_length=20, examples=["400.00"])


class AnnuityMonthIn(Schema, extra="forbid"):
    """A month's contributions and the payroll of the whole employer, from which the caps are counted."""

    period: MonthText
    payroll_fen: int = Field(ge=1, le=10**12)
    rows: list[AnnuityPaidIn] = Field(min_length=1, max_length=MOST_ROWS)


@GROUP.get(
    "/employer/annuity", id="read_annuity_plan", access=LOOK, answer=AnnuityPlanOut,
    title=("年金方案和本年缴费", "The annuity plan and its year"),
    says=("生效的方案、本年累计、报过的月份。", "The plan in force, the year so far, the months sent."),
)  # fmt: skip
def read_annuity_plan(call: Call) -> AnnuityPlanOut:
    """The plan of the month that it is."""
    now = month_containing(call.today)
    plan = plan_in_force(employer_id=mine(call).pk, month=now)
    if plan is None:
        return AnnuityPlanOut(
            number=None, kind=None, trustee=None, employer_rate=None, personal_rate=None,
            full_vesting_years=None, payroll_fen=0, employer_fen=0, personal_fen=0, months=[],
        )  # fmt: skip
    year = plan_year(plan=plan, month=now)
    return AnnuityPlanOut(
        number=plan.number, kind=plan.kind, trustee=plan.trustee, employer_rate=plan.employer_rate,
        personal_rate=plan.personal_rate, full_vesting_years=plan.full_vesting_years,
        payroll_fen=year.payroll_fen, employer_fen=year.employer_fen, personal_fen=year.personal_fen,
        months=_months(plan),
    )  # fmt: skip


@GROUP.post(
    "/employer/annuity/months", id="send_annuity_month", access=DECLARE, answer=AnnuityMonthOut, status=201,
    title=("报一个月的年金缴费", "Send a month of annuity contributions"),
    says=("整月收下或者不收；有误的格子逐一说明，超过法定上限的拒绝。",
        "Taken whole or not at all: bad cells are named, what is above the law's caps is refused."),
)  # fmt: skip
def send_annuity_month(call: Call, body: AnnuityMonthIn) -> AnnuityMonthOut:
    """As the employer's page; bad cells are answered 422, caps 409."""
    period = month_of(body.period)
    plan = plan_in_force(employer_id=mine(call).pk, month=period)
    if plan is None:
        raise Refused(NO_PLAN)
    read = read_records([one.model_dump() for one in body.rows])
    if read.errors:
        raise BadRequestBody(
            Wrong(
                f"rows.{one.row_number - 1}.{one.field}",
                Problem(one.code, one.zh, one.en, "", one.next_step_zh, one.next_step_en),
            )
            for one in read.errors
        )
    file = take_contributions(
        plan_id=plan.pk, rows=read.rows, explain=library.explain,
        sent=Sent(period=period, payroll_fen=body.payroll_fen, file_name="API", sha256=""),
        recorded=Recorded(
            by=call.seen.account.username if call.seen.account else "api", at=call.now,
            known_on=call.today, reason="API",
        ),
    )  # fmt: skip
    return next(one for one in _months(plan) if one.file == file.pk)


class AnnuityDepartureOut(Schema):
    """Somebody who is no longer insured through the employer and still stands in its plan: what would go back and stay."""

    number: int
    name: str
    last_month: str
    reason: str
    at_once: bool
    back_fen: Fen
    keeps_fen: Fen


class AnnuityLeftOut(Schema):
    """What a confirmed leaving did."""

    forfeited_fen: Fen
    vested_fen: Fen


class AnnuityLeftIn(Schema, extra="forbid"):
    """Whether the employment ended in a case in which the law vests the whole (企业年金办法 20)."""

    at_once: bool


@GROUP.get(
    "/employer/annuity/departures", id="list_annuity_departures", access=LOOK, answer=list[AnnuityDepartureOut],
    title=("离开年金方案的人", "Who left the annuity plan"),
    says=("已减员、年金账户还没有办理离开的人，姓名隐去一部分。",
        "People no longer insured through the employer whose leaving is not confirmed; names masked."),
)  # fmt: skip
def list_annuity_departures(call: Call) -> list[AnnuityDepartureOut]:
    """As the employer's page."""
    found = departures(employer_id=mine(call).pk, month=month_containing(call.today))
    return [
        AnnuityDepartureOut(
            number=one.account.pk, name=mask_name(one.name), last_month=format_month(one.last_month),
            reason=one.reason, at_once=one.at_once, back_fen=one.back_fen, keeps_fen=one.keeps_fen,
        )
        for one in found
    ]  # fmt: skip


@GROUP.post(
    "/employer/annuity/departures/{number}", id="confirm_annuity_departure", access=DECLARE, answer=AnnuityLeftOut,
    title=("确认离开年金方案", "Confirm that somebody left the plan"),
    says=("没有归属的部分退回企业账户，其余归本人。", "What is not vested goes back to the plan, the rest stays the person's."),
)  # fmt: skip
def confirm_annuity_departure(call: Call, number: Number, body: AnnuityLeftIn) -> AnnuityLeftOut:
    """As the employer's page; whoever is still insured is answered 409."""
    left = confirm_departure(
        employer_id=mine(call).pk, account_id=number, at_once=body.at_once, month=month_containing(call.today),
        recorded=Recorded(
            by=call.seen.account.username if call.seen.account else "api", at=call.now,
            known_on=call.today, reason="API",
        ),
    )  # fmt: skip
    return AnnuityLeftOut(forfeited_fen=left.forfeited_fen, vested_fen=left.vested_fen)


def _months(plan: Plan) -> list[AnnuityMonthOut]:
    return [
        AnnuityMonthOut(
            file=one.pk, period=format_month(one.period), heads=one.heads, payroll_fen=one.payroll_fen,
            employer_fen=one.employer_fen, personal_fen=one.personal_fen, reversed=hasattr(one, "reversed_by"),
        )
        for one in files_of(plan_id=plan.pk)
        if one.reverses_id is None
    ]  # fmt: skip
