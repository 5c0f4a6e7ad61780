"""The page on which somebody lets another system know who he is. Everything else is the library's own."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from oauth2_provider.views import AuthorizationView

from renshe.portals.layout.chrome import chrome_of
from renshe.portals.layout.display import display_of
from renshe.portals.signin.portal import ENTRANCE

CHALLENGE_LENGTH = 43
"""A SHA-256 in base64url (RFC 7636 4.2)."""
NO_PROOF_KEY = SimpleNamespace(error="invalid_request")


class Authorize(AuthorizationView):
    """Asks in our own frame. The policy of the page lets its form lead to the other system and nowhere else."""

    template_name = "signon/authorize.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer in the reader's language, kept by nobody."""
        display = display_of(request)
        request.display = display  # type: ignore[attr-defined]
        with translation.override(display.django_language):
            response: Any = (
                super().dispatch(request, *args, **kwargs)
                if _has_proof_key(request)
                else self.render_to_response({"error": NO_PROOF_KEY}, status=400)
            )
            if hasattr(response, "render"):
                response.render()
        response.headers.setdefault("Cache-Control", "no-store")
        target = urlsplit(request.GET.get("redirect_uri", ""))
        if response.status_code == 200 and target.netloc:
            response._csp_update = {"form-action": f"{target.scheme}://{target.netloc}"}
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the template may use: the library's words and our frame."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"chrome": chrome_of(self.request, portal=ENTRANCE)}

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """The question, or what is wrong with it."""
        full = {"error": None} | context | {"chrome": chrome_of(self.request, portal=ENTRANCE)}
        response: HttpResponse = super().render_to_response(full, **kwargs)
        return response


def _has_proof_key(request: HttpRequest) -> bool:
    """Whether the question carries a proof key by S256; the library alone lets an empty one pass (RFC 9700 2.1.1)."""
    asked = request.POST if request.method == "POST" else request.GET
    challenge = asked.get("code_challenge", "")
    return asked.get("code_challenge_method") == "S256" and len(challenge) == CHALLENGE_LENGTH
