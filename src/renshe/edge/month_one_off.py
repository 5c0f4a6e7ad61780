"""What is owed once in a month of the city: each kind that waits is paid in one batch, through the simulated bank."""

from __future__ import annotations

import datetime as dt
from typing import Any

from renshe.domains.funds import api as funds
from renshe.edge.month_of_city import Month
from renshe.flows.bank_batches import BankBatches
from renshe.gateways.bank.client import SimulatedChannel
from renshe.gateways.bank.contract import RensheBankFormat
from renshe.gateways.bank.simulator import SimulatedBank
from renshe.runs.one_off_payment import run as one_off
from renshe.runs.resident_payouts import run as residents

PAY_DAY = 22
OPERATOR = "run_operator"
FORMAT = RensheBankFormat()
KINDS = (one_off.BATCHES, residents.BATCHES)


def pay_one_offs(month: Month) -> dict[str, Any]:
    """Make, sign, fund, send and answer one batch a month of each kind that waits; batches that people made are theirs to
    finish."""
    lines: list[Any] = []
    waiting = 0
    for kind in KINDS:
        lines += _pay(month, kind)
        waiting += len(kind.waiting(month.place))
    outcome = funds.outcome_of(lines=lines)
    return {
        "paid": outcome.paid,
        "paid_fen": outcome.paid_fen,
        "failed": outcome.failed,
        "waiting": waiting,
    }


def files_of_month(*, place: str, period: int, fund: str) -> list[tuple[bytes, dt.date]]:
    """The files of a fund's batches that went to the bank in a month, each with its day: for the bank's own statement."""
    month = Month(place=place, period=period)
    return [
        (kind.outgoing_file(batch_id=row.batch_id)[1], row.filed_on)
        for kind in KINDS
        if kind.books.fund == fund
        for row in _of_month(month, kind)
        if row.filed_on is not None
    ]


def _pay(month: Month, kind: BankBatches) -> list[Any]:
    """The month's own batch of a kind from made to closed; the lines of it."""
    at = month.context(month.day(PAY_DAY)).at
    own = [row for row in _of_month(month, kind) if row.made_by == OPERATOR]
    if not own and any(row.ready for row in kind.waiting(month.place)):
        made = kind.make(
            place=month.place,
            accounting_month=month.period,
            bank_format=FORMAT,
            by=OPERATOR,
            at=at,
        )
        month.notes += [note["zh"] for note in made.attention]
        kind.approve(batch_id=made.batch_id, by="fund_approver", at=at)
    batches = [row for row in _of_month(month, kind) if row.made_by == OPERATOR]
    for batch in batches:
        _finish(month, kind, batch.batch_id, at)
    return [line for row in batches for line in kind.steps.lines_of(batch_id=row.batch_id)]


def _of_month(month: Month, kind: BankBatches) -> list[Any]:
    rows = kind.steps.listed(place=month.place, most=1_000)
    return [
        row for row in rows if row.accounting_month == month.period and row.state != "discarded"
    ]


def _finish(month: Month, kind: BankBatches, batch_id: int, at: dt.datetime) -> None:
    """From the second signature to the closed batch; what was done before is found done."""
    if kind.report(batch_id=batch_id).state == "approved":
        plan_id = kind.request_funds(batch_id=batch_id, prepared_by=OPERATOR)
        kind.receive_funds(batch_id=batch_id, plan_id=plan_id, approved_by="fund_approver", at=at)
    if kind.report(batch_id=batch_id).state not in ("funded", "filed", "returned"):
        return
    pay_on = month.day(PAY_DAY)
    kind.write_file(batch_id=batch_id, bank_format=FORMAT, pay_on=pay_on, by=OPERATOR, at=at)
    channel = SimulatedChannel(bank=SimulatedBank(month.seed), settled_on=pay_on)
    kind.send(batch_id=batch_id, channel=channel, at=at)
    for supplementary in (False, True):
        for name in channel.sent:
            kind.take_return(
                content=channel.fetch_return(file_name=name, supplementary=supplementary),
                bank_format=FORMAT,
                accounting_month=month.period,
                by=OPERATOR,
                at=at,
            )
    if kind.report(batch_id=batch_id).state == "returned":
        kind.close(batch_id=batch_id, at=at)
