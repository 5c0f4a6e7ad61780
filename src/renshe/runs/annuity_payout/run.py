"""Annuities paid out month by month: make → approve → file → return, a batch for each trustee.

Each step can be called again: it finds what was done and does the rest. It commits at once or not at all; nothing goes to a
bank within a transaction.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Sum

from renshe.domains.annuity import api as annuity
from renshe.domains.documents import api as documents
from renshe.domains.pension import api as pension
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import format_month
from renshe.kernel.rules import Refusal
from renshe.laws import library
from renshe.runs.context import RunContext

FILE_TYPE = "text/plain; charset=gb18030"
PURPOSE = "年金待遇"
DONE = ("filed", "closed")


@dataclass(frozen=True)
class Report:
    """Where a batch stands, its totals, and what needs a human (`zh`, `en`)."""

    batch_id: int
    state: str
    totals: dict[str, int]
    attention: tuple[dict[str, str], ...] = field(default_factory=tuple)


def trustees_due(*, context: RunContext) -> list[str]:
    """Every trustee whose plans have a payout decided that has begun, in order."""
    begun = annuity.Payout.objects.filter(starts_month__lte=context.period, cancelled__isnull=True)
    return sorted(set(begun.values_list("account__plan__trustee", flat=True)))


def make(context: RunContext, *, trustee: str) -> Report:
    """Put everything due by the run's month into a batch of one trustee. Raises Refused where nothing is, or one is open."""
    batch, left = annuity.make_batch(
        trustee=trustee, period=context.period, explain=library.explain, recorded=_recorded(context)
    )
    attention = tuple(
        {
            "zh": f"年金领取{one.payout_id}：{one.why.zh}。{one.why.next_step_zh}",
            "en": f"annuity payout {one.payout_id}: {one.why.en}. {one.why.next_step_en}",
        }
        for one in left
    )
    return report(batch_id=batch.pk, attention=attention)


def approve(context: RunContext, *, batch_id: int) -> Report:
    """The second person's signature, never the maker's. Raises Refused `annuity_two_people`, `annuity_batch_step`."""
    annuity.approve_batch(batch_id=batch_id, recorded=_recorded(context))
    return report(batch_id=batch_id)


def withdraw(context: RunContext, *, batch_id: int, reason: str) -> Report:
    """Take a batch back before it is filed. Raises Refused."""
    annuity.withdraw_batch(batch_id=batch_id, recorded=_recorded(context, reason))
    return report(batch_id=batch_id)


def file(
    context: RunContext, *, batch_id: int, bank_format: pension.BankFormat, pay_on: date
) -> Report:
    """Write the bank file, keep it and draw what it pays. Called again it changes nothing.

    A line that the bank cannot write stops the whole file, for its amount is signed: withdraw, mend the account, make anew.
    Raises Refused `annuity_batch_step`, `annuity_batch_stale`, `annuity_unwritable_line`.
    """
    with transaction.atomic():
        batch = annuity.PayoutBatch.objects.select_for_update().get(pk=batch_id)
        if batch.state not in DONE:
            rows = annuity.file_rows_of(batch_id=batch_id)
            encoded = bank_format.encode_payments(
                header=pension.PaymentHeader(batch.bank_id, 1, "ANNUITY", pay_on, PURPOSE),
                rows=rows,
            )
            if encoded.refused:
                number, words = next(iter(encoded.refused.items()))
                raise Refused(annuity.UNWRITABLE, subject=f"{number}: {words}"[:200])
            stored = documents.store(
                name=file_name(batch), media_type=FILE_TYPE, content=encoded.content, direction="out", at=context.at
            )  # fmt: skip
            annuity.file_batch(
                batch_id=batch_id, sha256=stored.sha256, file_id=stored.pk, pay_on=pay_on, recorded=_recorded(context)
            )  # fmt: skip
    return report(batch_id=batch_id)


def send(*, batch_id: int, channel: pension.BankChannel) -> None:
    """Hand the kept file over, outside any transaction; sent again, it is the same bytes under the same name."""
    batch = annuity.PayoutBatch.objects.get(pk=batch_id)
    assert batch.file_id is not None
    channel.send(file_name=file_name(batch), content=documents.fetch(file_id=batch.file_id)[2])


def outgoing_file(*, batch_id: int) -> tuple[str, bytes]:
    """The name and content of the file that was kept for the bank, for asking for its answer.

    Raises Refused `annuity_batch_step` before it was filed.
    """
    batch = annuity.PayoutBatch.objects.get(pk=batch_id)
    if batch.file_id is None:
        raise Refused(annuity.STEP, subject=str(batch_id))
    return file_name(batch), documents.fetch(file_id=batch.file_id)[2]


def take_return(context: RunContext, *, content: bytes, bank_format: pension.BankFormat) -> Report:
    """Take a bank return (回盘), first or supplementary; one that answers another file is refused whole.

    The same file again changes nothing. Raises Refused, Refusal `nothing_sent`.
    """
    answer = bank_format.decode_return(content=content)
    with transaction.atomic():
        batch = annuity.PayoutBatch.objects.filter(sha256=answer.answers_sha256).first()
        if batch is None or batch.bank_id != answer.batch_id:
            raise Refusal(pension.NOTHING_SENT, subject=str(answer.batch_id))
        stored = documents.store(
            name=f"RETURN-{answer.batch_id}.txt", media_type=FILE_TYPE, content=content, direction="in", at=context.at
        )  # fmt: skip
        words = [
            annuity.Word(
                line_no=row["line_no"], status=row["status"], reason_code=row["reason_code"] or "",
                settled_on=row["settled_on"],
            )
            for row in answer.rows.to_pylist()
        ]  # fmt: skip
        annuity.take_words(
            batch_id=batch.pk, words=words, file_id=stored.pk, recorded=_recorded(context)
        )
    return report(batch_id=batch.pk)


def file_name(batch: annuity.PayoutBatch) -> str:
    """The name under which the file goes to the bank, for life."""
    return f"ANNUITY-{format_month(batch.period)}-{batch.bank_id}.txt"


def report(*, batch_id: int, attention: tuple[dict[str, str], ...] = ()) -> Report:
    """The batch as it stands; what came back waits in the queue and is told."""
    batch = annuity.PayoutBatch.objects.get(pk=batch_id)
    totals = {
        "rows": batch.lines.count(), "total_fen": batch.lines.aggregate(fen=Sum("amount_fen"))["fen"] or 0
    }  # fmt: skip
    for status in ("paid", "failed"):
        said = batch.lines.filter(words__status=status)
        totals |= {
            status: said.count(),
            f"{status}_fen": said.aggregate(fen=Sum("amount_fen"))["fen"] or 0,
        }
    if totals["failed"]:
        attention += (
            {
                "zh": f"年金批次{batch_id}：{totals['failed']}笔退回，请领取人更正账户后随下一批次再付",
                "en": f"annuity batch {batch_id}: {totals['failed']} came back; paid again once the account is corrected",
            },
        )
    return Report(batch_id, batch.state, totals, attention)


def _recorded(context: RunContext, reason: str = "") -> annuity.Recorded:
    return annuity.Recorded(by=context.by, at=context.at, known_on=context.today, reason=reason)
