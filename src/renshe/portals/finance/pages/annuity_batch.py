"""One trustee's batch of annuities: its lines, who signed, the next step, and the bank's word on each line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from renshe.domains.annuity import api as annuity
from renshe.kernel.periods import Month
from renshe.laws import library
from renshe.portals.finance.annuities import (
    APPROVE,
    LOOK,
    POST,
    PaymentRow,
    allowed,
    batch_url,
    payment_row,
    signing,
)
from renshe.portals.finance.batches import (
    Step,
    Way,
    button_words,
    numbered,
    waiting_words,
)
from renshe.portals.finance.one_off import bank_line
from renshe.portals.finance.portal import BOOKS, FINANCE
from renshe.portals.layout.access import Visit
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.explanation_page import TEMPLATE as EXPLANATION
from renshe.portals.layout.explanation_page import ExplanationPage, explanation_page
from renshe.portals.layout.paging import ROWS, Following, whole_number
from renshe.portals.signin.trying import tried
from renshe.runs.annuity_payout import run
from renshe.runs.context import RunContext

TEMPLATE = "finance/pages/annuity_batch.html"


@dataclass(frozen=True, kw_only=True)
class AnnuityBatchPage:
    """What `finance/pages/annuity_batch.html` may use."""

    number: int
    trustee: str
    state: str
    period: Month
    totals: annuity.BatchTotals
    lines: tuple[PaymentRow, ...]
    following: Following
    way: Way
    withdrawn_why: str
    notice: str
    problems: tuple[Problem, ...]


@FINANCE.page(template=TEMPLATE, access=BOOKS)
def annuity_batch(visit: Visit, *, number: int) -> AnnuityBatchPage | HttpResponse:
    """Show a batch; a post takes its next step, or takes it back."""
    batch, places = _batch(visit, number)
    if visit.request.method != "POST":
        return _page(visit, batch, places)
    act = visit.request.POST.get("act", "")
    if act not in _ACTS:
        raise Http404
    action, do = _ACTS[act]
    context = signing(visit, action=action, places=places)
    done, problems = tried(lambda: do(visit, batch, context))
    if problems:
        page = _page(visit, _batch(visit, number)[0], places, problems=problems)
        return FINANCE.render(visit.request, template=TEMPLATE, context=page, status=409)
    if isinstance(done, str):
        return _page(visit, _batch(visit, number)[0], places, notice=done)
    return HttpResponseRedirect(batch_url(number))


@FINANCE.page(template=EXPLANATION, access=BOOKS)
def annuity_explanation(visit: Visit, *, number: int) -> ExplanationPage:
    """Why a payment is what it is: what stood in the account over the payments left, as the batch counted it."""
    line = annuity.line_by(line_id=number)
    if line is None:
        raise Http404
    _batch(visit, line.batch_id)
    return explanation_page(
        request=visit.request,
        explanation=annuity.month_payment(
            payout=line.payout, period=line.period, explain=library.explain
        ),
        about=_("年金批次 {number} 第{line}笔").format(number=line.batch_id, line=line.line_no),
        recorded_fen=line.amount_fen,
        back_url=batch_url(line.batch_id),
        back_title=_("年金批次"),
    )


def _approve(visit: Visit, batch: annuity.PayoutBatch, context: RunContext) -> None:
    run.approve(context, batch_id=batch.pk)


def _send(visit: Visit, batch: annuity.PayoutBatch, context: RunContext) -> None:
    """Kept and drawn first, then handed over: sent again it is the same file under the same name."""
    line = bank_line(settled_on=visit.today)
    run.file(context, batch_id=batch.pk, bank_format=line.format, pay_on=visit.today)
    run.send(batch_id=batch.pk, channel=line.channel)


def _answer(visit: Visit, batch: annuity.PayoutBatch, context: RunContext) -> str | None:
    name, content = run.outgoing_file(batch_id=batch.pk)
    line = bank_line(settled_on=batch.pay_on or visit.today)
    answers = line.answers(file_name=name, content=content)
    for answer in answers:
        run.take_return(context, content=answer, bank_format=line.format)
    return None if answers else _("银行尚未回盘，请稍后再取。没有回盘不等于失败，不得重发。")


def _withdraw(visit: Visit, batch: annuity.PayoutBatch, context: RunContext) -> None:
    run.withdraw(context, batch_id=batch.pk, reason=visit.request.POST.get("why", ""))


_ACTS: dict[str, tuple[str, Callable[[Visit, annuity.PayoutBatch, RunContext], Any]]] = {
    "approve": (APPROVE, _approve),
    "send": (POST, _send),
    "answer": (POST, _answer),
    "withdraw": (POST, _withdraw),
}
_NEXT = {"made": "approve", "approved": "send", "filed": "answer"}


def _batch(visit: Visit, number: int) -> tuple[annuity.PayoutBatch, list[str]]:
    """The batch and the places of its plans. Raises Http404; PermissionDenied where one of them is not the viewer's."""
    batch = annuity.batch_at(batch_id=number)
    if batch is None:
        raise Http404
    places = annuity.places_of_batch(batch_id=number)
    if not allowed(visit, action=LOOK, places=places):
        raise PermissionDenied
    return batch, places


def _page(
    visit: Visit,
    batch: annuity.PayoutBatch,
    places: list[str],
    *,
    problems: tuple[Problem, ...] = (),
    notice: str = "",
) -> AnnuityBatchPage:
    after = whole_number(visit.request.GET.get("after", ""))
    found = annuity.lines_of_batch(batch_id=batch.pk, limit=ROWS + 1, after=after)
    totals = annuity.totals_of(batch_ids=[batch.pk])[batch.pk]
    return AnnuityBatchPage(
        number=batch.pk,
        trustee=batch.trustee,
        state=batch.state,
        period=batch.period,
        totals=totals,
        lines=tuple(payment_row(one) for one in found[:ROWS]),
        following=Following(
            after=str(after) if after else "",
            next_after=str(found[ROWS - 1].line.line_no) if len(found) > ROWS else "",
            shown=min(len(found), ROWS),
            total=totals.lines,
        ),
        way=_way(visit, batch, places, totals, refused=bool(problems)),
        withdrawn_why=batch.withdrawn_why,
        notice=notice,
        problems=problems,
    )


def _way(
    visit: Visit, batch: annuity.PayoutBatch, places: list[str], totals: annuity.BatchTotals, *, refused: bool
) -> Way:  # fmt: skip
    """How far the batch is, as the viewer sees it."""
    act = _NEXT.get(batch.state, "")
    mine = bool(act) and allowed(visit, action=_ACTS[act][0], places=places)
    own = act == "approve" and visit.account is not None and visit.account.username == batch.made_by
    back = batch.state in ("made", "approved") and allowed(visit, action=POST, places=places)
    return Way(
        steps=_steps(batch),
        tally=totals,
        act=act if mine and not own else "",
        button=button_words(act),
        hint=_hint(act),
        waits_for="" if not act or (mine and not own) else waiting_words(_ACTS[act][0]),
        take_back="withdraw" if back else "",
        why=visit.request.POST.get("why", "") if refused else "",
        file_sha256=batch.sha256,
    )


def _hint(act: str) -> str:
    """What the viewer should know before the next step."""
    return {
        "approve": _("请核对每一笔的收款人、账户和金额，再批准。"),
        "send": _("送出时从各人年金账户支出，不能撤回；同一指令银行只付一次。"),
        "answer": _("结果未明的不得重发，等银行补充回盘；退回的在领取人更正账户后随下一批再付。"),
    }.get(act, "")


def _steps(batch: annuity.PayoutBatch) -> tuple[Step, ...]:
    """The way of the batch with who did what."""
    approved = batch.approved_at
    return numbered(
        [
            (_("编制"), batch.made_by, batch.made_at.date(), True),
            (_("批准"), batch.approved_by, approved.date() if approved else None, bool(approved)),
            (_("送银行"), "", batch.pay_on, bool(batch.sha256)),
            (_("银行回盘"), "", None, batch.state == "closed"),
        ],
        live=batch.state != "withdrawn",
    )
