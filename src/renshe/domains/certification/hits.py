"""What a comparison found, checked by one person and decided by another; a false alarm is dismissed with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from renshe.domains.audit.api import record_event
from renshe.domains.certification import problems
from renshe.domains.certification.models import Hit
from renshe.kernel.codes.problem import Refused

STAGES = ("imprisoned", "detained", "community")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What somebody found out about a hit: the day as checked (`found_on`), of a custody its stage, and how he knows."""

    found_on: date
    words: str
    stage: str = ""


@transaction.atomic
def check_hit(*, hit_id: int, finding: Finding, by: str, at: datetime, today: date) -> Hit:
    """Write down that the file is right, as one person's finding; another confirms it. It may be written again before."""
    hit = _open(hit_id)
    wrong = []
    if not finding.words.strip():
        wrong.append(problems.REASON_NEEDED)
    if not hit.person.birth_on <= finding.found_on <= today:
        wrong.append(problems.DAY_WRONG)
    if hit.kind == "custody" and finding.stage not in STAGES:
        wrong.append(problems.STAGE_NEEDED)
    if wrong:
        raise Refused(*wrong)
    hit.found_on, hit.finding = finding.found_on, finding.words.strip()[:255]
    hit.stage = finding.stage if hit.kind == "custody" else ""
    hit.checked_by, hit.checked_at = by, at
    hit.save(update_fields=["found_on", "finding", "stage", "checked_by", "checked_at"])
    _note(hit, "certification.check", by=by, at=at, reason=hit.finding)
    return hit


@transaction.atomic
def confirm_hit(*, hit_id: int, by: str, at: datetime) -> Hit:
    """Confirm somebody else's finding; what follows of it is the flow's. Raises Refused `hit_not_checked`,
    `two_people_needed`, `hit_decided`."""
    hit = _open(hit_id)
    if hit.checked_by is None:
        raise Refused(problems.NOT_CHECKED)
    if hit.checked_by == by:
        raise Refused(problems.SAME_HAND)
    hit.state, hit.decided_by, hit.decided_at = "confirmed", by, at
    hit.save(update_fields=["state", "decided_by", "decided_at"])
    _note(hit, "certification.confirm", by=by, at=at, reason=hit.finding)
    return hit


@transaction.atomic
def dismiss_hit(*, hit_id: int, reason: str, by: str, at: datetime) -> Hit:
    """The file is wrong about this person: nothing happens to him, and the same word does not come again."""
    hit = _open(hit_id)
    if not reason.strip():
        raise Refused(problems.REASON_NEEDED)
    hit.state, hit.reason = "dismissed", reason.strip()[:255]
    hit.decided_by, hit.decided_at = by, at
    hit.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    _note(hit, "certification.dismiss", by=by, at=at, reason=hit.reason)
    return hit


def _open(hit_id: int) -> Hit:
    hit = Hit.objects.select_for_update(of=("self",)).select_related("person").get(pk=hit_id)
    if hit.state != "open":
        raise Refused(problems.NOT_OPEN)
    return hit


def _note(hit: Hit, verb: str, *, by: str, at: datetime, reason: str) -> None:
    record_event(
        actor=by, verb=verb, subject_kind="person", subject_id=hit.person_id, reason=reason, at=at
    )
