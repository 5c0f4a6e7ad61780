"""What is coming for accountants: the days of the declaration windows, and the close of the month."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from renshe.domains.contributions.api import window_of
from renshe.kernel.periods import Month, last_day, month_containing
from renshe.kernel.rules import Refusal
from renshe.portals.finance.collection import places_address
from renshe.portals.layout.access import Visit, own_place
from renshe.portals.layout.formats import month as month_words

MOST = 5


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """One day that is coming: what happens then, in how many days, and where it is read; `url` may be empty."""

    on: date
    days: int
    title: str
    url: str


def days_ahead(visit: Visit, *, month: Month, still_open: int) -> tuple[Ahead, ...]:
    """The next days, the nearest first, for the month of today; nothing for a month that is over. Three queries.

    `still_open` counts the books of funds that the month's close still has before it.
    """
    today, now = visit.today, month_containing(visit.today)
    if month < now:
        return ()
    found, place = [], own_place(visit, "books.look")
    for period in (now, now + 1):
        found += _window(place, period)
    if still_open:
        title = ngettext(
            "{month}最后一天，之后结账：{count}套账未结",
            "{month}最后一天，之后结账：{count}套账未结",
            still_open,
        ).format(month=month_words(now), count=still_open)
        found.append((last_day(now), title, ""))
    coming = sorted(one for one in found if one[0] >= today)[:MOST]
    return tuple(
        Ahead(on=on, days=(on - today).days, title=title, url=url) for on, title, url in coming
    )


def _window(place: str, period: Month) -> list[tuple[date, str, str]]:
    """The days of one period's window; none where it has none."""
    try:
        window = window_of(place=place, period=period)
    except Refusal:
        return []
    told, url = month_words(period), places_address(period)
    return [
        (window.opens_on, _("{month}申报开始").format(month=told), ""),
        (window.cut_off_on, _("{month}申报截止，之后核定应缴").format(month=told), ""),
        (window.due_on, _("{month}应缴费款到期，之后加收滞纳金").format(month=told), url),
    ]
