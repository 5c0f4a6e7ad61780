"""Awards in payment as columns: what the yearly adjustment asks of many people at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection
from pyarrow import json as pa_json

from renshe.domains.pension.kinds import GROWS_BY_PLAN, Growth, kind_of
from renshe.domains.pension.models import Hold
from renshe.domains.pension.states import IN_FORCE
from renshe.foundation.bulk import read_arrow
from renshe.kernel.codes.divisions import stem
from renshe.kernel.periods import Month
from renshe.kernel.rules.facts import AnyFact, FactType, HistoryType

_BEFORE = """
SELECT a.id AS award_id, a.person_id, a.place, a.kind, a.state, a.starts_month::bigint AS starts_month,
       NOT a.facts ? 'career' AS taken_over,
       a.total_fen + coalesce((SELECT sum(j.amount_fen) FROM pension_adjustment j
                                WHERE j.award_id = a.id AND j.year < {year}), 0)::bigint AS before,
       EXISTS (SELECT FROM pension_adjustment j WHERE j.award_id = a.id AND j.year = {year}
                  AND j.target = 'adjustment_increase') AS done,
       EXISTS (SELECT FROM pension_hold h
                WHERE h.person_id = a.person_id AND h.cancelled_on IS NULL AND NOT h.joins_adjustments
                  AND h.from_month <= {january} AND coalesce(h.to_month, {january}) >= {january}) AS lost
  FROM pension_award a
 WHERE a.state IN ({in_force}) AND a.kind IN ({kinds}) AND a.place LIKE '{below}%' AND a.starts_month < {january}
 ORDER BY a.id
"""


def awards_before(*, place: str, year: int) -> pl.DataFrame:
    """Every award that the yearly plan raises, on pension by 31 December before a year, at a place and below it.

    `before` is the monthly pension (fen) with all earlier adjustments; `taken_over` came from
    an old system without its career; `done` has this year's adjustment already; `lost`
    has a hold in January that takes part in no adjustment (劳社厅函〔2001〕44号).
    """
    below = stem(place)
    if not below.isdigit():
        raise ValueError(f"not a place: {place!r}")
    return _frame(read_arrow(sql=_BEFORE.format(
        year=int(year), january=int(year) * 12, below=below, in_force=_quoted(IN_FORCE),
        kinds=_quoted(GROWS_BY_PLAN),
    )))  # fmt: skip


# What an old system handed over has its rises in it up to the day of the take-over.
_OVER = """CASE WHEN a.receipt @> '{"taken_over": true}' THEN (extract(year FROM a.decided_at AT TIME ZONE 'Asia/Shanghai') * 12
  + extract(month FROM a.decided_at AT TIME ZONE 'Asia/Shanghai') - 1)::int ELSE 0 END"""
_GROWING = """
SELECT a.id AS award_id, a.person_id, a.place, a.kind, a.state,
       (extract(year FROM p.birth_on) * 12 + extract(month FROM p.birth_on) - 1)::bigint AS birth_month, p.sex,
       ({columns} + coalesce((SELECT sum(j.amount_fen) FROM pension_adjustment j
                               WHERE j.award_id = a.id AND j.target = '{rule}'), 0))::bigint AS before,
       EXISTS (SELECT FROM pension_adjustment j WHERE j.award_id = a.id AND j.target = '{rule}'
                  AND (j.from_month >= {month} OR {yearly} AND j.year = {month} / 12))
         OR {month} <= {over} AS done{more}
  FROM pension_award a JOIN registry_person p ON p.id = a.person_id
 WHERE a.state IN ({in_force}) AND a.kind = '{kind}' AND a.place LIKE '{below}%' AND a.starts_month < {month}
 ORDER BY a.id
"""


def awards_growing(*, kind: str, growth: Growth, place: str, from_month: Month) -> pl.DataFrame:
    """Every award of a kind that began before a month, at a place and below it, with birth, sex and the amount before.

    `done` has this rise already: in the month or later, or for a yearly one in its year, or from an old system.
    """
    return _frame(read_arrow(sql=_growing(kind, growth, place, from_month)))


def growing_rows(
    *, kind: str, growth: Growth, place: str, from_month: Month
) -> list[dict[str, Any]]:
    """The same awards row by row, as a page reads them: within the page's own transaction.

    `since` is the month whose amount the award began with, `rises` how many of this rule it has had.
    """
    more = f""", greatest(a.starts_month, {_OVER})::bigint AS since, (SELECT count(*) FROM pension_adjustment j
                 WHERE j.award_id = a.id AND j.target = '{growth.rule}')::bigint AS rises"""
    with connection.cursor() as cursor:
        cursor.execute(_growing(kind, growth, place, from_month, more=more), None)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _growing(kind: str, growth: Growth, place: str, from_month: Month, *, more: str = "") -> str:
    below = stem(place)
    if not below.isdigit():
        raise ValueError(f"not a place: {place!r}")
    return _GROWING.format(
        columns=" + ".join(f"a.{name}" for name in growth.columns), rule=growth.rule, month=int(from_month),
        yearly="true" if growth.yearly else "false", in_force=_quoted(IN_FORCE), kind=kind_of(kind).code, below=below,
        over=_OVER, more=more,
    )  # fmt: skip


def stored_facts(
    *, award_ids: Sequence[int], kinds: dict[str, AnyFact], counts: Sequence[str] = ()
) -> pa.Table:
    """award_id and the stored facts named in `kinds`, in the order of the ids; a fact that an award lacks is null.

    `counts` are whole numbers that an old system handed over under the names of rules.
    """
    listed = ",".join(str(int(number)) for number in award_ids)
    table = read_arrow(sql=f"""
        SELECT id AS award_id, facts::text AS facts FROM pension_award
         WHERE id = ANY('{{{listed}}}'::bigint[]) ORDER BY id""")  # fmt: skip
    types = {name: column_type(kind) for name, kind in kinds.items()} | dict.fromkeys(
        counts, pa.int64()
    )
    schema = pa.schema(list(types.items()))
    texts = table["facts"].combine_chunks()
    whole = pa.ListArray.from_arrays(pa.array([0, len(texts)], pa.int32()), texts)
    lines = pc.binary_join(whole, "\n")[0].as_buffer()
    options = pa_json.ParseOptions(
        explicit_schema=schema, unexpected_field_behavior="ignore", newlines_in_values=False
    )
    block = pa_json.ReadOptions(block_size=max(2**20, min(lines.size + 1, 2**26)))
    parsed = pa_json.read_json(pa.BufferReader(lines), read_options=block, parse_options=options)
    return pa.table({"award_id": table["award_id"], **{name: parsed[name] for name in types}})


def column_type(kind: AnyFact) -> pa.DataType:
    """The Arrow type of a fact's column."""
    if isinstance(kind, HistoryType):
        return pa.list_(pa.struct([(name, pa.int64()) for name in kind.fields]))
    assert isinstance(kind, FactType)
    return {"code": pa.string(), "flag": pa.bool_()}.get(kind.unit, pa.int64())


def adjustment_columns(*, before: pl.Series, facts: pa.Table, year: int) -> pa.Table:
    """What the yearly adjustment of `year` asks: the pension before it, ages at the end of the year before, the years.

    An elder is a man of 65 or a woman of 60. `facts` has birth_month, retirement_category, and either career and
    deemed_months or the contribution_months that an old system handed over.
    """
    rows = pl.DataFrame({
        "birth": pl.Series(facts["birth_month"]), "category": pl.Series(facts["retirement_category"]), "before": before,
    })  # fmt: skip
    months = pl.lit(year * 12 - 1) - pl.col("birth")
    elder = pl.when(pl.col("category").str.starts_with("M")).then(65 * 12).otherwise(60 * 12)
    found = rows.select(
        pension_before_adjustment=pl.col("before"), age_at_adjustment=months // 12,
        elder_for_adjustment=months >= elder, turned_elder_last_year=(months >= elder) & (months < elder + 12),
    ).to_arrow()  # fmt: skip
    for name in ("career", "deemed_months", "contribution_months"):
        if name in facts.column_names:
            found = found.append_column(name, facts[name])
    return found


def stopping_holds(*, person_ids: Sequence[int]) -> pl.DataFrame:
    """person_id, from_month, to_month of holds that stop the whole pension and were not cancelled."""
    listed = ",".join(str(int(number)) for number in person_ids)
    return _frame(read_arrow(sql=f"""
        SELECT person_id, from_month::bigint AS from_month, coalesce(to_month, 2147483647)::bigint AS to_month
          FROM pension_hold
         WHERE person_id = ANY('{{{listed}}}'::bigint[]) AND cancelled_on IS NULL
           AND kind IN ({_quoted(Hold.STOPPING)})"""))  # fmt: skip


def _quoted(codes: Sequence[str]) -> str:
    return ", ".join(f"'{code}'" for code in codes)


def _frame(table: pa.Table) -> pl.DataFrame:
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    return frame
