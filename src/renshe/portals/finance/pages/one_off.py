"""One-off benefits: what waits to be paid, and a batch made of what is ticked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpResponse, HttpResponseRedirect

from renshe.domains.pension.api import (
    OneOffBatch,
    WaitingBenefit,
    one_off_batches,
    waiting_benefits,
)
from renshe.flows.books_month import books_month
from renshe.flows.pension_to_ledger import FUND
from renshe.portals.finance.one_off import (
    POST,
    Payee,
    actor,
    bank_line,
    batch_url,
    payee_of,
)
from renshe.portals.finance.portal import BOOKS, FINANCE
from renshe.portals.layout.access import Visit, may_at, own_place
from renshe.portals.layout.bank_reasons import reason_words
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.paging import whole_number
from renshe.portals.signin.trying import tried
from renshe.runs.one_off_payment import run

TEMPLATE = "finance/pages/one_off.html"
MOST = 200


@dataclass(frozen=True, kw_only=True)
class WaitingRow:
    """One benefit that waits: since when, and what stands in the way, if anything does."""

    payee: Payee
    granted_at: datetime
    reason: str
    failed_on: date | None
    ready: bool
    ticked: bool


@dataclass(frozen=True, kw_only=True)
class BatchRow:
    """One batch in brief."""

    number: int
    url: str
    accounting_month: int
    rows: int
    total_fen: int
    made_by: str
    approved_by: str
    state: str


@dataclass(frozen=True, kw_only=True)
class OneOffPage:
    """What `finance/pages/one_off.html` may use. The list is cut at two hundred; sums and counts are whole."""

    waiting: tuple[WaitingRow, ...]
    count: int
    fen: int
    ready_fen: int
    batches: tuple[BatchRow, ...]
    may_make: bool
    problems: tuple[Problem, ...]


@FINANCE.page(template=TEMPLATE, access=BOOKS)
def one_off(visit: Visit) -> OneOffPage | HttpResponse:
    """Show what waits and the newest batches; a post makes a batch of what is ticked."""
    place = own_place(visit, "books.look")
    if visit.request.method != "POST":
        return _page(visit, place)
    by = actor(visit, action=POST, place=place)
    ticked = {whole_number(text) or 0 for text in visit.request.POST.getlist("benefit")}
    made, problems = tried(
        lambda: run.make(
            place=place,
            accounting_month=books_month(fund=FUND, on=visit.today),
            bank_format=bank_line(settled_on=visit.today).format,
            by=by,
            at=visit.now,
            benefit_ids=sorted(ticked),
        )
    )
    if made is None:
        page = _page(visit, place, problems=problems, ticked=ticked)
        return FINANCE.render(visit.request, template=TEMPLATE, context=page, status=409)
    return HttpResponseRedirect(batch_url(made.batch_id))


def _page(
    visit: Visit,
    place: str,
    *,
    problems: tuple[Problem, ...] = (),
    ticked: set[int] | None = None,
) -> OneOffPage:
    waiting = waiting_benefits(place=place)
    return OneOffPage(
        waiting=tuple(_row(row, ticked) for row in waiting[:MOST]),
        count=len(waiting),
        fen=sum(row.benefit.total_fen for row in waiting),
        ready_fen=sum(row.benefit.total_fen for row in waiting if row.ready),
        batches=tuple(_batch(row) for row in one_off_batches(place=place)),
        may_make=may_at(visit, action=POST, place=place),
        problems=problems,
    )


def _row(row: WaitingBenefit, ticked: set[int] | None) -> WaitingRow:
    return WaitingRow(
        payee=payee_of(row.benefit),
        granted_at=row.benefit.granted_at,
        reason=reason_words(row.reason_code) if row.reason_code else "",
        failed_on=row.failed_on,
        ready=row.ready,
        ticked=row.ready if ticked is None else row.benefit.pk in ticked,
    )


def _batch(row: OneOffBatch) -> BatchRow:
    return BatchRow(
        number=row.batch_id,
        url=batch_url(row.batch_id),
        accounting_month=row.accounting_month,
        rows=row.rows,
        total_fen=row.total_fen,
        made_by=row.made_by,
        approved_by=row.approved_by or "",
        state=row.state,
    )
