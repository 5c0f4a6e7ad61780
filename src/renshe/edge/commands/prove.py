"""`renshe prove`: re-prove every invariant over all rows, and say which row breaks which."""

from __future__ import annotations

import importlib
import importlib.util
import time
from collections.abc import Iterator

import click

from renshe.edge.discovery import domains_on_disk
from renshe.edge.startup import prepared
from renshe.foundation.invariants import Invariant, prove
from renshe.kernel.codes.citation import cite


def all_invariants() -> Iterator[tuple[str, Invariant]]:
    """Every domain's invariants, and those that span domains (flows)."""
    for name in domains_on_disk():
        if importlib.util.find_spec(f"renshe.domains.{name}.checks") is None:
            continue
        module = importlib.import_module(f"renshe.domains.{name}.checks")
        for invariant in module.INVARIANTS:
            yield name, invariant
    for invariant in importlib.import_module("renshe.flows.checks").INVARIANTS:
        yield "flows", invariant


@click.command(name="prove")
@click.option("--only", default="", help="Only invariants whose name contains this.")
@click.option(
    "--rows", default=5, show_default=True, help="How many offending rows to show of each."
)
def command(only: str, rows: int) -> None:
    """验证账务：逐条验证所有不变式 (prove all invariants over all rows)."""
    with prepared(role="runner"):
        broken = _prove(only, rows)
    if broken:
        raise SystemExit(1)


def _prove(only: str, rows: int) -> int:
    broken = 0
    chosen = [(domain, inv) for domain, inv in all_invariants() if only in inv.name]
    for domain, invariant in chosen:
        started = time.perf_counter()
        for _, breaches, count in prove(invariants=[invariant], limit=rows):
            seconds = time.perf_counter() - started
            mark = "✓" if count == 0 else "✗"
            click.echo(
                f"{mark} {domain}.{invariant.name}  {invariant.zh}  {seconds:.2f} s"
                + (f"  {count} 处 rows [{cite(invariant.clause)}]" if count else "")
            )
            for breach in breaches:
                click.echo(f"    {breach.row}: {breach.detail}")
            broken += bool(count)
    click.echo(f"{len(chosen)} invariants, {broken} broken")
    return broken
