"""Certification: a file with as many rows as the register has people, compared; then the day's clock."""

from __future__ import annotations

from renshe.edge.bench.report import Section
from renshe.edge.bench.throw_away import ThrowAwayCity


def section(city: ThrowAwayCity) -> Section:
    """Measure in a process of its own, as the command line would run it."""
    found = city.work(
        "renshe.edge.bench.certification_run:measure", place=city.place, people=city.people
    )
    made = Section(
        "Certification by comparison",
        f"A register of {city.people:,} people against files of {city.people:,} rows: from the bytes to hits that people"
        " check (deaths) or to proofs (medical use of everybody registered), read, copied, joined and committed. Then the"
        " day's clock: everybody's last proof put to the law, who is nearly due warned.",
        ("what", "rows", "seconds", "found"),
    )
    for name in ("death file", "medical file", "clock"):
        one = found[name]
        made.rows.append((name, f"{one['rows']:,}", f"{one['seconds']:.2f}", one["found"]))
    made.remarks.append(
        f"of the death file {found['read_s']:.2f} s to read and judge its rows; peak of the runner {found['peak_mb']:,} MB"
    )
    return made
