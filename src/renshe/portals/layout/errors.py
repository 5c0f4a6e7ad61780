"""Refusals that a page itself gives; Django gives the same pages for an unknown address and for a fault."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils import translation
from django.utils.translation import get_language

from renshe.kernel.rules import Refusal
from renshe.portals.layout.citing import cited
from renshe.portals.layout.display import display_of


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Why something cannot be done now, in the reader's language, with the clause and the next step."""

    reason: str
    subject: str
    clause: str
    next_step: str


def problem_of(refusal: Refusal) -> Problem:
    """Put a refusal of a domain or of the law into the reader's language."""
    chinese = (get_language() or "zh").startswith("zh")
    reason = refusal.reason
    return Problem(
        reason=reason.zh if chinese else reason.en,
        subject=" ".join(part for part in (refusal.subject, refusal.on, refusal.place) if part),
        clause=cited(reason.clause),
        next_step=reason.next_step_zh if chinese else reason.next_step_en,
    )


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer 409: the law or the state of the records does not allow it."""
    words = {"problem": problem_of(refusal)}
    return HttpResponse(loader.render_to_string("layout/refused.html", words, request), status=409)


def forbidden(request: HttpRequest) -> HttpResponse:
    """Answer 403: the account has no such role, or the record is not its own."""
    return HttpResponse(loader.render_to_string("403.html", request=request), status=403)


def not_found(request: HttpRequest) -> HttpResponse:
    """Answer 404: nothing lives at this address, or nothing that this viewer may know of."""
    return HttpResponse(loader.render_to_string("404.html", request=request), status=404)


def unknown_address(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 where no page of ours was reached, in the language that the reader chose and not the browser's."""
    with translation.override(display_of(request).django_language):
        return not_found(request)


def closed_address(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403 where no page of ours was reached, in the reader's language."""
    with translation.override(display_of(request).django_language):
        return forbidden(request)


def fault(request: HttpRequest) -> HttpResponse:
    """Answer 500 in the reader's language; nothing of the fault is told."""
    with translation.override(display_of(request).django_language):
        page = loader.render_to_string("500.html", request=request)
    return HttpResponse(page, status=500)
