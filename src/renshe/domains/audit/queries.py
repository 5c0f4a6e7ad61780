"""Runs and recorded acts, for pages and for runs that resume."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from renshe.domains.audit.models import Event, Run


def run_by_key(*, key: str) -> Run | None:
    """The run with this key, or None where it was never planned nor started."""
    return Run.objects.filter(key=key).first()


def last_done(*, kind: str, place: str) -> Run | None:
    """The run of a kind at a place that was finished last; None where none was."""
    rows = Run.objects.filter(kind=kind, state="done", key__startswith=f"{kind}:{place}:")
    return rows.order_by("-finished_at", "-pk").first()


def is_done(*, key: str) -> bool:
    """Whether the run with this key is done; one that never started is not."""
    return Run.objects.filter(key=key, state=Run.State.DONE).exists()


def runs_of_month(*, period: int, kinds: Iterable[str] | None = None) -> QuerySet[Run]:
    """The runs of a month in the order of their start, those not started last."""
    runs = Run.objects.filter(period=period)
    if kinds is not None:
        runs = runs.filter(kind__in=list(kinds))
    return runs.order_by("started_at", "pk")


def events_about(*, subject_kind: str, subject_id: int) -> QuerySet[Event]:
    """What was done to one subject, latest first."""
    return Event.objects.filter(subject_kind=subject_kind, subject_id=subject_id).order_by(
        "-at", "-pk"
    )


def events_by(*, actor: str) -> QuerySet[Event]:
    """What one account or run did, latest first."""
    return Event.objects.filter(actor=actor).order_by("-at", "-pk")
