"""The tables of cases. What a case did is a chain of events that is only added to; what it says can be destroyed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from renshe.domains.cases.states import OPEN, STATES

__all__ = [
    "Annotation", "Case", "DayEnd", "DaySeal", "Event", "EventDetail", "Evidence", "Extension", "Notice", "Paper", "Pause",
    "QualityCheck", "Rating", "SampleDraw",
]  # fmt: skip


class Case(models.Model):
    """One thing somebody asked for, under one number for life.

    `place` is the office that decides, `received_at_place` where it was handed in; they may differ. `holder` is the username
    of who has it now, empty while it lies in the place's pool. `form` holds the answers as read. `due_on` is empty while the
    clock stands still; it runs from `clock_from` (empty before acceptance) for `limit_days` and `extended_days` of its unit.
    Purpose: to decide and to account for it. Retention: that of the item's archive class; the person's
    data in `form`, messages and evidence are then destroyed by a recorded act, while the chain of events stays.
    """

    number = models.CharField(max_length=32, unique=True)
    item = models.CharField(max_length=80)
    item_version = models.CharField(max_length=12)
    place = models.CharField(max_length=12)
    received_at_place = models.CharField(max_length=12)
    channel = models.CharField(max_length=12)
    subject_kind = models.CharField(max_length=10)
    subject_id = models.BigIntegerField(null=True)
    applicant = models.CharField(max_length=64)
    applicant_name = models.CharField(max_length=128)
    on_behalf = models.CharField(max_length=24, default="", db_default="")
    state = models.CharField(
        max_length=16, choices=[(code, zh) for code, (zh, _) in STATES.items()]
    )
    form = models.JSONField(default=dict)
    examination = models.JSONField(default=dict)
    amount_fen = models.BigIntegerField(null=True)
    path = models.CharField(max_length=12)
    alike = models.CharField(max_length=64, default="", db_default="")
    holder = models.CharField(max_length=64, default="", db_default="")
    handler = models.CharField(max_length=64, default="", db_default="")
    reviewer = models.CharField(max_length=64, default="", db_default="")
    approver = models.CharField(max_length=64, default="", db_default="")
    proposal = models.JSONField(default=dict)
    decision = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    accepted_on = models.DateField(null=True)
    clock_from = models.DateField(null=True)
    extended_days = models.SmallIntegerField(default=0, db_default=0)
    limit_days = models.IntegerField()
    limit_unit = models.CharField(max_length=8)
    due_on = models.DateField(null=True)
    promised_on = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    escalated_on = models.DateField(null=True)
    corrections_asked = models.SmallIntegerField(default=0, db_default=0)
    events = models.IntegerField(default=0, db_default=0)
    head = models.CharField(max_length=64, default="", db_default="")

    class Meta:
        db_table = "cases_case"
        indexes = [
            models.Index(
                fields=["place", "due_on"], condition=Q(state__in=OPEN), name="cases_open_by_due"
            ),
            models.Index(
                fields=["holder", "due_on"],
                condition=Q(state__in=OPEN),
                name="cases_open_of_holder",
            ),
            models.Index(
                fields=["item", "alike"], condition=Q(state__in=OPEN), name="cases_open_alike"
            ),
            models.Index(
                fields=["subject_kind", "subject_id", "-opened_at"], name="cases_of_subject"
            ),
            models.Index(fields=["applicant", "-opened_at"], name="cases_of_applicant"),
            models.Index(fields=["place", "-closed_at"], name="cases_closed_at_place"),
            models.Index(
                fields=["decided_at"],
                condition=Q(decided_at__isnull=False),
                name="cases_decided_at",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(STATES)), name="cases_case_state"),
            models.CheckConstraint(
                condition=Q(reviewer="") | ~Q(reviewer=F("handler")),
                name="cases_reviewer_is_another",
            ),
            models.CheckConstraint(
                condition=Q(approver="") | (~Q(approver=F("handler")) & ~Q(approver=F("reviewer"))),
                name="cases_approver_is_a_third",
            ),
            models.CheckConstraint(
                condition=Q(limit_unit__in=["working", "calendar"], limit_days__gte=0),
                name="cases_case_limit",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Event(models.Model):
    """One act on a case, chained to the one before it by hash. Append-only.

    `digest` is of the salted detail, so the chain can be proved after the detail was destroyed. Retention: for ever.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    seq = models.IntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=64)
    verb = models.CharField(max_length=16)
    from_state = models.CharField(max_length=16)
    to_state = models.CharField(max_length=16)
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        db_table = "cases_event"
        indexes = [models.Index(fields=["at"], name="cases_event_at")]
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="cases_event_once"),
        ]


class EventDetail(models.Model):
    """What was said in an event: words and data, with the salt. Destroyed at the end of retention.

    `public` words are the applicant's to read; the others are the office's own notes.
    """

    event = models.OneToOneField(
        Event, on_delete=models.PROTECT, primary_key=True, related_name="detail"
    )
    salt = models.CharField(max_length=32)
    words = models.TextField(default="", db_default="")
    public = models.BooleanField(default=False, db_default=False)
    data = models.JSONField(default=dict)

    class Meta:
        db_table = "cases_event_detail"


class DaySeal(models.Model):
    """All events of one day joined into one hash, chained to the day before. Append-only. Retention: for ever."""

    day = models.DateField(unique=True)
    first_event = models.BigIntegerField(null=True)
    last_event = models.BigIntegerField(null=True)
    count = models.IntegerField()
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        db_table = "cases_day_seal"


class Pause(models.Model):
    """Days on which the clock of a case stood still, with the reason and the clause. Retention: as the case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="pauses")
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    reason = models.CharField(max_length=16)
    words = models.TextField(default="", db_default="")

    class Meta:
        db_table = "cases_pause"
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(to_on__isnull=True), name="cases_pause_one_open"
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="cases_pause_days",
            ),
        ]


class Evidence(models.Model):
    """One paper of a case: a stored file, what a register said, or a promise to bring it by a day (告知承诺).

    Purpose: to decide on it. Retention: as the case. `sha256` is the file's, proved again when it is shown.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="evidence")
    material = models.CharField(max_length=40)
    source = models.CharField(max_length=10)
    file_id = models.BigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, default="", db_default="")
    name = models.CharField(max_length=255, default="", db_default="")
    media_type = models.CharField(max_length=128, default="", db_default="")
    told = models.JSONField(default=dict)
    given_by = models.CharField(max_length=64)
    given_at = models.DateTimeField()
    promised_until = models.DateField(null=True)
    kept_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_evidence"
        indexes = [
            models.Index(
                fields=["promised_until"],
                condition=Q(source="promise", kept_at__isnull=True, replaced_at__isnull=True),
                name="cases_promises_open",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(source__in=["upload", "register", "promise"]),
                name="cases_evidence_source",
            ),
            models.CheckConstraint(
                condition=~Q(source="upload") | Q(file_id__isnull=False), name="cases_evidence_file"
            ),
            models.CheckConstraint(
                condition=~Q(source="promise") | Q(promised_until__isnull=False),
                name="cases_evidence_promise",
            ),
        ]


class Annotation(models.Model):
    """A mark on a page of a paper, in thousandths of its width and height. Retention: as the case."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="annotations")
    page = models.SmallIntegerField()
    left = models.SmallIntegerField()
    top = models.SmallIntegerField()
    width = models.SmallIntegerField()
    height = models.SmallIntegerField()
    words = models.TextField()
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        db_table = "cases_annotation"


class Paper(models.Model):
    """One official paper of a case (文书): what it says, when it was issued, when and how it was served.

    `code` is what the public verification page asks for. Append-only but for service and revocation. Retention: as the case.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="papers", null=True)
    kind = models.CharField(max_length=24)
    number = models.CharField(max_length=40, unique=True)
    code = models.CharField(max_length=16, unique=True)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=64)
    valid_until = models.DateField(null=True)
    served_at = models.DateTimeField(null=True)
    served_how = models.CharField(max_length=16, default="", db_default="")
    served_to = models.CharField(max_length=128, default="", db_default="")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_paper"
        indexes = [models.Index(fields=["case", "issued_at"], name="cases_papers_of_case")]


class Notice(models.Model):
    """A message that goes out after the transaction that wrote it: inbox, and by SMS or e-mail where asked for.

    Purpose: to tell the person. Retention: two years. `sent_at` is empty until a gateway took it.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notices", null=True)
    to_account = models.CharField(max_length=64)
    zh = models.TextField()
    en = models.TextField()
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    by_sms = models.BooleanField(default=False, db_default=False)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_notice"
        indexes = [
            models.Index(fields=["to_account", "-at"], name="cases_notices_of"),
            models.Index(
                fields=["at"],
                condition=Q(by_sms=True, sent_at__isnull=True),
                name="cases_notices_to_send",
            ),
        ]


class DayEnd(models.Model):
    """A counter's day as it was closed (日结): what was received, decided and left. Retention: ten years."""

    place = models.CharField(max_length=12)
    account = models.CharField(max_length=64)
    day = models.DateField()
    counts = models.JSONField()
    closed_at = models.DateTimeField()

    class Meta:
        db_table = "cases_day_end"
        constraints = [
            models.UniqueConstraint(fields=["account", "day"], name="cases_day_end_once"),
        ]


# Django finds the tables of an app in this module; those of the time after a decision stand in one of their own.
from renshe.domains.cases.models_after import (  # noqa: E402
    Extension,
    QualityCheck,
    Rating,
    SampleDraw,
)
from renshe.domains.cases.models_telling import (  # noqa: E402, F401
    AddressCode,
    Delivery,
    NoticeWay,
)
