"""The switches for language, light or dark, and type: one press, one cookie, back to the page."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect

from renshe.portals.layout.access import ANYBODY, Visit
from renshe.portals.layout.display import COOKIE, COOKIE_AGE_SECONDS, display_of
from renshe.portals.signin.pages.returning import way_back
from renshe.portals.signin.portal import ENTRANCE


@ENTRANCE.page(template="", access=ANYBODY)
def display(visit: Visit) -> HttpResponse:
    """Keep the reader's choice and go back to where he was."""
    request = visit.request
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    chosen = display_of(request).changed(
        language=request.POST.get("language", ""),
        theme=request.POST.get("theme", ""),
        type=request.POST.get("type", ""),
    )
    response = HttpResponseRedirect(way_back(request))
    for name, value in (
        (COOKIE, chosen.cookie_value()),
        (settings.LANGUAGE_COOKIE_NAME, chosen.django_language),
    ):
        response.set_cookie(
            name,
            value,
            max_age=COOKIE_AGE_SECONDS,
            samesite="Lax",
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response
