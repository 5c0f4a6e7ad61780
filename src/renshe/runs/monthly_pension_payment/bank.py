"""The month's pensions at the bank: file → send → return → statement → close.

Every step can be called again. An instruction id is for life, a file is the same bytes whenever it
is made, and an instruction whose fate is unknown is never sent again: only the bank's return or
statement ends that.
"""

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date, datetime

from django.db import transaction

from renshe.domains.documents import api as documents
from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.flows import one_off_to_ledger, resident_payouts_to_ledger
from renshe.flows.paid_once_to_ledger import credited_back
from renshe.flows.pension_to_ledger import pension_paid, pension_returned
from renshe.foundation.crash_points import crash_point
from renshe.kernel.rules import Refusal
from renshe.runs.monthly_pension_payment.report import Attention, StepReport, prove_controls

PAID_ONCE = (one_off_to_ledger.BOOKS, resident_payouts_to_ledger.BOOKS)
"""Batches of what is owed once, which the same expenditure accounts pay."""
RETURN_TYPE = "text/plain; charset=gb18030"


def write_files(
    *, batch_id: int, bank_format: pension.BankFormat, pay_on: date, by: str, at: datetime
) -> StepReport:
    """Write the payment files and book the money as gone to the bank (送盘).

    Each part commits by itself; the last transaction proves that the parts add up to what is payable and posts it.
    """
    batch = pension.batch_row(batch_id=batch_id)
    if batch.state in ("funded",):
        batch = pension.begin_filing(batch_id=batch_id, pay_on=pay_on)
        for part in pension.file_ranges(batch_id=batch_id):
            pension.write_part(batch=batch, part=part, bank_format=bank_format, by=by, at=at)
        crash_point("pension.files_written")
        _post_files(batch_id=batch_id, by=by)
        crash_point("pension.files_posted")
    else:
        pension.require_state(batch=batch, states=("filed", "returned", "closed"))
    return _report("file", batch_id, _held_back(batch_id))


def _post_files(*, batch_id: int, by: str) -> None:
    with transaction.atomic():
        batch = pension.locked_batch(batch_id=batch_id)
        if batch.state != "funded":
            return
        outcome = pension.batch_outcome(batch_id=batch_id)
        files = pension.payment_files(batch_id=batch_id)
        totals = {
            "due_fen": outcome.due_fen,
            "stopped_fen": outcome.stopped_fen,
            "payable": outcome.payable,
            "filed": sum(file.rows for file in files),
            "filed_fen": sum(file.total_fen for file in files),
        }
        prove_controls(step="file", totals=totals)
        returned = pension.suspense_of_batch(batch_id=batch_id) if batch.pays == "returned" else []
        pension_paid(
            fund=batch.fund,
            batch_id=batch_id,
            accounting_month=batch.accounting_month,
            entry_on=batch.filed_on,
            net_fen=totals["filed_fen"],
            posted_by=by,
            from_suspense=batch.pays == "returned",
            returned=returned,
        )
        pension.move_batch(batch=batch, verb="file", totals=totals)


def send_files(*, batch_id: int, channel: pension.BankChannel, at: datetime) -> StepReport:
    """Hand the kept files to the bank, outside any transaction; a file that went out before is
    sent as the same bytes."""
    batch = pension.batch_row(batch_id=batch_id)
    pension.require_state(batch=batch, states=("filed", "returned", "closed"))
    for file, name, content in outgoing_files(batch_id=batch_id):
        channel.send(file_name=name, content=content)
        crash_point("pension.file_sent")
        pension.mark_sent(file=file, at=at)
    return _report("send", batch_id)


def outgoing_files(*, batch_id: int) -> Iterator[tuple[pension.PaymentFile, str, bytes]]:
    """The files of a batch as kept: row, name and bytes, one at a time."""
    batch = pension.batch_row(batch_id=batch_id)
    for file in pension.payment_files(batch_id=batch_id):
        yield file, pension.file_name(batch=batch, part=file.part), pension.file_content(file=file)


def regenerate(*, batch_id: int, part: int, bank_format: pension.BankFormat) -> bytes:
    """A payment file made again from its lines; the bytes are those that were sent."""
    batch = pension.batch_row(batch_id=batch_id)
    for file in pension.payment_files(batch_id=batch_id):
        if file.part == part:
            span = pension.FileRange(file.part, file.first_line, file.last_line)
            encoded = pension.encode_part(batch=batch, part=span, bank_format=bank_format)
            return encoded.content
    raise Refusal(pension.NOTHING_SENT, subject=f"{batch_id}/{part}")


def take_return(
    *, content: bytes, bank_format: pension.BankFormat, accounting_month: int, by: str, at: datetime
) -> StepReport:
    """Take a bank return (回盘), first or supplementary: keep the words, book what came back.

    The whole file is refused where it does not fit what was sent. The same file again changes nothing.
    """
    answer = bank_format.decode_return(content=content)
    files = {file.part: file for file in pension.payment_files(batch_id=answer.batch_id)}
    file = files.get(answer.part)
    if file is None or file.sha256 != answer.answers_sha256:
        raise Refusal(pension.NOTHING_SENT, subject=f"{answer.batch_id}/{answer.part}")
    with transaction.atomic():
        batch = pension.locked_batch(batch_id=answer.batch_id)
        pension.require_state(batch=batch, states=("filed", "returned", "closed"))
        stored = documents.store(
            name=f"RETURN-{answer.batch_id}-{answer.part:03d}.txt", media_type=RETURN_TYPE,
            content=content, direction="in", at=at,
        )  # fmt: skip
        if pension.return_was_taken(batch_id=answer.batch_id, file_id=stored.pk, rows=answer.rows):
            return _return_report(answer)
        sent = bank_format.decode_payments(content=pension.file_content(file=file))
        pension.fit_return(file=file, sent=sent, rows=answer.rows)
        returned = pension.record_results(file=file, rows=answer.rows, file_id=stored.pk)
        crash_point("pension.results_recorded")
        if returned:
            pension_returned(
                fund=batch.fund, file_id=stored.sha256, accounting_month=accounting_month,
                entry_on=answer.made_on, returned=returned, posted_by=by,
            )  # fmt: skip
        all_answered = pension.mark_returned(file=file, returned_file_id=stored.pk)
        if all_answered and batch.state == "filed":
            pension.move_batch(batch=batch, verb="take_return")
    return _return_report(answer)


def take_statement(
    *,
    content: bytes,
    bank_format: pension.BankFormat,
    bank_account_id: int,
    accounting_month: int,
    by: str,
    at: datetime,
) -> tuple[int, tuple[Attention, ...]]:
    """Load a statement of the expenditure account; a payment credited back proves that an unknown one failed.

    Those of batches of what is owed once too, which the same account pays. Returns how many it settled, and what needs a human:
    credits for payments the bank had called paid.
    """
    statement = bank_format.decode_statement(content=content)
    settled: list[tuple[str, int]] = []
    notes: list[Attention] = []
    proved = 0
    with transaction.atomic():
        stored = documents.store(
            name=f"STATEMENT-{statement.account_number}-{statement.to_on:%Y%m%d}.txt",
            media_type=RETURN_TYPE, content=content, direction="in", at=at,
        )  # fmt: skip
        funds.load_statement(
            bank_account_id=bank_account_id,
            lines=[
                (
                    row.reference, row.booked_on, row.amount_fen, row.counterparty, row.purpose,
                    _cause(row),
                )
                for row in statement.rows
            ],
        )  # fmt: skip
        for row in statement.rows:
            if row.kind != "BACK":
                continue
            named = {
                "instruction": row.reference,
                "amount_fen": row.amount_fen,
                "file_id": stored.pk,
            }
            known = None
            for books in PAID_ONCE:
                known = known or credited_back(
                    books, **named, month=accounting_month, on=statement.to_on, by=by
                )
            if known is None:
                known = pension.settle_by_statement(**named)
                settled += [(row.reference, row.amount_fen)] if known == "settled" else []
            proved += known == "settled"
            if known not in ("settled", "failed"):
                notes.append(_contradiction(row.reference))
        for fund, returned in _by_fund(settled).items():
            pension_returned(
                fund=fund, file_id=stored.sha256, accounting_month=accounting_month,
                entry_on=statement.to_on, returned=returned, posted_by=by,
            )  # fmt: skip
    return proved, tuple(notes)


def _by_fund(settled: list[tuple[str, int]]) -> dict[str, list[tuple[str, int]]]:
    """What came back, by the fund whose batch had paid it."""
    found: dict[str, list[tuple[str, int]]] = {}
    for instruction, fen in settled:
        batch = pension.batch_row(batch_id=int(instruction.partition("-")[0]))
        found.setdefault(batch.fund, []).append((instruction, fen))
    return found


def _cause(row: pension.StatementRow) -> str:
    """What moved the money, in the words by which the books are compared with the bank.

    Batches of what is owed once are told by their number, which both the file and every instruction of it begin with.
    """
    batch = row.reference.removeprefix("F").partition("-")[0]
    for books in PAID_ONCE if batch.isdecimal() and row.kind in ("PAY", "BACK") else ():
        if books.steps.find(batch_id=int(batch)) is not None:
            return (
                f"{books.paid}:{batch}"
                if row.kind == "PAY"
                else f"{books.returned}:{row.reference}"
            )
    return {
        "PAY": f"paid:{row.booked_on}",
        "BACK": f"returned:{row.booked_on:%Y-%m}",
        "TRANSFER": f"plan:{row.reference}",
        "INTEREST": f"interest_received:{row.reference}",
    }.get(row.kind, "")


def close(*, batch_id: int, at: datetime) -> StepReport:
    """Close the batch once every instruction has the bank's final word. What failed stays in the queue, still owed."""
    with transaction.atomic():
        batch = pension.locked_batch(batch_id=batch_id)
        if batch.state != "closed":
            pension.require_state(batch=batch, states=("returned",))
            outcome = pension.batch_outcome(batch_id=batch_id)
            if outcome.unknown:
                raise Refusal(pension.STILL_UNKNOWN, subject=f"{batch_id}: {outcome.unknown}")
            totals = asdict(outcome)
            prove_controls(step="close", totals=totals)
            batch.closed_on = at.date()
            pension.move_batch(batch=batch, verb="close", totals=totals)
    return _report("close", batch_id)


def _contradiction(instruction: str) -> Attention:
    return Attention(
        "returned_after_paid",
        f"对账单退回 {instruction}，但银行回盘未报失败：请向银行查询",
        f"the statement credits {instruction} back, which the return did not call failed: ask the bank",
        instruction,
    )


def _held_back(batch_id: int) -> tuple[Attention, ...]:
    count = pension.stops_by_reason(batch_id=batch_id).get("name_unwritable", 0)
    if not count:
        return ()
    return (
        Attention(
            "name_unwritable",
            f"{count}笔户名银行无法书写，未送盘：请查明写法或变更账户",
            f"{count} names the bank cannot write were held back: find the spelling or another account",
        ),
    )


def _unknown(batch_id: int) -> tuple[Attention, ...]:
    lines = pension.unknown_instructions(batch_id=batch_id)
    if not lines:
        return ()
    return (
        Attention(
            "unknown",
            f"{len(lines)}笔银行状态未知：不得重发，等待补充回盘或对账单",
            f"{len(lines)} are unknown to the bank: never pay again before its return or statement",
            ", ".join(f"{batch_id}-{line}" for line, _, _ in lines[:10]),
        ),
    )


def _report(step: str, batch_id: int, attention: tuple[Attention, ...] = ()) -> StepReport:
    batch = pension.batch_row(batch_id=batch_id)
    return StepReport(
        step=step,
        batch_id=batch_id,
        state=batch.state,
        totals=dict(batch.totals),
        attention=attention,
    )


def _return_report(answer: pension.ReturnedFile) -> StepReport:
    """What one return told, in heads and fen by status, beside the totals of its batch."""
    report = _report("return", answer.batch_id, _unknown(answer.batch_id))
    told = pension.heads_and_fen(rows=answer.rows)
    return replace(report, totals={**report.totals, **told})
