"""What a death gives to the family: the funeral grant and the survivors' grant, once."""

from django.db import models
from django.db.models import F, Q


class SurvivorsBenefit(models.Model):
    """One grant to survivors (丧葬补助金和抚恤金) after one death: to whom, how much by law, and whether it was paid.

    `total_fen` is what is paid; below five years of contributions it may be less than the two grants together. Money, facts
    and receipt are never rewritten: a wrong grant is cancelled before it was paid, and granted anew. The account may change
    while no batch holds it. `paid_reference` is the instruction that the bank paid (`OneOffLine`).
    Deliberately absent: the account balance, which is inherited and no benefit (社会保险法 第十四条).
    Basis: 社会保险法 第十七条; 人社部发〔2021〕18号. Purpose: paying the survivors; the account number is masked on screen.
    Retention: permanent.
    """

    RELATIONS = {
        "spouse": "配偶",
        "child": "子女",
        "parent": "父母",
        "other": "其他继承人",
    }

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    claimant = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    relation = models.CharField(max_length=12, choices=RELATIONS.items())
    case_number = models.CharField(max_length=40, unique=True)
    bank_code = models.CharField(max_length=14)
    account_number = models.CharField(max_length=34)
    account_name = models.CharField(max_length=120)
    funeral_fen = models.BigIntegerField()
    grant_fen = models.BigIntegerField()
    total_fen = models.BigIntegerField()
    place = models.CharField(max_length=12)
    facts = models.JSONField()
    receipt = models.JSONField()
    determined_by = models.CharField(max_length=80)
    reviewed_by = models.CharField(max_length=80)
    approved_by = models.CharField(max_length=80)
    granted_at = models.DateTimeField()
    accounting_month = models.IntegerField()
    cancelled_on = models.DateField(null=True)
    paid_on = models.DateField(null=True)
    paid_reference = models.CharField(max_length=80, null=True, unique=True)

    class Meta:
        db_table = "pension_survivors_benefit"
        constraints = [
            models.UniqueConstraint(
                name="pension_survivors_benefit_once",
                fields=["person"],
                condition=Q(cancelled_on__isnull=True),
            ),
            models.CheckConstraint(
                name="pension_survivors_benefit_amounts",
                condition=Q(funeral_fen__gte=0, grant_fen__gte=0, total_fen__gt=0)
                & Q(total_fen__lte=F("funeral_fen") + F("grant_fen")),
            ),
            models.CheckConstraint(
                name="pension_survivors_benefit_three_people",
                condition=~Q(determined_by=F("reviewed_by"))
                & ~Q(approved_by=F("reviewed_by"))
                & ~Q(approved_by=F("determined_by")),
            ),
            models.CheckConstraint(
                name="pension_survivors_benefit_paid_or_cancelled",
                condition=Q(cancelled_on__isnull=True) | Q(paid_on__isnull=True),
            ),
            models.CheckConstraint(
                name="pension_survivors_benefit_paid_with_reference",
                condition=Q(paid_on__isnull=True, paid_reference__isnull=True)
                | Q(paid_on__isnull=False, paid_reference__isnull=False),
            ),
            models.CheckConstraint(
                name="pension_survivors_benefit_relation",
                condition=Q(relation__in=["spouse", "child", "parent", "other"]),
            ),
        ]
