"""The frame around every page: who is signed in, where one is, how one wants to see it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import resolve, reverse

from renshe.portals.layout.access import Access, Acting, visit_of
from renshe.portals.layout.display import Display

if TYPE_CHECKING:
    from renshe.portals.layout.portal import Portal


@dataclass(frozen=True, kw_only=True)
class NavigationEntry:
    """One entry of a portal's navigation: a lazy label, the address name it leads to, and the other
    address names that count as being there (a bill belongs to the history of months). With `access` it is shown to those
    only who may go there."""

    label: Any
    name: str
    covers: tuple[str, ...] = ()
    access: Access | None = None


@dataclass(frozen=True, kw_only=True)
class NavigationLink:
    """An entry as this page shows it."""

    label: str
    url: str
    here: bool


@dataclass(frozen=True, kw_only=True)
class Chrome:
    """What `layout/page.html` may use besides the page's own context."""

    portal: str
    title: str
    home_url: str
    density: str
    navigation: tuple[NavigationLink, ...]
    signed_in_as: str
    display: Display
    path: str
    demonstration: bool
    acting: Acting | None


def chrome_of(request: HttpRequest, *, portal: "Portal") -> Chrome:
    """Build the frame for one request."""
    match = request.resolver_match
    here = match.view_name if match else ""
    navigation = tuple(
        NavigationLink(
            label=str(entry.label),
            url=reverse(entry.name),
            here=here == entry.name or here in entry.covers,
        )
        for entry in portal.navigation
        if _open_to(request, entry.access)
    )
    return Chrome(
        portal=portal.code,
        title=str(portal.title),
        home_url=_home(request, portal, navigation),
        density=portal.density,
        navigation=navigation,
        signed_in_as=getattr(request.user, "display_name", ""),
        display=request.display,
        path=request.get_full_path(),
        demonstration=getattr(settings, "RENSHE_MODE", "production") == "demonstration",
        acting=getattr(request, "acting", None),
    )


def _home(request: HttpRequest, portal: "Portal", navigation: tuple[NavigationLink, ...]) -> str:
    """The portal's first page, or the first that is open to somebody who comes for one page of it from another portal."""
    home = reverse(portal.home)
    if _open_to(request, getattr(resolve(home).func, "access", None)) or not navigation:
        return home
    return navigation[0].url


def _open_to(request: HttpRequest, access: Access | None) -> bool:
    """Whether an entry is shown: one that is for some only needs a visit that may go there."""
    if access is None:
        return True
    return hasattr(request, "today") and access.allows(visit_of(request))
