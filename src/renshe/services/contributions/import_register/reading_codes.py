"""Codes of a register, and what the registers of people and units say of its rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from renshe.domains.contributions.api import cell_problem
from renshe.foundation.sheets.cell_errors import Finding
from renshe.kernel.codes.divisions import is_place_code
from renshe.kernel.codes.names import same_name
from renshe.kernel.codes.problem import Problem
from renshe.kernel.codes.standards import ETHNIC_OF_FOREIGNERS, read_code
from renshe.services.contributions.import_register.declaration import REASONS
from renshe.services.contributions.import_register.sex_and_birth import sex_and_birth

CATEGORIES = {"M": ("M60",), "F": ("F55", "F50")}


def read_codes(
    rows: pl.DataFrame, findings: list[Finding], *, as_of: dt.date
) -> tuple[pl.DataFrame, list[Finding]]:
    """Codes read once for each different text, sex and birth date, and what the register says."""
    # Who cannot be read by number has no sex to compare with.
    wrong_ids = {one.row_number for one in findings if one.field == "id_number"}
    rows, unclear = sex_and_birth(rows, wrong_ids=wrong_ids, as_of=as_of)
    findings += unclear
    foreign_without = pl.col("key").str.contains("^[9A-Z]") & (pl.col("ethnic_kind") == "empty")
    rows = rows.with_columns(
        ethnic=pl.when(foreign_without).then(pl.lit(ETHNIC_OF_FOREIGNERS)).otherwise("ethnic")
    )
    ethnic = _read_each(rows["ethnic"], lambda text: read_code(text, table="ethnic_group"))
    places = _read_each(rows["place"], _place)
    rows = rows.with_columns(
        ethnic_code=pl.col("ethnic").replace_strict(
            ethnic.good, default=None, return_dtype=pl.String
        ),
        category=pl.col("retirement").str.to_uppercase(),
    )
    wrong_names = {one.row_number for one in findings if one.field == "name"}
    fits = pl.col("category").is_in(CATEGORIES["M"]) & (pl.col("sex") == "M")
    fits |= pl.col("category").is_in(CATEGORIES["F"]) & (pl.col("sex") == "F")
    as_registered = pl.col("registered_name").is_null() | (
        pl.col("registered_name") == pl.col("name")
    )
    fine = (
        pl.col("employer_id").is_not_null()
        & pl.col("ethnic_code").is_not_null()
        & fits
        & pl.col("place").is_in(list(places.good))
        & as_registered
        & pl.col("died_on").is_null()
    )
    for row in rows.filter(~fine.fill_null(False)).iter_rows(named=True):
        number, name = row["row_number"], row["registered_name"]
        checks: list[tuple[str, Problem | None]] = [
            ("uscc", None if row["employer_id"] is not None else REASONS.problem("uscc_unknown")),
            ("ethnic", ethnic.bad.get(row["ethnic"])),
            ("place", places.bad.get(row["place"])),
        ]
        known_sex = row["sex"] is not None and number not in wrong_ids
        if known_sex and row["category"] not in CATEGORIES[row["sex"]]:
            checks.append(
                (
                    "retirement",
                    REASONS.problem("retirement_unreadable", found=row["retirement"][:20]),
                )
            )
        if name is not None and number not in wrong_names and not same_name(row["name"], name):
            checks.append(("name", cell_problem("name_differs")))
        if row["died_on"] is not None:
            checks.append(("id_number", cell_problem("person_dead")))
        findings += [Finding(number, field, one) for field, one in checks if one is not None]
    return rows, findings


@dataclass(frozen=True)
class _Read:
    """Each different text of a column: what it means, or what is wrong with it."""

    good: dict[str, str]
    bad: dict[str, Problem]


def _read_each(column: pl.Series, read: Callable[[str], str | Problem]) -> _Read:
    found = {text: read(text) for text in column.unique().to_list()}
    return _Read(
        good={text: one for text, one in found.items() if isinstance(one, str)},
        bad={text: one for text, one in found.items() if isinstance(one, Problem)},
    )


def _place(text: str) -> str | Problem:
    if text != "CN" and is_place_code(text):
        return text
    return REASONS.problem("place_unreadable", found=text[:20])
