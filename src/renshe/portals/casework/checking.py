"""Quality checks in words, why a case was drawn, what was found, the lines of the list; and who may do which step of one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from renshe.domains.cases import api as cases
from renshe.domains.registry.api import places_within
from renshe.kernel.codes.divisions import division_name, divisions
from renshe.portals.layout.access import Visit
from renshe.portals.layout.casefile.powers import Powers
from renshe.portals.layout.casefile.words import either
from renshe.portals.layout.states import State


@dataclass(frozen=True, kw_only=True)
class MarkChoice:
    """One answer to a line of the list."""

    code: str
    words: str
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class CheckItem:
    """One line of the list with its answers; `found` is the answer that was given, where there is one."""

    key: str
    words: str
    choices: tuple[MarkChoice, ...]
    found: State | None


def stratum_words(code: str) -> str:
    """Why a case was drawn."""
    return {
        "promised": _("告知承诺件"),
        "immediate": _("一人办结件"),
        "signed": _("复核审批件"),
    }[code]


def finding_words(code: str) -> State:
    """What was found, in words; the colour repeats them."""
    return {
        "": State(words=_("待检查"), tone=""),
        "ok": State(words=_("✓ 无问题"), tone="good"),
        "formal": State(words=_("◆ 形式瑕疵，结果正确"), tone="warn"),
        "wrong": State(words=_("✗ 结果有误"), tone="bad"),
        "none": State(words=_("– 不涉及"), tone=""),
    }[code]


def settled_words(check: cases.QualityCheck) -> str:
    """How a finding was dealt with; empty while it waits."""
    if check.settled_at is None:
        return ""
    return {
        "answered": _("已答复，检查结束"),
        "reversed": _("原决定已自行纠正"),
        "upheld": _("第三人复查后维持原决定"),
    }[check.settled_how]


def role_in_check(visit: Visit, case: cases.Case, one: cases.QualityCheck, powers: Powers) -> str:
    """Check, answer, correct, or empty for nothing: whoever decided never checks, whoever checked never upholds."""
    assert visit.account is not None
    username = visit.account.username
    decided = username in cases.deciders(case)
    signs = powers.may("review", case.place) or powers.may("approve", case.place)
    if not one.finding:
        free = one.checker in ("", username)
        return "check" if signs and free and not decided else ""
    if one.settled_at is not None:
        return ""
    if username == case.handler and not one.answer:
        return "answer"
    third = not decided and username != one.checker
    if one.finding == "wrong" and third and powers.may("approve", case.place):
        return "correct"
    return ""


def check_items(check: cases.QualityCheck, *, chosen: dict[str, str]) -> tuple[CheckItem, ...]:
    """The list, with what was chosen on a form that was refused, or with what was found."""
    return tuple(
        CheckItem(
            key=key,
            words=either(*words),
            choices=tuple(
                MarkChoice(code=one, words=_mark(one), chosen=chosen.get(key) == one)
                for one in cases.MARKS
            ),
            found=finding_words(check.marks[key]) if check.finding else None,
        )
        for key, words in cases.CHECKLIST.items()
    )


def _mark(code: str) -> str:
    return {
        "ok": _("无问题"),
        "formal": _("形式瑕疵"),
        "wrong": _("结果有误"),
        "none": _("不涉及"),
    }[code]


def places_named(codes: Iterable[str]) -> dict[str, str]:
    """Names of counties and of points below them, by code: one query for each county, however long a list is."""
    wanted = set(codes)
    below = {code for code in wanted if len(code) > 6}
    streets: dict[str, str] = {}
    for county in {code[:6] for code in below}:
        found = places_within(outer=county).filter(code__in=below)
        streets |= dict(found.values_list("code", "name"))
    return {code: _county(code[:6]) + streets.get(code, "") or code for code in wanted}


def _county(code: str) -> str:
    return division_name(code) if code in divisions() else ""
