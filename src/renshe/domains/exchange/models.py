"""The tables of exchange. Accounts are names; nothing here refers to another domain's rows."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from renshe.domains.exchange.states import DELIVERY_STATES


class KeptAnswer(models.Model):
    """What a writing request was answered under its idempotency key.

    Purpose: the same request again gets the same answer and does nothing twice. Holds what the answer held, which may be
    personal data of the caller's own records. Retention: until `until` (three days), then deleted by the daily sweep.
    `status` is 0 only inside the transaction that does the work.
    """

    client = models.CharField(max_length=96)
    key = models.CharField(max_length=200)
    request_sha256 = models.CharField(max_length=64)
    status = models.SmallIntegerField(default=0, db_default=0)
    body = models.BinaryField(default=b"")
    headers = models.JSONField(default=dict)
    kept_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        db_table = "exchange_kept_answer"
        indexes = [models.Index(fields=["until"], name="exchange_kept_until")]
        constraints = [
            models.UniqueConstraint(fields=["client", "key"], name="exchange_kept_once"),
            models.CheckConstraint(
                condition=Q(request_sha256__regex=r"^[0-9a-f]{64}$"), name="exchange_kept_sha256"
            ),
        ]


class RateCounter(models.Model):
    """How many requests a client sent in one window. Unlogged: nothing is lost with it but a minute's count.

    `window_start` is the window's beginning in seconds since 1970. Retention: an hour.
    """

    client = models.CharField(max_length=96)
    window_start = models.BigIntegerField()
    used = models.IntegerField()

    class Meta:
        db_table = "exchange_rate_counter"
        constraints = [
            models.UniqueConstraint(fields=["client", "window_start"], name="exchange_rate_once"),
        ]


class Subscription(models.Model):
    """An https address that wants to hear of events about the cases an account handed in.

    Purpose: to tell a subscriber's machine. Retention: two years after it was closed. The signing secret is not kept:
    it is derived from `salt`. `kinds` are the kinds of events, empty for all.
    """

    account = models.CharField(max_length=64)
    url = models.CharField(max_length=500)
    kinds = models.JSONField(default=list)
    note = models.CharField(max_length=200, default="", db_default="")
    salt = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "exchange_subscription"
        indexes = [
            models.Index(
                fields=["account"], condition=Q(closed_at__isnull=True), name="exchange_open_of"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(url__startswith="https://"), name="exchange_https_only"
            ),
        ]


class Delivery(models.Model):
    """One event on its way to one subscription: the exact bytes as text, and every attempt.

    `reference` says which event it is, the same for every subscription; a replay is a row of its own that names the first.
    `log` holds the attempts: at, status (0 where nobody answered), problem. Holds no personal data. Retention: ninety days.
    """

    subscription = models.ForeignKey(
        Subscription, on_delete=models.PROTECT, related_name="deliveries"
    )
    reference = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    body = models.TextField()
    made_at = models.DateTimeField()
    state = models.CharField(
        max_length=12, choices=[(code, zh) for code, (zh, _) in DELIVERY_STATES.items()]
    )
    attempts = models.SmallIntegerField(default=0, db_default=0)
    next_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    log = models.JSONField(default=list)
    replay_of = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="replays"
    )

    class Meta:
        db_table = "exchange_delivery"
        indexes = [
            models.Index(
                fields=["next_at"], condition=Q(state="waiting"), name="exchange_delivery_due"
            ),
            models.Index(fields=["subscription", "-id"], name="exchange_deliveries_of"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "reference"],
                condition=Q(replay_of__isnull=True),
                name="exchange_delivery_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(DELIVERY_STATES)), name="exchange_delivery_state"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", next_at__isnull=False, settled_at__isnull=True)
                | (~Q(state="waiting") & Q(next_at__isnull=True, settled_at__isnull=False)),
                name="exchange_delivery_moments",
            ),
        ]
