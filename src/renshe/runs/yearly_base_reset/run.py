"""The yearly base reset: who has a wage for the new contribution year, who keeps last year's, and what it changes.

`preview` writes nothing. `run` records a wage for everybody insured on the first day for whom none was declared, where
the place does so (`policies.yaml`), and names the employers that have not reported. A wage that is recorded later stands
before what was carried.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db import connection, transaction

from renshe.domains.audit import api as audit
from renshe.domains.contributions import api as contributions
from renshe.kernel.periods import Month, first_day, format_month
from renshe.kernel.rules import Reason, Refusal
from renshe.runs.context import RunContext, begin
from renshe.runs.yearly_base_reset.effects import Assess, Effect, effects_of
from renshe.runs.yearly_base_reset.policy import Policy, policy_of
from renshe.runs.yearly_base_reset.wages import CARRIED, silent_employers, wages_of_year

KIND = "yearly_base_reset"
NAMED = 20
NOT_A_START = Reason(
    "not_a_year_start", "该月不是该地区缴费年度的第一个月", "the month does not begin a contribution year at this place",
    "劳社险中心函〔2006〕60号", "请使用缴费年度的第一个月", "name the first month of the contribution year",
)  # fmt: skip


@dataclass(frozen=True)
class Preview:
    """What a reset would do: heads by where their wage comes from, employers that are silent, and the effects."""

    place: str
    start: Month
    policy: Policy
    declared: int
    carried: int
    carried_again: int
    without: int
    silent: pl.DataFrame
    lacking: pl.DataFrame
    effects: tuple[Effect, ...] = ()
    refused: dict[str, int] | None = None


def preview(
    *, place: str, start: Month, assess: Assess | None = None, heads: int | None = None
) -> Preview:
    """Heads and fen before and after, without writing. Without `assess` the effects are left out.

    Raises Refusal: `not_a_year_start`; with `assess`, what the law lacks for the new year (its bounds may not be out).
    """
    rows, policy = _rows(place, start)
    found = _counted(rows, place=place, start=start, policy=policy)
    if assess is None:
        return found
    wages = rows.select(
        "person_id", "employer_id", old_wage=pl.coalesce("old_fen", "new_fen", "stands"),
        new_wage=pl.coalesce("new_fen", "stands"),
    ).drop_nulls("new_wage")  # fmt: skip
    effects, refused = effects_of(place=place, start=start, wages=wages, assess=assess, heads=heads)
    return Preview(**{**vars(found), "effects": effects, "refused": refused})


def run(context: RunContext) -> dict[str, Any]:
    """Carry wages into the contribution year that begins in the context's period; returns the totals.

    One transaction; done already, or started again after a kill, nobody gets a second row.
    """
    key, done = begin(context, KIND)
    if not done:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
            rows, policy = _rows(context.place, context.period)
            found = _counted(rows, place=context.place, start=context.period, policy=policy)
            if policy.carry:
                _carry(rows, context)
        _note(key, found)
        context.progress("base reset", rows.height, rows.height)
        audit.finish(key=key, at=context.at, totals=_totals(context, found))
    row = audit.run_by_key(key=key)
    assert row is not None
    return dict(row.totals)


def _rows(place: str, start: Month) -> tuple[pl.DataFrame, Policy]:
    """Everybody with the wage that would be carried (`stands`), null where there is nothing to carry."""
    if contributions.contribution_year(place=place, period=start).start_month != start:
        raise Refusal(NOT_A_START, subject=format_month(start), place=place)
    policy = policy_of(place=place, on=first_day(start))
    rows = wages_of_year(place=place, start=start, with_mean=policy.basis == "mean_wage")
    source = "mean_fen" if policy.basis == "mean_wage" else "old_fen"
    stands = pl.when(pl.col("new_fen").is_null()).then(pl.col(source))
    return rows.with_columns(stands=stands), policy


def _counted(rows: pl.DataFrame, *, place: str, start: Month, policy: Policy) -> Preview:
    carried = pl.col("stands").is_not_null() | (pl.col("new_source") == CARRIED).fill_null(False)
    again = carried & (pl.col("old_source") == CARRIED).fill_null(False)
    lacking = rows.filter(pl.col("new_fen").is_null() & pl.col("stands").is_null())
    counts = rows.select(carried=carried.sum(), again=again.sum()).row(0, named=True)
    return Preview(
        place=place, start=start, policy=policy, declared=rows.height - int(counts["carried"]) - lacking.height,
        carried=int(counts["carried"]), carried_again=int(counts["again"]), without=lacking.height,
        silent=silent_employers(rows), lacking=lacking.select("person_id", "employer_id"),
    )  # fmt: skip


def _carry(rows: pl.DataFrame, context: RunContext) -> int:
    carried = rows.filter(pl.col("stands").is_not_null()).select(
        "person_id", "employer_id", wage_fen="stands"
    )
    if carried.is_empty():
        return 0
    return contributions.record_wages(
        rows=carried.to_arrow(),
        year_start_month=context.period,
        source=CARRIED,
        recorded_at=context.at,
    )


def _totals(context: RunContext, found: Preview) -> dict[str, Any]:
    """Counted from the rows, so that an attempt that only finished says the same as the one that wrote."""
    rows, _ = _rows(context.place, context.period)
    written = rows.filter(pl.col("new_source") == CARRIED)
    return {
        "people": rows.height, "declared": found.declared, "carried": written.height,
        "carried_fen": int(written["new_fen"].sum()), "carried_again": found.carried_again, "without": found.without,
        "silent_employers": found.silent.height, "silent_heads": int(found.silent["heads"].sum()),
        "basis": found.policy.basis if found.policy.carry else "none",
    }  # fmt: skip


def _note(key: str, found: Preview) -> None:
    """What needs a human: silent employers, people without any wage, wages carried for a second year."""
    if found.silent.height:
        some = "、".join(str(unit) for unit in found.silent["employer_id"].head(NAMED).to_list())
        heads = int(found.silent["heads"].sum())
        audit.attention(
            key=key, code="employers_did_not_report", subject=str(found.silent.height),
            zh=f"{found.silent.height} 个单位（{heads} 人）未申报新年度工资，请催报（单位 {some}）",
            en=f"{found.silent.height} employers ({heads} people) declared no wages for the new year; remind them ({some})",
        )  # fmt: skip
    if found.without:
        some = "、".join(str(person) for person in found.lacking["person_id"].head(NAMED).to_list())
        audit.attention(
            key=key, code="no_wage_at_all", subject=str(found.without),
            zh=f"{found.without} 人没有任何可用工资，请核定基数（人员 {some}）",
            en=f"{found.without} people have no wage to go by; have their base determined (people {some})",
        )  # fmt: skip
    if found.carried_again:
        audit.attention(
            key=key, code="carried_again", subject=str(found.carried_again),
            zh=f"{found.carried_again} 人的工资已连续结转两年以上，请列入稽核",
            en=f"wages of {found.carried_again} people were carried for a second year or longer; have them audited",
        )  # fmt: skip
