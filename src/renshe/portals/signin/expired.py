"""The answer to a form that did not come from this site, or that lay open too long."""

from django.http import HttpRequest, HttpResponse
from django.template import loader


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 with the way back; what went wrong in detail is nobody's business (CSRF_FAILURE_VIEW)."""
    return HttpResponse(
        loader.render_to_string("signin/parts/expired.html", request=request), status=403
    )
