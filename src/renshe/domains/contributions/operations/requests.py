"""Requests to set right what was paid or owed: asked, reviewed, approved, and posted or refused, each by another person.

Nothing but the request itself changes here; its effect comes with the posting (`flows/correction_requests.py`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from renshe.domains.audit import api as audit
from renshe.domains.contributions.models import CorrectionRequest
from renshe.domains.contributions.refusals import refused
from renshe.domains.contributions.states import check_request_move
from renshe.kernel.periods import Month, format_month

OPEN = ("handled", "reviewed", "approved")
_MONTHS_OF = ("month_refund", "month_move")


@dataclass(frozen=True)
class Hand:
    """Who does a step, and when."""

    by: str
    at: dt.datetime


@dataclass(frozen=True)
class Asked:
    """What is asked, on which ground and evidence; amounts are fen. See `CorrectionRequest` for each field."""

    kind: str
    ground: str
    claimed_by: str
    amount_fen: int
    evidence_id: int
    reason: str
    instrument: str = ""
    employer_id: int | None = None
    person_id: int | None = None
    right_person_id: int | None = None
    receipt_id: int | None = None
    periods: Sequence[Month] = ()
    bills: Sequence[int] = ()
    totals: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def ask(*, asked: Asked, hand: Hand) -> CorrectionRequest:
    """Take a request down; the service item has examined it. Raises Refusal `asked_already`, where one is open that
    means the same months, receipt or bills."""
    _nothing_open(asked)
    made = CorrectionRequest.objects.create(
        kind=asked.kind,
        ground=asked.ground,
        claimed_by=asked.claimed_by,
        employer_id=asked.employer_id,
        person_id=asked.person_id,
        right_person_id=asked.right_person_id,
        receipt_id=asked.receipt_id,
        periods=sorted(set(asked.periods)),
        bills=sorted(set(asked.bills)),
        amount_fen=asked.amount_fen,
        totals=asked.totals,
        instrument=asked.instrument,
        evidence_id=asked.evidence_id,
        reason=asked.reason,
        state="handled",
        handled_by=hand.by,
        handled_at=hand.at,
    )
    _note(made, "ask", hand, asked.reason)
    return made


@transaction.atomic
def review_request(*, request_id: int, hand: Hand) -> CorrectionRequest:
    """Agree as a second person (复核). Raises Refusal `state_forbids`, `two_people_needed`."""
    request = _locked(request_id)
    request.state = check_request_move(source=request.state, act="review", subject=str(request))
    _another(hand, request.handled_by)
    request.reviewed_by, request.reviewed_at = hand.by, hand.at
    request.save(update_fields=["state", "reviewed_by", "reviewed_at"])
    _note(request, "review", hand, "")
    return request


@transaction.atomic
def approve_request(*, request_id: int, hand: Hand) -> CorrectionRequest:
    """Decide as a third person (批准). Raises Refusal `state_forbids`, `two_people_needed`."""
    request = _locked(request_id)
    request.state = check_request_move(source=request.state, act="approve", subject=str(request))
    _another(hand, request.handled_by, request.reviewed_by)
    request.approved_by, request.approved_at = hand.by, hand.at
    request.save(update_fields=["state", "approved_by", "approved_at"])
    _note(request, "approve", hand, "")
    return request


@transaction.atomic
def refuse_request(*, request_id: int, hand: Hand, why: str) -> CorrectionRequest:
    """Refuse it with the reason; it stays as it is, and what it asked may be asked anew.

    Raises Refusal `state_forbids`, and `reason_needed` where nothing is said.
    """
    if not why.strip():
        raise refused("reason_needed", subject=str(request_id))
    request = _locked(request_id)
    request.state = check_request_move(source=request.state, act="refuse", subject=str(request))
    request.refused_by, request.refused_at, request.refused_why = hand.by, hand.at, why
    request.save(update_fields=["state", "refused_by", "refused_at", "refused_why"])
    _note(request, "refuse", hand, why)
    return request


def approved_requests(*, kind: str, limit: int = 500) -> list[CorrectionRequest]:
    """Approved requests of a kind that wait for their posting, oldest first, locked for the caller's transaction."""
    rows = CorrectionRequest.objects.select_for_update().filter(kind=kind, state="approved")
    return list(rows.order_by("pk")[:limit])


def mark_posted(*, requests: Sequence[CorrectionRequest], batch_id: int, hand: Hand) -> None:
    """These requests are done, by this batch, in the caller's transaction.

    Raises Refusal `two_people_needed`, where who posts has handled or approved one of them (社会保险经办条例 37).
    """
    for request in requests:
        _another(hand, request.handled_by, request.approved_by)
        request.state = check_request_move(source=request.state, act="post", subject=str(request))
        request.batch_id, request.posted_by, request.posted_at = batch_id, hand.by, hand.at
        request.save(update_fields=["state", "batch_id", "posted_by", "posted_at"])
        _note(request, "post", hand, "")


def open_requests(*, kind: str | None = None, limit: int = 200) -> list[CorrectionRequest]:
    """Requests not yet posted or refused, oldest first, at most `limit`."""
    rows = CorrectionRequest.objects.filter(state__in=OPEN).order_by("pk")
    return list((rows.filter(kind=kind) if kind else rows)[: max(1, min(limit, 1000))])


def request_by_id(*, request_id: int) -> CorrectionRequest | None:
    """One request, or None."""
    return CorrectionRequest.objects.filter(pk=request_id).first()


def _locked(request_id: int) -> CorrectionRequest:
    request = CorrectionRequest.objects.select_for_update().filter(pk=request_id).first()
    if request is None:
        raise refused("request_unknown", subject=str(request_id))
    return request


def _another(hand: Hand, *earlier: str | None) -> None:
    if not hand.by or hand.by in earlier:
        raise refused("two_people_needed", subject=hand.by)


def _nothing_open(asked: Asked) -> None:
    rows = CorrectionRequest.objects.filter(state__in=OPEN)
    if asked.kind in _MONTHS_OF:
        rows = rows.filter(kind__in=_MONTHS_OF, person_id=asked.person_id, employer_id=asked.employer_id,
                           periods__overlap=list(asked.periods))  # fmt: skip
    elif asked.receipt_id is not None:
        rows = rows.filter(receipt_id=asked.receipt_id)
    else:
        rows = rows.filter(kind=asked.kind, bills__overlap=list(asked.bills))
    known = rows.order_by("pk").first()
    if known is not None:
        months = ", ".join(format_month(month) for month in known.periods)
        raise refused("asked_already", subject=f"request {known.pk} {months}".strip())


def _note(request: CorrectionRequest, verb: str, hand: Hand, reason: str) -> None:
    audit.record_event(
        actor=hand.by, verb=verb, subject_kind="correction_request", subject_id=request.pk, reason=reason, at=hand.at,
        detail={"kind": request.kind, "amount_fen": request.amount_fen},
    )  # fmt: skip
