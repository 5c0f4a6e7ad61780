"""One batch of one-off benefits: its lines, who signed, the next step, and the bank's word on each line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from renshe.domains.pension.api import (
    OneOffBatch,
    OneOffLine,
    OneOffOutcome,
    one_off_lines,
    one_off_outcome,
    one_off_words,
)
from renshe.domains.pension.api import (
    one_off_batch as find_batch,
)
from renshe.flows.books_month import books_month
from renshe.flows.pension_to_ledger import FUND
from renshe.portals.finance.books import batch_address
from renshe.portals.finance.one_off import (
    APPROVE,
    POST,
    Payee,
    actor,
    another_must_confirm,
    bank_line,
    batch_url,
    payee_of_line,
    require_another,
)
from renshe.portals.finance.portal import BOOKS, FINANCE
from renshe.portals.layout.access import Visit, may_at
from renshe.portals.layout.bank_reasons import reason_words
from renshe.portals.layout.errors import Problem
from renshe.portals.signin.trying import tried
from renshe.runs.one_off_payment import run

TEMPLATE = "finance/pages/one_off_batch.html"


@dataclass(frozen=True, kw_only=True)
class LineRow:
    """One line: to whom, how much, and what became of it."""

    line_no: int
    instruction: str
    payee: Payee
    attempt_of: str
    outcome: str
    reason: str
    settled_on: date | None


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of the batch: what it is, who did it when; `done`, or `now`, or still to come."""

    title: str
    who: str
    on: date | None
    done: bool
    now: bool


@dataclass(frozen=True, kw_only=True)
class OneOffBatchPage:
    """What `finance/pages/one_off_batch.html` may use. `act` is the next step, if the viewer may take it; `waits_for` says
    who else must. `journal_url` leads to the entries once the batch is posted."""

    number: int
    state: str
    accounting_month: int
    total_fen: int
    outcome: OneOffOutcome
    lines: tuple[LineRow, ...]
    steps: tuple[Step, ...]
    act: str
    waits_for: str
    may_discard: bool
    needs_fen: int
    journal_url: str
    file_sha256: str
    discarded_why: str
    why: str
    notice: str
    problems: tuple[Problem, ...]


@FINANCE.page(template=TEMPLATE, access=BOOKS)
def one_off_batch(visit: Visit, *, number: int) -> OneOffBatchPage | HttpResponse:
    """Show a batch; a post takes its next step, or takes it back."""
    batch = _batch(visit, number)
    if visit.request.method != "POST":
        return _page(visit, batch)
    act = visit.request.POST.get("act", "")
    if act not in _ACTS:
        raise Http404
    action, do = _ACTS[act]
    by = actor(visit, action=action, place=batch.place)
    done, problems = tried(lambda: do(visit, batch, by))
    if problems:
        page = _page(visit, _batch(visit, number), problems=problems)
        return FINANCE.render(visit.request, template=TEMPLATE, context=page, status=409)
    if isinstance(done, str):
        return _page(visit, _batch(visit, number), notice=done)
    return HttpResponseRedirect(batch_url(number))


def _approve(visit: Visit, batch: OneOffBatch, by: str) -> None:
    run.approve(batch_id=batch.batch_id, by=by, at=visit.now)
    run.request_funds(batch_id=batch.batch_id, prepared_by=batch.made_by)


def _fund(visit: Visit, batch: OneOffBatch, by: str) -> None:
    """The finance bureau's transfer is there: the plan is approved by whoever confirms it, never by its maker, and above the
    limit for approvals never by who approved the batch."""
    require_another(batch, by=by, on=visit.today)
    plan_id = run.request_funds(batch_id=batch.batch_id, prepared_by=batch.made_by)
    run.receive_funds(batch_id=batch.batch_id, plan_id=plan_id, approved_by=by, at=visit.now)


def _send(visit: Visit, batch: OneOffBatch, by: str) -> None:
    line = bank_line(settled_on=visit.today)
    run.write_file(
        batch_id=batch.batch_id, bank_format=line.format, pay_on=visit.today, by=by, at=visit.now
    )
    run.send(batch_id=batch.batch_id, channel=line.channel, at=visit.now)


def _answer(visit: Visit, batch: OneOffBatch, by: str) -> str | None:
    sent, content = run.outgoing_file(batch_id=batch.batch_id)
    line = bank_line(settled_on=sent.filed_on or visit.today)
    answers = line.answers(file_name=run.file_name(batch=sent), content=content)
    for answer in answers:
        run.take_return(
            content=answer, bank_format=line.format, accounting_month=books_month(fund=FUND, on=visit.today),
            by=by, at=visit.now,
        )  # fmt: skip
    return None if answers else _("银行尚未回盘，请稍后再取。没有回盘不等于失败，不得重发。")


def _close(visit: Visit, batch: OneOffBatch, by: str) -> None:
    run.close(batch_id=batch.batch_id, at=visit.now)


def _discard(visit: Visit, batch: OneOffBatch, by: str) -> None:
    why = visit.request.POST.get("why", "")
    run.discard(batch_id=batch.batch_id, by=by, at=visit.now, why=why)


_ACTS: dict[str, tuple[str, Callable[[Visit, OneOffBatch, str], Any]]] = {
    "approve": (APPROVE, _approve),
    "fund": (APPROVE, _fund),
    "send": (POST, _send),
    "answer": (POST, _answer),
    "close": (POST, _close),
    "discard": (POST, _discard),
}


def _batch(visit: Visit, number: int) -> OneOffBatch:
    batch = find_batch(batch_id=number)
    if batch is None:
        raise Http404
    if not may_at(visit, action="books.look", place=batch.place):
        raise PermissionDenied
    return batch


def _next(batch: OneOffBatch, outcome: OneOffOutcome) -> str:
    """The act that comes next, or nothing."""
    if batch.state == "returned":
        return "answer" if outcome.unknown else "close"
    return {"made": "approve", "approved": "fund", "funded": "send", "filed": "answer"}.get(
        batch.state, ""
    )


def _page(
    visit: Visit, batch: OneOffBatch, *, problems: tuple[Problem, ...] = (), notice: str = ""
) -> OneOffBatchPage:
    lines = one_off_lines(batch_id=batch.batch_id)
    words = one_off_words(batch_id=batch.batch_id)
    outcome = one_off_outcome(lines=lines)
    act = _next(batch, outcome)
    me = visit.account.username if visit.account else ""
    may = bool(act) and may_at(visit, action=_ACTS[act][0], place=batch.place)
    own = act in ("approve", "fund") and me == batch.made_by
    third = act == "fund" and another_must_confirm(batch, on=visit.today)
    own = own or (third and me == batch.approved_by)
    return OneOffBatchPage(
        number=batch.batch_id,
        state=batch.state,
        accounting_month=batch.accounting_month,
        total_fen=batch.total_fen,
        outcome=outcome,
        lines=tuple(_line(line, words.get(line.line_no)) for line in lines),
        steps=tuple(_steps(batch)),
        act=act if may and not own else "",
        waits_for="" if (may and not own) or not act else _waits_for(act, third=third),
        may_discard=batch.state in ("made", "approved", "funded")
        and may_at(visit, action=POST, place=batch.place),
        needs_fen=sum(line.amount_fen for line in lines if line.attempt_of is None),
        journal_url=batch_address(batch.batch_id) if batch.filed_on else "",
        file_sha256=batch.sha256,
        discarded_why=batch.discarded_why,
        why=visit.request.POST.get("why", "") if problems else "",
        notice=notice,
        problems=problems,
    )


def _waits_for(act: str, *, third: bool) -> str:
    if third:
        return _("等待另一位基金主管（不能是编制人或批准人）")
    if _ACTS[act][0] == APPROVE:
        return _("等待基金主管（不能是编制人本人）")
    return _("等待基金会计")


def _line(line: OneOffLine, word: Any) -> LineRow:
    failed = word is not None and word.status == "failed"
    return LineRow(
        line_no=line.line_no,
        instruction=line.instruction,
        payee=payee_of_line(line),
        attempt_of=line.attempt_of or "",
        outcome=line.outcome,
        reason=reason_words(word.reason_code) if failed else "",
        settled_on=word.settled_on if word is not None else None,
    )


def _steps(batch: OneOffBatch) -> list[Step]:
    """The way of the batch with who did what; the first that is not done is now."""
    day: Callable[[datetime | None], date | None] = lambda at: at.date() if at else None  # noqa: E731
    found = [
        (_("编制"), batch.made_by, day(batch.made_at), True),
        (_("批准"), batch.approved_by or "", day(batch.approved_at), batch.approved_at is not None),
        (_("资金到位"), "", batch.funded_on, batch.funded_on is not None),
        (_("送银行"), "", batch.filed_on, batch.filed_on is not None),
        (_("银行回盘"), "", None, batch.returned_file_id is not None),
        (_("关账"), "", batch.closed_on, batch.closed_on is not None),
    ]
    first = next((place for place, one in enumerate(found) if not one[3]), len(found))
    live = batch.state != "discarded"
    return [
        Step(title=title, who=who, on=on, done=done, now=live and place == first)
        for place, (title, who, on, done) in enumerate(found)
    ]
