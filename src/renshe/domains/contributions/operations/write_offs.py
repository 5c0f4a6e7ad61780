"""Giving up what cannot be collected: proposed by one person, approved by another, on a named instrument."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from renshe.domains.contributions.models import Bill, WriteOff
from renshe.domains.contributions.refusals import refused
from renshe.domains.contributions.states import check_move


@transaction.atomic
def propose_write_off(
    *, bill_id: int, instrument: str, reason: str, proposed_by: str, proposed_at: dt.datetime
) -> int:
    """Propose to give up all that is still owed of a bill, principal and surcharge; returns the proposal's id.

    Raises Refusal `state_forbids` where the bill's state does not allow it.
    """
    bill = Bill.objects.select_for_update().get(pk=bill_id)
    check_move(source=bill.state, target="written_off", act="write_off", subject=f"bill {bill_id}")
    made = WriteOff.objects.create(
        bill=bill,
        principal_fen=bill.total_fen - bill.received_fen,
        surcharge_fen=bill.surcharge_fen - bill.surcharge_received_fen,
        instrument=instrument,
        reason=reason,
        proposed_by=proposed_by,
        proposed_at=proposed_at,
    )
    return int(made.pk)


@transaction.atomic
def approve_write_off(
    *, write_off_id: int, approved_by: str, approved_at: dt.datetime, batch_id: int
) -> WriteOff:
    """Approve a proposal in the transaction that posts its batch; the bill is then written off.

    The amounts are those owed now, since money may have come in since. Raises Refusal `two_people_needed`,
    `state_forbids`.
    """
    proposal = WriteOff.objects.select_for_update().get(pk=write_off_id)
    if proposal.proposed_by == approved_by:
        raise refused("two_people_needed", subject=approved_by)
    if proposal.approved_by is not None:
        raise refused("state_forbids", subject=f"write-off {write_off_id}: approved")
    bill = Bill.objects.select_for_update().get(pk=proposal.bill_id)
    check_move(source=bill.state, target="written_off", act="write_off", subject=f"bill {bill.pk}")
    proposal.principal_fen = bill.total_fen - bill.received_fen
    proposal.surcharge_fen = bill.surcharge_fen - bill.surcharge_received_fen
    proposal.approved_by, proposal.approved_at = approved_by, approved_at
    proposal.batch_id = batch_id
    proposal.save()
    bill.state = Bill.State.WRITTEN_OFF
    bill.save(update_fields=["state"])
    return proposal
