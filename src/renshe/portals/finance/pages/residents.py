"""Payouts of resident accounts: what waits to be paid, a batch made of what is ticked, and what a file cannot carry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect

from renshe.domains.resident import api as resident
from renshe.flows.books_month import books_month
from renshe.flows.resident_to_ledger import FUND
from renshe.portals.finance.one_off import POST, actor, bank_line
from renshe.portals.finance.pages.one_off import BatchRow
from renshe.portals.finance.portal import BOOKS, FINANCE
from renshe.portals.finance.residents import ResidentPayee, batch_url, payee_of
from renshe.portals.layout.access import Visit, may_at, own_place
from renshe.portals.layout.bank_reasons import reason_words
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.paging import whole_number
from renshe.portals.signin.trying import tried
from renshe.runs.resident_payouts import run

TEMPLATE = "finance/pages/residents.html"
MOST = 200


@dataclass(frozen=True, kw_only=True)
class PayoutRow:
    """One payout that waits: since when, and what stands in the way; `mine` where the visitor approved it himself."""

    payee: ResidentPayee
    owed_on: date
    reason: str
    failed_on: date | None
    ready: bool
    mine: bool
    ticked: bool


@dataclass(frozen=True, kw_only=True)
class ResidentsPage:
    """What `finance/pages/residents.html` may use. The list is cut at two hundred; sums and counts are whole."""

    waiting: tuple[PayoutRow, ...]
    count: int
    fen: int
    ready_fen: int
    batches: tuple[BatchRow, ...]
    may_make: bool
    problems: tuple[Problem, ...]


@FINANCE.page(template=TEMPLATE, access=BOOKS)
def residents(visit: Visit) -> ResidentsPage | HttpResponse:
    """Show what waits and the newest batches; a post makes a batch of what is ticked."""
    place = own_place(visit, "books.look")
    if visit.request.method != "POST":
        return _page(visit, place)
    by = actor(visit, action=POST, place=place)
    ticked = {whole_number(text) or 0 for text in visit.request.POST.getlist("payout")}
    made, problems = tried(
        lambda: run.make(
            place=place,
            accounting_month=books_month(fund=FUND, on=visit.today),
            bank_format=bank_line(settled_on=visit.today).format,
            by=by,
            at=visit.now,
            payout_ids=sorted(ticked),
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
) -> ResidentsPage:
    waiting = resident.payouts_waiting(place=place)
    me = visit.account.username if visit.account else ""
    return ResidentsPage(
        waiting=tuple(_row(row, me, ticked) for row in waiting[:MOST]),
        count=len(waiting),
        fen=sum(row.owed.amount_fen for row in waiting),
        ready_fen=sum(row.owed.amount_fen for row in waiting if row.ready),
        batches=tuple(_batch(row) for row in resident.PAYOUTS.listed(place=place)),
        may_make=may_at(visit, action=POST, place=place),
        problems=problems,
    )


def _row(row: Any, me: str, ticked: set[int] | None) -> PayoutRow:
    payout, mine = row.owed, row.owed.approved_by == me
    return PayoutRow(
        payee=payee_of(payout),
        owed_on=payout.owed_on,
        reason=reason_words(row.reason_code) if row.reason_code else "",
        failed_on=row.failed_on,
        ready=row.ready,
        mine=mine,
        ticked=row.ready and not mine if ticked is None else payout.pk in ticked,
    )


def _batch(row: resident.PayoutBatch) -> BatchRow:
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
