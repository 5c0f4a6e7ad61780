"""Try an act; where it is refused, say why on the page that asked, with everything typed still there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from django.utils.translation import get_language

from renshe.kernel.codes.problem import Problem as Reason
from renshe.kernel.codes.problem import Refused
from renshe.kernel.rules import Refusal
from renshe.portals.layout.errors import Problem, problem_of

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
        clause="" if reason.clause == "owner-default" else reason.clause,
        next_step=reason.next_step_zh if chinese else reason.next_step_en,
    )
