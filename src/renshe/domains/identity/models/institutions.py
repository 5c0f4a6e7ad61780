"""Institutions whose staff act for them within limits: a hospital, a bank, a school, a court, another authority."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from renshe.domains.identity.models.accounts import Account


class Institution(models.Model):
    """A body outside the bureau that may ask or tell it certain things about people, and nothing else.

    Purpose: staff of a court or hospital act in its name, within its purposes and its place, and never with borrowed
    passwords. Retention: for ever, ended and never deleted, because recorded requests name it. `account` is its own: cases are
    handed in and looks are recorded in its name; it has no password and no role, so nobody signs in with it. `purposes` are
    actions of `permissions.ACTIONS`; `place` is the division whose people it may ask about.
    """

    class Kind(models.TextChoices):
        HOSPITAL = "hospital", "医疗机构"
        BANK = "bank", "银行"
        SCHOOL = "school", "学校"
        COURT = "court", "人民法院"
        AUTHORITY = "authority", "其他行政机关"

    uscc = models.CharField(max_length=18)
    name = models.CharField(max_length=128)
    kind = models.CharField(max_length=9, choices=Kind.choices)
    place = models.CharField(max_length=12)
    purposes = models.JSONField()
    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="stands_for")
    registered_by = models.CharField(max_length=64)
    registered_at = models.DateTimeField()
    ended_by = models.CharField(max_length=64, default="", blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "identity_institution"
        constraints = [
            models.UniqueConstraint(
                fields=["uscc"],
                condition=Q(ended_at__isnull=True),
                name="identity_institution_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["hospital", "bank", "school", "court", "authority"]),
                name="identity_institution_kind",
            ),
            models.CheckConstraint(
                condition=Q(place="CN") | Q(place__regex=r"^([0-9]{6}|[0-9]{9}|[0-9]{12})$"),
                name="identity_institution_place",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """Somebody who acts for an institution: named by one of its administrators, admitted by another, ended at any time.

    Purpose: it is known at every time who acted for it, and on whose word. Retention: for ever. The role that opens the
    pages is given when a member is admitted; `purposes` narrows it to some of the institution's.
    """

    class State(models.TextChoices):
        INVITED = "invited", "待另一位管理员确认"
        ACTIVE = "active", "有效"
        ENDED = "ended", "已终止"

    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="memberships"
    )
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="memberships")
    state = models.CharField(max_length=7, choices=State.choices)
    purposes = models.JSONField()
    invited_by = models.CharField(max_length=64)
    invited_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=64, default="", blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=64, default="", blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "identity_membership"
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(state__in=["invited", "active"]),
                name="identity_membership_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(confirmed_by=F("invited_by")), name="identity_membership_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(state="active") | ~Q(confirmed_by=""),
                name="identity_membership_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} → {self.institution_id}"


class InstitutionRequest(models.Model):
    """What an institution asked or told about a person, on which basis, under which file of its own, and who did it.

    Purpose: no request without a basis in law; the person reads it, whoever answers for the institution can be found.
    Append-only. Retention: as the case, and three years at least (PIPL 56). `look` is the line in the person's own list.
    """

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="requests")
    purpose = models.CharField(max_length=32)
    case_number = models.CharField(max_length=32, unique=True)
    person_id = models.BigIntegerField(db_index=True)
    legal_basis = models.CharField(max_length=200)
    file_number = models.CharField(max_length=64)
    asked_by = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    look = models.ForeignKey("identity.Look", on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "identity_institution_request"
        indexes = [
            models.Index(fields=["institution", "-asked_at"], name="identity_requests_newest")
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(legal_basis="") & ~Q(file_number=""),
                name="identity_institution_request_basis",
            ),
        ]

    def __str__(self) -> str:
        return self.case_number
