"""Undoing person-months that should not have been paid: moved to the right person, or reversed for a refund.

Nothing is changed: the wrong line is answered by a line of opposite sign in a new batch, under a correction bill.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

from renshe.domains.contributions.frames import arrow_of, number_list, read_frame
from renshe.domains.contributions.models import COMPONENTS
from renshe.domains.contributions.operations.billing import (
    LINE_COLUMNS,
    LINE_SHARES,
    Billed,
    reserve_bill_ids,
)
from renshe.domains.contributions.refusals import refused
from renshe.kernel.periods import Month, format_month

# Whether benefits rest on a person's month, asked of whoever pays benefits.
BenefitsDrawn = Callable[[int, Month], bool]

_NUMBERS = tuple(name for name in LINE_COLUMNS if name != "kind")
_SIGNED = tuple(name for name in LINE_COLUMNS if name.endswith("_fen") or name == "months")

# Paid and not reversed: the latest positive line of a person, employer and month whose lines add up to one month.
_PAID = f"""
SELECT * FROM (
    SELECT DISTINCT ON (l.person_id, l.employer_id, l.period)
           {", ".join("l." + name for name in _NUMBERS)}, b.due_on, b.received_on, b.person_id AS payer_person_id,
           b.state AS bill_state,
           sum(l.months) OVER (PARTITION BY l.person_id, l.employer_id, l.period) AS net
      FROM contributions_line l JOIN contributions_bill b ON b.id = l.bill_id
     WHERE l.person_id = %s AND l.employer_id IS NOT DISTINCT FROM %s AND l.period = ANY(%s::int[])
       AND b.credited_batch_id IS NOT NULL
     ORDER BY l.person_id, l.employer_id, l.period, l.months DESC, l.batch_id DESC
) paid WHERE net = 1 ORDER BY period
"""
_PAID_SCHEMA = {
    **dict.fromkeys(_NUMBERS, pl.Int64),
    "due_on": pl.Date,
    "received_on": pl.Date,
    "payer_person_id": pl.Int64,
    "bill_state": pl.String,
    "net": pl.Int64,
}


def paid_lines(
    *, person_id: int, employer_id: int | None, periods: Sequence[Month]
) -> pl.DataFrame:
    """The credited, unreversed line of each of these months, with its bill's days; months without one are left out."""
    return read_frame(
        sql=_PAID, schema=_PAID_SCHEMA, params=[person_id, employer_id, number_list(periods)]
    )


def movable_lines(
    *,
    employer_id: int,
    wrong_person_id: int,
    right_person_id: int,
    periods: Sequence[Month],
    benefits_drawn: BenefitsDrawn,
) -> pl.DataFrame:
    """The lines of months that may go from the wrong person to the right one. Raises Refusal: `nothing_paid`,
    `already_paid` (the right person has the month there), `benefits_drawn`."""
    wrong = paid_lines(person_id=wrong_person_id, employer_id=employer_id, periods=periods)
    _all_paid(wrong, periods=periods, person_id=wrong_person_id)
    right = paid_lines(person_id=right_person_id, employer_id=employer_id, periods=periods)
    if right.height:
        raise refused("already_paid", subject=_months(right["period"].to_list()))
    _none_drawn(wrong_person_id, periods, benefits_drawn)
    return wrong


def move_months(
    *,
    batch_id: int,
    employer_id: int,
    wrong_person_id: int,
    right_person_id: int,
    periods: Sequence[Month],
    benefits_drawn: BenefitsDrawn,
    first_line_no: int = 1,
) -> Billed:
    """Lines and bills that take months from the wrong person and give them to the right one. Nothing is written.

    The correction bill of each period adds up to nothing and carries the original day of receipt; interest runs as if
    the money had been booked rightly where the caller records what it says (`record_account_changes`). Several requests
    of one batch go on numbering with `first_line_no`. Raises what `movable_lines` does.
    """
    wrong = movable_lines(
        employer_id=employer_id,
        wrong_person_id=wrong_person_id,
        right_person_id=right_person_id,
        periods=periods,
        benefits_drawn=benefits_drawn,
    )
    moved = wrong.with_columns(person_id=pl.lit(right_person_id, dtype=pl.Int64))
    lines = pl.concat([_reversed(wrong), moved])
    return _correct(lines, batch_id=batch_id, state="credited", first_line_no=first_line_no)


def reversible_lines(
    *,
    person_id: int,
    employer_id: int | None,
    periods: Sequence[Month],
    benefits_drawn: BenefitsDrawn,
) -> pl.DataFrame:
    """The lines of months that may be taken back and refunded. Raises Refusal: `nothing_paid`, `not_fully_paid` (other
    money of the month's bill is still owed), `benefits_drawn`."""
    lines = paid_lines(person_id=person_id, employer_id=employer_id, periods=periods)
    _all_paid(lines, periods=periods, person_id=person_id)
    _in_full(lines)
    _none_drawn(person_id, periods, benefits_drawn)
    return lines


def reverse_months(
    *,
    batch_id: int,
    person_id: int,
    employer_id: int | None,
    periods: Sequence[Month],
    benefits_drawn: BenefitsDrawn,
    first_line_no: int = 1,
) -> Billed:
    """Lines and negative bills for months that should not have been paid at all. Nothing is written.

    Followed by `refund_correction`, which gives the money back. Raises what `reversible_lines` does.
    """
    lines = reversible_lines(
        person_id=person_id, employer_id=employer_id, periods=periods, benefits_drawn=benefits_drawn
    )
    return _correct(
        _reversed(lines), batch_id=batch_id, state="refunded", first_line_no=first_line_no
    )


def _all_paid(lines: pl.DataFrame, *, periods: Sequence[Month], person_id: int) -> None:
    missing = sorted(set(periods) - set(lines["period"].to_list()))
    if missing:
        raise refused("nothing_paid", subject=f"person {person_id}: {_months(missing)}")


def _in_full(lines: pl.DataFrame) -> None:
    owing = lines.filter(pl.col("bill_state") == "part_received")
    if owing.height:
        raise refused("not_fully_paid", subject=_months(owing["period"].to_list()))


def _none_drawn(person_id: int, periods: Sequence[Month], benefits_drawn: BenefitsDrawn) -> None:
    drawn = [period for period in periods if benefits_drawn(person_id, period)]
    if drawn:
        raise refused("benefits_drawn", subject=f"person {person_id}: {_months(drawn)}")


def _months(periods: Sequence[Month]) -> str:
    return ", ".join(format_month(period) for period in periods)


def _reversed(lines: pl.DataFrame) -> pl.DataFrame:
    return lines.with_columns(-pl.col(name) for name in _SIGNED)


def _correct(lines: pl.DataFrame, *, batch_id: int, state: str, first_line_no: int) -> Billed:
    """Number the correction and make one bill for each bill that it corrects, credited by the same batch."""
    lines = lines.rename({"bill_id": "corrects_id"}).sort("corrects_id", "months", "person_id")
    sums = {
        f"{name}_fen": pl.col(f"{name}_fen").sum()
        for name in COMPONENTS
        if name != "injury_personal"
    }
    sums["medical_employer_fen"] = (
        pl.col("medical_employer_fen").sum() + pl.col("maternity_employer_fen").sum()
    )
    bills = lines.group_by("corrects_id", maintain_order=True).agg(
        pl.col("employer_id", "period", "due_on", "received_on").first(),
        person_id=pl.col("payer_person_id").first(),
        heads=pl.col("months").sum().cast(pl.Int32),
        **sums,
    )
    bills = bills.with_columns(
        id=pl.Series(reserve_bill_ids(count=bills.height), dtype=pl.Int64),
        kind=pl.lit("correction"),
        state=pl.lit(state),
        batch_id=pl.lit(batch_id, dtype=pl.Int64),
        credited_batch_id=pl.lit(batch_id, dtype=pl.Int64),
        injury_personal_fen=pl.lit(0, dtype=pl.Int64),
        total_fen=pl.sum_horizontal([name for name in LINE_SHARES if name in sums]),
    )
    # A refund's money goes with `refund_correction`; a move has nothing to receive.
    bills = bills.with_columns(received_fen=pl.lit(0, dtype=pl.Int64))
    numbered = lines.join(bills.select("corrects_id", bill_id="id"), on="corrects_id").with_columns(
        line_no=pl.int_range(first_line_no, first_line_no + lines.height, eager=True),
        kind=pl.lit("correction"),
        batch_id=pl.lit(batch_id, dtype=pl.Int64),
    )
    return Billed(bills=arrow_of(bills), lines=arrow_of(numbered.select(LINE_COLUMNS)))
