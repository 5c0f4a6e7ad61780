"""Projects that took land, the people in them, who owes and paid what, and what each of them has from it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from renshe.domains.expropriation.models_batch import BatchAward
from renshe.domains.expropriation.models_watch import (
    LandWatchMonth,
    ResidentMedicalYear,
    SchemeMonth,
)
from renshe.foundation.fields import FenField, MonthField

__all__ = [
    "GROUPS", "PAYERS", "SCHEMES", "BatchAward", "ExpropriationProject", "LandAccountEntry", "LandAllowance", "LandWatchMonth",
    "ListObjection", "ProjectMember", "ProjectReceipt", "ProjectShare", "ResidentMedicalYear", "SchemeMonth",
    "TownInsuranceRecord",
]  # fmt: skip
PAYERS = {
    "land_user": "用地单位",
    "government": "政府",
    "collective": "集体经济组织",
    "person": "个人",
}
GROUPS = {"minor": "未成年", "working": "劳动年龄", "old": "养老年龄"}
SCHEMES = {"employee_pension": "职工基本养老保险", "town_insurance": "小城镇社会保险"}


class ExpropriationProject(models.Model):
    """One approved expropriation of one village group's land (征地项目), by its approval number.

    `approved_on` is the day on which everybody's age counts. Areas are square metres. `cost_*_fen` is what one head of a
    group costs, `account_permille` and `reserve_permille` how a working head's cost is split, the rest is the pool's;
    `months_bought` are the months of `scheme` that a working head gets: all of it from the approval, which differs from
    project to project. States in `states.py`. Basis: 土地管理法 第四十八条; 沪府规〔2022〕3号. Purpose: no certificate
    before the money is in. Retention: permanent.
    """

    approval_number = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=120)
    place = models.CharField(max_length=12)
    village_group = models.CharField(max_length=80)
    approved_on = models.DateField()
    land_taken_m2 = models.BigIntegerField()
    land_group_m2 = models.BigIntegerField()
    land_group_people = models.IntegerField()
    quota = models.IntegerField()
    scheme = models.CharField(max_length=24, choices=SCHEMES.items())
    months_bought = models.IntegerField()
    cost_working_fen = FenField()
    cost_old_fen = FenField()
    one_off_minor_fen = FenField()
    account_permille = models.IntegerField()
    reserve_permille = models.IntegerField()
    state = models.CharField(max_length=12, default="listed", db_default="listed")
    public_from = models.DateField(null=True)
    public_to = models.DateField(null=True)
    street_confirmed_by = models.CharField(max_length=80, null=True)
    street_confirmed_at = models.DateTimeField(null=True)
    land_letter = models.CharField(max_length=80, null=True)
    land_confirmed_by = models.CharField(max_length=80, null=True)
    land_confirmed_at = models.DateTimeField(null=True)
    certificate = models.CharField(max_length=40, null=True, unique=True)
    certified_by = models.CharField(max_length=80, null=True)
    certified_on = models.DateField(null=True)
    settled_on = models.DateField(null=True)
    account_fen = FenField(null=True)
    pool_fen = FenField(null=True)
    reserve_fen = FenField(null=True)
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "expropriation_project"
        indexes = [
            models.Index(fields=["place", "-approved_on"], name="expropriation_project_place")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["listed", "public", "confirmed", "certified", "settled"]),
                name="expropriation_project_state",
            ),
            models.CheckConstraint(
                condition=Q(land_taken_m2__gt=0, land_group_m2__gt=0, land_group_people__gt=0)
                & Q(land_taken_m2__lte=F("land_group_m2")),
                name="expropriation_project_land",
            ),
            models.CheckConstraint(
                condition=Q(cost_working_fen__gte=0, cost_old_fen__gte=0, one_off_minor_fen__gte=0)
                & Q(account_permille__gte=0, reserve_permille__gte=0)
                & Q(account_permille__lte=1000 - F("reserve_permille")),
                name="expropriation_project_terms",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["listed", "public"])
                | Q(street_confirmed_by__isnull=False, land_confirmed_by__isnull=False)
                & ~Q(street_confirmed_by=F("land_confirmed_by")),
                name="expropriation_project_two_confirm",
            ),
            models.CheckConstraint(
                condition=Q(certificate__isnull=True)
                | Q(certified_by__isnull=False, certified_on__isnull=False)
                & ~Q(certified_by=F("street_confirmed_by")),
                name="expropriation_project_certifier",
            ),
        ]

    def __str__(self) -> str:
        return f"project {self.approval_number}"


class ProjectMember(models.Model):
    """One person on a project's list (征地人员名单), and what the law made of the age on the project's day.

    `facts` are what the law was asked with, so that the group is explained again at any time. Whoever was struck off
    stays with the day and the reason. A minor's share is paid by the land user with the compensation: `one_off_ref` is its
    receipt. Basis: 沪府规〔2022〕3号. Purpose: to insure the person. Retention: permanent.
    """

    project = models.ForeignKey(ExpropriationProject, models.PROTECT, related_name="members")
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    group = models.CharField(max_length=8, choices=GROUPS.items())
    age = models.IntegerField()
    facts = models.JSONField()
    one_off_ref = models.CharField(max_length=64, default="", db_default="")
    removed_on = models.DateField(null=True)
    removed_reason = models.CharField(max_length=255, default="", db_default="")
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "expropriation_member"
        indexes = [models.Index(fields=["person"], name="expropriation_member_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "person"], condition=Q(removed_on__isnull=True),
                name="expropriation_member_once",
            ),
            models.CheckConstraint(
                condition=Q(group__in=["minor", "working", "old"]), name="expropriation_member_group"
            ),
            models.CheckConstraint(
                condition=Q(removed_on__isnull=True) | ~Q(removed_reason=""),
                name="expropriation_member_removal_has_reason",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.person_id} in project {self.project_id}"


class ProjectShare(models.Model):
    """Who pays how much of a project's cost, until when; `amount_fen` once the list is confirmed. Retention: permanent."""

    project = models.ForeignKey(ExpropriationProject, models.PROTECT, related_name="shares")
    payer = models.CharField(max_length=12, choices=PAYERS.items())
    payer_name = models.CharField(max_length=120)
    permille = models.IntegerField()
    due_on = models.DateField()
    amount_fen = FenField(null=True)

    class Meta:
        db_table = "expropriation_share"
        constraints = [
            models.UniqueConstraint(fields=["project", "payer"], name="expropriation_share_once"),
            models.CheckConstraint(
                condition=Q(payer__in=["land_user", "government", "collective", "person"])
                & Q(permille__gt=0, permille__lte=1000),
                name="expropriation_share_is_a_share",
            ),
        ]

    def __str__(self) -> str:
        return f"share of {self.payer} in project {self.project_id}"


class ProjectReceipt(models.Model):
    """Money that came for one share, into the pre-deposit (预存款). Append-only; the bank's number comes once."""

    share = models.ForeignKey(ProjectShare, models.PROTECT, related_name="receipts")
    amount_fen = FenField()
    received_on = models.DateField()
    bank_ref = models.CharField(max_length=64, unique=True)
    accounting_month = MonthField()
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "expropriation_receipt"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0), name="expropriation_receipt_positive"
            )
        ]

    def __str__(self) -> str:
        return f"receipt {self.bank_ref}"


class LandAccountEntry(models.Model):
    """One movement of somebody's account in the land-security money: of a project, taken over, interest. Append-only.

    Fen, negative where money leaves. `interest_year` is the year whose interest it is. The balance is deliberately absent: it is
    the sum. Retention: permanent.
    """

    KINDS = {
        "taken_over": "旧系统迁入",
        "credit": "征地项目记入",
        "interest": "年度计息",
        "reversal": "冲正",
    }

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    project = models.ForeignKey(ExpropriationProject, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=12, choices=KINDS.items())
    amount_fen = FenField()
    interest_year = models.IntegerField(null=True)
    booked_on = models.DateField()
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "expropriation_account_entry"
        indexes = [models.Index(fields=["person", "booked_on"], name="expropriation_account_of")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["taken_over", "credit", "interest", "reversal"])
                & ~Q(amount_fen=0)
                & (Q(kind="interest") | Q(interest_year__isnull=True)),
                name="expropriation_account_kind",
            ),
            models.UniqueConstraint(
                fields=["person", "interest_year"], name="expropriation_interest_once_a_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount_fen} fen of {self.person_id}"


class ListObjection(models.Model):
    """An objection to a project's list while it is public (公示异议), answered before the list is confirmed."""

    STATES = {"open": "待答复", "upheld": "成立", "rejected": "不成立"}

    project = models.ForeignKey(ExpropriationProject, models.PROTECT, related_name="objections")
    person = models.ForeignKey("registry.Person", models.PROTECT, null=True, related_name="+")
    words = models.CharField(max_length=400)
    reference = models.CharField(max_length=64, default="", db_default="")
    raised_on = models.DateField()
    state = models.CharField(
        max_length=8, choices=STATES.items(), default="open", db_default="open"
    )
    answer = models.CharField(max_length=400, default="", db_default="")
    answered_by = models.CharField(max_length=80, null=True)
    answered_on = models.DateField(null=True)

    class Meta:
        db_table = "expropriation_objection"
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="expropriation_objection_says"),
            models.CheckConstraint(
                condition=Q(state="open") | Q(answered_on__isnull=False) & ~Q(answer=""),
                name="expropriation_objection_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"objection {self.pk} to project {self.project_id}"


class TownInsuranceRecord(models.Model):
    """Somebody's town insurance (镇保), closed to new entries in July 2011: months, account, and what became of it.

    `months` include service until 1992, `months_paid` were paid month by month. `carried_*` and `carried_facts` are what the
    law took along into the employee scheme. A drawing person's pension is an award of `pension`, not kept here.
    Basis: 沪府发〔2003〕65号. Retention: permanent.
    """

    STATES = {"kept": "保留", "drawing": "领取", "converted": "已转入职工养老保险"}

    person = models.OneToOneField("registry.Person", models.PROTECT, related_name="+")
    place = models.CharField(max_length=12)
    months = models.IntegerField()
    months_paid = models.IntegerField()
    account_fen = FenField()
    state = models.CharField(
        max_length=12, choices=STATES.items(), default="kept", db_default="kept"
    )
    carried_months = models.IntegerField(null=True)
    carried_fen = FenField(null=True)
    carried_facts = models.JSONField(null=True)
    converted_on = models.DateField(null=True)
    reference = models.CharField(max_length=64, default="", db_default="")
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "expropriation_town_record"
        constraints = [
            models.CheckConstraint(
                condition=Q(months__gte=F("months_paid"))
                & Q(months_paid__gte=0, account_fen__gte=0),
                name="expropriation_town_months",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["kept", "drawing"], converted_on__isnull=True)
                | Q(state="converted", converted_on__isnull=False, carried_fen__isnull=False),
                name="expropriation_town_state",
            ),
        ]

    def __str__(self) -> str:
        return f"town insurance of {self.person_id}"


class LandAllowance(models.Model):
    """Somebody of a project's old is entitled to the living allowance (征地养老生活费) from a month on.

    `amount_fen` is the standard when granted, as the law gave it for `facts`; what was added since is the adjustment of the
    award that pays it, and stands there. `ended_on` with its reason ends the entitlement. Basis: 沪府规〔2022〕3号.
    Retention: permanent, with the award.
    """

    member = models.OneToOneField(ProjectMember, models.PROTECT, related_name="allowance")
    starts_month = MonthField()
    amount_fen = FenField()
    elder_fen = FenField()
    facts = models.JSONField()
    determined_on = models.DateField()
    reference = models.CharField(max_length=64, default="", db_default="")
    ended_on = models.DateField(null=True)
    ended_reason = models.CharField(max_length=120, default="", db_default="")
    determined_by = models.CharField(max_length=80)
    determined_at = models.DateTimeField()

    class Meta:
        db_table = "expropriation_allowance"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0, elder_fen__gte=0),
                name="expropriation_allowance_amount",
            )
        ]

    def __str__(self) -> str:
        return f"allowance of member {self.member_id}"
