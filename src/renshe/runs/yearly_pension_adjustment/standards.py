"""Benefits whose standard grows: residents' basic part, town pensions, living allowances. Kind by kind, set by set."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import polars as pl
import pyarrow as pa

from renshe.domains.audit import api as audit
from renshe.domains.pension import api as pension
from renshe.kernel.periods import first_day
from renshe.kernel.rules import Refusal
from renshe.kernel.rules.knowledge import Knowledge
from renshe.laws import library
from renshe.runs.context import RunContext, begin, by_reason
from renshe.runs.yearly_pension_adjustment.writing import Rise, write

KIND = "benefit_growth"
_AGES = {
    "resident_age": pl.col("months") // 12,
    "land_age_now": pl.col("months") // 12,
    "age_at_adjustment": pl.col("months_last_year") // 12,
    "turned_elder_last_year": (pl.col("months_last_year") >= pl.col("elder"))
    & (pl.col("months_last_year") < pl.col("elder") + 12),
}
"""Ages that the rules ask, counted to the first month of the rise, or to the end of the year before it."""


@dataclass
class Grown:
    """What one rule gives: `awards` has a row for each award that is raised; `refused` those the law gave nothing for;
    `lower` those whose standard would fall, which no rise can say."""

    kind: str
    growth: pension.Growth
    seen: int = 0
    done: int = 0
    awards: pl.DataFrame = field(default_factory=pl.DataFrame)
    refused: list[tuple[int, Refusal]] = field(default_factory=list)
    lower: list[int] = field(default_factory=list)

    @property
    def totals(self) -> dict[str, int]:
        """Heads, and fen a month."""
        raised = self.awards
        return {
            "seen": self.seen, "done": self.done, "raised": raised.height, "refused": len(self.refused),
            "lower": len(self.lower),
            "increase_fen": int(raised["increase_fen"].sum()) if raised.height else 0,
        }  # fmt: skip


def preview(*, kind: str, place: str, from_month: int, known_on: dt.date) -> list[Grown]:
    """What everybody of a kind rises by from a month on, by each of its rules, as known on a day. Nothing is written."""
    return [
        _grown(kind, growth, place=place, from_month=from_month, known_on=known_on)
        for growth in pension.kind_of(kind).growths
    ]


def run(
    context: RunContext, *, kind: str, from_month: int, signed: pension.Signatures
) -> dict[str, Any]:
    """Raise everybody of a kind; months already frozen are owed. Two people sign; run again, it finds what was done.

    Raises Refusal `awards_changed_meanwhile`.
    """
    key, done = begin(context, KIND, f"{kind}:{from_month}")
    if not done:
        totals: dict[str, Any] = {}
        for found in preview(
            kind=kind, place=context.place, from_month=from_month, known_on=signed.known_on
        ):
            written = write(
                found.awards, rise=Rise(found.growth.rule, from_month // 12, from_month),
                known_on=signed.known_on, by=signed, facts=pl.col("facts"),
            )  # fmt: skip
            totals[found.growth.rule] = {**found.totals, **written}
            _note(key, found)
        audit.finish(key=key, at=context.at, totals=totals)
    row = audit.run_by_key(key=key)
    assert row is not None
    return dict(row.totals)


def _grown(
    kind: str, growth: pension.Growth, *, place: str, from_month: int, known_on: dt.date
) -> Grown:
    heads = pension.awards_growing(kind=kind, growth=growth, place=place, from_month=from_month)
    found = Grown(kind, growth, seen=heads.height, done=int(heads["done"].sum()))
    heads = heads.filter(~pl.col("done"))
    if heads.is_empty():
        return found
    knowledge, on = Knowledge(library.ruleset()), first_day(from_month)
    reading = {
        one: knowledge.reading(targets=(growth.rule,), place=one, on=on, known_on=known_on)
        for one in heads["place"].unique().sort().to_list()
    }
    first: dict[object, str] = {}
    same = {one: first.setdefault(read, one) for one, read in reading.items()}
    raised = []
    for (law_place,), part in (
        heads.with_columns(law_place=pl.col("place").replace(same))
        .partition_by("law_place", as_dict=True, maintain_order=True)
        .items()
    ):
        raised.append(_raise(found, part, str(law_place), from_month=from_month, known_on=known_on))
    found.awards = pl.concat(raised).sort("award_id")
    return found


def _raise(
    found: Grown, part: pl.DataFrame, law_place: str, *, from_month: int, known_on: dt.date
) -> pl.DataFrame:
    growth = found.growth
    asked = _asked(part, growth, from_month=from_month)
    computed = library.compute(
        (growth.rule,), asked, place=law_place, on=first_day(from_month), known_on=known_on
    )
    found.refused += [
        (int(part["award_id"][int(row)]), refusal) for row, refusal in computed.refused
    ]
    bad = {int(row) for row, _ in computed.refused}
    value = pl.Series(computed.table[growth.rule])
    names = [name for name in asked.column_names if name != "sex"]
    rows = part.drop("done", "law_place").with_columns(
        increase_fen=value - part["before"] if growth.level else value,
        ruleset_hash=pl.lit(library.ruleset().hash),
        facts=pl.struct(
            *(pl.Series(name, asked[name]) for name in names),
            *((pl.Series("level_before", part["before"]),) if growth.level else ()),
        ),
        good=pl.Series([row not in bad for row in range(part.height)], dtype=pl.Boolean),
    )
    rows = rows.filter("good").drop("good")
    found.lower += rows.filter(pl.col("increase_fen") < 0)["award_id"].to_list()
    return rows.filter(pl.col("increase_fen") > 0)


def _asked(part: pl.DataFrame, growth: pension.Growth, *, from_month: int) -> pa.Table:
    """The columns that the rule may ask: ages, the amount before, and the award's own facts."""
    elder = pl.when(pl.col("sex") == "M").then(65 * 12).otherwise(60 * 12)
    ages = part.select(
        months=from_month - pl.col("birth_month"),
        months_last_year=from_month // 12 * 12 - 1 - pl.col("birth_month"),
        elder=elder,
    ).select(**_AGES)
    table = ages.to_arrow()
    if growth.before:
        table = table.append_column(growth.before, part["before"].to_arrow())
    if growth.facts:
        law = library.ruleset().facts
        kinds = {name: law[name] for name in growth.facts}
        stored = pension.stored_facts(award_ids=part["award_id"].to_list(), kinds=kinds)
        for name in growth.facts:
            table = table.append_column(name, stored[name])
    return table


def _note(key: str, found: Grown) -> None:
    """What needs a human: awards the law refused, by reason, and standards that would fall."""
    for code, cases in by_reason(found.refused).items():
        refusal = cases[0][1]
        some = ", ".join(str(award) for award, _ in cases[:20])
        audit.attention(
            key=key, code=refusal.code, subject=f"{code}: {len(cases)}",
            zh=f"{len(cases)} 笔待遇未能提高：{refusal.describe('zh')}（核定 {some}）",
            en=f"{len(cases)} awards could not be raised: {refusal.describe('en')} (awards {some})",
        )  # fmt: skip
    if found.lower:
        some = ", ".join(map(str, found.lower[:20]))
        audit.attention(
            key=key, code="standard_lower", subject=f"{found.growth.rule}: {len(found.lower)}",
            zh=f"{len(found.lower)} 笔待遇高于新标准，没有改动（核定 {some}）",
            en=f"{len(found.lower)} awards stand above the new standard and were left alone (awards {some})",
        )  # fmt: skip
