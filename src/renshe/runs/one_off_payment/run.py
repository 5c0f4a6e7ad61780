"""One-off benefits, step by step: make → approve → fund → file → return → close.

Each step can be called again: it finds what was done and does the rest. It commits at once or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from renshe.domains.documents import api as documents
from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.flows.one_off_to_ledger import one_off_paid, one_off_words
from renshe.flows.pension_to_ledger import FUND
from renshe.kernel.periods import Month, format_month
from renshe.kernel.rules import Refusal

KIND = "one_off_payment"
FILE_TYPE = "text/plain; charset=gb18030"
PURPOSE = "丧葬补助金和抚恤金"
SENT = ("filed", "returned", "closed")


@dataclass(frozen=True)
class OneOffReport:
    """Where a batch stands, its totals, and what needs a human (`zh`, `en`) by benefit."""

    batch_id: int
    state: str
    totals: dict[str, int]
    attention: tuple[dict[str, str], ...] = field(default_factory=tuple)


def make(
    *,
    place: str,
    accounting_month: Month,
    bank_format: pension.BankFormat,
    by: str,
    at: datetime,
    benefit_ids: Sequence[int] | None = None,
) -> OneOffReport:
    """Put the named waiting benefits of a place into a batch, or all that need nobody's decision (编制批次).

    A name the bank cannot write is left out and told. Raises Refusal `nothing_waits`. Basis: 社会保险经办条例 第四十条.
    """
    with transaction.atomic():
        pension.lock_one_off()
        chosen = pension.choose_benefits(place=place, benefit_ids=benefit_ids)
        chosen, notes = _writable(chosen, bank_format=bank_format, place=place, pay_on=at.date())
        number = len(pension.one_off_batches(place=place, most=10_000)) + 1
        batch_id = funds.open_batch(
            kind="one_off_payment",
            accounting_month=accounting_month,
            run_key=f"{KIND}:{place}:{format_month(accounting_month)}:{number}",
            fund=FUND,
            period=accounting_month,
        )
        pension.make_one_off_batch(
            batch_id=batch_id, place=place, accounting_month=accounting_month, chosen=chosen, by=by,
            at=at,
        )  # fmt: skip
    return report(batch_id=batch_id, attention=notes)


def _writable(
    chosen: Sequence[pension.WaitingBenefit],
    *,
    bank_format: pension.BankFormat,
    place: str,
    pay_on: date,
) -> tuple[list[pension.WaitingBenefit], tuple[dict[str, str], ...]]:
    """Those that the bank's file can hold, and words for the others."""
    lines = [
        pension.OneOffLine(
            line_no=number,
            bank_code=row.benefit.bank_code,
            account_number=row.benefit.account_number,
            account_name=row.benefit.account_name,
            amount_fen=row.benefit.total_fen,
        )
        for number, row in enumerate(chosen, start=1)
    ]
    tried = bank_format.encode_payments(
        header=pension.PaymentHeader(0, 1, place, pay_on, PURPOSE),
        rows=pension.one_off_rows(lines=lines),
    )
    kept = [row for number, row in enumerate(chosen, start=1) if number not in tried.refused]
    if not kept:
        raise Refusal(pension.NOTHING_WAITS, subject="; ".join(tried.refused.values())[:200])
    notes = tuple(
        {
            "zh": f"{chosen[number - 1].benefit.case_number}：{words}",
            "en": f"{chosen[number - 1].benefit.case_number}: the bank cannot write the name or account; correct it",
        }
        for number, words in tried.refused.items()
    )
    return kept, notes


def approve(*, batch_id: int, by: str, at: datetime) -> OneOffReport:
    """The second person's signature (批准), never the maker's. Raises Refusal `two_people_needed`, `wrong_step`."""
    pension.approve_one_off(batch_id=batch_id, by=by, at=at)
    return report(batch_id=batch_id)


def discard(*, batch_id: int, by: str, at: datetime, why: str) -> OneOffReport:
    """Take a batch back before it goes to the bank; its benefits wait again. Raises Refusal `reason_needed`, `wrong_step`."""
    pension.discard_one_off(batch_id=batch_id, by=by, at=at, why=why)
    return report(batch_id=batch_id)


def request_funds(*, batch_id: int, prepared_by: str) -> int | None:
    """The fund-use plan (用款计划) for first payments; None where all is paid from what came back.

    Raises Refusal `wrong_step`. Basis: 财社〔2017〕144号 第四十一条.
    """
    batch = pension.one_off_batch(batch_id=batch_id)
    assert batch is not None
    pension.require_one_off(batch=batch, states=("approved", "funded"))
    needed = first_payments_fen(batch_id=batch_id)
    if not needed:
        return None
    return funds.prepare_plan(
        fund=FUND,
        accounting_month=batch.accounting_month,
        purpose="one_off_payment",
        cause_id=str(batch_id),
        amount_fen=needed,
        prepared_by=prepared_by,
    )


def receive_funds(
    *, batch_id: int, plan_id: int | None, approved_by: str, at: datetime
) -> OneOffReport:
    """The finance bureau approves and transfers (财政专户拨款). Raises Refusal of the plan's own two people, `wrong_step`."""
    with transaction.atomic():
        if plan_id is not None:
            funds.approve_plan(plan_id=plan_id, approved_by=approved_by, approved_at=at)
            funds.transfer_plan(plan_id=plan_id, transferred_on=at.date(), posted_by=approved_by)
        funded = first_payments_fen(batch_id=batch_id) if plan_id is not None else 0
        pension.fund_one_off(batch_id=batch_id, plan_id=plan_id, funded_fen=funded, on=at.date())
    return report(batch_id=batch_id)


def write_file(
    *, batch_id: int, bank_format: pension.BankFormat, pay_on: date, by: str, at: datetime
) -> OneOffReport:
    """Write the file, keep its bytes and book the money as gone to the bank (送盘): one transaction.

    Raises Refusal `control_differs` where the file is not the batch to the fen, `not_enough_money`, `month_closed`.
    """
    with transaction.atomic():
        batch = pension.locked_one_off(batch_id=batch_id)
        if batch.state not in SENT:
            lines = pension.one_off_lines(batch_id=batch_id)
            encoded = bank_format.encode_payments(
                header=pension.PaymentHeader(batch_id, 1, batch.place, pay_on, PURPOSE),
                rows=pension.one_off_rows(lines=lines),
            )
            stored = documents.store(
                name=file_name(batch=batch), media_type=FILE_TYPE, content=encoded.content,
                direction="out", at=at,
            )  # fmt: skip
            pension.file_one_off(
                batch=batch, pay_on=pay_on, sha256=stored.sha256, file_id=stored.pk,
                rows=encoded.rows, total_fen=encoded.total_fen,
            )  # fmt: skip
            one_off_paid(batch=batch, lines=lines, by=by, at=at)
    return report(batch_id=batch_id)


def send(*, batch_id: int, channel: pension.BankChannel, at: datetime) -> OneOffReport:
    """Hand the kept file to the bank, outside any transaction; sent again, it is the same bytes under the same name."""
    batch, content = outgoing_file(batch_id=batch_id)
    channel.send(file_name=file_name(batch=batch), content=content)
    pension.one_off_sent(batch_id=batch_id, at=at)
    return report(batch_id=batch_id)


def outgoing_file(*, batch_id: int) -> tuple[pension.OneOffBatch, bytes]:
    """The batch and its file as kept. Raises Refusal `nothing_sent` before it was written."""
    batch = pension.one_off_batch(batch_id=batch_id)
    if batch is None or batch.file_id is None:
        raise Refusal(pension.NOTHING_SENT, subject=str(batch_id))
    return batch, documents.fetch(file_id=batch.file_id)[2]


def file_name(*, batch: pension.OneOffBatch) -> str:
    """The name under which the file goes to the bank, for life."""
    return f"ONCE-{batch.place}-{format_month(batch.accounting_month)}-{batch.batch_id}.txt"


def take_return(
    *,
    content: bytes,
    bank_format: pension.BankFormat,
    accounting_month: Month,
    by: str,
    at: datetime,
) -> OneOffReport:
    """Take a bank return (回盘), first or supplementary: keep the words, mark what is paid, book what came back.

    The whole file is refused where it does not fit what was sent. The same file again changes nothing.
    """
    answer = bank_format.decode_return(content=content)
    with transaction.atomic():
        found = pension.one_off_batch(batch_id=answer.batch_id)
        if found is None or found.sha256 != answer.answers_sha256 or not found.sha256:
            raise Refusal(pension.NOTHING_SENT, subject=str(answer.batch_id))
        batch = pension.locked_one_off(batch_id=answer.batch_id)
        stored = documents.store(
            name=f"RETURN-{answer.batch_id}-001.txt", media_type=FILE_TYPE, content=content,
            direction="in", at=at,
        )  # fmt: skip
        if not pension.one_off_return_taken(batch_id=answer.batch_id, file_id=stored.pk):
            words = [pension.BankWord(**row) for row in answer.rows.to_pylist()]
            # A supplementary return of a bank that was sure of everything is empty and says nothing.
            if words:
                one_off_words(
                    batch=batch, words=words, file_id=stored.pk, month=accounting_month,
                    on=answer.made_on, by=by,
                )  # fmt: skip
    return report(batch_id=answer.batch_id)


def close(*, batch_id: int, at: datetime) -> OneOffReport:
    """Close the batch (关账). What failed waits for the next batch, still owed. Raises Refusal `still_unknown`."""
    pension.close_one_off(batch_id=batch_id, on=at.date())
    return report(batch_id=batch_id)


def first_payments_fen(*, batch_id: int) -> int:
    """What the batch needs of new money (fen): its first payments."""
    lines = pension.one_off_lines(batch_id=batch_id)
    return sum(line.amount_fen for line in lines if line.attempt_of is None)


def report(*, batch_id: int, attention: tuple[dict[str, str], ...] = ()) -> OneOffReport:
    """The batch as it stands, with what is unknown told."""
    batch = pension.one_off_batch(batch_id=batch_id)
    assert batch is not None
    outcome = pension.one_off_outcome(lines=pension.one_off_lines(batch_id=batch_id))
    if outcome.unknown:
        attention += (_unknown(batch_id, outcome.unknown),)
    totals: dict[str, Any] = asdict(outcome)
    return OneOffReport(batch_id, batch.state, totals, attention)


def _unknown(batch_id: int, count: int) -> dict[str, str]:
    return {
        "zh": f"一次性待遇批次{batch_id}：{count}笔银行状态未知，不得重发，等待补充回盘或对账单",
        "en": f"one-off batch {batch_id}: {count} unknown to the bank; never pay again before its return or statement",
    }
