"""Each day: take what other agencies sent, book the money that is in, write and hand over what is due, escalate what is late.

Each message and each booking is its own transaction and done once, so a day that was killed goes on where it was. Nothing
is sent within a transaction: what is written and not handed over is handed over, today or the next day.
"""

from __future__ import annotations

from typing import Any

from renshe.domains.audit import api as audit
from renshe.domains.cases import api as cases
from renshe.domains.identity import api as identity
from renshe.domains.transfers import api as transfers
from renshe.flows.transfers_to_ledger import booked_in
from renshe.kernel.rules import Refusal
from renshe.laws import library
from renshe.runs.context import RunContext, begin

KIND = "provincial_transfers"


def run(context: RunContext, *, exchange: transfers.Exchange) -> dict[str, Any]:
    """Do the day's work once; asked for again on the same day, it finds what was done. Returns the totals."""
    key, done = begin(context, KIND, context.today.isoformat())
    if done:
        return dict(audit.run_by_key(key=key).totals)
    recorded = transfers.Recorded(by=context.by, at=context.at, today=context.today)
    totals = _receive(context, key, exchange, recorded)
    totals |= _book(context, key, recorded)
    totals |= {"written": _write(context, recorded)}
    totals |= {"sent": hand_over(exchange=exchange, recorded=recorded)}
    totals |= {"escalated": _escalate(context, key)}
    audit.finish(key=key, at=context.at, totals=totals, failed=False)
    return totals


def hand_over(*, exchange: transfers.Exchange, recorded: transfers.Recorded) -> int:
    """Hand over whatever is written and not handed over yet; said twice to the platform, it changes nothing there."""
    rows = transfers.to_hand_over()
    for row in rows:
        exchange.send(transfers.as_message(row))
        transfers.mark_handed_over(message_id=row.message_id, at=recorded.at)
    return len(rows)


def _receive(
    context: RunContext, key: str, exchange: transfers.Exchange, recorded: transfers.Recorded
) -> dict[str, int]:
    taken = unusable = 0
    came = sorted(exchange.fetch(today=context.today), key=lambda one: (one.made_on, one.kind, one.message_id))  # fmt: skip
    for message in came:
        try:
            kept = transfers.receive(
                message=message, place=context.place, recorded=recorded, explain=library.explain
            )
        except Refusal as refusal:
            _note(key, "transfer_message_refused", message.message_id, refusal)
            continue
        if kept is None:
            continue
        taken += 1
        if kept.problem:
            unusable += 1
            audit.attention(
                key=key, code="transfer_message_unusable", subject=message.message_id,
                zh=f"转移报文{message.message_id}不能采用：{kept.problem}请到“办件—转移接续”办理",
                en=f"transfer message {message.message_id} could not be used; see casework, transfers",
            )  # fmt: skip
        elif kept.kind == transfers.REFUSAL and kept.transfer is not None:
            _tell(kept.transfer, recorded)
    context.progress("收报 receive", taken, len(came))
    return {"received": taken, "unusable": unusable}


def _book(context: RunContext, key: str, recorded: transfers.Recorded) -> dict[str, int]:
    booked = fen = 0
    waiting = list(transfers.transfers_at(place=context.place, states=("arrived",)))
    for number, one in enumerate(waiting, 1):
        try:
            done = booked_in(transfer_id=one.pk, recorded=recorded)
        except Refusal as refusal:
            _note(key, "transfer_not_booked", one.letter_id, refusal)
            continue
        booked += 1
        fen += int(done.pooled_fen or 0) + int(done.account_fen or 0)
        _tell(done, recorded)
        context.progress("记入 book", number, len(waiting))
    return {"booked": booked, "booked_fen": fen}


def _write(context: RunContext, recorded: transfers.Recorded) -> int:
    written = 0
    for one in transfers.transfers_at(place=context.place, states=("letter_due", "to_send")):
        written += len(
            transfers.write_due(transfer_id=one.pk, recorded=recorded, explain=library.explain)
        )
    for one in transfers.without_receipt(place=context.place):
        written += transfers.write_receipt(transfer_id=one.pk, recorded=recorded) is not None
    return written


def _escalate(context: RunContext, key: str) -> int:
    """Steps whose last day is past: ours to the office, the other agency's to be asked for."""
    late = transfers.overdue(today=context.today)
    for one in late:
        zh, en = transfers.STATES[one.state]
        due = one.step_due_on.isoformat() if one.step_due_on else ""
        ours = one.state in transfers.OURS
        audit.attention(
            key=key, code="transfer_overdue", subject=one.letter_id,
            zh=f"转移{one.letter_id}“{zh}”{due}到期，{'请本机构今日办理' if ours else f'请向{one.other_agency}催办'}",
            en=f"transfer {one.letter_id} ({en}) was due on {due}: {'take the step today' if ours else 'ask the other agency'}",
        )  # fmt: skip
    letters = transfers.overdue_answers(today=context.today)
    for answer in letters:
        name, due = answer.letter.message_id, answer.due_on.isoformat() if answer.due_on else ""
        audit.attention(
            key=key, code="transfer_overdue", subject=name,
            zh=f"联系函{name}应于{due}前答复，请今日受理或者退回",
            en=f"letter {name} was to be answered by {due}: follow or refuse it today",
        )  # fmt: skip
    transfers.mark_answers_escalated(numbers=[one.pk for one in letters], today=context.today)
    told = transfers.mark_escalated(transfer_ids=[one.pk for one in late], today=context.today)
    return told + len(letters)


def _note(key: str, code: str, subject: str, refusal: Refusal) -> None:
    reason = refusal.reason
    audit.attention(
        key=key, code=code, subject=subject, zh=f"{subject}：{reason.zh}。{reason.next_step_zh}",
        en=f"{subject}: {reason.en}. {reason.next_step_en}",
    )  # fmt: skip


def _tell(transfer: transfers.ProvincialTransfer, recorded: transfers.Recorded) -> None:
    """Tell the person how it ended, where there is an account."""
    accounts = identity.Account.objects.filter(person_id=transfer.person_id, is_active=True)
    name = accounts.order_by("pk").values_list("username", flat=True).first()
    if name is None:
        return
    if transfer.state == "refused":
        zh = f"{transfer.other_agency}退回了您的转移申请：{transfer.refusal}。下一步请看“养老金—转移接续”。"
        en = "The other agency refused your transfer; see my transfers for its reason and what to do."
    else:
        zh = f"您在{transfer.other_agency}的养老保险关系已转入，{transfer.months}个月已记入。明细请看“养老金—转移接续”。"
        en = f"Your pension relation has arrived: {transfer.months} months are booked. See my transfers."
    cases.Notice.objects.create(to_account=name, at=recorded.at, by_sms=True, zh=zh, en=en)
