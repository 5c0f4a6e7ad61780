"""The yearly adjustment: every pension in payment raised by the plan of its place, set by set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import polars as pl
import pyarrow as pa

from renshe.domains.audit import api as audit
from renshe.domains.pension import api as pension
from renshe.foundation.ahead import read_ahead
from renshe.kernel.periods import first_day
from renshe.kernel.rules import Refusal
from renshe.kernel.rules.knowledge import Knowledge
from renshe.laws import library
from renshe.runs.context import Progress, RunContext, begin, by_reason, silent
from renshe.runs.yearly_pension_adjustment.writing import plan_facts, plan_of, write

KIND = "yearly_pension_adjustment"
AWARDS_OF_PORTION = 25_000
PARTS = {
    "turned": "adjustment_turned_part",
    "age": "adjustment_age_part",
    "flat": "adjustment_flat_part",
    "years": "adjustment_years_part",
    "percentage": "adjustment_percentage_part",
}
"""Parts of the rise; first those that ask the fewest facts, because a parameter that they lack is lacked by many alike."""
TARGETS = (*PARTS.values(), "adjustment_increase")
AGES = ("age_at_adjustment", "elder_for_adjustment", "turned_elder_last_year")
_STORED = {
    False: ("birth_month", "retirement_category", "career", "deemed_months"),
    True: ("birth_month", "retirement_category", "contribution_months"),
}
"""What is read of an award: ours has its career, one taken over only the months that the old system counted."""
HANDED_IN = {False: (), True: ("contribution_months",)}


@dataclass
class Found:
    """What the plan gives. `awards` has one row for each award that is raised: before, the parts and the increase in fen.

    `done` and `lost` count who is left out; `refused` names each award that the law gave no amount for.
    """

    year: int
    seen: int = 0
    done: int = 0
    lost: int = 0
    exact_rows: int = 0
    awards: pl.DataFrame = field(default_factory=pl.DataFrame)
    refused: list[tuple[int, Refusal]] = field(default_factory=list)

    @property
    def totals(self) -> dict[str, Any]:
        """Heads, and fen a month."""
        sums = {
            f"{part}_fen": int(self.awards[f"{part}_fen"].sum()) if self.awards.height else 0
            for part in (*PARTS, "increase")
        }
        before = int(self.awards["before"].sum()) if self.awards.height else 0
        return {
            "seen": self.seen, "already_adjusted": self.done, "lost_for_good": self.lost,
            "eligible": self.seen - self.done - self.lost, "adjusted": self.awards.height, "refused": len(self.refused),
            "exact_rows": self.exact_rows, "before_fen": before, **sums,
        }  # fmt: skip

    def by_place(self) -> pl.DataFrame:
        """place, heads, before and increase in fen, and the mean rise: what the office publishes."""
        if self.awards.is_empty():
            return pl.DataFrame()
        return (
            self.awards.group_by("place", maintain_order=True)
            .agg(
                heads=pl.len(), before_fen=pl.col("before").sum(),
                increase_fen=pl.col("increase_fen").sum(), least_fen=pl.col("increase_fen").min(),
                most_fen=pl.col("increase_fen").max(),
            )
            .sort("place")
        )  # fmt: skip


def preview(
    *,
    place: str,
    year: int,
    known_on: dt.date,
    progress: Progress = silent,
    most: int | None = None,
) -> Found:
    """What everybody's pension would rise by from January of `year`, as the plan is known on a day. Nothing is written.

    `most` looks at so many of each kind of award only. Raises Refusal where no plan of the year is loaded for a place.
    """
    heads = pension.awards_before(place=place, year=year)
    found = Found(year=year, seen=heads.height, done=int(heads["done"].sum()))
    heads = heads.filter(~pl.col("done"))
    found.lost = int(heads["lost"].sum())
    heads = heads.filter(~pl.col("lost"))
    if most is not None:
        heads = heads.group_by("taken_over", maintain_order=True).head(most).select(heads.columns)
    heads = _with_law_place(heads, year=year, known_on=known_on)
    raised = []
    for done, part, facts in _portions(heads):
        raised.append(_raise(part, facts, year=year, known_on=known_on, found=found))
        progress("计算 compute", done, heads.height)
    if raised:
        found.awards = pl.concat(raised)
    return found


def run(context: RunContext, *, year: int, signed: pension.Signatures) -> dict[str, Any]:
    """Adjust everybody; months already frozen are owed. Two people sign; run again, it finds what was done.

    One transaction: until it commits nothing is visible and after it nothing is left to do. Returns the totals.
    """
    key, done = begin(context, KIND, str(year))
    if not done:
        found = preview(
            place=context.place, year=year, known_on=signed.known_on, progress=context.progress
        )
        written = write(
            found.awards,
            rise=plan_of(year),
            known_on=signed.known_on,
            by=signed,
            facts=plan_facts(),
        )
        for code, cases in by_reason(found.refused).items():
            refusal = cases[0][1]
            some = ", ".join(str(award) for award, _ in cases[:20])
            audit.attention(
                key=key, code=refusal.code, subject=f"{code}: {len(cases)}",
                zh=f"{len(cases)} 笔待遇未能调整：{refusal.describe('zh')}（核定 {some}）",
                en=f"{len(cases)} awards could not be adjusted: {refusal.describe('en')} (awards {some})",
            )  # fmt: skip
        audit.finish(key=key, at=context.at, totals={**found.totals, **written})
    row = audit.run_by_key(key=key)
    assert row is not None
    return dict(row.totals)


def _with_law_place(heads: pl.DataFrame, *, year: int, known_on: dt.date) -> pl.DataFrame:
    """`law_place`: the first of the places at which the law reads the same, so that one kernel serves all its streets."""
    knowledge, on = Knowledge(library.ruleset()), first_day(year * 12)
    first: dict[object, str] = {}
    same = {
        place: first.setdefault(
            knowledge.reading(targets=TARGETS, place=place, on=on, known_on=known_on), place
        )
        for place in heads["place"].unique().sort().to_list()
    }
    return heads.with_columns(law_place=pl.col("place").replace(same))


def _portions(heads: pl.DataFrame) -> Iterator[tuple[int, pl.DataFrame, pa.Table]]:
    """Portions of one kind of award with their stored facts; the next one is read while one is computed."""
    law = library.ruleset()
    parts = [
        of_kind.slice(start, AWARDS_OF_PORTION)
        for (_,), of_kind in sorted(heads.partition_by("taken_over", as_dict=True).items())
        for start in range(0, of_kind.height, AWARDS_OF_PORTION)
    ]

    def read(part: pl.DataFrame) -> pa.Table:
        names = _STORED[bool(part["taken_over"][0])]
        kinds = {name: law.facts[name] for name in names if name in law.facts}
        counts = [name for name in names if name not in law.facts]
        return pension.stored_facts(
            award_ids=part["award_id"].to_list(), kinds=kinds, counts=counts
        )

    done = 0
    for part, facts in read_ahead(parts, read):
        done += part.height
        yield done, part, facts


def _raise(
    part: pl.DataFrame, facts: pa.Table, *, year: int, known_on: dt.date, found: Found
) -> pl.DataFrame:
    asked = pension.adjustment_columns(before=part["before"], facts=facts, year=year)
    on = first_day(year * 12)
    frames = []
    for (place,), rows in (
        part.with_row_index("at")
        .partition_by("law_place", as_dict=True, maintain_order=True)
        .items()
    ):
        at = rows["at"]
        computed = library.compute(
            TARGETS, asked.take(at.to_arrow()), place=place, on=on, known_on=known_on,
            handed_in=HANDED_IN[bool(part["taken_over"][0])],
        )  # fmt: skip
        found.exact_rows += computed.exact_rows
        bad = dict(computed.refused)
        found.refused.extend(
            (int(rows["award_id"][int(row)]), refusal) for row, refusal in bad.items()
        )
        amounts = {
            f"{name}_fen": pl.Series(computed.table[target]) for name, target in PARTS.items()
        }
        ages = pl.DataFrame(asked.select(list(AGES)).take(at.to_arrow()))
        frame = rows.drop("at", "done", "lost", "taken_over", "law_place").with_columns(
            **amounts,
            increase_fen=pl.Series(computed.table["adjustment_increase"]),
            ruleset_hash=pl.lit(library.ruleset().hash),
            **{name: ages[name] for name in ages.columns},
        )
        kept = pl.Series([row not in bad for row in range(rows.height)], dtype=pl.Boolean)
        frames.append(frame.filter(kept))
    return pl.concat(frames).sort("award_id")
