"""The second step of signing in, and the same questions again before something sensitive."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from renshe.domains.identity.api import (
    LONGEST_PASSWORD,
    Account,
    app_code_right,
    locked_until,
    passkey_account,
    recovery_code_right,
)
from renshe.portals.layout.access import ANYBODY, SIGNED_IN, Visit
from renshe.portals.signin.challenges import asked_challenge
from renshe.portals.signin.pages.returning import way_back
from renshe.portals.signin.portal import ACCOUNT, ENTRANCE
from renshe.portals.signin.session import (
    clock_of,
    enter,
    prove,
    second_kinds,
    site_of,
    waiting,
    wrong_try,
)

SECOND, CONFIRM = "signin/pages/second.html", "signin/pages/confirm.html"


@dataclass(frozen=True, kw_only=True)
class SecondPage:
    """What `signin/pages/second.html` may use."""

    app: bool
    passkey: bool
    failed: bool
    locked_until: datetime | None
    next: str


@dataclass(frozen=True, kw_only=True)
class ConfirmPage:
    """What `signin/pages/confirm.html` may use. `ask` is `factor`, `password` or, in the demonstration, `nothing`."""

    ask: str
    app: bool
    passkey: bool
    failed: bool
    locked_until: datetime | None
    next: str


@ENTRANCE.page(template=SECOND, access=ANYBODY)
def second(visit: Visit) -> SecondPage | HttpResponse:
    """Ask whoever passed the first step for a code, a passkey or a recovery code; he is nobody before that."""
    request = visit.request
    account = waiting(request)
    if account is None:
        return HttpResponseRedirect(reverse("signin:sign_in"))
    if request.method != "POST":
        return _second_page(request, account, failed=False)
    how = "" if _locked(request, account) else proved_how(request, account)
    if not how:
        page = _second_page(request, account, failed=True)
        status = 429 if page.locked_until else 400
        return ENTRANCE.render(request, template=SECOND, context=page, status=status)
    enter(request, account, how=how)
    return HttpResponseRedirect(way_back(request))


@ACCOUNT.page(template=CONFIRM, access=SIGNED_IN)
def confirm(visit: Visit) -> ConfirmPage | HttpResponse:
    """Ask a signed-in visitor again who he is, then go on to the sensitive page he wanted."""
    request, account = visit.request, visit.account
    assert account is not None
    ask = _what_to_ask(account)
    if request.method != "POST":
        return _confirm_page(request, account, ask=ask, failed=False)
    if _locked(request, account) or not _answered(request, account, ask=ask):
        page = _confirm_page(request, account, ask=ask, failed=True)
        status = 429 if page.locked_until else 400
        return ACCOUNT.render(request, template=CONFIRM, context=page, status=status)
    prove(request)
    return HttpResponseRedirect(way_back(request))


def proved_how(request: HttpRequest, account: Account) -> str:
    """Which second factor the posted form proved (`totp`, `recovery`, `passkey`), or empty; a wrong try is counted."""
    at = clock_of(request)
    code, recovery = request.POST.get("code", ""), request.POST.get("recovery", "")
    if request.POST.get("credential"):
        found = passkey_account(
            site=site_of(request),
            credential=request.POST["credential"],
            challenge=asked_challenge(request),
            at=at,
        )
        if found == account:
            return "passkey"
    elif code and app_code_right(account=account, code=code[:16], at=at):
        return "totp"
    elif recovery and recovery_code_right(account=account, code=recovery[:32], at=at):
        return "recovery"
    wrong_try(request, account.username)
    return ""


def _what_to_ask(account: Account) -> str:
    if second_kinds(account):
        return "factor"
    return "nothing" if settings.RENSHE_MODE == "demonstration" else "password"


def _answered(request: HttpRequest, account: Account, *, ask: str) -> bool:
    if ask == "nothing":
        return True
    if ask == "factor":
        return bool(proved_how(request, account))
    password = request.POST.get("password", "")
    if len(password) <= LONGEST_PASSWORD and account.check_password(password):
        return True
    wrong_try(request, account.username)
    return False


def _locked(request: HttpRequest, account: Account) -> bool:
    return locked_until(username=account.username, at=clock_of(request)) is not None


def _until(request: HttpRequest, account: Account) -> datetime | None:
    until = locked_until(username=account.username, at=clock_of(request))
    return timezone.localtime(until) if until else None


def _second_page(request: HttpRequest, account: Account, *, failed: bool) -> SecondPage:
    kinds = second_kinds(account)
    until = _until(request, account)
    return SecondPage(
        app="totp" in kinds,
        passkey="passkey" in kinds,
        failed=failed and until is None,
        locked_until=until,
        next=way_back(request),
    )


def _confirm_page(request: HttpRequest, account: Account, *, ask: str, failed: bool) -> ConfirmPage:
    kinds = second_kinds(account)
    until = _until(request, account)
    return ConfirmPage(
        ask=ask,
        app="totp" in kinds,
        passkey="passkey" in kinds,
        failed=failed and until is None,
        locked_until=until,
        next=way_back(request),
    )
