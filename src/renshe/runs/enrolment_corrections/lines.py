"""Lines that correct a month: the one that stood answered by one of opposite sign, and what is right after it.

So a month counts once whatever happens to it (`one_month_at_most`), and every line can be read by itself.
"""

from __future__ import annotations

import polars as pl

from renshe.runs.enrolment_corrections.columns import KEY, MONEY, ROW
from renshe.runs.enrolment_corrections.comparing import HAS, OUT

_HEAD = ("person_id", "employer", "bill_id")


def lines_taken_back(too_much: pl.DataFrame, *, period: int) -> pl.DataFrame:
    """Lines that take what must go out of each bill that brought it, with that `bill_id`; the month's other insurances stay.

    Where several bills made the month, each takes its part out of what the one before left, so that every line is a whole
    month; the last one leaves nothing where the whole month goes.
    """
    ordered = too_much.sort(*ROW, "bill_id")
    last = pl.col("bill_id") == pl.col("bill_id").last().over(ROW)
    after = {
        name: pl.col(f"{HAS}{name}") - pl.col(f"{OUT}{name}").cum_sum().over(ROW) for name in MONEY
    }
    before = {name: after[name] + pl.col(f"{OUT}{name}") for name in MONEY}
    answered = ordered.select(*_HEAD, -pl.col("wage_fen").alias("declared_wage_fen"),
                              *(-expr.alias(name) for name, expr in before.items()), months=pl.lit(-1))  # fmt: skip
    left = ordered.select(*_HEAD, pl.col("wage_fen").alias("declared_wage_fen"),
                          *(expr.alias(name) for name, expr in after.items()), months=pl.lit(1),
                          gone=pl.col("whole") & last)  # fmt: skip
    return _shaped(pl.concat([answered, left.filter(~pl.col("gone")).drop("gone")]), period=period)


def lines_billed(
    asked: pl.DataFrame, more: pl.DataFrame, standing: pl.DataFrame, *, period: int
) -> pl.DataFrame:
    """Lines for insurances that were not billed: `more` holds the law's amounts for them, by person and employer.

    Where a month stands for that person and employer (`standing`, by ROW) it is answered and stands again with the
    further insurances; otherwise the month begins. Amounts of nothing make no line.
    """
    rows = asked.select(*ROW).join(more, on=["person_id", "employer"])
    rows = rows.filter(pl.any_horizontal(pl.col(name) != 0 for name in MONEY))
    names = ("declared_wage_fen", *MONEY)
    stood = standing.select(*ROW, *(pl.col(name).alias(f"{HAS}{name}") for name in names))
    rows = rows.join(stood, on=ROW, how="left").with_columns(bill_id=pl.lit(None, dtype=pl.Int64))
    stands = pl.col(f"{HAS}declared_wage_fen").is_not_null()
    had = {name: pl.col(f"{HAS}{name}").fill_null(0) for name in MONEY}
    answered = rows.filter(stands).select(
        *_HEAD, *(-pl.col(f"{HAS}{name}").alias(name) for name in names), months=pl.lit(-1)
    )
    right = rows.select(
        *_HEAD, pl.coalesce(f"{HAS}declared_wage_fen", "declared_wage_fen").alias("declared_wage_fen"),
        *((pl.col(name) + had[name]).alias(name) for name in MONEY), months=pl.lit(1),
    )  # fmt: skip
    return _shaped(pl.concat([answered, right]), period=period)


def standing_after(standing: pl.DataFrame, taken: pl.DataFrame) -> pl.DataFrame:
    """What stands of each month once `taken` (rows of `too_much`) is out; months that are gone are left out."""
    out = taken.group_by(ROW).agg(
        pl.col("whole").any(), *(pl.col(f"{OUT}{name}").sum() for name in MONEY)
    )
    rows = standing.join(out, on=ROW, how="left").filter(~pl.col("whole").fill_null(False))
    return rows.with_columns(
        (pl.col(name) - pl.col(f"{OUT}{name}").fill_null(0)).alias(name) for name in MONEY
    ).select(*ROW, "declared_wage_fen", *MONEY)


def who_is_billed(
    lacking: pl.DataFrame, *, insured: pl.DataFrame, standing: pl.DataFrame
) -> pl.DataFrame:
    """For each KEY with something lacking: on whose line, with which flags insured_X, and the wage that stands there.

    A month that stands is added to under the person and employer it stands under (an absorbed employer's bills are its
    successor's to pay); otherwise it is billed as the spell says.
    """
    flags = {
        f"insured_{name}": (pl.col("insurance") == number).any()
        for number, name in enumerate(
            ("pension", "medical", "unemployment", "injury", "maternity"), start=1
        )
    }
    # As everywhere, the kind of person is that of the pension insurance, where there is one.
    kinds = insured.group_by(KEY).agg(pl.col("person_kind").sort_by("insurance").first())
    asked = (
        lacking.group_by(KEY)
        .agg(pl.col("person_id").first(), pl.col("employer").first(), **flags)
        .join(kinds, on=KEY)
    )
    first = (
        standing.sort(ROW)
        .unique(subset=KEY, keep="first", maintain_order=True)
        .select(
            *KEY,
            stands_person="person_id",
            stands_employer="employer",
            standing_wage_fen="declared_wage_fen",
        )
    )
    return (
        asked.join(first, on=KEY, how="left")
        .with_columns(
            person_id=pl.coalesce("stands_person", "person_id"),
            employer=pl.coalesce("stands_employer", "employer"),
        )
        .drop("stands_person", "stands_employer")
    )


def _shaped(lines: pl.DataFrame, *, period: int) -> pl.DataFrame:
    """As `contributions.prepare_bills` takes them, with the bill that each line corrects, if any."""
    return lines.select(
        "person_id",
        pl.when(pl.col("employer") != 0).then("employer").alias("employer_id"),
        pl.lit(period, dtype=pl.Int32).alias("period"),
        pl.col("declared_wage_fen", *MONEY).cast(pl.Int64),
        pl.col("months").cast(pl.Int16),
        "bill_id",
    )
