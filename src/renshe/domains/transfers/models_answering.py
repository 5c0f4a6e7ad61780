"""What is answered to a contact letter that this agency cannot follow: found so, proposed by one, sent by another."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

REASONS = {
    "person_unknown": (
        "本地没有此人的参保登记",
        "nobody of this name and number is registered here",
    ),
    "nothing_paid": ("在本地没有可以转出的缴费", "nothing was paid here that could move"),
    "still_insured": ("在本地仍在参保，还没有停保", "still insured here"),
    "months_disputed": ("缴费月份有争议，正在核查", "months are in dispute and being looked into"),
    "draws_pension": ("已经在本地领取基本养老金", "draws a pension here already"),
    "relation_gone": ("关系此前已经转出本省", "the relation has left this province before"),
    "letter_wrong": ("联系函有误或者重复", "the letter is wrong or was sent before"),
}
"""Why a letter is not followed, by the code that goes over the platform (ours: the platform's own were not seen)."""


class LetterAnswer(models.Model):
    """One contact letter of another province that is not followed, until two people have refused it.

    A letter that could not be used waits here from its first day with its own clock; one that opened a transfer comes here
    when somebody proposes a refusal, and keeps the transfer's clock. `taken`: it was followed after all. `returned_why` is
    why the second hand sent the proposal back. Basis: 国办发〔2009〕66号 八. Purpose: the other agency and the person learn
    why, in writing and in time. Retention: permanent.
    """

    STATES = {"open": "待答复", "proposed": "退回待复核", "refused": "已退回", "taken": "已受理"}

    letter = models.OneToOneField("TransferMessage", models.PROTECT, related_name="answer")
    transfer = models.OneToOneField("ProvincialTransfer", models.PROTECT, null=True, related_name="answer")  # fmt: skip
    place = models.CharField(max_length=12)
    state = models.CharField(max_length=10, choices=STATES.items())
    opened_on = models.DateField()
    due_on = models.DateField(null=True)
    escalated_on = models.DateField(null=True)
    reason = models.CharField(max_length=20, default="", db_default="")
    words = models.CharField(max_length=200, default="", db_default="")
    returned_why = models.CharField(max_length=200, default="", db_default="")
    proposed_by = models.CharField(max_length=80, default="", db_default="")
    proposed_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, default="", db_default="")
    decided_at = models.DateTimeField(null=True)
    confirmed_on = models.DateField(null=True)

    class Meta:
        db_table = "transfers_letter_answer"
        indexes = [models.Index(fields=["state", "due_on"], name="transfers_answers_by_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "proposed", "refused", "taken"]),
                name="transfers_answer_state",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["proposed", "refused"])
                | Q(reason__in=list(REASONS)) & ~Q(words="") & ~Q(proposed_by=""),
                name="transfers_answer_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused")
                | Q(decided_at__isnull=False) & ~Q(decided_by="") & ~Q(decided_by=F("proposed_by")),
                name="transfers_answer_two_people",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "proposed"], due_on__isnull=False)
                | Q(state__in=["refused", "taken"], due_on__isnull=True),
                name="transfers_answer_clock",
            ),
        ]

    def __str__(self) -> str:
        return f"answer to {self.letter_id}: {self.state}"
