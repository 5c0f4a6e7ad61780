"""The door of exchange: kept answers, limits, subscriptions, deliveries."""

from renshe.domains.exchange.checks import INVARIANTS
from renshe.domains.exchange.models import Delivery, Subscription
from renshe.domains.exchange.operations.delivering import (
    Happening,
    Outgoing,
    claim_due,
    note_happenings,
    ping,
    record_attempt,
    replay,
    sweep_deliveries,
)
from renshe.domains.exchange.operations.keeping import (
    KEPT_FOR,
    Kept,
    Taken,
    keep_answer,
    sweep_answers,
    take_key,
)
from renshe.domains.exchange.operations.limiting import (
    WINDOW_SECONDS,
    Rate,
    count_request,
    sweep_counters,
)
from renshe.domains.exchange.operations.subscribing import (
    close_subscription,
    renew_secret,
    require_receiver,
    secret_of,
    subscribe,
)
from renshe.domains.exchange.queries import (
    deliveries_of,
    subscribed_accounts,
    subscription_of,
    subscriptions_of,
)
from renshe.domains.exchange.refusals import problem
from renshe.domains.exchange.states import DELIVERY_STATES, EVENT_KINDS, WAITS

__all__ = [
    "DELIVERY_STATES", "EVENT_KINDS", "INVARIANTS", "KEPT_FOR", "WAITS", "WINDOW_SECONDS", "Delivery", "Happening",
    "Kept", "Outgoing", "Rate", "Subscription", "Taken", "claim_due", "close_subscription", "count_request",
    "deliveries_of", "keep_answer", "note_happenings", "ping", "problem", "record_attempt", "renew_secret", "replay",
    "require_receiver", "secret_of", "subscribe", "subscribed_accounts", "subscription_of", "subscriptions_of", "sweep_answers",
    "sweep_counters", "sweep_deliveries", "take_key",
]  # fmt: skip
