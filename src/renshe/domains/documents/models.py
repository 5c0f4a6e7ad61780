"""Files as they came in and went out."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class File(models.Model):
    """One file, stored once, found by the SHA-256 of its bytes.

    Purpose: evidence and a faithful copy of what was received or sent. Retention: that of the
    business it belongs to. May hold personal data of any kind, so it is fetched only through a
    domain that has checked the viewer. The same bytes received twice are one row: the first name
    and day stay.
    """

    class Direction(models.TextChoices):
        IN = "in", "收到"
        OUT = "out", "发出"
        MADE = "made", "本系统生成"

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=128)
    size = models.BigIntegerField()
    content = models.BinaryField()
    direction = models.CharField(max_length=4, choices=Direction.choices)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "documents_file"
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="documents_file_sha256"
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="documents_file_not_empty"),
            models.CheckConstraint(
                condition=Q(direction__in=["in", "out", "made"]), name="documents_file_direction"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.size} B)"
