"""A teller's day at a counter: what he took, counted and handed over (窗口收费日结)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from renshe.foundation.fields import FenField


class TellerDay(models.Model):
    """One teller's day, closed once: the payments taken and their sum, what was counted, the bank's slip, who took it over.

    `total_fen` is the sum of the day's payments when it was closed, and the counted money is the same or the day stays open.
    Nobody takes his own money over. Basis: 社会保险经办条例 37; 财社〔2017〕144号 40. Purpose: money of a counter leaves it the
    same day. Retention: fifteen years, with the vouchers (会计档案管理办法).
    """

    teller = models.CharField(max_length=80)
    place = models.CharField(max_length=12)
    day = models.DateField()
    payments = models.IntegerField()
    total_fen = FenField()
    slip_ref = models.CharField(max_length=80, unique=True)
    closed_at = models.DateTimeField()
    received_by = models.CharField(max_length=80, null=True)
    received_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "resident_teller_day"
        constraints = [
            models.UniqueConstraint(fields=["teller", "day"], name="resident_teller_day_once"),
            models.CheckConstraint(
                condition=Q(payments__gt=0, total_fen__gt=0), name="resident_teller_day_something"
            ),
            models.CheckConstraint(
                condition=Q(received_by__isnull=True, received_at__isnull=True)
                | Q(received_by__isnull=False, received_at__isnull=False)
                & ~Q(received_by=F("teller")),
                name="resident_teller_day_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.teller}'s day {self.day}"
