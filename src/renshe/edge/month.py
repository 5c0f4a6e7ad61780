"""One insurance month from the first day to the closed books, step by step, with the simulated outside world.

Each step can be run alone and again: it finds what was done and does the rest. The days are those of the month; in
production the same runs are started by the calendar and the gateways bring real files.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from renshe.domains.audit import api as audit
from renshe.domains.contributions import api as contributions
from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.edge.demo.employers_month import employers_declare
from renshe.edge.interest import credit_published
from renshe.edge.month_annuities import pay_annuities
from renshe.edge.month_collecting import collect, late
from renshe.edge.month_of_city import Month
from renshe.edge.month_one_off import pay_one_offs
from renshe.edge.month_steps import STEPS
from renshe.gateways.bank.client import SimulatedChannel
from renshe.gateways.bank.contract import RensheBankFormat
from renshe.gateways.bank.simulator import SimulatedBank
from renshe.kernel.periods import last_day
from renshe.kernel.rules import Refusal
from renshe.runs.enrolment_corrections import run as corrections
from renshe.runs.invalidity_review.run import run as review_invalidity
from renshe.runs.land_age_rises.run import run as raise_by_age
from renshe.runs.land_watch.run import run as watch_land
from renshe.runs.month_close.run import run as close_month
from renshe.runs.monthly_contribution_assessment import law as assessment_law
from renshe.runs.monthly_contribution_assessment.run import run as assess_month
from renshe.runs.monthly_pension_payment import bank as pension_bank
from renshe.runs.monthly_pension_payment import run as pension_run


def run_steps(
    month: Month,
    steps: tuple[str, ...] = STEPS,
    tell: Callable[[str, dict[str, Any]], None] | None = None,
) -> None:
    """Run the steps in order; ``tell`` hears each step's totals."""
    for step in steps:
        totals = _STEPS[step](month)
        if tell:
            tell(step, totals)


def declare(month: Month) -> dict[str, Any]:
    """Open the window; employers declare in time and late; the silent are carried forward."""
    opens, cut_off, due = month.day(1), month.day(15), month.day(25)
    try:
        contributions.window_of(place=month.place, period=month.period)
    except Refusal:
        contributions.open_window(
            place=month.place, period=month.period, opens_on=opens, cut_off_on=cut_off, due_on=due
        )
    on_time = employers_declare(
        period=month.period,
        opens_on=opens,
        cut_off_on=cut_off,
        seed=month.seed,
        late=False,
        rows=month.roster_rows,
    )
    late = employers_declare(
        period=month.period,
        opens_on=opens,
        cut_off_on=cut_off,
        seed=month.seed,
        late=True,
        rows=month.roster_rows,
    )
    context = month.context(month.day(20))
    silent_ones = contributions.carry_forward(
        place=month.place, period=month.period, recorded_by=context.by, recorded_at=context.at
    )
    return {"on_time": on_time, "late": late, "carried_forward": silent_ones}


def correct(month: Month) -> dict[str, Any]:
    """Set right the assessed months that changes of enrolment made wrong after the fact."""
    return corrections.run(
        month.context(month.day(5)),
        law=assessment_law,
        due_on=month.day(25),
        approved_by="approver",
    )


def assess(month: Month) -> dict[str, Any]:
    """Compute, bill and post everybody's contributions."""
    return assess_month(month.context(month.day(20)), heads=month.people)


def _bank(month: Month) -> SimulatedBank:
    return SimulatedBank(month.seed)


def pay_pensions(month: Month) -> dict[str, Any]:
    """Each fund's pensions of the month from the frozen roster to the bank's words, then what failed is queued."""
    paid: dict[str, Any] = {"paid": 0, "paid_fen": 0, "failed": 0, "failed_fen": 0}
    for fund in pension.funds_in_payment(place=month.place):
        done = _pay_fund(month, fund)
        paid |= {name: paid[name] + done[name] for name in paid if name != "batches"}
        paid.setdefault("batches", {})[fund] = done["batch_id"]
    return paid


def _pay_fund(month: Month, fund: str) -> dict[str, Any]:
    at = month.context(month.day(8)).at
    frozen = pension_run.freeze(
        fund=fund,
        place=month.place,
        period=month.period,
        accounting_month=month.period,
        frozen_by="run_operator",
        at=at,
    )
    batch_id = frozen.batch_id
    if frozen.state in ("frozen", "checked"):
        pension_run.check(batch_id=batch_id, by="run_operator", at=at)
    pension_run.plan(
        batch_id=batch_id,
        by="run_operator",
        at=at,
        progress=lambda done, total: month.progress("plan", done, total),
    )
    if pension.batch_row(batch_id=batch_id).state == "planned":
        pension_run.review(batch_id=batch_id, reviewed_by="reviewer")
        pension_run.approve(batch_id=batch_id, approved_by="approver")
    if pension.batch_row(batch_id=batch_id).state == "reviewed":
        plan_id = pension_run.request_funds(batch_id=batch_id, prepared_by="fund_accountant")
        pension_run.receive_funds(
            batch_id=batch_id,
            plan_id=plan_id,
            approved_by="fund_approver",
            at=month.context(month.day(12)).at,
        )
    report = _through_the_bank(month, batch_id, pay_on=month.day(15))
    return {"batch_id": batch_id, **report}


def _through_the_bank(month: Month, batch_id: int, *, pay_on: dt.date) -> dict[str, Any]:
    bank_format, by = RensheBankFormat(), "run_operator"
    at = month.context(pay_on).at
    pension_bank.write_files(
        batch_id=batch_id, bank_format=bank_format, pay_on=pay_on, by=by, at=at
    )
    channel = SimulatedChannel(bank=_bank(month), settled_on=pay_on)
    pension_bank.send_files(batch_id=batch_id, channel=channel, at=at)
    for supplementary in (False, True):
        for number, name in enumerate(channel.sent, start=1):
            content = channel.fetch_return(file_name=name, supplementary=supplementary)
            pension_bank.take_return(
                content=content,
                bank_format=bank_format,
                accounting_month=month.period,
                by=by,
                at=at,
            )
            month.progress("bank", number, len(channel.sent))
    if pension.batch_row(batch_id=batch_id).state == "returned":
        pension_bank.close(batch_id=batch_id, at=month.context(month.day(20)).at)
    outcome = pension.batch_outcome(batch_id=batch_id)
    return {
        "paid": outcome.paid,
        "paid_fen": outcome.paid_fen,
        "failed": outcome.failed,
        "failed_fen": outcome.failed_fen,
    }


def reconcile_banks(month: Month) -> dict[str, Any]:
    """Statements of every account as the outside world would send them, and the reconciliation of each fund."""
    from renshe.edge.demo.statements import load_statements

    context = month.context(last_day(month.period), by="fund_accountant")
    load_statements(
        place=month.place, period=month.period, seed=month.seed, by=context.by, at=context.at
    )
    gaps = {}
    for fund in funds.funds():
        for row in funds.bank_reconciliation(fund=fund.code, as_of=last_day(month.period)):
            gaps[f"{fund.code} {row.role}"] = row.unexplained_fen
    return {"accounts": len(gaps), "unexplained": sum(1 for gap in gaps.values() if gap)}


def close(month: Month) -> dict[str, Any]:
    """Close both books of every fund."""
    totals = close_month(month.context(last_day(month.period), by="fund_accountant"))
    return {"closed": totals.get("closed"), "open": totals.get("open")}


def review_allowances(month: Month) -> dict[str, Any]:
    """List invalidity allowances that change, for two people to decide before the month is paid."""
    return review_invalidity(month.context(month.day(3), by="determiner"))


def raise_ages(month: Month) -> dict[str, Any]:
    """Raise the part by age of living allowances before the month is paid."""
    return raise_by_age(month.context(month.day(3)))


def credit_interest(month: Month) -> dict[str, Any]:
    """Last year's interest of public bodies' staff and of annuities only noted, in the first month that knows its rate."""
    return dict(credit_published(month.context(month.day(20))))


def watch(month: Month) -> dict[str, Any]:
    """Write down what is watched of expropriated people, from what the month paid."""
    return watch_land(month.context(last_day(month.period)))


_STEPS: dict[str, Callable[[Month], dict[str, Any]]] = {
    "declare": declare,
    "correct": correct,
    "assess": assess,
    "collect": collect,
    "review": review_allowances,
    "ages": raise_ages,
    "pension": pay_pensions,
    "once": pay_one_offs,
    "annuity": pay_annuities,
    "late": late,
    "interest": credit_interest,
    "bank": reconcile_banks,
    "close": close,
    "watch": watch,
}


def attention_of(month: Month) -> list[dict[str, str]]:
    """What needs a human after the month's runs, in the order of the runs."""
    return [note for run in audit.runs_of_month(period=month.period) for note in run.attention]
