"""Sex and birth date of a register's people: by the id number, or beside it where a foreigner's does not tell them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl

from renshe.foundation.sheets.cell_errors import Finding
from renshe.foundation.sheets.days import day_of
from renshe.kernel.codes.foreign_id import ForeignId, read_foreign_id
from renshe.services.contributions.import_register.declaration import REASONS

SEXES = {"男": "M", "M": "M", "女": "F", "F": "F"}
_EARLIEST_BIRTH = dt.date(1880, 1, 1)


def sex_and_birth(
    rows: pl.DataFrame, *, wrong_ids: set[int], as_of: dt.date
) -> tuple[pl.DataFrame, list[Finding]]:
    """The rows with `sex` and `birth_on` as they are to be kept, null where unknown, and what is wrong.

    Whoever is registered already need not be described again. The columns of the file count for foreigners only:
    everybody else's number decides.
    """
    number = pl.col("key")
    by_number = rows.with_columns(
        pl.when(number.str.slice(16, 1).cast(pl.Int32, strict=False) % 2 == 1)
        .then(pl.lit("M"))
        .otherwise(pl.lit("F"))
        .alias("sex"),
        number.str.slice(6, 8).str.to_date("%Y%m%d", strict=False).alias("birth_on"),
    )
    foreign = rows.filter(
        number.str.contains("^[A-Z]") & ~pl.col("row_number").is_in(list(wrong_ids))
    )
    if foreign.is_empty():
        return by_number, []
    findings: list[Finding] = []
    told = []
    for row in foreign.iter_rows(named=True):
        sex, birth_on = _beside(row, findings, as_of=as_of)
        told.append((row["row_number"], sex, birth_on))
    schema = {"row_number": pl.Int32, "foreign_sex": pl.String, "foreign_birth_on": pl.Date}
    beside = pl.DataFrame(told, schema=schema, orient="row").with_columns(is_foreign=True)
    joined = by_number.join(beside, on="row_number", how="left", maintain_order="left")
    return joined.with_columns(
        pl.when("is_foreign").then("foreign_sex").otherwise("sex").alias("sex"),
        pl.when("is_foreign").then("foreign_birth_on").otherwise("birth_on").alias("birth_on"),
    ).drop("foreign_sex", "foreign_birth_on", "is_foreign"), findings


def _beside(
    row: dict[str, Any], findings: list[Finding], *, as_of: dt.date
) -> tuple[str | None, dt.date | None]:
    """What one row says in its columns of sex and birth date; both are needed of somebody new."""
    known = read_foreign_id(row["key"])
    assert isinstance(known, ForeignId), row["key"]
    sex, day = SEXES.get(row["sex"].upper()), day_of(row["birth_on"])
    if sex is None and (row["person_id"] is None or row["sex"]):
        _note(findings, row, "sex", "sex_missing")
    if day is not None and not _EARLIEST_BIRTH <= day <= as_of:
        day = None
    if day is None and (row["person_id"] is None or row["birth_on"]):
        _note(findings, row, "birth_on", "birth_missing")
    if day is not None and known.born not in (None, day.strftime("%y%m%d")):
        _note(findings, row, "birth_on", "birth_disagrees")
    return sex, day


def _note(findings: list[Finding], row: dict[str, Any], field: str, code: str) -> None:
    problem = REASONS.problem(code, found=row[field][:20])
    findings.append(Finding(row["row_number"], field, problem))
