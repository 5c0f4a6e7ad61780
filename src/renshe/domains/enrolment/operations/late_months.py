"""The list of past months that changes reached: written with each change, closed by whoever settles them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import connection, transaction
from django.utils import timezone

from renshe.domains.audit.api import record_event
from renshe.domains.enrolment import problems
from renshe.domains.enrolment.models import Change, LateMonth
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import Month, month_containing

TO_DO = (LateMonth.State.OPEN, LateMonth.State.WAITING)
_ROWS = 5_000


def remember(changes: Iterable[Change], *, effective_on: date, known_on: date, at: datetime) -> int:
    """Put every month that a change reached and that has begun on the list; returns how many.

    A change acts from `effective_on` on, so no earlier month can differ. Whether a month was
    assessed is not known here, and is not asked: an assessment that is under way at this moment
    could not be seen.
    """
    through = max(month_containing(timezone.localdate(at)), month_containing(known_on))
    months = range(month_containing(effective_on), through + 1)
    first: dict[tuple[int, int | None], Change] = {}
    for change in changes:
        first.setdefault((change.spell.person_id, change.spell.employer_id), change)
    rows = [
        LateMonth(
            person_id=person_id, employer_id=employer_id, period=period, change=change,
            state=LateMonth.State.OPEN,
        )
        for (person_id, employer_id), change in first.items()
        for period in months
    ]  # fmt: skip
    LateMonth.objects.bulk_create(rows, batch_size=_ROWS)
    return len(rows)


def settle_late_months(
    *,
    verdicts: Sequence[tuple[int, str, str, int | None]],
    settled_by: str,
    settled_at: datetime,
) -> int:
    """Write what became of listed months, as ``(id, state, why, batch)``; returns how many rows moved.

    In the transaction of whoever settled them. A row that is settled already stays as it is, so a
    repetition changes nothing; `waiting` keeps a row on the list, with the reason of today.
    """
    if not verdicts:
        return 0
    ids, states, whys, batches = (list(column) for column in zip(*verdicts, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE enrolment_late_month m
                  SET state = v.state, why = v.why, batch_id = v.batch_id, settled_by = %s,
                      settled_at = CASE WHEN v.state = 'waiting' THEN NULL ELSE %s::timestamptz END
                 FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::bigint[])
                      AS v(id, state, why, batch_id)
                WHERE m.id = v.id AND m.state IN ('open', 'waiting')""",
            [settled_by, settled_at, ids, states, whys, batches],
        )
        return int(cursor.rowcount)


@transaction.atomic
def close_late_month(
    *, person_id: int, employer_id: int | None, period: Month, reason: str, actor: str, at: datetime
) -> int:
    """Take a month off the list that somebody settled by hand, in their words; returns rows closed.

    Raises Refused where it is not on the list or nobody says why.
    """
    found = LateMonth.objects.select_for_update().filter(
        person_id=person_id, employer_id=employer_id, period=period, state__in=TO_DO
    )
    if not reason.strip() or not found.exists():
        raise Refused(problems.nothing_to_close(month=period))
    closed = found.update(
        state=LateMonth.State.CLOSED, why=reason.strip()[:200], settled_by=actor, settled_at=at
    )
    record_event(
        actor=actor, verb="enrolment.close_late_month", subject_kind="person",
        subject_id=person_id, reason=reason.strip(), at=at,
        detail={"employer": employer_id, "period": period},
    )  # fmt: skip
    return closed
