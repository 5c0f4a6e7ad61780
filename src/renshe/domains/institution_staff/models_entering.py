"""What is asked for the register: somebody to be entered, or service before the reform to be recognised, until two decided."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from renshe.foundation.fields import FenField, MonthField

POSTED = Q(from_month__isnull=False)
SERVED = Q(deemed_months__gt=0)


class StaffProposal(models.Model):
    """One person whom a body's clerk or the office wants entered (编制内登记), with service before the reform or that alone.

    `from_month` is null for somebody who is on the register already: then only the service is asked. `deemed_months` is 0
    where there is none. Index and percentage are ten-thousandths, wage items those of September 2014 (fen). The steps are
    columns of their own; what was asked is never rewritten: a wrong one is refused and asked again, and one that stands is
    undone by two people while nothing rests on it (`undoing.py`).
    Basis: 国发〔2015〕2号 二、四. Purpose: two people decide on what the old method is counted from. Retention: permanent.
    """

    STATES = {
        "asked": "待审核", "recognised": "待复核", "done": "已登记", "refused": "未通过", "undo_asked": "撤销待复核",
        "undone": "已撤销",
    }  # fmt: skip

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    employer = models.ForeignKey("registry.Employer", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    post = models.CharField(max_length=60)
    rank = models.CharField(max_length=60)
    hired_on = models.DateField()
    from_month = MonthField(null=True)
    deemed_months = models.SmallIntegerField(default=0)
    deemed_index = models.IntegerField(default=0)
    basic_wage_fen = FenField(default=0)
    old_method_percent = models.IntegerField(default=0)
    living_subsidy_fen = FenField(default=0)
    added_pay_fen = FenField(default=0)
    hardship_fen = FenField(default=0)
    basis = models.CharField(max_length=255)
    file_name = models.CharField(max_length=200, default="", db_default="")
    state = models.CharField(max_length=12, choices=STATES.items())
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    recognised_by = models.CharField(max_length=80, default="", db_default="")
    recognised_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, default="", db_default="")
    decided_at = models.DateTimeField(null=True)
    refused_why = models.CharField(max_length=255, default="", db_default="")
    undo_why = models.CharField(max_length=255, default="", db_default="")
    undo_asked_by = models.CharField(max_length=80, default="", db_default="")
    undo_asked_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=80, default="", db_default="")
    undone_at = models.DateTimeField(null=True)
    member = models.OneToOneField("StaffMember", models.PROTECT, null=True, related_name="proposal")
    service = models.OneToOneField("ServiceBefore", models.PROTECT, null=True, related_name="proposal")  # fmt: skip

    class Meta:
        db_table = "institution_staff_proposal"
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=["asked", "recognised"]),
                name="institution_proposal_one_open",
            ),
            models.CheckConstraint(
                condition=POSTED | SERVED, name="institution_proposal_asks_something"
            ),
            models.CheckConstraint(
                condition=Q(deemed_months=0, deemed_index=0, basic_wage_fen=0, old_method_percent=0)
                | Q(
                    deemed_months__gt=0,
                    deemed_months__lte=480,
                    deemed_index__gt=0,
                    basic_wage_fen__gt=0,
                    old_method_percent__gt=0,
                ),
                name="institution_proposal_service_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["recognised", "done"]) | ~Q(recognised_by=""),
                name="institution_proposal_recognised",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["done", "refused"]) | ~Q(decided_by=""),
                name="institution_proposal_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(recognised_by=F("decided_by")),
                name="institution_proposal_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(member__isnull=False) | Q(service__isnull=False),
                name="institution_proposal_done",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(refused_why=""),
                name="institution_proposal_refused_why",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["undo_asked", "undone"])
                | ~Q(undo_why="") & ~Q(undo_asked_by="") & Q(undo_asked_at__isnull=False),
                name="institution_proposal_undo_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="undone")
                | ~Q(undone_by="") & Q(undone_at__isnull=False) & ~Q(undone_by=F("undo_asked_by")),
                name="institution_proposal_undo_two_people",
            ),
        ]
        indexes = [models.Index(fields=["employer", "state"], name="institution_proposals_of")]  # fmt: skip

    def __str__(self) -> str:
        return f"proposal {self.pk} of {self.person_id}: {self.state}"


class ServiceWithdrawn(models.Model):
    """What was recognised of service before the reform was wrong and does not count from a day on. Append-only.

    The row of what was recognised stays: who looks back sees both. Basis: 社会保险经办条例 46. Retention: permanent.
    """

    service = models.OneToOneField("ServiceBefore", models.PROTECT, related_name="withdrawn")
    why = models.CharField(max_length=255)
    asked_by = models.CharField(max_length=80)
    reviewed_by = models.CharField(max_length=80)
    known_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "institution_staff_service_withdrawn"
        constraints = [
            models.CheckConstraint(
                condition=~Q(why="") & ~Q(asked_by=F("reviewed_by")),
                name="institution_withdrawn_two_people",
            )
        ]

    def __str__(self) -> str:
        return f"withdrawn: service {self.service_id}"
