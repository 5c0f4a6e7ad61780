"""Places, people and employers, and the history of their key fields."""

from __future__ import annotations

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q

from renshe.foundation.fields import MonthField

PLACE_CODE = r"^([0-9]{6}|[0-9]{9}|[0-9]{12})$"


class Place(models.Model):
    """A division, from province down to community (社区/村).

    Codes are GB/T 2260 (six digits) down to the district, nine digits for a street or town and
    twelve for a community, so a division's code begins with its parent's. `source` says for each
    row where its name is from and whether it is real or generated for the demonstration.
    """

    class Level(models.TextChoices):
        PROVINCE = "province", "省级"
        CITY = "city", "地级"
        DISTRICT = "district", "县级"
        STREET = "street", "乡级（街道、镇）"
        COMMUNITY = "community", "社区、村"

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=64)
    level = models.CharField(max_length=16, choices=Level.choices)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    source = models.CharField(max_length=255)

    class Meta:
        db_table = "registry_place"
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=PLACE_CODE), name="registry_place_code"),
            models.CheckConstraint(
                condition=Q(level__in=["province", "city", "district", "street", "community"]),
                name="registry_place_level",
            ),
            models.CheckConstraint(
                condition=Q(level="province") | Q(parent__isnull=False),
                name="registry_place_parent_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Person(models.Model):
    """One human being, known by the id number and never by the name.

    Purpose: to insure, pay and serve this person. Retention: for life and thirty years after the
    last benefit of a survivor. Masked by default wherever shown: name, id number, address, phone.
    `id_number` is the number of the document, for a passport the 18-character social security number
    made of it. `birth_on` is the birth date of the id document; `birth_on_file` the earliest record in the
    personal file where it differs, which decides retirement (劳社部发〔1999〕8号 二(二)). A
    duplicate that was merged keeps its row, so that no ledger row is rewritten; `PersonAlias` leads
    from it to the survivor. Places are codes, not keys: a household may be registered anywhere in
    the country.
    """

    class IdKind(models.TextChoices):
        RESIDENT_ID = "resident_id", "居民身份证"
        FOREIGN_PERMIT = "foreign_permit", "外国人永久居留身份证"
        HMT_PERMIT = "hmt_permit", "港澳台居民居住证"
        PASSPORT = "passport", "外国护照"

    class Sex(models.TextChoices):
        MALE = "M", "男"
        FEMALE = "F", "女"

    class RetirementCategory(models.TextChoices):
        MAN_60 = "M60", "男职工（原法定退休年龄60周岁）"
        WOMAN_55 = "F55", "女职工（原法定退休年龄55周岁）"
        WOMAN_50 = "F50", "女职工（原法定退休年龄50周岁）"

    id_kind = models.CharField(max_length=16, choices=IdKind.choices)
    id_number = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=128)
    sex = models.CharField(max_length=1, choices=Sex.choices)
    birth_on = models.DateField()
    birth_on_file = models.DateField(null=True, blank=True)
    ethnic_code = models.CharField(max_length=2)
    household_place = models.CharField(max_length=12)
    residence_place = models.CharField(max_length=12)
    address = models.CharField(max_length=255, blank=True, default="")
    phone = models.CharField(max_length=32, blank=True, default="")
    died_on = models.DateField(null=True, blank=True)
    death_known_on = models.DateField(null=True, blank=True)
    work_started_month = MonthField(null=True, blank=True)
    retirement_category = models.CharField(max_length=3, choices=RetirementCategory.choices)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "registry_person"
        indexes = [
            models.Index(
                OpClass(F("name"), name="varchar_pattern_ops"), name="registry_person_name_prefix"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    id_kind__in=["resident_id", "foreign_permit", "hmt_permit", "passport"]
                ),
                name="registry_person_id_kind",
            ),
            models.CheckConstraint(
                condition=Q(id_number__regex=r"^[0-9A-Z]{15,18}$"),
                name="registry_person_id_number",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="registry_person_name_given"),
            models.CheckConstraint(condition=Q(sex__in=["M", "F"]), name="registry_person_sex"),
            models.CheckConstraint(
                condition=Q(died_on__isnull=True) | Q(died_on__gte=F("birth_on")),
                name="registry_person_died_after_birth",
            ),
            models.CheckConstraint(
                condition=Q(died_on__isnull=True, death_known_on__isnull=True)
                | Q(
                    died_on__isnull=False,
                    death_known_on__isnull=False,
                    death_known_on__gte=F("died_on"),
                ),
                name="registry_person_death_known",
            ),
            models.CheckConstraint(
                condition=Q(sex="M", retirement_category="M60")
                | Q(sex="F", retirement_category__in=["F55", "F50"]),
                name="registry_person_retirement_category",
            ),
            models.CheckConstraint(
                condition=Q(household_place__regex=PLACE_CODE)
                & Q(residence_place__regex=PLACE_CODE),
                name="registry_person_places",
            ),
        ]

    def __str__(self) -> str:
        return f"person {self.pk}"


class PersonAlias(models.Model):
    """A duplicate that was merged into a survivor, and, once undone, a merge that was split again.

    Purpose: one person, one record, without rewriting books. Retention: as the person's. At most
    one merge of a duplicate is in force; an undone one stays as history. `person` is whoever stands
    for the duplicate now, so that one step leads there however often survivors were merged on;
    `merged_into` is whom it was merged into at the time, from which a split restores the rest.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="aliases")
    merged_id = models.BigIntegerField()
    merged_into = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    id_number = models.CharField(max_length=32, null=True, blank=True)
    reason = models.TextField()
    evidence_file = models.ForeignKey(
        "documents.File", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    merged_by = models.CharField(max_length=200)
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "registry_person_alias"
        indexes = [models.Index(fields=["id_number"], name="registry_person_alias_number")]
        constraints = [
            models.UniqueConstraint(
                fields=["merged_id"],
                condition=Q(undone_at__isnull=True),
                name="registry_person_alias_once",
            ),
            models.CheckConstraint(
                condition=~Q(merged_id=F("person")), name="registry_person_alias_not_itself"
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(undone_at__gte=F("merged_at")),
                name="registry_person_alias_times",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} → {self.person_id}"


class PersonChange(models.Model):
    """One change of a key field: what it was, what it is, why, on which evidence, and when it
    became known.

    Purpose: to reconstruct what was known on any day. Retention: as the person's. Append-only in
    the database. Dates and months are kept as text in ISO form, so that every field shares two
    columns.
    """

    class Field(models.TextChoices):
        NAME = "name", "姓名"
        ID_NUMBER = "id_number", "证件号码"
        ID_KIND = "id_kind", "证件类型"
        SEX = "sex", "性别"
        BIRTH_ON = "birth_on", "出生日期（证件）"
        BIRTH_ON_FILE = "birth_on_file", "出生日期（档案）"
        WORK_STARTED_MONTH = "work_started_month", "参加工作时间"
        RETIREMENT_CATEGORY = "retirement_category", "退休类别"
        DIED_ON = "died_on", "死亡日期"
        HOUSEHOLD_PLACE = "household_place", "户籍地"
        RESIDENCE_PLACE = "residence_place", "居住地"
        ADDRESS = "address", "地址"
        PHONE = "phone", "电话"
        ETHNIC_CODE = "ethnic_code", "民族"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="changes")
    field = models.CharField(max_length=32, choices=Field.choices)
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)
    reason = models.TextField()
    evidence_file = models.ForeignKey(
        "documents.File", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    changed_by = models.CharField(max_length=200)
    changed_at = models.DateTimeField()
    known_on = models.DateField()

    class Meta:
        db_table = "registry_person_change"
        constraints = [
            models.CheckConstraint(
                condition=~Q(
                    field__in=[
                        "name",
                        "id_number",
                        "sex",
                        "birth_on",
                        "birth_on_file",
                        "work_started_month",
                        "retirement_category",
                    ]
                )
                | Q(evidence_file__isnull=False),
                name="registry_person_change_evidence",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="registry_person_change_reason_given"
            ),
        ]

    def __str__(self) -> str:
        return f"person {self.person_id} {self.field}"


class Employer(models.Model):
    """One unit that insures people: an enterprise, an institution, a sole trader, or a pool of
    flexible workers.

    Known by the unified social credit code. `injury_rate_class` is the industry class of the work
    injury rate, 1 to 8 (人社部发〔2015〕71号). A closed unit may have a successor, to which arrears
    and employees follow. `place` is the division whose bureau insures it. Retention: for ever.
    """

    class Kind(models.TextChoices):
        ENTERPRISE = "enterprise", "企业"
        INSTITUTION = "institution", "事业单位"
        GOVERNMENT = "government", "机关"
        INDIVIDUAL = "individual", "个体工商户"
        FLEXIBLE_POOL = "flexible_pool", "灵活就业代办"

    class SizeClass(models.TextChoices):
        LARGE = "large", "大型"
        MEDIUM = "medium", "中型"
        SMALL = "small", "小型"
        MICRO = "micro", "微型"

    uscc = models.CharField(max_length=18, unique=True)
    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    industry_code = models.CharField(max_length=1)
    size_class = models.CharField(max_length=8, choices=SizeClass.choices)
    injury_rate_class = models.SmallIntegerField()
    place = models.CharField(max_length=12)
    registered_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    successor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors"
    )

    class Meta:
        db_table = "registry_employer"
        indexes = [
            models.Index(
                OpClass(F("name"), name="varchar_pattern_ops"), name="registry_employer_name_prefix"
            ),
            models.Index(fields=["place"], name="registry_employer_place"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(uscc__regex=r"^[0-9A-HJ-NP-RTUW-Y]{18}$"), name="registry_employer_uscc"
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "enterprise",
                        "institution",
                        "government",
                        "individual",
                        "flexible_pool",
                    ]
                ),
                name="registry_employer_kind",
            ),
            models.CheckConstraint(
                condition=Q(size_class__in=["large", "medium", "small", "micro"]),
                name="registry_employer_size_class",
            ),
            models.CheckConstraint(
                condition=Q(industry_code__regex=r"^[A-T]$"), name="registry_employer_industry"
            ),
            models.CheckConstraint(
                condition=Q(injury_rate_class__gte=1) & Q(injury_rate_class__lte=8),
                name="registry_employer_injury_rate_class",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("registered_on")),
                name="registry_employer_dates",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True)
                | (Q(closed_on__isnull=False) & ~Q(successor=F("id"))),
                name="registry_employer_successor",
            ),
            models.CheckConstraint(
                condition=Q(place__regex=PLACE_CODE), name="registry_employer_place_code"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uscc} {self.name}"


class EmployerChange(models.Model):
    """One change of a unit's field, as `PersonChange` is for a person. Append-only."""

    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="changes")
    field = models.CharField(max_length=32)
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)
    reason = models.TextField()
    evidence_file = models.ForeignKey(
        "documents.File", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    changed_by = models.CharField(max_length=200)
    changed_at = models.DateTimeField()
    known_on = models.DateField()

    class Meta:
        db_table = "registry_employer_change"
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="registry_employer_change_reason_given"
            ),
        ]

    def __str__(self) -> str:
        return f"employer {self.employer_id} {self.field}"
