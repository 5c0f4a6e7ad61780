"""Deliveries: made from what happened, claimed one by one, settled by what the receiver answered, replayed on demand."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from renshe.domains.exchange.models import Delivery, Subscription
from renshe.domains.exchange.operations.subscribing import own_subscription, secret_of
from renshe.domains.exchange.refusals import problem
from renshe.domains.exchange.states import WAITS
from renshe.kernel.codes.problem import Refused

LEASE = dt.timedelta(minutes=5)
"""How long a claimed delivery is left to whoever claimed it; after that a crash is assumed and it is sent again."""

DELIVERIES_KEPT = dt.timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that an account may hear of. `reference` is its own for ever; `data` holds no personal data."""

    reference: str
    kind: str
    account: str
    at: dt.datetime
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A claimed delivery as it goes out: the bytes, and the secret that signs them."""

    delivery_id: int
    url: str
    kind: str
    body: bytes
    secret: str
    attempt: int


def note_happenings(*, happenings: Iterable[Happening], at: dt.datetime) -> int:
    """Make a delivery for every open subscription that wants to hear of it, once; returns how many were made.

    What happened before a subscription was opened is not told.
    """
    told = list(happenings)
    accounts = {one.account for one in told}
    open_ones: dict[str, list[Subscription]] = {}
    for row in Subscription.objects.filter(account__in=accounts, closed_at__isnull=True):
        open_ones.setdefault(row.account, []).append(row)
    rows = [
        _delivery(subscription, one, at)
        for one in told
        for subscription in open_ones.get(one.account, ())
        if one.at >= subscription.opened_at
        and (not subscription.kinds or one.kind in subscription.kinds)
    ]
    known = set(
        Delivery.objects.filter(
            reference__in={row.reference for row in rows}, replay_of__isnull=True
        ).values_list("subscription_id", "reference")
    )
    fresh = [row for row in rows if (row.subscription_id, row.reference) not in known]
    Delivery.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def _delivery(subscription: Subscription, told: Happening, at: dt.datetime) -> Delivery:
    body = {
        "id": told.reference,
        "type": told.kind,
        "created_at": told.at.isoformat(),
        "data": dict(told.data),
    }
    return Delivery(
        subscription=subscription, reference=told.reference, kind=told.kind, made_at=at,
        state="waiting", next_at=at, body=json.dumps(body, ensure_ascii=False, sort_keys=True),
    )  # fmt: skip


@transaction.atomic
def claim_due(*, at: dt.datetime) -> Outgoing | None:
    """Claim the delivery that has been due longest, or None. Two who ask at once get two different ones."""
    found = (
        Delivery.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("subscription")
        .filter(state="waiting", next_at__lte=at)
        .order_by("next_at", "pk")
        .first()
    )
    if found is None:
        return None
    found.attempts += 1
    found.next_at = at + LEASE
    found.save(update_fields=["attempts", "next_at"])
    return Outgoing(
        found.pk, found.subscription.url, found.kind, found.body.encode(),
        secret_of(found.subscription), found.attempts,
    )  # fmt: skip


@transaction.atomic
def record_attempt(*, delivery_id: int, status: int, said: str, at: dt.datetime) -> Delivery:
    """Record what the receiver answered: 2xx settles it, anything else waits longer each time or is given up.

    `status` is 0 where nobody answered; `said` says why, in words without addresses of ours.
    """
    found = Delivery.objects.select_for_update().get(pk=delivery_id)
    found.log = [*found.log, {"at": at.isoformat(), "status": status, "said": said[:200]}]
    if found.state == "waiting":
        if 200 <= status < 300:
            found.state, found.next_at, found.settled_at = "delivered", None, at
        elif found.attempts > len(WAITS):
            found.state, found.next_at, found.settled_at = "given_up", None, at
        else:
            found.next_at = at + WAITS[found.attempts - 1]
    found.save(update_fields=["log", "state", "next_at", "settled_at"])
    return found


@transaction.atomic
def replay(*, account: str, subscription_id: int, delivery_id: int, at: dt.datetime) -> Delivery:
    """Send the same bytes once more, as a delivery of its own. Raises Refused."""
    subscription = own_subscription(account=account, subscription_id=subscription_id)
    if subscription.closed_at is not None:
        raise Refused(problem("subscription_closed"), subject=str(subscription_id))
    first = Delivery.objects.filter(pk=delivery_id, subscription=subscription).first()
    if first is None:
        raise Refused(problem("unknown_delivery"), subject=str(delivery_id))
    return Delivery.objects.create(
        subscription=subscription, reference=first.reference, kind=first.kind, body=first.body,
        made_at=at, state="waiting", next_at=at, replay_of_id=first.replay_of_id or first.pk,
    )  # fmt: skip


@transaction.atomic
def ping(*, account: str, subscription_id: int, at: dt.datetime) -> Delivery:
    """A test message to one subscription, whatever kinds it asked for."""
    subscription = own_subscription(account=account, subscription_id=subscription_id)
    if subscription.closed_at is not None:
        raise Refused(problem("subscription_closed"), subject=str(subscription_id))
    told = Happening(
        f"ping:{subscription_id}:{at.timestamp():.6f}",
        "ping",
        account,
        at,
        {"subscription": subscription_id},
    )
    made = _delivery(subscription, told, at)
    made.save()
    return made


def sweep_deliveries(*, at: dt.datetime) -> int:
    """Delete settled deliveries older than ninety days, replays before their firsts; returns how many."""
    before = at - DELIVERIES_KEPT
    old = Delivery.objects.filter(settled_at__lt=before)
    gone = old.filter(replay_of__isnull=False).delete()[0]
    return gone + old.filter(replays__isnull=True).delete()[0]
