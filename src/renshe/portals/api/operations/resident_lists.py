"""Named lists of the resident pension for programs: rows in, every bad cell told; and the orders that a list made."""

from __future__ import annotations

from typing import Annotated, Literal

from ninja import Query, Schema
from pydantic import Field

from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.resident import api as resident
from renshe.flows.resident_lists import COLUMNS, LIMITS, NewList, import_rows
from renshe.portals.api.calling import Call
from renshe.portals.api.operations.resident import GROUP
from renshe.portals.api.problems import Answered
from renshe.portals.api.shapes import Fen, TwoWords
from renshe.portals.layout.access import staff

LOOK, HANDLE = staff("pension.look"), "case.handle"
Document = Annotated[str, Query(max_length=64, description="名单文号 / the list's own number")]


class ResidentListRow(Schema):
    """One row; which of the last four it needs, its kind says (texts, as in the table)."""

    name: str = Field(max_length=64)
    id_number: str = Field(max_length=24)
    tier: str = Field(default="", max_length=10)
    student: str = Field(default="", max_length=8)
    amount: str = Field(default="", max_length=16)
    need: str = Field(default="", max_length=16)


class ResidentListIn(Schema):
    """A list of a year under its own number."""

    year: int = Field(ge=1990, le=2200)
    document: str = Field(max_length=120)
    rows: list[ResidentListRow] = Field(max_length=LIMITS["rows"])


class ListErrorOut(Schema):
    """A bad cell: the row counted from 1, the field, why and what to do."""

    row: int
    field: str
    code: str
    why: TwoWords
    next_step: TwoWords


class ResidentListOut(Schema):
    """What became of it; with errors nothing was done."""

    done: int
    already: int
    fen: Fen
    errors: list[ListErrorOut]


class ListedOrderOut(Schema):
    """An order that a list made, masked."""

    number: str
    name: str
    id_number: str
    year: int
    amount_fen: Fen
    paid: bool


@GROUP.post(
    "/office/resident-pension/named-lists/{kind}", id="import_resident_list", access=LOOK, answer=ResidentListOut,
    title=("导入居民养老名单", "Enter a named list of the resident pension"),
    says=("参保、缴费、集体补助、代缴；整份办理或者整份不办。", "Joining, paying, help of village or state; all or none."),
)  # fmt: skip
def import_resident_list(
    call: Call, kind: Literal["enrol", "pay", "collective", "in_need"], body: ResidentListIn
) -> ResidentListOut:
    """Of people of the caller's place. Raises Refused for the list as a whole."""
    place = call.place("pension.look")
    if not call.may_at(action=HANDLE, place=place):
        raise Answered(403, "not_allowed", subject=HANDLE)
    rows = [one.dict() | {"row_number": number} for number, one in enumerate(body.rows, 1)]
    taken = import_rows(
        new=NewList(kind=kind, place=place, year=body.year, document=body.document), rows=rows,
        places={one.key: at for at, one in enumerate(COLUMNS[kind])},
        hand=resident.ByHand(by=call.username, at=call.now, today=call.today),
    )  # fmt: skip
    return ResidentListOut(
        done=taken.done, already=taken.already, fen=taken.fen,
        errors=[
            ListErrorOut(
                row=one.row_number, field=one.field, code=one.code, why=TwoWords(zh=one.zh, en=one.en),
                next_step=TwoWords(zh=one.next_step_zh, en=one.next_step_en),
            )
            for one in taken.errors
        ],
    )  # fmt: skip


@GROUP.get(
    "/office/resident-pension/orders", id="list_resident_orders", access=LOOK, answer=list[ListedOrderOut],
    title=("一份缴费名单的缴费单", "Orders that a list of payments made"),
    says=("按名单文号，脱敏，注明是否已缴。", "By the list's number, masked, with whether each is paid."),
)  # fmt: skip
def list_resident_orders(call: Call, document: Document) -> list[ListedOrderOut]:
    """Of the first of the caller's places."""
    rows = resident.orders_of_list(document=document, place=call.place("pension.look"))
    return [
        ListedOrderOut(
            number=one.number, name=mask_name(one.participation.person.name), year=one.year, amount_fen=one.amount_fen,
            id_number=mask_id_number(one.participation.person.id_number), paid=one.is_paid,  # type: ignore[attr-defined]
        )
        for one in rows
    ]  # fmt: skip
