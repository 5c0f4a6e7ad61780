"""Declaration windows: opening them and asking whether a declaration is in time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from renshe.domains.contributions.dated import collection_mode
from renshe.domains.contributions.models import Window
from renshe.domains.contributions.refusals import refused
from renshe.kernel.periods import Month, first_day, format_month
from renshe.kernel.rules.places import layers


@dataclass(frozen=True)
class Timing:
    """A window as a declaration meets it on a day: whether it is late, and when its money is due."""

    place: str
    period: Month
    opens_on: dt.date
    cut_off_on: dt.date
    due_on: dt.date
    mode: str
    late: bool


def open_window(
    *,
    place: str,
    period: Month,
    opens_on: dt.date,
    cut_off_on: dt.date,
    due_on: dt.date,
    mode: str | None = None,
) -> int:
    """Set the window of a period at a place and return its id; set again before it opened, it is replaced.

    Without `mode` the dated data of the place says who collects on the period's first day.
    Raises Refusal `mode_unknown`.
    """
    chosen = mode or collection_mode(place=place, on=first_day(period))
    window, _ = Window.objects.update_or_create(
        place=place,
        period=period,
        defaults={"opens_on": opens_on, "cut_off_on": cut_off_on, "due_on": due_on, "mode": chosen},
    )
    return int(window.pk)


def window_of(*, place: str, period: Month) -> Window:
    """The window of the place or of what encloses it, the nearest first. Raises Refusal `window_unknown`."""
    found = {
        window.place: window
        for window in Window.objects.filter(place__in=[place, *layers(place)], period=period)
    }
    for layer in (place, *layers(place)):
        if layer in found:
            return found[layer]
    raise refused("window_unknown", subject=f"{place} {format_month(period)}")


def timing_of(*, place: str, period: Month, as_of: dt.date) -> Timing:
    """How a declaration on a day stands to its window. Late is allowed and flagged, early is refused.

    Raises Refusal `window_unknown` or `window_not_open`.
    """
    window = window_of(place=place, period=period)
    if as_of < window.opens_on:
        raise refused("window_not_open", subject=f"{format_month(period)}: {window.opens_on}")
    return Timing(
        place=window.place,
        period=period,
        opens_on=window.opens_on,
        cut_off_on=window.cut_off_on,
        due_on=window.due_on,
        mode=window.mode,
        late=as_of > window.cut_off_on,
    )
