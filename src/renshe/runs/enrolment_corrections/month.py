"""One listed month: what differs, how each difference is settled, and what the law says the lacking ones come to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Protocol

import polars as pl
import pyarrow as pa

from renshe.foundation.bulk import ArrowReader
from renshe.foundation.columns import plain_text
from renshe.kernel.codes.divisions import stem
from renshe.kernel.periods import Month, first_day, last_day, month_containing
from renshe.kernel.rules import Reason, Refusal
from renshe.laws import library
from renshe.runs.enrolment_corrections import lines as made
from renshe.runs.enrolment_corrections.columns import KEY, MONEY, ROW, SHARES
from renshe.runs.enrolment_corrections.comparing import OUT, compare, settle_ways
from renshe.runs.enrolment_corrections.reading import MonthRead, read_facts, read_month

BILLED, BILLED_LATE = "billed", "billed_late"
# Changes that make somebody insured; the day one of them became known says whether the employer was late with it.
_ADDING = ("join", "move", "resume", "absorb")


class Law(Protocol):
    """The law of a month's contributions; `renshe.runs.monthly_contribution_assessment.law` is the one in use."""

    def assess(self, table: pa.Table, *, place: str, period: Month, on: dt.date) -> Any:
        """Lines of an assessment table, and who is refused."""


@dataclass(frozen=True)
class Found:
    """A month's differences. `too_much` has way and why for each bill's part; `asked` has them for each KEY that lacks
    something; `to_bill` are its lines with their way. `left` are KEYs that this attempt cannot settle, though nothing
    holds them up; `reasons` the law's own words for a `why`.
    """

    read: MonthRead
    too_much: pl.DataFrame
    asked: pl.DataFrame
    to_bill: pl.DataFrame
    left: pl.DataFrame
    reasons: dict[str, Reason] = field(default_factory=dict)

    def waiting(self) -> pl.DataFrame:
        """KEY and why, of what is held up."""
        rows = pl.concat(
            [self.too_much.select(*KEY, "why"), self.asked.select(*KEY, "why")]
        ).filter(pl.col("why") != "")
        return rows.unique(subset=KEY, keep="first", maintain_order=True)

    def listing(self) -> pl.DataFrame:
        """Person, employer, month, way or why, and fen more or less, for whoever looks before it is done."""
        out = self.too_much.group_by("person_id", "employer", "way", "why").agg(
            fen=-pl.sum_horizontal(pl.col(f"{OUT}{name}").sum() for name in SHARES)
        )
        more = self.to_bill.group_by(
            "person_id", pl.col("employer_id").fill_null(0).alias("employer"), "way"
        ).agg(fen=pl.sum_horizontal(pl.col(name).sum() for name in SHARES))
        held = self.asked.filter(pl.col("why") != "").select(
            "person_id", "employer", way=pl.lit(""), why="why", fen=pl.lit(None, dtype=pl.Int64)
        )
        rows = [out, more.with_columns(why=pl.lit("")).select(out.columns), held.select(out.columns)]  # fmt: skip
        return pl.concat(rows).with_columns(period=pl.lit(self.read.period, dtype=pl.Int64))


def find(
    reader: ArrowReader,
    *,
    place: str,
    period: Month,
    law: Law,
    posted: frozenset[str] = frozenset(),
    held: Mapping[str, str] = MappingProxyType({}),
) -> Found:
    """The differences of an assessed month. Ways in `posted` have their batch of this run already: what else would go
    that way came since and is left for the next run. Ways in `held` cannot be gone today, for the reason named.
    """
    read = read_month(reader, place=place, period=period)
    seen = compare(insured=read.insured, standing=read.standing)
    too_much = settle_ways(seen.too_much, drawn=read.drawn, period=period, held=held)
    taken = too_much.filter((pl.col("way") != "") & ~pl.col("way").is_in(list(posted)))
    after = made.standing_after(seen.standing, taken)
    asked = made.who_is_billed(seen.lacking, insured=read.insured, standing=after)
    asked = _timed(asked, read.listed, place=place, period=period)
    facts = read_facts(reader, asked, place=place, period=period)
    here = facts.filter(pl.col("place").str.starts_with(stem(place)))
    elsewhere = facts.join(here, on=KEY, how="anti")
    more, reasons = _by_law(here.filter(pl.col("why") == ""), law=law, place=place, period=period)
    asked = _with_refusals(asked.join(here, on=KEY, how="semi"), more, reasons)
    to_bill = made.lines_billed(asked.filter(pl.col("why") == ""), more, after, period=period)
    ways = asked.select("person_id", "employer_id", "way").unique()
    to_bill = to_bill.join(ways, on=["person_id", "employer_id"], nulls_equal=True)
    too_late = to_bill.filter(pl.col("way").is_in(list(posted)))
    return Found(
        read=read,
        too_much=too_much,
        asked=asked,
        to_bill=to_bill.filter(~pl.col("way").is_in(list(posted))),
        left=pl.concat([
            too_much.filter(pl.col("way").is_in(list(posted))).select(KEY),
            elsewhere.select(KEY),
            asked.join(too_late, on=["person_id", "employer_id"], how="semi", nulls_equal=True).select(KEY),
        ]).unique(),
        reasons={refusal.code: refusal.reason for refusal in reasons.values()},
    )  # fmt: skip


def _timed(asked: pl.DataFrame, listed: pl.DataFrame, *, place: str, period: Month) -> pl.DataFrame:
    """`asked` with the way its bill goes: late where the employer did not enrol in time, and why not at all.

    A month is late where what made the person insured became known after the last day to enrol, counted from the end of
    its first month, because spells do not know the day of hire (社会保险法 58). People who pay for themselves pay the month
    they join in and no earlier one.
    """
    cause = (
        listed.with_columns(adding=pl.col("kind").is_in(_ADDING))
        .sort("adding", "change_id", descending=True)
        .unique(subset=KEY, keep="first", maintain_order=True)
        .select(*KEY, "known_on", "effective_on")
    )
    days = {
        day: _deadline(day, place=place, period=period) for day in cause["effective_on"].unique()
    }
    rows = asked.join(cause, on=KEY, how="left").with_columns(
        deadline=pl.col("effective_on").replace_strict(days, default=None, return_dtype=pl.Date)
    )
    own = pl.col("payer") == 0
    return rows.with_columns(
        employer_id=pl.when(pl.col("employer") != 0).then("employer"),
        way=pl.when(own | (pl.col("known_on") <= pl.col("deadline")))
        .then(pl.lit(BILLED))
        .otherwise(pl.lit(BILLED_LATE)),
        why=pl.when(own & (pl.col("known_on") > last_day(period)))
        .then(pl.lit("own_payer_past"))
        .otherwise(pl.lit("")),
    )


def _deadline(effective_on: dt.date, *, place: str, period: Month) -> dt.date:
    hired = last_day(month_containing(effective_on)).toordinal()
    asked = library.explain(
        "enrolment_deadline", {"hired_on": hired}, place=place, on=first_day(period)
    )
    return dt.date.fromordinal(int(asked.value))


def _by_law(
    facts: pl.DataFrame, *, law: Law, place: str, period: Month
) -> tuple[pl.DataFrame, dict[int, Refusal]]:
    """The law's amounts for the insurances asked, by person and employer, and whom it refuses."""
    schema = {"person_id": pl.Int64, "employer": pl.Int64,
              **dict.fromkeys(("declared_wage_fen", *MONEY), pl.Int64)}  # fmt: skip
    if facts.is_empty():
        return pl.DataFrame(schema=schema), {}
    found = law.assess(
        plain_text(facts.drop("human", "payer", "employer").to_arrow()),
        place=place,
        period=period,
        on=first_day(period),
    )
    lines = pl.from_arrow(found.lines)
    assert isinstance(lines, pl.DataFrame)
    lines = lines.with_columns(employer=pl.col("employer_id").fill_null(0))
    return lines.select(pl.col(name).cast(kind) for name, kind in schema.items()), dict(
        found.refused
    )


def _with_refusals(
    asked: pl.DataFrame, more: pl.DataFrame, refused: dict[int, Refusal]
) -> pl.DataFrame:
    """`asked`, where the law gave no line waiting for what the law misses."""
    codes = {person: refusal.code for person, refusal in refused.items()}
    answered = more.select("person_id", "employer", answered=pl.lit(True))
    rows = asked.join(answered, on=["person_id", "employer"], how="left")
    code = pl.col("person_id").replace_strict(codes, default="missing_fact", return_dtype=pl.String)
    silent = pl.col("answered").is_null() & (pl.col("why") == "")
    return rows.with_columns(why=pl.when(silent).then(code).otherwise("why")).drop("answered")


__all__ = ["BILLED", "BILLED_LATE", "ROW", "Found", "Law", "find"]
