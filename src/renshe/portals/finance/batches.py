"""What the pages of bank batches share: the way of a batch with its next step, and the acts on it.

One-off benefits, payouts of resident accounts and annuities are different money; who signs what next, and how it looks, is
the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.http import Http404
from django.utils.translation import gettext as _

from renshe.domains.funds import api as funds
from renshe.flows.bank_batches import BankBatches
from renshe.flows.books_month import books_month
from renshe.portals.finance.one_off import (
    APPROVE,
    POST,
    actor,
    another_must_confirm,
    bank_line,
    require_another,
)
from renshe.portals.layout.access import Visit, may_at
from renshe.portals.layout.bank_reasons import reason_words
from renshe.portals.layout.errors import Problem
from renshe.portals.signin.trying import tried


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a batch: what it is, who did it when; `done`, or `now`, or still to come."""

    title: str
    who: str
    on: date | None
    done: bool
    now: bool


class Tally(Protocol):
    """What became of a batch, in lines and fen."""

    @property
    def paid(self) -> int:
        """Lines that arrived."""

    @property
    def paid_fen(self) -> int:
        """Their sum."""

    @property
    def failed(self) -> int:
        """Lines that came back."""

    @property
    def failed_fen(self) -> int:
        """Their sum."""

    @property
    def unknown(self) -> int:
        """Lines of which the bank is not sure."""

    @property
    def unknown_fen(self) -> int:
        """Their sum."""


@dataclass(frozen=True, kw_only=True)
class Way:
    """How far a batch is. `act` is the next step with its `button` and `hint`, if the viewer may take it; `waits_for` says who
    else must. `take_back` is the act that takes it back, if that is still possible; `why` the reason typed for it."""

    steps: tuple[Step, ...]
    tally: Tally
    act: str
    button: str
    hint: str
    waits_for: str
    take_back: str
    why: str
    file_sha256: str


def numbered(found: Sequence[tuple[str, str, date | None, bool]], *, live: bool) -> tuple[Step, ...]:  # fmt: skip
    """Steps of title, who, day and done; the first that is not done is now, where the batch is live."""
    first = next((place for place, one in enumerate(found) if not one[3]), len(found))
    return tuple(
        Step(title=title, who=who, on=on, done=done, now=live and place == first)
        for place, (title, who, on, done) in enumerate(found)
    )


def waiting_words(action: str, *, third: bool = False) -> str:
    """Who must take the next step, where the viewer may not."""
    if third:
        return _("等待另一位基金主管（不能是编制人或批准人）")
    if action == APPROVE:
        return _("等待基金主管（不能是编制人本人）")
    return _("等待基金会计")


def button_words(act: str) -> str:
    """What the button of a step says."""
    return {
        "approve": _("批准本批"),
        "fund": _("确认资金到位"),
        "send": _("生成文件并送银行"),
        "answer": _("取银行回盘"),
        "close": _("关账"),
    }.get(act, "")


def returned_words(word: Any) -> str:
    """Why the bank could not pay a line, or nothing."""
    failed = word is not None and word.status == "failed"
    return reason_words(word.reason_code) if failed else ""


ACTIONS = {
    "approve": APPROVE, "fund": APPROVE, "send": POST, "answer": POST, "close": POST, "discard": POST,
}  # fmt: skip
"""What somebody must be allowed to do for each act on a batch of what is owed once."""


def step_taken(visit: Visit, *, kind: BankBatches, batch: Any) -> tuple[str | None, tuple[Problem, ...]]:  # fmt: skip
    """Take the step that was posted: what the page is to tell about it, and what stands in its way.

    Raises Http404 for an act that there is not, PermissionDenied, ProofNeeded.
    """
    act = visit.request.POST.get("act", "")
    if act not in ACTIONS:
        raise Http404
    by = actor(visit, action=ACTIONS[act], place=batch.place)
    return tried(lambda: _STEPS[act](visit, kind, batch, by))


def way_of(visit: Visit, *, kind: BankBatches, batch: Any, lines: Sequence[Any], refused: bool) -> Way:  # fmt: skip
    """How far a batch of what is owed once is, as the viewer sees it; `refused` keeps the reason that was typed."""
    outcome = funds.outcome_of(lines=lines)
    act = _next(batch, outcome)
    me = visit.account.username if visit.account else ""
    may = bool(act) and may_at(visit, action=ACTIONS[act], place=batch.place)
    own = act in ("approve", "fund") and me == batch.made_by
    third = act == "fund" and another_must_confirm(batch, on=visit.today)
    own = own or (third and me == batch.approved_by)
    back = batch.state in ("made", "approved", "funded") and may_at(visit, action=POST, place=batch.place)  # fmt: skip
    return Way(
        steps=_steps(batch),
        tally=outcome,
        act=act if may and not own else "",
        button=button_words(act),
        hint=_hint(act, needs_fen=funds.first_payments_fen(lines=lines)),
        waits_for="" if (may and not own) or not act else waiting_words(ACTIONS[act], third=third),
        take_back="discard" if back else "",
        why=visit.request.POST.get("why", "") if refused else "",
        file_sha256=batch.sha256,
    )


def _hint(act: str, *, needs_fen: int) -> str:
    """What the viewer should know before the next step."""
    if act == "approve":
        return _("请核对每一笔的收款人、账户和金额，再批准。")
    if act == "fund" and needs_fen:
        yuan = f"{needs_fen // 100:,}.{needs_fen % 100:02}"
        return _("财政专户拨款 {yuan} 元到支出户后确认。").format(yuan=yuan)
    if act == "fund":
        return _("全部用银行退回的钱重发，不需要新的拨款。")
    if act == "send":
        return _("送出后不能撤回；同一指令银行只付一次。")
    return _("结果未明的不得重发，等银行补充回盘或对账单。") if act == "answer" else ""


def _approve(visit: Visit, kind: BankBatches, batch: Any, by: str) -> None:
    kind.approve(batch_id=batch.batch_id, by=by, at=visit.now)
    kind.request_funds(batch_id=batch.batch_id, prepared_by=batch.made_by)


def _fund(visit: Visit, kind: BankBatches, batch: Any, by: str) -> None:
    """The finance bureau's transfer is there: the plan is approved by whoever confirms it, never by its maker, and above the
    limit for approvals never by who approved the batch."""
    require_another(batch, by=by, on=visit.today)
    plan_id = kind.request_funds(batch_id=batch.batch_id, prepared_by=batch.made_by)
    kind.receive_funds(batch_id=batch.batch_id, plan_id=plan_id, approved_by=by, at=visit.now)


def _send(visit: Visit, kind: BankBatches, batch: Any, by: str) -> None:
    line = bank_line(settled_on=visit.today)
    kind.write_file(
        batch_id=batch.batch_id, bank_format=line.format, pay_on=visit.today, by=by, at=visit.now
    )
    kind.send(batch_id=batch.batch_id, channel=line.channel, at=visit.now)


def _answer(visit: Visit, kind: BankBatches, batch: Any, by: str) -> str | None:
    sent, content = kind.outgoing_file(batch_id=batch.batch_id)
    line = bank_line(settled_on=sent.filed_on or visit.today)
    answers = line.answers(file_name=kind.file_name(batch=sent), content=content)
    month = books_month(fund=kind.books.fund, on=visit.today)
    for answer in answers:
        kind.take_return(
            content=answer, bank_format=line.format, accounting_month=month, by=by, at=visit.now
        )
    return None if answers else _("银行尚未回盘，请稍后再取。没有回盘不等于失败，不得重发。")


def _close(visit: Visit, kind: BankBatches, batch: Any, by: str) -> None:
    kind.close(batch_id=batch.batch_id, at=visit.now)


def _discard(visit: Visit, kind: BankBatches, batch: Any, by: str) -> None:
    why = visit.request.POST.get("why", "")
    kind.discard(batch_id=batch.batch_id, by=by, at=visit.now, why=why)


_STEPS: dict[str, Callable[[Visit, BankBatches, Any, str], str | None]] = {
    "approve": _approve, "fund": _fund, "send": _send, "answer": _answer, "close": _close, "discard": _discard,
}  # type: ignore[dict-item]  # fmt: skip


def _next(batch: Any, outcome: funds.Outcome) -> str:
    """The act that comes next, or nothing."""
    if batch.state == "returned":
        return "answer" if outcome.unknown else "close"
    following = {"made": "approve", "approved": "fund", "funded": "send", "filed": "answer"}
    return following.get(batch.state, "")


def _steps(batch: Any) -> tuple[Step, ...]:
    """The way of the batch with who did what."""
    day: Callable[[datetime | None], date | None] = lambda at: at.date() if at else None  # noqa: E731
    return numbered(
        [
            (_("编制"), batch.made_by, day(batch.made_at), True),
            (_("批准"), batch.approved_by or "", day(batch.approved_at), batch.approved_at is not None),
            (_("资金到位"), "", batch.funded_on, batch.funded_on is not None),
            (_("送银行"), "", batch.filed_on, batch.filed_on is not None),
            (_("银行回盘"), "", None, batch.returned_file_id is not None),
            (_("关账"), "", batch.closed_on, batch.closed_on is not None),
        ],
        live=batch.state != "discarded",
    )  # fmt: skip
