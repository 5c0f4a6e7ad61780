"""A portal: its name, its navigation and the only way to put a page on an address.

`Portal.page` ties together what belongs together: who may see the page, the template, and the typed
context that the view returns. A test walks all addresses and fails for a view without it.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import loader
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode

from renshe.domains.registry.api import numbers_asked_once
from renshe.kernel.rules import Refusal
from renshe.portals.layout.access import Access, visit_of
from renshe.portals.layout.chrome import NavigationEntry, chrome_of
from renshe.portals.layout.display import display_of
from renshe.portals.layout.errors import forbidden, not_found, refused
from renshe.portals.layout.proof import ProofNeeded, ask_proof


@dataclass(frozen=True, kw_only=True)
class Portal:
    """One audience's pages. `title` is a lazy translation; `density` picks the spacing of its pages."""

    code: str
    title: Any
    home: str
    navigation: tuple[NavigationEntry, ...] = ()
    density: str = "roomy"

    def page(self, *, template: str, access: Access) -> Callable[[Callable], Callable]:
        """Put a page on an address: check access, build the context, fill the template.

        The view takes a `Visit` and the parts of the address; it returns the page's context (a dataclass),
        which the template knows as `page`, or a finished response such as a redirect or a file.
        """

        def decorate(view: Callable[..., Any]) -> Callable[..., HttpResponse]:
            @wraps(view)
            def answer(request: HttpRequest, **parts: Any) -> HttpResponse:
                request.display = display_of(request)
                with translation.override(request.display.django_language), _reading(request):
                    response = self._answer(request, view, access, template, parts)
                    response.headers.setdefault("Content-Language", request.display.html_language)
                    response.headers.setdefault("Cache-Control", "no-store")
                    return response

            answer.access = access
            answer.page_name = f"{self.code}.{view.__name__}"
            answer.login_required = access.needs_account
            return answer

        return decorate

    def _answer(
        self,
        request: HttpRequest,
        view: Callable[..., Any],
        access: Access,
        template: str,
        parts: dict[str, Any],
    ) -> HttpResponse:
        if access.needs_account and not request.user.is_authenticated:
            there = urlencode({"next": request.get_full_path()})
            return redirect(f"{reverse('signin:sign_in')}?{there}")
        visit = visit_of(request)
        if not access.allows(visit):
            return forbidden(request)
        try:
            outcome = view(visit, **parts)
        except ProofNeeded:
            return ask_proof(request)
        except Refusal as refusal:
            return refused(request, refusal)
        except Http404:
            return not_found(request)
        except PermissionDenied:
            return forbidden(request)
        if isinstance(outcome, HttpResponse):
            return outcome
        return self.render(request, template=template, context=outcome)

    def render(
        self, request: HttpRequest, *, template: str, context: Any, status: int = 200
    ) -> HttpResponse:
        """Fill a template of this portal with a page's context and the frame around it."""
        words = {"page": context, "chrome": chrome_of(request, portal=self)}
        return HttpResponse(loader.render_to_string(template, words, request), status=status)


def _reading(request: HttpRequest) -> AbstractContextManager[None]:
    """A page that only shows asks once under which numbers somebody stands; what writes asks each time."""
    return numbers_asked_once() if request.method in ("GET", "HEAD") else nullcontext()
