"""Why exchange refuses: reason, clause, next step."""

from __future__ import annotations

from renshe.kernel.codes.problem import Problem

_REASONS = {
    "idempotency_key_reused": (
        "这一幂等键已用于另一个请求", "this idempotency key was used for another request", "owner-default",
        "请为不同的请求换一个新的键；重试同一请求时请求体必须完全相同",
        "Use a new key for another request; a retry must send exactly the same body",
    ),
    "url_not_https": (
        "接收地址必须是不带账号、端口和片段的 https 地址", "the address must be https, without login, port or fragment",
        "网络安全法 21", "请改用 https 地址", "Use an https address",
    ),
    "host_not_declared": (
        "这一主机没有在本系统登记为接收方", "this host is not declared as a receiver here", "网络安全法 21；数据安全法 27",
        "请由系统管理员登记接收主机后再订阅", "Have the system administrator declare the host first",
    ),
    "kind_unknown": (
        "没有这一事件类型", "there is no such kind of event", "owner-default",
        "请从文档列出的事件类型中选择", "Choose from the kinds listed in the documentation",
    ),
    "too_many_subscriptions": (
        "订阅数量已达上限", "there are too many subscriptions", "owner-default",
        "请先关闭不用的订阅", "Close one that is not needed",
    ),
    "unknown_subscription": (
        "没有这一订阅", "there is no such subscription", "owner-default",
        "请核对订阅编号", "Check the number",
    ),
    "unknown_delivery": (
        "没有这一投递", "there is no such delivery", "owner-default",
        "请核对投递编号；超过九十天的投递已清除", "Check the number; deliveries older than ninety days are gone",
    ),
    "subscription_closed": (
        "订阅已关闭", "the subscription is closed", "owner-default",
        "请新建订阅", "Make a new one",
    ),
}  # fmt: skip


def problem(code: str) -> Problem:
    """The problem of this code. Raises KeyError for one that is not declared."""
    zh, en, clause, next_zh, next_en = _REASONS[code]
    return Problem(code, zh, en, clause, next_zh, next_en)
