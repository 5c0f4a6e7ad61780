"""What a payment batch adds up to, and what is left to do about it."""

from dataclasses import dataclass, fields

import pyarrow as pa
from django.db import connection, models, transaction

from renshe.domains.pension.kinds import FUNDS, kinds_of_fund
from renshe.domains.pension.models import Award, PaymentBatch, PaymentFile, PaymentStop
from renshe.domains.pension.places import place_prefix
from renshe.domains.pension.states import IN_PAYMENT
from renshe.foundation.bulk import read_arrow, whole_tables

FINAL = ("paid", "failed")
"""The bank's final words, as the partial index of results names them."""

AMOUNT_SUMS = ", ".join(
    f"coalesce(sum(l.{name}), 0)::bigint"
    for name in (
        "basic_fen", "account_fen", "transitional_fen", "other_fen", "deduction_fen", "net_fen",
    )
)  # fmt: skip

OUTCOME = """
SELECT count(*), coalesce(sum(l.net_fen), 0)::bigint,
       count(s.id), coalesce(sum(l.net_fen) FILTER (WHERE s.id IS NOT NULL), 0)::bigint,
       coalesce(sum(l.net_fen) FILTER (WHERE s.still_due), 0)::bigint,
       count(*) FILTER (WHERE s.id IS NULL AND l.net_fen > 0),
       coalesce(sum(l.net_fen) FILTER (WHERE s.id IS NULL), 0)::bigint
  FROM pension_payment_line l
  LEFT JOIN pension_payment_stop s ON s.batch_id = l.batch_id AND s.line_no = l.line_no
 WHERE l.batch_id = %(batch_id)s
"""

# A line has at most one final word, so final words are counted as they are.
ANSWERS = """
SELECT w.status, count(*), sum(l.net_fen)::bigint
  FROM pension_bank_result w
  JOIN pension_payment_line l ON l.batch_id = %(batch_id)s AND l.line_no = w.line_no
 WHERE w.batch_id = %(batch_id)s AND w.status IN ('paid', 'failed')
 GROUP BY w.status
"""

# The few unknown ones first, each then looked up by its key: results that came a moment ago have no statistics,
# and a planner without them would compare every answer with every line.
UNKNOWN = """
WITH told AS MATERIALIZED (
    SELECT line_no FROM pension_bank_result WHERE batch_id = %(batch_id)s AND status = 'unknown'
), open AS MATERIALIZED (
    SELECT t.line_no FROM told t
     WHERE (SELECT count(*) FROM pension_bank_result f
             WHERE f.batch_id = %(batch_id)s AND f.line_no = t.line_no
               AND f.status IN ('paid', 'failed')) = 0
)
SELECT o.line_no, l.person_id, l.net_fen
  FROM open o CROSS JOIN LATERAL (
       SELECT person_id, net_fen FROM pension_payment_line p
        WHERE p.batch_id = %(batch_id)s AND p.line_no = o.line_no OFFSET 0) l
 ORDER BY 1
"""

PAYABLE = """
SELECT l.line_no, c.bank_code, c.account_number, c.account_name, l.net_fen AS amount_fen
  FROM pension_payment_line l
  JOIN pension_payee_account c ON c.id = l.payee_account_id
  LEFT JOIN pension_payment_stop s ON s.batch_id = l.batch_id AND s.line_no = l.line_no
 WHERE l.batch_id = {batch_id} AND l.line_no BETWEEN {first} AND {last}
   AND s.id IS NULL AND l.net_fen > 0
 ORDER BY l.line_no
"""


@dataclass(frozen=True)
class BatchOutcome:
    """Heads and fen of a drawn batch: all lines, stopped ones, what can be paid, and the bank's word so far.

    `due = stopped + payable` and, once the bank has answered all, `payable = paid + failed + unknown`.
    """

    lines: int
    due_fen: int
    stopped: int
    stopped_fen: int
    stopped_still_due_fen: int
    payable: int
    payable_fen: int
    paid: int = 0
    paid_fen: int = 0
    failed: int = 0
    failed_fen: int = 0
    unknown: int = 0
    unknown_fen: int = 0


def batch_outcome(*, batch_id: int) -> BatchOutcome:
    """Count and sum a drawn batch from its rows."""
    with transaction.atomic(), connection.cursor() as cursor, whole_tables(cursor):
        cursor.execute(OUTCOME, {"batch_id": batch_id})
        counted = cursor.fetchone()
        cursor.execute(ANSWERS, {"batch_id": batch_id})
        answers = {status: (heads, int(fen)) for status, heads, fen in cursor.fetchall()}
    unknown = unknown_instructions(batch_id=batch_id)
    answers["unknown"] = (len(unknown), sum(fen for _, _, fen in unknown))
    told: dict[str, int] = {}
    for status in ("paid", "failed", "unknown"):
        told[status], told[f"{status}_fen"] = answers.get(status, (0, 0))
    return BatchOutcome(*counted, **told)


def outcome_of(*, batch: PaymentBatch) -> BatchOutcome:
    """What became of a batch: as it was counted when it was closed, or counted now.

    A closed batch has the bank's final word on every line, so its figures stand; `checks.py` proves them.
    """
    names = [field.name for field in fields(BatchOutcome)]
    if batch.state == "closed" and all(name in batch.totals for name in names):
        return BatchOutcome(**{name: int(batch.totals[name]) for name in names})
    return batch_outcome(batch_id=batch.batch_id)


def line_totals(*, batch_id: int, table: str = "pension_payment_line") -> dict[str, int]:
    """Sums of a batch's lines by part, and `rows`; `table` may be its stage before it is attached."""
    query = f"SELECT count(*), {AMOUNT_SUMS} FROM {table} l WHERE l.batch_id = %s"
    with connection.cursor() as cursor:
        cursor.execute(query, [batch_id])
        row = cursor.fetchone()
    names = (
        "rows", "basic_fen", "account_fen", "transitional_fen", "other_fen", "deduction_fen", "net_fen",
    )  # fmt: skip
    return dict(zip(names, row, strict=True))


def payable_rows(*, batch_id: int, first: int, last: int) -> pa.Table:
    """Instructions to send for a range of line numbers, in order: not stopped and not zero."""
    return read_arrow(sql=PAYABLE.format(batch_id=batch_id, first=first, last=last))


def batch_row(*, batch_id: int) -> PaymentBatch:
    """A payment batch. Raises PaymentBatch.DoesNotExist."""
    return PaymentBatch.objects.get(batch_id=batch_id)


def batches_of(*, place: str, period: int) -> list[PaymentBatch]:
    """All attempts at one month's payment at one place, fund by fund in order."""
    rows = PaymentBatch.objects.filter(place=place, period=period)
    return list(rows.order_by("fund", "attempt"))


def last_frozen_period(*, fund: str, place: str) -> int | None:
    """The latest month whose roster of a fund is frozen for this place, or None before the first."""
    rows = PaymentBatch.objects.filter(fund=fund, place=place, attempt=1)
    batch = rows.order_by("-period").first()
    return batch.period if batch else None


def funds_in_payment(*, place: str) -> list[str]:
    """Funds that owe somebody at a place a monthly benefit, in their order."""
    kinds = set(
        Award.objects.filter(
            state__in=IN_PAYMENT, place__startswith=place_prefix(place=place)
        ).values_list("kind", flat=True).distinct()
    )  # fmt: skip
    return [fund for fund in FUNDS if kinds & set(kinds_of_fund(fund))]


def stops_never_due(*, batch_id: int) -> int:
    """How many places of the roster were stopped because they were never due."""
    return PaymentStop.objects.filter(batch_id=batch_id, still_due=False).count()


def stops_by_reason(*, batch_id: int) -> dict[str, int]:
    """Stopped lines of a batch by reason."""
    rows = PaymentStop.objects.filter(batch_id=batch_id).values_list("reason")
    return dict(rows.annotate(heads=models.Count("id")))


def payment_files(*, batch_id: int) -> list[PaymentFile]:
    """The files of a batch as sent to the bank, in order."""
    return list(PaymentFile.objects.filter(batch_id=batch_id).order_by("part"))


def unknown_instructions(*, batch_id: int) -> list[tuple[int, int, int]]:
    """Instructions without a final word of the bank, as `(line, person, fen)`."""
    with connection.cursor() as cursor:
        cursor.execute(UNKNOWN, {"batch_id": batch_id})
        return cursor.fetchall()
