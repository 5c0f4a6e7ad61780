"""Every address of the site: one prefix for each portal that has a urls.py.

A portal's urls.py may set PREFIX (such as "" for the entrance); otherwise it is its own name.
"""

from importlib import import_module

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_safe

from renshe.edge.discovery import portals_with_addresses


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answers once the site and its database do; says nothing else to a stranger."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def _portal_addresses() -> list[URLPattern | URLResolver]:
    found = []
    for portal in portals_with_addresses():
        module = import_module(f"renshe.portals.{portal}.urls")
        found.append(path(getattr(module, "PREFIX", f"{portal}/"), include(module)))
    return found


urlpatterns: list[URLPattern | URLResolver] = [
    path("health", health, name="health"),
    path("i18n/", include("django.conf.urls.i18n")),
    *_portal_addresses(),
]

handler403 = "renshe.portals.layout.errors.closed_address"
handler404 = "renshe.portals.layout.errors.unknown_address"
handler500 = "renshe.portals.layout.errors.fault"
