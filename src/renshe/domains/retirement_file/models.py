"""Files read before retirement: who is listed, the papers, what they prove, publicity, recognition, and the sheet's answer."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from renshe.domains.retirement_file.states import STATES


class RetirementList(models.Model):
    """One drawing of the list of who reaches the legal month of retirement within twelve months at a place. Append-only.

    Purpose: files are read a year ahead, so that a claim is decided at once. Basis: 社会保险经办条例 第十一条.
    Retention: ten years.
    """

    place = models.CharField(max_length=12)
    first_month = models.IntegerField()
    last_month = models.IntegerField()
    people = models.IntegerField()
    drawn_on = models.DateField()
    drawn_by = models.CharField(max_length=80)

    class Meta:
        db_table = "retirement_file_list"
        constraints = [
            models.UniqueConstraint(fields=["place", "drawn_on"], name="retirement_file_list_once"),
            models.CheckConstraint(
                condition=Q(last_month__gte=F("first_month")), name="retirement_file_list_span"
            ),
        ]


class ListedPerson(models.Model):
    """Somebody on the list, once: the legal month as known when first listed, the employer then, the street. Append-only.

    Deliberately absent: what the file says, which is the review's. Retention: ten years.
    """

    drawn = models.ForeignKey(RetirementList, models.PROTECT, related_name="listed")
    person = models.OneToOneField("registry.Person", models.PROTECT, related_name="+")
    employer = models.ForeignKey("registry.Employer", models.PROTECT, null=True, related_name="+")
    street = models.CharField(max_length=12)
    retirement_month = models.IntegerField()

    class Meta:
        db_table = "retirement_file_listed"
        indexes = [
            models.Index(fields=["street", "retirement_month"], name="retirement_file_by_street"),
            models.Index(
                fields=["employer", "retirement_month"], name="retirement_file_by_employer"
            ),
        ]


class FileReview(models.Model):
    """The reading of one person's file (档案预审), from the first paper to the person's confirmation.

    Proposed by one, recognised by another; `word_reason` is why the person objected last. Basis: 劳社部发〔1999〕8号 二.
    Purpose: deemed service, birth date and special work for the pension. Retention: permanent, with the pension.
    """

    person = models.OneToOneField("registry.Person", models.PROTECT, related_name="+")
    place = models.CharField(max_length=12)
    state = models.CharField(
        max_length=12, choices=STATES.items(), default="open", db_default="open"
    )
    opened_by = models.CharField(max_length=80)
    opened_at = models.DateTimeField()
    case_number = models.CharField(max_length=40, default="", db_default="")
    proposed_by = models.CharField(max_length=80, null=True)
    proposed_at = models.DateTimeField(null=True)
    recognised_by = models.CharField(max_length=80, null=True)
    recognised_at = models.DateTimeField(null=True)
    word_reason = models.CharField(max_length=500, default="", db_default="")
    word_by = models.CharField(max_length=80, null=True)
    word_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "retirement_file_review"
        indexes = [models.Index(fields=["state", "place"], name="retirement_file_queue")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=tuple(STATES)), name="retirement_file_review_state"
            ),
            models.CheckConstraint(
                condition=Q(state="open") | Q(proposed_by__isnull=False, proposed_at__isnull=False),
                name="retirement_file_review_proposed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["recognised", "confirmed"])
                | (Q(recognised_by__isnull=False) & ~Q(recognised_by=F("proposed_by"))),
                name="retirement_file_review_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"review {self.pk} of {self.person_id}"


class FilePaper(models.Model):
    """One paper of a personal file: what it is, of which day, its bytes by hash, and what it proves. Append-only.

    Retention: permanent, with the review.
    """

    KINDS = {
        "birth": "出生时间记载",
        "hire": "招工录用",
        "wage": "工资与工龄审批",
        "transfer": "调动介绍信",
        "service": "参军入伍退伍",
        "schooling": "学籍",
        "special_work": "特殊工种岗位记录",
        "history": "履历表",
        "signed": "本人签字确认书",
        "other": "其他",
    }

    review = models.ForeignKey(FileReview, models.PROTECT, related_name="papers")
    file = models.ForeignKey("documents.File", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=KINDS.items())
    dated_on = models.DateField()
    proves = models.CharField(max_length=255)
    listed_by = models.CharField(max_length=80)
    listed_at = models.DateTimeField()

    class Meta:
        db_table = "retirement_file_paper"
        constraints = [
            models.UniqueConstraint(fields=["review", "file"], name="retirement_file_paper_once"),
            models.CheckConstraint(
                condition=~Q(proves=""), name="retirement_file_paper_proves_something"
            ),
        ]


class FileFinding(models.Model):
    """One thing that the file shows, with the paper that shows it; withdrawn rather than changed.

    `by_id` and `by_file` are birth dates; months are ordinals, both ends included; `fact` and `value` are amounts of the
    law that no career tells. Basis: 劳社部发〔1999〕8号 二; 国发〔1978〕104号 一. Retention: permanent, with the review.
    """

    KINDS = {
        "birth_date": "出生时间",
        "work_start": "参加工作时间",
        "deemed_service": "视同缴费",
        "special_work": "特殊工种",
        "gap": "档案中断",
        "fact": "其他认定数据",
    }

    review = models.ForeignKey(FileReview, models.PROTECT, related_name="findings")
    paper = models.ForeignKey(FilePaper, models.PROTECT, null=True, related_name="findings")
    kind = models.CharField(max_length=16, choices=KINDS.items())
    by_id = models.DateField(null=True)
    by_file = models.DateField(null=True)
    from_month = models.IntegerField(null=True)
    to_month = models.IntegerField(null=True)
    work_type = models.CharField(max_length=24, default="", db_default="")
    employer_name = models.CharField(max_length=200, default="", db_default="")
    fact = models.CharField(max_length=40, default="", db_default="")
    value = models.JSONField(null=True)
    reason = models.CharField(max_length=500)
    found_by = models.CharField(max_length=80)
    found_at = models.DateTimeField()
    withdrawn_by = models.CharField(max_length=80, null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "retirement_file_finding"
        constraints = [
            models.CheckConstraint(
                condition=Q(to_month__isnull=True) | Q(to_month__gte=F("from_month")),
                name="retirement_file_finding_span",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="retirement_file_finding_reason"),
            models.CheckConstraint(
                condition=Q(kind="gap") | Q(paper__isnull=False),
                name="retirement_file_finding_paper",
            ),
        ]

    @property
    def counts(self) -> object:
        """Of a birth date: the one that decides retirement, the earliest record of the file where it differs from the id."""
        return self.by_file if self.by_file is not None else self.by_id


class FileQuestion(models.Model):
    """Something asked of an employer about a file, and its answer. Retention: with the review."""

    review = models.ForeignKey(FileReview, models.PROTECT, related_name="questions")
    employer = models.ForeignKey("registry.Employer", models.PROTECT, related_name="+")
    asked = models.CharField(max_length=500)
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    answer = models.CharField(max_length=1000, default="", db_default="")
    answered_by = models.CharField(max_length=80, null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "retirement_file_question"
        constraints = [
            models.CheckConstraint(condition=~Q(asked=""), name="retirement_file_question_said"),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answer=""),
                name="retirement_file_question_answered",
            ),
        ]


class Publicity(models.Model):
    """Special work made public (公示): masked name, employer, work and years, for five working days. Append-only.

    What was shown is kept in `shown`, so that it is provable what people could object to. Retention: permanent.
    """

    review = models.ForeignKey(FileReview, models.PROTECT, related_name="publicities")
    starts_on = models.DateField()
    ends_on = models.DateField()
    shown = models.JSONField()
    opened_by = models.CharField(max_length=80)
    opened_at = models.DateTimeField()

    class Meta:
        db_table = "retirement_file_publicity"
        indexes = [models.Index(fields=["ends_on"], name="retirement_file_publicity_end")]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "starts_on"], name="retirement_file_publicity_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="retirement_file_publicity_span"
            ),
        ]


class PublicityObjection(models.Model):
    """What somebody said against a publicity, and what the office found. Purpose: checking. Retention: with the review.

    Who objected is shown to the handler alone. Personal data: name and telephone as given.
    """

    publicity = models.ForeignKey(Publicity, models.PROTECT, related_name="objections")
    name = models.CharField(max_length=60)
    phone = models.CharField(max_length=32)
    words = models.CharField(max_length=1000)
    raised_at = models.DateTimeField()
    upheld = models.BooleanField(null=True)
    answer = models.CharField(max_length=1000, default="", db_default="")
    answered_by = models.CharField(max_length=80, null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "retirement_file_objection"
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="retirement_file_objection_said"),
            models.CheckConstraint(
                condition=Q(upheld__isnull=True, answered_by__isnull=True)
                | (Q(upheld__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="retirement_file_objection_answered",
            ),
        ]


class FileEvent(models.Model):
    """One step in a review's life: who moved it, when, why. Append-only."""

    review = models.ForeignKey(FileReview, models.PROTECT, related_name="events")
    verb = models.CharField(max_length=20)
    source = models.CharField(max_length=12)
    target = models.CharField(max_length=12)
    reason = models.CharField(max_length=500, default="", db_default="")
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        db_table = "retirement_file_event"


class CapacityAppraisal(models.Model):
    """What a labour-capacity committee found about somebody (劳动能力鉴定), with its paper. Append-only.

    Basis: 人社部发〔2024〕72号; 社会保险法 第十七条. Purpose: invalidity allowance. Sensitive (health). Retention: permanent.
    """

    LEVELS = {
        "complete": "完全丧失劳动能力",
        "most": "大部分丧失劳动能力",
        "part": "部分丧失劳动能力",
    }
    CAUSES = {"illness": "因病或者非因工", "work": "因工"}

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    level = models.CharField(max_length=12, choices=LEVELS.items())
    cause = models.CharField(max_length=12, choices=CAUSES.items())
    issuer = models.CharField(max_length=120)
    number = models.CharField(max_length=60)
    decided_on = models.DateField()
    file = models.ForeignKey("documents.File", models.PROTECT, related_name="+")
    case_number = models.CharField(max_length=40, default="", db_default="")
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "retirement_file_appraisal"
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "number"], name="retirement_file_appraisal_once"
            ),
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(issuer=""), name="retirement_file_appraisal_named"
            ),
        ]


class DeterminationSheet(models.Model):
    """The determination sheet (基本养老金核定表) of one award, as it was drawn, with the hash of its content. Append-only.

    `content` is what the person reads and signs. Basis: 社会保险经办条例 第十八条. Retention: permanent, with the award.
    """

    award = models.OneToOneField("pension.Award", models.PROTECT, related_name="+")
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    drawn_by = models.CharField(max_length=80)
    drawn_at = models.DateTimeField()

    class Meta:
        db_table = "retirement_file_sheet"
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="retirement_file_sheet_hash"
            )
        ]


class SheetAnswer(models.Model):
    """What the person said to the sheet: confirmed, or objected with a reason and the case it became. Append-only."""

    WORDS = {"confirmed": "本人确认", "objected": "本人有异议"}

    sheet = models.OneToOneField(DeterminationSheet, models.PROTECT, related_name="answer")
    word = models.CharField(max_length=12, choices=WORDS.items())
    reason = models.CharField(max_length=500, default="", db_default="")
    case_number = models.CharField(max_length=40, default="", db_default="")
    sha256 = models.CharField(max_length=64)
    said_by = models.CharField(max_length=80)
    said_at = models.DateTimeField()

    class Meta:
        db_table = "retirement_file_answer"
        constraints = [
            models.CheckConstraint(
                condition=~Q(word="objected") | ~Q(reason=""), name="retirement_file_answer_reason"
            )
        ]
