"""Credit a year's interest to residents' accounts: each source's opening balance times the province's rate of the year.

The rate is published after the year: until then the run refuses with the parameter's name. Run again it finds what was
done; accounts entered late get their interest with the next call under another month of the books.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from renshe.domains.audit import api as audit
from renshe.domains.pension import api as pension
from renshe.domains.resident import api as resident
from renshe.flows import resident_to_ledger as ledger
from renshe.laws import library
from renshe.runs.context import RunContext, begin

KIND = "resident_interest"
TARGET = "resident_account_interest"


def run(context: RunContext, *, year: int) -> dict[str, Any]:
    """Credit the interest of `year`; returns the totals. Raises Refusal where its rate is not published."""
    key, done = begin(context, KIND, str(year))
    if done:
        return dict(audit.run_by_key(key=key).totals)
    rows = interest_of(place=context.place, year=year)
    context.progress("计息 interest", len(rows), len(rows))
    hand = resident.ByHand(by=context.by, at=context.at, today=context.today)
    totals: dict[str, Any] = ledger.interest_credited(year=year, rows=rows, batch=key, hand=hand)
    audit.finish(key=key, at=context.at, totals=totals)
    return totals


def interest_of(*, place: str, year: int) -> list[resident.NewCredit]:
    """What every account and source earns in a year by the law, as rows to be credited. Raises Refusal."""
    held = _after_pensions(resident.openings(place=place, year=year), year=year)
    if not held.num_rows:
        return []
    facts = pa.table({"resident_account_balance": held["opening_fen"].cast(pa.int64())})
    computed = library.compute([TARGET], facts, place=place, on=dt.date(year, 12, 31))
    if computed.refused:
        raise computed.refused[0][1]
    people, sources = held["person_id"].to_pylist(), held["source"].to_pylist()
    return [
        resident.NewCredit(
            person_id=person, year=year, source=source, kind="interest", amount_fen=int(fen)
        )
        for person, source, fen in zip(people, sources, computed.table[TARGET].to_pylist(), strict=True)
        if fen
    ]  # fmt: skip


def _after_pensions(held: pa.Table, *, year: int) -> pa.Table:
    """Openings less what pensions drew before the year, own money first."""
    drawn = pension.account_drawn(person_ids=None, kind="resident", before=year * 12)
    if not drawn:
        return held
    kept: dict[tuple[int, str], int] = {}
    by_person: dict[int, dict[str, int]] = {}
    for row in held.to_pylist():
        if row["person_id"] in drawn:
            by_person.setdefault(row["person_id"], {})[row["source"]] = row["opening_fen"]
    for person, sources in by_person.items():
        left = resident.after_drawing(sources, drawn_fen=sum(drawn[person].values()))
        kept |= {(person, source): fen for source, fen in left.items()}
    openings = [
        kept.get((row["person_id"], row["source"]), row["opening_fen"]) for row in held.to_pylist()
    ]
    made = held.set_column(
        held.column_names.index("opening_fen"), "opening_fen", pa.array(openings, pa.int64())
    )
    return made.filter(pc.greater(made["opening_fen"], 0))
