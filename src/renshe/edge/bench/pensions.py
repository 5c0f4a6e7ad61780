"""Pensions of a year: the yearly adjustment to the payment file, any rise explained, the whole year corrected."""

from __future__ import annotations

from renshe.edge.bench.report import Section
from renshe.edge.bench.throw_away import ThrowAwayCity

YEAR = 2025
EXPLAINED = 500


def section(city: ThrowAwayCity, *, month: int) -> Section:
    """Measure in a process of its own, as the command line would run it."""
    found = city.work("renshe.edge.bench.pensions_run:measure", place=city.place, month=month)
    late = city.work(
        "renshe.edge.bench.retroactive_run:measure", place=city.place, month=month + 1, year=YEAR
    )
    made = Section(
        "Pensions of a year",
        f"The plan of {YEAR} for everybody on pension in a city of {city.people:,}: computed in columns, written with the"
        " months owed since January, and taken into the payment file of the next month (frozen, checked, planned, posted,"
        " funded, filed). Then any of these rises explained by the law, replayed from its receipt. A month later the flat amount"
        " of the same plan is corrected by five yuan: every award recomputed, its months since January owed, one voucher.",
        ("what", "heads", "seconds", "a head"),
    )
    heads = int(found["adjusted"])
    for name, seconds, count in (
        ("adjustment computed and written", found["adjust_s"], heads),
        ("to the payment file", found["to_file_s"], int(found["paid_heads"])),
        ("both", found["adjust_s"] + found["to_file_s"], heads),
        ("corrected for the whole year", late["seconds"], int(late["awards_seen"])),
    ):
        a_head = f"{seconds / max(1, count) * 1e6:,.0f} µs"
        made.rows.append((name, f"{count:,}", f"{seconds:.2f}", a_head))
    made.remarks += [
        f"{found['arrears_months']:,} months owed in {found['arrears_rows']:,} rows,"
        f" {found['refused']:,} awards refused and listed, {found['exact_rows']:,} rows took the exact way",
        f"{EXPLAINED} rises explained: median {found['explain_p50_ms']:.1f} ms, 95 % under"
        f" {found['explain_p95_ms']:.1f} ms",
        f"corrected: {late['changed']:,} awards changed, {late['person_months']:,} person-months differ,"
        f" {late['not_ours']:,} taken over without a receipt of ours, {late['refused']:,} refused and listed;"
        f" peak of the runner {late['peak_mb']:,} MB",
        f"before that {found['load_s']:.1f} s once, to load the law and its kernel; peak of the runner {found['peak_mb']:,} MB",
    ]
    return made
