"""Id numbers of many people at once, by the same law as one: GB 11643-1999.

Shape, check digit and birth date are looked at as columns; only what fails is read one by one by the kernel's reader,
which knows the words. A region is judged by the kernel too, once for all numbers that begin with it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import polars as pl

from renshe.kernel.codes.national_id import CHECKS, WEIGHTS, NationalId, read_national_id
from renshe.kernel.codes.problem import Problem

_SHAPE = r"^[0-9]{17}[0-9Xx]$"
_EARLIEST = dt.date(1880, 1, 1)


@dataclass(frozen=True)
class ReadNumbers:
    """What the numbers say, in their order, null where a number is wrong; and what is wrong, by position."""

    frame: pl.DataFrame
    wrong: list[tuple[int, Problem]]


def read_id_numbers(texts: pl.Series, *, as_of: dt.date) -> ReadNumbers:
    """Read many id numbers; columns id_number, id_kind, id_birth_on, id_sex. Nulls stay null and are not wrong."""
    frame = (
        pl.DataFrame({"text": texts.cast(pl.String)})
        .with_row_index("at")
        .with_columns(id_number=pl.col("text").str.to_uppercase())
    )
    shaped = frame.filter(pl.col("text").str.contains(_SHAPE).fill_null(False))
    good = shaped.with_columns(
        id_birth_on=pl.col("text").str.slice(6, 8).str.to_date("%Y%m%d", strict=False),
        region=pl.col("text").str.slice(0, 6), checked=_check_digits_hold(shaped["id_number"]),
        id_sex=pl.when(pl.col("text").str.slice(16, 1).cast(pl.Int8) % 2 == 1).then(pl.lit("M")).otherwise(pl.lit("F")),
    ).filter(pl.col("checked") & pl.col("id_birth_on").is_between(_EARLIEST, as_of))  # fmt: skip
    kinds = _kinds_of_regions(good, as_of=as_of)
    good = good.join(kinds, on="region", how="inner").select(
        "at", "id_number", "id_kind", "id_birth_on", "id_sex"
    )
    read = frame.select("at", "text").join(good, on="at", how="left", maintain_order="left")
    failed = read.filter(pl.col("text").is_not_null() & pl.col("id_number").is_null())
    wrong = []
    for at, text in failed.select("at", "text").iter_rows():
        answer = read_national_id(text, as_of=as_of)
        assert isinstance(answer, Problem), text
        wrong.append((at, answer))
    return ReadNumbers(read.select("id_number", "id_kind", "id_birth_on", "id_sex"), wrong)


def _check_digits_hold(numbers: pl.Series) -> pl.Series:
    if numbers.is_empty():
        return pl.Series([], dtype=pl.Boolean)
    signs = np.frombuffer("".join(numbers.to_list()).encode("ascii"), np.uint8).reshape(-1, 18)
    sums = (signs[:, :17].astype(np.int64) - ord("0")) @ np.array(WEIGHTS)
    expected = np.frombuffer(CHECKS.encode("ascii"), np.uint8)[sums % 11]
    return pl.Series(signs[:, 17] == expected)


def _kinds_of_regions(good: pl.DataFrame, *, as_of: dt.date) -> pl.DataFrame:
    """The kind of document that a region stands for, asked of the kernel with one number of each region."""
    found = {}
    for region, number in good.group_by("region").agg(pl.col("id_number").first()).iter_rows():
        answer = read_national_id(number, as_of=as_of)
        if isinstance(answer, NationalId):
            found[region] = answer.kind
    return pl.DataFrame(
        {"region": list(found), "id_kind": list(found.values())},
        schema={"region": pl.String, "id_kind": pl.String},
    )
