"""Reads: an account's subscriptions and the deliveries of one of them."""

from __future__ import annotations

from renshe.domains.exchange.models import Delivery, Subscription
from renshe.domains.exchange.refusals import problem
from renshe.kernel.codes.problem import Refused


def subscriptions_of(*, account: str) -> list[Subscription]:
    """An account's subscriptions, open ones first, then the newest."""
    rows = list(Subscription.objects.filter(account=account).order_by("-pk")[:100])
    return sorted(rows, key=lambda row: row.closed_at is not None)


def subscription_of(*, account: str, subscription_id: int) -> Subscription:
    """One of an account's subscriptions. Raises Refused `unknown_subscription`, also for somebody else's."""
    found = Subscription.objects.filter(pk=subscription_id, account=account).first()
    if found is None:
        raise Refused(problem("unknown_subscription"), subject=str(subscription_id))
    return found


def deliveries_of(
    *, account: str, subscription_id: int, before: int | None = None, most: int = 50
) -> list[Delivery]:
    """Deliveries of an account's subscription, the newest first; `before` is the last id seen."""
    subscription = subscription_of(account=account, subscription_id=subscription_id)
    rows = Delivery.objects.filter(subscription=subscription)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(rows.order_by("-pk")[:most])


def subscribed_accounts() -> list[str]:
    """Accounts with an open subscription, by name."""
    open_ones = Subscription.objects.filter(closed_at__isnull=True)
    return list(open_ones.order_by("account").values_list("account", flat=True).distinct())
