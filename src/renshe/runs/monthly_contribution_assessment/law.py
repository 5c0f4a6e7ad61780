"""From the assessment table to contribution lines: facts for the law, its kernel, and insurance by insurance what counts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl
import pyarrow as pa

from renshe.foundation.columns import plain_text
from renshe.kernel.rules import Refusal
from renshe.laws import library

# What the law yields for employees and for people who pay for themselves; one of each pair is always zero.
TARGETS = (
    "pension_base",
    "medical_base",
    "unemployment_base",
    "injury_base",
    "pension_employer",
    "pension_personal",
    "medical_employer",
    "medical_personal",
    "unemployment_employer",
    "unemployment_personal",
    "injury_employer",
    "maternity_employer",
    "account_credit",
    "flexible_pension_base",
    "flexible_pension",
    "flexible_pension_account",
    "flexible_medical_base",
    "flexible_medical",
    "pension_employer_relief",
    "unemployment_employer_relief",
    "injury_employer_relief",
)
_INSURANCE = {
    "pension": (
        "pension_base",
        "pension_employer",
        "pension_personal",
        "account_credit",
        "pension_employer_relief",
    ),
    "medical": ("medical_base", "medical_employer", "medical_personal"),
    "unemployment": (
        "unemployment_base",
        "unemployment_employer",
        "unemployment_personal",
        "unemployment_employer_relief",
    ),
    "injury": ("injury_base", "injury_employer", "injury_employer_relief"),
    "maternity": ("maternity_employer",),
}


@dataclass(frozen=True)
class Assessed:
    """Lines of one part, relief by fund in fen, and who could not be assessed and why."""

    lines: pa.Table
    relief_fen: dict[str, int]
    refused: list[tuple[int, Refusal]]
    exact_rows: int
    ruleset_hash: str


def injury_rates(*, place: str, on: dt.date) -> dict[int, int]:
    """The rate of each risk class in 1/100000, at a float of 100 %, where the law has one on that day."""
    rates = {}
    for risk_class in range(1, 9):
        try:
            rate = library.explain(
                "injury_rate_by_class",
                {"injury_class": risk_class, "injury_float": 100},
                place=place,
                on=on,
            ).value
        except Refusal:
            continue
        rates[risk_class] = int(rate * 100_000)
    return rates


def facts_of(table: pa.Table, *, rates: dict[int, int]) -> pa.Table:
    """The assessment table under the law's names: wages, kinds, sizes, and each employer's assigned injury rate."""
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    facts = frame.select(
        declared_wage=pl.col("declared_wage_fen"),
        person_kind=pl.col("person_kind"),
        employer_kind=pl.col("employer_kind").replace({"own": "flexible_pool"}),
        employer_size=pl.col("size_class").replace({"none": "micro"}),
        injury_rate=pl.col("injury_rate_class")
        .replace_strict(rates, default=None, return_dtype=pl.Int64)
        .fill_null(0),
    )
    return plain_text(facts.to_arrow())


def assessed_for_the_undeclared(table: pa.Table, *, place: str, on: dt.date) -> pa.Table:
    """Where the employer declared nothing this month, 110 % of last month stands for the wage (社会保险法 62)."""
    if "declared" not in table.column_names:
        return table
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    silent = ~pl.col("declared") & (pl.col("last_month_wage_fen") > 0).fill_null(False)
    known = frame.filter(silent)
    if known.is_empty():
        return table
    facts = pa.table({"last_month_assessed": known["last_month_wage_fen"].to_arrow()})
    computed = library.compute(["undeclared_assessment"], facts, place=place, on=on)
    stands = frame.select(silent.alias("silent"))["silent"].arg_true()
    wages = frame["declared_wage_fen"].scatter(
        stands, pl.Series(computed.table["undeclared_assessment"].to_numpy())
    )
    return plain_text(frame.with_columns(declared_wage_fen=wages).to_arrow())


def assess(table: pa.Table, *, place: str, period: int, on: dt.date, threads: int = 2) -> Assessed:
    """Compute the lines of an assessment table by the law of the period's first day.

    An amount counts only for the insurances the person has a spell in. People without a wage, or whom the law
    refuses, are left out and returned with the reason.
    """
    table = assessed_for_the_undeclared(table, place=place, on=on)
    rates = injury_rates(place=place, on=on)
    computed = library.compute(
        TARGETS, facts_of(table, rates=rates), place=place, on=on, threads=threads
    )
    rows = pl.from_arrow(table)
    values = pl.from_arrow(computed.table)
    assert isinstance(rows, pl.DataFrame)
    assert isinstance(values, pl.DataFrame)
    counted = [
        pl.when(pl.col(f"insured_{insurance}")).then(pl.col(name)).otherwise(0).alias(name)
        for insurance, names in _INSURANCE.items()
        for name in names
    ]
    own = [
        pl.when(pl.col(f"insured_{'pension' if 'pension' in name else 'medical'}"))
        .then(pl.col(name))
        .otherwise(0)
        .alias(name)
        for name in TARGETS
        if name.startswith("flexible_")
    ]
    frame = rows.hstack(values).with_columns(*counted, *own)
    if computed.refused:
        frame = (
            frame.with_row_index("row")
            .filter(~pl.col("row").is_in([r for r, _ in computed.refused]))
            .drop("row")
        )
    people = rows["person_id"]
    return Assessed(
        lines=_lines(frame, period),
        relief_fen=_relief(frame),
        refused=[(int(people[row]), refusal) for row, refusal in computed.refused],
        exact_rows=computed.exact_rows,
        ruleset_hash=computed.ruleset_hash,
    )


def _relief(frame: pl.DataFrame) -> dict[str, int]:
    sums = frame.select(
        pl.col(
            "pension_employer_relief", "unemployment_employer_relief", "injury_employer_relief"
        ).sum()
    )
    row = sums.row(0, named=True)
    found = {
        "employee_pension": row["pension_employer_relief"],
        "unemployment": row["unemployment_employer_relief"],
        "work_injury": row["injury_employer_relief"],
    }
    return {fund: int(fen) for fund, fen in found.items() if fen}


def _lines(frame: pl.DataFrame, period: int) -> pa.Table:
    """Lines as billed: what is owed after relief, with the base, and the account credit of the month."""
    lines = frame.select(
        "person_id",
        "employer_id",
        period=pl.lit(period, dtype=pl.Int32),
        declared_wage_fen=pl.col("declared_wage_fen"),
        pension_base_fen=pl.col("pension_base") + pl.col("flexible_pension_base"),
        medical_base_fen=pl.col("medical_base") + pl.col("flexible_medical_base"),
        unemployment_base_fen=pl.col("unemployment_base"),
        injury_base_fen=pl.col("injury_base"),
        pension_employer_fen=pl.col("pension_employer") - pl.col("pension_employer_relief"),
        pension_personal_fen=pl.col("pension_personal") + pl.col("flexible_pension"),
        medical_employer_fen=pl.col("medical_employer"),
        medical_personal_fen=pl.col("medical_personal") + pl.col("flexible_medical"),
        unemployment_employer_fen=pl.col("unemployment_employer")
        - pl.col("unemployment_employer_relief"),
        unemployment_personal_fen=pl.col("unemployment_personal"),
        injury_employer_fen=pl.col("injury_employer") - pl.col("injury_employer_relief"),
        maternity_employer_fen=pl.col("maternity_employer"),
        account_credit_fen=pl.col("account_credit") + pl.col("flexible_pension_account"),
        months=pl.lit(1, dtype=pl.Int16),
    )
    return lines.to_arrow()
