"""Telling people outside the inbox: the way that they chose, handing notices to gateways, and what comes back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from renshe.domains.cases.models import Notice
from renshe.domains.cases.models_telling import WAYS, Delivery, NoticeWay
from renshe.domains.cases.outgoing import mask_email, outgoing
from renshe.domains.cases.refusals import problem
from renshe.kernel.codes.problem import Refused

_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}"
)
TRIES = 3
"""So often an e-mail that came back for now is tried; then it goes by SMS."""


@dataclass(frozen=True, kw_only=True)
class Handed:
    """What a gateway took: which way, to whom (masked), and the words that left the house."""

    way: str
    masked: str
    words: str


def choose_way(*, username: str, way: str, email: str, at: dt.datetime) -> NoticeWay:
    """Take down how an account wants to be told. Another address, or one that came back, is confirmed before it is used.

    Raises Refused `way_unknown`, `email_missing` or `email_wrong`.
    """
    address = email.strip()
    if way not in WAYS:
        raise Refused(problem("way_unknown"))
    if way == "email" and not address:
        raise Refused(problem("email_missing"))
    if address and (len(address) > 254 or not _ADDRESS.fullmatch(address)):
        raise Refused(problem("email_wrong"))
    before = way_of(username=username)
    proved = before is not None and before.email == address and before.failed_at is None
    chosen, _new = NoticeWay.objects.update_or_create(
        account=username,
        defaults={
            "way": way,
            "email": address,
            "chosen_at": at,
            "confirmed_at": before.confirmed_at if before is not None and proved else None,
            "failed_at": None,
            "failed_why": "",
        },
    )
    return chosen


def way_of(*, username: str) -> NoticeWay | None:
    """What the account chose; None where it chose nothing, so that its registered phone is used."""
    return NoticeWay.objects.filter(account=username).first()


def send_notices(
    *, send: Callable[[Notice], Handed | None], at: dt.datetime, most: int = 500
) -> int:
    """Hand waiting notices to a gateway, each in a transaction of its own; one that fails is tried again later.

    `send` says what a gateway took; None means that there is nowhere to send it, and it stays in the inbox alone. It raises
    OSError, ValueError or Refused where the gateway did not take it. Returns how many went out.
    """
    waiting = Notice.objects.filter(by_sms=True, sent_at__isnull=True).order_by("at", "pk")
    return sum(_send_one(pk, send, at) for pk in list(waiting.values_list("pk", flat=True)[:most]))


@transaction.atomic
def _send_one(pk: int, send: Callable[[Notice], Handed | None], at: dt.datetime) -> bool:
    free = Notice.objects.select_for_update(skip_locked=True, of=("self",)).select_related("case")
    notice = free.filter(pk=pk, by_sms=True, sent_at__isnull=True).first()
    if notice is None:
        return False
    try:
        handed = send(notice)
    except (OSError, ValueError, Refused):
        return False
    if handed is not None:
        _take_down(notice, handed, at)
    notice.sent_at, notice.by_sms = (at if handed else None), handed is not None
    notice.save(update_fields=["sent_at", "by_sms"])
    return handed is not None


def _take_down(notice: Notice, handed: Handed, at: dt.datetime) -> None:
    """Keep what went out; the same notice the same way again is one more try."""
    made, new = Delivery.objects.get_or_create(
        notice=notice, way=handed.way,
        defaults={"masked": handed.masked, "words": handed.words, "at": at},
    )  # fmt: skip
    if not new:
        made.masked, made.at, made.tries = handed.masked, at, made.tries + 1
        made.returned_at, made.returned_why = None, ""
        made.save(update_fields=["masked", "at", "tries", "returned_at", "returned_why"])


def wants_email(*, notice: Notice) -> tuple[str, int]:
    """The address to which a notice goes by e-mail and which try this is; an empty one where its account chose another way,
    the address is not confirmed or does not exist, or this notice came back too often."""
    chosen = way_of(username=notice.to_account)
    if chosen is None or chosen.way != "email" or chosen.confirmed_at is None:
        return "", 0
    if chosen.failed_at is not None:
        return "", 0
    tried = Delivery.objects.filter(notice=notice, way="email").first()
    tries = tried.tries if tried is not None else 0
    return ("", 0) if tries >= TRIES else (chosen.email, tries + 1)


def wants_inbox_alone(*, notice: Notice) -> bool:
    """Whether the account asked for nothing but the inbox."""
    chosen = way_of(username=notice.to_account)
    return chosen is not None and chosen.way == "inbox"


@transaction.atomic
def record_return(*, notice: int, attempt: int, for_good: bool, why: str, at: dt.datetime) -> bool:
    """An e-mail came back: note it, stop using an address that does not exist, and let the notice go out again.

    Returns whether that was new; the same report again changes nothing, nor does one about an earlier try or what was never sent.
    """
    made = Delivery.objects.select_for_update().filter(notice=notice, way="email").first()
    if made is None or made.tries != attempt or made.returned_at is not None:
        return False
    made.returned_at, made.returned_why = at, why[:220]
    made.save(update_fields=["returned_at", "returned_why"])
    told = Notice.objects.select_for_update().get(pk=notice)
    if for_good:
        chosen = NoticeWay.objects.filter(account=told.to_account, chosen_at__lte=made.at)
        chosen.update(failed_at=at, failed_why=why[:220])
    told.sent_at, told.by_sms = None, True
    told.save(update_fields=["sent_at", "by_sms"])
    return True


def deliveries(*, way: str = "", after: int | None = None, most: int = 50) -> list[Delivery]:
    """Messages that left the house, the newest first, read on from a number."""
    found = Delivery.objects.select_related("notice", "notice__case").order_by("-pk")
    if way:
        found = found.filter(way=way)
    if after is not None:
        found = found.filter(pk__lt=after)
    return list(found[:most])


def waiting_to_go_out() -> int:
    """How many notices no gateway has taken yet."""
    return Notice.objects.filter(by_sms=True, sent_at__isnull=True).count()


__all__ = [
    "Handed",
    "choose_way",
    "deliveries",
    "mask_email",
    "outgoing",
    "record_return",
    "send_notices",
    "waiting_to_go_out",
    "wants_email",
    "wants_inbox_alone",
    "way_of",
]
