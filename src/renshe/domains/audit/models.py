"""Runs of the calendar and recorded acts."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from renshe.foundation.fields import MonthField


class Run(models.Model):
    """One run of the calendar, known by its key for ever: the same key started again resumes this
    row.

    Purpose: to show what was done, how far it got and what needs a human. Retention: ten years with
    the accounting records. Holds totals only, never personal data. `attempt` counts starts, so a
    run that was killed and resumed shows 2. There is no column for the process: whether a run is
    alive is asked of the database's advisory locks by whoever runs it, since a dead process cannot
    correct a column.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "待运行"
        RUNNING = "running", "运行中"
        WAITING = "waiting", "等待人工"
        DONE = "done", "完成"
        FAILED = "failed", "失败"

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=64)
    period = MonthField(null=True, blank=True)
    state = models.CharField(max_length=16, choices=State.choices)
    attempt = models.IntegerField()
    progress_done = models.BigIntegerField(default=0)
    progress_total = models.BigIntegerField(default=0)
    totals = models.JSONField(default=dict)
    attention = models.JSONField(default=list)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "audit_run"
        indexes = [models.Index(fields=["period", "kind"], name="audit_run_period_kind")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["planned", "running", "waiting", "done", "failed"]),
                name="audit_run_state",
            ),
            models.CheckConstraint(condition=Q(attempt__gte=0), name="audit_run_attempt"),
            models.CheckConstraint(
                condition=Q(progress_done__gte=0) & Q(progress_total__gte=0),
                name="audit_run_progress",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True)
                | Q(started_at__isnull=False, finished_at__gte=F("started_at")),
                name="audit_run_times",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.state})"


class Event(models.Model):
    """One recorded act: who did what to which subject, why and when.

    Purpose: evidence. Retention: with the records of the subject, at least ten years. Append-only
    in the database. `actor` is the account's username, or the key of a run that acted by itself; it
    is text so that the evidence stands by itself. `detail` names fields and numbers, never a
    person's name or id number.
    """

    actor = models.CharField(max_length=200)
    verb = models.CharField(max_length=64)
    subject_kind = models.CharField(max_length=32)
    subject_id = models.BigIntegerField(null=True, blank=True)
    reason = models.TextField()
    detail = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        db_table = "audit_event"
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "at"], name="audit_event_subject"),
            models.Index(fields=["actor", "at"], name="audit_event_actor"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(actor=""), name="audit_event_actor_given"),
            models.CheckConstraint(condition=~Q(verb=""), name="audit_event_verb_given"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.actor} {self.verb} {self.subject_kind} {self.subject_id}"
