"""What a session knows: who waits for a second factor, when one proved himself last, how long it may last.

Times here are the true clock's (`request.clock`), also in the demonstration: a session is a matter of machines.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest

from renshe.domains.identity.api import (
    PENDING_S,
    Account,
    Site,
    account_numbered,
    end_sign_ins,
    ended,
    factors_of,
    opened,
    roles_on,
    second_factor_needed,
    session_limits,
)
from renshe.portals.layout.proof import PROVED, seconds

BACKEND = "django.contrib.auth.backends.ModelBackend"
PENDING, PENDING_SINCE, PENDING_HOW = "pending", "pending_since", "pending_how"
STARTED, SEEN, IDLE, ABSOLUTE = "started", "seen", "idle_s", "absolute_s"
MUST_CHANGE, CHALLENGE = "must_change", "challenge"


def clock_of(request: HttpRequest) -> datetime:
    """The true time of a request, as the edge read it."""
    known: Any = request
    moment: datetime = known.clock
    return moment


def site_of(request: HttpRequest) -> Site:
    """The site as the visitor's browser addresses it; passkeys are bound to it."""
    host = request.get_host()
    return Site(host=host.rsplit(":", 1)[0], origin=f"{request.scheme}://{host}")


def roles_of(request: HttpRequest, account: Account) -> list[str]:
    """The roles an account holds today, as codes."""
    known: Any = request
    return [role.role for role in roles_on(account=account, on=known.today)]


def must_have_factor(request: HttpRequest, account: Account) -> bool:
    """Whether the account's roles demand a second factor at this installation."""
    production = settings.RENSHE_MODE != "demonstration"
    return second_factor_needed(roles_of(request, account), production=production)


def wait_for_second(request: HttpRequest, account: Account, *, how: str) -> None:
    """Keep who passed the first step; he is nobody until he passes the second. A session from before is over."""
    if request.user.is_authenticated:
        leave(request, why="signed_out")
    request.session.cycle_key()
    request.session[PENDING] = account.pk
    request.session[PENDING_SINCE] = seconds(request)
    request.session[PENDING_HOW] = how


def waiting(request: HttpRequest) -> Account | None:
    """Who passed the first step within the last ten minutes, or None."""
    number = request.session.get(PENDING)
    since = request.session.get(PENDING_SINCE, 0)
    if number is None or seconds(request) - since > PENDING_S:
        return None
    account = account_numbered(number=number)
    return account if account is not None and account.is_active else None


def enter(request: HttpRequest, account: Account, *, how: str) -> None:
    """Open a session: a new key (so that a planted one is worth nothing), its limits, its row in the owner's list."""
    if request.user.is_authenticated:
        leave(request, why="signed_out")
    login(request, account, backend=BACKEND)
    for name in (PENDING, PENDING_SINCE, PENDING_HOW, CHALLENGE):
        request.session.pop(name, None)
    if request.session.session_key is None:
        request.session.save()
    begin(request, roles_of(request, account))
    request.session[PROVED] = seconds(request)
    if account.must_change_password:
        request.session[MUST_CHANGE] = True
    key = request.session.session_key
    assert key is not None
    opened(
        account=account,
        session_key=key,
        how=how,
        device=request.headers.get("User-Agent", ""),
        at=clock_of(request),
    )


def begin(request: HttpRequest, roles: Iterable[str]) -> None:
    """Start counting a session's time."""
    limits = session_limits(roles)
    now = seconds(request)
    request.session.update(
        {STARTED: now, SEEN: now, IDLE: limits.idle_s, ABSOLUTE: limits.absolute_s}
    )


def leave(request: HttpRequest, *, why: str) -> None:
    """End this session and say in the owner's list why."""
    if request.session.session_key:
        ended(session_key=request.session.session_key, why=why, at=clock_of(request))
    logout(request)


def leave_others(request: HttpRequest, account: Account, *, why: str) -> int:
    """End every other session of the account. How many there were."""
    return end_sign_ins(
        account=account,
        why=why,
        at=clock_of(request),
        besides=request.session.session_key or "",
    )


def wrong_try(request: HttpRequest, username: str) -> None:
    """Count a wrong second step or re-authentication like a wrong password: five of any kind lock the name."""
    user_login_failed.send(sender=__name__, credentials={"username": username}, request=request)


def prove(request: HttpRequest) -> None:
    """Remember that the visitor has just proved who he is."""
    request.session[PROVED] = seconds(request)


def second_kinds(account: Account) -> frozenset[str]:
    """Which kinds of second factor the account has: `totp`, `passkey`."""
    return frozenset(str(factor.kind) for factor in factors_of(account=account))
