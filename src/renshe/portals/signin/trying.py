"""Try an act; where it is refused, say why on the page that asked, with everything typed still there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language

from renshe.domains.identity.api import Account
from renshe.kernel.codes.problem import Problem as Reason
from renshe.kernel.codes.problem import Refused
from renshe.kernel.rules import Refusal
from renshe.portals.layout.access import Visit
from renshe.portals.layout.citing import cited_law
from renshe.portals.layout.errors import Problem, problem_of
from renshe.portals.layout.portal import Portal

T = TypeVar("T")
DATES_WRONG = Reason(
    code="dates_wrong",
    zh="日期没有填，或者填得不对",
    en="a day is missing or is none",
    clause="",
    next_step_zh="请按 2025-10-31 的样子填写",
    next_step_en="Write it like 2025-10-31",
)


def tried(act: Callable[[], T]) -> tuple[T | None, tuple[Problem, ...]]:
    """What the act gave and no problem, or None and every problem in the reader's language."""
    try:
        return act(), ()
    except Refused as refused:
        return None, tuple(_words(reason) for reason in refused.problems)
    except Refusal as refusal:
        return None, (problem_of(refusal),)


def acted(
    visit: Visit,
    *,
    acts: Mapping[str, Callable[[Visit, Account], object]],
    show: Callable[..., Any],
    portal: Portal,
    template: str,
    to: str,
) -> Any:
    """A page with several buttons: shown, or the act that was posted under its name is tried.

    Done, the visitor is led to the page named `to`; refused, `show(visit, account, problems=…)` says why, with status 400.
    """
    account = visit.account
    assert account is not None
    act = acts.get(visit.request.POST.get("act", "")) if visit.request.method == "POST" else None
    if act is None:
        return show(visit, account)
    _done, problems = tried(lambda: act(visit, account))
    if problems:
        page = show(visit, account, problems=problems)
        return portal.render(visit.request, template=template, context=page, status=400)
    return HttpResponseRedirect(reverse(to))


def day_typed(text: str) -> date | None:
    """A day as a browser's date field sends it, or None."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _words(reason: Reason) -> Problem:
    chinese = (get_language() or "zh").startswith("zh")
    return Problem(
        reason=reason.zh if chinese else reason.en,
        subject="",
        clause=cited_law(reason.clause),
        next_step=reason.next_step_zh if chinese else reason.next_step_en,
    )
