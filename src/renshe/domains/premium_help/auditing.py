"""What an auditor asks of a programme: every claim against its lines with the hands it went through, and findings by kind."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum

from renshe.domains.premium_help.models import HelpClaim, HelpFinding, HelpLine, HelpList


@dataclass(frozen=True, slots=True)
class ClaimAudit:
    """A claim with what its lines come to (fen): the same, or nothing where it was withdrawn."""

    claim: HelpClaim
    lines: int
    lines_fen: int

    @property
    def agrees(self) -> bool:
        """Whether the lines come to what the claim says."""
        wanted = 0 if self.claim.state == "withdrawn" else self.claim.amount_fen
        return self.lines_fen == wanted


@dataclass(frozen=True, slots=True)
class FindingAudit:
    """Findings of one kind: how many are open, kept, upheld; fen upheld, and fen of those not gone back yet."""

    kind: str
    open: int
    kept: int
    upheld: int
    upheld_fen: int
    waiting_fen: int


def claims_audited(*, programme_id: int) -> list[ClaimAudit]:
    """Every claim and return, latest first, against its lines."""
    found = HelpClaim.objects.filter(programme_id=programme_id).annotate(
        count=Count("lines"), fen=Sum("lines__amount_fen")
    )
    return [ClaimAudit(one, one.count, int(one.fen or 0)) for one in found.order_by("-period", "-pk")]  # fmt: skip


def findings_audited(*, programme_id: int) -> list[FindingAudit]:
    """Findings by kind, those with most first."""
    gone = HelpLine.objects.filter(reverses=OuterRef("line"))
    found = HelpFinding.objects.filter(line__helped__programme_id=programme_id).annotate(gone=Exists(gone))  # fmt: skip
    upheld = Q(state="upheld")
    rows = found.values("kind").annotate(
        count=Count("pk"), open=Count("pk", filter=Q(state="open")), kept=Count("pk", filter=Q(state="kept")),
        upheld=Count("pk", filter=upheld), fen=Sum("line__amount_fen", filter=upheld),
        waiting=Sum("line__amount_fen", filter=upheld & Q(gone=False)),
    ).order_by("-count", "kind")  # fmt: skip
    return [
        FindingAudit(row["kind"], row["open"], row["kept"], row["upheld"], int(row["fen"] or 0), int(row["waiting"] or 0))
        for row in rows
    ]  # fmt: skip


def last_compared(*, programme_id: int) -> dt.date | None:
    """The last day on which a comparison found something; None where it never did."""
    found = HelpFinding.objects.filter(line__helped__programme_id=programme_id)
    last: dt.date | None = found.aggregate(day=Max("found_on"))["day"]
    return last


def lists_audited(*, programme_id: int) -> QuerySet[HelpList]:
    """Every list with the people named and struck off, latest first, for the hands that filed, checked and approved it."""
    found = HelpList.objects.filter(programme_id=programme_id).select_related("institution")
    return found.annotate(
        names=Count("people"), ended=Count("people", filter=Q(people__last_month__isnull=False))
    ).order_by("-filed_at", "-pk")
