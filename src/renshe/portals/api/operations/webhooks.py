"""Webhooks: an address that is told of events, its deliveries, and sending one again."""

from typing import Annotated, Any

from django.conf import settings
from ninja import Schema
from pydantic import Field

from renshe.domains.cases.api import Words
from renshe.domains.exchange import api as exchange
from renshe.portals.api.calling import Call
from renshe.portals.api.case_shapes import iso
from renshe.portals.api.operation import Group
from renshe.portals.api.shapes import (
    USUAL,
    Cursor,
    Limit,
    Number,
    Page,
    Term,
    key_of,
    page_of,
    term,
)
from renshe.portals.layout.access import SIGNED_IN

GROUP = Group("webhooks", Words("事件订阅", "Webhooks"))


class SubscriptionIn(Schema, extra="forbid"):
    """Where to send, and which kinds of events; none means all."""

    url: str = Field(
        max_length=500,
        description="https 地址，主机须已登记 / https, a declared host",
        examples=["https://receiver.renshe.invalid/hooks"],
    )
    kinds: list[Annotated[str, Field(max_length=40)]] = Field(default=[], max_length=40)
    note: str = Field(default="", max_length=200)


class SubscriptionOut(Schema):
    """A subscription, without its secret."""

    id: int
    url: str
    kinds: list[str]
    note: str
    opened_at: str
    closed_at: str | None


class SubscriptionWithSecret(SubscriptionOut):
    """A subscription with the secret that signs its messages; it is shown now and never again."""

    secret: str


class Attempt(Schema):
    """One attempt: the receiver's status, 0 where nobody answered."""

    at: str
    status: int
    said: str


class DeliveryOut(Schema):
    """One event on its way, with every attempt. `body` is exactly what is sent."""

    id: int
    event: str
    kind: str
    state: Term
    attempts: int
    next_at: str | None
    settled_at: str | None
    replay_of: int | None
    body: str
    log: list[Attempt]


@GROUP.get(
    "/webhooks",
    id="list_webhooks",
    access=SIGNED_IN,
    answer=list[SubscriptionOut],
    title=("我的订阅", "My subscriptions"),
    says=("有效的在前。", "Open ones first."),
)
def list_webhooks(call: Call) -> list[SubscriptionOut]:
    """The caller's own."""
    return [
        SubscriptionOut(**_told(one)) for one in exchange.subscriptions_of(account=call.username)
    ]


@GROUP.post(
    "/webhooks",
    id="open_webhook",
    access=SIGNED_IN,
    answer=SubscriptionWithSecret,
    status=201,
    title=("新建订阅", "Subscribe"),
    says=("签名密钥只显示这一次。", "The signing secret is shown this once."),
)
def open_webhook(call: Call, body: SubscriptionIn) -> SubscriptionWithSecret:
    """Open one for a declared https host."""
    made = exchange.subscribe(
        account=call.username,
        url=body.url,
        kinds=body.kinds,
        note=body.note,
        hosts=settings.RENSHE_WEBHOOK_HOSTS,
        at=call.now,
    )
    return SubscriptionWithSecret(**_told(made), secret=exchange.secret_of(made))


@GROUP.post(
    "/webhooks/{id}/secret",
    id="renew_webhook_secret",
    access=SIGNED_IN,
    answer=SubscriptionWithSecret,
    title=("更换签名密钥", "Renew the secret"),
    says=("旧密钥立即失效。", "The old one signs nothing from now on."),
)
def renew_webhook_secret(call: Call, id: Number) -> SubscriptionWithSecret:
    """A new secret for one's own subscription."""
    found = exchange.renew_secret(account=call.username, subscription_id=id)
    return SubscriptionWithSecret(**_told(found), secret=exchange.secret_of(found))


@GROUP.remove(
    "/webhooks/{id}",
    id="close_webhook",
    access=SIGNED_IN,
    answer=SubscriptionOut,
    title=("关闭订阅", "Close a subscription"),
    says=("等待中的投递一并停止。", "What waits is given up."),
)
def close_webhook(call: Call, id: Number) -> SubscriptionOut:
    """Close one's own."""
    found = exchange.close_subscription(account=call.username, subscription_id=id, at=call.now)
    return SubscriptionOut(**_told(found))


@GROUP.post(
    "/webhooks/{id}/ping",
    id="ping_webhook",
    access=SIGNED_IN,
    answer=DeliveryOut,
    status=201,
    title=("发送测试消息", "Send a test message"),
    says=("下一次投递时送出。", "Goes out with the next delivery."),
)
def ping_webhook(call: Call, id: Number) -> DeliveryOut:
    """A test message."""
    return _delivery(exchange.ping(account=call.username, subscription_id=id, at=call.now))


@GROUP.get(
    "/webhooks/{id}/deliveries",
    id="list_deliveries",
    access=SIGNED_IN,
    answer=Page[DeliveryOut],
    title=("投递记录", "Deliveries"),
    says=("最近的在前，含每次尝试。", "The newest first, with every attempt."),
)
def list_deliveries(call: Call, id: Number, cursor: Cursor = "", limit: Limit = USUAL) -> Page[Any]:
    """Of one's own subscription."""
    before = key_of(cursor, int)
    rows = exchange.deliveries_of(
        account=call.username,
        subscription_id=id,
        before=before[0] if before else None,
        most=limit + 1,
    )
    return page_of(rows, limit=limit, show=_delivery, key=lambda row: (row.pk,))


@GROUP.post(
    "/webhooks/{id}/deliveries/{delivery}/replay",
    id="replay_delivery",
    access=SIGNED_IN,
    answer=DeliveryOut,
    status=201,
    title=("重放一次投递", "Replay a delivery"),
    says=("同样的内容再送一次。", "The same bytes once more."),
)
def replay_delivery(call: Call, id: Number, delivery: Number) -> DeliveryOut:
    """Send it again."""
    return _delivery(
        exchange.replay(
            account=call.username, subscription_id=id, delivery_id=delivery, at=call.now
        )
    )


def _told(one: exchange.Subscription) -> dict[str, Any]:
    return {
        "id": one.pk,
        "url": one.url,
        "kinds": one.kinds,
        "note": one.note,
        "opened_at": one.opened_at.isoformat(),
        "closed_at": iso(one.closed_at),
    }


def _delivery(one: exchange.Delivery) -> DeliveryOut:
    return DeliveryOut(
        id=one.pk,
        event=one.reference,
        kind=one.kind,
        attempts=one.attempts,
        body=one.body,
        state=term(one.state, exchange.DELIVERY_STATES),
        next_at=iso(one.next_at),
        settled_at=iso(one.settled_at),
        replay_of=one.replay_of_id,
        log=[Attempt(**told) for told in one.log],
    )
