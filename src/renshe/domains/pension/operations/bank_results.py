"""The bank's word: compared with what was sent, then kept for good."""

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection

from renshe.domains.pension.models import BankResult, PaymentFile, PaymentLine
from renshe.domains.pension.queries.payments import FINAL, unknown_instructions
from renshe.domains.pension.refusals import RETURN_DOES_NOT_FIT
from renshe.foundation.bulk import copy_rows
from renshe.kernel.rules import Refusal

# Statuses are named as in the partial indexes, so that months gone by are not read.
ANSWERED = """
SELECT EXISTS (SELECT FROM pension_bank_result WHERE status IN ('paid', 'failed')
                  AND batch_id = %(batch_id)s AND line_no BETWEEN %(first)s AND %(last)s)
    OR EXISTS (SELECT FROM pension_bank_result WHERE status = 'unknown'
                  AND batch_id = %(batch_id)s AND line_no BETWEEN %(first)s AND %(last)s)
"""


def heads_and_fen(*, rows: pa.Table) -> dict[str, int]:
    """What a return tells: `answered_paid`, `answered_paid_fen` and so on for failed and unknown."""
    told = {}
    for status in ("paid", "failed", "unknown"):
        chosen = rows.filter(pc.equal(rows["status"], status))
        told[f"answered_{status}"] = chosen.num_rows
        told[f"answered_{status}_fen"] = pc.sum(chosen["amount_fen"]).as_py() or 0
    return told


def fit_return(*, file: PaymentFile, sent: pa.Table, rows: pa.Table) -> None:
    """Refuse a return that does not fit its payment file: other lines, amounts or accounts, lines missing, or a second
    final word. The first return answers every line; a supplementary one only lines that are unknown.

    `sent` are the rows of the payment file as it was sent.
    """
    place = pc.index_in(rows["line_no"], sent["line_no"].combine_chunks())
    same = pc.and_(
        pc.equal(rows["amount_fen"], sent["amount_fen"].take(place)),
        pc.equal(rows["account_number"], sent["account_number"].take(place)),
    )
    _refuse_first(file=file, rows=rows, wrong=pc.invert(pc.fill_null(same, False)))
    where = {"batch_id": file.batch_id, "first": file.first_line, "last": file.last_line}
    with connection.cursor() as cursor:
        cursor.execute(ANSWERED, where)
        (answered,) = cursor.fetchone()
    if not answered:
        if rows.num_rows != sent.num_rows:
            subject = f"{file.batch_id}/{file.part}: {rows.num_rows} ≠ {sent.num_rows}"
            raise Refusal(RETURN_DOES_NOT_FIT, subject=subject)
        return
    unknown = [line for line, _, _ in unknown_instructions(batch_id=file.batch_id)]
    extra = pc.invert(pc.is_in(rows["line_no"], pa.array(unknown, pa.int32())))
    _refuse_first(file=file, rows=rows, wrong=extra)


def _refuse_first(*, file: PaymentFile, rows: pa.Table, wrong: pa.ChunkedArray) -> None:
    first = pc.index(wrong, True).as_py()
    if first >= 0:
        line_no = rows["line_no"][first].as_py()
        raise Refusal(RETURN_DOES_NOT_FIT, subject=f"{file.batch_id}-{line_no}")


def record_results(
    *, file: PaymentFile, rows: pa.Table, file_id: int | None
) -> list[tuple[str, int]]:
    """Keep the bank's answers in the caller's transaction; returns the instructions that came back, with their fen."""
    batch = pa.repeat(pa.scalar(file.batch_id, pa.int64()), rows.num_rows)
    instruction = pc.binary_join_element_wise(
        str(file.batch_id), pc.cast(rows["line_no"], pa.string()), "-"
    )
    data = pa.table(
        {
            "instruction": instruction,
            "batch_id": batch,
            "line_no": rows["line_no"],
            "status": rows["status"],
            "reason_code": rows["reason_code"],
            "settled_on": rows["settled_on"],
            "file_id": pa.repeat(pa.scalar(file_id, pa.int64()), rows.num_rows),
        }
    )
    with connection.cursor() as cursor:
        copy_rows(table="pension_bank_result", data=data, cursor=cursor)
    failed = rows.filter(pc.equal(rows["status"], "failed"))
    return [
        (f"{file.batch_id}-{line}", amount)
        for line, amount in zip(
            failed["line_no"].to_pylist(), failed["amount_fen"].to_pylist(), strict=True
        )
    ]


def return_was_taken(*, batch_id: int, file_id: int, rows: pa.Table) -> bool:
    """Whether the answers of this very file are kept already; one of them tells for all, they came together."""
    if not rows.num_rows:
        return False
    told = {"line_no": rows["line_no"][0].as_py(), "batch_id": batch_id, "file_id": file_id}
    status = rows["status"][0].as_py()
    named = {"status": "unknown"} if status == "unknown" else {"status__in": FINAL}
    return BankResult.objects.filter(**told, **named).exists()


def settle_by_statement(*, instruction: str, amount_fen: int, file_id: int | None) -> str:
    """A statement credits an instruction back, which proves that it failed.

    `settled` where that was news about an unknown one, `failed` where the bank had said so, `paid`
    where it had said the opposite, `foreign` where we sent no such instruction or another amount.
    """
    batch, _, line = instruction.partition("-")
    if not (batch.isdecimal() and line.isdecimal()):
        return "foreign"
    sent = PaymentLine.objects.filter(batch_id=int(batch), line_no=int(line)).first()
    if sent is None or sent.net_fen != amount_fen:
        return "foreign"
    told = BankResult.objects.filter(batch_id=sent.batch_id, line_no=sent.line_no)
    final = told.filter(status__in=FINAL).values_list("status", flat=True).first()
    if final is not None:
        return str(final)
    if not told.filter(status="unknown").exists():
        return "foreign"
    BankResult.objects.create(
        instruction=instruction,
        batch_id=sent.batch_id,
        line_no=sent.line_no,
        status="failed",
        reason_code="other",
        file_id=file_id,
    )
    return "settled"
