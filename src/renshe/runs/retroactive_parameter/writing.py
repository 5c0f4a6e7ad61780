"""New awards in place of old ones, with events, adjustments, arrears and overpayments: set by set, in one transaction.

The same rows as `pension.redetermine_award` writes for one award; nothing is changed but the old award's state.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db import connection

from renshe.domains.pension import api as pension
from renshe.foundation.bulk import copy_rows
from renshe.foundation.columns import plain_text
from renshe.kernel.rules import Refusal
from renshe.runs.retroactive_parameter.award_rows import COLUMNS

_ROWS = 10_000
WRITTEN = ("awards", "arrears_rows", "arrears_fen", "overpaid_people", "overpaid_fen")
"""What `write` counts: heads, rows and fen."""

_SUPERSEDE = """
UPDATE pension_award a SET state = CASE WHEN a.state = 'ended' THEN 'ended' ELSE 'redetermined' END
  FROM unnest(%(ids)s::bigint[], %(states)s::text[], %(totals)s::bigint[]) AS o(id, state, total_fen)
 WHERE a.id = o.id AND a.state = o.state AND a.total_fen = o.total_fen
   AND NOT EXISTS (SELECT FROM pension_award n WHERE n.replaces_id = a.id)
"""
_INSERT = """
INSERT INTO pension_award (person_id, kind, state, starts_month, ends_month, place, basic_fen, account_fen,
                           transitional_fen, other_fen, total_fen, facts, receipt, decided_by, decided_at, replaces_id)
SELECT o.person_id, o.kind, n.state, o.starts_month, o.ends_month, o.place, n.basic_fen, n.account_fen,
       n.transitional_fen, n.other_fen, n.total_fen,
       CASE WHEN n.drawn THEN o.facts || n.facts_add::jsonb || jsonb_build_object('account_balance', n.balance)
            ELSE o.facts END,
       o.receipt || jsonb_build_object('batch_id', %(batch)s::bigint) ||
       CASE WHEN n.drawn THEN n.receipt_add::jsonb || jsonb_build_object(
                 'known_on', %(known_on)s::text, 'ruleset_hash', %(hash)s::text, 'confidence', n.confidence)
            ELSE '{}'::jsonb END,
       %(determined_by)s, %(at)s, o.id
  FROM unnest(%(ids)s::bigint[], %(new_states)s::text[], %(basic_fen)s::bigint[], %(account_fen)s::bigint[],
              %(transitional_fen)s::bigint[], %(other_fen)s::bigint[], %(new_totals)s::bigint[], %(balances)s::bigint[],
              %(confidences)s::text[], %(drawn)s::boolean[], %(facts_add)s::text[], %(receipt_add)s::text[])
       AS n(id, state, basic_fen, account_fen, transitional_fen, other_fen, total_fen, balance, confidence, drawn,
            facts_add, receipt_add)
  JOIN pension_award o ON o.id = n.id
RETURNING replaces_id, id
"""
_EVENTS = """
INSERT INTO pension_award_event (award_id, verb, source, target, reason, actor, at)
SELECT o.id, 'supersede', s.state, 'redetermined', s.cause, %(reviewed_by)s, %(at)s
  FROM unnest(%(ids)s::bigint[], %(states)s::text[], %(causes)s::text[]) AS s(id, state, cause)
  JOIN pension_award o ON o.id = s.id WHERE s.state <> 'ended'
UNION ALL
SELECT n.id, e.verb, e.source, coalesce(e.target, n.state), '', e.actor, %(at)s
  FROM pension_award n
 CROSS JOIN (VALUES ('determine', 'recognised', 'determined', %(determined_by)s),
                    ('review', 'determined', 'reviewed', %(reviewed_by)s),
                    ('decide', 'reviewed', NULL, %(reviewed_by)s)) AS e(verb, source, target, actor)
 WHERE n.replaces_id = ANY(%(ids)s::bigint[])
"""


@dataclass(frozen=True)
class Decision:
    """Whose decision the new awards are, by which rule set and batch."""

    signed: pension.Signatures
    ruleset_hash: str
    batch_id: int


def write(
    *, awards: pl.DataFrame, adjustments: pl.DataFrame, months: pl.DataFrame, decision: Decision
) -> dict[str, int]:
    """Write everything in the caller's transaction; returns counts and sums.

    Raises Refusal `awards_changed_meanwhile` where an award is no longer what was computed from.
    """
    numbers: dict[int, int] = {}
    for start in range(0, awards.height, _ROWS):
        numbers |= _replace(awards.slice(start, _ROWS), decision)
    _copy_adjustments(adjustments, numbers, decision)
    owed = months.filter(pl.col("fen") > 0)
    _copy_arrears(owed, awards, numbers, decision)
    over = months.filter(pl.col("fen") < 0)
    _copy_overpayments(over, numbers, decision)
    return {
        "awards": awards.height, "arrears_rows": owed.height, "arrears_fen": int(owed["fen"].sum()),
        "overpaid_people": over["award_id"].n_unique(), "overpaid_fen": -int(over["fen"].sum()),
    }  # fmt: skip


def _replace(part: pl.DataFrame, decision: Decision) -> dict[int, int]:
    columns = {
        "ids": "award_id", "states": "state", "totals": "total_fen", "causes": "cause", "new_states": "resulting_state",
        **{name: f"new_{name}" for name in COLUMNS}, "new_totals": "new_total_fen", "balances": "account_balance",
        "confidences": "confidence", **{name: name for name in ("drawn", "facts_add", "receipt_add")},
    }  # fmt: skip
    asked: dict[str, Any] = {
        **{name: _array(part[column]) for name, column in columns.items()},
        "known_on": decision.signed.known_on.isoformat(), "hash": decision.ruleset_hash, "batch": decision.batch_id,
        "determined_by": decision.signed.determined_by, "reviewed_by": decision.signed.reviewed_by,
        "at": decision.signed.at,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_SUPERSEDE, asked)
        if cursor.rowcount != part.height:
            raise Refusal(pension.AWARDS_CHANGED, subject=f"{part.height - cursor.rowcount}")
        cursor.execute(_INSERT, asked)
        numbers = {int(old): int(new) for old, new in cursor.fetchall()}
        cursor.execute(_EVENTS, asked)
    return numbers


def _array(values: pl.Series) -> str:
    """Values as PostgreSQL writes an array: a driver that adapts them one by one costs as much as the rows."""
    if values.dtype == pl.String:
        escaped = values.str.replace_all(r'(["\\\\])', r"\$1")
        shown = pl.select(pl.format('"{}"', escaped)).to_series()
    else:
        shown = values.cast(pl.String)
    return "{" + ",".join(shown.fill_null("NULL").to_list()) + "}"


def _copy(table: str, rows: pl.DataFrame) -> None:
    if rows.is_empty():
        return
    with connection.cursor() as cursor:
        copy_rows(table=table, data=plain_text(rows.to_arrow()), cursor=cursor)


def _renumbered(rows: pl.DataFrame, numbers: dict[int, int]) -> pl.DataFrame:
    return rows.with_columns(
        award_id=pl.col("award_id").replace_strict(numbers, return_dtype=pl.Int64)
    )


def _copy_adjustments(rows: pl.DataFrame, numbers: dict[int, int], decision: Decision) -> None:
    if rows.is_empty():
        return
    mine = rows.filter(pl.col("award_id").is_in(list(numbers)))
    receipt = json.dumps({
        "target": "adjustment_increase", "known_on": decision.signed.known_on.isoformat(),
        "ruleset_hash": decision.ruleset_hash, "batch_id": decision.batch_id,
    })  # fmt: skip
    _copy("pension_adjustment", _renumbered(mine, numbers).select(
        "award_id", "year", "from_month", amount_fen="new_fen", receipt=pl.lit(receipt),
        known_on=pl.lit(decision.signed.known_on),
    ))  # fmt: skip


def _copy_arrears(
    rows: pl.DataFrame, awards: pl.DataFrame, numbers: dict[int, int], decision: Decision
) -> None:
    caused = _spans(rows).join(awards.select("award_id", "cause"), on="award_id")
    _copy("pension_arrears", _renumbered(caused, numbers).select(
        "person_id", "award_id", "period", "months", "cause", *COLUMNS, known_on=pl.lit(decision.signed.known_on)
    ))  # fmt: skip


def _spans(rows: pl.DataFrame) -> pl.DataFrame:
    """Neighbouring months that owe the same are one row, unless the individual account is touched."""
    follows = (
        (pl.col("period") == pl.col("period").shift(1) + 1) & (pl.col("account_fen") == 0)
        & pl.all_horizontal(pl.col(name) == pl.col(name).shift(1) for name in COLUMNS)
    )  # fmt: skip
    runs = rows.sort("award_id", "period").with_columns(
        run=(~follows.fill_null(value=False)).cum_sum().over("award_id")
    )
    return runs.group_by("award_id", "run", maintain_order=True).agg(
        pl.col("person_id").first(),
        pl.col("period").first(),
        pl.len().cast(pl.Int64).alias("months"),
        *(pl.col(name).first() for name in COLUMNS),
    )


def _copy_overpayments(rows: pl.DataFrame, numbers: dict[int, int], decision: Decision) -> None:
    """One overpayment for each award, with its months."""
    text = pl.concat_str(
        pl.lit('{"period": '), "period", pl.lit(', "fen": '), -pl.col("fen"), pl.lit("}")
    )
    each = (
        rows.with_columns(text=text)
        .group_by("award_id", "person_id", maintain_order=True)
        .agg(
            from_month=pl.col("period").min(),
            to_month=pl.col("period").max(),
            principal_fen=-pl.col("fen").sum(),
            lines=pl.concat_str(pl.lit("["), pl.col("text").str.join(", "), pl.lit("]")).first(),
        )
    )
    _copy("pension_overpayment", _renumbered(each, numbers).with_columns(
        cause=pl.lit("redetermined_lower"), known_on=pl.lit(decision.signed.known_on), state=pl.lit("open")
    ))  # fmt: skip


def first_open_months(places: list[str], *, known_on: dt.date) -> dict[str, int]:
    """The first month that no roster has frozen yet, by place."""
    return {
        place: pension.first_open_month(fund=pension.EMPLOYEE_FUND, place=place, known_on=known_on)
        for place in places
    }
