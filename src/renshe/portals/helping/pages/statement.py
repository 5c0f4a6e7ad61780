"""What each funding source paid by year, got back and paid late."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from renshe.domains.premium_help import api as premium_help
from renshe.portals.helping.portal import HELP, LOOK
from renshe.portals.helping.words import source_words
from renshe.portals.layout.access import Visit, own_place


@dataclass(frozen=True, kw_only=True)
class SourceRow:
    """A source and year; amounts are fen, `on_time` is of claims paid."""

    source: str
    year: int
    programmes: int
    claims: int
    paid_fen: int
    back_fen: int
    net_fen: int
    on_time: str


@dataclass(frozen=True, kw_only=True)
class StatementPage:
    """What `helping/pages/statement.html` may use; `programmes_url` leads to the programmes that the sums are of."""

    rows: tuple[SourceRow, ...]
    programmes_url: str


@HELP.page(template="helping/pages/statement.html", access=LOOK)
def statement(visit: Visit) -> StatementPage:
    """Of the visitor's place."""
    found = premium_help.statement(place=own_place(visit, "pension.look"))
    return StatementPage(
        rows=tuple(_row(one) for one in found), programmes_url=reverse("helping:programmes")
    )


def _row(one: premium_help.SourceLine) -> SourceRow:
    return SourceRow(
        source=source_words(one.source), year=one.year, programmes=one.programmes, claims=one.claims,
        paid_fen=one.paid_fen, back_fen=one.back_fen, net_fen=one.paid_fen + one.back_fen,
        on_time=f"{(one.claims - one.late) * 100 / one.claims:.1f}%",
    )  # fmt: skip
