"""Annuities in a month of the city: each trustee's payments that are due, in one batch, through the simulated bank."""

from __future__ import annotations

from typing import Any

from renshe.domains.annuity import api as annuity
from renshe.edge.month_of_city import Month
from renshe.gateways.bank.client import SimulatedChannel
from renshe.gateways.bank.contract import RensheBankFormat
from renshe.gateways.bank.simulator import SimulatedBank
from renshe.kernel.codes.problem import Refused
from renshe.runs.annuity_payout import run

PAY_DAY = 18
OPERATOR = "run_operator"
FORMAT = RensheBankFormat()


def pay_annuities(month: Month) -> dict[str, Any]:
    """Make, sign, send and answer what is due of every trustee; batches that people made are theirs to finish."""
    context = month.context(month.day(PAY_DAY), by=OPERATOR)
    for trustee in run.trustees_due(context=context):
        try:
            made = run.make(context, trustee=trustee)
        except Refused as refused:
            # Nothing is due, or somebody's own batch must go out first: told by the batch itself.
            if annuity.NOTHING_DUE.code not in refused.codes and annuity.BATCH_OPEN.code not in refused.codes:  # fmt: skip
                raise
            continue
        month.notes += [note["zh"] for note in made.attention]
    batches = [one for one in annuity.open_batches() if one.made_by == OPERATOR]
    for batch in batches:
        _finish(month, batch)
    totals = annuity.totals_of(batch_ids=[one.pk for one in batches]).values()
    return {
        "batches": len(batches),
        "paid": sum(one.paid for one in totals),
        "paid_fen": sum(one.paid_fen for one in totals),
        "failed": sum(one.failed for one in totals),
    }


def _finish(month: Month, batch: annuity.PayoutBatch) -> None:
    """From the second signature to the bank's words; what was done before is found done."""
    mine = month.context(month.day(PAY_DAY), by=OPERATOR)
    if batch.state == "made":
        run.approve(month.context(month.day(PAY_DAY), by="fund_approver"), batch_id=batch.pk)
    run.file(mine, batch_id=batch.pk, bank_format=FORMAT, pay_on=month.day(PAY_DAY))
    channel = SimulatedChannel(bank=SimulatedBank(month.seed), settled_on=month.day(PAY_DAY))
    run.send(batch_id=batch.pk, channel=channel)
    name, _content = run.outgoing_file(batch_id=batch.pk)
    for supplementary in (False, True):
        answer = channel.fetch_return(file_name=name, supplementary=supplementary)
        run.take_return(mine, content=answer, bank_format=FORMAT)
