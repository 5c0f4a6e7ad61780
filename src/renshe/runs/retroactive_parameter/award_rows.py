"""Awards, their adjustments, holds and accounts as columns, a portion of awards at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import json as pa_json

from renshe.foundation.bulk import read_arrow
from renshe.kernel.codes.divisions import stem
from renshe.kernel.rules.facts import AnyFact, FactType, HistoryType

COLUMNS = ("basic_fen", "account_fen", "transitional_fen", "other_fen")
_HEADS = """
SELECT a.id AS award_id, a.person_id, a.state, a.starts_month::bigint AS starts_month,
       coalesce(a.ends_month, 2147483647)::bigint AS ends_month, a.place, {columns}, a.total_fen,
       a.receipt->>'target' AS target, a.receipt->>'place' AS law_place, a.receipt->>'on' AS law_on,
       a.receipt->>'known_on' AS known_on,
       (SELECT string_agg(j.from_month || ' ' || j.known_on, ',' ORDER BY j.year) FROM pension_adjustment j
         WHERE j.award_id = a.id) AS adjusted
  FROM pension_award a
 WHERE a.state IN ('provisional', 'final', 'suspended', 'ended') AND a.place LIKE '{below}%'
   AND NOT EXISTS (SELECT FROM pension_award n WHERE n.replaces_id = a.id)
 ORDER BY a.id
"""
_HEAD_SCHEMA = {
    "award_id": pl.Int64, "person_id": pl.Int64, "state": pl.String, "starts_month": pl.Int64, "ends_month": pl.Int64,
    "place": pl.String, **dict.fromkeys(COLUMNS, pl.Int64), "total_fen": pl.Int64, "target": pl.String,
    "law_place": pl.String, "law_on": pl.String, "known_on": pl.String, "adjusted": pl.String,
}  # fmt: skip


def award_heads(*, place: str) -> pl.DataFrame:
    """Every award that nothing replaced yet at a place and below it, without its facts; `adjusted` names its
    adjustments as `from_month known_on, …`."""
    below = stem(place)
    if not below.isdigit():
        raise ValueError(f"not a place: {place!r}")
    table = read_arrow(
        sql=_HEADS.format(below=below, columns=", ".join(f"a.{name}" for name in COLUMNS))
    )
    return _frame(table).cast(_HEAD_SCHEMA)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Portion:
    """Some awards with everything that is needed of them, in the order of their numbers."""

    heads: pl.DataFrame
    facts: pa.Table
    recognised: pl.DataFrame
    closed: pl.DataFrame


def read_portion(*, heads: pl.DataFrame, kinds: dict[str, AnyFact], known_on: dt.date) -> Portion:
    """Facts, recognised balances and closed account years of these awards."""
    ordered = heads.sort("award_id")
    people = ordered["person_id"].to_list()
    return Portion(
        heads=ordered,
        facts=facts_of_awards(award_ids=ordered["award_id"].to_list(), kinds=kinds),
        recognised=recognised_balances(person_ids=people, known_on=known_on),
        closed=closed_years(person_ids=people),
    )


def facts_of_awards(*, award_ids: Sequence[int], kinds: dict[str, AnyFact]) -> pa.Table:
    """award_id and the stored facts named in `kinds`, in the order of the ids; a fact that an award lacks is null."""
    table = read_arrow(sql=f"""
        SELECT id AS award_id, facts::text AS facts FROM pension_award
         WHERE id = ANY({_array(award_ids)}) ORDER BY id""")  # fmt: skip
    schema = pa.schema([(name, column_type(kind)) for name, kind in kinds.items()])
    texts = table["facts"].combine_chunks()
    whole = pa.ListArray.from_arrays(pa.array([0, len(texts)], pa.int32()), texts)
    lines = pc.binary_join(whole, "\n")[0].as_buffer()
    options = pa_json.ParseOptions(
        explicit_schema=schema, unexpected_field_behavior="ignore", newlines_in_values=False
    )
    block = pa_json.ReadOptions(block_size=max(2**20, min(lines.size + 1, 2**26)))
    parsed = pa_json.read_json(pa.BufferReader(lines), read_options=block, parse_options=options)
    columns = {name: parsed[name] for name in kinds}
    return pa.table({"award_id": table["award_id"], **columns})


def column_type(kind: AnyFact) -> pa.DataType:
    """The Arrow type of a fact's column."""
    if isinstance(kind, HistoryType):
        return pa.list_(pa.struct([(name, pa.int64()) for name in kind.fields]))
    assert isinstance(kind, FactType)
    return {"code": pa.string(), "flag": pa.bool_()}.get(kind.unit, pa.int64())


def adjustments_of(*, award_ids: Sequence[int]) -> pl.DataFrame:
    """award_id, adjustment_id, year, from_month, amount_fen of all adjustments, by award and year."""
    return _frame(read_arrow(sql=f"""
        SELECT award_id, id AS adjustment_id, year::bigint AS year, from_month::bigint AS from_month, amount_fen
          FROM pension_adjustment WHERE award_id = ANY({_array(award_ids)}) ORDER BY award_id, year"""))  # fmt: skip


def stopped_months(*, person_ids: Sequence[int]) -> pl.DataFrame:
    """person_id, from_month, to_month of holds that stop the whole pension and were not cancelled."""
    return _frame(read_arrow(sql=f"""
        SELECT person_id, from_month::bigint AS from_month, coalesce(to_month, 2147483647)::bigint AS to_month
          FROM pension_hold
         WHERE person_id = ANY({_array(person_ids)}) AND cancelled_on IS NULL
           AND kind IN ('death', 'custody', 'overdue_certification', 'manual')"""))  # fmt: skip


def recognised_balances(*, person_ids: Sequence[int], known_on: dt.date) -> pl.DataFrame:
    """person_id and recognised_fen: account balances that the department recognised, as known on a day."""
    return _frame(read_arrow(sql=f"""
        SELECT DISTINCT ON (person_id) person_id, (value #>> '{{}}')::bigint AS recognised_fen FROM pension_recognition
         WHERE fact = 'account_balance' AND known_on <= date '{known_on.isoformat()}'
           AND person_id = ANY({_array(person_ids)})
         ORDER BY person_id, known_on DESC, id DESC"""))  # fmt: skip


def closed_years(*, person_ids: Sequence[int]) -> pl.DataFrame:
    """person_id, year, closing_fen of every closed account year, corrections added up."""
    return _frame(read_arrow(sql=f"""
        SELECT person_id, year::bigint AS year,
               (max(opening_fen) + sum(credit_fen + interest_fen - payout_fen))::bigint AS closing_fen
          FROM funds_account_year WHERE person_id = ANY({_array(person_ids)}) GROUP BY 1, 2"""))  # fmt: skip


def _array(numbers: Iterable[int]) -> str:
    return "'{" + ",".join(str(int(number)) for number in numbers) + "}'::bigint[]"


def _frame(table: pa.Table) -> pl.DataFrame:
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    return frame
