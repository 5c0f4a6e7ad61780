"""Which moment it is at this installation: the only reading of the clock for pages.

In production it is the clock's. A demonstration city lives on a day of its own: RENSHE_TODAY, and where
unset the last day of the first month that it lives through. The time of day is always the clock's.
"""

import os
from collections.abc import Callable
from datetime import date, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

FIRST_DAY_OF_DEMONSTRATION = date(2025, 10, 31)


def moment() -> datetime:
    """Now, aware, in the time of the place."""
    clock = timezone.localtime()
    if settings.PRODUCTION:
        return clock
    chosen = os.environ.get("RENSHE_TODAY")
    day = date.fromisoformat(chosen) if chosen else FIRST_DAY_OF_DEMONSTRATION
    return clock.replace(year=day.year, month=day.month, day=day.day)


class MomentMiddleware:
    """Puts `now` and `today` on every request, so that nothing below the edge reads a clock.

    `clock` is the true time, also in the demonstration: the telephone that shows a one-time code knows no other.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.clock = timezone.now()  # type: ignore[attr-defined]
        request.now = moment()  # type: ignore[attr-defined]
        request.today = request.now.date()  # type: ignore[attr-defined]
        return self.get_response(request)
