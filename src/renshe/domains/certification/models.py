"""Proofs of entitlement, comparisons with other bodies' files, what they found, and warnings."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Comparison(models.Model):
    """One file of another body compared with the people who draw a pension (数据比对), once for ever. Append-only.

    The file itself is not kept: `sha256` proves which one it was, `faults` names lines that could not be used (at most
    200, with their reason). `matched` counts people of the register, `pensioners` those of them with a pension in force,
    `passed` who was proved by it, `hits` what somebody has to check. Basis: 社会保险经办条例 第二十六条. Purpose:
    certification without asking the person first. Retention: permanent.
    """

    class Kind(models.TextChoices):
        DEATH = "death", "死亡信息"
        CUSTODY = "custody", "服刑羁押信息"
        MEDICAL_USE = "medical_use", "就医信息"
        OTHER_PENSION = "other_pension", "异地领取待遇信息"

    place = models.CharField(max_length=12)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.IntegerField()
    bad_rows = models.IntegerField()
    faults = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    matched = models.IntegerField()
    pensioners = models.IntegerField()
    passed = models.IntegerField()
    hits = models.IntegerField()
    compared_by = models.CharField(max_length=80)
    compared_at = models.DateTimeField()

    class Meta:
        db_table = "certification_comparison"
        constraints = [
            models.UniqueConstraint(
                fields=["place", "kind", "sha256"], name="certification_comparison_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["death", "custody", "medical_use", "other_pension"]),
                name="certification_comparison_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"comparison {self.pk}: {self.kind} {self.file_name}"


class Proof(models.Model):
    """One success: on `proved_on` it was shown that this person is alive and entitled. Append-only.

    `source` in the order in which they are tried: comparison, the person online, a counter, a home visit, abroad.
    `evidence` says what showed it, `reference` the case it came from. What turns out wrong gets a `ProofWithdrawal`.
    Deliberately absent: until when it holds, which is the law's answer. Basis: 社会保险经办条例 第二十六条. Purpose:
    paying only whom the law means. Retention: permanent, with the pension.
    """

    class Source(models.TextChoices):
        COMPARISON = "comparison", "数据比对"
        SELF_SERVICE = "self_service", "本人网上认证"
        COUNTER = "counter", "窗口认证"
        HOME_VISIT = "home_visit", "上门认证"
        ABROAD = "abroad", "境外认证"

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    proved_on = models.DateField()
    source = models.CharField(max_length=16, choices=Source.choices)
    evidence = models.CharField(max_length=255)
    comparison = models.ForeignKey(Comparison, models.PROTECT, null=True, related_name="proofs")
    reference = models.CharField(max_length=64, default="", db_default="")
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "certification_proof"
        indexes = [
            models.Index(fields=["person", "-proved_on"], name="certification_proofs_of"),
            models.Index(
                fields=["comparison"],
                condition=Q(comparison__isnull=False),
                name="certification_proofs_by",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    source__in=["comparison", "self_service", "counter", "home_visit", "abroad"]
                ),
                name="certification_proof_source",
            ),
            models.CheckConstraint(
                condition=Q(comparison__isnull=True) | Q(source="comparison"),
                name="certification_proof_of_comparison",
            ),
            models.CheckConstraint(
                condition=~Q(evidence=""), name="certification_proof_has_evidence"
            ),
        ]

    def __str__(self) -> str:
        return f"proof of {self.person_id} on {self.proved_on}"


class ProofWithdrawal(models.Model):
    """A proof that was wrong counts no more; who said so and why. Append-only, once for a proof. Retention: as the proof."""

    proof = models.OneToOneField(Proof, models.PROTECT, related_name="withdrawal")
    reason = models.CharField(max_length=255)
    withdrawn_by = models.CharField(max_length=80)
    withdrawn_at = models.DateTimeField()

    class Meta:
        db_table = "certification_proof_withdrawal"
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="certification_withdrawal_reason")
        ]

    def __str__(self) -> str:
        return f"withdrawal of proof {self.proof_id}"


class Hit(models.Model):
    """One pensioner whom a file names, to be checked by people before anything is stopped (疑点).

    `event_on` is the day that the file tells, `reported_name` the name in it. `found_on` is the day as checked (of a
    death the day itself, else the first day of the first month that is not due), found by one person and confirmed by
    another; `stage` of a custody as `pension.record_custody` takes it. The same person, kind and day is never asked
    again. Basis: 社会保险经办条例 第二十五、二十六条. Purpose: no payment after the end, no stop without a check.
    Retention: permanent.
    """

    STATES = {"open": "待核实", "confirmed": "已确认", "dismissed": "已排除"}

    comparison = models.ForeignKey(Comparison, models.PROTECT, related_name="found")
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=Comparison.Kind.choices)
    event_on = models.DateField()
    line_no = models.IntegerField()
    reported_name = models.CharField(max_length=128)
    name_matches = models.BooleanField()
    detail = models.CharField(max_length=255, default="", db_default="")
    state = models.CharField(
        max_length=12, choices=STATES.items(), default="open", db_default="open"
    )
    found_on = models.DateField(null=True)
    stage = models.CharField(max_length=16, default="", db_default="")
    finding = models.CharField(max_length=255, default="", db_default="")
    checked_by = models.CharField(max_length=80, null=True)
    checked_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=255, default="", db_default="")

    class Meta:
        db_table = "certification_hit"
        indexes = [
            models.Index(
                fields=["kind", "id"], condition=Q(state="open"), name="certification_hits_open"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "event_on"], name="certification_hit_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "confirmed", "dismissed"]),
                name="certification_hit_state",
            ),
            models.CheckConstraint(
                condition=Q(state="open") | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="certification_hit_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed")
                | (
                    Q(checked_by__isnull=False, found_on__isnull=False)
                    & ~Q(checked_by=F("decided_by"))
                ),
                name="certification_hit_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state="dismissed") | ~Q(reason=""),
                name="certification_hit_dismissed_why",
            ),
        ]

    def __str__(self) -> str:
        return f"hit {self.pk}: {self.kind} of {self.person_id}"


class DueWarning(models.Model):
    """Somebody was told that his proof ends on `due_on`; nobody is stopped without it. Append-only, once for a day.

    Purpose: notice before a payment is suspended. Retention: ten years.
    """

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    due_on = models.DateField()
    warned_on = models.DateField()
    told = models.BooleanField(help_text="有账号可以收到消息；没有的由社区联系")

    class Meta:
        db_table = "certification_due_warning"
        constraints = [
            models.UniqueConstraint(fields=["person", "due_on"], name="certification_warned_once")
        ]

    def __str__(self) -> str:
        return f"warning to {self.person_id} for {self.due_on}"
