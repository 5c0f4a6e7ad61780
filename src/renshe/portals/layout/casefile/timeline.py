"""What happened to a case, in order, with the days on which nothing did."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from renshe.domains.cases import api as cases
from renshe.portals.layout.casefile.words import names_of, state_of_case, verb_words
from renshe.portals.layout.states import State

APPLICANTS_ACTS = ("open", "submit", "correct", "attach", "withdraw", "rate")
"""Acts that are an applicant's: at a counter a clerk takes them for him; the same clerk's other acts are the office's."""
GAP_DAYS = 5
"""From this many days between two acts the silence is shown as such."""


@dataclass(frozen=True, kw_only=True)
class TimelineLine:
    """One act: when, what, by whom, what was said; `quiet_days` lie before it; `state` where it changed."""

    at: dt.datetime
    title: str
    actor: str
    words: str
    private: bool
    state: State | None
    quiet_days: int
    hash: str


def timeline_lines(*, case: cases.Case, public_only: bool) -> tuple[TimelineLine, ...]:
    """The acts, oldest first. For the applicant the office's people are shown by their part, not by name."""
    happened = cases.timeline(case=case, public_only=public_only)
    names = {} if public_only else names_of(one.actor for one in happened)
    return _lines(happened, names=names, case=case)


def _lines(
    happened: Sequence[cases.Happened], *, names: Mapping[str, str], case: cases.Case
) -> tuple[TimelineLine, ...]:
    lines, before = [], None
    for one in happened:
        on = localtime(one.at).date()
        quiet = (on - before).days if before else 0
        lines.append(
            TimelineLine(
                at=one.at,
                title=verb_words(one.verb),
                actor=_actor(one, names=names, case=case),
                words=one.words,
                private=not one.public and one.verb == "note",
                state=state_of_case(one.to_state) if one.to_state != one.from_state else None,
                quiet_days=quiet if quiet >= GAP_DAYS else 0,
                hash=one.hash[:12],
            )
        )
        before = on
    return tuple(lines)


def _actor(one: cases.Happened, *, names: Mapping[str, str], case: cases.Case) -> str:
    """Who acted, and for whom: whoever applies for somebody else is named as such, at each of his acts."""
    if one.actor == "clock":
        return _("系统（按时限）")
    shown = names.get(one.actor, one.actor) if names else _("经办机构")
    if one.actor != case.applicant:
        return shown
    if case.on_behalf == "staff":
        typed = one.verb in APPLICANTS_ACTS
        return _("{clerk}（窗口代申请人办理）").format(clerk=shown) if typed else shown
    return {
        "family": _("申请人的亲属（代申请人办理）"),
        "guardian": _("申请人的监护人（代申请人办理）"),
        "delegate": _("申请人的受托人（代申请人办理）"),
        "institution": _("请求机构"),
    }.get(case.on_behalf, _("申请人"))
