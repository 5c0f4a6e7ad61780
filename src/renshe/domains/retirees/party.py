"""The one sensitive mark: kept with consent, read one person at a time with a purpose, erased.

Nothing here counts, lists or searches: there is no function that takes more than one person, and none may be added.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from renshe.domains.identity.api import Account, record_look, seal, unseal
from renshe.domains.retirees import problems
from renshe.domains.retirees.hand import By
from renshe.domains.retirees.models import PartyMark
from renshe.kernel.codes.problem import Refused

KEPT_DAYS = 730
"""A consent holds for two years (owner-default), then it is asked for again."""
ONLINE = "online"
FIELD = "party_mark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What is kept of one person: the organisation, since when with consent, until when."""

    branch: str
    consented_on: date
    keep_until: date


@transaction.atomic
def keep_mark(*, person_id: int, branch: str, consent: str, by: By) -> None:
    """Keep what the person gave, with his consent: `online`, or the number of a signed paper; what was kept before is replaced.

    Raises Refused `branch_missing`, `consent_missing`.
    """
    if not branch.strip():
        raise Refused(problems.NO_BRANCH)
    if not consent.strip():
        raise Refused(problems.NO_CONSENT)
    PartyMark.objects.filter(person_id=person_id).delete()
    PartyMark.objects.create(
        person_id=person_id, sealed=seal(branch.strip()[:120]), consent=consent.strip()[:64],
        consented_on=by.today, keep_until=by.today + timedelta(days=KEPT_DAYS), recorded_by=by.name,
        recorded_at=by.at,
    )  # fmt: skip


@transaction.atomic
def erase_mark(*, person_id: int) -> None:
    """Consent is withdrawn: nothing is left, also where nothing was."""
    PartyMark.objects.filter(person_id=person_id).delete()


def own_mark(*, person_id: int, on: date) -> Mark | None:
    """What is kept of somebody, for himself."""
    return _read(person_id, on)


def look_at_mark(*, person_id: int, account: Account, purpose: str, by: By) -> Mark | None:
    """What is kept of somebody, for one look: recorded before, also where there is nothing, so that the record tells nothing.

    Raises Refused `look_without_purpose`.
    """
    record_look(
        account=account, subject_kind="person", subject_id=person_id, purpose=purpose, fields=[FIELD],
        looked_at=by.at,
    )  # fmt: skip
    return _read(person_id, by.today)


def erase_expired(*, today: date) -> int:
    """Erase what may be kept no longer; how many, which says nothing of whom."""
    count, _kinds = PartyMark.objects.filter(keep_until__lt=today).delete()
    return count


def _read(person_id: int, on: date) -> Mark | None:
    found = PartyMark.objects.filter(person_id=person_id, keep_until__gte=on).first()
    if found is None:
        return None
    return Mark(
        branch=unseal(found.sealed), consented_on=found.consented_on, keep_until=found.keep_until
    )
