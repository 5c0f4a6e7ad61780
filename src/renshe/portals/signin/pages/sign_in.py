"""Sign in with username and password; in the demonstration also by picking an account."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import Http404, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse

from renshe.domains.identity.api import account_named
from renshe.portals.layout.access import ANYBODY, Visit
from renshe.portals.signin.demonstration import DemonstrationRole, demonstration_roles
from renshe.portals.signin.pages.returning import way_back
from renshe.portals.signin.portal import ENTRANCE

BACKEND = "django.contrib.auth.backends.ModelBackend"
TEMPLATE = "signin/pages/sign_in.html"


@dataclass(frozen=True, kw_only=True)
class SignInPage:
    """What `signin/pages/sign_in.html` may use. `roles` is empty outside the demonstration."""

    username: str
    failed: bool
    next: str
    today: date
    roles: tuple[DemonstrationRole, ...]


@ENTRANCE.page(template=TEMPLATE, access=ANYBODY)
def sign_in(visit: Visit) -> SignInPage | HttpResponse:
    """Show the form, or check what was typed. A wrong password and an unknown name look the same."""
    request = visit.request
    if request.method != "POST":
        return _page(visit, username="", failed=False)
    username = request.POST.get("username", "").strip()
    account = authenticate(request, username=username, password=request.POST.get("password", ""))
    if account is None:
        page = _page(visit, username=username, failed=True)
        return ENTRANCE.render(request, template=TEMPLATE, context=page, status=400)
    login(request, account)
    return HttpResponseRedirect(way_back(request))


@ENTRANCE.page(template=TEMPLATE, access=ANYBODY)
def demonstration_sign_in(visit: Visit) -> HttpResponse:
    """Enter as an account of the demonstration city; in production there is no such address."""
    request = visit.request
    if settings.RENSHE_MODE != "demonstration":
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    account = account_named(username=request.POST.get("username", ""))
    if account is None or not account.is_active:
        raise Http404
    login(request, account, backend=BACKEND)
    return HttpResponseRedirect(way_back(request))


@ENTRANCE.page(template=TEMPLATE, access=ANYBODY)
def sign_out(visit: Visit) -> HttpResponse:
    """End the session."""
    if visit.request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    logout(visit.request)
    return HttpResponseRedirect(reverse("signin:sign_in"))


def _page(visit: Visit, *, username: str, failed: bool) -> SignInPage:
    demonstration = settings.RENSHE_MODE == "demonstration"
    back = way_back(visit.request)
    return SignInPage(
        username=username,
        failed=failed,
        next="" if back == reverse("signin:home") else back,
        today=visit.today,
        roles=demonstration_roles(on=visit.today) if demonstration else (),
    )
