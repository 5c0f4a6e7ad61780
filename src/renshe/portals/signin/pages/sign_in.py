"""Sign in: username and password, a passkey alone, or in the demonstration by picking an account."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.contrib.auth import authenticate
from django.http import Http404, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from renshe.domains.identity.api import (
    LONGEST_PASSWORD,
    Account,
    account_named,
    locked_until,
    passkey_account,
)
from renshe.portals.layout.access import ANYBODY, Visit
from renshe.portals.signin.challenges import asked_challenge
from renshe.portals.signin.demonstration import DemonstrationGroup, demonstration_groups
from renshe.portals.signin.pages.returning import way_back
from renshe.portals.signin.portal import ENTRANCE
from renshe.portals.signin.session import (
    clock_of,
    enter,
    leave,
    must_have_factor,
    second_kinds,
    site_of,
    wait_for_second,
    waiting,
)
from renshe.portals.signin.watching import OVER

TEMPLATE = "signin/pages/sign_in.html"


@dataclass(frozen=True, kw_only=True)
class SignInPage:
    """What `signin/pages/sign_in.html` may use. `groups` is empty outside the demonstration; `over` says why the last
    session ended; `locked_until` is when this username may be tried again."""

    username: str
    failed: bool
    passkey_failed: bool
    locked_until: datetime | None
    over: str
    next: str
    today: date
    groups: tuple[DemonstrationGroup, ...]


@ENTRANCE.page(template=TEMPLATE, access=ANYBODY)
def sign_in(visit: Visit) -> SignInPage | HttpResponse:
    """Show the form, or check what was typed. A wrong password and an unknown name look the same, and lock the same."""
    request = visit.request
    if request.method != "POST":
        return _page(visit)
    username = request.POST.get("username", "").strip()[:64]
    password = request.POST.get("password", "")
    if locked_until(username=username, at=clock_of(request)):
        return _refused(visit, username=username, failed=False)
    # A text longer than any password is not hashed for minutes; it is simply wrong.
    typed = password if len(password) <= LONGEST_PASSWORD else ""
    account = authenticate(request, username=username, password=typed)
    if not isinstance(account, Account):
        return _refused(visit, username=username, failed=True)
    return first_step_passed(visit, account, how="password")


@ENTRANCE.page(template=TEMPLATE, access=ANYBODY)
def passkey_sign_in(visit: Visit) -> HttpResponse:
    """Enter by a passkey: alone, since it has checked a PIN or finger itself, or as the second step of a password."""
    request = visit.request
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    account = passkey_account(
        site=site_of(request),
        credential=request.POST.get("credential", ""),
        challenge=asked_challenge(request),
        at=clock_of(request),
    )
    expected = waiting(request)
    wrong = account is None or (expected is not None and expected != account)
    if account is None or wrong or locked_until(username=account.username, at=clock_of(request)):
        username = account.username if account is not None and not wrong else ""
        return _refused(visit, username=username, failed=False, passkey_failed=wrong)
    enter(request, account, how="passkey")
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
    return first_step_passed(visit, account, how="demonstration")


@ENTRANCE.page(template=TEMPLATE, access=ANYBODY)
def sign_out(visit: Visit) -> HttpResponse:
    """End the session."""
    if visit.request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    leave(visit.request, why="signed_out")
    return HttpResponseRedirect(reverse("signin:sign_in"))


def first_step_passed(visit: Visit, account: Account, *, how: str) -> HttpResponse:
    """On to the second factor, to enrolling one where the duty demands it, or straight in."""
    request = visit.request
    back = way_back(request)
    query = "" if back == reverse("signin:home") else f"?{urlencode({'next': back})}"
    if second_kinds(account):
        wait_for_second(request, account, how=how)
        return HttpResponseRedirect(f"{reverse('signin:second')}{query}")
    if must_have_factor(request, account):
        wait_for_second(request, account, how=how)
        return HttpResponseRedirect(f"{reverse('signin:app')}{query}")
    enter(request, account, how=how)
    return HttpResponseRedirect(back)


def _refused(
    visit: Visit, *, username: str, failed: bool, passkey_failed: bool = False
) -> HttpResponse:
    page = _page(visit, username=username, failed=failed, passkey_failed=passkey_failed)
    status = 429 if page.locked_until else 400
    return ENTRANCE.render(visit.request, template=TEMPLATE, context=page, status=status)


def _page(
    visit: Visit, *, username: str = "", failed: bool = False, passkey_failed: bool = False
) -> SignInPage:
    demonstration = settings.RENSHE_MODE == "demonstration"
    back = way_back(visit.request)
    until = locked_until(username=username, at=clock_of(visit.request)) if username else None
    return SignInPage(
        username=username,
        failed=failed and until is None,
        passkey_failed=passkey_failed,
        locked_until=timezone.localtime(until) if until else None,
        over=visit.request.session.pop(OVER, "") if visit.request.method == "GET" else "",
        next="" if back == reverse("signin:home") else back,
        today=visit.today,
        groups=demonstration_groups(on=visit.today) if demonstration else (),
    )
