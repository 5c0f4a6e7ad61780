"""One month's contributions and pensions through the real runs, step by step, and the bare COPY of the same rows.

The bank is simulated in this process but outside the clock: what it does is not our work.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
from django.db import connection

from renshe.domains.pension import api as pension
from renshe.edge.bench.report import database_settings, peak_mb
from renshe.foundation.bulk import copy_rows, read_arrow
from renshe.foundation.columns import plain_text
from renshe.foundation.connections import connect
from renshe.foundation.giving_way import give_way
from renshe.gateways.bank.client import SimulatedChannel
from renshe.gateways.bank.contract import RensheBankFormat
from renshe.gateways.bank.simulator import SimulatedBank
from renshe.laws import library
from renshe.runs.context import RunContext
from renshe.runs.monthly_contribution_assessment import run as assessment
from renshe.runs.monthly_contribution_assessment.law import TARGETS
from renshe.runs.monthly_pension_payment import bank, run

CONNECTIONS = 2
BY = "run_operator"


class Clock:
    """Seconds by step, in order."""

    def __init__(self) -> None:
        self.steps: dict[str, float] = {}

    def time(self, name: str, work: Callable[[], Any]) -> Any:
        """Do a piece of work and add its seconds to the step."""
        started = time.perf_counter()
        found = work()
        self.steps[name] = self.steps.get(name, 0.0) + time.perf_counter() - started
        return found


def measure(*, place: str, period: int, people: int, bare: bool = True) -> dict[str, Any]:
    """Run the month and say how long each step took, how many rows it made, and what the bare COPY of them takes."""
    give_way()  # as the command line does
    clock = Clock()
    context = context_of(place, period, 20)
    clock.time("load the law", lambda: _load_law(place, context.today.replace(day=1)))
    totals = clock.time("assess", lambda: assessment.run(context, heads=people))
    assess_peak = peak_mb()
    paid = pay(clock, place, period)
    found = {
        "steps": clock.steps,
        "contribution_rows": int(totals["rows"]),
        "refused": int(totals["refused"]),
        "exact_rows": int(totals["exact_rows"]),
        "bills": int(totals["bills"]),
        "pension_rows": int(paid["rows"]),
        "paid": int(paid["paid"]),
        "assess_peak_mb": assess_peak,
        "peak_mb": peak_mb(),
        "settings": database_settings(),
    }
    if bare:
        found["bare"] = bare_copy(
            {
                "contributions_line": int(totals["batch_id"]),
                "contributions_bill": int(totals["batch_id"]),
                "pension_roster": int(paid["batch_id"]),
                "pension_payment_line": int(paid["batch_id"]),
                "pension_bank_result": int(paid["batch_id"]),
            }
        )
    return found


def one_half(*, half: str, place: str, period: int, people: int, gate: str) -> dict[str, Any]:
    """The contributions or the pensions of a month, begun at the same moment as the other half in another process.

    `gate` is a folder: `ready-<half>` tells that the law is loaded, and `go` is the signal. `bank_s` is what the
    simulated bank took, which is not our work.
    """
    give_way()  # as the command line does
    context, clock = context_of(place, period, 20), Clock()
    _load_law(place, context.today.replace(day=1))
    Path(gate, f"ready-{half}").touch()
    while not Path(gate, "go").exists():
        time.sleep(0.002)
    started = time.perf_counter()
    if half == "contributions":
        rows = int(clock.time("assess", lambda: assessment.run(context, heads=people))["rows"])
    else:
        rows = int(pay(clock, place, period)["rows"])
    wall = time.perf_counter() - started
    ours = sum(clock.steps.values())
    return {"rows": rows, "wall_s": wall, "bank_s": wall - ours, "peak_mb": peak_mb()}


def keep_running(*, place: str, first: int, people: int, months: int) -> dict[str, Any]:
    """Run month after month, for pages to be measured beside; whoever started it ends it."""
    for period in range(first, first + months):
        measure(place=place, period=period, people=people, bare=False)
    return {"months": months}


def _load_law(place: str, on: dt.date) -> None:
    """The rule set and its compiled kernel, once for a process, on one row."""
    row = pa.table(
        {
            "declared_wage": [1_000_000],
            "person_kind": ["employee"],
            "employer_kind": ["enterprise"],
            "employer_size": ["small"],
            "injury_rate": [400],
        }
    )
    library.compute(TARGETS, row, place=place, on=on)


def context_of(place: str, period: int, day: int) -> RunContext:
    """A run of a month on one of its days, at nine in the morning."""
    at = dt.datetime(period // 12, period % 12 + 1, day, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
    return RunContext(place=place, period=period, accounting_month=period, at=at, by=BY)


def pay(clock: Clock, place: str, period: int) -> dict[str, Any]:
    """From the frozen roster to the closed batch."""
    context = context_of(place, period, 8)
    at, pay_on = context.at, context.today.replace(day=15)
    frozen = clock.time(
        "freeze",
        lambda: run.freeze(
            fund="employee_pension",
            place=place,
            period=period,
            accounting_month=period,
            frozen_by=BY,
            at=at,
        ),
    )
    batch_id = frozen.batch_id
    clock.time("check", lambda: run.check(batch_id=batch_id, by=BY, at=at))
    clock.time("plan", lambda: run.plan(batch_id=batch_id, by=BY, at=at))
    clock.time("sign and fund", lambda: _sign_and_fund(batch_id, at))
    bank_format = RensheBankFormat()
    channel = SimulatedChannel(bank=SimulatedBank(seed=1), settled_on=pay_on)
    clock.time(
        "file",
        lambda: bank.write_files(
            batch_id=batch_id, bank_format=bank_format, pay_on=pay_on, by=BY, at=at
        ),
    )
    files = list(bank.outgoing_files(batch_id=batch_id))
    for file, name, content in files:
        channel.send(file_name=name, content=content)
        clock.time("send", lambda file=file: pension.mark_sent(file=file, at=at))
    for supplementary in (False, True):
        for _, name, _ in files:
            content = channel.fetch_return(file_name=name, supplementary=supplementary)
            clock.time(
                "bank return",
                lambda content=content: bank.take_return(
                    content=content,
                    bank_format=bank_format,
                    accounting_month=period,
                    by=BY,
                    at=at,
                ),
            )
    closed = clock.time("close", lambda: bank.close(batch_id=batch_id, at=at))
    return {"batch_id": batch_id, "rows": closed.totals["rows"], "paid": closed.totals["paid"]}


def _sign_and_fund(batch_id: int, at: dt.datetime) -> None:
    run.review(batch_id=batch_id, reviewed_by="reviewer")
    run.approve(batch_id=batch_id, approved_by="approver")
    plan_id = run.request_funds(batch_id=batch_id, prepared_by="fund_accountant")
    run.receive_funds(batch_id=batch_id, plan_id=plan_id, approved_by="fund_approver", at=at)


def bare_copy(batches: dict[str, int]) -> dict[str, dict[str, float]]:
    """The rows of these batches copied again into empty tables without keys: seconds, rows, bytes a row of each.

    The same columns, the same number of connections, the same durable commits; the rows are read before
    the clock starts.
    """
    found = {}
    for table, batch_id in batches.items():
        rows = read_arrow(sql=f'SELECT * FROM "{table}" WHERE batch_id = {int(batch_id)}')
        bare = f"bench_bare_{table}"
        with connect(role="owner", autocommit=True) as owner:
            owner.execute(f'DROP TABLE IF EXISTS "{bare}"')
            owner.execute(f'CREATE TABLE "{bare}" (LIKE "{table}")')
            owner.execute(f'GRANT INSERT, SELECT ON "{bare}" TO renshe_runner')
        share = max(1, -(-rows.num_rows // CONNECTIONS))
        parts = [plain_text(rows.slice(at, share)) for at in range(0, rows.num_rows, share)]
        started = time.perf_counter()
        with ThreadPoolExecutor(CONNECTIONS) as threads:
            list(threads.map(lambda part, bare=bare: copy_rows(table=bare, data=part), parts))
        seconds = time.perf_counter() - started
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_relation_size(%s::regclass)", [bare])
            size = int(cursor.fetchone()[0])
        with connect(role="owner", autocommit=True) as owner:
            owner.execute(f'DROP TABLE "{bare}"')
        found[table] = {
            "seconds": seconds,
            "rows": rows.num_rows,
            "bytes": size / max(1, rows.num_rows),
        }
    return found
