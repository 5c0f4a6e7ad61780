"""Subscriptions: opening one for a declared https host, renewing its secret, closing it."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.crypto import salted_hmac

from renshe.domains.exchange.models import Subscription
from renshe.domains.exchange.refusals import problem
from renshe.domains.exchange.states import EVENT_KINDS
from renshe.kernel.codes.problem import Refused

MOST_OPEN = 10
_PURPOSE = "renshe.exchange.subscription"


def secret_of(subscription: Subscription) -> str:
    """The signing secret, derived from the installation's key and the row's salt; never kept."""
    return "whsec_" + salted_hmac(_PURPOSE, subscription.salt, algorithm="sha256").hexdigest()


def require_receiver(url: str, *, hosts: Sequence[str]) -> None:
    """Raise Refused unless the address is plain https to one of the declared hosts."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Refused(problem("url_not_https"), subject=url[:200]) from None
    odd = parts.username or parts.password or parts.fragment or port not in (None, 443)
    plain = url.isascii() and url.isprintable() and " " not in url and "\\" not in url
    if parts.scheme != "https" or not parts.hostname or odd or not plain or len(url) > 500:
        raise Refused(problem("url_not_https"), subject=url[:200])
    if parts.hostname not in hosts:
        raise Refused(problem("host_not_declared"), subject=parts.hostname[:200])


@transaction.atomic
def subscribe(
    *, account: str, url: str, kinds: Sequence[str], note: str, hosts: Sequence[str], at: dt.datetime
) -> Subscription:  # fmt: skip
    """Open a subscription; `kinds` empty means all. Raises Refused.

    `hosts` are those that the installation has declared: an address of any other host is refused, because a server that
    fetches what strangers name can be sent anywhere (SSRF).
    """
    require_receiver(url, hosts=hosts)
    unknown = [kind for kind in kinds if kind not in EVENT_KINDS]
    if unknown:
        raise Refused(problem("kind_unknown"), subject=", ".join(unknown)[:200])
    if Subscription.objects.filter(account=account, closed_at__isnull=True).count() >= MOST_OPEN:
        raise Refused(problem("too_many_subscriptions"), subject=str(MOST_OPEN))
    return Subscription.objects.create(
        account=account, url=url, kinds=sorted(set(kinds)), note=note, opened_at=at,
        salt=secrets.token_hex(32),
    )  # fmt: skip


@transaction.atomic
def renew_secret(*, account: str, subscription_id: int) -> Subscription:
    """Give a subscription a new secret; the old one signs nothing from now on."""
    found = own_subscription(account=account, subscription_id=subscription_id)
    if found.closed_at is not None:
        raise Refused(problem("subscription_closed"), subject=str(subscription_id))
    found.salt = secrets.token_hex(32)
    found.save(update_fields=["salt"])
    return found


@transaction.atomic
def close_subscription(*, account: str, subscription_id: int, at: dt.datetime) -> Subscription:
    """Close a subscription; what waits for it is given up. Closing it twice changes nothing."""
    found = own_subscription(account=account, subscription_id=subscription_id)
    if found.closed_at is None:
        found.closed_at = at
        found.save(update_fields=["closed_at"])
        found.deliveries.filter(state="waiting").update(
            state="given_up", next_at=None, settled_at=at
        )
    return found


def own_subscription(*, account: str, subscription_id: int) -> Subscription:
    """An account's own subscription, locked. Raises Refused `unknown_subscription`, also for somebody else's."""
    found = (
        Subscription.objects.select_for_update().filter(pk=subscription_id, account=account).first()
    )
    if found is None:
        raise Refused(problem("unknown_subscription"), subject=str(subscription_id))
    return found
