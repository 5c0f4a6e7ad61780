"""The rate of retirees looked after by communities: by place, downward to the names, and month by month."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from renshe.domains.registry.api import place_name
from renshe.domains.retirees import api as retirees
from renshe.portals.community.place import SEE, chosen_place, short_names
from renshe.portals.community.portal import COMMUNITY, LOOK
from renshe.portals.community.words import rate_text
from renshe.portals.layout.access import Visit, own_place


@dataclass(frozen=True, kw_only=True)
class RateLine:
    """One place below, or one month; `url` leads to what lies within it, or to its names."""

    url: str
    name: str
    retirees: int
    cared: int
    rate: str


@dataclass(frozen=True, kw_only=True)
class MonthLine:
    """One month of the place."""

    month: int
    retirees: int
    cared: int
    rate: str


@dataclass(frozen=True, kw_only=True)
class RatePage:
    """What `community/pages/rate.html` may use; everything is empty before the first month was counted."""

    place: str
    up_url: str
    names_url: str
    month: int | None
    retirees: int
    cared: int
    rate: str
    below: tuple[RateLine, ...]
    months: tuple[MonthLine, ...]


@COMMUNITY.page(template="community/pages/rate.html", access=LOOK)
def rate(visit: Visit) -> RatePage:
    """Show the last month counted, what lies within, and the year before."""
    place = chosen_place(visit)
    months = retirees.rate_months(place=place)
    last = months[0] if months else None
    below = retirees.rates_below(place=place, month=last.month) if last and len(place) < 12 else []
    names = short_names(one.place for one in below)
    return RatePage(
        place=place_name(code=place), up_url=_up(place, own_place(visit, SEE)),
        names_url=f"{reverse('community:people')}?place={place}",
        month=last.month if last else None, retirees=last.retirees if last else 0,
        cared=last.cared if last else 0, rate=rate_text(last.permille if last else None),
        below=tuple(
            RateLine(
                url=_within(one.place, place), name=names[one.place], retirees=one.retirees, cared=one.cared,
                rate=rate_text(one.permille),
            )
            for one in below
        ),
        months=tuple(
            MonthLine(month=one.month, retirees=one.retirees, cared=one.cared, rate=rate_text(one.permille))
            for one in reversed(months)
        ),
    )  # fmt: skip


def _within(code: str, place: str) -> str:
    """Downward; a community's names at the end, and those of whoever is registered at the place itself."""
    if len(code) == 12 or code == place:
        return f"{reverse('community:people')}?place={code}"
    return f"{reverse('community:rate')}?place={code}"


def _up(place: str, own: str) -> str:
    """To the place around this one, as far as the visitor's own."""
    if place == own:
        return ""
    wider = {12: place[:9], 9: place[:6], 6: own}[len(place)]
    return f"{reverse('community:rate')}?place={wider if len(wider) >= len(own) else own}"
