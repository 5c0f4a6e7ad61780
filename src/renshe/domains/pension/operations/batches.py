"""A payment batch moves from step to step; each move is refused unless the one before was done."""

from datetime import date
from typing import Any

from django.db import transaction

from renshe.domains.pension.models import PaymentBatch
from renshe.domains.pension.refusals import NOT_ENOUGH_MONEY, SAME_PERSON, WRONG_STEP
from renshe.domains.pension.states import BATCH_MOVES, IllegalMove, next_state
from renshe.kernel.rules import Refusal


def locked_batch(*, batch_id: int) -> PaymentBatch:
    """The batch, locked for the caller's transaction, so that two people cannot take one step twice."""
    return PaymentBatch.objects.select_for_update().get(batch_id=batch_id)


def require_state(*, batch: PaymentBatch, states: tuple[str, ...]) -> None:
    """Refuse unless the batch is in one of these states."""
    if batch.state not in states:
        raise Refusal(WRONG_STEP, subject=f"{batch.batch_id}: {batch.state}")


def move_batch(*, batch: PaymentBatch, verb: str, totals: dict[str, Any] | None = None) -> None:
    """Take one step of the table in `states`, adding the step's totals. The caller holds the lock."""
    try:
        batch.state = next_state(moves=BATCH_MOVES, state=batch.state, verb=verb)
    except IllegalMove as problem:
        raise Refusal(WRONG_STEP, subject=str(problem)) from problem
    batch.totals = {**batch.totals, **(totals or {})}
    batch.save()


@transaction.atomic
def record_review(*, batch_id: int, reviewed_by: str) -> None:
    """First signature on the payment plan, by somebody who did not freeze it. Asked again by the same, no change."""
    batch = locked_batch(batch_id=batch_id)
    if batch.reviewed_by == reviewed_by:
        return
    require_state(batch=batch, states=("planned",))
    if reviewed_by == batch.frozen_by or not reviewed_by:
        raise Refusal(SAME_PERSON, subject=str(batch_id))
    batch.reviewed_by = reviewed_by
    batch.save(update_fields=["reviewed_by"])


@transaction.atomic
def record_approval(*, batch_id: int, approved_by: str) -> None:
    """Second signature, by a third person; the batch is then reviewed."""
    batch = locked_batch(batch_id=batch_id)
    if batch.approved_by == approved_by and batch.state != "planned":
        return
    require_state(batch=batch, states=("planned",))
    if not batch.reviewed_by or approved_by in ("", batch.frozen_by, batch.reviewed_by):
        raise Refusal(SAME_PERSON, subject=str(batch_id))
    batch.approved_by = approved_by
    move_batch(batch=batch, verb="review")


@transaction.atomic
def record_funding(
    *, batch_id: int, amount_fen: int, payable_fen: int, on: date, reference: str
) -> None:
    """The finance bureau's transfer for this batch arrived (财政专户拨款); refused where it does not cover it."""
    batch = locked_batch(batch_id=batch_id)
    if batch.state == "funded" and batch.funded_reference == reference:
        return
    require_state(batch=batch, states=("reviewed",))
    if amount_fen < payable_fen:
        raise Refusal(NOT_ENOUGH_MONEY, subject=f"{batch_id}: {amount_fen} < {payable_fen}")
    batch.funded_fen, batch.funded_on, batch.funded_reference = amount_fen, on, reference
    move_batch(batch=batch, verb="fund")


def require_planned(*, batch: PaymentBatch) -> None:
    """Refuse unless the plan step is behind this batch."""
    done = ("planned", "reviewed", "funded", "filed", "returned", "closed")
    require_state(batch=batch, states=done)
