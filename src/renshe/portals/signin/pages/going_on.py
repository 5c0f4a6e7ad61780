"""After the confirmation: what was typed before it is offered again, and goes where it was going with one press."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponseRedirect
from django.urls import reverse

from renshe.portals.layout.access import SIGNED_IN, Visit
from renshe.portals.layout.proof import HELD
from renshe.portals.signin.portal import ACCOUNT


@dataclass(frozen=True, kw_only=True)
class GoOnPage:
    """What `signin/pages/go_on.html` may use. `path` is an address of this site, kept by us and not by the browser."""

    path: str
    fields: tuple[tuple[str, str], ...]


@ACCOUNT.page(template="signin/pages/go_on.html", access=SIGNED_IN)
def go_on(visit: Visit) -> GoOnPage | HttpResponseRedirect:
    """Offer it once; without anything that waits, home."""
    held = visit.request.session.pop(HELD, None)
    if held is None:
        return HttpResponseRedirect(reverse("signin:home"))
    return GoOnPage(
        path=held["path"], fields=tuple((str(name), str(value)) for name, value in held["fields"])
    )
