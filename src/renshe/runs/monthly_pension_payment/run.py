"""The month's pensions, step by step: freeze → check → plan → review → fund; `bank.py` goes on from there.

Each step is one function that can be called again at any time: it finds what was done and does the
rest. A step commits at once or not at all, so a kill between or within steps loses nothing and
doubles nothing. Time is passed in.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime

import pyarrow.compute as pc
from django.db import connection, transaction

from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.flows.pension_to_ledger import pension_due
from renshe.flows.stopped_payments import stop_frozen_line
from renshe.foundation.bulk import AlreadyPosted, StagedPartition
from renshe.foundation.crash_points import crash_point
from renshe.kernel.periods import format_month
from renshe.kernel.rules import Refusal
from renshe.runs.monthly_pension_payment.attention import (
    after_check,
    after_plan,
)
from renshe.runs.monthly_pension_payment.report import StepReport, prove_controls

PARENT = "pension_payment_line"
RANGES_AT_ONCE = 2
Progress = Callable[[int, int], None]


def batch_key(*, fund: str, place: str, period: int, attempt: int) -> str:
    """The unique key of one attempt at paying one month of one fund at one place."""
    return f"monthly_pension_payment:{fund}:{place}:{format_month(period)}:{attempt}"


def freeze(
    *, fund: str, place: str, period: int, accounting_month: int, frozen_by: str, at: datetime
) -> StepReport:
    """Freeze the month's roster (冻结名册): every pension of a fund due in `period` and every month still owed.

    From here on an award that changes is paid by its difference next month. Basis: 社会保险经办条例 第十八条.
    """
    with transaction.atomic():
        batch = _new_batch(
            fund=fund, place=place, period=period, attempt=1, pays="month", by=frozen_by, at=at,
            accounting_month=accounting_month,
        )  # fmt: skip
        pension.freeze_month_roster(batch=batch)
        crash_point("pension.roster_frozen")
    return _report("freeze", batch.batch_id)


def freeze_retry(
    *,
    fund: str,
    place: str,
    period: int,
    attempt: int,
    pays: str,
    accounting_month: int,
    frozen_by: str,
    at: datetime,
    instructions: Sequence[str] | None = None,
) -> StepReport:
    """Freeze a second batch: failed instructions (`pays="returned"`) or released stops
    (`"stopped"`), each a new attempt.

    Without `instructions`, all that can be paid again: the reason has passed or the person has a
    new account. What is still unknown is in no queue and cannot be chosen. Refuses an empty
    roster.
    """
    key = batch_key(fund=fund, place=place, period=period, attempt=attempt)
    found = funds.batch_state(run_key=key)
    if found is not None:
        return _report("freeze", found[0])
    with transaction.atomic():
        pension.lock_queue()
        queue = pension.failed_payments(source=pays, place=place, fund=fund)
        chosen = pension.choose_retries(queue=queue, instructions=instructions)
        batch = _new_batch(
            fund=fund, place=place, period=period, attempt=attempt, pays=pays, by=frozen_by, at=at,
            accounting_month=accounting_month,
        )  # fmt: skip
        pension.freeze_retry_roster(
            batch=batch, instructions=[(row.batch_id, row.line_no) for row in chosen]
        )
    return _report("freeze", batch.batch_id)


def _new_batch(
    *,
    fund: str,
    place: str,
    period: int,
    attempt: int,
    pays: str,
    by: str,
    at: datetime,
    accounting_month: int,
) -> pension.NewBatch:
    batch_id = funds.open_batch(
        kind="pension_payment",
        accounting_month=accounting_month,
        run_key=batch_key(fund=fund, place=place, period=period, attempt=attempt),
        fund=fund,
        period=period,
    )
    return pension.NewBatch(
        batch_id=batch_id,
        fund=fund,
        period=period,
        place=place,
        attempt=attempt,
        pays=pays,
        accounting_month=accounting_month,
        frozen_at=at,
        frozen_by=by,
    )


def check(*, batch_id: int, by: str, at: datetime) -> StepReport:
    """Stop on the roster the dead, the imprisoned, the uncertified and those without an account.

    Basis: 社会保险经办条例 第二十五、二十六条; 劳社厅函〔2001〕44号.
    """
    with transaction.atomic():
        batch = pension.locked_batch(batch_id=batch_id)
        if batch.state == "frozen":
            stopped = pension.stop_who_must_not_be_paid(batch_id=batch_id, by=by, at=at)
            heads = pension.roster_heads(batch_id=batch_id)
            totals = {f"roster_{kind}": count for kind, count in heads.items()}
            totals |= {f"stopped_{reason}": count for reason, count in stopped.items()}
            crash_point("pension.stops_written")
            pension.move_batch(batch=batch, verb="check", totals=totals)
    return _report("check", batch_id, after_check(batch_id=batch_id))


def plan(*, batch_id: int, by: str, at: datetime, progress: Progress | None = None) -> StepReport:
    """Draw the lines, load them in bulk, and post them as owed (编制发放计划): one transaction attaches and posts.

    A stage left by a killed attempt is dropped and drawn again; the amounts are those of awards, so they are the same.
    """
    batch = pension.batch_row(batch_id=batch_id)
    if batch.state not in ("checked",):
        pension.require_planned(batch=batch)
        return _report("plan", batch_id, after_plan(batch_id=batch_id))
    roster = pension.roster_heads(batch_id=batch_id)["rows"]
    taken: list[pension.TakenDeduction] = []
    totals = dict.fromkeys(("rows", *pension.AMOUNTS), 0)
    try:
        with StagedPartition(parent=PARENT, batch_id=batch_id) as stage:
            stage.create()
            for drawn in _drawn_and_staged(stage=stage, batch=batch):
                taken += drawn.taken
                totals["rows"] += drawn.table.num_rows
                for name in pension.AMOUNTS:
                    totals[name] += pc.sum(drawn.table[name]).as_py() or 0
                if progress:
                    progress(totals["rows"], roster)
            stage.key()
            _post_plan(stage=stage, batch_id=batch_id, totals=totals, taken=taken, by=by, at=at)
    except AlreadyPosted:
        pass
    return _report("plan", batch_id, after_plan(batch_id=batch_id))


def _drawn_and_staged(
    *, stage: StagedPartition, batch: pension.PaymentBatch
) -> Iterator[pension.DrawnLines]:
    """Draw and load the ranges of a roster, two at a time, each on its own connections; at most three in memory."""

    def one(draw: Callable[[], pension.DrawnLines]) -> pension.DrawnLines:
        drawn = draw()
        stage.copy(drawn.table, connections=1)
        return drawn

    with ThreadPoolExecutor(max_workers=RANGES_AT_ONCE) as threads:
        waiting: deque[Future[pension.DrawnLines]] = deque()
        for draw in pension.draw_lines(batch=batch):
            waiting.append(threads.submit(one, draw))
            if len(waiting) > RANGES_AT_ONCE:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _post_plan(
    *,
    stage: StagedPartition,
    batch_id: int,
    totals: dict[str, int],
    taken: list[pension.TakenDeduction],
    by: str,
    at: datetime,
) -> None:
    """Attach the lines, post them as owed and move the batch, all or nothing, after the controls agree."""
    with transaction.atomic(), connection.cursor() as cursor:
        batch = pension.locked_batch(batch_id=batch_id)
        stored = pension.line_totals(batch_id=batch_id, table=stage.name)
        heads = pension.roster_heads(batch_id=batch_id)
        retry = batch.pays != "month"
        itemised = sum(one.amount_fen for one in taken)
        proof = {
            **totals,
            "roster_rows": heads["rows"],
            "stopped_before_plan": pension.stops_never_due(batch_id=batch_id),
            "stored_net_fen": stored["net_fen"],
            "stored_deduction_fen": stored["deduction_fen"],
            "itemised_deduction_fen": itemised,
            "carried_deduction_fen": totals["deduction_fen"] if retry else 0,
        }
        prove_controls(step="plan", totals=proof)
        stage.attach(cursor)
        if retry:
            funds.post_batch(
                batch_id=batch_id, rows=totals["rows"], totals=totals, entries=[], posted_by=by,
                posted_at=at,
            )  # fmt: skip
        else:
            pension.record_deductions(batch=batch, taken=taken)
            pension_due(
                fund=batch.fund, batch_id=batch_id, rows=totals["rows"], accounting_month=batch.accounting_month,
                entry_on=at.date(), totals={name: totals[name] for name in pension.AMOUNTS},
                posted_by=by, posted_at=at,
            )  # fmt: skip
        crash_point("pension.plan_posted")
        batch.planned_fen = totals["net_fen"]
        pension.move_batch(batch=batch, verb="plan", totals=proof)


def stop(
    *,
    batch_id: int,
    line_no: int,
    reason: str,
    still_due: bool,
    note: str,
    stopped_by: str,
    at: datetime,
) -> StepReport:
    """Stop one frozen line before the file. What was never due leaves the books; what is still due
    waits in the queue."""
    with transaction.atomic():
        stop_frozen_line(
            batch_id=batch_id, line_no=line_no, reason=reason, still_due=still_due, note=note, by=stopped_by,
            at=at, entry_on=at.date(),
        )  # fmt: skip
    return _report("stop", batch_id)


def review(*, batch_id: int, reviewed_by: str) -> StepReport:
    """First signature on the plan (复核)."""
    pension.record_review(batch_id=batch_id, reviewed_by=reviewed_by)
    return _report("review", batch_id)


def approve(*, batch_id: int, approved_by: str) -> StepReport:
    """Second signature on the plan (批准), by a third person."""
    pension.record_approval(batch_id=batch_id, approved_by=approved_by)
    return _report("review", batch_id)


def request_funds(*, batch_id: int, prepared_by: str) -> int | None:
    """The fund-use plan (用款计划) for what the batch can pay; its id, or None where no new money is needed.

    A second batch of returned payments is paid from what the bank credited back. Basis: 财社〔2017〕144号 第四十一条.
    """
    batch = pension.batch_row(batch_id=batch_id)
    pension.require_state(batch=batch, states=("reviewed", "funded"))
    payable = pension.batch_outcome(batch_id=batch_id).payable_fen
    if batch.pays == "returned" or payable == 0:
        return None
    return funds.prepare_plan(
        fund=batch.fund,
        accounting_month=batch.accounting_month,
        purpose="pension_payment",
        cause_id=str(batch_id),
        amount_fen=payable,
        prepared_by=prepared_by,
    )


def receive_funds(
    *, batch_id: int, plan_id: int | None, approved_by: str, at: datetime
) -> StepReport:
    """The finance bureau approves and transfers (财政专户拨款): money for the batch is in the expenditure account."""
    payable = pension.batch_outcome(batch_id=batch_id).payable_fen
    with transaction.atomic():
        if plan_id is None:
            batch = pension.batch_row(batch_id=batch_id)
            if batch.pays != "returned" and payable:
                raise Refusal(pension.NOT_ENOUGH_MONEY, subject=str(batch_id))
        else:
            funds.approve_plan(plan_id=plan_id, approved_by=approved_by, approved_at=at)
            funds.transfer_plan(plan_id=plan_id, transferred_on=at.date(), posted_by=approved_by)
        crash_point("pension.money_transferred")
        pension.record_funding(
            batch_id=batch_id, amount_fen=payable, payable_fen=payable, on=at.date(),
            reference=f"plan-{plan_id}" if plan_id else "suspense",
        )  # fmt: skip
    return _report("fund", batch_id)


def _report(step: str, batch_id: int, attention: tuple = ()) -> StepReport:
    batch = pension.batch_row(batch_id=batch_id)
    totals = dict(batch.totals)
    if batch.state == "frozen":
        heads = pension.roster_heads(batch_id=batch_id)
        totals |= {f"roster_{kind}": count for kind, count in heads.items()}
    return StepReport(
        step=step, batch_id=batch_id, state=batch.state, totals=totals, attention=attention
    )
