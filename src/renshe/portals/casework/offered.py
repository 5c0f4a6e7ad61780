"""Which acts a visitor is offered on a case: exactly those that the table of states and his powers allow.

The domain refuses everything else whatever a page offers; here nobody is shown a button that would be refused.
"""

from __future__ import annotations

from dataclasses import dataclass

from renshe.domains.cases import api as cases
from renshe.portals.layout.casefile.powers import Powers

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
        if move is not None and _may(case, viewer, move.whose):
            name = _name(case, verb)
            if name and name not in found:
                found.append(name)
    order = ("accept", "decide", "sign", "serve", "resume")
    found.sort(key=lambda name: order.index(name) if name in order else len(order))
    return (*_take(case, viewer), *found, *_hand_over(case, viewer), *_noting(case, viewer))


def _may(case: cases.Case, viewer: Viewer, whose: str) -> bool:
    """Whose move it is, and that handling, review and approval stay three people's."""
    if whose not in POWER or not viewer.powers.may(POWER[whose], case.place):
        return False
    if whose == "handler":
        return case.handler in ("", viewer.username)
    others = {"reviewer": (case.handler,), "approver": (case.handler, case.reviewer)}
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
