"""One-off benefits in a month of the city: what waits is paid in one batch, through the simulated bank."""

from __future__ import annotations

import datetime as dt
from typing import Any

from renshe.domains.pension import api as pension
from renshe.edge.month_of_city import Month
from renshe.gateways.bank.client import SimulatedChannel
from renshe.gateways.bank.contract import RensheBankFormat
from renshe.gateways.bank.simulator import SimulatedBank
from renshe.runs.one_off_payment import run

PAY_DAY = 22
OPERATOR = "run_operator"
FORMAT = RensheBankFormat()


def pay_one_offs(month: Month) -> dict[str, Any]:
    """Make, sign, fund, send and answer one batch a month of what waits; batches that people made are theirs to finish."""
    at = month.context(month.day(PAY_DAY)).at
    own = [row for row in _of_month(month) if row.made_by == OPERATOR]
    if not own and any(row.ready for row in pension.waiting_benefits(place=month.place)):
        made = run.make(
            place=month.place,
            accounting_month=month.period,
            bank_format=FORMAT,
            by=OPERATOR,
            at=at,
        )
        month.notes += [note["zh"] for note in made.attention]
        run.approve(batch_id=made.batch_id, by="fund_approver", at=at)
    batches = [row for row in _of_month(month) if row.made_by == OPERATOR]
    for batch in batches:
        _finish(month, batch.batch_id, at)
    lines = [line for row in batches for line in pension.one_off_lines(batch_id=row.batch_id)]
    outcome = pension.one_off_outcome(lines=lines)
    waiting = len(pension.waiting_benefits(place=month.place))
    return {
        "paid": outcome.paid,
        "paid_fen": outcome.paid_fen,
        "failed": outcome.failed,
        "waiting": waiting,
    }


def files_of_month(*, place: str, period: int) -> list[tuple[bytes, dt.date]]:
    """The files of one-off batches that went to the bank in a month, each with its day: for the bank's own statement."""
    month = Month(place=place, period=period)
    return [
        (run.outgoing_file(batch_id=row.batch_id)[1], row.filed_on)
        for row in _of_month(month)
        if row.filed_on is not None
    ]


def _of_month(month: Month) -> list[pension.OneOffBatch]:
    rows = pension.one_off_batches(place=month.place, most=1_000)
    return [
        row for row in rows if row.accounting_month == month.period and row.state != "discarded"
    ]


def _finish(month: Month, batch_id: int, at: dt.datetime) -> None:
    """From the second signature to the closed batch; what was done before is found done."""
    asked = {"batch_id": batch_id, "at": at}
    if run.report(batch_id=batch_id).state == "approved":
        plan_id = run.request_funds(batch_id=batch_id, prepared_by=OPERATOR)
        run.receive_funds(plan_id=plan_id, approved_by="fund_approver", **asked)
    if run.report(batch_id=batch_id).state not in ("funded", "filed", "returned"):
        return
    pay_on = month.day(PAY_DAY)
    run.write_file(bank_format=FORMAT, pay_on=pay_on, by=OPERATOR, **asked)
    channel = SimulatedChannel(bank=SimulatedBank(month.seed), settled_on=pay_on)
    run.send(channel=channel, **asked)
    for supplementary in (False, True):
        for name in channel.sent:
            run.take_return(
                content=channel.fetch_return(file_name=name, supplementary=supplementary),
                bank_format=FORMAT,
                accounting_month=month.period,
                by=OPERATOR,
                at=at,
            )
    if run.report(batch_id=batch_id).state == "returned":
        run.close(**asked)
