"""What every act on a case shares: the lock, the table of moves, whose move it is, the clock and the notice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localtime

from renshe.domains.cases.chain import record
from renshe.domains.cases.clock import Span, due_day
from renshe.domains.cases.item import Item
from renshe.domains.cases.models import Case, Notice, Pause
from renshe.domains.cases.refusals import problem
from renshe.domains.cases.states import PAUSED, Move, move_of
from renshe.kernel.codes.problem import Refused
from renshe.kernel.working_days import CalendarNotAnnounced


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and when: the account's username, the person and employer it belongs to, the moment and the office's day.

    What the account may do at the case's place was asked of `identity` before; here only whose case it is.
    """

    username: str
    at: dt.datetime
    today: dt.date
    person_id: int | None = None
    employer_id: int | None = None


def locked(number: str) -> Case:
    """The case, locked for the caller's transaction. Raises Refused `unknown_case`."""
    case = Case.objects.select_for_update().filter(number=number).first()
    if case is None:
        raise Refused(problem("unknown_case"), subject=number)
    return case


def step(case: Case, verb: str, actor: Actor) -> Move:
    """The row of the table for this act, after proof that the actor may take it."""
    move = move_of(state=case.state, verb=verb)
    if move is None:
        raise Refused(problem("wrong_step"), subject=f"{case.number}: {case.state} → {verb}")
    if move.whose == "applicant":
        if actor.username != case.applicant:
            raise Refused(problem("not_holder"), subject=case.number)
        return move
    require_impartial(case, actor)
    others: tuple[str, ...] = {
        "handler": (),
        "office": (),
        "reviewer": (case.handler,),
        "approver": (case.handler, case.reviewer),
    }[move.whose]
    if verb == "reverse":
        others = deciders(case)
    if actor.username in others:
        raise Refused(problem("same_person"), subject=case.number)
    if move.whose == "handler" and case.handler not in ("", actor.username):
        raise Refused(problem("not_holder"), subject=case.number)
    return move


def deciders(case: Case) -> tuple[str, ...]:
    """Everybody who handled, reviewed, approved or decided a case: none of them looks at it again, or undoes it."""
    named = (case.handler, case.reviewer, case.approver, str(case.decision.get("by", "")))
    return tuple(dict.fromkeys(one for one in named if one))


def require_third(case: Case, actor: Actor) -> None:
    """The actor is none of those who decided. Raises Refused `same_person`, `own_affair`."""
    require_impartial(case, actor)
    if actor.username in deciders(case):
        raise Refused(problem("same_person"), subject=case.number)


def require_impartial(case: Case, actor: Actor) -> None:
    """Nobody of staff touches a case that is his own, or that he handed in for somebody close. Raises Refused `own_affair`."""
    handed_in = case.applicant == actor.username
    if handed_in and case.on_behalf in ("family", "guardian", "delegate"):
        raise Refused(problem("own_affair"), subject=case.number)
    own_person = case.subject_kind == "person" and actor.person_id == case.subject_id
    own_employer = case.subject_kind == "employer" and actor.employer_id == case.subject_id
    if (own_person or own_employer) and case.subject_id is not None:
        raise Refused(problem("own_affair"), subject=case.number)


def move(
    case: Case, verb: str, actor: Actor, *, words: str = "", public: bool = False,
    data: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """Take the step, stop or start the clock with it, and record the event. The caller holds the lock."""
    row = step(case, verb, actor)
    paused_before, paused_after = case.state in PAUSED, row.to in PAUSED
    if paused_after and not paused_before:
        Pause.objects.create(case=case, from_on=actor.today, reason=verb, words=words)
        case.due_on = None
    record(
        case, verb=verb, actor=actor.username, at=actor.at, to_state=row.to, words=words,
        public=public, data=data,
    )  # fmt: skip
    if paused_before and not paused_after:
        Pause.objects.filter(case=case, to_on__isnull=True).update(to_on=actor.today)
        if case.accepted_on is not None:
            set_due(case)
            case.save(update_fields=["due_on", "promised_on"])


def start_clock(case: Case, item: Item, on: dt.date) -> None:
    """Acceptance starts the clock. Raises Refused `calendar_unknown` where the limit ends beyond the announced holidays."""
    case.accepted_on, case.limit_days, case.limit_unit = on, item.clock.days, item.clock.unit
    if case.clock_from is None:
        received = case.submitted_at if item.clock.starts == "receipt" else None
        case.clock_from = localtime(received).date() if received else on
    set_due(case)
    try:
        case.promised_on = due_day(
            started_on=case.clock_from, days=item.clock.promised_days, unit=item.clock.unit,
            pauses=(),
        )  # fmt: skip
    except CalendarNotAnnounced:
        case.promised_on = None


def restart_clock(case: Case, on: dt.date) -> None:
    """The limit runs whole again from the day on which the correction came (政府信息公开条例 30)."""
    case.clock_from = on
    if case.accepted_on is not None:
        set_due(case)
    case.save(update_fields=["clock_from", "due_on"])


def set_due(case: Case) -> None:
    """The due day of the limit with its extension and the pauses that are over. Raises Refused `calendar_unknown`.

    Pauses that began before the clock did (it restarted after them) count for nothing.
    """
    started = case.clock_from or case.accepted_on
    assert started is not None
    pauses = [
        Span(one.from_on, one.to_on)
        for one in Pause.objects.filter(case=case, from_on__gte=started)
    ]
    days = case.limit_days + case.extended_days
    try:
        case.due_on = due_day(started_on=started, days=days, unit=case.limit_unit, pauses=pauses)
    except CalendarNotAnnounced as unknown:
        raise Refused(problem("calendar_unknown"), subject=str(unknown.day)) from unknown


def tell(case: Case, *, zh: str, en: str, at: dt.datetime, by_sms: bool = True) -> None:
    """Write a notice to the applicant; it goes out after the caller's transaction."""
    Notice.objects.create(case=case, to_account=case.applicant, zh=zh, en=en, at=at, by_sms=by_sms)


def required(words: str, case: Case) -> str:
    """The words, or Refused where an act needs a reason and none was given."""
    if not words.strip():
        raise Refused(problem("reason_missing"), subject=case.number)
    return words.strip()
