"""From computed lines to bills: what one payer owes for one period, in one posting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection

from renshe.domains.contributions.frames import arrow_of
from renshe.domains.contributions.models import COMPONENTS, Bill
from renshe.foundation.bulk import OrphanRow, StagedPartition, copy_rows
from renshe.kernel.periods import Month

LINE_SHARES = (
    "pension_employer_fen",
    "pension_personal_fen",
    "medical_employer_fen",
    "medical_personal_fen",
    "unemployment_employer_fen",
    "unemployment_personal_fen",
    "injury_employer_fen",
    "maternity_employer_fen",
)
LINE_COLUMNS = (
    "batch_id",
    "line_no",
    "bill_id",
    "person_id",
    "employer_id",
    "period",
    "kind",
    "declared_wage_fen",
    "pension_base_fen",
    "medical_base_fen",
    "unemployment_base_fen",
    "injury_base_fen",
    *LINE_SHARES,
    "account_credit_fen",
    "months",
)


@dataclass(frozen=True)
class Billed:
    """Bills and their numbered lines, ready to be written in one posting."""

    bills: pa.Table
    lines: pa.Table

    @property
    def totals(self) -> dict[str, int]:
        """Control totals: bills, lines, and fen of each component and in all."""
        sums = pl.from_arrow(self.bills).select(
            pl.col(*(f"{name}_fen" for name in COMPONENTS), "total_fen").sum()
        )
        return {
            "bills": self.bills.num_rows,
            "lines": self.lines.num_rows,
            **sums.row(0, named=True),
        }


def reserve_bill_ids(*, count: int) -> list[int]:
    """New bill numbers, never given again; a number that is not used is a gap and nothing more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence('contributions_bill', 'id')")
        (sequence,) = cursor.fetchone()
        # As text in one value: a row for each number would cost more than the numbers.
        cursor.execute(
            "SELECT string_agg(nextval(%s::regclass)::text, ' ') FROM generate_series(1, %s)",
            [sequence, count],
        )
        (numbers,) = cursor.fetchone()
    return [int(number) for number in (numbers or "").split()]


def prepare_bills(
    *, lines: pa.Table, batch_id: int, kind: str, due_on: dt.date, first_line_no: int = 1
) -> Billed:
    """Group computed lines by payer and period into bills, numbering both. Nothing is written.

    `lines` has the columns of `contributions_line` without batch_id, line_no, bill_id and kind; amounts are fen. Its
    payer is the employer, or the person where employer_id is null. Maternity is billed with medical. A large run
    passes whole employers chunk by chunk, with `first_line_no` going on where the last chunk ended.
    """
    rows = pl.from_arrow(lines).sort("employer_id", "person_id", "period", nulls_last=True)
    assert isinstance(rows, pl.DataFrame)
    payer = ["employer_id", "payer_person_id", "period"]
    rows = rows.with_columns(
        payer_person_id=pl.when(pl.col("employer_id").is_null()).then(pl.col("person_id"))
    )
    sums = {
        f"{name}_fen": pl.col(f"{name}_fen").sum() for name in COMPONENTS if "injury_p" not in name
    }
    sums["medical_employer_fen"] = (
        pl.col("medical_employer_fen").sum() + pl.col("maternity_employer_fen").sum()
    )
    bills = rows.group_by(payer, maintain_order=True).agg(
        heads=pl.col("person_id").n_unique(), **sums
    )
    bills = bills.with_columns(
        id=pl.Series(reserve_bill_ids(count=bills.height), dtype=pl.Int64),
        kind=pl.lit(kind),
        batch_id=pl.lit(batch_id, dtype=pl.Int64),
        due_on=pl.lit(due_on),
        injury_personal_fen=pl.lit(0, dtype=pl.Int64),
        total_fen=pl.sum_horizontal(list(sums)),
    )
    numbered = rows.join(
        bills.select(*payer, bill_id="id"), on=payer, nulls_equal=True, maintain_order="left"
    ).with_columns(
        line_no=pl.int_range(
            first_line_no, first_line_no + rows.height, dtype=pl.Int32, eager=True
        ),
        kind=pl.lit(kind),
        batch_id=pl.lit(batch_id, dtype=pl.Int64),
    )
    bills = bills.rename({"payer_person_id": "person_id"})
    return Billed(bills=arrow_of(bills), lines=arrow_of(numbered.select(LINE_COLUMNS)))


def write_bills(*, bills: pa.Table) -> int:
    """Write prepared bills in the caller's transaction, the one that attaches their lines; returns how many."""
    with connection.cursor() as cursor:
        for payer in ("employer", "person"):
            _prove_payers(cursor, bills=bills, payer=payer)
        return copy_rows(table="contributions_bill", data=bills, cursor=cursor)


def _prove_payers(cursor: Any, *, bills: pa.Table, payer: str) -> None:
    """Every payer of these bills is registered. This stands for a foreign key. Raises OrphanRow."""
    named = pc.drop_null(pc.unique(bills[f"{payer}_id"]))
    cursor.execute(
        f"SELECT payer FROM unnest(%s::bigint[]) payer"
        f" WHERE NOT EXISTS (SELECT FROM registry_{payer} r WHERE r.id = payer) LIMIT 1",
        [named.to_pylist()],
    )
    missing = cursor.fetchone()
    if missing:
        raise OrphanRow(f"{payer} {missing[0]} of a bill is not registered. Nothing was written.")


def stage_lines(*, batch_id: int, lines: pa.Table) -> StagedPartition:
    """Put lines into the unattached partition of a batch, keyed and with its people proven to exist.

    The caller attaches it (`stage.attach(cursor)`) in the transaction that writes the bills and posts the batch, as
    role runner, and closes it. Raises OrphanRow, StageBusy, AlreadyPosted.
    """
    stage = StagedPartition(parent="contributions_line", batch_id=batch_id)
    stage.create()
    stage.copy(lines)
    stage.key()
    stage.assert_no_orphans(column="person_id", table="registry_person")
    return stage


def mark_assessed(*, batch_id: int) -> int:
    """Declarations of employers billed regularly in this batch become assessed; returns how many.

    Their good rows are then assessed too: the declaration's state speaks for them.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE contributions_declaration d SET state = 'assessed'
                 FROM contributions_bill b
                WHERE b.batch_id = %s AND b.kind = 'regular' AND b.employer_id = d.employer_id
                  AND b.period = d.period AND d.state IN ('accepted', 'partly_accepted')""",
            [batch_id],
        )
        return int(cursor.rowcount)


def mark_sent(*, batch_id: int, sent_on: dt.date) -> int:
    """The bills of a batch went to the collector; sent again, nothing changes. Returns how many moved."""
    return (
        Bill.objects.filter(batch_id=batch_id, state="assessed")
        .exclude(kind="correction")
        .update(state="sent", sent_on=sent_on)
    )


def assess_back_payment(
    *,
    batch_id: int,
    facts: pa.Table,
    due_on: dt.date,
    assess: Callable[[pa.Table, Month], pa.Table],
    first_line_no: int = 1,
) -> Billed:
    """Bills of kind back_payment, each period by its own base, bounds, rates and account share.

    `facts` has one row per person, employer and period (with the wage of that time and whatever the law asks);
    `assess(rows, period)` is the law of that period and returns lines as `prepare_bills` takes them.
    Legal source: 社会保险法 63.
    """
    frame = pl.from_arrow(facts)
    assert isinstance(frame, pl.DataFrame)
    periods: Sequence[int] = sorted(frame["period"].unique().to_list())
    lines = [
        assess(arrow_of(frame.filter(pl.col("period") == period)), period) for period in periods
    ]
    return prepare_bills(
        lines=pa.concat_tables(lines),
        batch_id=batch_id,
        kind="back_payment",
        due_on=due_on,
        first_line_no=first_line_no,
    )
