"""Locked usernames, an account's sessions and its second factors, in the hands of the security administrator."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from renshe.domains.identity.api import (
    Account,
    account_named,
    end_sign_ins,
    factors_of,
    open_sign_ins,
    remove_all_factors,
    unlock,
)
from renshe.domains.identity.api import locks as all_locks
from renshe.flows.powers import recorded
from renshe.kernel.codes.problem import Refused
from renshe.portals.administration.pages.accounts import NO_REASON
from renshe.portals.administration.pages.roles import UNKNOWN
from renshe.portals.administration.portal import GRANT, SECURITY
from renshe.portals.layout.access import Visit
from renshe.portals.layout.errors import Problem
from renshe.portals.signin.devices import device_words
from renshe.portals.signin.proof import proved
from renshe.portals.signin.session import clock_of
from renshe.portals.signin.trying import tried

TEMPLATE = "administration/pages/locks.html"


@dataclass(frozen=True, kw_only=True)
class LockRow:
    """One locked username."""

    username: str
    failures: int
    until: datetime


@dataclass(frozen=True, kw_only=True)
class OpenSession:
    """One place where the account is signed in."""

    device: str
    at: datetime
    seen_at: datetime


@dataclass(frozen=True, kw_only=True)
class Found:
    """The account that was asked for."""

    username: str
    name: str
    factors: int
    sessions: tuple[OpenSession, ...]


@dataclass(frozen=True, kw_only=True)
class LocksPage:
    """What `administration/pages/locks.html` may use; what was typed stays."""

    locks: tuple[LockRow, ...]
    text: str
    found: Found | None
    reason: str
    done: str
    problems: tuple[Problem, ...]


@SECURITY.page(template=TEMPLATE, access=GRANT)
@proved
def locks(visit: Visit) -> LocksPage | HttpResponse:
    """Show locks, and one account's sessions; a post unlocks, ends sessions or resets second factors, with a reason."""
    account = visit.account
    assert account is not None
    act = _ACTS.get(visit.request.POST.get("act", ""))
    if visit.request.method != "POST" or act is None:
        return _page(visit)
    _done, problems = tried(lambda: act(visit, account))
    if problems:
        page = _page(visit, problems=problems)
        return SECURITY.render(visit.request, template=TEMPLATE, context=page, status=400)
    again = urlencode({"q": visit.request.POST.get("username", ""), "done": "1"})
    return HttpResponseRedirect(f"{reverse('administration:locks')}?{again}")


def _unlock(visit: Visit, account: Account) -> object:
    username = visit.request.POST.get("username", "")
    whose = account_named(username=username)
    return recorded(
        lambda: unlock(username=username), actor=account.username, verb="unlock",
        subject_id=whose.pk if whose else None, reason=_reason(visit), at=visit.now,
    )  # fmt: skip


def _end_sessions(visit: Visit, account: Account) -> object:
    whose = _whose(visit)
    at = clock_of(visit.request)
    return recorded(
        lambda: end_sign_ins(account=whose, why="by_security", at=at),
        actor=account.username, verb="end_sign_ins", subject_id=whose.pk,
        reason=_reason(visit), at=visit.now,
    )  # fmt: skip


def _reset_factors(visit: Visit, account: Account) -> object:
    whose = _whose(visit)
    at = clock_of(visit.request)
    return recorded(
        lambda: remove_all_factors(account=whose, at=at),
        actor=account.username, verb="remove_all_factors", subject_id=whose.pk,
        reason=_reason(visit), at=visit.now,
    )  # fmt: skip


_ACTS: dict[str, Callable[[Visit, Account], object]] = {
    "unlock": _unlock,
    "end": _end_sessions,
    "factors": _reset_factors,
}


def _reason(visit: Visit) -> str:
    reason = visit.request.POST.get("reason", "").strip()
    if not reason:
        raise Refused(NO_REASON)
    return reason


def _whose(visit: Visit) -> Account:
    found = account_named(username=visit.request.POST.get("username", ""))
    if found is None:
        raise Refused(UNKNOWN)
    return found


def _page(visit: Visit, *, problems: tuple[Problem, ...] = ()) -> LocksPage:
    request = visit.request
    text = request.POST.get("username", request.GET.get("q", "")).strip()
    account = account_named(username=text) if text else None
    return LocksPage(
        locks=tuple(
            LockRow(
                username=lock.username,
                failures=lock.failures,
                until=timezone.localtime(lock.until),
            )
            for lock in all_locks(at=clock_of(request))
        ),
        text=text,
        found=_found(account) if account else None,
        reason=request.POST.get("reason", ""),
        done=request.GET.get("done", ""),
        problems=problems,
    )


def _found(account: Account) -> Found:
    return Found(
        username=account.username,
        name=account.display_name,
        factors=len(factors_of(account=account)),
        sessions=tuple(
            OpenSession(
                device=device_words(row.device),
                at=timezone.localtime(row.at),
                seen_at=timezone.localtime(row.seen_at),
            )
            for row in open_sign_ins(account=account)
        ),
    )
