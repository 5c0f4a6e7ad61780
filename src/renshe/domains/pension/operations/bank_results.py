"""The bank's word: compared with what was sent, then kept for good."""

from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection

from renshe.domains.pension.models import BankResult, PaymentFile, PaymentLine
from renshe.domains.pension.refusals import RETURN_DOES_NOT_FIT
from renshe.foundation.bulk import copy_rows, read_arrow
from renshe.kernel.rules import Refusal

SENT = """
SELECT l.line_no, l.net_fen, c.account_number AS sent_account
  FROM pension_payment_line l
  JOIN pension_payee_account c ON c.id = l.payee_account_id
  LEFT JOIN pension_payment_stop s ON s.batch_id = l.batch_id AND s.line_no = l.line_no
 WHERE l.batch_id = {batch_id} AND l.line_no BETWEEN {first} AND {last}
   AND s.id IS NULL AND l.net_fen > 0
"""

ANSWERED = """
SELECT line_no, bool_or(status <> 'unknown') AS is_final FROM pension_bank_result
 WHERE batch_id = {batch_id} AND line_no BETWEEN {first} AND {last} GROUP BY line_no
"""


@dataclass(frozen=True)
class TakenReturn:
    """What a return file told, in heads and fen by status, and the instructions that came back."""

    heads: dict[str, int]
    fen: dict[str, int]
    returned: list[tuple[str, int]] = field(default_factory=list)


def fit_return(*, file: PaymentFile, rows: pa.Table) -> None:
    """Refuse a return that does not fit its payment file: other lines, amounts or accounts, lines missing, or a second
    final word. The first return answers every line; a supplementary one only lines that are unknown.
    """
    where = {"batch_id": file.batch_id, "first": file.first_line, "last": file.last_line}
    sent = read_arrow(sql=SENT.format(**where))
    joined = rows.select(["line_no", "amount_fen", "account_number"]).join(
        sent, keys="line_no", join_type="left outer"
    )
    same = pc.and_(
        pc.equal(joined["amount_fen"], joined["net_fen"]),
        pc.equal(joined["account_number"], joined["sent_account"]),
    )
    wrong = pc.invert(pc.fill_null(same, False))
    if pc.any(wrong).as_py():
        bad = joined.filter(wrong)["line_no"][0].as_py()
        raise Refusal(RETURN_DOES_NOT_FIT, subject=f"{file.batch_id}-{bad}")
    answered = read_arrow(sql=ANSWERED.format(**where))
    if answered.num_rows == 0:
        if rows.num_rows != sent.num_rows:
            raise Refusal(
                RETURN_DOES_NOT_FIT,
                subject=f"{file.batch_id}/{file.part}: {rows.num_rows} ≠ {sent.num_rows}",
            )
        return
    unknown = answered.filter(pc.invert(answered["is_final"]))["line_no"]
    extra = pc.invert(pc.is_in(rows["line_no"], unknown.combine_chunks()))
    if pc.any(extra).as_py():
        bad = rows.filter(extra)["line_no"][0].as_py()
        raise Refusal(RETURN_DOES_NOT_FIT, subject=f"{file.batch_id}-{bad}")


def record_results(*, file: PaymentFile, rows: pa.Table, file_id: int | None) -> TakenReturn:
    """Keep the bank's answers in the caller's transaction and add them up."""
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
    heads, fen = {}, {}
    for status in ("paid", "failed", "unknown"):
        chosen = rows.filter(pc.equal(rows["status"], status))
        heads[status] = chosen.num_rows
        fen[status] = pc.sum(chosen["amount_fen"]).as_py() or 0
    failed = rows.filter(pc.equal(rows["status"], "failed"))
    returned = [
        (f"{file.batch_id}-{line}", amount)
        for line, amount in zip(
            failed["line_no"].to_pylist(), failed["amount_fen"].to_pylist(), strict=True
        )
    ]
    return TakenReturn(heads=heads, fen=fen, returned=returned)


def return_was_taken(*, batch_id: int, file_id: int) -> bool:
    """Whether the answers of this very file are kept already."""
    return BankResult.objects.filter(batch_id=batch_id, file_id=file_id).exists()


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
    words = set(
        BankResult.objects.filter(batch_id=sent.batch_id, line_no=sent.line_no).values_list(
            "status", flat=True
        )
    )
    for final in ("failed", "paid"):
        if final in words:
            return final
    if "unknown" not in words:
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
