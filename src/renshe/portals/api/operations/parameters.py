"""Parameters of law in force at a place on a day: value, instrument, how sure we are. Read only."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import Http404
from ninja import Query, Schema

from renshe.domains.registry.api import place_name
from renshe.kernel.codes.divisions import is_place_code
from renshe.kernel.rules.parameters import UNCONFIRMED, Parameter, Row
from renshe.kernel.rules.places import NATION
from renshe.laws import library
from renshe.portals.api.calling import Call
from renshe.portals.api.operations.law import GROUP, At, On
from renshe.portals.api.shapes import USUAL, Cursor, Limit, Page, day_of, key_of, page_of
from renshe.portals.layout.access import staff

LOOK = staff("parameters.look")
Unsure = Annotated[bool, Query(description="只列没有核实的 / only what nobody has confirmed")]


class ParameterRow(Schema):
    """One entry of a parameter as it holds: `key` is empty where the parameter is a single value and no table.

    `value` is as the source writes it; `unconfirmed` says that production would refuse to compute with it.
    """

    code: str
    zh: str
    en: str
    key: str
    value: str
    unit: str
    place: str
    valid_from: str
    valid_to: str | None
    instrument: str
    article: str
    confidence: str
    unconfirmed: bool


@GROUP.get(
    "/law/parameters",
    id="list_parameters",
    access=LOOK,
    answer=Page[ParameterRow],
    title=("政策参数", "Parameters of law"),
    says=("一地一日有效的数值、出处和可信程度。", "What holds at a place on a day, where it is written, and how sure we are."),
)  # fmt: skip
def list_parameters(
    call: Call,
    place: At = NATION,
    on: On = "",
    unsure: Unsure = False,
    cursor: Cursor = "",
    limit: Limit = USUAL,
) -> Page[Any]:
    """In the order of their codes. Raises Http404 for a place that nobody knows."""
    if place != NATION and not (is_place_code(place) and place_name(code=place)):
        raise Http404
    day = day_of(on) if on else call.today
    (after,) = key_of(cursor, int) or (0,)
    rows = [
        row
        for one in library.ruleset().parameters.parameters.values()
        for row in _rows(one, place, day)
        if row.unconfirmed or not unsure
    ]
    shown = list(enumerate(rows, 1))[after : after + limit + 1]
    return page_of(shown, limit=limit, show=lambda row: row[1], key=lambda row: (row[0],))


def _rows(one: Parameter, place: str, on: date) -> list[ParameterRow]:
    """The parameter as it holds there and then; nothing where no row does."""
    held = one.table(place=place, on=on)
    return [_row(one, "" if one.key is None else str(key), row) for key, row in held.items()]


def _row(one: Parameter, key: str, row: Row) -> ParameterRow:
    return ParameterRow(
        code=one.name,
        zh=one.zh,
        en=one.en,
        key=key,
        value=row.text,
        unit=one.value_unit,
        place=row.place,
        valid_from=row.first.isoformat(),
        valid_to=row.last.isoformat() if row.last else None,
        instrument=row.instrument,
        article=row.article,
        confidence=row.confidence,
        unconfirmed=row.confidence in UNCONFIRMED,
    )
