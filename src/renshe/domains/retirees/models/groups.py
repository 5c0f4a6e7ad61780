"""Mutual-help groups of retirees, who is in them, and what they did together."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class MutualHelpGroup(models.Model):
    """A group of retirees of a community who help each other or do something together. Retention: ten years after its end."""

    class Kind(models.TextChoices):
        HELP = "help", "互助"
        HEALTH = "health", "健身"
        CULTURE = "culture", "文艺"
        VOLUNTEER = "volunteer", "志愿服务"

    community = models.CharField(max_length=12)
    name = models.CharField(max_length=64)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    meets = models.CharField(max_length=120)
    leader = models.ForeignKey("registry.Person", models.PROTECT, null=True, related_name="+")
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    recorded_by = models.CharField(max_length=80)

    class Meta:
        db_table = "retirees_mutual_help_group"
        indexes = [models.Index(fields=["community"], name="retirees_groups_of")]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name"],
                condition=Q(ended_on__isnull=True),
                name="retirees_group_name_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["help", "health", "culture", "volunteer"]),
                name="retirees_group_kind",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="retirees_group_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"group {self.pk} of {self.community}"


class GroupMember(models.Model):
    """Somebody in a group, from a day to a day. `joined_by` tells whether the person joined himself. Retention: as the group."""

    group = models.ForeignKey(MutualHelpGroup, models.PROTECT, related_name="members")
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    joined_on = models.DateField()
    joined_by = models.CharField(max_length=80)
    left_on = models.DateField(null=True)

    class Meta:
        db_table = "retirees_group_member"
        indexes = [models.Index(fields=["person"], name="retirees_groups_joined")]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "person"],
                condition=Q(left_on__isnull=True),
                name="retirees_group_member_once",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")),
                name="retirees_group_member_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in group {self.group_id}"


class GroupActivity(models.Model):
    """A meeting or activity that was held. Append-only. Retention: as the group."""

    group = models.ForeignKey(MutualHelpGroup, models.PROTECT, related_name="activities")
    held_on = models.DateField()
    what = models.CharField(max_length=120)
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "retirees_group_activity"
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="retirees_activity_what"),
            models.UniqueConstraint(
                fields=["group", "held_on", "what"], name="retirees_activity_once"
            ),
        ]

    def __str__(self) -> str:
        return f"activity {self.pk} of group {self.group_id}"


class ActivityAttendance(models.Model):
    """A member who was there. Append-only. Retention: as the group."""

    activity = models.ForeignKey(GroupActivity, models.PROTECT, related_name="attended")
    member = models.ForeignKey(GroupMember, models.PROTECT, related_name="+")

    class Meta:
        db_table = "retirees_activity_attendance"
        constraints = [
            models.UniqueConstraint(fields=["activity", "member"], name="retirees_attended_once")
        ]

    def __str__(self) -> str:
        return f"{self.member_id} at {self.activity_id}"
