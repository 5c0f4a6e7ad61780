"""Ids, names and wages of a table of insured people, checked as columns: their shape, and people within the file.

Whole columns are tested at once; only a cell that fails is looked at singly, to say exactly what is wrong with it.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl

from renshe.foundation.sheets.cell_errors import Finding
from renshe.foundation.sheets.reasons import OF_SHEETS, Reasons
from renshe.kernel.codes.divisions import divisions
from renshe.kernel.codes.id_number import read_id_number
from renshe.kernel.codes.names import read_person_name
from renshe.kernel.codes.problem import Problem
from renshe.kernel.money import MoneyError, format_yuan, yuan_to_fen

WAGE_MAX_FEN = 500_000_000
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_PLAIN_NAME = "^[\u4e00-\u9fff]{2,10}$"
_PLAIN_WAGE = r"^\d{1,9}(\.\d{1,2})?$"
_REASONS = Reasons(Path(__file__).parent / "data" / "cell_problems.yaml")


def cell_problem(code: str, **found: object) -> Problem:
    """The problem of an id number, a name or a wage by its code. Raises KeyError for an unknown one."""
    return _REASONS.problem(code, **found)


def check_cells(rows: pl.DataFrame, *, as_of: dt.date) -> tuple[pl.DataFrame, list[Finding]]:
    """The rows with `id` (upper case) and `wage_fen` where they are good, else null, and what is wrong.

    `rows` has `schema_of` id_number, name and wage. Checks shape only; who people are is asked of the register afterwards.
    """
    rows = rows.with_columns(id=pl.col("id_number").str.to_uppercase(), wage_fen=_plain_wage())
    id_good, name_good = _id_is_good(as_of=as_of), _name_is_good()
    found: list[Finding] = []
    found += _each(rows.filter(~id_good), "id_number", lambda row: _id_problem(row, as_of=as_of))
    found += _each(rows.filter(~name_good), "name", _name_problem)
    rows = rows.with_columns(pl.when(id_good).then("id").alias("id"))
    odd = rows.filter(pl.col("wage_fen").is_null())
    read = {row["row_number"]: _odd_wage(row) for row in odd.iter_rows(named=True)}
    mended = {number: fen for number, fen in read.items() if isinstance(fen, int)}
    found += [
        Finding(number, "wage", one) for number, one in read.items() if isinstance(one, Problem)
    ]
    if mended:
        extra = pl.DataFrame(
            {"row_number": list(mended), "odd_fen": list(mended.values())},
            schema={"row_number": pl.Int32, "odd_fen": pl.Int64},
        )
        rows = rows.join(extra, on="row_number", how="left", maintain_order="left")
        rows = rows.with_columns(wage_fen=pl.coalesce("wage_fen", "odd_fen")).drop("odd_fen")
    found += _amount_problems(rows)
    return rows, found


def _each(
    rows: pl.DataFrame, field: str, judge: Callable[[dict[str, str]], Problem | None]
) -> Iterator[Finding]:
    for row in rows.iter_rows(named=True):
        one = judge(row)
        if one is not None:
            yield Finding(row["row_number"], field, one)


def _id_is_good(*, as_of: dt.date) -> pl.Expr:
    """Text of 17 digits and a check character that is right, of a known division and a birth date that has been."""
    number = pl.col("id_number").str.to_uppercase()
    digits = [number.str.slice(at, 1).cast(pl.Int32, strict=False) for at in range(17)]
    total = (
        pl.sum_horizontal(*(digit * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)))
        % 11
    )
    check = total.replace_strict(dict(enumerate(_CHECKS)), return_dtype=pl.String)
    born = number.str.slice(6, 8).str.to_date("%Y%m%d", strict=False)
    return (
        (pl.col("id_number_kind") == "text")
        & number.str.contains(r"^[1-6]\d{16}[0-9X]$")
        & (number.str.slice(17, 1) == check)
        & number.str.slice(0, 6).is_in(list(divisions()))
        & born.is_between(dt.date(1880, 1, 1), as_of).fill_null(False)
    ).fill_null(False)


def _id_problem(row: dict[str, str], *, as_of: dt.date) -> Problem | None:
    kind, text = row["id_number_kind"], row["id_number"]
    if kind in ("formula_without_value", "cell_error_value"):
        return OF_SHEETS.problem(kind)
    if kind == "empty":
        return cell_problem("id_missing")
    if kind == "number":
        return cell_problem("id_stored_as_number", found=text)
    if kind != "text":
        return cell_problem("id_is_date")
    read = read_id_number(text, as_of=as_of)
    # Residence permits and foreigners' numbers are rarer than what the column test knows; they are good too.
    return read if isinstance(read, Problem) else None


def _name_is_good() -> pl.Expr:
    return (pl.col("name_kind") == "text") & pl.col("name").str.contains(_PLAIN_NAME)


def _name_problem(row: dict[str, str]) -> Problem | None:
    kind = row["name_kind"]
    if kind in ("formula_without_value", "cell_error_value"):
        return OF_SHEETS.problem(kind)
    if kind == "empty":
        return cell_problem("name_missing")
    if kind != "text":
        return cell_problem("name_is_no_text")
    read = read_person_name(row["name"])
    return read if isinstance(read, Problem) else None


def _plain_wage() -> pl.Expr:
    """Fen of a wage written plainly, whether as text or as a number; null for anything else."""
    plain = pl.col("wage_kind").is_in(["text", "number"]) & pl.col("wage").str.contains(_PLAIN_WAGE)
    parts = pl.col("wage").str.splitn(".", 2)
    yuan = parts.struct.field("field_0").cast(pl.Int64, strict=False)
    part = (
        parts.struct.field("field_1").fill_null("").str.pad_end(2, "0").cast(pl.Int64, strict=False)
    )
    return pl.when(plain).then(yuan * 100 + part)


def _odd_wage(row: dict[str, str]) -> int | Problem:
    kind, text = row["wage_kind"], row["wage"]
    if kind in ("formula_without_value", "cell_error_value"):
        return OF_SHEETS.problem(kind)
    if kind == "empty":
        return cell_problem("wage_missing")
    if kind == "date":
        return cell_problem("wage_is_date")
    if kind == "number":
        return _wage_of_number(text)
    half = unicodedata.normalize("NFKC", text).strip()
    if half != text:
        return cell_problem("wage_full_width", found=text[:30], better=half[:30])
    try:
        return yuan_to_fen(text)
    except MoneyError:
        decimals = text.replace(",", "").rpartition(".")[2]
        code = (
            "wage_part_fen"
            if text.replace(".", "", 1).isdigit() and len(decimals) > 2
            else "wage_unreadable"
        )
        return cell_problem(code, found=text[:30])


def _wage_of_number(text: str) -> int | Problem:
    """A spreadsheet's number: sums of decimals carry dust behind the fifteenth digit, which is no amount."""
    fen = float(text) * 100
    if abs(fen - round(fen)) > 1e-4:
        return cell_problem("wage_part_fen", found=text)
    return round(fen)


def _amount_problems(rows: pl.DataFrame) -> Iterator[Finding]:
    for number, fen in (
        rows.filter(pl.col("wage_fen") <= 0).select("row_number", "wage_fen").iter_rows()
    ):
        yield Finding(number, "wage", cell_problem("wage_not_positive", found=format_yuan(fen)))
    for number, fen in (
        rows.filter(pl.col("wage_fen") > WAGE_MAX_FEN).select("row_number", "wage_fen").iter_rows()
    ):
        yield Finding(number, "wage", cell_problem("wage_implausible", found=format_yuan(fen)))


def find_repeated(rows: pl.DataFrame) -> Iterator[Finding]:
    """Every row of an id number that stands more than once: nobody but the sender knows which is right."""
    number = pl.col("id_number").str.to_uppercase()
    repeated = (
        rows.filter(pl.col("id_number_kind") == "text")
        .with_columns(key=number)
        .filter(pl.col("key").is_duplicated())
    )
    for (_,), group in repeated.group_by("key", maintain_order=True):
        numbers = group["row_number"].to_list()
        listed = "、".join(str(one) for one in numbers[:10]) + ("…" if len(numbers) > 10 else "")
        for one in numbers:
            yield Finding(one, "id_number", cell_problem("id_twice", rows=listed))
