"""Breaking the glass: a record outside one's powers, for a stated emergency, for thirty minutes, never in secret."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from renshe.domains.identity.models import Account, Emergency
from renshe.domains.identity.operations import record_look
from renshe.domains.identity.refusals import problem
from renshe.kernel.codes.problem import Refused

EMERGENCY_LASTS = timedelta(minutes=30)
SHORTEST_REASON = 10


@transaction.atomic
def open_emergency(
    *,
    account: Account,
    subject_kind: str,
    subject_id: int,
    reason: str,
    fields: Sequence[str],
    at: datetime,
) -> Emergency:
    """Open a record for thirty minutes. The look is recorded first, where its owner sees it.

    The caller has checked `emergency.open`. Refuses a reason of fewer than ten characters, and whoever still owes
    the report on an earlier one. `at` is the time of the installation, because the person reads it.
    """
    Account.objects.select_for_update().get(pk=account.pk)
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(problem("words_missing"))
    running = emergency_open_now(
        account=account, subject_kind=subject_kind, subject_id=subject_id, at=at
    )
    if running is not None:
        return running
    if Emergency.objects.filter(account=account, report="", ends_at__lte=at).exists():
        raise Refused(problem("emergency_open_report"))
    look = record_look(
        account=account,
        subject_kind=subject_kind,
        subject_id=subject_id,
        purpose=reason,
        fields=fields,
        looked_at=at,
    )
    return Emergency.objects.create(
        look=look,
        account=account,
        subject_kind=subject_kind,
        subject_id=subject_id,
        reason=reason.strip(),
        opened_at=at,
        ends_at=at + EMERGENCY_LASTS,
    )


def emergency_open_now(
    *, account: Account, subject_kind: str, subject_id: int, at: datetime
) -> Emergency | None:
    """The emergency by which an account may see a record at this moment, or None."""
    return Emergency.objects.filter(
        account=account,
        subject_kind=subject_kind,
        subject_id=subject_id,
        opened_at__lte=at,
        ends_at__gt=at,
    ).first()


def emergencies_of(*, account: Account) -> list[Emergency]:
    """An account's own emergencies, latest first."""
    return list(Emergency.objects.filter(account=account).order_by("-opened_at", "-pk")[:50])


def emergencies_about(*, person_id: int, since: datetime) -> list[Emergency]:
    """Whoever broke the glass for a person's record since a moment, latest first: the person is told."""
    return list(
        Emergency.objects.filter(
            subject_kind="person", subject_id=person_id, opened_at__gte=since
        ).order_by("-opened_at", "-pk")
    )


def emergencies(*, open_only: bool = False) -> QuerySet[Emergency]:
    """All emergencies for the audit administrator, latest first; `open_only` leaves out what is judged."""
    rows = Emergency.objects.select_related("account").order_by("-opened_at", "-pk")
    return rows.filter(judged="") if open_only else rows


@transaction.atomic
def report_emergency(*, emergency_id: int, account: Account, words: str, at: datetime) -> Emergency:
    """Write the report: what was the matter, what was seen, what was done. It is written once."""
    emergency = Emergency.objects.select_for_update().filter(pk=emergency_id).first()
    if emergency is None or emergency.account_id != account.pk:
        raise Refused(problem("not_yours"))
    if emergency.report:
        raise Refused(problem("emergency_state"))
    if len(words.strip()) < SHORTEST_REASON:
        raise Refused(problem("words_missing"))
    emergency.report, emergency.reported_at = words.strip(), at
    emergency.save(update_fields=["report", "reported_at"])
    return emergency


@transaction.atomic
def judge_emergency(
    *, emergency_id: int, justified: bool, words: str, by: Account, at: datetime
) -> Emergency:
    """The audit administrator's judgement on a reported emergency; needs its reason. Nobody judges his own."""
    emergency = Emergency.objects.select_for_update().filter(pk=emergency_id).first()
    if emergency is None or not emergency.report or emergency.judged:
        raise Refused(problem("emergency_state"))
    if emergency.account_id == by.pk:
        raise Refused(problem("own_emergency"))
    if not words.strip():
        raise Refused(problem("words_missing"))
    emergency.judged = "justified" if justified else "unjustified"
    emergency.judged_by, emergency.judged_at = by.username, at
    emergency.judgement = words.strip()
    emergency.save(update_fields=["judged", "judged_by", "judged_at", "judgement"])
    return emergency
