"""The scheme of public bodies: my comparison of both methods, a body's register and months, and the money of a month."""

from __future__ import annotations

from typing import Annotated

from django.http import Http404
from ninja import Path, Schema
from pydantic import Field

from renshe.domains.institution_staff import api as staff
from renshe.flows import institution_to_ledger as ledger
from renshe.flows.institution_compared import Compared, compare, explain_year
from renshe.kernel.codes.problem import Problem
from renshe.kernel.periods import format_month
from renshe.kernel.rules import Refusal
from renshe.portals.api.calling import Call
from renshe.portals.api.operations import employer as of_employer
from renshe.portals.api.operations import person as of_person
from renshe.portals.api.operations.law import Answer, answer_of
from renshe.portals.api.problems import BadRequestBody, Wrong
from renshe.portals.api.shapes import Fen, MonthText, Number, month_of
from renshe.portals.layout.access import own_employer

GROUP = of_employer.GROUP
"""These operations stand in the chapters of employers and of a person."""
LOOK = own_employer("contributions.look")
DECLARE = own_employer("contributions.declare")
MOST_ROWS = 5000
Part = Annotated[str, Path(max_length=16, description="total、old、year-2014 … year-2025")]


class PhaseYearOut(Schema):
    """What retiring in a year would pay of the same two amounts."""

    year: int
    percent: int
    total_fen: Fen


class MyInstitutionOut(Schema):
    """Both methods of one's own pension; nulls where one never was in the scheme or the law cannot tell yet."""

    employer: str | None
    retirement_month: str | None
    drawn: bool
    months: int
    balance_fen: Fen
    paid_fen: Fen | None
    new_fen: Fen | None
    old_fen: Fen | None
    annuity_fen: Fen | None
    years: list[PhaseYearOut]


class InstitutionMonthOut(Schema):
    """One month as declared; `state` is due, paid or reversed."""

    file: int
    period: str
    heads: int
    base_fen: Fen
    employer_fen: Fen
    personal_fen: Fen
    state: str


class InstitutionStaffOut(Schema):
    """How many are on the body's register, and its months, newest first."""

    heads: int
    months: list[InstitutionMonthOut]


class InstitutionWageIn(Schema, extra="forbid"):
    """One person's wage of the month, as text in yuan."""

    id_number: str = Field(max_length=18)
    name: str = Field(max_length=128)
    wage: str = Field(max_length=20, examples=["8600.00"])


class InstitutionMonthIn(Schema, extra="forbid"):
    """A month with everybody on the register."""

    period: MonthText
    rows: list[InstitutionWageIn] = Field(min_length=1, max_length=MOST_ROWS)


class InstitutionReverseIn(Schema, extra="forbid"):
    """Why a month is taken back."""

    reason: str = Field(min_length=1, max_length=200)


@of_person.GROUP.get(
    "/me/institution", id="read_my_institution_pension", access=of_person.PENSION, answer=MyInstitutionOut,
    title=("我的机关事业单位养老保险", "My pension of public bodies"),
    says=("新老办法对比和过渡期各年的金额。", "Both methods, and what each year of the transition pays."),
)  # fmt: skip
def read_my_institution_pension(call: Call) -> MyInstitutionOut:
    """As on the person's page."""
    who = of_person.me(call)
    found = staff.last_member(person_id=who.pk)
    told = _told(call, who.pk)
    return MyInstitutionOut(
        employer=found.employer.name if found else None,
        retirement_month=format_month(told.facts["retirement_month"]) if told else None,
        drawn=bool(told and told.drawn), months=told.value("contribution_months") if told else 0,
        balance_fen=staff.balance(person_id=who.pk), paid_fen=int(told.new.value) if told else None,
        new_fen=told.value("institution_new_basic_pension") if told else None,
        old_fen=int(told.old.value) if told and told.old is not None else None,
        annuity_fen=told.value("occupational_annuity_monthly") if told else None,
        years=[
            PhaseYearOut(year=one.year, percent=one.percent, total_fen=one.total_fen)
            for one in (told.years if told else ())
        ],
    )  # fmt: skip


@of_person.GROUP.get(
    "/me/institution/explanations/{part}", id="explain_my_institution_pension", access=of_person.PENSION, answer=Answer,
    title=("解释机关事业单位养老金的一项", "Explain an amount of my pension of public bodies"),
    says=("合计、老办法，或者过渡期的一年。", "The whole, the old method, or a year of the transition."),
)  # fmt: skip
def explain_my_institution_pension(call: Call, part: Part) -> Answer:
    """As on the person's page."""
    told = _told(call, of_person.me(call).pk)
    if told is None:
        raise Http404
    if part == "total":
        return answer_of(told.new)
    if part == "old" and told.old is not None:
        return answer_of(told.old)
    year = part.removeprefix("year-")
    if not year.isdigit() or int(year) not in {one.year for one in told.years}:
        raise Http404
    return answer_of(explain_year(told=told, year=int(year)))


@of_employer.GROUP.get(
    "/employer/institution", id="read_institution_staff", access=LOOK, answer=InstitutionStaffOut,
    title=("机关事业养老：名册和月份", "Staff register and months of a public body"),
    says=("在册人数、报过的月份和状态。", "How many are on the register; the months with their state."),
)  # fmt: skip
def read_institution_staff(call: Call) -> InstitutionStaffOut:
    """Of the caller's own body."""
    body = of_employer.mine(call).pk
    return InstitutionStaffOut(
        heads=staff.staff_of(employer_id=body).count(),
        months=[_month(one) for one in staff.months_of(employer_id=body)],
    )


@of_employer.GROUP.post(
    "/employer/institution/months", id="declare_institution_month", access=DECLARE, answer=InstitutionMonthOut, status=201,
    title=("机关事业养老：报一个月", "Declare a month of established staff"),
    says=("整月收下或者不收；有误的格子逐一说明。", "Taken whole or not at all; bad cells are named."),
)  # fmt: skip
def declare_institution_month(call: Call, body: InstitutionMonthIn) -> InstitutionMonthOut:
    """As the employer's page; bad cells are answered 422."""
    read = staff.read_records([one.model_dump() for one in body.rows])
    if read.errors:
        raise BadRequestBody(
            Wrong(
                f"rows.{one.row_number - 1}.{one.field}",
                Problem(one.code, one.zh, one.en, "", one.next_step_zh, one.next_step_en),
            )
            for one in read.errors
        )
    file = ledger.month_declared(
        employer_id=of_employer.mine(call).pk,
        period=month_of(body.period),
        read=read,
        file_name="API",
        hand=_hand(call),
    )
    return _month(file)


@of_employer.GROUP.post(
    "/employer/institution/months/{file}/reversal", id="reverse_institution_month", access=DECLARE,
    answer=InstitutionMonthOut, title=("机关事业养老：冲销一个月", "Take an unpaid month back"),
    says=("到账前可以冲销，然后重新申报。", "Before it is paid; then declare it again."),
)  # fmt: skip
def reverse_institution_month(
    call: Call, file: Number, body: InstitutionReverseIn
) -> InstitutionMonthOut:
    """Of the caller's own body."""
    own = {one.pk: one for one in staff.months_of(employer_id=of_employer.mine(call).pk)}
    if file not in own:
        raise Http404
    ledger.month_reversed(file_id=file, reason=body.reason, hand=_hand(call))
    return _month(staff.MonthFile.objects.get(pk=file))


def _told(call: Call, person_id: int) -> Compared | None:
    found = staff.last_member(person_id=person_id)
    if found is None:
        return None
    try:
        return compare(person_id=person_id, place=found.employer.place[:6], on=call.today)
    except Refusal:
        return None


def _month(file: staff.MonthFile) -> InstitutionMonthOut:
    state = (
        "paid"
        if hasattr(file, "receipt")
        else "reversed"
        if hasattr(file, "reversed_by")
        else "due"
    )
    return InstitutionMonthOut(
        file=file.pk,
        period=format_month(file.period),
        heads=file.heads,
        base_fen=file.base_fen,
        employer_fen=file.employer_fen,
        personal_fen=file.personal_fen,
        state=state,
    )


def _hand(call: Call) -> staff.ByHand:
    return staff.ByHand(by=call.username, at=call.now, today=call.today)
