"""Keys that are used twice, clients that ask too often, subscribers that do not answer."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from renshe.domains.exchange import api as exchange
from renshe.domains.exchange.models import Delivery, KeptAnswer
from renshe.foundation.invariants import prove
from renshe.kernel.codes.problem import Refused

NOON = dt.datetime(2025, 10, 9, 12, tzinfo=dt.timezone(dt.timedelta(hours=8)))
HOSTS = ("receiver.renshe.invalid",)
URL = "https://receiver.renshe.invalid/hooks"
A, B = "a" * 64, "b" * 64

pytestmark = pytest.mark.django_db


def later(**how: float) -> dt.datetime:
    return NOON + dt.timedelta(**how)


def kept(key: str = "k", sha: str = A, *, at: dt.datetime = NOON) -> exchange.Taken | exchange.Kept:
    return exchange.take_key(client="account:li", key=key, request_sha256=sha, at=at)


def answer(taken: exchange.Taken | exchange.Kept) -> None:
    assert isinstance(taken, exchange.Taken)
    exchange.keep_answer(taken=taken, status=201, body=b"{}", headers={"Location": "/x"})


def subscription(*kinds: str, account: str = "li") -> exchange.Subscription:
    return exchange.subscribe(account=account, url=URL, kinds=kinds, note="", hosts=HOSTS, at=NOON)


def happening(
    number: int, kind: str = "case.grant", *, at: dt.datetime = NOON
) -> exchange.Happening:
    return exchange.Happening(f"case-event:{number}", kind, "li", at, {"number": "1"})


def invariants_hold() -> None:
    broken = [(one.name, rows) for one, rows, _ in prove(invariants=exchange.INVARIANTS) if rows]
    assert broken == []


def test_a_key_gives_its_answer_again_and_refuses_another_request() -> None:
    answer(kept())
    again = kept()
    assert isinstance(again, exchange.Kept)
    assert (again.status, again.body, again.headers) == (201, b"{}", {"Location": "/x"})
    with pytest.raises(Refused) as refusal:
        kept(sha=B)
    assert refusal.value.code == "idempotency_key_reused"
    assert isinstance(exchange.take_key(client="machine:x", key="k", request_sha256=B, at=NOON), exchange.Taken)  # fmt: skip


def test_work_that_was_undone_leaves_its_key_free() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        kept()
        raise ZeroDivisionError
    assert isinstance(kept(sha=B), exchange.Taken)


def test_a_key_is_free_again_after_three_days_and_old_answers_are_swept() -> None:
    answer(kept())
    assert isinstance(kept(sha=B, at=later(days=3, seconds=1)), exchange.Taken)
    assert exchange.sweep_answers(at=later(days=5)) == 0
    assert exchange.sweep_answers(at=later(days=7)) == 1
    assert KeptAnswer.objects.count() == 0


def test_requests_are_counted_by_the_minute_and_by_client() -> None:
    one = [exchange.count_request(client="x", limit=2, at=NOON) for _ in range(3)]
    assert [rate.left for rate in one] == [1, 0, 0]
    assert [rate.exceeded for rate in one] == [False, False, True]
    assert exchange.count_request(client="y", limit=2, at=NOON).left == 1
    fresh = exchange.count_request(client="x", limit=2, at=later(seconds=60))
    assert (fresh.left, fresh.reset) == (1, 60)
    assert exchange.sweep_counters(at=later(hours=3)) == 3


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://receiver.renshe.invalid/", "url_not_https"),
        ("https://li@receiver.renshe.invalid/", "url_not_https"),
        ("https://receiver.renshe.invalid:8443/", "url_not_https"),
        ("https://receiver.renshe.invalid/#x", "url_not_https"),
        ("https://receiver.renshe.invalid\\@127.0.0.1/", "url_not_https"),
        ("https:///nowhere", "url_not_https"),
        ("https://[::1", "url_not_https"),
        ("https://127.0.0.1/", "host_not_declared"),
        ("https://localhost/", "host_not_declared"),
        ("https://receiver.renshe.invalid.evil.example/", "host_not_declared"),
    ],
)
def test_only_plain_https_to_a_declared_host_is_told_anything(url: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        exchange.subscribe(account="li", url=url, kinds=(), note="", hosts=HOSTS, at=NOON)
    assert refusal.value.code == code


def test_an_unknown_kind_and_an_eleventh_subscription_are_refused() -> None:
    with pytest.raises(Refused) as refusal:
        subscription("case.exploded")
    assert refusal.value.code == "kind_unknown"
    for _ in range(10):
        subscription()
    with pytest.raises(Refused) as refusal:
        subscription()
    assert refusal.value.code == "too_many_subscriptions"


def test_an_event_reaches_each_open_subscription_once_and_only_what_it_asked_for() -> None:
    every, grants = subscription(), subscription("case.grant")
    subscription(account="wang")
    told = [happening(1), happening(2, "case.accept"), happening(3, at=later(days=-1))]
    assert exchange.note_happenings(happenings=told, at=NOON) == 3
    assert exchange.note_happenings(happenings=told, at=NOON) == 0
    heard = exchange.deliveries_of(account="li", subscription_id=grants.pk)
    assert [one.reference for one in heard] == ["case-event:1"]
    assert len(exchange.deliveries_of(account="li", subscription_id=every.pk)) == 2
    invariants_hold()


def test_a_delivery_waits_longer_after_each_failure_and_is_given_up_at_last() -> None:
    subscription()
    exchange.note_happenings(happenings=[happening(1)], at=NOON)
    at, waits = NOON, []
    while True:
        out = exchange.claim_due(at=at)
        assert out is not None
        assert exchange.claim_due(at=at) is None
        row = exchange.record_attempt(delivery_id=out.delivery_id, status=503, said="", at=at)
        if row.state == "given_up":
            break
        waits.append(row.next_at - at)
        at = row.next_at
    assert tuple(waits) == exchange.WAITS
    assert (row.attempts, len(row.log)) == (8, 8)
    invariants_hold()


def test_one_that_was_claimed_and_forgotten_is_sent_again_after_five_minutes() -> None:
    subscription()
    exchange.note_happenings(happenings=[happening(1)], at=NOON)
    first = exchange.claim_due(at=NOON)
    assert exchange.claim_due(at=later(minutes=4)) is None
    second = exchange.claim_due(at=later(minutes=5))
    assert first is not None
    assert second is not None
    assert (second.delivery_id, second.body, second.attempt) == (first.delivery_id, first.body, 2)


def test_a_replay_repeats_the_bytes_and_belongs_to_its_owner_alone() -> None:
    own = subscription()
    exchange.note_happenings(happenings=[happening(1)], at=NOON)
    out = exchange.claim_due(at=NOON)
    assert out is not None
    exchange.record_attempt(delivery_id=out.delivery_id, status=204, said="", at=NOON)
    again = exchange.replay(
        account="li", subscription_id=own.pk, delivery_id=out.delivery_id, at=NOON
    )
    assert (again.body.encode(), again.state) == (out.body, "waiting")
    for account, number in (("wang", out.delivery_id), ("li", 10**6)):
        with pytest.raises(Refused):
            exchange.replay(account=account, subscription_id=own.pk, delivery_id=number, at=NOON)
    invariants_hold()


def test_a_closed_subscription_hears_nothing_more() -> None:
    own = subscription()
    exchange.note_happenings(happenings=[happening(1)], at=NOON)
    exchange.close_subscription(account="li", subscription_id=own.pk, at=NOON)
    exchange.close_subscription(account="li", subscription_id=own.pk, at=later(days=1))
    assert exchange.claim_due(at=later(days=1)) is None
    assert exchange.note_happenings(happenings=[happening(2)], at=NOON) == 0
    with pytest.raises(Refused) as refusal:
        exchange.ping(account="li", subscription_id=own.pk, at=NOON)
    assert refusal.value.code == "subscription_closed"
    invariants_hold()


def test_a_renewed_secret_is_another_one_and_no_row_holds_either() -> None:
    own = subscription()
    before = exchange.secret_of(own)
    after = exchange.secret_of(exchange.renew_secret(account="li", subscription_id=own.pk))
    assert before != after
    assert before.startswith("whsec_")
    assert after.removeprefix("whsec_") not in str(exchange.Subscription.objects.values().get())


def test_settled_deliveries_go_after_ninety_days_replays_first() -> None:
    own = subscription()
    exchange.note_happenings(happenings=[happening(1)], at=NOON)
    first = Delivery.objects.get()
    exchange.replay(account="li", subscription_id=own.pk, delivery_id=first.pk, at=NOON)
    exchange.close_subscription(account="li", subscription_id=own.pk, at=NOON)
    assert exchange.sweep_deliveries(at=later(days=89)) == 0
    assert exchange.sweep_deliveries(at=later(days=91)) == 2
