"""Eight writers at once, and the reckoning: what the database holds is what it acknowledged."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from renshe.edge.prove_long.arena import PACKAGE, Arena, ChildFailed

Report = Callable[[str, int, int], None]
ACKNOWLEDGED = (
    "declarations",
    "rows_good",
    "rows_bad",
    "receipts",
    "receipts_fen",
    "entries",
    "reversals",
    "assessed_lines",
)


@dataclass
class Together:
    """What so many writers did, what was refused or lost to another, and what was wrong."""

    writers: int
    seconds: float
    told: Counter[str] = field(default_factory=Counter)
    held: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    invariants: int = 0


def write_together(
    *,
    arena: Arena,
    city: Mapping[str, int],
    writers: int,
    seconds: float,
    seed: int,
    report: Report,
) -> Together:
    """Let so many writers work on one clone for some time, then finish, prove and compare."""
    found = Together(writers, seconds)
    database, folder = arena.clone(), tempfile.mkdtemp(prefix="renshe-bank-")
    first = arena.do(call=f"{PACKAGE}.writers:begin", database=database)
    found.told["assessed_lines"] += int(first["rows"])
    children = [
        arena.start(
            call=f"{PACKAGE}.writers:write",
            arguments={
                "number": n,
                "seed": seed,
                "seconds": seconds,
                "folder": folder,
                **city,
            },
            database=database,
        )
        for n in range(1, writers + 1)
    ]
    started = time.monotonic()
    while (passed := time.monotonic() - started) < seconds:
        report("writers", int(passed), int(seconds))
        time.sleep(min(5.0, max(0.0, seconds - passed)))
    shared: Counter[str] = Counter()
    for number, child in enumerate(children, start=1):
        status, answer = arena.wait(child, seconds=seconds + 300)
        said = arena.said(child)
        if status or answer is None:
            found.wrong.append(f"writer {number} ended with {status}: {said[-800:]}")
            continue
        found.told.update(answer["told"])
        shared.update(answer["causes"])
        found.wrong += [f"writer {number}: {fault}" for fault in answer["faults"]]
    found.wrong += [f"cause {cause} was booked {n} times" for cause, n in shared.items() if n > 1]
    try:
        arena.do(call=f"{PACKAGE}.writers:finish", arguments={"folder": folder}, database=database)
        _reckon(arena, database, folder, found)
    except ChildFailed as problem:
        found.wrong.append(str(problem))
    arena.forget(database)
    shutil.rmtree(folder, ignore_errors=True)
    return found


def _reckon(arena: Arena, database: str, folder: str, found: Together) -> None:
    held: dict[str, Any] = arena.do(
        call=f"{PACKAGE}.together:holdings", arguments={"folder": folder}, database=database
    )
    found.wrong += [f"invariant {text}" for text in held.pop("broken")]
    found.wrong += [f"stage {name} lies unattached" for name in held.pop("stages")]
    found.invariants = int(held.pop("invariants"))
    found.held = {name: int(value) for name, value in held.items()}
    for name in ACKNOWLEDGED:
        if found.held[name] != found.told[name]:
            found.wrong.append(
                f"{name}: {found.held[name]} are there, {found.told[name]} were acknowledged"
            )
    if found.held["bank_orders"] != found.held["filed_lines"]:
        found.wrong.append("the bank was asked to pay other lines than were filed")
    if found.held["bank_fen"] != found.held["filed_fen"]:
        found.wrong.append("the bank was asked to pay another sum than was filed")
    if found.held["bank_orders_twice"]:
        found.wrong.append(f"{found.held['bank_orders_twice']} instructions reached the bank twice")


_COUNTS = {
    "declarations": "SELECT count(*) FROM contributions_declaration",
    "rows_good": "SELECT coalesce(sum(rows_good), 0) FROM contributions_declaration",
    "rows_bad": "SELECT coalesce(sum(rows_bad), 0) FROM contributions_declaration",
    "receipts": "SELECT count(*) FROM contributions_receipt",
    "receipts_fen": "SELECT coalesce(sum(amount_fen), 0) FROM contributions_receipt",
    "entries": "SELECT count(*) FROM funds_entry WHERE reason = 'proof'",
    "reversals": "SELECT count(*) FROM funds_entry WHERE reason = 'reversal_proof'",
    "assessed_lines": "SELECT count(*) FROM contributions_line",
    "bills": "SELECT count(*) FROM contributions_bill",
    "allocations": "SELECT count(*) FROM contributions_allocation",
    "payment_lines": "SELECT count(*) FROM pension_payment_line",
    "filed_lines": "SELECT coalesce(sum(rows), 0) FROM pension_payment_file",
    "filed_fen": "SELECT coalesce(sum(total_fen), 0) FROM pension_payment_file",
    "stops": "SELECT count(*) FROM pension_payment_stop",
}


def holdings(*, folder: str) -> dict[str, Any]:
    """What the connected database holds and the bank received, with every broken invariant."""
    from pathlib import Path

    from django.db import connection

    from renshe.edge.commands.prove import all_invariants
    from renshe.edge.prove_long.contents import broken_invariants, loose_stages
    from renshe.edge.prove_long.story import Bank

    held: dict[str, Any] = {}
    with connection.cursor() as cursor:
        for name, statement in _COUNTS.items():
            cursor.execute(statement)
            held[name] = int(cursor.fetchone()[0])
    orders = Bank(Path(folder)).orders()
    held["bank_orders"] = len(orders)
    held["bank_fen"] = sum(order.fen for order in orders)
    held["bank_orders_twice"] = len(orders) - len({order.instruction for order in orders})
    held["broken"], held["stages"] = broken_invariants(), loose_stages()
    held["invariants"] = len(list(all_invariants()))
    return held
