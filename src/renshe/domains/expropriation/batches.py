"""Lists of allowances granted together: proposed, decided by another, or not agreed to. What is granted is the flow's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from renshe.domains.expropriation import problems
from renshe.domains.expropriation.models_batch import BatchAward
from renshe.domains.expropriation.projects import Recorded, locked
from renshe.kernel.codes.problem import Refused


def open_batch_award(*, project_id: int) -> BatchAward | None:
    """The list of a project that waits to be decided."""
    return BatchAward.objects.filter(project_id=project_id, state="proposed").first()


def last_batch_award(*, project_id: int) -> BatchAward | None:
    """The latest list of a project, whatever became of it."""
    return BatchAward.objects.filter(project_id=project_id).order_by("-pk").first()


@transaction.atomic
def propose_batch_award(
    *, project_id: int, rows: Sequence[dict[str, Any]], recorded: Recorded
) -> BatchAward:
    """Put a list before a second person. Raises Refused where one waits already or nobody on it would be granted anything."""
    locked(project_id, "settled")
    if open_batch_award(project_id=project_id) is not None:
        raise Refused(problems.BATCH_WAITS)
    if not any("fen" in row for row in rows):
        raise Refused(problems.BATCH_EMPTY)
    return BatchAward.objects.create(
        project_id=project_id, rows=list(rows), proposed_by=recorded.by, proposed_at=recorded.at
    )


@transaction.atomic
def waiting_batch_award(*, project_id: int, recorded: Recorded) -> BatchAward:
    """The list that waits, locked, for another person than proposed it. Raises Refused."""
    rows = BatchAward.objects.select_for_update().filter(project_id=project_id, state="proposed")
    found = rows.first()
    if found is None:
        raise Refused(problems.BATCH_EMPTY)
    if found.proposed_by == recorded.by:
        raise Refused(problems.TWO_PEOPLE)
    return found


@transaction.atomic
def close_batch_award(
    *, batch: BatchAward, rows: Sequence[dict[str, Any]], reason: str, recorded: Recorded
) -> BatchAward:
    """Write down what was done of a list, or with a reason that it was not agreed to."""
    batch.state = "refused" if reason else "done"
    batch.rows, batch.reason = list(rows), reason[:255]
    batch.decided_by, batch.decided_at = recorded.by, recorded.at
    batch.save()
    return batch
