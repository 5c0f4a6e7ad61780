"""The door of audit: runs of the calendar and recorded acts."""

from renshe.domains.audit.models import Event, Run
from renshe.domains.audit.operations import (
    advance,
    attention,
    finish,
    plan_run,
    progress,
    record_event,
    start_run,
)
from renshe.domains.audit.queries import (
    events_about,
    events_by,
    is_done,
    last_done,
    run_by_key,
    runs_of_month,
)

__all__ = [
    "Event",
    "Run",
    "advance",
    "attention",
    "events_about",
    "events_by",
    "finish",
    "is_done",
    "last_done",
    "plan_run",
    "progress",
    "record_event",
    "run_by_key",
    "runs_of_month",
    "start_run",
]
