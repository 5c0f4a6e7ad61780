"""Finance, reading further down: collection by place, bills and the people on them, each amount explained. Masked."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404
from ninja import Path, Schema

from renshe.domains.contributions.api import (
    STATES,
    Bill,
    BillDetail,
    bill_detail,
    bill_lines,
    bills_at_place,
    collection_by_place,
)
from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.registry.api import Employer, person
from renshe.kernel.codes.divisions import is_place_code
from renshe.kernel.periods import format_month, last_day
from renshe.portals.api.calling import Call
from renshe.portals.api.operations.finance import BOOKS, GROUP
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
from renshe.portals.layout.access import staff
from renshe.portals.layout.explaining_contributions import explain_contribution

CONTRIBUTIONS = staff("contributions.look")
STREET, DISTRICT = 9, 6
PlaceCode = Annotated[
    str, Path(max_length=12, description="街镇或区划代码 / street or district", examples=["310112001"])
]  # fmt: skip
Column = Annotated[str, Path(max_length=40, description="栏目，如 pension_base / column")]


class PlaceCollected(Schema):
    """One street, town or district in a period; six digits mean payers of whom no street is known. Principal only."""

    place: str
    bills: int
    heads: int
    due_fen: Fen
    received_fen: Fen
    late_fen: Fen


class PlaceBill(Schema):
    """One bill of a place; a person's name and number are masked."""

    bill: int
    payer: str
    payer_code: str
    kind: str
    state: Term
    heads: int
    total_fen: Fen
    received_fen: Fen
    due_on: str


class Receipt(Schema):
    """One receipt's share in the bill."""

    reference: str
    received_on: str
    amount_fen: Fen
    batch: int


class FinanceBill(PlaceBill):
    """A bill with the money that paid it, `due` and `received` by fund and share, and the batches behind it."""

    period: str
    surcharge_fen: Fen
    open_fen: Fen
    batch: int
    credited_batch: int | None
    due: dict[str, Fen]
    received: dict[str, Fen]
    money: list[Receipt]


class PersonMonth(Schema):
    """One person's month on a bill, masked; `amounts_fen` holds every column that can be explained."""

    line_no: int
    name: str
    id_number: str
    declared_wage_fen: Fen | None
    amounts_fen: dict[str, Fen]


@GROUP.get(
    "/finance/months/{month}/places",
    id="list_collection",
    access=BOOKS,
    answer=list[PlaceCollected],
    title=("按街镇的征缴", "Collection by place"),
    says=("应缴、已缴与逾期，按街镇。", "Due, received and late, by street."),
)
def list_collection(call: Call, month: Slug) -> list[PlaceCollected]:
    """Sums alone, of every place."""
    period = month_of(month)
    found = collection_by_place(period=period, as_of=min(call.today, last_day(period)))
    names = tuple(PlaceCollected.model_fields)
    return [PlaceCollected(**{name: getattr(one, name) for name in names}) for one in found]


@GROUP.get(
    "/finance/months/{month}/places/{place}/bills",
    id="list_place_bills",
    access=CONTRIBUTIONS,
    answer=Page[PlaceBill],
    title=("一个街镇的账单", "Bills of a place"),
    says=("六位代码为区本级、未分街镇的缴费人。", "Six digits mean payers of the district of whom no street is known."),
)  # fmt: skip
def list_place_bills(
    call: Call, month: Slug, place: PlaceCode, cursor: Cursor = "", limit: Limit = USUAL
) -> Page[Any]:
    """Within the caller's place."""
    period = month_of(month)
    if not is_place_code(place) or len(place) not in (DISTRICT, STREET):
        raise Http404
    call.require_at(action="contributions.look", place=place)
    (after,) = key_of(cursor, int) or (0,)
    rows = bills_at_place(period=period, place=place, after=after, limit=limit + 1)
    return page_of(
        rows,
        limit=limit,
        show=lambda one: PlaceBill(
            bill=one.bill_id, kind=one.kind, state=term(one.state, STATES), heads=one.heads,
            payer=mask_name(one.payer_name) if one.is_person else one.payer_name,
            payer_code=mask_id_number(one.payer_code) if one.is_person else one.payer_code,
            total_fen=one.total_fen, received_fen=one.received_fen, due_on=one.due_on.isoformat(),
        ),
        key=lambda one: (one.bill_id,),
    )  # fmt: skip


@GROUP.get(
    "/finance/bills/{bill}",
    id="read_finance_bill",
    access=CONTRIBUTIONS,
    answer=FinanceBill,
    title=("一张账单（财务）", "A bill as finance"),
    says=("应缴、到账和批次。", "What is due, what came in, and the batches."),
)
def read_finance_bill(call: Call, bill: Number) -> FinanceBill:
    """Of a payer of the caller's place."""
    detail = _bill(call, bill)
    found, own = detail.bill, detail.bill.employer_id is None
    return FinanceBill(
        bill=found.pk,
        payer=mask_name(detail.payer_name) if own else detail.payer_name,
        payer_code=mask_id_number(detail.payer_code) if own else detail.payer_code,
        kind=found.kind,
        state=term(found.state, STATES),
        heads=found.heads,
        total_fen=found.total_fen,
        received_fen=found.received_fen,
        due_on=found.due_on.isoformat(),
        period=format_month(found.period),
        surcharge_fen=found.surcharge_fen,
        open_fen=detail.open_fen,
        batch=found.batch_id,
        credited_batch=found.credited_batch_id,
        due=detail.due,
        received=detail.received,
        money=_money(detail),
    )


@GROUP.get(
    "/finance/bills/{bill}/lines",
    id="list_finance_bill_lines",
    access=CONTRIBUTIONS,
    answer=Page[PersonMonth],
    title=("账单上的人（财务）", "People of a bill as finance"),
    says=("姓名、证件号码脱敏。", "Names and numbers masked."),
)
def list_finance_bill_lines(
    call: Call, bill: Number, cursor: Cursor = "", limit: Limit = USUAL
) -> Page[Any]:
    """Of a payer of the caller's place."""
    _bill(call, bill)
    (after,) = key_of(cursor, int) or (0,)
    rows = bill_lines(bill_id=bill, limit=limit + 1, after=after)
    return page_of(rows, limit=limit, show=_month, key=lambda row: (row["line_no"],))


@GROUP.get(
    "/finance/bills/{bill}/lines/{line_no}/explanations/{column}",
    id="explain_finance_line",
    access=CONTRIBUTIONS,
    answer=Answer,
    title=("解释账单上的一个金额（财务）", "Explain an amount as finance"),
    says=("逐层说明怎么来的。", "How it came about, level by level."),
)
def explain_finance_line(call: Call, bill: Number, line_no: Number, column: Column) -> Answer:
    """Of a payer of the caller's place."""
    detail = _bill(call, bill)
    rows = bill_lines(bill_id=bill, limit=1, after=line_no - 1)
    if not rows or rows[0]["line_no"] != line_no:
        raise Http404
    return answer_of(
        explain_contribution(
            row=rows[0],
            column=column,
            person=person(person_id=rows[0]["person_id"]),
            employer=detail.bill.employer,
        )
    )


def _bill(call: Call, number: int) -> BillDetail:
    """The bill, of a payer of the caller's place. Raises Http404, Answered 403."""
    try:
        detail = bill_detail(bill_id=number)
    except Bill.DoesNotExist:
        raise Http404 from None
    payer = detail.bill.employer or detail.bill.person
    place = payer.place if isinstance(payer, Employer) else payer.residence_place
    call.require_at(action="contributions.look", place=place)
    return detail


def _money(detail: BillDetail) -> list[Receipt]:
    """Money by receipt and batch, the oldest first."""
    sums: dict[tuple[Any, Any, Any], int] = {}
    for row in detail.money:
        key = (row["receipt__received_on"], row["receipt__external_ref"], row["batch_id"])
        sums[key] = sums.get(key, 0) + int(row["amount_fen"])  # type: ignore[call-overload]
    return [
        Receipt(reference=reference, received_on=day.isoformat(), amount_fen=fen, batch=batch)
        for (day, reference, batch), fen in sums.items()
    ]


def _month(row: dict[str, Any]) -> PersonMonth:
    kept = ("declared_wage_fen",)
    return PersonMonth(
        line_no=row["line_no"],
        name=mask_name(row["person_name"]),
        id_number=mask_id_number(row["id_number"]),
        declared_wage_fen=row["declared_wage_fen"],
        amounts_fen={
            name.removesuffix("_fen"): fen
            for name, fen in row.items()
            if name.endswith("_fen") and name not in kept and fen is not None
        },
    )
