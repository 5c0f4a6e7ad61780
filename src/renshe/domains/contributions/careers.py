"""A person's insured years as the law reads them: months, bases and account credit of each calendar year.

Both sources are brought to one form, twelve months side by side per person, year and employer: history and closed
years as they are kept, and every line that no closed year holds (`YearCover`): open years, and what was credited or
corrected after a year was closed, with its sign. What one employer paid for a month is put together first; a month
that was reversed is none. Then employers of a year are put together:

- a month counts once, however many employers paid for it;
- bases of one month add up, to the cap of that month where more than one employer paid (社会保险法 12, 各地缴费基数
  上限: the cap is the person's, not the employer's). One employer's base was capped when it was assessed;
- account credit adds up without a cap, because that money was paid in and is the person's;
- a month that another scheme brought (`counted.py`) counts at its base where nobody paid for it, and has no credit;
- a month whose bill is not credited is owed, and is no part of the career (劳办发〔1997〕116号).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
import pyarrow as pa

from renshe.domains.contributions.frames import number_list, read_frame
from renshe.domains.contributions.refusals import refused
from renshe.foundation.bulk import read_arrow
from renshe.kernel.periods import Month, format_month

TWELVE = 12
ENTRY = ("year", "months", "base_sum_fen", "credit_fen", "credit_product_fen", "deemed_months")

# A merged duplicate's rows are read as the survivor's; no row is rewritten.
_WHO = """
WITH who AS (
    SELECT id AS row_person, id AS person_id FROM unnest({people}) AS id
    UNION ALL
    SELECT merged_id, person_id FROM registry_person_alias
     WHERE person_id = ANY({people}) AND undone_at IS NULL
)
"""
_YEARS = (
    _WHO
    + """
SELECT who.person_id, y.year::bigint AS year, coalesce(y.employer_id, 0) AS employer_key,
       y.paid_months::bigint AS paid_months, y.deemed_months::bigint AS deemed_months, {bases}, {credits}
  FROM contributions_year y JOIN who ON who.row_person = y.person_id
"""
)
# A line of a closed year is in that year's rows, and counted there.
_LINES = (
    _WHO
    + """
SELECT who.person_id, l.period::bigint AS period, coalesce(l.employer_id, 0) AS employer_key,
       sum(l.months)::bigint AS months, sum(l.pension_base_fen)::bigint AS base_fen,
       sum(l.account_credit_fen)::bigint AS credit_fen
  FROM contributions_line l
  JOIN who ON who.row_person = l.person_id
  JOIN contributions_bill b ON b.id = l.bill_id AND b.credited_batch_id IS NOT NULL
 WHERE l.pension_base_fen <> 0
   AND NOT EXISTS (SELECT FROM contributions_year_cover c
                    WHERE c.year = l.period / 12 AND c.credited_batch_id = b.credited_batch_id)
 GROUP BY 1, 2, 3
HAVING sum(l.months) <> 0 OR sum(l.pension_base_fen) <> 0 OR sum(l.account_credit_fen) <> 0
"""
)

_BROUGHT = -1
"""The place of an employer in months that another scheme brought."""
_COUNTED = (
    _WHO
    + f"""
SELECT who.person_id, c.period::bigint AS period, {_BROUGHT}::bigint AS employer_key, 1::bigint AS months,
       max(c.base_fen)::bigint AS base_fen, 0::bigint AS credit_fen
  FROM contributions_counted_month c JOIN who ON who.row_person = c.person_id GROUP BY 1, 2
"""
)


@dataclass(frozen=True)
class YearEntry:
    """One calendar year of a career: months contributed, sum of bases, credit and its product for interest (fen).

    `credit_product_fen` is the sum of each month's credit times the months it stands in the account until the year's
    end, January twelve times, December once (劳办发〔1997〕116号, monthly-product method).
    """

    year: int
    months: int
    base_sum_fen: int
    credit_fen: int
    credit_product_fen: int
    deemed_months: int


def career_of(*, person_id: int, base_caps: Mapping[Month, int]) -> list[YearEntry]:
    """A person's career by calendar year, oldest first, read within the current transaction.

    `base_caps` gives the base cap of each month in fen and is asked only where two employers paid for one month.
    Raises Refusal `cap_missing`.
    """
    people = f"'{number_list([person_id])}'::bigint[]"
    years = read_frame(sql=_years_sql(people), schema=_YEARS_SCHEMA)
    lines = pl.concat(
        read_frame(sql=sql.format(people=people), schema=_LINES_SCHEMA)
        for sql in (_LINES, _COUNTED)
    )
    entries = _by_year(years=years, lines=lines, base_caps=base_caps)
    return [YearEntry(*row) for row in entries.select(*ENTRY).iter_rows()]


def careers_table(
    *, person_ids: Sequence[int], base_caps: Mapping[Month, int], role: str = "runner"
) -> pa.Table:
    """The careers of many people as Arrow lists: person_id, and each of ENTRY as a list, oldest year first.

    Everyone asked for has a row, with empty lists where nothing was ever contributed; rows are in the order of
    person_id. Reads what is committed. A million people are best asked for in portions of some 50,000.
    Raises Refusal `cap_missing`.
    """
    people = f"'{number_list(person_ids)}'::bigint[]"
    years = pl.from_arrow(read_arrow(sql=_years_sql(people), role=role))
    lines = pl.concat(
        pl.DataFrame(pl.from_arrow(read_arrow(sql=sql.format(people=people), role=role)))
        for sql in (_LINES, _COUNTED)
    )
    assert isinstance(years, pl.DataFrame)
    entries = _by_year(years=years, lines=lines, base_caps=base_caps)
    listed = entries.group_by("person_id", maintain_order=True).agg(pl.col(*ENTRY))
    everyone = pl.DataFrame({"person_id": sorted(set(person_ids))}, schema={"person_id": pl.Int64})
    full = everyone.join(listed, on="person_id", how="left", maintain_order="left").with_columns(
        pl.col(*ENTRY).fill_null(pl.lit([], dtype=pl.List(pl.Int64)))
    )
    lists = pa.list_(pa.int64())
    return full.to_arrow().cast(
        pa.schema([("person_id", pa.int64()), *((name, lists) for name in ENTRY)])
    )


_BASES = [f"base_{number}" for number in range(1, TWELVE + 1)]
_CREDITS = [f"credit_{number}" for number in range(1, TWELVE + 1)]
_YEARS_SCHEMA = dict.fromkeys(
    ("person_id", "year", "employer_key", "paid_months", "deemed_months", *_BASES, *_CREDITS),
    pl.Int64,
)
_LINES_SCHEMA = dict.fromkeys(
    ("person_id", "period", "employer_key", "months", "base_fen", "credit_fen"), pl.Int64
)


def _years_sql(people: str) -> str:
    columns = {
        "bases": ", ".join(f"y.base_fen[{n}] AS {name}" for n, name in enumerate(_BASES, 1)),
        "credits": ", ".join(f"y.credit_fen[{n}] AS {name}" for n, name in enumerate(_CREDITS, 1)),
    }
    return _YEARS.format(people=people, **columns)


@dataclass(frozen=True)
class _Months:
    """Rows of twelve months side by side: how often each month is there, its base and its credit (fen)."""

    times: np.ndarray
    base: np.ndarray
    credit: np.ndarray

    def summed(self, order: np.ndarray, starts: np.ndarray) -> _Months:
        """The rows in this order, those between two starts added up."""
        parts = (self.times, self.base, self.credit)
        return _Months(*(np.add.reduceat(part[order], starts) for part in parts))

    def paid_only(self) -> _Months:
        """Months that are not there, or were reversed, are nothing."""
        there = self.times > 0
        return _Months(*(np.where(there, part, 0) for part in (self.times, self.base, self.credit)))

    def without_doubles(self, *, brought: np.ndarray, starts: np.ndarray) -> _Months:
        """A month that was brought is nothing where somebody paid for it; rows of one person and year begin at `starts`."""
        if not brought.any():
            return self
        paid = np.where(brought[:, None], 0, self.times)
        sizes = np.diff(np.append(starts, len(brought)))
        twice = brought[:, None] & (np.repeat(np.add.reduceat(paid, starts), sizes, axis=0) > 0)
        return _Months(*(np.where(twice, 0, part) for part in (self.times, self.base, self.credit)))


def _by_year(
    *, years: pl.DataFrame, lines: pl.DataFrame, base_caps: Mapping[Month, int]
) -> pl.DataFrame:
    """Entries by person and year, from both sources, as described at the head of this module."""
    period = lines["period"].to_numpy()
    person = np.concatenate([years["person_id"].to_numpy(), lines["person_id"].to_numpy()])
    year = np.concatenate([years["year"].to_numpy(), period // TWELVE])
    employer = np.concatenate([years["employer_key"].to_numpy(), lines["employer_key"].to_numpy()])
    deemed = np.concatenate([years["deemed_months"].to_numpy(), np.zeros(lines.height, np.int64)])
    if not len(person):
        return pl.DataFrame(schema={"person_id": pl.Int64, **dict.fromkeys(ENTRY, pl.Int64)})
    order = np.lexsort((employer, year, person))
    person, year, employer, deemed = person[order], year[order], employer[order], deemed[order]
    one_employer = _starts(person, year, employer)
    months = _side_by_side(years, lines, month=period % TWELVE).summed(order, one_employer)
    one_year = _starts(person, year)
    all_employers = np.arange(len(one_employer)), np.searchsorted(one_employer, one_year)
    months = months.paid_only().without_doubles(
        brought=employer[one_employer] == _BROUGHT, starts=all_employers[1]
    )
    months = months.summed(*all_employers)
    person, year = person[one_year], year[one_year]
    base = _capped(months.base, times=months.times, year=year, base_caps=base_caps)
    stays = np.arange(TWELVE, 0, -1, dtype=np.int64)
    entries = pl.DataFrame(
        {
            "person_id": person,
            "year": year,
            "months": (months.times > 0).sum(axis=1),
            "base_sum_fen": base.sum(axis=1),
            "credit_fen": months.credit.sum(axis=1),
            "credit_product_fen": (months.credit * stays).sum(axis=1),
            "deemed_months": np.minimum(np.add.reduceat(deemed, one_year), TWELVE),
        }
    )
    return entries.cast(pl.Int64).filter((pl.col("months") > 0) | (pl.col("deemed_months") > 0))


def _starts(*keys: np.ndarray) -> np.ndarray:
    """Where in sorted rows a new combination of these keys begins."""
    differs = np.any([np.diff(key) != 0 for key in keys], axis=0)
    return np.flatnonzero(np.r_[True, differs])


def _side_by_side(years: pl.DataFrame, lines: pl.DataFrame, *, month: np.ndarray) -> _Months:
    """Twelve columns for every row of both sources; a month of a year that is not paid is empty."""
    mask = years["paid_months"].to_numpy()[:, None] >> np.arange(TWELVE) & 1 == 1
    base = np.where(mask, years.select(_BASES).to_numpy(), 0)
    credit = np.where(mask, years.select(_CREDITS).to_numpy(), 0)
    more = np.zeros((3, lines.height, TWELVE), dtype=np.int64)
    row = np.arange(lines.height)
    for number, name in enumerate(("months", "base_fen", "credit_fen")):
        more[number, row, month] = lines[name].to_numpy()
    kept = (mask.astype(np.int64), base.astype(np.int64), credit.astype(np.int64))
    return _Months(*(np.vstack(pair) for pair in zip(kept, more, strict=True)))


def _capped(
    base: np.ndarray, *, times: np.ndarray, year: np.ndarray, base_caps: Mapping[Month, int]
) -> np.ndarray:
    """Hold months with more than one employer to that month's cap."""
    row, month = np.nonzero(times > 1)
    for one, number in zip(row.tolist(), month.tolist(), strict=True):
        period = int(year[one]) * TWELVE + number
        if period not in base_caps:
            raise refused("cap_missing", subject=format_month(period))
        base[one, number] = min(int(base[one, number]), base_caps[period])
    return base
