"""Annuities paid out by their trustees: what is due now, what came back, and the batches; a batch is made here."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language

from renshe.domains.annuity import api as annuity
from renshe.kernel.periods import Month, month_containing
from renshe.portals.finance.annuities import (
    LOOK,
    POST,
    PaymentRow,
    allowed,
    batch_url,
    payment_row,
    payout_url,
    signing,
)
from renshe.portals.finance.portal import BOOKS, FINANCE
from renshe.portals.layout.access import Visit, own_place
from renshe.portals.layout.errors import Problem
from renshe.portals.signin.trying import tried
from renshe.runs.annuity_payout import run

TEMPLATE = "finance/pages/annuities.html"
MOST = 200


@dataclass(frozen=True, kw_only=True)
class LeftRow:
    """A payment that is due and cannot be made: whose, why, and what to do."""

    payout: int
    url: str
    why: str
    next_step: str


@dataclass(frozen=True, kw_only=True)
class TrusteeRow:
    """One trustee with what it has to pay this month; `open_url` leads to the batch that must go out first."""

    name: str
    people: int
    payments: int
    again: int
    waiting: int
    open_url: str
    may_make: bool


@dataclass(frozen=True, kw_only=True)
class FailedRow:
    """A payment that came back; `ready` says that another account is there and the next batch pays it."""

    trustee: str
    payment: PaymentRow
    ready: bool


@dataclass(frozen=True, kw_only=True)
class BatchRow:
    """One batch in brief; amounts in fen."""

    number: int
    url: str
    trustee: str
    period: Month
    lines: int
    made_by: str
    approved_by: str
    state: str
    total_fen: int
    failed: int


@dataclass(frozen=True, kw_only=True)
class AnnuitiesPage:
    """What `finance/pages/annuities.html` may use. Lists are cut at two hundred; counts and sums are whole."""

    period: Month
    trustees: tuple[TrusteeRow, ...]
    left: tuple[LeftRow, ...]
    failed: tuple[FailedRow, ...]
    failed_count: int
    failed_fen: int
    due_count: int
    batches: tuple[BatchRow, ...]
    problems: tuple[Problem, ...]


@FINANCE.page(template=TEMPLATE, access=BOOKS)
def annuities(visit: Visit) -> AnnuitiesPage | HttpResponse:
    """Show them; a post makes the batch of one trustee for the month that it is."""
    place = own_place(visit, LOOK)
    if visit.request.method != "POST":
        return _page(visit, place)
    trustee = visit.request.POST.get("trustee", "")
    month = month_containing(visit.today)
    if trustee not in {one.trustee for one in annuity.due_at(place=place, period=month)}:
        raise Http404
    places = annuity.places_of_trustees(trustees=[trustee])[trustee]
    context = signing(visit, action=POST, places=places)
    made, problems = tried(lambda: run.make(context, trustee=trustee))
    if made is None:
        page = _page(visit, place, problems=problems)
        return FINANCE.render(visit.request, template=TEMPLATE, context=page, status=409)
    return HttpResponseRedirect(batch_url(made.batch_id))


def _page(visit: Visit, place: str, *, problems: tuple[Problem, ...] = ()) -> AnnuitiesPage:
    month = month_containing(visit.today)
    due = annuity.due_at(place=place, period=month)
    failed = annuity.failed_at(place=place)
    newest = annuity.newest_targets(payout_ids=[one.line.payout_id for one in failed])
    batches = annuity.batches_at(place=place)
    totals = annuity.totals_of(batch_ids=[one.pk for one in batches])
    places = annuity.places_of_trustees(trustees=[one.trustee for one in due])
    return AnnuitiesPage(
        period=month,
        trustees=tuple(_trustee(visit, one, places[one.trustee]) for one in due),
        left=tuple(_left(row) for one in due for row in one.left)[:MOST],
        failed=tuple(
            FailedRow(
                trustee=one.line.batch.trustee,
                payment=payment_row(one),
                ready=newest[one.line.payout_id] != one.line.target_id,
            )
            for one in failed[:MOST]
        ),
        failed_count=len(failed),
        failed_fen=sum(one.line.amount_fen for one in failed),
        due_count=sum(one.payments for one in due),
        batches=tuple(_batch(one, totals[one.pk]) for one in batches),
        problems=problems,
    )


def _trustee(visit: Visit, one: annuity.TrusteeDue, places: list[str]) -> TrusteeRow:
    ready = bool(one.payments or one.again) and one.open_batch is None
    return TrusteeRow(
        name=one.trustee,
        people=one.people,
        payments=one.payments,
        again=one.again,
        waiting=one.waiting,
        open_url=batch_url(one.open_batch) if one.open_batch is not None else "",
        may_make=ready and allowed(visit, action=POST, places=places),
    )


def _left(one: annuity.LeftOut) -> LeftRow:
    chinese = (get_language() or "zh").startswith("zh")
    return LeftRow(
        payout=one.payout_id,
        url=payout_url(one.payout_id),
        why=one.why.zh if chinese else one.why.en,
        next_step=one.why.next_step_zh if chinese else one.why.next_step_en,
    )


def _batch(one: annuity.PayoutBatch, totals: annuity.BatchTotals) -> BatchRow:
    return BatchRow(
        number=one.pk,
        url=batch_url(one.pk),
        trustee=one.trustee,
        period=one.period,
        lines=totals.lines,
        made_by=one.made_by,
        approved_by=one.approved_by,
        state=one.state,
        total_fen=totals.total_fen,
        failed=totals.failed,
    )
