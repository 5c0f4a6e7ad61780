"""Drawing the payment lines of a frozen roster: amounts, deductions and account, chunk by chunk as Arrow.

The amounts are those of awards, which cannot change, so drawing a roster twice gives the same lines.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection
from django.db.models import Q

from renshe.domains.pension.kinds import EMPLOYEE_FUND, kinds_of_fund
from renshe.domains.pension.models import (
    Hold,
    Overpayment,
    PaymentBatch,
    PaymentDeduction,
    Recovery,
)
from renshe.foundation.bulk import read_arrow

CHUNK_LINES = 100_000
COMPONENTS = ("basic_fen", "account_fen", "transitional_fen", "other_fen")
AMOUNTS = (*COMPONENTS, "deduction_fen", "net_fen")

# Stops that were never due leave the roster here; those still due become lines that are not sent.
DRAWN = """
  FROM pension_roster r
  LEFT JOIN pension_payment_stop s ON s.batch_id = r.batch_id AND s.line_no = r.line_no
  {amounts}
  LEFT JOIN pension_payee_account c ON c.person_id = r.person_id AND c.valid_to IS NULL
 WHERE r.batch_id = {batch_id} AND r.line_no BETWEEN {first} AND {last}
   AND (s.id IS NULL OR s.still_due)
 ORDER BY r.line_no
"""

MONTH = """
SELECT r.line_no, r.person_id, r.award_id, r.period, coalesce(x.months, 1) AS months, r.kind,
       coalesce(x.basic_fen * x.months, a.basic_fen) AS basic_fen,
       coalesce(x.account_fen * x.months, a.account_fen) AS account_fen,
       coalesce(x.transitional_fen * x.months, a.transitional_fen) AS transitional_fen,
       coalesce(x.other_fen * x.months, a.other_fen + coalesce(j.amount_fen, 0)) AS other_fen,
       c.id AS payee_account_id, r.attempt_of
"""

MONTH_AMOUNTS = """
  JOIN pension_award a ON a.id = r.award_id
  LEFT JOIN pension_arrears x ON x.id = r.arrears_id
  LEFT JOIN (SELECT award_id, sum(amount_fen)::bigint AS amount_fen FROM pension_adjustment
              WHERE from_month <= {period} AND award_id BETWEEN {low} AND {high}
              GROUP BY award_id) j ON j.award_id = r.award_id
"""

RETRY = """
SELECT r.line_no, r.person_id, r.award_id, r.period, o.months, r.kind, o.basic_fen, o.account_fen,
       o.transitional_fen, o.other_fen, o.deduction_fen, c.id AS payee_account_id, r.attempt_of
"""

RETRY_AMOUNTS = """
  JOIN pension_payment_line o
    ON o.batch_id = split_part(r.attempt_of, '-', 1)::bigint
   AND o.line_no = split_part(r.attempt_of, '-', 2)::int
"""


@dataclass(frozen=True)
class Deduction:
    """What one hold asks of one person this month, at most."""

    hold_id: int
    overpayment_id: int
    person_id: int
    asked_fen: int


@dataclass(frozen=True)
class TakenDeduction:
    """What one hold took from one line."""

    deduction: Deduction
    line_no: int
    amount_fen: int


@dataclass(frozen=True)
class DrawnLines:
    """Lines of one range of the roster, and what was deducted from them."""

    table: pa.Table
    taken: list[TakenDeduction]


def draw_lines(
    *, batch: PaymentBatch, chunk: int = CHUNK_LINES
) -> Iterator[Callable[[], DrawnLines]]:
    """The lines of a frozen roster, in ranges of at most `chunk`, each drawn when it is called, by any thread.

    Memory does not grow with the city. Deductions are taken from regular lines only, oldest hold first, never more than
    the line is worth. What a line refers to is there: it was joined by its key, and rows that are referred to are never deleted.
    """
    asked = {} if batch.pays != "month" else _asked_deductions(batch)
    for span in _ranges(batch_id=batch.batch_id, chunk=chunk):
        yield partial(_draw_range, batch=batch, span=span, asked=asked)


def _draw_range(
    *, batch: PaymentBatch, span: tuple[int, int, int, int], asked: dict[int, list[Deduction]]
) -> DrawnLines:
    first, last, low, high = span
    where = {"batch_id": batch.batch_id, "first": first, "last": last, "period": batch.period}
    if batch.pays == "month":
        amounts = MONTH_AMOUNTS.format(period=batch.period, low=low, high=high)
        table = read_arrow(sql=(MONTH + DRAWN).format(amounts=amounts, **where))
        return _with_deductions(table, asked=asked)
    table = read_arrow(sql=(RETRY + DRAWN).format(amounts=RETRY_AMOUNTS, **where))
    return DrawnLines(_with_net(table, deduction=table["deduction_fen"]), [])


def _ranges(*, batch_id: int, chunk: int) -> list[tuple[int, int, int, int]]:
    """Line ranges of a roster, each with the lowest and highest award on it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (line_no - 1) / %s, min(line_no), max(line_no), min(award_id), max(award_id)"
            "  FROM pension_roster WHERE batch_id = %s GROUP BY 1 ORDER BY 1",
            [chunk, batch_id],
        )
        return [tuple(row[1:]) for row in cursor.fetchall()]


def overpaid_by(fund: str) -> Q:
    """Holds that serve an overpayment of a fund; one without an award is from before the other funds paid."""
    ours = Q(overpayment__award__kind__in=kinds_of_fund(fund))
    return ours | Q(overpayment__award__isnull=True) if fund == EMPLOYEE_FUND else ours


def _asked_deductions(batch: PaymentBatch) -> dict[int, list[Deduction]]:
    """Deductions asked of people this month for what this fund overpaid, by person: few, so they are held in memory."""
    asked: dict[int, list[Deduction]] = {}
    left: dict[int, int] = {}
    holds = (
        Hold.objects.filter(
            overpaid_by(batch.fund),
            kind="deduction",
            cancelled_on__isnull=True,
            from_month__lte=batch.period,
        )
        .exclude(to_month__lt=batch.period)
        .select_related("overpayment")
        .order_by("id")
    )
    for hold in holds:
        debt = hold.overpayment
        owed = left.setdefault(debt.pk, debt.principal_fen - debt.recovered_fen)
        fen = min(hold.monthly_fen, owed)
        if fen > 0:
            left[debt.pk] -= fen
            deduction = Deduction(hold.pk, hold.overpayment_id, hold.person_id, fen)
            asked.setdefault(hold.person_id, []).append(deduction)
    return asked


def _with_deductions(table: pa.Table, *, asked: dict[int, list[Deduction]]) -> DrawnLines:
    deduction = np.zeros(table.num_rows, dtype=np.int64)
    taken: list[TakenDeduction] = []
    if asked:
        people = pa.array(list(asked), type=pa.int64())
        owing = pc.and_(pc.equal(table["kind"], "regular"), pc.is_in(table["person_id"], people))
        for row in pc.indices_nonzero(owing).to_pylist():
            left = sum(table[name][row].as_py() for name in COMPONENTS)
            for wanted in asked[table["person_id"][row].as_py()]:
                fen = min(wanted.asked_fen, left)
                if fen > 0:
                    taken.append(TakenDeduction(wanted, table["line_no"][row].as_py(), fen))
                    deduction[row] += fen
                    left -= fen
    return DrawnLines(_with_net(table, deduction=pa.array(deduction)), taken)


def _with_net(table: pa.Table, *, deduction: pa.ChunkedArray | pa.Array) -> pa.Table:
    gross = table["basic_fen"]
    for name in COMPONENTS[1:]:
        gross = pc.add_checked(gross, table[name])
    columns = {name: table[name] for name in table.column_names if name != "deduction_fen"}
    columns["deduction_fen"] = deduction
    columns["net_fen"] = pc.subtract_checked(gross, deduction)
    return pa.table(columns)


def record_deductions(*, batch: PaymentBatch, taken: list[TakenDeduction]) -> None:
    """Book what the lines deducted against the overpayments, in the transaction that attaches the lines."""
    for one in taken:
        PaymentDeduction.objects.create(
            batch_id=batch.batch_id,
            line_no=one.line_no,
            hold_id=one.deduction.hold_id,
            amount_fen=one.amount_fen,
        )
        _offset(
            overpayment_id=one.deduction.overpayment_id,
            amount_fen=one.amount_fen,
            reference=f"{batch.batch_id}-{one.line_no}/{one.deduction.hold_id}",
            batch=batch,
        )


def take_back_deductions(*, batch: PaymentBatch, line_no: int) -> None:
    """Undo the offsets of a line that was stopped and was never due: the person owes them again."""
    taken = PaymentDeduction.objects.filter(batch_id=batch.batch_id, line_no=line_no)
    for one in taken.select_related("hold"):
        _offset(
            overpayment_id=one.hold.overpayment_id,
            amount_fen=-one.amount_fen,
            reference=f"{batch.batch_id}-{line_no}/{one.hold_id}/back",
            batch=batch,
        )


def _offset(*, overpayment_id: int, amount_fen: int, reference: str, batch: PaymentBatch) -> None:
    owed = Overpayment.objects.select_for_update().get(pk=overpayment_id)
    Recovery.objects.create(
        overpayment=owed,
        way="offset",
        amount_fen=amount_fen,
        received_on=batch.frozen_at.date(),
        reference=reference,
        batch_id=batch.batch_id,
    )
    owed.recovered_fen += amount_fen
    if owed.recovered_fen == owed.principal_fen:
        owed.state = "settled"
    elif owed.state == "settled":
        owed.state = "open"
    owed.save(update_fields=["recovered_fen", "state"])
