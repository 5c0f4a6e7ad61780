"""The parallel run: what the old system made of a month beside what this one makes of it, person by person.

Nothing is written but the report. Contributions are computed by the law from this system's own people, wages and
employers; where the month was assessed here already, its lines are taken. Pensions in payment are what the month's
roster would pay; pensions that begin now are determined by law from the career.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import polars as pl
import pyarrow as pa

from renshe.domains.contributions import api as contributions
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.foundation.bulk import read_arrow
from renshe.kernel.codes.divisions import stem
from renshe.kernel.periods import Month, first_day
from renshe.kernel.rules import Refusal
from renshe.runs.take_over import contract
from renshe.runs.take_over.classes import (
    ClassTotal,
    class_totals,
    contribution_classes,
    pension_classes,
)
from renshe.runs.take_over.contract import BASES, COMPONENTS, SHARES, FileSpec
from renshe.runs.take_over.faults import FaultLog
from renshe.runs.take_over.parsing import parse
from renshe.runs.take_over.reading import chunks, find_source

ROWS_PER_PART = 250_000


class Assessed(Protocol):
    """What an assessment yields; `renshe.runs.monthly_contribution_assessment.law.assess` is the one in use."""

    lines: pa.Table
    refused: list[tuple[int, Refusal]]


Assess = Callable[..., Assessed]


@dataclass(frozen=True)
class Comparison:
    """One kind of amounts of one month: totals by class, components in sum, where the list of all rows lies."""

    kind: str
    period: Month
    classes: tuple[ClassTotal, ...]
    components: dict[str, tuple[int, int]]
    faults: int
    report: Path
    refused: dict[str, int] = field(default_factory=dict)

    @property
    def agreed(self) -> bool:
        """Whether nobody's amount differs by more than rounding and nobody is missing."""
        return not self.faults and all(row.code in ("equal", "rounding") for row in self.classes)


def compare_contributions(
    *,
    folder: Path,
    place: str,
    period: Month,
    as_of: dt.date,
    assess: Assess,
    heads: int | None = None,
) -> Comparison | None:
    """Compare a month's contributions; None where the folder has no such file. `heads` bounds memory, as in the run."""
    old, faults = _old(contract.MONTH_CONTRIBUTIONS, folder=folder, as_of=as_of)
    if old is None:
        return None
    ours, refused = _our_lines(place=place, period=period, assess=assess, heads=heads)
    names = ["wage", *BASES, *SHARES]
    told = contribution_classes(_pairs(ours, old, keys=["id_number", "uscc"], names=names))
    return _report("contributions", told, names=names, money=SHARES, keys=["id_number", "uscc"], folder=folder,
                   period=period, faults=faults, refused=refused)  # fmt: skip


def compare_pensions(
    *, folder: Path, place: str, period: Month, as_of: dt.date, explain: pension.Explain
) -> Comparison | None:
    """Compare a month's pensions; None where the folder has no such file."""
    old, faults = _old(contract.MONTH_PENSIONS, folder=folder, as_of=as_of)
    if old is None:
        return None
    fresh = old.filter(pl.col("retirement_month").is_not_null())
    paid = _our_pensions(place=place, period=period).join(fresh, on="id_number", how="anti")
    ours = pl.concat(
        [paid, _determined(fresh, place=place, as_of=as_of, explain=explain)],
        how="vertical_relaxed",
    )
    names = [*COMPONENTS, "total"]
    pairs = _pairs(ours.drop("refusal"), old, keys=["id_number"], names=names).join(
        ours.select("id_number", "refusal"), on="id_number", how="left"
    )
    told = pension_classes(pairs.with_columns(pl.col("refusal").fill_null("")))
    return _report("pensions", told, names=names, money=COMPONENTS, keys=["id_number"], folder=folder, period=period,
                   faults=faults, refused={})  # fmt: skip


def _old(spec: FileSpec, *, folder: Path, as_of: dt.date) -> tuple[pl.DataFrame | None, int]:
    """The old system's rows; those with a fault are left out, counted and listed beside the report."""
    with FaultLog(folder / f"{spec.name}-errors.csv") as log:
        source = find_source(folder=folder, spec=spec, log=log)
        if source is None:
            return None, log.total
        frames = []
        for chunk in chunks(source=source, spec=spec, log=log):
            before = log.total
            frame = parse(chunk, spec=spec, as_of=as_of, log=log)
            frames.append(frame.drop_nulls("id_number") if log.total > before else frame)
        every = pl.concat(frames) if frames else None
        if every is not None and "uscc" in every.columns:
            every = every.with_columns(pl.col("uscc").fill_null(""))
        return every, log.total


def _pairs(
    ours: pl.DataFrame, old: pl.DataFrame, *, keys: list[str], names: list[str]
) -> pl.DataFrame:
    """One row for each key of either; several of one key in the old system are added up."""
    there = old.group_by(keys).agg(
        pl.when(pl.col(name).is_not_null().any()).then(pl.col(name).sum()).alias(f"{name}_there")
        for name in names
    )
    here = ours.with_columns(in_here=pl.lit(True))
    joined = here.join(
        there.with_columns(in_there=pl.lit(True)), on=keys, how="full", coalesce=True
    )
    return joined.with_columns(pl.col("in_here", "in_there").fill_null(False))


def _our_lines(
    *, place: str, period: Month, assess: Assess, heads: int | None
) -> tuple[pl.DataFrame, dict[str, int]]:
    parts = max(1, -(-(heads or 0) // ROWS_PER_PART))
    found, refused = [_lines_here(period)], dict[str, int]()
    for part in range(parts):
        table = contributions.assessment_table(period=period, place=place, part=part, parts=parts)
        if not table.num_rows:
            continue
        made = assess(_as_declared(table), place=place, period=period, on=first_day(period))
        found.append(_frame(made.lines).select(_LINE))
        for _, refusal in made.refused:
            refused[refusal.code] = refused.get(refusal.code, 0) + 1
    rows = pl.concat([frame.cast(dict.fromkeys(_LINE, pl.Int64)) for frame in found])
    named = rows.rename(
        {f"{name}_fen": name for name in (*BASES, *SHARES)} | {"declared_wage_fen": "wage"}
    )
    people = _frame(read_arrow(sql="SELECT id AS person_id, id_number FROM registry_person"))
    units = _frame(read_arrow(sql="SELECT id AS employer_id, uscc FROM registry_employer"))
    known = named.join(people, on="person_id", how="left").join(units, on="employer_id", how="left")
    return known.with_columns(pl.col("uscc").fill_null("")).drop(
        "person_id", "employer_id"
    ), refused


def _as_declared(table: pa.Table) -> pa.Table:
    """Rosters of a parallel run go to the old system; nobody is assessed here as if he had sent none."""
    at = table.column_names.index("declared")
    return table.set_column(at, "declared", pa.array([True] * table.num_rows))


_LINE = [
    "person_id",
    "employer_id",
    "declared_wage_fen",
    *(f"{name}_fen" for name in (*BASES, *SHARES)),
]


def _lines_here(period: Month) -> pl.DataFrame:
    """What was assessed here for the month already, corrections included."""
    sums = ", ".join(f"sum({name})::bigint AS {name}" for name in _LINE[2:])
    return _frame(read_arrow(sql=f"""
        SELECT person_id, employer_id, {sums} FROM contributions_line
         WHERE period = {int(period)}
           AND batch_id = ANY(ARRAY(SELECT DISTINCT batch_id FROM contributions_bill WHERE period = {int(period)}))
         GROUP BY 1, 2 HAVING sum(months) > 0"""))  # fmt: skip


def _our_pensions(*, place: str, period: Month) -> pl.DataFrame:
    """What the month's roster would pay: awards in payment with their adjustments, without those stopped or dead."""
    below = stem(place)
    if not below.isdigit():
        raise ValueError(f"not a place: {place!r}")
    frame = _frame(read_arrow(sql=f"""
        SELECT p.id_number, a.basic_fen AS basic, a.account_fen AS account, a.transitional_fen AS transitional,
               (a.other_fen + coalesce(sum(j.amount_fen), 0))::bigint AS other,
               (a.total_fen + coalesce(sum(j.amount_fen), 0))::bigint AS total, '' AS refusal
          FROM pension_award a
          JOIN registry_person p ON p.id = a.person_id
          LEFT JOIN pension_adjustment j ON j.award_id = a.id AND j.from_month <= {int(period)}
         WHERE a.state IN ('provisional', 'final') AND a.place LIKE '{below}%' AND a.starts_month <= {int(period)}
           AND (a.ends_month IS NULL OR a.ends_month >= {int(period)})
           AND (p.died_on IS NULL OR p.died_on >= date '{first_day(period).isoformat()}')
           AND NOT EXISTS (SELECT FROM pension_hold h
                            WHERE h.person_id = a.person_id AND h.cancelled_on IS NULL AND h.from_month <= {int(period)}
                              AND (h.to_month IS NULL OR h.to_month >= {int(period)}) AND h.kind <> 'deduction'
                              AND h.kind <> 'community_correction')
         GROUP BY a.id, p.id_number"""))  # fmt: skip
    return frame.with_columns(pl.col("id_number", "refusal").cast(pl.String))


def _determined(
    fresh: pl.DataFrame, *, place: str, as_of: dt.date, explain: pension.Explain
) -> pl.DataFrame:
    """Pensions that begin now, each by law from this system's own career; a refusal keeps its reason."""
    people = registry.people_by_id_numbers(id_numbers=fresh["id_number"].to_list())
    rows = []
    for number, month in fresh.select("id_number", "retirement_month").iter_rows():
        row = {"id_number": number, **dict.fromkeys((*COMPONENTS, "total"), 0), "refusal": ""}
        person = people.get(number)
        if person is None:
            continue
        try:
            facts = pension.award_facts(person_id=person.pk, place=place, retirement_month=month, known_on=as_of,
                                        explain=explain)  # fmt: skip
            drawn = pension.determine(facts=facts, place=place, known_on=as_of, explain=explain)
            row |= {name: drawn.amounts[f"{name}_fen"] for name in COMPONENTS} | {
                "total": drawn.total_fen
            }
        except Refusal as refusal:
            row["refusal"] = f"{refusal.code} {refusal.subject}".strip()
        rows.append(row)
    kinds = {
        "id_number": pl.String,
        **dict.fromkeys((*COMPONENTS, "total"), pl.Int64),
        "refusal": pl.String,
    }
    return pl.DataFrame(rows, schema=kinds)


def _frame(table: pa.Table) -> pl.DataFrame:
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    return frame


def _report(
    kind: str, told: pl.DataFrame, *, names: list[str], money: tuple[str, ...], keys: list[str], folder: Path,
    period: Month, faults: int, refused: dict[str, int],
) -> Comparison:  # fmt: skip
    """Write the list (amounts in yuan, those that differ first) and add up."""
    path = folder / f"comparison-{kind}-{period // 12:04d}-{period % 12 + 1:02d}.csv"
    columns = [part for name in names for part in (name, f"{name}_there")]
    listed = told.with_columns(difference=pl.col("here_fen") - pl.col("there_fen")).sort(
        pl.col("class") == "equal",
        pl.col("difference").abs(),
        *keys,
        descending=[False, True, *(False for _ in keys)],
    )
    listed.select(
        *keys, "class", "detail", _yuan("difference"), *(_yuan(name) for name in columns)
    ).write_csv(path, include_bom=True)
    sums = {name: (int(told[name].sum()), int(told[f"{name}_there"].sum())) for name in money}
    return Comparison(kind=kind, period=period, classes=class_totals(told), components=sums, faults=faults, report=path,
                      refused=refused)  # fmt: skip


def _yuan(name: str) -> pl.Expr:
    """Fen as yuan with two places, exactly."""
    return (pl.col(name).cast(pl.Decimal(20, 2)) / 100).alias(f"{name}_yuan")
