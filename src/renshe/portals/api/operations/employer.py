"""The employer's month: window, differences, bills and the people on them."""

from typing import Annotated, Any

from django.http import Http404
from ninja import Schema
from pydantic import Field

from renshe.domains.cases.api import Words
from renshe.domains.contributions.api import (
    STATES,
    Bill,
    bill_lines,
    bills_of_payer,
    difference_to_last_month,
    window_of,
)
from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.registry.api import Employer, employer, person
from renshe.kernel.periods import format_month
from renshe.kernel.rules import Refusal
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
    Slug,
    Term,
    key_of,
    month_of,
    page_of,
    term,
)
from renshe.portals.layout.access import own_employer
from renshe.portals.layout.explaining_contributions import explain_contribution

GROUP = Group("employer", Words("单位：月度申报与账单", "Employers: declaration and bills"))
LOOK = own_employer("contributions.look")


class Window(Schema):
    """The declaration window of a month."""

    opens_on: str
    cut_off_on: str
    due_on: str
    mode: str


class BillRow(Schema):
    """A bill in a list; `open_fen` is what is still owed, surcharge included."""

    number: int
    period: str
    kind: str
    state: Term
    due_on: str
    heads: int
    total_fen: Fen
    received_fen: Fen
    surcharge_fen: Fen
    open_fen: Fen


class MonthOut(Schema):
    """An employer's month: window, what changed since the last, bills. The window is null where none is set yet."""

    period: str
    employer: str
    uscc: str
    window: Window | None
    heads: int
    heads_before: int
    joiners: int
    leavers: int
    wage_changes: int
    due_fen: Fen
    due_before_fen: Fen
    bills: list[BillRow]


class BillLine(Schema):
    """One person on a bill, masked."""

    line_no: int
    name: str
    id_number: str
    declared_wage_fen: Fen
    pension_base_fen: Fen
    amounts_fen: dict[str, int]


def mine(call: Call) -> Employer:
    """The employer that the caller belongs to; access has made sure of one."""
    assert call.employer_id is not None
    return employer(employer_id=call.employer_id)


@GROUP.get(
    "/employer/months/{month}",
    id="read_month",
    access=LOOK,
    answer=MonthOut,
    title=("本单位的一个月", "A month of the employer"),
    says=("申报期、与上月相比、账单。", "Window, difference from last month, bills."),
)
def read_month(call: Call, month: Slug) -> MonthOut:
    """One month of the caller's own employer."""
    unit, period = mine(call), month_of(month)
    try:
        found = window_of(place=unit.place, period=period)
        window = Window(
            opens_on=found.opens_on.isoformat(),
            cut_off_on=found.cut_off_on.isoformat(),
            due_on=found.due_on.isoformat(),
            mode=found.mode,
        )
    except Refusal:
        window = None
    change = difference_to_last_month(employer_id=unit.pk, period=period, limit=0)
    bills = [one for one in bills_of_payer(employer_id=unit.pk, limit=200) if one.period == period]
    return MonthOut(
        period=format_month(period),
        employer=unit.name,
        uscc=unit.uscc,
        window=window,
        heads=change.heads_now,
        heads_before=change.heads_before,
        joiners=change.joiners,
        leavers=change.leavers,
        wage_changes=change.changed,
        due_fen=change.due_now_fen,
        due_before_fen=change.due_before_fen,
        bills=[bill_row(one) for one in bills],
    )


@GROUP.get(
    "/employer/bills",
    id="list_bills",
    access=LOOK,
    answer=list[BillRow],
    title=("账单", "Bills"),
    says=("最近二百张，最新在前。", "The latest two hundred, newest first."),
)
def list_bills(call: Call) -> list[BillRow]:
    """The employer's bills."""
    return [bill_row(one) for one in bills_of_payer(employer_id=mine(call).pk, limit=200)]


@GROUP.get(
    "/employer/bills/{number}",
    id="read_bill",
    access=LOOK,
    answer=BillRow,
    title=("一张账单", "One bill"),
    says=("应缴、已收、滞纳金与状态。", "Due, received, surcharge and state."),
)
def read_bill(call: Call, number: Number) -> BillRow:
    """One's own bill."""
    return bill_row(_bill(call, number))


@GROUP.get(
    "/employer/bills/{number}/lines",
    id="list_bill_lines",
    access=LOOK,
    answer=Page[BillLine],
    title=("账单明细", "People on a bill"),
    says=("姓名和证件号码脱敏。", "Names and id numbers are masked."),
)
def list_bill_lines(
    call: Call, number: Number, cursor: Cursor = "", limit: Limit = USUAL
) -> Page[Any]:
    """By line."""
    found = _bill(call, number)
    (after,) = key_of(cursor, int) or (0,)
    rows = bill_lines(bill_id=found.pk, limit=limit + 1, after=after)
    return page_of(rows, limit=limit, show=line_of, key=lambda row: (row["line_no"],))


@GROUP.get(
    "/employer/bills/{number}/lines/{line_no}/explanations/{column}",
    id="explain_bill_line",
    access=LOOK,
    answer=Answer,
    title=("解释一个金额", "Explain one amount"),
    says=(
        "当月法规下这一行这一项是怎么算的。",
        "How this column of this line is computed by the law of its month.",
    ),
)
def explain_bill_line(
    call: Call, number: Number, line_no: Number, column: Annotated[str, Field(max_length=40)]
) -> Answer:
    """One amount of one's own bill."""
    found = _bill(call, number)
    rows = bill_lines(bill_id=found.pk, limit=1, after=line_no - 1)
    if not rows or rows[0]["line_no"] != line_no:
        raise Http404
    row: dict[str, Any] = rows[0]
    who = person(person_id=int(row["person_id"]))
    return answer_of(explain_contribution(row=row, column=column, person=who, employer=mine(call)))


def _bill(call: Call, number: int) -> Bill:
    found = Bill.objects.filter(pk=number, employer_id=call.employer_id).first()
    if found is None:
        raise Http404
    return found


def bill_row(bill: Bill) -> BillRow:
    """A bill in a list."""
    settled = bill.kind == "correction" or bill.state in ("refunded", "written_off")
    owed = bill.total_fen - bill.received_fen + bill.surcharge_fen - bill.surcharge_received_fen
    return BillRow(
        number=bill.pk,
        period=format_month(bill.period),
        kind=bill.kind,
        state=term(bill.state, dict(STATES)),
        due_on=bill.due_on.isoformat(),
        heads=bill.heads,
        total_fen=bill.total_fen,
        received_fen=bill.received_fen,
        surcharge_fen=bill.surcharge_fen,
        open_fen=0 if settled else owed,
    )


AMOUNTS = (
    "pension_employer",
    "pension_personal",
    "medical_employer",
    "medical_personal",
    "unemployment_employer",
    "unemployment_personal",
    "injury_employer",
    "maternity_employer",
    "account_credit",
)


def line_of(row: dict[str, Any]) -> BillLine:
    """One person on a bill, masked."""
    return BillLine(
        line_no=row["line_no"],
        name=mask_name(row["person_name"]),
        id_number=mask_id_number(row["id_number"]),
        declared_wage_fen=row["declared_wage_fen"],
        pension_base_fen=row["pension_base_fen"],
        amounts_fen={name: row[f"{name}_fen"] for name in AMOUNTS},
    )
