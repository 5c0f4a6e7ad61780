"""One person's way from one scheme into the other: which account joins which, how far the money is, and what counts then."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from renshe.foundation.fields import FenField

TO_EMPLOYEE = "resident_to_employee"
TO_RESIDENT = "employee_to_resident"


class Bridging(models.Model):
    """A bridging that was decided (制度衔接): the account left at once, another hand moves the money, then it arrives whole.

    `account_fen` is what left, `product_fen` its monthly product of the running year where it left the employee scheme
    (fen × months). `counted_months` count in the scheme that it leads to: never a resident month for an employee's pension.
    `double_months` are those of years paid here that the employee scheme has too. `facts` is what the law was asked, so
    that each amount is explained again. Basis: 人社部发〔2014〕17号 三至七. Purpose: one person, one account. Retention:
    permanent, with the account. `returning` and `returned`: found wrong after the money had moved (`BridgingReturn`).
    """

    DIRECTIONS = {TO_EMPLOYEE: "居民养老转入职工养老", TO_RESIDENT: "职工养老转入居民养老"}
    STATES = {
        "decided": "待划转资金",
        "moved": "已到账",
        "withdrawn": "已撤销",
        "returning": "有误，待划回资金",
        "returned": "有误，已划回",
    }
    GONE = ("withdrawn", "returned")
    """States of one that counts no more."""
    UNDER_WAY = ("decided", "returning")
    """States in which money is between the two funds."""

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    direction = models.CharField(max_length=24, choices=DIRECTIONS.items())
    place = models.CharField(max_length=12)
    case_number = models.CharField(max_length=64, unique=True)
    state = models.CharField(
        max_length=10, choices=STATES.items(), default="decided", db_default="decided"
    )
    account_fen = FenField()
    product_fen = FenField()
    counted_months = models.IntegerField()
    double_months = models.IntegerField()
    opened_participation = models.BooleanField(default=False, db_default=False)
    facts = models.JSONField()
    batch_id = models.BigIntegerField(null=True)
    decided_on = models.DateField()
    decided_by = models.CharField(max_length=80)
    decided_at = models.DateTimeField()
    settled_on = models.DateField(null=True)
    settled_by = models.CharField(max_length=80, null=True)
    bank_ref = models.CharField(max_length=80, null=True, unique=True)

    class Meta:
        db_table = "resident_bridging"
        indexes = [
            models.Index(
                fields=["decided_on"],
                condition=Q(state="decided"),
                name="resident_bridgings_waiting",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=~Q(state__in=["withdrawn", "returned"]), name="resident_bridging_once"
            ),
            models.CheckConstraint(
                condition=Q(direction__in=["resident_to_employee", "employee_to_resident"])
                & Q(account_fen__gt=0, counted_months__gte=0, double_months__gte=0),
                name="resident_bridging_shape",
            ),
            models.CheckConstraint(
                condition=Q(state="decided", settled_on__isnull=True)
                | Q(state__in=["moved", "returning", "returned"], settled_on__isnull=False, bank_ref__isnull=False)
                & ~Q(settled_by=F("decided_by"))
                | Q(state="withdrawn", settled_on__isnull=False),
                name="resident_bridging_two_people",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"bridging {self.pk}: {self.direction}"
