"""Sessions of an account: opened, listed, ended; passwords changed; locks opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Sum

from renshe.domains.identity.models import Account, SignIn
from renshe.domains.identity.refusals import problem
from renshe.domains.identity.sealed import new_code
from renshe.kernel.codes.problem import Problem, Refused

LONGEST_PASSWORD = 128
"""More characters than anybody types; a longer text would only cost the server a long hash."""


def opened(*, account: Account, session_key: str, how: str, device: str, at: datetime) -> SignIn:
    """Record a session that was just opened. `at` is the true time."""
    return SignIn.objects.create(
        account=account,
        session_key=session_key,
        how=how,
        device=device[:200],
        at=at,
        seen_at=at,
    )


def seen(*, session_key: str, at: datetime) -> None:
    """Note that a session is in use; called once a minute at most."""
    SignIn.objects.filter(session_key=session_key, ended_at__isnull=True).update(seen_at=at)


def open_sign_ins(*, account: Account) -> list[SignIn]:
    """Where an account is signed in now, latest use first; sessions that ran out by themselves are not among them."""
    rows = list(
        SignIn.objects.filter(account=account, ended_at__isnull=True).order_by("-seen_at", "-pk")
    )
    alive = set(
        Session.objects.filter(session_key__in=[row.session_key for row in rows]).values_list(
            "session_key", flat=True
        )
    )
    return [row for row in rows if row.session_key in alive]


@transaction.atomic
def end_sign_ins(
    *, account: Account, why: str, at: datetime, only: int | None = None, besides: str = ""
) -> int:
    """End sessions of an account at once: all, one (`only`), or all but a session key. How many were ended."""
    rows = SignIn.objects.filter(account=account, ended_at__isnull=True).exclude(
        session_key=besides
    )
    if only is not None:
        rows = rows.filter(pk=only)
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    return rows.update(ended_at=at, ended_why=why)


def ended(*, session_key: str, why: str, at: datetime) -> None:
    """Record that one session has ended (signed out, idle, too old)."""
    SignIn.objects.filter(session_key=session_key, ended_at__isnull=True).update(
        ended_at=at, ended_why=why
    )


@transaction.atomic
def change_password(*, account: Account, old: str, new: str) -> None:
    """Change one's own password. Every other session of the account ends with it, because sessions carry its hash.

    Refuses a wrong old password, and a new one that is short, common, all figures or like the username.
    """
    if not account.check_password(old[:LONGEST_PASSWORD]):
        raise Refused(problem("password_wrong"))
    _require_good(account, new)
    account.set_password(new)
    account.must_change_password = False
    account.save(update_fields=["password", "must_change_password"])


@transaction.atomic
def reset_password(*, account: Account) -> str:
    """A one-time password to hand over in person; the first thing it opens is the page that changes it."""
    password = new_code(groups=4)
    account.set_password(password)
    account.must_change_password = True
    account.save(update_fields=["password", "must_change_password"])
    return password


def _require_good(account: Account, password: str) -> None:
    try:
        validate_password(password, account)
    except ValidationError as weak:
        raise Refused(*(_weak(error.code or "") for error in weak.error_list)) from weak
    if len(password) > LONGEST_PASSWORD:
        raise Refused(_weak("password_too_long"))


_WEAK = {
    "password_too_short": ("密码太短，至少十二个字符", "the password is too short: twelve characters at least"),
    "password_too_long": ("密码太长，最多一百二十八个字符", "the password is too long: 128 characters at most"),
    "password_too_common": ("这个密码在常见泄露密码表里", "this password is on the list of common leaked ones"),
    "password_entirely_numeric": ("密码不能全是数字", "the password may not be all figures"),
    "password_too_similar": ("密码与用户名或姓名太像", "the password is too like the username or name"),
}  # fmt: skip


def _weak(code: str) -> Problem:
    zh, en = _WEAK[code]
    return Problem(
        code=code,
        zh=zh,
        en=en,
        clause="GB/T 22239-2019 8.1.4.1",
        next_step_zh="请换一个长一些的密码，几个不相关的词连起来最好记",
        next_step_en="Choose a longer one; a few unrelated words are easiest to keep in mind",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """A username that is locked: since when it failed last, how often, until when."""

    username: str
    failures: int
    failed_at: datetime
    until: datetime


def locked_until(*, username: str, at: datetime) -> datetime | None:
    """When somebody may try this username again, or None where he may now. An unknown name locks alike."""
    found = locks(at=at, usernames=(username,))
    return found[0].until if found else None


def locks(*, at: datetime, usernames: Sequence[str] | None = None) -> list[Lock]:
    """The usernames that are locked at the (true) time, the latest first."""
    rows = AccessAttempt.objects.filter(attempt_time__gt=at - _cool_off())
    if usernames is not None:
        rows = rows.filter(username__in=usernames)
    found = (
        rows.values("username")
        .annotate(failures=Sum("failures_since_start"), failed_at=Max("attempt_time"))
        .filter(failures__gte=settings.AXES_FAILURE_LIMIT)
        .order_by("-failed_at")
    )
    return [
        Lock(
            username=row["username"],
            failures=row["failures"],
            failed_at=row["failed_at"],
            until=row["failed_at"] + _cool_off(),
        )
        for row in found
    ]


def unlock(*, username: str) -> int:
    """Forget the wrong tries of a username. How many records went; the caller records who did it and why."""
    return int(AxesProxyHandler.reset_attempts(username=username))


def _cool_off() -> timedelta:
    pause: timedelta = settings.AXES_COOLOFF_TIME
    return pause
