"""What the office does beside single cases: escalate what is overdue, close a counter's day, send notices, check promises."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection, transaction

from renshe.domains.cases.chain import record
from renshe.domains.cases.models import Case, DayEnd, Evidence, Notice
from renshe.domains.cases.operations.acting import (
    Actor,
    locked,
    require_third,
    required,
    tell,
)
from renshe.domains.cases.queries import day_counts
from renshe.domains.cases.refusals import problem
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
def reassign(*, number: str, to: str, place: str, words: str, actor: Actor) -> Case:
    """The head takes an overdue case out of its holder's hands and gives it to a colleague or another point (督办改派).

    Whether the actor is its head was asked of `identity` before; he has had no hand in the case himself. Needs a reason.
    Raises Refused `not_overdue`, `same_person`, `own_affair`, `reason_missing`.
    """
    case = locked(number)
    require_third(case, actor)
    if case.state not in OPEN or case.due_on is None or case.due_on >= actor.today:
        raise Refused(problem("not_overdue"), subject=number)
    reason = required(words, case)
    before, held_by = case.place, case.holder
    case.holder, case.place = to, place or case.place
    if case.state == "accepted":
        case.handler = to
    record(
        case, verb="reassign", actor=actor.username, at=actor.at, words=reason,
        data={"from": held_by, "to": to, "from_place": before, "place": case.place},
    )  # fmt: skip
    return case


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


@transaction.atomic
def remind_of_promise(*, evidence: Evidence, zh: str, en: str, at: dt.datetime) -> bool:
    """Tell the applicant once that the day has passed until which a paper was promised; whether that was new.

    `zh` and `en` name the paper. Legal source: 国办发〔2020〕42号 (what was promised is followed up).
    """
    case = locked(evidence.case.number)
    until = evidence.promised_until.isoformat() if evidence.promised_until else ""
    said = f"办件{case.number}：您承诺{until}前补交“{zh}”，现已过期，请尽快补交；不补交的，将依法处理。"
    if Notice.objects.filter(case=case, zh=said).exists():
        return False
    tell(
        case, at=at, zh=said,
        en=f"Case {case.number}: you promised “{en}” by {until}. Please bring it now; otherwise the law's consequences follow.",
    )  # fmt: skip
    return True


def read_notices(*, username: str, at: dt.datetime) -> int:
    """The account has read its inbox; returns how many were new."""
    return Notice.objects.filter(to_account=username, read_at__isnull=True).update(read_at=at)


def open_cases() -> int:
    """How many cases are open, for the health page."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case WHERE state = ANY(%s)", [list(OPEN)])
        return int(cursor.fetchone()[0])
