"""Months that another scheme brings into the career: carried over, or bought for somebody, without months of their own here."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from renshe.foundation.fields import FenField, MonthField


class CountedMonth(models.Model):
    """One month of the career that a case or a project brought (折算、购买的缴费月份). Append-only.

    `base_fen` is the base at which the law counts it; nothing of it is an account's, whose money came as one amount. A month
    that is paid for besides counts as paid, and this row adds nothing. `reference` names the case or project. Basis:
    社会保险法 第九十六条. Purpose: the career. Retention: for life and beyond, as rights rest on it.
    """

    SOURCES = {"town_insurance": "镇保转入", "expropriation": "征地购买"}

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    period = MonthField()
    base_fen = FenField()
    source = models.CharField(max_length=16, choices=SOURCES.items())
    reference = models.CharField(max_length=64)
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "contributions_counted_month"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "period"], name="contributions_counted_month_once"
            ),
            models.CheckConstraint(
                condition=Q(base_fen__gt=0)
                & Q(source__in=["town_insurance", "expropriation"])
                & ~Q(reference=""),
                name="contributions_counted_month_says",
            ),
        ]

    def __str__(self) -> str:
        return f"month {self.period} counted for {self.person_id}"
