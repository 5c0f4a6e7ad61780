"""Stopping one frozen line, and releasing a stop whose money is still owed."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from renshe.domains.pension.models import PaymentBatch, PaymentLine, PaymentStop, RosterRow
from renshe.domains.pension.operations.batches import locked_batch
from renshe.domains.pension.operations.lines import AMOUNTS, take_back_deductions
from renshe.domains.pension.refusals import ALREADY_FILED, NO_SUCH_LINE
from renshe.kernel.rules import Refusal


@dataclass(frozen=True)
class StoppedLine:
    """What a stop did: `amounts` are the parts to take out of what is owed, none where it stays
    owed or was never drawn."""

    batch_id: int
    line_no: int
    new: bool
    amounts: dict[str, int]


@transaction.atomic
def stop_line(
    *,
    batch_id: int,
    line_no: int,
    reason: str,
    still_due: bool,
    note: str,
    stopped_by: str,
    stopped_at: datetime,
) -> StoppedLine:
    """Stop one line between freeze and file. Refuses once filing has begun, or where there is no such line.

    A second stop of a line changes nothing. The caller posts `amounts` in the same transaction,
    because what was never due must leave the books with it.
    """
    batch = locked_batch(batch_id=batch_id)
    if batch.filed_on is not None:
        raise Refusal(ALREADY_FILED, subject=f"{batch_id}-{line_no}")
    row = RosterRow.objects.filter(batch_id=batch_id, line_no=line_no).first()
    if row is None:
        raise Refusal(NO_SUCH_LINE, subject=f"{batch_id}-{line_no}")
    # A retry pays what the books already owe, so holding it back cannot make it undue.
    still_due = still_due or row.kind == "retry"
    _, new = PaymentStop.objects.get_or_create(
        batch_id=batch_id,
        line_no=line_no,
        defaults={
            "reason": reason,
            "still_due": still_due,
            "note": note,
            "stopped_by": stopped_by,
            "stopped_at": stopped_at,
        },
    )
    amounts: dict[str, int] = {}
    if new and not still_due and batch.state not in ("frozen", "checked"):
        amounts = _drawn_amounts(batch=batch, line_no=line_no)
        take_back_deductions(batch=batch, line_no=line_no)
    return StoppedLine(batch_id=batch_id, line_no=line_no, new=new, amounts=amounts)


def _drawn_amounts(*, batch: PaymentBatch, line_no: int) -> dict[str, int]:
    """The parts of a line that was drawn and posted as owed; a line stopped before that has none."""
    line = PaymentLine.objects.filter(batch_id=batch.batch_id, line_no=line_no).values(*AMOUNTS)
    return dict(line.first() or {})
