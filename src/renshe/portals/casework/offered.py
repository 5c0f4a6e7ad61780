"""Which acts a visitor is offered on a case: exactly those that the table of states and his powers allow.

The domain refuses everything else whatever a page offers; here nobody is shown a button that would be refused.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from renshe.domains.cases import api as cases
from renshe.portals.layout.casefile.powers import Powers
from renshe.portals.layout.casefile.words import item_of, verb_words

POWER = {"office": "handle", "handler": "handle", "reviewer": "review", "approver": "approve"}
# Which power a case in this state waits for: whoever has it may take it, note it and hand it over.
WAITS_FOR = {"reviewing": "review", "approving": "approve"}
DECIDING = ("propose", "agree", "grant", "refuse")


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Who looks: the username, the powers, whether the case is his own affair."""

    username: str
    powers: Powers
    own_affair: bool


def acts_on(case: cases.Case, viewer: Viewer) -> tuple[str, ...]:
    """The acts in the order in which they are shown, the usual next step first.

    `decide` is the handler's opinion or, on the immediate path, his decision; `sign` the reviewer's or approver's
    signature.
    """
    if viewer.own_affair:
        return _hand_over(case, viewer)
    found: list[str] = []
    for verb in cases.verbs_from(case.state):
        move = cases.move_of(state=case.state, verb=verb)
        if move is not None and _may(case, viewer, verb, move.whose):
            name = _name(case, verb)
            if name and name not in found:
                found.append(name)
    order = ("accept", "decide", "sign", "serve", "resume")
    found.sort(key=lambda name: order.index(name) if name in order else len(order))
    return (*_take(case, viewer), *found, *_hand_over(case, viewer), *_noting(case, viewer))


def _may(case: cases.Case, viewer: Viewer, verb: str, whose: str) -> bool:
    """Whose move it is, that handling, review and approval stay three people's, and that none of them undoes it."""
    if whose not in POWER or not viewer.powers.may(POWER[whose], case.place):
        return False
    if whose == "handler":
        return case.handler in ("", viewer.username)
    others = {"reviewer": (case.handler,), "approver": (case.handler, case.reviewer)}
    if verb == "reverse":
        return viewer.username not in cases.deciders(case)
    return viewer.username not in others.get(whose, ())


def _name(case: cases.Case, verb: str) -> str:
    """What the page calls a move; empty for one that another move's form covers or that the case's path does not take."""
    if verb not in DECIDING:
        return verb
    return "decide" if case.state == "accepted" else "sign"


def _waits_for(case: cases.Case) -> str:
    return WAITS_FOR.get(case.state, "handle")


def _take(case: cases.Case, viewer: Viewer) -> tuple[str, ...]:
    free = case.state in cases.OPEN and case.holder == ""
    if not free or not viewer.powers.may(_waits_for(case), case.place):
        return ()
    signed = (case.handler, case.reviewer) if case.state in WAITS_FOR else ()
    return () if viewer.username in signed else ("take",)


def _hand_over(case: cases.Case, viewer: Viewer) -> tuple[str, ...]:
    may = case.state in cases.OPEN and case.holder in ("", viewer.username)
    return ("hand_over",) if may and viewer.powers.may(_waits_for(case), case.place) else ()


def _noting(case: cases.Case, viewer: Viewer) -> tuple[str, ...]:
    if not viewer.powers.acts_at(case.place) or case.state == "draft":
        return ()
    return ("message", "note") if case.state not in cases.ENDED else ("note",)


def limit_acts(
    case: cases.Case, viewer: Viewer, *, extension: cases.CaseExtension | None, today: dt.date
) -> tuple[str, ...]:
    """What can be done about the limit itself: ask for its extension, decide that, take an overdue case out of idle hands.

    `extension` is the one that was granted or is asked for.
    """
    if viewer.own_affair or case.state not in cases.OPEN or case.due_on is None:
        return ()
    approves = viewer.powers.may("approve", case.place)
    overdue = case.due_on < today
    if overdue:
        idle = case.holder not in ("", viewer.username)
        stranger = viewer.username not in cases.deciders(case)
        return ("reassign",) if approves and idle and stranger else ()
    if extension is None:
        mine = case.handler == viewer.username and viewer.powers.may("handle", case.place)
        return ("ask_extension",) if mine and _may_be_longer(case) else ()
    waits = extension.granted is None and case.state in cases.RUNNING
    others = viewer.username not in (extension.asked_by, case.handler)
    return ("decide_extension",) if waits and approves and others else ()


def _may_be_longer(case: cases.Case) -> bool:
    item = item_of(case.item)
    return item is not None and item.clock.extension is not None and case.state in cases.RUNNING


def act_title(name: str, case: cases.Case) -> str:
    """What a button says."""
    if name == "decide":
        return _("作出决定") if case.path == "immediate" else _("提出办理意见")
    if name == "sign":
        final = case.state != "reviewing" or case.path != "approval"
        return _("同意经办意见，签字决定") if final else _("复核同意，送审批")
    if name == "decide_extension":
        return _("审批延长期限")
    return verb_words(name)
