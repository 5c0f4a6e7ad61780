"""The middleware that ends a session in time, and sends whoever holds a handed-over password to change it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from renshe.domains.identity.api import seen
from renshe.portals.layout.proof import seconds
from renshe.portals.signin.session import (
    ABSOLUTE,
    IDLE,
    MUST_CHANGE,
    SEEN,
    STARTED,
    begin,
    clock_of,
    leave,
    roles_of,
)

OVER = "over"
"""Under this key a fresh session says why the last one ended: `idle` or `absolute`."""
NOTE_AFTER_S = 60
"""Use is noted once a minute: writing it on every request would cost each page a statement."""


class SessionWatch:
    """Ends what was idle too long or is too old; needs no query while a session is young."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if SESSION_KEY in request.session:
            self._watch(request)
            if self._must_change(request):
                return HttpResponseRedirect(reverse("signin:password"))
        return self.get_response(request)

    def _watch(self, request: HttpRequest) -> None:
        session, now = request.session, seconds(request)
        if STARTED not in session:
            if request.user.is_authenticated:
                begin(request, roles_of(request, request.user))  # type: ignore[arg-type]
            return
        idle, age = now - session[SEEN], now - session[STARTED]
        if idle > session[IDLE] or age > session[ABSOLUTE]:
            why = "idle" if idle > session[IDLE] else "absolute"
            leave(request, why=why)
            request.session[OVER] = why
        elif idle >= NOTE_AFTER_S:
            session[SEEN] = now
            if session.session_key:
                seen(session_key=session.session_key, at=clock_of(request))

    def _must_change(self, request: HttpRequest) -> bool:
        if not request.session.get(MUST_CHANGE):
            return False
        open_to_him = ("signin:password", "signin:sign_out", "signin:display")
        return request.path not in {reverse(name) for name in open_to_him}
