"""The tables of telling people: the way that an account prefers, and each message that left the house."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

WAYS = ("sms", "email", "inbox")


class NoticeWay(models.Model):
    """How an account wants to hear of its notices beside the inbox; without a row it is the registered phone.

    `failed_at` says since when its e-mail address does not exist; it is not used again until it is named anew.
    Purpose: to reach people where they read. Retention: as long as the account.
    """

    account = models.CharField(max_length=64, unique=True)
    way = models.CharField(max_length=5)
    email = models.CharField(max_length=254, default="", db_default="")
    chosen_at = models.DateTimeField()
    failed_at = models.DateTimeField(null=True)
    failed_why = models.CharField(max_length=220, default="", db_default="")

    class Meta:
        app_label = "cases"
        db_table = "cases_notice_way"
        constraints = [
            models.CheckConstraint(condition=Q(way__in=WAYS), name="cases_notice_way_known"),
            models.CheckConstraint(
                condition=~Q(way="email") | ~Q(email=""), name="cases_notice_way_has_address"
            ),
        ]


class Delivery(models.Model):
    """One message handed to a gateway, as it read, and what came back; the address is kept masked.

    Purpose: to answer "did you tell me?". Retention: two years, as the notice.
    """

    notice = models.ForeignKey("cases.Notice", on_delete=models.PROTECT, related_name="deliveries")
    way = models.CharField(max_length=5)
    masked = models.CharField(max_length=254)
    words = models.TextField()
    at = models.DateTimeField()
    tries = models.SmallIntegerField(default=1, db_default=1)
    returned_at = models.DateTimeField(null=True)
    returned_why = models.CharField(max_length=220, default="", db_default="")

    class Meta:
        app_label = "cases"
        db_table = "cases_delivery"
        indexes = [models.Index(fields=["-at", "-id"], name="cases_deliveries_newest")]
        constraints = [
            models.UniqueConstraint(fields=["notice", "way"], name="cases_delivered_once_a_way"),
            models.CheckConstraint(
                condition=Q(way__in=("sms", "email")), name="cases_delivery_way_known"
            ),
        ]
