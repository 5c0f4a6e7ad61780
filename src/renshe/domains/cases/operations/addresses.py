"""Proving that somebody reads the e-mail address he named: a code is sent there and typed in here.

Until then the address is only kept: notices go by SMS or to the inbox alone, so that nobody's cases are told to a stranger
whose address was mistyped (个人信息保护法 51). A code is kept as a keyed hash that holds for one account and one address;
its plain text is sealed until the mail system took it, and then gone.
"""

from __future__ import annotations

import datetime as dt
import hmac
import secrets
from collections.abc import Callable

from django.db import transaction

from renshe.domains.cases.models import Notice
from renshe.domains.cases.models_telling import AddressCode, NoticeWay
from renshe.domains.cases.outgoing import mask_email
from renshe.domains.cases.refusals import problem
from renshe.domains.identity import api as identity
from renshe.kernel.codes.problem import Problem, Refused

DIGITS = 6
VALID = dt.timedelta(minutes=15)
BETWEEN = dt.timedelta(minutes=1)
A_DAY = dt.timedelta(days=1)
MOST_A_DAY = 5
MOST_WRONG = 5
"""With five codes a day and five tries each somebody who guesses is right once in a hundred years."""

SendCode = Callable[[AddressCode, str], None]
"""Hands a code to the mail system; raises OSError, ValueError or Refused where it was not taken."""


@transaction.atomic
def ask_code(*, username: str, at: dt.datetime) -> AddressCode:
    """Make a code for the address that the account named; it goes out in the next round and an earlier one holds no more.

    Raises Refused `email_missing`, `email_confirmed`, `code_too_soon` or `code_too_often`.
    """
    way = NoticeWay.objects.select_for_update().filter(account=username).first()
    if way is None or not way.email:
        raise Refused(problem("email_missing"))
    if way.confirmed_at is not None:
        raise Refused(problem("email_confirmed"))
    _require_patience(username, at)
    AddressCode.objects.filter(account=username).update(sealed="")
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    return AddressCode.objects.create(
        account=username, address=way.email, digest=_digest(username, way.email, code),
        sealed=identity.seal(code), made_at=at, expires_at=at + VALID,
    )  # fmt: skip


def _require_patience(username: str, at: dt.datetime) -> None:
    made = list(
        AddressCode.objects.filter(account=username, made_at__gt=at - A_DAY)
        .order_by("-made_at")
        .values_list("made_at", flat=True)
    )
    if len(made) >= MOST_A_DAY:
        raise Refused(problem("code_too_often"))
    if made and at - made[0] < BETWEEN:
        raise Refused(problem("code_too_soon"))


def confirm_address(*, username: str, code: str, at: dt.datetime) -> NoticeWay:
    """As `try_code`, for whoever is in no transaction of his own. Raises Refused with its reason."""
    refused = try_code(username=username, code=code, at=at)
    if refused is not None:
        raise Refused(refused)
    return NoticeWay.objects.get(account=username)


@transaction.atomic
def try_code(*, username: str, code: str, at: dt.datetime) -> Problem | None:
    """Confirm the address with the code that came back from whoever reads it; or say why not.

    A wrong code is counted, so it is answered and not raised: a transaction that a refusal undoes would forget the try.
    Reasons: `email_missing`, `email_confirmed`, `code_none`, `code_expired`, `code_used_up`, `code_wrong`.
    """
    way = NoticeWay.objects.select_for_update().filter(account=username).first()
    refused = _compare(way, "".join(code.split()), at)
    return problem(refused) if refused else None


def _compare(way: NoticeWay | None, code: str, at: dt.datetime) -> str:
    """Why the code does not confirm, or nothing where it does; what that changes is written."""
    if way is None or not way.email:
        return "email_missing"
    if way.confirmed_at is not None:
        return "email_confirmed"
    asked = code_waiting(way=way)
    if asked is None:
        return "code_none"
    if at >= asked.expires_at:
        return "code_expired"
    if asked.wrong >= MOST_WRONG:
        return "code_used_up"
    if not hmac.compare_digest(asked.digest, _digest(way.account, way.email, code)):
        asked.wrong += 1
        asked.save(update_fields=["wrong"])
        return "code_wrong"
    asked.used_at, asked.sealed = at, ""
    asked.save(update_fields=["used_at", "sealed"])
    way.confirmed_at = at
    way.save(update_fields=["confirmed_at"])
    return ""


def code_waiting(*, way: NoticeWay) -> AddressCode | None:
    """The newest code made for the address that stands there now, if it was not used; it may have expired."""
    newest = AddressCode.objects.filter(account=way.account).order_by("-made_at", "-pk").first()
    if newest is None or newest.address != way.email or newest.used_at is not None:
        return None
    return newest


def send_codes(*, send: SendCode, at: dt.datetime, most: int = 500) -> int:
    """Hand waiting codes to the mail system, each in a transaction of its own, and forget codes older than a day.

    What was not taken is tried again until the code expires. Returns how many went out.
    """
    AddressCode.objects.filter(made_at__lte=at - A_DAY).delete()
    AddressCode.objects.filter(expires_at__lte=at).exclude(sealed="").update(sealed="")
    waiting = AddressCode.objects.filter(sent_at__isnull=True).exclude(sealed="").order_by("pk")
    return sum(_send_code(pk, send, at) for pk in list(waiting.values_list("pk", flat=True)[:most]))


@transaction.atomic
def _send_code(pk: int, send: SendCode, at: dt.datetime) -> bool:
    free = AddressCode.objects.select_for_update(skip_locked=True)
    code = free.filter(pk=pk, sent_at__isnull=True).exclude(sealed="").first()
    if code is None:
        return False
    try:
        send(code, identity.unseal(code.sealed))
    except (OSError, ValueError, Refused):
        return False
    code.sent_at, code.sealed = at, ""
    code.save(update_fields=["sent_at", "sealed"])
    return True


def code_words(digits: str) -> tuple[str, str]:
    """What the e-mail with a code says, in Chinese and English."""
    return (
        f"您在人社网站填写了这个电子邮件地址。验证码：{digits}，15分钟内有效。请只在“怎样通知我”页面填写，"
        "任何人向您索要都不要告诉他。不是您本人操作的，不必理会。",
        f"This address was named on the labour and social security site. Your code: {digits}, valid for fifteen minutes. "
        "Type it in on the page “How I am told” and nowhere else; give it to nobody. If this was not you, do nothing.",
    )


def show_code(*, code: AddressCode, zh: str, en: str) -> None:
    """Show an e-mail with a code in the inbox of whoever asked for it: in a demonstration nobody can open the mailbox."""
    to = mask_email(code.address)
    Notice.objects.create(
        to_account=code.account, at=code.made_at,
        zh=f"演示邮箱（发往{to}）：{zh}", en=f"Demonstration mailbox (to {to}): {en}",
    )  # fmt: skip


def _digest(username: str, address: str, code: str) -> str:
    """The keyed hash of a code for one account and one address: nobody else's code matches."""
    return identity.digest(f"{username}|{address}|{code}", purpose="address")


__all__ = [
    "AddressCode",
    "ask_code",
    "code_waiting",
    "code_words",
    "confirm_address",
    "send_codes",
    "show_code",
    "try_code",
]
