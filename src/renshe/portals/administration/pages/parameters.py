"""Parameters of law in force at a place on a day: value, instrument, how sure we are of it. Read only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from renshe.domains.registry.api import place_name
from renshe.kernel.codes.divisions import is_place_code
from renshe.kernel.rules.parameters import UNCONFIRMED, Parameter, Row
from renshe.kernel.rules.places import NATION
from renshe.laws import library
from renshe.portals.administration.portal import LAW, LOOK_AT_LAW
from renshe.portals.layout.access import Visit, own_place
from renshe.portals.layout.citing import cited_article
from renshe.portals.layout.codes import code_words
from renshe.portals.layout.explanation_view import ConfidenceMark, confidence_mark, value_text
from renshe.portals.layout.insurances import in_language
from renshe.portals.signin.trying import day_typed


@dataclass(frozen=True, kw_only=True)
class ParameterRow:
    """One parameter as it holds: its value, or how many entries its table has and what they are."""

    code: str
    name: str
    value: str
    entries: tuple[tuple[str, str], ...]
    place: str
    first: date
    last: date | None
    clause: str
    confidence: ConfidenceMark
    earlier: int


@dataclass(frozen=True, kw_only=True)
class ParametersPage:
    """What `administration/pages/parameters.html` may use. `unsure` counts rows that production would refuse."""

    place: str
    place_name: str
    day: date
    text: str
    only_unsure: bool
    rows: tuple[ParameterRow, ...]
    unsure: int
    unknown_place: bool


@LAW.page(template="administration/pages/parameters.html", access=LOOK_AT_LAW)
def parameters(visit: Visit) -> ParametersPage:
    """Show what holds; searched by name, narrowed to what nobody has confirmed."""
    given = visit.request.GET
    own = own_place(visit, "parameters.look")
    typed = given.get("place", "").strip() or own[:6]
    known = typed == NATION or (is_place_code(typed) and bool(place_name(code=typed)))
    place, on = typed if known else own[:6], day_typed(given.get("day", "")) or visit.today
    text, only = given.get("q", "").strip()[:64], given.get("unsure") == "1"
    every = [
        row
        for one in library.ruleset().parameters.parameters.values()
        for row in _row(one, place, on)
    ]
    shown = [
        row for row in every if text.casefold() in f"{row.name} {row.code} {row.clause}".casefold()
    ]
    return ParametersPage(
        place=typed,
        place_name=place_name(code=place) or place,
        day=on,
        text=text,
        only_unsure=only,
        rows=tuple(row for row in shown if not only or row.confidence.code in UNCONFIRMED),
        unsure=sum(row.confidence.code in UNCONFIRMED for row in every),
        unknown_place=not known,
    )


def _row(one: Parameter, place: str, on: date) -> list[ParameterRow]:
    """The parameter as it holds there and then; nothing where no row does."""
    held = one.table(place=place, on=on)
    if not held:
        return []
    newest = max(held.values(), key=lambda row: row.first)
    single = one.key is None
    return [
        ParameterRow(
            code=one.name,
            name=in_language(zh=one.zh, en=one.en),
            value=_value(one, newest) if single else "",
            entries=()
            if single
            else tuple((_key(key), _value(one, row)) for key, row in held.items()),
            place=place_name(code=newest.place) if newest.place != NATION else "",
            first=newest.first,
            last=newest.last,
            clause=cited_article(newest.instrument, str(newest.article)),
            confidence=confidence_mark(_least_sure(held.values())),
            earlier=sum(
                (row.place, row.key) == (newest.place, newest.key) and row.first < newest.first
                for row in one.rows
            ),
        )
    ]


def _value(one: Parameter, row: Row) -> str:
    if one.name.endswith("_year") and one.unit == "number":
        return row.text  # a calendar year, which is no quantity
    return value_text(row.value, unit=one.value_unit)


def _key(key: Any) -> str:
    return code_words(key) if isinstance(key, str) else str(key)


def _least_sure(rows: Any) -> str:
    """The mark of the row that is least sure: a table is as sure as its weakest entry."""
    order = ("V", "T", "K", "K?", "A")
    return max((row.confidence for row in rows), key=order.index)
