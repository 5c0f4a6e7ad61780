"""Invariants of exchange, re-proved over all rows by `renshe prove`."""

from __future__ import annotations

from renshe.foundation.invariants import Invariant

INVARIANTS = (
    Invariant(
        "exchange_answers_are_whole",
        "保留的应答都有结果",
        "every kept answer has its status: none was committed half done",
        "owner-default",
        "SELECT id::text, client FROM exchange_kept_answer WHERE status = 0",
    ),
    Invariant(
        "exchange_attempts_are_logged",
        "投递次数与投递记录一致",
        "no delivery has more logged attempts than claims, and a delivered one has an answer of 2xx",
        "owner-default",
        """SELECT id::text, attempts || ' / ' || jsonb_array_length(log) FROM exchange_delivery
            WHERE jsonb_array_length(log) > attempts
               OR (state = 'delivered' AND NOT EXISTS (
                       SELECT FROM jsonb_array_elements(log) one
                        WHERE (one ->> 'status')::int BETWEEN 200 AND 299))""",
    ),
    Invariant(
        "exchange_replays_repeat",
        "重放的内容与原投递相同",
        "a replay carries the bytes and the reference of its first delivery",
        "owner-default",
        """SELECT r.id::text, r.reference FROM exchange_delivery r
             JOIN exchange_delivery f ON f.id = r.replay_of_id
            WHERE r.body <> f.body OR r.reference <> f.reference OR r.subscription_id <> f.subscription_id""",
    ),
    Invariant(
        "exchange_nothing_waits_for_the_closed",
        "已关闭的订阅没有待投递",
        "nothing waits for a closed subscription",
        "owner-default",
        """SELECT d.id::text, s.id::text FROM exchange_delivery d
             JOIN exchange_subscription s ON s.id = d.subscription_id
            WHERE d.state = 'waiting' AND s.closed_at IS NOT NULL""",
    ),
)
