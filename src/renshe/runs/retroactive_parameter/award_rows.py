"""Awards, their adjustments, holds and accounts as columns, a portion of awards at a time."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl
import pyarrow as pa

from renshe.domains.contributions import api as contributions
from renshe.domains.pension import api as pension
from renshe.foundation.bulk import read_arrow
from renshe.kernel.codes.divisions import stem
from renshe.kernel.rules.facts import AnyFact

COLUMNS = ("basic_fen", "account_fen", "transitional_fen", "other_fen")
_HEADS = """
SELECT a.id AS award_id, a.person_id, a.state, a.starts_month::bigint AS starts_month,
       coalesce(a.ends_month, 2147483647)::bigint AS ends_month, a.place, {columns}, a.total_fen,
       a.receipt->>'target' AS target, a.receipt->>'place' AS law_place, a.receipt->>'on' AS law_on,
       a.receipt->>'known_on' AS known_on, NOT a.facts ? 'career' AS handed_in,
       (a.decided_at AT TIME ZONE 'Asia/Shanghai')::date::text AS decided_on, true AS drawn, '{{}}' AS facts_add,
       '{{}}' AS receipt_add,
       (SELECT string_agg(j.from_month || ' ' || j.known_on, ',' ORDER BY j.year) FROM pension_adjustment j
         WHERE j.award_id = a.id) AS adjusted
  FROM pension_award a
 WHERE a.kind = 'old_age' AND a.state IN ('provisional', 'final', 'suspended', 'ended') AND a.place LIKE '{below}%'
   AND NOT EXISTS (SELECT FROM pension_award n WHERE n.replaces_id = a.id)
 ORDER BY a.id
"""
_HEAD_SCHEMA = {
    "award_id": pl.Int64, "person_id": pl.Int64, "state": pl.String, "starts_month": pl.Int64, "ends_month": pl.Int64,
    "place": pl.String, **dict.fromkeys(COLUMNS, pl.Int64), "total_fen": pl.Int64, "target": pl.String,
    "law_place": pl.String, "law_on": pl.String, "known_on": pl.String, "handed_in": pl.Boolean, "decided_on": pl.String,
    "drawn": pl.Boolean, "facts_add": pl.String, "receipt_add": pl.String, "adjusted": pl.String,
}  # fmt: skip


def award_heads(*, place: str) -> pl.DataFrame:
    """Every old-age award that nothing replaced yet at a place and below it, without its facts; `adjusted` names its
    adjustments as `from_month known_on, …`.

    `handed_in` came without a career. `drawn` awards get new parts; `facts_add` and `receipt_add` are what a better award
    adds to those of the old one, as JSON.
    """
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
    late: pl.DataFrame


def read_portion(*, heads: pl.DataFrame, kinds: dict[str, AnyFact], known_on: dt.date) -> Portion:
    """Facts, recognised balances, closed account years and what moved them late, of these awards."""
    ordered = heads.sort("award_id")
    people = ordered["person_id"].to_list()
    closed = closed_years(person_ids=people)
    return Portion(
        heads=ordered,
        facts=pension.stored_facts(award_ids=ordered["award_id"].to_list(), kinds=kinds),
        recognised=recognised_balances(person_ids=people, known_on=known_on),
        closed=closed,
        late=late_movements(heads=ordered, closed=closed),
    )


def completed(
    facts: pa.Table, *, heads: pl.DataFrame, known_on: dt.date
) -> tuple[pa.Table, pl.DataFrame]:
    """The facts of taken-over awards with what follows from the career and what was recognised, and what was added: award_id,
    facts_add, receipt_add."""
    people = dict(heads.select("award_id", "person_id").iter_rows())
    rows, added = facts.to_pylist(), []
    for row in rows:
        known = {
            name: value for name, value in row.items() if value is not None and name != "award_id"
        }
        more = pension.completing_facts(
            person_id=people[row["award_id"]], facts=known, known_on=known_on
        )
        row |= {name: value for name, value in more.items() if name in row}
        added.append((row["award_id"], json.dumps(more, ensure_ascii=False)))
    table = pa.Table.from_pylist(rows, schema=facts.schema)
    told = pl.DataFrame(added, schema={"award_id": pl.Int64, "facts_add": pl.String}, orient="row")
    asked = heads.select(
        "award_id",
        receipt_add=pl.struct("law_place", "law_on").map_elements(_receipt, pl.String),
    )
    return table, told.join(asked, on="award_id")


def _receipt(asked: dict[str, str]) -> str:
    """What the receipt of a determination of ours has besides the day of knowledge."""
    return json.dumps(
        {"target": "monthly_pension", "place": asked["law_place"], "on": asked["law_on"]}
    )


def adjustments_of(*, award_ids: Sequence[int]) -> pl.DataFrame:
    """award_id, adjustment_id, year, from_month, amount_fen of all adjustments, by award and year."""
    return _frame(read_arrow(sql=f"""
        SELECT award_id, id AS adjustment_id, year::bigint AS year, from_month::bigint AS from_month, amount_fen
          FROM pension_adjustment WHERE award_id = ANY({_array(award_ids)}) ORDER BY award_id, year"""))  # fmt: skip


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


def late_movements(*, heads: pl.DataFrame, closed: pl.DataFrame) -> pl.DataFrame:
    """person_id, closed_year and what moved the account after it for months up to it, for every closed year of these
    accounts: which one counts depends on the award's own retirement. Under year 0 what arrived or left whole, for those
    with no closed year before they retired."""
    years = closed.select("person_id", "year").unique().sort("person_id", "year")
    retired = heads.select("person_id", before=(pl.col("starts_month") - 1) // 12)
    settled = retired.join(years, on="person_id").filter(pl.col("year") < pl.col("before"))
    without = retired.filter(~pl.col("person_id").is_in(settled["person_id"].to_list()))
    touched = _changed_accounts()["person_id"].to_list()
    without = without.filter(pl.col("person_id").is_in(touched))
    none = without.select("person_id", year=pl.lit(0, pl.Int64)).unique().sort("person_id")
    asked = pl.concat([years.cast(pl.Int64), none])
    return _frame(
        contributions.late_movements_table(
            person_ids=asked["person_id"].to_list(), closed_years=asked["year"].to_list()
        )
    )


def _changed_accounts() -> pl.DataFrame:
    """person_id of everybody whose account something changed beside the lines, under the number that stands; they are few."""
    return _frame(read_arrow(sql="""
        SELECT DISTINCT coalesce(m.person_id, a.person_id) AS person_id FROM contributions_account_correction a
          LEFT JOIN registry_person_alias m ON m.merged_id = a.person_id AND m.undone_at IS NULL"""))  # fmt: skip


def _array(numbers: Iterable[int]) -> str:
    return "'{" + ",".join(str(int(number)) for number in numbers) + "}'::bigint[]"


def _frame(table: pa.Table) -> pl.DataFrame:
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    return frame
