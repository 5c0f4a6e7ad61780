"""The tables of telling people: the way that an account prefers, and each message that left the house."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

WAYS = ("sms", "email", "inbox")


class NoticeWay(models.Model):
    """How an account wants to hear of its notices beside the inbox; without a row it is the registered phone.

    An e-mail address is used only once `confirmed_at` says when its owner typed in the code that was sent there; until then
    the phone or the inbox serves. `failed_at` says since when the address does not exist: it is confirmed anew before use.
    Purpose: to reach people where they read. Retention: as long as the account.
    """

    account = models.CharField(max_length=64, unique=True)
    way = models.CharField(max_length=5)
    email = models.CharField(max_length=254, default="", db_default="")
    chosen_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
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
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | ~Q(email=""),
                name="cases_notice_way_confirms_an_address",
            ),
        ]


class AddressCode(models.Model):
    """One code sent to an e-mail address, to prove that its owner reads what is sent there.

    `digest` holds for this account and address alone; `sealed` is the code itself, only until the mail system took it.
    `wrong` counts codes that did not match. Purpose: proving an address. Retention: a day.
    """

    account = models.CharField(max_length=64)
    address = models.CharField(max_length=254)
    digest = models.CharField(max_length=64)
    sealed = models.CharField(max_length=200, default="", db_default="")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    wrong = models.SmallIntegerField(default=0, db_default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "cases"
        db_table = "cases_address_code"
        indexes = [models.Index(fields=["account", "-made_at"], name="cases_address_code_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("made_at")), name="cases_address_code_expires"
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
