"""Starting, reporting and finishing runs; recording acts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from renshe.domains.audit.models import Event, Run
from renshe.kernel.codes.problem import Problem, Refused


@transaction.atomic
def start_run(*, key: str, kind: str, period: int | None, at: datetime) -> Run:
    """Begin a run, or resume the one with this key: same row, one more attempt.

    A resumed run keeps its progress, totals and the first start, and loses its finish. What needs a
    human is cleared, because the new attempt will say it again if it still holds. Refuses a key
    that belongs to a run of another kind or month, and a run that is done: what is done is not done
    twice.
    """
    run, created = Run.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "period": period,
            "state": Run.State.RUNNING,
            "attempt": 1,
            "started_at": at,
        },
    )
    if created:
        return run
    run = Run.objects.select_for_update().get(pk=run.pk)
    if (run.kind, run.period) != (kind, period):
        raise Refused(_other_run(run))
    if run.state == Run.State.DONE:
        raise Refused(_already_done(run))
    run.state = Run.State.RUNNING
    run.attempt += 1
    run.attention = []
    run.started_at = run.started_at or at
    run.finished_at = None
    run.save()
    return run


@transaction.atomic
def plan_run(*, key: str, kind: str, period: int | None) -> Run:
    """Enter a run in the calendar before it starts; a run that is already there stays as it is."""
    run, _ = Run.objects.get_or_create(
        key=key,
        defaults={"kind": kind, "period": period, "state": Run.State.PLANNED, "attempt": 0},
    )
    return run


def progress(*, key: str, done: int, total: int, totals: Mapping[str, Any] | None = None) -> None:
    """Report how far a run is; `totals` are added to what was reported, later values winning.

    Runs in its own statement: call it outside the transaction whose work it reports, or nobody sees
    it before the end.
    """
    with transaction.atomic():
        run = Run.objects.select_for_update().get(key=key)
        run.progress_done, run.progress_total = done, total
        run.totals = {**run.totals, **(totals or {})}
        run.save(update_fields=["progress_done", "progress_total", "totals"])


@transaction.atomic
def attention(
    *, key: str, code: str, zh: str, en: str, subject: str = "", waiting: bool = False
) -> None:
    """Note something that needs a human. `waiting` says that the run cannot go on without it.

    The same code for the same subject is noted once, however often it is reported.
    """
    run = Run.objects.select_for_update().get(key=key)
    note = {"code": code, "zh": zh, "en": en, "subject": subject}
    if note not in run.attention:
        run.attention = [*run.attention, note]
    if waiting:
        run.state = Run.State.WAITING
    run.save(update_fields=["attention", "state"])


@transaction.atomic
def finish(
    *, key: str, at: datetime, totals: Mapping[str, Any] | None = None, failed: bool = False
) -> Run:
    """End a run as done or failed. A failed one may be started again; a done one never.

    Finishing a run that is done already changes nothing, so that a crash between the last posting
    and this call is mended by calling it again.
    """
    run = Run.objects.select_for_update().get(key=key)
    if run.state == Run.State.DONE:
        return run
    run.state = Run.State.FAILED if failed else Run.State.DONE
    run.totals = {**run.totals, **(totals or {})}
    run.finished_at = at
    run.save(update_fields=["state", "totals", "finished_at"])
    return run


def advance(*, key: str, by: int) -> None:
    """Add to the progress of a run in one statement, for workers that report side by side."""
    Run.objects.filter(key=key).update(progress_done=F("progress_done") + by)


def record_event(
    *,
    actor: str,
    verb: str,
    subject_kind: str,
    subject_id: int | None,
    reason: str,
    at: datetime,
    detail: Mapping[str, Any] | None = None,
) -> Event:
    """Record an act, in the transaction of the act itself. Nothing can change or delete it."""
    return Event.objects.create(
        actor=actor,
        verb=verb,
        subject_kind=subject_kind,
        subject_id=subject_id,
        reason=reason,
        detail=dict(detail or {}),
        at=at,
    )


def _other_run(run: Run) -> Problem:
    return Problem(
        code="run_key_taken",
        zh=f"运行编号 {run.key} 已用于另一类运行或另一个月",
        en=f"the key {run.key} belongs to a run of another kind or month",
        next_step_zh="请使用该运行自己的编号",
        next_step_en="Use the run's own key",
    )


def _already_done(run: Run) -> Problem:
    return Problem(
        code="run_done",
        zh=f"运行 {run.key} 已完成，不会重复执行",
        en=f"the run {run.key} is done and is not done twice",
        next_step_zh="如需更正，请另起一次更正运行",
        next_step_en="Start a correcting run under a key of its own",
    )
