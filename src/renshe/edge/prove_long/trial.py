"""One month lived undisturbed, and the question whether another, however often killed, came to the same."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from renshe.edge.prove_long.arena import PACKAGE, Arena, Child, ChildFailed
from renshe.foundation.crash_points import AT, WHAT

# A killed run's stage stays locked until its backend has noticed; whoever starts the run again is told so.
BUSY = "StageBusy"
BUSY_LIMIT_S = 60.0
MONTH = f"{PACKAGE}.story:live_through"


@dataclass(frozen=True)
class Undisturbed:
    """What a month comes to when nobody kills it, what the bank was asked to pay, and how long it took."""

    contents: dict[str, list[str]]
    orders: list[tuple[str, int]]
    seconds: float


class Month:
    """The month of the small city in a clone of its own; the bank's folder lies outside the database and survives it."""

    def __init__(self, *, arena: Arena, city: Mapping[str, int]) -> None:
        self.arena, self.database, self.city = arena, arena.clone(), dict(city)
        self.bank_folder = Path(tempfile.mkdtemp(prefix="renshe-bank-"))
        self.attempts = 0

    def begin(self, *, environment: Mapping[str, str] | None = None) -> Child:
        """Start the run, or start it again."""
        self.attempts += 1
        return self.arena.start(
            call=MONTH,
            arguments={"bank_folder": str(self.bank_folder), **self.city},
            database=self.database,
            environment=environment,
        )

    def finish(self) -> dict[str, Any]:
        """Start it again until it is done, on a database that lives. Raises ChildFailed for any fault but a busy stage."""
        deadline = time.monotonic() + BUSY_LIMIT_S
        while True:
            self.arena.revive()
            child = self.begin()
            status, found = self.arena.wait(child)
            said = self.arena.said(child)
            if status == 0:
                return dict(found)
            if BUSY not in said or time.monotonic() > deadline:
                raise ChildFailed(f"the run that was started again ended with {status}:\n{said}")
            time.sleep(0.2)

    def kill_at(self, *, point: str, what: str) -> tuple[int, str]:
        """Start it again, to be killed at a named point; its exit status and what it said."""
        deadline = time.monotonic() + BUSY_LIMIT_S
        while True:
            self.arena.revive()
            child = self.begin(environment={AT: point, WHAT: what})
            status, _ = self.arena.wait(child, seconds=BUSY_LIMIT_S)
            said = self.arena.said(child)
            if BUSY not in said or time.monotonic() > deadline:
                return status, said
            time.sleep(0.2)

    def orders(self) -> list[tuple[str, int]]:
        """Account and fen of everything that the bank was asked to pay."""
        found = self.arena.do(
            call=f"{PACKAGE}.trial:orders_in",
            arguments={"folder": str(self.bank_folder)},
            database=self.database,
        )
        return sorted((str(account), int(fen)) for account, fen in found)

    def close(self) -> None:
        """Forget the bank's folder."""
        shutil.rmtree(self.bank_folder, ignore_errors=True)


def orders_in(*, folder: str) -> list[tuple[str, int]]:
    """What the bank's folder asks to be paid."""
    from renshe.edge.prove_long.story import Bank

    return [(order.account, order.fen) for order in Bank(Path(folder)).orders()]


def live_undisturbed(*, arena: Arena, city: Mapping[str, int]) -> Undisturbed:
    """The month as it comes out by itself; raises ChildFailed where even that breaks an invariant."""
    month = Month(arena=arena, city=city)
    started = time.monotonic()
    month.finish()
    seconds = time.monotonic() - started
    found = arena.do(call=f"{PACKAGE}.contents:examine", database=month.database)
    if found["broken"] or found["stages"]:
        raise ChildFailed(f"an undisturbed month breaks {found['broken']} {found['stages']}")
    orders = month.orders()
    month.close()
    return Undisturbed(found["contents"], orders, seconds)


def compare(month: Month, undisturbed: Undisturbed) -> list[str]:
    """What was lost, doubled or broken in a month that is done; empty where nothing was."""
    from renshe.edge.prove_long.contents import differences

    found = month.arena.do(call=f"{PACKAGE}.contents:examine", database=month.database)
    told = differences(undisturbed=undisturbed.contents, found=found["contents"])
    told += [f"invariant {text}" for text in found["broken"]]
    told += [f"stage {name} lies unattached" for name in found["stages"]]
    orders = month.orders()
    if orders != undisturbed.orders:
        told.append(
            f"the bank was asked to pay {len(orders)} orders of {sum(fen for _, fen in orders)} fen instead of"
            f" {len(undisturbed.orders)} of {sum(fen for _, fen in undisturbed.orders)}"
        )
    return told
