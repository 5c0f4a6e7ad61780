"""The hash chain of a case's events, and the daily seal that joins all cases: what was done cannot be done otherwise later."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from renshe.domains.cases.models import Case, DaySeal, Event, EventDetail

BEGINNING = "0" * 64


def digest_of(*, salt: str, words: str, data: Mapping[str, Any]) -> str:
    """The salted digest of what an event says; without the salt nobody can guess the words from it."""
    body = json.dumps([salt, words, data], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(body.encode()).hexdigest()


def hash_of(
    *, previous: str, number: str, seq: int, at: dt.datetime, actor: str, verb: str, from_state: str,
    to_state: str, digest: str,
) -> str:  # fmt: skip
    """The hash of one event over everything that identifies it and the event before it."""
    moment = at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    parts = (previous, number, str(seq), moment, actor, verb, from_state, to_state, digest)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def record(
    case: Case, *, verb: str, actor: str, at: dt.datetime, to_state: str = "", words: str = "",
    public: bool = False, data: Mapping[str, Any] | None = None,
) -> Event:  # fmt: skip
    """Add an event to a case that the caller has locked, and move the case to its new state. Saves both."""
    salt, kept = secrets.token_hex(16), json.loads(json.dumps(dict(data or {}), default=str))
    digest = digest_of(salt=salt, words=words, data=kept)
    seq, previous, from_state = case.events + 1, case.head or BEGINNING, case.state
    to_state = to_state or from_state
    hashed = hash_of(
        previous=previous, number=case.number, seq=seq, at=at, actor=actor, verb=verb,
        from_state=from_state, to_state=to_state, digest=digest,
    )  # fmt: skip
    event = Event.objects.create(
        case=case, seq=seq, at=at, actor=actor, verb=verb, from_state=from_state, to_state=to_state,
        digest=digest, previous=previous, hash=hashed,
    )  # fmt: skip
    EventDetail.objects.create(event=event, salt=salt, words=words, public=public, data=kept)
    case.events, case.head, case.state = seq, hashed, to_state
    case.save()
    return event


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where a chain does not hold."""

    where: str
    zh: str
    en: str


_EVENTS = """
SELECT c.number, c.head, c.events, e.id, e.seq, e.at, e.actor, e.verb, e.from_state, e.to_state, e.digest, e.previous,
       e.hash, d.salt, d.words, d.data
  FROM cases_case c
  JOIN cases_event e ON e.case_id = c.id
  LEFT JOIN cases_event_detail d ON d.event_id = e.id
 ORDER BY c.id, e.seq
"""


def verify() -> Iterator[Fault]:
    """Compute every chain and every seal again, and name each place that does not hold. Streams; memory is bounded."""
    with transaction.atomic(), connection.connection.cursor(name="cases_verify") as cursor:
        cursor.execute(_EVENTS)
        number, head, count, previous, seq = "", "", 0, BEGINNING, 0
        for row in cursor:
            if row[0] != number:
                if number and (previous != head or seq != count):
                    yield Fault(number, "末尾的事件缺失", "the last events are missing")
                number, head, count = row[0], row[1], row[2]
                previous, seq = BEGINNING, 0
            yield from _event_faults(row, previous=previous, seq=seq)
            previous, seq = row[12], row[4]
        if number and (previous != head or seq != count):
            yield Fault(number, "末尾的事件缺失", "the last events are missing")
    yield from _seal_faults()


def _event_faults(row: tuple[Any, ...], *, previous: str, seq: int) -> Iterator[Fault]:
    number, _, _, _, mine, at, actor, verb, from_state, to_state, digest, before, hashed = row[:13]
    where = f"{number}#{mine}"
    if mine != seq + 1 or before != previous:
        yield Fault(where, "与前一事件不相接", "does not follow the event before it")
    again = hash_of(
        previous=before, number=number, seq=mine, at=at, actor=actor, verb=verb,
        from_state=from_state, to_state=to_state, digest=digest,
    )  # fmt: skip
    if again != hashed:
        yield Fault(where, "内容与哈希不符", "its content and its hash differ")
    salt, words, data = row[13:]
    if salt is not None:
        told = json.loads(data) if isinstance(data, str) else data
        if digest_of(salt=salt, words=words, data=told) != digest:
            yield Fault(where, "所述内容被改动", "what it says was altered")


def seal_days(*, until: dt.date, at: dt.datetime) -> int:
    """Seal every day before `until` that is not sealed; returns how many. A day without events is sealed as empty."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('cases.seal', 0))")
        last = DaySeal.objects.order_by("-day").first()
        cursor.execute("SELECT min((at AT TIME ZONE 'Asia/Shanghai')::date) FROM cases_event")
        (first,) = cursor.fetchone()
        day = last.day + dt.timedelta(days=1) if last else first
        previous, count = last.hash if last else BEGINNING, 0
        while day is not None and day < until:
            previous = _seal(cursor, day, previous, at)
            day, count = day + dt.timedelta(days=1), count + 1
    return count


_OF_DAY = """
SELECT min(id), max(id), count(*),
       encode(sha256(convert_to(coalesce(string_agg(hash, '' ORDER BY id), ''), 'UTF8')), 'hex')
  FROM cases_event
 WHERE at >= (%s::date)::timestamp AT TIME ZONE 'Asia/Shanghai'
   AND at < (%s::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
"""


def _seal(cursor: Any, day: dt.date, previous: str, at: dt.datetime) -> str:
    cursor.execute(_OF_DAY, [day, day])
    first, last, count, root = cursor.fetchone()
    hashed = _seal_hash(previous, day, count, root)
    DaySeal.objects.create(
        day=day, first_event=first, last_event=last, count=count, root=root, previous=previous,
        hash=hashed, sealed_at=at,
    )  # fmt: skip
    return hashed


def _seal_hash(previous: str, day: dt.date, count: int, root: str) -> str:
    return hashlib.sha256(f"{previous}\n{day.isoformat()}\n{count}\n{root}".encode()).hexdigest()


def _seal_faults() -> Iterator[Fault]:
    previous = BEGINNING
    with connection.cursor() as cursor:
        for seal in DaySeal.objects.order_by("day"):
            cursor.execute(_OF_DAY, [seal.day, seal.day])
            _, _, count, root = cursor.fetchone()
            if (count, root) != (seal.count, seal.root):
                yield Fault(
                    str(seal.day),
                    "当日事件与日封存不符",
                    "the events of the day differ from its seal",
                )
            if seal.previous != previous or seal.hash != _seal_hash(
                previous, seal.day, seal.count, seal.root
            ):
                yield Fault(
                    str(seal.day), "日封存不相接", "the seal does not follow the one before it"
                )
            previous = seal.hash
