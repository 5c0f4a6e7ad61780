"""What the office does beside single cases: escalate what is overdue, close a counter's day, send notices, check promises."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

from renshe.domains.cases.chain import record
from renshe.domains.cases.models import Case, DayEnd, Evidence, Notice
from renshe.domains.cases.operations.acting import Actor, locked
from renshe.domains.cases.queries import day_counts
from renshe.domains.cases.states import OPEN
from renshe.kernel.codes.problem import Refused


def escalate_overdue(*, today: dt.date, at: dt.datetime, most: int = 5000) -> int:
    """Record on every open case whose due day has passed that it is overdue, once; returns how many.

    An overdue case shows in its place's queue and on its supervisor's page; silence never grants by itself.
    """
    rows = Case.objects.filter(state__in=OPEN, due_on__lt=today, escalated_on__isnull=True)
    numbers = list(rows.order_by("due_on", "pk").values_list("number", flat=True)[:most])
    for number in numbers:
        with transaction.atomic():
            case = locked(number)
            if case.escalated_on is None and case.due_on is not None and case.due_on < today:
                case.escalated_on = today
                record(
                    case, verb="escalate", actor="clock", at=at, public=True,
                    words=f"已超过办理期限{case.due_on.isoformat()}，已报负责人督办",
                )  # fmt: skip
    return len(numbers)


@transaction.atomic
def promise_kept(*, evidence_id: int, actor: Actor) -> None:
    """A promised paper was brought and seen."""
    evidence = Evidence.objects.select_for_update().get(pk=evidence_id)
    if evidence.kept_at is None:
        evidence.kept_at = actor.at
        evidence.save(update_fields=["kept_at"])
        case = locked(evidence.case.number)
        record(
            case,
            verb="promise_kept",
            actor=actor.username,
            at=actor.at,
            data={"evidence": evidence_id},
        )


@transaction.atomic
def close_day(*, place: str, actor: Actor, start: dt.datetime, end: dt.datetime) -> DayEnd:
    """Close a counter's day (日结): what was received, decided and still lies in the clerk's hands. Once a day."""
    left = Case.objects.filter(holder=actor.username, state__in=OPEN).count()
    counts: dict[str, Any] = {
        **day_counts(username=actor.username, start=start, end=end),
        "left": left,
    }
    made, _ = DayEnd.objects.get_or_create(
        account=actor.username, day=actor.today,
        defaults={"place": place, "counts": counts, "closed_at": actor.at},
    )  # fmt: skip
    return made


def send_notices(*, send: Callable[[str, str], None], at: dt.datetime, most: int = 500) -> int:
    """Hand waiting notices to a gateway, each in a transaction of its own; one that fails is tried again later.

    `send(account, text)` raises where the gateway did not take it. Returns how many it took.
    """
    sent = 0
    for pk in (
        Notice.objects.filter(by_sms=True, sent_at__isnull=True)
        .order_by("at")
        .values_list("pk", flat=True)[:most]
    ):
        with transaction.atomic():
            notice = (
                Notice.objects.select_for_update(skip_locked=True)
                .filter(pk=pk, sent_at__isnull=True)
                .first()
            )
            if notice is None:
                continue
            try:
                send(notice.to_account, notice.zh)
            except (OSError, Refused):
                continue
            notice.sent_at = at
            notice.save(update_fields=["sent_at"])
            sent += 1
    return sent


def read_notices(*, username: str, at: dt.datetime) -> int:
    """The account has read its inbox; returns how many were new."""
    return Notice.objects.filter(to_account=username, read_at__isnull=True).update(read_at=at)


def open_cases() -> int:
    """How many cases are open, for the health page."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case WHERE state = ANY(%s)", [list(OPEN)])
        return int(cursor.fetchone()[0])
