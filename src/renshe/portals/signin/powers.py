"""What the powers are called on the pages where they are given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from renshe.domains.identity.api import ACTIONS


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One power to tick."""

    code: str
    words: str
    ticked: bool


def power_words(action: str) -> str:
    """An action's name in the reader's language; a power that no longer exists shows its code."""
    name = ACTIONS.get(action)
    if name is None:
        return action
    return name.zh if (get_language() or "zh").startswith("zh") else name.en


def scope_words(actions: Iterable[str] | None) -> str:
    """A list of powers, or that all are given."""
    if actions is None:
        return _("全部权限，可委派他人")
    return _("、").join(power_words(action) for action in actions)


def choices(offered: Iterable[str], *, ticked: Iterable[str]) -> tuple[Choice, ...]:
    """The powers to tick on a form."""
    chosen = set(ticked)
    return tuple(
        Choice(code=action, words=power_words(action), ticked=action in chosen)
        for action in offered
    )
