"""A limit lengthened once: the handler asks, somebody else decides, the applicant gets a paper that says why and until when."""

from __future__ import annotations

from django.db import transaction

from renshe.domains.cases.chain import record
from renshe.domains.cases.item import Extension as Allowed
from renshe.domains.cases.item import Item
from renshe.domains.cases.models import Case, Extension
from renshe.domains.cases.operations.acting import (
    Actor,
    locked,
    require_impartial,
    required,
    set_due,
    tell,
)
from renshe.domains.cases.operations.papers import issue
from renshe.domains.cases.refusals import problem
from renshe.kernel.codes.problem import Refused

RUNNING = ("accepted", "reviewing", "approving")
"""States in which the clock runs, so that there is a limit to lengthen."""


@transaction.atomic
def ask_extension(*, number: str, item: Item, days: int, words: str, actor: Actor) -> Extension:
    """The handler asks for so many more days, before the limit is over; nothing changes until somebody else agrees.

    Legal source: 行政许可法 42 (ten days, with the head's approval), 政府信息公开条例 33 (at most twenty working days).
    Raises Refused `no_extension`, `extension_too_late`, `extension_too_long`, `extended_once`, `not_holder`, `reason_missing`.
    """
    case = locked(number)
    require_impartial(case, actor)
    if case.handler != actor.username:
        raise Refused(problem("not_holder"), subject=number)
    allowed = _allowed(case, item, actor)
    if not 1 <= days <= allowed.days:
        raise Refused(problem("extension_too_long"), subject=f"{number}: {days} > {allowed.days}")
    if Extension.objects.filter(case=case).exclude(granted=False).exists():
        raise Refused(problem("extended_once"), subject=number)
    reason = required(words, case)
    assert case.due_on is not None
    made = Extension.objects.create(
        case=case, days=days, words=reason, asked_by=actor.username, asked_at=actor.at,
        due_before=case.due_on,
    )  # fmt: skip
    record(
        case, verb="ask_extension", actor=actor.username, at=actor.at, words=reason,
        data={"days": days, "basis": allowed.basis},
    )  # fmt: skip
    return made


def _allowed(case: Case, item: Item, actor: Actor) -> Allowed:
    if item.clock.extension is None:
        raise Refused(problem("no_extension"), subject=case.number)
    if case.state not in RUNNING or case.due_on is None or case.due_on < actor.today:
        raise Refused(problem("extension_too_late"), subject=case.number)
    return item.clock.extension


@transaction.atomic
def decide_extension(*, number: str, item: Item, grant: bool, words: str, actor: Actor) -> Case:
    """The head's consent, or that there is none (which needs a reason). Never by whoever asked or handles the case.

    With consent the due day moves and the notice of extension goes out with the handler's reason. Raises Refused
    `nothing_asked`, `same_person`, `extension_too_late` where the limit ended meanwhile.
    """
    case = locked(number)
    asked = Extension.objects.select_for_update().filter(case=case, granted__isnull=True).first()
    if asked is None:
        raise Refused(problem("nothing_asked"), subject=number)
    require_impartial(case, actor)
    if actor.username in (asked.asked_by, case.handler):
        raise Refused(problem("same_person"), subject=number)
    said = words.strip() if grant else required(words, case)
    asked.granted, asked.decided_by = grant, actor.username
    asked.decided_at, asked.decided_words = actor.at, said
    asked.save()
    if not grant:
        record(case, verb="deny_extension", actor=actor.username, at=actor.at, words=said)
        return case
    return _extend(case, item, asked, actor)


def _extend(case: Case, item: Item, asked: Extension, actor: Actor) -> Case:
    allowed = _allowed(case, item, actor)
    case.extended_days = asked.days
    set_due(case)
    assert case.due_on is not None
    record(
        case, verb="extend", actor=actor.username, at=actor.at, public=True, words=asked.words,
        data={"days": asked.days, "due_on": case.due_on, "asked_by": asked.asked_by},
    )  # fmt: skip
    _notice(case, item, asked, allowed.basis, actor)
    return case


def _notice(case: Case, item: Item, asked: Extension, basis: str, actor: Actor) -> None:
    unit_zh = "个工作日" if case.limit_unit == "working" else "日"
    unit_en = "working days" if case.limit_unit == "working" else "days"
    before, after = asked.due_before.isoformat(), str(case.due_on)
    issue(
        case=case, kind="extension", actor=actor, basis=basis,
        facts={"days": asked.days, "due_before": before, "due_on": after},
        paragraphs_zh=[
            f"你申请的“{item.name.zh}”（{case.number}）原应于{before}前办结。经本机构负责人同意，延长{asked.days}{unit_zh}，"
            f"最迟{after}办结。",
            f"延长的理由：{asked.words}",
        ],
        paragraphs_en=[
            f"“{item.name.en}” ({case.number}) was due by {before}. With the consent of the head of this office the limit is"
            f" lengthened by {asked.days} {unit_en}, to {after}.",
            f"Reason: {asked.words}",
        ],
    )  # fmt: skip
    tell(
        case, at=actor.at, zh=f"办件{case.number}延长{asked.days}{unit_zh}，最迟{after}办结。理由：{asked.words}",
        en=f"Case {case.number} was extended by {asked.days} {unit_en}, to {after}. Reason: {asked.words}",
    )  # fmt: skip


def extension_of(*, case: Case) -> Extension | None:
    """The extension that was granted or is being asked for; None where there is none."""
    return Extension.objects.filter(case=case).exclude(granted=False).first()
