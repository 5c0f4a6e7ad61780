"""The register: which community looks after whom, hand-overs, people who live elsewhere, the rate of each month."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

COMMUNITY = r"^[0-9]{12}$"
PLACE = r"^([0-9]{6}|[0-9]{9}|[0-9]{12})$"


class CommunityStation(models.Model):
    """Where retirees of a community go and whom they call: the worker's name as it is shown, the number and the hours.

    Purpose: a telephone number of a person on every page. Retention: while the station exists.
    """

    community = models.CharField(max_length=12, unique=True)
    worker = models.CharField(max_length=64)
    phone = models.CharField(max_length=32)
    address = models.CharField(max_length=255)
    hours = models.CharField(max_length=64)

    class Meta:
        db_table = "retirees_community_station"
        constraints = [
            models.CheckConstraint(
                condition=Q(community__regex=COMMUNITY), name="retirees_station_community"
            ),
            models.CheckConstraint(
                condition=~Q(worker="") & ~Q(phone=""), name="retirees_station_reached"
            ),
        ]

    def __str__(self) -> str:
        return f"station of {self.community}"


class RetireeCare(models.Model):
    """A community looks after one retiree from a day on (社会化管理). Only its end is ever written into it.

    `source` says how it is known. At most one is open for a person. Basis: 社会保险法 第八条; the four
    levels are the city's own order (owner-default). Purpose: services by residence. Retention: as the pension's.
    """

    class Source(models.TextChoices):
        TAKEN_OVER = "taken_over", "旧系统迁入"
        NEWLY_RETIRED = "newly_retired", "新退休移交"
        MOVED = "moved", "搬迁转入"
        CORRECTION = "correction", "更正"

    class End(models.TextChoices):
        HANDED_OVER = "handed_over", "转到其他社区"
        DIED = "died", "去世"
        PENSION_ENDED = "pension_ended", "不再领取养老金"
        LEFT = "left", "异地居住"

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    community = models.CharField(max_length=12)
    from_on = models.DateField()
    source = models.CharField(max_length=16, choices=Source.choices)
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()
    until_on = models.DateField(null=True)
    end = models.CharField(max_length=16, choices=End.choices, default="", db_default="")
    ended_by = models.CharField(max_length=80, default="", db_default="")

    class Meta:
        db_table = "retirees_care"
        indexes = [
            models.Index(
                fields=["community", "person"],
                condition=Q(until_on__isnull=True),
                name="retirees_care_of",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(until_on__isnull=True), name="retirees_care_one_open"
            ),
            models.CheckConstraint(
                condition=Q(community__regex=COMMUNITY), name="retirees_care_community"
            ),
            models.CheckConstraint(
                condition=Q(source__in=["taken_over", "newly_retired", "moved", "correction"]),
                name="retirees_care_source",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True, end="")
                | Q(
                    until_on__gte=F("from_on"),
                    end__in=["handed_over", "died", "pension_ended", "left"],
                ),
                name="retirees_care_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community} looks after {self.person_id}"


class CareHandOver(models.Model):
    """One retiree offered to a community: by the employer on retirement, by another community after a move.

    `list_no` groups what came together. `to_place` is a community, or a street or district where the register knows no
    more: then whoever accepts names the community. Returned ones are offered again by the street. Purpose: nobody falls
    between two places. Retention: as the care.
    """

    STATES = {"offered": "待接收", "accepted": "已接收", "returned": "已退回", "void": "已失效"}
    WHY = {"newly_retired": "新退休", "moved": "搬迁", "correction": "更正"}

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    from_employer = models.ForeignKey(
        "registry.Employer", models.PROTECT, null=True, related_name="+"
    )
    from_community = models.CharField(max_length=12, default="", db_default="")
    to_place = models.CharField(max_length=12)
    why = models.CharField(max_length=16, choices=WHY.items())
    list_no = models.CharField(max_length=48)
    offered_on = models.DateField()
    offered_by = models.CharField(max_length=80)
    state = models.CharField(
        max_length=12, choices=STATES.items(), default="offered", db_default="offered"
    )
    decided_on = models.DateField(null=True)
    decided_by = models.CharField(max_length=80, default="", db_default="")
    reason = models.CharField(max_length=255, default="", db_default="")

    class Meta:
        db_table = "retirees_care_hand_over"
        indexes = [
            models.Index(
                fields=["to_place", "list_no"],
                condition=Q(state__in=["offered", "returned"]),
                name="retirees_hand_over_open",
            ),
            models.Index(fields=["person", "-offered_on"], name="retirees_hand_over_of"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=["offered", "returned"]),
                name="retirees_hand_over_one_open",
            ),
            models.CheckConstraint(
                condition=Q(to_place__regex=PLACE), name="retirees_hand_over_place"
            ),
            models.CheckConstraint(
                condition=Q(why__in=["newly_retired", "moved", "correction"]),
                name="retirees_hand_over_why",
            ),
            models.CheckConstraint(
                condition=Q(state="offered") | Q(decided_on__isnull=False),
                name="retirees_hand_over_decided",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["offered", "accepted"])
                | Q(state__in=["returned", "void"]) & ~Q(reason=""),
                name="retirees_hand_over_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"hand-over of {self.person_id} to {self.to_place}"


class RemoteResidence(models.Model):
    """A retiree lives in another province or abroad, and how the right to the pension is proved from there.

    `where` is the division's code, or the country in words where `abroad`. At most one is open for a person. Basis:
    人社厅发〔2018〕107号; 社会保险经办条例 第二十六条. Purpose: services and certification from afar. Retention: as the care.
    """

    class Way(models.TextChoices):
        SELF_SERVICE = "self_service", "本人网上认证"
        LOCAL_AGENCY = "local_agency", "居住地经办机构协助认证"
        CONSULATE = "consulate", "驻外使领馆或公证机构出具证明"

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    abroad = models.BooleanField()
    where = models.CharField(max_length=64)
    way = models.CharField(max_length=16, choices=Way.choices)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    reference = models.CharField(max_length=64, default="", db_default="")
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "retirees_remote_residence"
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(until_on__isnull=True),
                name="retirees_remote_one_open",
            ),
            models.CheckConstraint(
                condition=Q(way__in=["self_service", "local_agency", "consulate"]),
                name="retirees_remote_way",
            ),
            models.CheckConstraint(condition=~Q(where=""), name="retirees_remote_where"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="retirees_remote_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} lives in {self.where}"


class CareRateMonth(models.Model):
    """At the end of a month: how many retirees of the employees' scheme live at a place, and how many of them a community
    looks after. Append-only, once for a month and place; retirees who live elsewhere are not counted. Retention: permanent.
    """

    month = models.IntegerField()
    place = models.CharField(max_length=12)
    retirees = models.IntegerField()
    cared = models.IntegerField()

    class Meta:
        db_table = "retirees_care_rate_month"
        constraints = [
            models.UniqueConstraint(fields=["month", "place"], name="retirees_rate_once"),
            models.CheckConstraint(
                condition=Q(cared__gte=0) & Q(cared__lte=F("retirees")), name="retirees_rate_part"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.month}: {self.cared} of {self.retirees}"
