"""One batch of payouts of resident accounts: its lines, who signed, the next step, and the bank's word on each line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect

from renshe.domains.funds.api import Outcome, outcome_of
from renshe.domains.resident import api as resident
from renshe.portals.finance.batches import Way, returned_words, step_taken, way_of
from renshe.portals.finance.books import batch_address
from renshe.portals.finance.portal import BOOKS, FINANCE
from renshe.portals.finance.residents import ResidentPayee, batch_url, payee_of
from renshe.portals.layout.access import Visit, may_at
from renshe.portals.layout.errors import Problem
from renshe.runs.resident_payouts import run

TEMPLATE = "finance/pages/resident_batch.html"


@dataclass(frozen=True, kw_only=True)
class ResidentLine:
    """One line: to whom, how much, and what became of it."""

    instruction: str
    payee: ResidentPayee
    attempt_of: str
    outcome: str
    reason: str
    settled_on: date | None


@dataclass(frozen=True, kw_only=True)
class ResidentBatchPage:
    """What `finance/pages/resident_batch.html` may use. `journal_url` leads to the entries once the batch is posted."""

    number: int
    state: str
    accounting_month: int
    total_fen: int
    outcome: Outcome
    lines: tuple[ResidentLine, ...]
    way: Way
    journal_url: str
    discarded_why: str
    notice: str
    problems: tuple[Problem, ...]


@FINANCE.page(template=TEMPLATE, access=BOOKS)
def resident_batch(visit: Visit, *, number: int) -> ResidentBatchPage | HttpResponse:
    """Show a batch; a post takes its next step, or takes it back."""
    batch = _batch(visit, number)
    if visit.request.method != "POST":
        return _page(visit, batch)
    told, problems = step_taken(visit, kind=run.BATCHES, batch=batch)
    if problems:
        page = _page(visit, _batch(visit, number), problems=problems)
        return FINANCE.render(visit.request, template=TEMPLATE, context=page, status=409)
    if told:
        return _page(visit, _batch(visit, number), notice=told)
    return HttpResponseRedirect(batch_url(number))


def _batch(visit: Visit, number: int) -> resident.PayoutBatch:
    batch: resident.PayoutBatch | None = resident.PAYOUTS.find(batch_id=number)
    if batch is None:
        raise Http404
    if not may_at(visit, action="books.look", place=batch.place):
        raise PermissionDenied
    return batch


def _page(
    visit: Visit,
    batch: resident.PayoutBatch,
    *,
    problems: tuple[Problem, ...] = (),
    notice: str = "",
) -> ResidentBatchPage:
    lines = resident.PAYOUTS.lines_of(batch_id=batch.batch_id)
    words = resident.PAYOUTS.words_of(batch_id=batch.batch_id)
    return ResidentBatchPage(
        number=batch.batch_id,
        state=batch.state,
        accounting_month=batch.accounting_month,
        total_fen=batch.total_fen,
        outcome=outcome_of(lines=lines),
        lines=tuple(_line(line, words.get(line.line_no)) for line in lines),
        way=way_of(visit, kind=run.BATCHES, batch=batch, lines=lines, refused=bool(problems)),
        journal_url=batch_address(batch.batch_id) if batch.filed_on else "",
        discarded_why=batch.discarded_why,
        notice=notice,
        problems=problems,
    )


def _line(line: resident.PayoutLine, word: Any) -> ResidentLine:
    return ResidentLine(
        instruction=line.instruction,
        payee=payee_of(line.payout, account_number=line.account_number),
        attempt_of=line.attempt_of or "",
        outcome=line.outcome,
        reason=returned_words(word),
        settled_on=word.settled_on if word is not None else None,
    )
