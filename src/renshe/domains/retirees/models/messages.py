"""Messages between districts of one city about people who are handed over."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from renshe.domains.retirees.models.care import CareHandOver


class DistrictMessage(models.Model):
    """One message, ours or theirs, word for word: an id for life, so that said twice it is one.

    `body` of an offer names the person by number and name, because the other district keeps a register of its own; of an answer
    it holds the receipt or the reason. `handed_over_at` is when ours went to the line; `problem` says why theirs was not
    used. Basis: 社会保险经办条例 第九条; 个人信息保护法 第六条 (no more than the hand-over needs). Retention: as the care.
    """

    KINDS = ("offer", "receipt", "accepted", "refused", "withdrawn")

    message_id = models.CharField(max_length=64, unique=True)
    is_ours = models.BooleanField()
    kind = models.CharField(max_length=10)
    hand_over = models.ForeignKey(CareHandOver, models.PROTECT, null=True, related_name="messages")
    from_code = models.CharField(max_length=6)
    to_code = models.CharField(max_length=6)
    made_on = models.DateField()
    reference = models.CharField(max_length=64, db_index=True)
    body = models.JSONField()
    recorded_at = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True)
    escalated_on = models.DateField(null=True)
    problem = models.CharField(max_length=255, default="", db_default="", blank=True)

    class Meta:
        db_table = "retirees_district_message"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["offer", "receipt", "accepted", "refused", "withdrawn"]),
                name="retirees_message_kind",
            ),
            models.CheckConstraint(
                condition=Q(is_ours=False, handed_over_at__isnull=True) | Q(is_ours=True, problem=""),
                name="retirees_message_side",
            ),
            models.UniqueConstraint(
                fields=["reference", "kind", "is_ours"], condition=Q(problem=""), name="retirees_message_once_a_kind",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.message_id
