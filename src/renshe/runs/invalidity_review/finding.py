"""Which invalidity allowances something happened to up to a month, set by set: ages, contributions, findings, terms.

Nothing here computes an amount; the law is asked in columns for the legal month alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from renshe.domains.pension import api as pension
from renshe.flows.pension_invalidity import Affected
from renshe.foundation.bulk import read_arrow
from renshe.kernel.codes.divisions import stem
from renshe.kernel.periods import Month, first_day
from renshe.kernel.rules import Refusal
from renshe.laws import library

LEGAL = ("legal_retirement_month",)
FULL_MONTHS = "invalidity_full_formula_months"

# Merged numbers are one person. An award that stands on a waiting list is not listed twice.
_HEADS = """
SELECT a.id AS award_id, left(a.place, 6) AS area, a.starts_month::bigint AS starts_month,
       a.ends_month::bigint AS ends_month,
       (a.account_fen + a.transitional_fen + a.other_fen)::bigint AS besides,
       (extract(year FROM b.born) * 12 + extract(month FROM b.born) - 1)::bigint AS birth_month, p.retirement_category
  FROM pension_award a
  LEFT JOIN registry_person_alias m ON m.merged_id = a.person_id AND m.undone_at IS NULL
  JOIN registry_person p ON p.id = coalesce(m.person_id, a.person_id)
 CROSS JOIN LATERAL (SELECT coalesce(p.birth_on_file, p.birth_on) AS born) b
 WHERE a.kind = 'invalidity' AND a.state IN ('provisional', 'final', 'suspended') AND a.place LIKE '{below}%'
   AND a.starts_month <= {period} + 1
   AND NOT EXISTS (SELECT FROM pension_people_list_row r WHERE r.award_id = a.id AND r.state = 'open')
 ORDER BY a.id
"""
# The first month since the allowance began for which pension contributions were paid and stand.
_RESUMED = """
WITH mine AS (
  SELECT a.id, a.starts_month, n.person_id FROM pension_award a
   CROSS JOIN LATERAL (SELECT a.person_id UNION SELECT merged_id FROM registry_person_alias
                        WHERE person_id = a.person_id AND undone_at IS NULL) n
   WHERE a.id = ANY('{{{ids}}}'::bigint[])),
months AS (
  SELECT m.id, l.period FROM mine m
    JOIN contributions_line l ON l.person_id = m.person_id AND l.period >= m.starts_month AND l.pension_base_fen > 0
    JOIN contributions_bill b ON b.id = l.bill_id AND b.credited_batch_id IS NOT NULL
   WHERE l.period <= {period}
   GROUP BY m.id, l.period HAVING sum(l.months) > 0)
SELECT id AS award_id, min(period)::bigint AS resumed FROM months GROUP BY id ORDER BY id
"""
# The latest finding of a committee, where it is no longer complete loss.
_FOUND = """
SELECT a.id AS award_id, f.number, f.issuer, f.level,
       (extract(year FROM f.decided_on) * 12 + extract(month FROM f.decided_on) - 1)::bigint AS found
  FROM pension_award a
 CROSS JOIN LATERAL (SELECT a.person_id UNION SELECT merged_id FROM registry_person_alias
                      WHERE person_id = a.person_id AND undone_at IS NULL) n
 CROSS JOIN LATERAL (SELECT number, issuer, level, decided_on FROM retirement_file_appraisal x
                      WHERE x.person_id = n.person_id ORDER BY decided_on DESC, id DESC LIMIT 1) f
 WHERE a.id = ANY('{{{ids}}}'::bigint[]) AND f.level <> 'complete'
 ORDER BY a.id
"""


def find(*, place: str, period: Month) -> tuple[list[Affected], list[tuple[int, Refusal]]]:
    """Allowances that change by the month after `period` or changed before, each with the earliest cause; and whose legal
    month the law refuses to tell, by award."""
    heads = _frame(_HEADS.format(below=_digits(place), period=int(period)))
    if heads.is_empty():
        return [], []
    heads, refused = _with_legal(heads, period)
    ids = ",".join(str(int(one)) for one in heads["award_id"])
    heads = heads.join(
        _frame(_RESUMED.format(ids=ids, period=int(period))), on="award_id", how="left"
    )
    heads = heads.join(_frame(_FOUND.format(ids=ids)), on="award_id", how="left")
    first = {
        row["award_id"]: min(_causes(row, period), default=None)
        for row in heads.iter_rows(named=True)
    }
    wanted = {award_id: cause for award_id, cause in first.items() if cause is not None}
    rows = {row["award_id"]: row for row in heads.iter_rows(named=True)}
    awards = pension.Award.objects.in_bulk(list(wanted))
    found = [
        Affected(
            award=awards[award_id], cause=cause, from_month=month, evidence=_evidence(rows[award_id], cause)
        )
        for award_id, (month, cause) in wanted.items()
    ]  # fmt: skip
    return found, refused


def _causes(row: dict[str, Any], period: Month) -> Iterator[tuple[Month, str]]:
    """Every cause that holds by the period, each with the first month of what comes then."""
    legal, left, begins = row["legal"], row["full_months"], row["starts_month"]
    if row["ends_month"] is not None and row["ends_month"] < period:
        yield row["ends_month"] + 1, "term_over"
    if row["resumed"] is not None:
        yield row["resumed"] + 1, "resumed"
    if row["found"] is not None and row["found"] <= period:
        yield max(row["found"] + 1, begins), "reappraised"
    if legal is None:
        return
    if legal <= period:
        yield legal + 1, "legal_age"
    # A limited allowance stays limited; one with parts besides the basic part is by the whole formula already.
    if row["ends_month"] is None and not row["besides"] and begins <= legal - left <= period:
        yield legal - left + 1, "near_age"


def _evidence(row: dict[str, Any], cause: str) -> dict[str, Any]:
    if cause in ("near_age", "legal_age"):
        return {"legal_month": row["legal"]}
    if cause == "resumed":
        return {"month": row["resumed"]}
    if cause == "reappraised":
        return {name: row[name] for name in ("number", "issuer", "level")}
    return {"last_month": row["ends_month"]}


def _with_legal(
    heads: pl.DataFrame, period: Month
) -> tuple[pl.DataFrame, list[tuple[int, Refusal]]]:
    """With `legal`, the legal month of retirement by the law of the period, and `full_months` of the notice."""
    frames, refused = [], []
    for (area,), part in heads.partition_by("area", as_dict=True, maintain_order=True).items():
        when = {"place": str(area), "on": first_day(period)}
        computed = library.compute(
            LEGAL, part.select("birth_month", "retirement_category").to_arrow(), **when
        )
        bad = dict(computed.refused)
        refused += [(int(part["award_id"][row]), why) for row, why in bad.items()]
        legal = [
            None if row in bad else int(month)
            for row, month in enumerate(computed.table[LEGAL[0]].to_pylist())
        ]
        full = int(library.explain(FULL_MONTHS, {}, **when).value)
        frames.append(
            part.with_columns(legal=pl.Series(legal, dtype=pl.Int64), full_months=pl.lit(full))
        )
    return pl.concat(frames), refused


def _digits(place: str) -> str:
    below = stem(place)
    if not below.isdigit():
        raise ValueError(f"not a place: {place!r}")
    return below


def _frame(sql: str) -> pl.DataFrame:
    frame = pl.from_arrow(read_arrow(sql=sql))
    assert isinstance(frame, pl.DataFrame)
    return frame
