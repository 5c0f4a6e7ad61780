"""The one table about party membership: sealed, consented to, kept for a time, and erased."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class PartyMark(models.Model):
    """A retiree's party organisation as he himself gave it, so that its branch can invite him. Sensitive.

    `sealed` is the branch, encrypted with the installation's key; no other table, list, search, export or operation holds
    or reads it. `consent` is "online" where he gave it himself, else the number of the signed paper, which the community
    keeps. It is erased with the consent's withdrawal and once `keep_until` is over: this is the only table here of which
    rows are deleted. Basis: 个人信息保护法 第六、十五、二十八、二十九、四十七条. Retention:
    two years from the consent (owner-default), then asked for again.
    """

    person = models.OneToOneField("registry.Person", models.PROTECT, related_name="+")
    sealed = models.TextField()
    consent = models.CharField(max_length=64)
    consented_on = models.DateField()
    keep_until = models.DateField()
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "retirees_party_mark"
        constraints = [
            models.CheckConstraint(
                condition=~Q(sealed="") & ~Q(consent=""), name="retirees_party_sealed"
            ),
            models.CheckConstraint(
                condition=Q(keep_until__gt=F("consented_on")), name="retirees_party_kept"
            ),
        ]

    def __str__(self) -> str:
        return f"sensitive record {self.pk}"
