"""A person's own record: working life, account, pension, and who looked at it."""

from typing import Annotated, Any

from django.http import Http404
from ninja import Path, Query, Schema

from renshe.domains.cases.api import Words
from renshe.domains.contributions.api import Bill, bill_detail, bill_lines, timeline_of
from renshe.domains.funds.api import account_years
from renshe.domains.identity.api import looks_at, mask_bank_account, mask_id_number, mask_name
from renshe.domains.pension.api import KINDS, person_pension
from renshe.domains.registry.api import Person, everybody_who_is, person
from renshe.kernel.periods import format_month, month_containing
from renshe.portals.api.calling import Call
from renshe.portals.api.operation import Group
from renshe.portals.api.operations.law import Answer, answer_of
from renshe.portals.api.shapes import (
    USUAL,
    Cursor,
    Fen,
    Limit,
    Number,
    Page,
    key_of,
    month_text,
    page_of,
)
from renshe.portals.citizen.retirement import TARGETS, explain_retirement
from renshe.portals.layout.access import own_person
from renshe.portals.layout.explaining_contributions import explain_contribution
from renshe.portals.layout.explaining_pensions import explain_award, explain_monthly

GROUP = Group("person", Words("个人：缴费、账户、待遇", "A person's own record"))
CONTRIBUTIONS = own_person("contributions.look")
PENSION = own_person("pension.look")
MYSELF = own_person("person.look")
Part = Annotated[
    str, Path(max_length=20, description="部分：total、award、basic、account、transitional、other")
]
Of = Annotated[str, Path(max_length=40, description="，".join(TARGETS))]
Column = Annotated[str, Path(max_length=40, description="项目，如 pension_personal / column")]
Newest = Annotated[int, Query(ge=1, le=120, description="最多几条 / at most")]
Benefit = Annotated[
    str,
    Query(
        max_length=20,
        pattern=f"^({'|'.join(KINDS)})?$",
        description="待遇种类，空为主要的一项 / kind of benefit, the main one where empty",
    ),
]


class MeOut(Schema):
    """Who the account belongs to, masked."""

    name: str
    id_number: str
    residence_place: str
    retirement_category: str | None
    work_started_month: str | None


class MonthRow(Schema):
    """One month at one employer. `state` is paid, owed or deemed; bill and line lead to the explanation."""

    period: str
    employer: str
    state: str
    base_fen: Fen
    credit_fen: Fen
    bill: int | None
    line_no: int | None


class GapOut(Schema):
    """Months without any contribution, both ends included."""

    first: str
    last: str


class Summary(Schema):
    """A working life in short."""

    months_paid: int
    first: str | None
    last: str | None
    gaps: list[GapOut]


class AccountYearOut(Schema):
    """One closed year of the individual account."""

    year: int
    opening_fen: Fen
    credit_fen: Fen
    interest_fen: Fen
    payout_fen: Fen
    closing_fen: Fen


class AwardOut(Schema):
    """The award in force."""

    state: str
    starts: str
    basic_fen: Fen
    account_fen: Fen
    transitional_fen: Fen
    other_fen: Fen
    total_fen: Fen


class PaymentOut(Schema):
    """One payment and what became of it; arrears may pay several `months` from `period` on."""

    period: str
    months: int
    benefit: str
    kind: str
    net_fen: Fen
    deduction_fen: Fen
    outcome: str
    settled_on: str | None
    batch: int
    line_no: int


class PensionOut(Schema):
    """A monthly benefit now, or null before an award; `others` are the codes of what else is drawn.

    The account number shows its last four digits.
    """

    benefit: str
    others: list[str]
    award: AwardOut | None
    monthly_fen: Fen | None
    account: str
    payments: list[PaymentOut]


class LookOut(Schema):
    """Somebody looked at unmasked data of mine."""

    by: str
    purpose: str
    fields: list[str]
    at: str


def me(call: Call) -> Person:
    """Whose record the call is about: one's own, or that of whom one acts for; access has made sure of one."""
    assert call.person_id is not None
    return person(person_id=call.person_id)


@GROUP.get(
    "/me",
    id="read_me",
    access=MYSELF,
    answer=MeOut,
    title=("我的登记信息", "My registration"),
    says=("脱敏显示。", "Masked."),
)
def read_me(call: Call) -> MeOut:
    """The person of the account."""
    who = me(call)
    return MeOut(
        name=mask_name(who.name),
        id_number=mask_id_number(who.id_number),
        residence_place=who.residence_place,
        retirement_category=who.retirement_category or None,
        work_started_month=month_text(who.work_started_month),
    )


@GROUP.get(
    "/me/contributions",
    id="list_my_months",
    access=CONTRIBUTIONS,
    answer=Page[MonthRow],
    title=("我的缴费月份", "My months"),
    says=("从最早到最近。", "From the oldest to the newest."),
)
def list_my_months(call: Call, cursor: Cursor = "", limit: Limit = USUAL) -> Page[Any]:
    """Each month at each employer."""
    (after,) = key_of(cursor, int) or (0,)
    months = list(enumerate(timeline_of(person_id=me(call).pk).months, 1))
    return page_of(
        months[after : after + limit + 1],
        limit=limit,
        key=lambda row: (row[0],),
        show=lambda row: MonthRow(
            period=format_month(row[1].period),
            employer=row[1].employer_name,
            state=row[1].state,
            base_fen=row[1].base_fen,
            credit_fen=row[1].credit_fen,
            bill=row[1].bill_id,
            line_no=row[1].line_no,
        ),
    )


@GROUP.get(
    "/me/contributions/summary",
    id="read_my_summary",
    access=CONTRIBUTIONS,
    answer=Summary,
    title=("缴费概况", "My working life in short"),
    says=("累计月数与中断。", "Months paid, and gaps."),
)
def read_my_summary(call: Call) -> Summary:
    """Months paid, first, last and gaps."""
    found = timeline_of(person_id=me(call).pk)
    periods = [one.period for one in found.months]
    return Summary(
        months_paid=found.months_paid,
        first=month_text(min(periods, default=None)),
        last=month_text(max(periods, default=None)),
        gaps=[GapOut(first=format_month(g.first), last=format_month(g.last)) for g in found.gaps],
    )


@GROUP.get(
    "/me/contributions/{bill}/{line_no}/explanations/{column}",
    id="explain_my_line",
    access=CONTRIBUTIONS,
    answer=Answer,
    title=("解释我的一笔缴费", "Explain one of my amounts"),
    says=("这一行这一项是怎么算的。", "How this column of my line is computed."),
)
def explain_my_line(call: Call, bill: Number, line_no: Number, column: Column) -> Answer:
    """One's own line alone."""
    rows = bill_lines(bill_id=bill, limit=1, after=line_no - 1)
    mine = everybody_who_is(person_id=me(call).pk)
    if not rows or rows[0]["line_no"] != line_no or rows[0]["person_id"] not in mine:
        raise Http404
    try:
        payer = bill_detail(bill_id=bill).bill.employer
    except Bill.DoesNotExist:
        raise Http404 from None
    return answer_of(
        explain_contribution(row=rows[0], column=column, person=me(call), employer=payer)
    )


@GROUP.get(
    "/me/account",
    id="list_account_years",
    access=CONTRIBUTIONS,
    answer=list[AccountYearOut],
    title=("个人账户", "My account"),
    says=("已结年度，从早到晚。", "Closed years, oldest first."),
)
def list_account_years(call: Call) -> list[AccountYearOut]:
    """The account year by year."""
    return [
        AccountYearOut(
            year=one.year,
            opening_fen=one.opening_fen,
            credit_fen=one.credit_fen,
            interest_fen=one.interest_fen,
            payout_fen=one.payout_fen,
            closing_fen=one.closing_fen,
        )
        for one in account_years(person_id=me(call).pk)
    ]


@GROUP.get(
    "/me/pension",
    id="read_my_pension",
    access=PENSION,
    answer=PensionOut,
    title=("养老金", "My pension"),
    says=("核定、每月应发与发放记录。", "Award, monthly amount, payments."),
)
def read_my_pension(call: Call, limit: Newest = 24, benefit: Benefit = "") -> PensionOut:
    """The pension now, or another benefit by its code."""
    found = _pension(call, limit, benefit)
    award = found.current
    return PensionOut(
        benefit=award.kind if award else benefit,
        others=[one.kind for one in found.others],
        award=AwardOut(
            state=award.state,
            starts=format_month(award.starts_month),
            basic_fen=award.basic_fen,
            account_fen=award.account_fen,
            transitional_fen=award.transitional_fen,
            other_fen=award.other_fen,
            total_fen=award.total_fen,
        )
        if award
        else None,
        monthly_fen=found.monthly_fen if award else None,
        account=mask_bank_account(found.account.account_number)[-4:] if found.account else "",
        payments=[
            PaymentOut(
                period=format_month(one.period),
                months=one.months,
                benefit=one.benefit,
                kind=one.kind,
                net_fen=one.net_fen,
                deduction_fen=one.deduction_fen,
                outcome=one.outcome,
                batch=one.batch_id,
                line_no=one.line_no,
                settled_on=one.settled_on.isoformat() if one.settled_on else None,
            )
            for one in found.payments
        ],
    )


@GROUP.get(
    "/me/pension/explanations/{part}",
    id="explain_my_pension",
    access=PENSION,
    answer=Answer,
    title=("解释养老金", "Explain my pension"),
    says=("整体或一个组成部分。", "The whole or one component."),
)
def explain_my_pension(call: Call, part: Part, benefit: Benefit = "") -> Answer:
    """As on the person's page."""
    found = _pension(call, 1, benefit)
    award = found.current
    if award is None:
        raise Http404
    if part == "total" and found.adjustments:
        return answer_of(explain_monthly(award=award, adjustments=found.adjustments))
    return answer_of(explain_award(award=award, part="award" if part == "total" else part)[0])


@GROUP.get(
    "/me/retirement/{target}",
    id="explain_my_retirement",
    access=PENSION,
    answer=Answer,
    title=("什么时候可以退休", "When I may retire"),
    says=("法定退休月、最低年限、还差几个月。", "Legal month, minimum months, months missing."),
)
def explain_my_retirement(call: Call, target: Of) -> Answer:
    """Asked of the law with the facts of the register."""
    if target not in TARGETS:
        raise Http404
    return answer_of(explain_retirement(person=me(call), target=target, on=call.today))


@GROUP.get(
    "/me/looks",
    id="list_looks",
    access=MYSELF,
    answer=list[LookOut],
    title=("谁看过我的信息", "Who looked at my data"),
    says=("最近二百次。", "The latest two hundred."),
)
def list_looks(call: Call) -> list[LookOut]:
    """Every look at unmasked data."""
    return [
        LookOut(
            by=one.account.display_name,
            purpose=one.purpose,
            fields=[str(f) for f in one.fields],
            at=one.looked_at.isoformat(),
        )
        for one in looks_at(person_id=me(call).pk)[:200]
    ]


def _pension(call: Call, limit: int, benefit: str = "") -> Any:
    everybody = everybody_who_is(person_id=me(call).pk)
    return person_pension(
        person_ids=everybody, month=month_containing(call.today), limit=limit, kind=benefit
    )
