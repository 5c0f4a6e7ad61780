"""What was assessed beside what the spells say: per insurance, what stands too much and what is lacking. Pure columns.

Neither parameters nor wages are asked: a month that agrees in its insurances agrees. What a corrected rate does to months
is `runs/retroactive_parameter`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from renshe.domains.enrolment.api import Insurance
from renshe.runs.enrolment_corrections.columns import COLUMNS_OF, KEY, MONEY, ROW, SHARES

GIVEN_BACK, ANNULLED = "given_back", "annulled"
_FLAG = {insurance: f"drop_{insurance.name.lower()}" for insurance in Insurance}
# Amounts of a bill, and of the whole month, whose taking out or standing is meant.
OUT, HAS = "out_", "has_"


@dataclass(frozen=True)
class Differences:
    """`too_much`: one row for each bill that brought what must go (OUT amounts), with the month it stands in (HAS).
    `lacking`: one row for each insurance that nobody was billed for. `standing`: the months that stand, by ROW.
    """

    too_much: pl.DataFrame
    lacking: pl.DataFrame
    standing: pl.DataFrame


def compare(*, insured: pl.DataFrame, standing: pl.DataFrame) -> Differences:
    """Both sides of a month. Where two lines of one human being hold the same insurance at one payer, one is too much:
    the paid one stays, and among equals the survivor's own.

    An insurance that is held and was billed at nothing (a rate of zero) may show as lacking; its bill is then nothing.
    """
    rows = _rows(standing)
    charged = _charged(rows).with_columns(own=pl.col("person_id") == pl.col("human"))
    held = insured.select(*KEY, "insurance").unique()
    kept = (
        charged.join(held, on=[*KEY, "insurance"], how="semi")
        .sort("paid", "own", "employer", descending=[True, True, False])
        .unique(subset=[*KEY, "insurance"], keep="first", maintain_order=True)
    )
    dropped = charged.join(kept, on=[*ROW, "insurance"], how="anti")
    lacking = insured.join(charged, on=[*KEY, "insurance"], how="anti").unique(
        subset=[*KEY, "insurance"], keep="first", maintain_order=True
    )
    return Differences(
        too_much=_by_bill(standing, rows, dropped, kept), lacking=lacking, standing=rows
    )


def settle_ways(
    too_much: pl.DataFrame, *, drawn: pl.DataFrame, period: int, held: Mapping[str, str]
) -> pl.DataFrame:
    """`too_much` with `way` (given_back, annulled, or empty) and `why` it must wait.

    Paid in full, a month is given back. Where nobody paid anything yet and the whole bill is wrong, the bill is annulled.
    A bill that is right for others is paid first: a due amount does not change. `held` names ways that cannot be gone
    today, with the reason.
    """
    by_bill = (
        too_much.group_by("bill_id")
        .agg(
            wrong_fen=pl.sum_horizontal(pl.col(f"{OUT}{name}").sum() for name in SHARES),
            shared=(pl.col("bills_of_row") > 1).any(),
        )
    )  # fmt: skip
    rows = too_much.join(by_bill, on="bill_id").join(drawn, on="human", how="left")
    nothing_came = (
        pl.col("bill_state").is_in(["assessed", "sent"])
        & (pl.col("received_fen") == 0)
        & (pl.col("surcharge_received_fen") == 0)
    )
    all_wrong = (pl.col("wrong_fen") == pl.col("total_fen")) & ~pl.col("shared")
    rests = (pl.col("drawn_from") > period).fill_null(False) & pl.col("drop_pension")
    why = (
        pl.when(rests).then(pl.lit("benefits_drawn"))
        .when(pl.col("bill_state").is_in(["written_off", "refunded"])).then(pl.lit("bill_closed"))
        .when(pl.col("bill_state") == "credited").then(pl.lit(""))
        .when(nothing_came & all_wrong).then(pl.lit(""))
        .otherwise(pl.lit("not_paid_yet"))
    )  # fmt: skip
    # One reason holds up the whole row: half of a month is not given back.
    rows = rows.with_columns(why=why).with_columns(why=pl.col("why").max().over(ROW))
    way = (
        pl.when(pl.col("why") != "").then(pl.lit(""))
        .when(pl.col("bill_state") == "credited").then(pl.lit(GIVEN_BACK))
        .otherwise(pl.lit(ANNULLED))
    )  # fmt: skip
    for closed, reason in held.items():
        rows = rows.with_columns(why=pl.when(way == closed).then(pl.lit(reason)).otherwise("why"))
    # One row that waits keeps its whole bill from being annulled.
    rows = rows.with_columns(way=way).with_columns(
        held_up=((pl.col("way") == "") & (pl.col("why") != "")).any().over("bill_id")
    )
    stays = (pl.col("way") == ANNULLED) & pl.col("held_up")
    return rows.with_columns(
        way=pl.when(stays).then(pl.lit("")).otherwise("way"),
        why=pl.when(stays).then(pl.lit("not_paid_yet")).otherwise("why"),
    ).drop("wrong_fen", "shared", "held_up", "drawn_from")


def _rows(standing: pl.DataFrame) -> pl.DataFrame:
    """Months that stand: all bills of a line together, where they come to one month."""
    return (
        standing.group_by(ROW)
        .agg(
            pl.col("months", "declared_wage_fen", *MONEY).sum(),
            paid=(pl.col("bill_state") == "credited").all(),
        )
        .filter(pl.col("months") > 0)
        .sort(ROW)
    )


def _charged(rows: pl.DataFrame) -> pl.DataFrame:
    """One row for each insurance in which a standing month has a base or an amount."""
    return pl.concat(
        rows.filter(pl.any_horizontal(pl.col(name) != 0 for name in columns)).select(
            *ROW, "paid", insurance=pl.lit(int(insurance), dtype=pl.Int64)
        )
        for insurance, columns in COLUMNS_OF.items()
    )


def _by_bill(
    standing: pl.DataFrame, rows: pl.DataFrame, dropped: pl.DataFrame, kept: pl.DataFrame
) -> pl.DataFrame:
    """What must go, bill by bill, because money is given back out of the bill that it paid."""
    flags = dropped.group_by(ROW).agg(
        (pl.col("insurance") == int(insurance)).any().alias(flag)
        for insurance, flag in _FLAG.items()
    )
    out = {
        f"{OUT}{name}": pl.when(_FLAG[insurance]).then(name).otherwise(0)
        for insurance, columns in COLUMNS_OF.items()
        for name in columns
    }
    totals = rows.select(*ROW, wage_fen="declared_wage_fen", **{f"{HAS}{name}": name for name in MONEY})  # fmt: skip
    found = (
        standing.join(flags, on=ROW)
        .with_columns(**out)
        .filter(pl.any_horizontal(pl.col(name) != 0 for name in out))
        .join(totals, on=ROW)
    )
    something_stays = found.select(ROW).join(kept, on=ROW, how="semi").unique()
    return (
        found.join(
            something_stays.with_columns(stays=pl.lit(True)), on=ROW, how="left"
        ).with_columns(
            whole=~pl.col("stays").fill_null(False), bills_of_row=pl.len().over(ROW)
        )
        .drop("stays", "months", "declared_wage_fen", *MONEY)
        .sort(*ROW, "bill_id")
    )  # fmt: skip
