"""Checked rows as rows of tables: ids instead of the old system's numbers, everything else as the tables have it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
import pyarrow as pa

from renshe.foundation.columns import plain_text
from renshe.kernel.periods import year_of
from renshe.runs.take_over.contract import BASES, COMPONENTS, MONTHS, SHARES

SOURCE = "take_over"
TWELVE = 12


@dataclass(frozen=True)
class Ids:
    """The first id given to people and to employers; a row's position is added to it."""

    person: int
    employer: int

    def of(self, frame: pl.DataFrame) -> list[pl.Expr]:
        """person_id and, where rows name one, employer_id."""
        found = [(pl.col("person_index").cast(pl.Int64) + self.person).alias("person_id")]
        if "employer_index" in frame.columns:
            found.append(
                (pl.col("employer_index").cast(pl.Int64) + self.employer).alias("employer_id")
            )
        return found


def _table(frame: pl.DataFrame) -> pa.Table:
    return plain_text(frame.to_arrow())


def employers(frame: pl.DataFrame, *, ids: Ids, numbers: Mapping[str, int]) -> pa.Table:
    """Rows of `registry_employer`; `numbers` gives the position behind an employer's number."""
    position = pl.col("successor_no").replace_strict(numbers, default=None, return_dtype=pl.Int64)
    return _table(frame.select(
        (pl.col("employer_index").cast(pl.Int64) + ids.employer).alias("id"), "uscc", "name", "kind", "industry_code",
        "size_class", "injury_rate_class", "place", "registered_on", "closed_on",
        (position + ids.employer).alias("successor_id"),
    ))  # fmt: skip


def people(frame: pl.DataFrame, *, ids: Ids, at: dt.datetime) -> pa.Table:
    """Rows of `registry_person`; sex and birth date are those of the number."""
    return _table(frame.select(
        (pl.col("person_index").cast(pl.Int64) + ids.person).alias("id"), "id_kind", "id_number", "name",
        pl.col("id_sex").alias("sex"), pl.col("id_birth_on").alias("birth_on"),
        pl.when(pl.col("birth_on_file") != pl.col("id_birth_on")).then("birth_on_file").alias("birth_on_file"),
        "ethnic_code", "household_place", "residence_place", pl.col("address").fill_null(""),
        pl.col("phone").fill_null(""), "died_on", "death_known_on", "work_started_month", "retirement_category",
        pl.lit(at.isoformat()).alias("created_at"),
    ))  # fmt: skip


def _first_day(month: pl.Expr) -> pl.Expr:
    return pl.date(month // TWELVE, month % TWELVE + 1, 1).cast(pl.String)


def spells(frame: pl.DataFrame, *, ids: Ids, at: dt.datetime, by: str) -> pa.Table:
    """Rows of `enrolment_spell`; the last month of a spell is in it."""
    upper = (
        pl.when(pl.col("end_month").is_null())
        .then(pl.lit(""))
        .otherwise(_first_day(pl.col("end_month") + 1))
    )
    return _table(frame.select(
        *ids.of(frame), "insurance",
        pl.concat_str(pl.lit("["), _first_day(pl.col("start_month")), pl.lit(","), upper, pl.lit(")")).alias("span"),
        "status", "person_kind", pl.lit(SOURCE).alias("join_reason"), "leave_reason",
        pl.date(pl.col("start_month") // TWELVE, pl.col("start_month") % TWELVE + 1, 1).alias("known_on"),
        pl.lit(by).alias("recorded_by"), pl.lit(at.isoformat()).alias("recorded_at"),
    ))  # fmt: skip


def wages(frame: pl.DataFrame, *, ids: Ids) -> dict[int, pa.Table]:
    """Declared wages by the first month of their contribution year."""
    rows = frame.select(*ids.of(frame), "year_start_month", pl.col("wage").alias("wage_fen"))
    return {
        int(start): _table(part)
        for (start,), part in rows.partition_by(
            "year_start_month", as_dict=True, include_key=False
        ).items()
    }


def careers(frame: pl.DataFrame, *, ids: Ids) -> pa.Table:
    """Rows of `contributions_year`: twelve months side by side."""
    head = _table(frame.select(
        *ids.of(frame), "year", pl.col("paid").alias("paid_months"), pl.col("deemed_months").fill_null(0)
    ))  # fmt: skip
    for stem in ("base", "credit"):
        head = head.append_column(f"{stem}_fen", _twelve(frame, stem))
    return head


def _twelve(frame: pl.DataFrame, stem: str) -> pa.ListArray:
    cells = frame.select(pl.col([f"{stem}_{month}" for month in MONTHS]).fill_null(0)).to_numpy()
    offsets = pa.array(np.arange(0, TWELVE * frame.height + 1, TWELVE, dtype=np.int32))
    return pa.ListArray.from_arrays(offsets, pa.array(cells.astype(np.int64).ravel()))


def accounts(frame: pl.DataFrame, *, ids: Ids, first_line: int) -> pa.Table:
    """Rows of `funds_account_year`."""
    names = ("opening", "credit", "interest", "payout", "closing")
    line = pl.int_range(first_line, first_line + frame.height, dtype=pl.Int32).alias("line_no")
    return _table(
        frame.select(
            line, *ids.of(frame), "year", *(pl.col(n).fill_null(0).alias(f"{n}_fen") for n in names)
        )
    )


def awards(
    frame: pl.DataFrame, *, ids: Ids, facts: Mapping[int, str], at: dt.datetime, by: str
) -> pa.Table:
    """Rows of `pension_award`. The receipt says that another system determined them."""
    rows = frame.select(
        *ids.of(frame), pl.lit("old_age").alias("kind"), "state", "starts_month", "ends_month", "place",
        *(pl.col(name).fill_null(0).alias(f"{name}_fen") for name in (*COMPONENTS, "total")),
        pl.lit('{"taken_over": true}').alias("receipt"), pl.lit(by).alias("decided_by"),
        pl.lit(at.isoformat()).alias("decided_at"),
    )  # fmt: skip
    told = pl.Series(
        "facts", [facts[person] for person in rows["person_id"].to_list()], dtype=pl.String
    )
    return _table(rows.with_columns(told))


def payee_accounts(frame: pl.DataFrame, *, ids: Ids) -> pa.Table:
    """Rows of `pension_payee_account`, from the day they were checked."""
    given = frame.filter(pl.col("account_number").is_not_null())
    return _table(given.select(
        *ids.of(given), "bank_code", "account_number", "account_name", "verified_on",
        pl.col("verified_on").alias("valid_from"),
    ))  # fmt: skip


def holds(frame: pl.DataFrame, *, ids: Ids, known_on: dt.date, by: str) -> pa.Table:
    """Rows of `pension_hold`; months in custody lose their yearly adjustment (劳社厅函〔2001〕44号)."""
    given = frame.filter(pl.col("hold_kind").is_not_null())
    return _table(given.select(
        *ids.of(given), pl.col("hold_kind").alias("kind"), pl.col("hold_from_month").alias("from_month"),
        (pl.col("hold_kind") != "custody").alias("joins_adjustments"), pl.lit("旧系统移交时已停发").alias("reason"),
        pl.lit(by).alias("recorded_by"), pl.lit(known_on).alias("known_on"),
    ))  # fmt: skip


def arrears(frame: pl.DataFrame, *, ids: Ids) -> dict[dt.date, pa.Table]:
    """Lines of dues not received, by the day they were due, as `contributions.prepare_bills` takes them."""
    money = {
        "declared_wage_fen": "wage",
        **{f"{name}_fen": name for name in (*BASES, *SHARES, "account_credit")},
    }
    rows = frame.select(
        *ids.of(frame), "due_on", pl.col("period").cast(pl.Int32),
        *(pl.col(name).fill_null(0).alias(column) for column, name in money.items()),
        pl.lit(1, dtype=pl.Int16).alias("months"),
    )  # fmt: skip
    return {
        day: _table(part)
        for (day,), part in rows.partition_by("due_on", as_dict=True, include_key=False).items()
    }


def award_facts(*, careers_of: pa.Table, told: pl.DataFrame) -> dict[int, str]:
    """What is known of each award as JSON in the names of the pension laws' facts: birth, category, career.

    `told` has person_id, birth_month, retirement_category and retirement_month. Years are listed without a gap, as the
    law of accounts wants them.
    """
    found = {}
    entries = {row["person_id"]: row for row in careers_of.to_pylist()}
    for person, birth, category, month in told.iter_rows():
        career, deemed = _listed(entries.get(person), last=year_of(month))
        found[person] = json.dumps({
            "taken_over": True, "birth_month": birth, "retirement_category": category, "retirement_month": month,
            "career": career, "deemed_months": deemed,
        })  # fmt: skip
    return found


_NAMES = {
    "months": "months",
    "base_sum": "base_sum_fen",
    "credit": "credit_fen",
    "credit_product": "credit_product_fen",
}


def _listed(
    entry: Mapping[str, list[int]] | None, *, last: int
) -> tuple[list[dict[str, int]], int]:
    years = [] if entry is None else entry["year"]
    at = {year: position for position, year in enumerate(years) if year <= last}
    if entry is None or not at:
        return [], 0
    career = [
        {
            "year": year,
            **{
                name: entry[column][at[year]] if year in at else 0
                for name, column in _NAMES.items()
            },
        }
        for year in range(min(at), last + 1)
    ]
    return career, sum(entry["deemed_months"][position] for position in at.values())
