"""Questions for passkeys: asked once, kept in the session, answered once."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from renshe.domains.identity.api import passkey_question, passkey_registration
from renshe.portals.layout.access import ANYBODY, SIGNED_IN, Visit
from renshe.portals.signin.portal import ENTRANCE
from renshe.portals.signin.session import CHALLENGE, site_of, waiting


@ENTRANCE.page(template="", access=ANYBODY)
def passkey_options(visit: Visit) -> HttpResponse:
    """The question a browser's passkey answers; for whoever waits for the second step, only his own passkeys."""
    request = visit.request
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    whose = visit.account or waiting(request)
    options, challenge = passkey_question(account=whose, site=site_of(request))
    return _asked(request, options, challenge)


@ENTRANCE.page(template="", access=SIGNED_IN)
def passkey_new_options(visit: Visit) -> HttpResponse:
    """The question with which a browser makes a new passkey."""
    request = visit.request
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    assert visit.account is not None
    options, challenge = passkey_registration(account=visit.account, site=site_of(request))
    return _asked(request, options, challenge)


def asked_challenge(request: HttpRequest) -> bytes:
    """The challenge that was asked in this session, once; empty where none was, which no answer matches."""
    kept: str = request.session.pop(CHALLENGE, "")
    return base64url_to_bytes(kept) if kept else b""


def _asked(request: HttpRequest, options: str, challenge: bytes) -> HttpResponse:
    request.session[CHALLENGE] = bytes_to_base64url(challenge)
    return HttpResponse(options, content_type="application/json")
