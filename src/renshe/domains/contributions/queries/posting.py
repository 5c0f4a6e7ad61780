"""What an allocation must post: money of each receipt given, and what of it was held before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class HeldReceipt:
    """A receipt with money left in suspense after an allocation, in fen."""

    external_ref: str
    left_fen: int


@dataclass(frozen=True)
class ReceiptLeft:
    """A receipt, who paid it as the collector wrote it, and what of it lies in suspense (fen)."""

    receipt_id: int
    external_ref: str
    payer_uscc: str
    left_fen: int


def receipt_left(*, receipt_id: int) -> ReceiptLeft | None:
    """What is left of one receipt after everything given and refunded, or None where there is no such receipt."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT r.id, r.external_ref, r.payer_uscc, (r.amount_fen
                      - coalesce((SELECT sum(amount_fen) FROM contributions_allocation WHERE receipt_id = r.id), 0)
                      - coalesce((SELECT sum(amount_fen) FROM contributions_refund WHERE receipt_id = r.id), 0))::bigint
                 FROM contributions_receipt r WHERE r.id = %s""",
            [receipt_id],
        )
        row = cursor.fetchone()
        return ReceiptLeft(*row) if row else None


def receipt_by_ref(*, external_ref: str) -> int | None:
    """The receipt with the collector's number of a payment, or None."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM contributions_receipt WHERE external_ref = %s", [external_ref]
        )
        row = cursor.fetchone()
        return int(row[0]) if row else None


def given_by_receipt(*, batch_id: int) -> list[tuple[str, str, bool, int]]:
    """What a batch allocated: ``(external_ref, insurance, is_surcharge, fen)``, one row each."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT r.external_ref, a.insurance, a.share = 'surcharge', sum(a.amount_fen)::bigint
                 FROM contributions_allocation a JOIN contributions_receipt r ON r.id = a.receipt_id
                WHERE a.batch_id = %s GROUP BY 1, 2, 3 ORDER BY 1, 2, 3""",
            [batch_id],
        )
        return [
            (ref, insurance, extra, int(fen)) for ref, insurance, extra, fen in cursor.fetchall()
        ]


def held_of_files(*, file_ids: Sequence[int]) -> list[HeldReceipt]:
    """Receipts of these files that have money left in suspense."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT r.external_ref, (r.amount_fen
                      - coalesce((SELECT sum(amount_fen) FROM contributions_allocation WHERE receipt_id = r.id), 0)
                      - coalesce((SELECT sum(amount_fen) FROM contributions_refund WHERE receipt_id = r.id), 0))::bigint
                 FROM contributions_receipt r
                WHERE r.source_file_id = ANY(%s) AND r.state = 'suspense' ORDER BY r.id""",
            [list(file_ids)],
        )
        return [HeldReceipt(ref, int(fen)) for ref, fen in cursor.fetchall()]
