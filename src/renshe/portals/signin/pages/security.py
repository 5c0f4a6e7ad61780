"""One's own account: password, second factors, recovery codes, and where one is signed in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import segno
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from renshe.domains.cases import api as cases
from renshe.domains.identity.api import (
    Account,
    add_passkey,
    app_address,
    bind_app,
    change_password,
    end_sign_ins,
    factors_of,
    make_recovery_codes,
    new_app_secret,
    open_sign_ins,
    places_of,
    recovery_codes_left,
    remove_factor,
    seal,
    unseal,
)
from renshe.flows.powers import recorded
from renshe.portals.layout.access import ANYBODY, SIGNED_IN, Visit, own_employer
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.proof import proved_recently
from renshe.portals.signin.challenges import asked_challenge
from renshe.portals.signin.devices import device_words
from renshe.portals.signin.pages.returning import way_back
from renshe.portals.signin.portal import ACCOUNT
from renshe.portals.signin.session import (
    MUST_CHANGE,
    clock_of,
    enter,
    leave_others,
    must_have_factor,
    second_kinds,
    site_of,
    waiting,
)
from renshe.portals.signin.trying import tried

TEMPLATE, APP, PASSWORD = (f"signin/pages/{name}.html" for name in ("security", "app", "password"))
NEW_SECRET = "app_secret"
TOLD: dict[str, Any] = {
    "sms": _("短信"),
    "email": _("电子邮件"),
    "inbox": _("只看站内消息"),
}
HOW_WORDS: dict[str, Any] = {
    "password": _("密码"),
    "totp": _("密码和动态口令"),
    "passkey": _("通行密钥"),
    "recovery": _("密码和恢复码"),
    "demonstration": _("演示账号"),
}


@dataclass(frozen=True, kw_only=True)
class FactorRow:
    """One second factor."""

    number: int
    kind: str
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class SessionRow:
    """One place where the account is signed in. `here` is this browser."""

    number: int
    device: str
    how: str
    at: datetime
    seen_at: datetime
    here: bool


@dataclass(frozen=True, kw_only=True)
class SecurityPage:
    """What `signin/pages/security.html` may use. `fresh_codes` are recovery codes just made, shown this once.

    `told` says how the account hears of its cases, empty for staff; `unproved` that its e-mail address awaits a code.
    """

    username: str
    told: str
    unproved: bool
    factors: tuple[FactorRow, ...]
    has_app: bool
    needed: bool
    codes_left: int
    fresh_codes: tuple[str, ...]
    sessions: tuple[SessionRow, ...]
    may_appoint: bool
    may_confirm: bool
    may_break_glass: bool
    problems: tuple[Problem, ...]


@dataclass(frozen=True, kw_only=True)
class AppPage:
    """What `signin/pages/app.html` may use. `waits` says that one is not in before this is done."""

    username: str
    qr: SafeString
    secret: str
    waits: bool
    next: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, kw_only=True)
class PasswordPage:
    """What `signin/pages/password.html` may use. `must` says that the password was handed over and must be changed."""

    username: str
    must: bool
    done: bool
    problems: tuple[Problem, ...]


@ACCOUNT.page(template=TEMPLATE, access=SIGNED_IN)
def security(visit: Visit) -> SecurityPage | HttpResponse:
    """Show the account; a post changes it, for whoever proved who he is within the last ten minutes."""
    request, account = visit.request, visit.account
    assert account is not None
    if request.method != "POST":
        return _page(visit)
    if not proved_recently(request):
        back = urlencode({"next": reverse("signin:security")})
        return HttpResponseRedirect(f"{reverse('signin:confirm')}?{back}")
    act = _ACTS.get(request.POST.get("act", ""))
    if act is None:
        return HttpResponseRedirect(reverse("signin:security"))
    outcome, problems = tried(lambda: act(visit, account))
    if problems:
        page = _page(visit, problems=problems)
        return ACCOUNT.render(request, template=TEMPLATE, context=page, status=409)
    if outcome:
        return _page(visit, fresh_codes=tuple(outcome))
    return HttpResponseRedirect(reverse("signin:security"))


@ACCOUNT.page(template=APP, access=ANYBODY)
def app(visit: Visit) -> AppPage | HttpResponse:
    """Bind an authenticator app: scan, type the code it shows. Also for whoever may not enter before that."""
    request = visit.request
    account = visit.account or waiting(request)
    if account is None:
        return HttpResponseRedirect(reverse("signin:sign_in"))
    if visit.account is None and second_kinds(account):
        # Who has a second factor uses it; enrolling another one instead would walk around it.
        return HttpResponseRedirect(reverse("signin:second"))
    if visit.account is not None and not proved_recently(request):
        back = urlencode({"next": reverse("signin:app")})
        return HttpResponseRedirect(f"{reverse('signin:confirm')}?{back}")
    if request.method != "POST":
        request.session[NEW_SECRET] = seal(new_app_secret())
        return _app_page(visit, account)
    if NEW_SECRET not in request.session:
        return HttpResponseRedirect(reverse("signin:app"))
    secret = unseal(request.session[NEW_SECRET])
    codes, problems = tried(lambda: _bound(visit, account, secret=secret))
    if codes is None:
        page = _app_page(visit, account, problems=problems)
        return ACCOUNT.render(request, template=APP, context=page, status=400)
    del request.session[NEW_SECRET]
    if visit.account is None:
        enter(request, account, how="totp")
    context = _page(visit, account=account, fresh_codes=tuple(codes))
    return ACCOUNT.render(request, template=TEMPLATE, context=context)


@ACCOUNT.page(template=TEMPLATE, access=SIGNED_IN)
def add_key(visit: Visit) -> HttpResponse:
    """Register the passkey that the browser has just made."""
    request, account = visit.request, visit.account
    assert account is not None
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not proved_recently(request):
        back = urlencode({"next": reverse("signin:security")})
        return HttpResponseRedirect(f"{reverse('signin:confirm')}?{back}")
    challenge = asked_challenge(request)
    codes, problems = tried(lambda: _key_added(visit, account, challenge=challenge))
    if codes is None:
        page = _page(visit, problems=problems)
        return ACCOUNT.render(request, template=TEMPLATE, context=page, status=400)
    context = _page(visit, fresh_codes=tuple(codes))
    return ACCOUNT.render(request, template=TEMPLATE, context=context)


@ACCOUNT.page(template=PASSWORD, access=SIGNED_IN)
def password(visit: Visit) -> PasswordPage | HttpResponse:
    """Change the password; every other session ends with it."""
    request, account = visit.request, visit.account
    assert account is not None
    must = bool(request.session.get(MUST_CHANGE))
    if request.method != "POST":
        done = request.GET.get("done") == "1"
        return PasswordPage(username=account.username, must=must, done=done, problems=())
    changed, problems = tried(lambda: _changed(visit, account))
    if not changed:
        page = PasswordPage(username=account.username, must=must, done=False, problems=problems)
        return ACCOUNT.render(request, template=PASSWORD, context=page, status=400)
    leave_others(request, account, why="password")
    update_session_auth_hash(request, account)
    request.session.pop(MUST_CHANGE, None)
    return HttpResponseRedirect(f"{reverse('signin:password')}?done=1")


def _changed(visit: Visit, account: Account) -> bool:
    post = visit.request.POST
    recorded(
        lambda: change_password(account=account, old=post.get("old", ""), new=post.get("new", "")),
        actor=account.username, verb="change_password", subject_id=account.pk, at=visit.now,
    )  # fmt: skip
    return True


def _bound(visit: Visit, account: Account, *, secret: str) -> list[str]:
    code, at = visit.request.POST.get("code", "")[:16], clock_of(visit.request)
    recorded(
        lambda: bind_app(account=account, secret=secret, code=code, at=at),
        actor=account.username, verb="bind_app", subject_id=account.pk, at=visit.now,
    )  # fmt: skip
    return _first_codes(account, at=at)


def _key_added(visit: Visit, account: Account, *, challenge: bytes) -> list[str]:
    post, at = visit.request.POST, clock_of(visit.request)
    recorded(
        lambda: add_passkey(
            account=account, site=site_of(visit.request), credential=post.get("credential", ""),
            challenge=challenge, name=post.get("name", ""), at=at,
        ),
        actor=account.username, verb="add_passkey", subject_id=account.pk, at=visit.now,
    )  # fmt: skip
    return _first_codes(account, at=at)


def _first_codes(account: Account, *, at: datetime) -> list[str]:
    """Recovery codes come with the first factor; who has some keeps them."""
    return (
        [] if recovery_codes_left(account=account) else make_recovery_codes(account=account, at=at)
    )


def _remove(visit: Visit, account: Account) -> list[str]:
    number = visit.request.POST.get("number", "")
    at, needed = clock_of(visit.request), must_have_factor(visit.request, account)
    recorded(
        lambda: remove_factor(
            account=account, factor_id=int(number) if number.isdecimal() else 0, needed=needed, at=at
        ),
        actor=account.username, verb="remove_factor", subject_id=account.pk, at=visit.now,
    )  # fmt: skip
    return []


def _new_codes(visit: Visit, account: Account) -> list[str]:
    return recorded(
        lambda: make_recovery_codes(account=account, at=clock_of(visit.request)),
        actor=account.username, verb="make_recovery_codes", subject_id=account.pk, at=visit.now,
    )  # fmt: skip


def _end_one(visit: Visit, account: Account) -> list[str]:
    number = visit.request.POST.get("number", "")
    only = int(number) if number.isdecimal() else 0
    end_sign_ins(account=account, why="ended_by_owner", at=clock_of(visit.request), only=only)
    return []


def _end_others(visit: Visit, account: Account) -> list[str]:
    leave_others(visit.request, account, why="ended_by_owner")
    return []


_ACTS: dict[str, Callable[[Visit, Account], list[str]]] = {
    "remove": _remove,
    "codes": _new_codes,
    "end": _end_one,
    "end_others": _end_others,
}


def _page(
    visit: Visit,
    *,
    account: Account | None = None,
    fresh_codes: tuple[str, ...] = (),
    problems: tuple[Problem, ...] = (),
) -> SecurityPage:
    account = account or visit.account
    assert account is not None
    factors = factors_of(account=account)
    applies = account.person_id is not None or account.employer_id is not None
    way = cases.way_of(username=account.username) if applies else None
    return SecurityPage(
        username=account.username,
        told=str(TOLD[way.way if way else "sms"]) if applies else "",
        unproved=way is not None and way.way == "email" and way.confirmed_at is None,
        factors=tuple(_factor_row(one) for one in factors),
        has_app=any(one.kind == "totp" for one in factors),
        needed=must_have_factor(visit.request, account),
        codes_left=recovery_codes_left(account=account),
        fresh_codes=fresh_codes,
        sessions=_sessions(visit.request, account),
        may_appoint=own_employer("delegates.appoint").allows(visit),
        may_confirm=bool(places_of(account=account, action="mandate.confirm", on=visit.today)),
        may_break_glass=bool(places_of(account=account, action="emergency.open", on=visit.today)),
        problems=problems,
    )


def _factor_row(factor: Any) -> FactorRow:
    return FactorRow(
        number=factor.pk,
        kind=factor.kind,
        name=factor.name,
        added_at=timezone.localtime(factor.added_at),
        used_at=timezone.localtime(factor.used_at) if factor.used_at else None,
    )


def _sessions(request: HttpRequest, account: Account) -> tuple[SessionRow, ...]:
    return tuple(
        SessionRow(
            number=row.pk,
            device=device_words(row.device),
            how=str(HOW_WORDS[row.how]),
            at=timezone.localtime(row.at),
            seen_at=timezone.localtime(row.seen_at),
            here=row.session_key == request.session.session_key,
        )
        for row in open_sign_ins(account=account)
    )


def _app_page(visit: Visit, account: Account, *, problems: tuple[Problem, ...] = ()) -> AppPage:
    secret = unseal(visit.request.session[NEW_SECRET])
    return AppPage(
        username=account.username,
        qr=qr_of(app_address(account=account, secret=secret)),
        secret=" ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        waits=visit.account is None,
        next=way_back(visit.request),
        problems=problems,
    )


def qr_of(text: str) -> SafeString:
    """A QR code as inline SVG, dark on white in every theme because cameras expect it."""
    picture = segno.make(text, error="m").svg_inline(omitsize=True, border=3, light="#fff")
    return mark_safe(picture)
