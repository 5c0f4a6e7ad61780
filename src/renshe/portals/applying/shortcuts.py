"""The way from a page to what is done about it: a few service items by name, in the order that the page gives."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from renshe.portals.applying.portal import APPLY
from renshe.portals.layout.access import Visit
from renshe.portals.layout.forms.wording import said
from renshe.services import catalogue


@dataclass(frozen=True, kw_only=True)
class Shortcut:
    """One item and the address where it begins, as `applying/parts/shortcuts.html` shows it."""

    name: str
    url: str


def shortcuts_to(visit: Visit, codes: Sequence[str]) -> tuple[Shortcut, ...]:
    """The items among these that are offered here; none for whoever may not apply."""
    if not APPLY.allows(visit):
        return ()
    offered = catalogue.catalogue()
    return tuple(
        Shortcut(
            name=said(offered[code].item.name),
            url=reverse("applying:start", kwargs={"code": code}),
        )
        for code in codes
        if code in offered
    )
