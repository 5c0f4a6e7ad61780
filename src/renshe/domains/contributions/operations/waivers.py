"""Surcharge that is given up, bill by bill and fund by fund, up to a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Sum

from renshe.domains.contributions.models import (
    FUNDS,
    Allocation,
    Bill,
    CorrectionRequest,
    SurchargeWaiver,
)
from renshe.domains.contributions.operations.surcharge import SurchargeOf, surcharge_by_bill
from renshe.domains.contributions.refusals import refused
from renshe.domains.contributions.states import OPEN_STATES


def waivable(
    *, bill_id: int, until_on: dt.date, surcharge_of: SurchargeOf | None
) -> dict[str, int]:
    """Surcharge of a bill up to a day that was neither received nor waived, by fund (fen, nothing below zero).

    Of a bill that still owes principal it is what the law says up to that day (`surcharge_of`), charged or not yet; of
    one that is paid, what was charged.
    """
    bill = Bill.objects.get(pk=bill_id)
    charged = {fund: int(getattr(bill, f"{fund}_surcharge_fen")) for fund in FUNDS}
    if bill.state in OPEN_STATES and surcharge_of is not None:
        gross = surcharge_by_bill(as_of=until_on, surcharge_of=surcharge_of, bill_ids=[bill_id])
        row = gross.row(0, named=True) if gross.height else {}
        before = _waived(bill_id)
        charged = {f: int(row.get(f"{f}_surcharge_fen", 0)) - before[f] for f in FUNDS}
    came = _received(bill_id)
    return {fund: max(0, charged[fund] - came[fund]) for fund in FUNDS}


@transaction.atomic
def waive_surcharge(
    *, request: CorrectionRequest, bill_id: int, until_on: dt.date, fen: Mapping[str, int]
) -> SurchargeWaiver:
    """Give up surcharge of a bill, in the transaction that posts the request; what was charged is lowered by it.

    What was not charged yet is not charged later either (`charge_surcharge` counts waivers off). Raises Refusal
    `state_forbids` for a bill that was given up altogether.
    """
    bill = Bill.objects.select_for_update().get(pk=bill_id)
    if bill.state == Bill.State.WRITTEN_OFF:
        raise refused("state_forbids", subject=f"bill {bill_id}: written off")
    made = SurchargeWaiver.objects.create(
        request=request,
        bill=bill,
        until_on=until_on,
        **{f"{fund}_fen": int(fen.get(fund, 0)) for fund in FUNDS},
    )
    came = _received(bill_id)
    for fund in FUNDS:
        name = f"{fund}_surcharge_fen"
        setattr(bill, name, max(came[fund], getattr(bill, name) - int(fen.get(fund, 0))))
    bill.surcharge_fen = sum(getattr(bill, f"{fund}_surcharge_fen") for fund in FUNDS)
    bill.save(update_fields=["surcharge_fen", *(f"{fund}_surcharge_fen" for fund in FUNDS)])
    return made


def _received(bill_id: int) -> dict[str, int]:
    came = dict(
        Allocation.objects.filter(bill_id=bill_id, share="surcharge")
        .values_list("insurance")
        .annotate(fen=Sum("amount_fen"))
    )
    return {fund: int(came.get(fund, 0)) for fund in FUNDS}


def _waived(bill_id: int) -> dict[str, int]:
    sums = SurchargeWaiver.objects.filter(bill_id=bill_id).aggregate(
        **{fund: Sum(f"{fund}_fen") for fund in FUNDS}
    )
    return {fund: int(sums[fund] or 0) for fund in FUNDS}
