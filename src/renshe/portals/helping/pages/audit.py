"""The audit of a programme: budget against claims, each claim against its lines, whose hands, and what comparisons found."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse

from renshe.domains.premium_help import api as premium_help
from renshe.portals.helping.portal import HELP, LOOK
from renshe.portals.helping.words import (
    claim_state,
    finding_words,
    list_state,
    origin_words,
    own_programme,
    period_words,
)
from renshe.portals.layout.access import Visit


@dataclass(frozen=True, kw_only=True)
class ClaimRow:
    """A claim or return: what was asked, what the lines come to (fen), and the three hands."""

    code: str
    period: str
    people: int
    fen: int
    lines_fen: int
    agrees: bool
    made_by: str
    approved_by: str
    settled_by: str
    received_on: dt.date | None
    bank_ref: str
    state: str
    tone: str
    late: bool


@dataclass(frozen=True, kw_only=True)
class FindingRow:
    """Findings of one kind; amounts are fen."""

    what: str
    open: int
    kept: int
    upheld: int
    upheld_fen: int
    waiting_fen: int


@dataclass(frozen=True, kw_only=True)
class ListRow:
    """A list with its hands."""

    document: str
    origin: str
    people: int
    ended: int
    filed_by: str
    checked_by: str
    approved_by: str
    approved_on: dt.date | None
    state: str
    tone: str


@dataclass(frozen=True, kw_only=True)
class AuditPage:
    """What `helping/pages/audit.html` may use; `spent_permille` is of the budget, claims and returns together."""

    name: str
    url: str
    file_url: str
    instrument: str
    budget_fen: int
    paid_fen: int
    back_fen: int
    waiting_fen: int
    left_fen: int
    spent: str
    wrong: int
    claims: tuple[ClaimRow, ...]
    findings: tuple[FindingRow, ...]
    found_on: dt.date | None
    lists: tuple[ListRow, ...]


@HELP.page(template="helping/pages/audit.html", access=LOOK)
def audit(visit: Visit, *, number: int) -> AuditPage:
    """Of one programme of the visitor's places."""
    found = own_programme(visit, number)
    stands = premium_help.standing_of(programme_id=number)
    claims = premium_help.claims_audited(programme_id=number)
    used = stands.paid_fen + stands.back_fen + stands.waiting_fen
    return AuditPage(
        name=found.name, url=reverse("helping:programme", kwargs={"number": number}),
        file_url=reverse("helping:audit_file", kwargs={"number": number}), instrument=found.instrument,
        budget_fen=found.budget_fen, paid_fen=stands.paid_fen, back_fen=stands.back_fen, waiting_fen=stands.waiting_fen,
        left_fen=stands.left_fen, spent=f"{used * 100 / found.budget_fen:.1f}%",
        wrong=sum(not one.agrees for one in claims),
        claims=tuple(_claim(one, found.insurance) for one in claims),
        findings=tuple(_finding(one) for one in premium_help.findings_audited(programme_id=number)),
        found_on=premium_help.last_compared(programme_id=number),
        lists=tuple(_list(one) for one in premium_help.lists_audited(programme_id=number)),
    )  # fmt: skip


def _claim(one: premium_help.ClaimAudit, insurance: str) -> ClaimRow:
    claim = one.claim
    state, tone = claim_state(claim.state)
    late = (
        claim.received_on is not None and claim.amount_fen > 0 and claim.received_on > claim.due_on
    )
    return ClaimRow(
        code=claim.number, period=period_words(insurance, claim.period), people=claim.people, fen=claim.amount_fen,
        lines_fen=one.lines_fen, agrees=one.agrees, made_by=claim.made_by, approved_by=claim.approved_by or "",
        settled_by=claim.settled_by or "", received_on=claim.received_on, bank_ref=claim.bank_ref or "", state=state,
        tone=tone, late=late,
    )  # fmt: skip


def _finding(one: premium_help.FindingAudit) -> FindingRow:
    return FindingRow(
        what=finding_words(one.kind), open=one.open, kept=one.kept, upheld=one.upheld, upheld_fen=one.upheld_fen,
        waiting_fen=one.waiting_fen,
    )  # fmt: skip


def _list(one: premium_help.HelpList) -> ListRow:
    state, tone = list_state(one.state)
    return ListRow(
        document=one.document, origin=one.institution.name if one.institution else origin_words(one.origin),
        people=one.names, ended=one.ended, filed_by=one.filed_by, checked_by=one.checked_by or "",  # type: ignore[attr-defined]
        approved_by=one.approved_by or "", approved_on=one.approved_on, state=state, tone=tone,
    )  # fmt: skip
