"""Answers kept under idempotency keys, so that a request sent twice is done once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from renshe.domains.exchange.models import KeptAnswer
from renshe.domains.exchange.refusals import problem
from renshe.kernel.codes.problem import Refused

KEPT_FOR = dt.timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it was given."""

    status: int
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Taken:
    """A key that is the caller's now: the row to keep the answer in."""

    row_id: int


def take_key(*, client: str, key: str, request_sha256: str, at: dt.datetime) -> Taken | Kept:
    """Take a key, or get the answer it had. Raises Refused `idempotency_key_reused` for another request.

    Belongs in the transaction of the work itself: a second request with the key waits here until the first has ended, and
    takes the key itself if the first was undone. A key whose answer has expired is free again.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a key and the work done under it belong in one transaction")
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO exchange_kept_answer AS kept
                      (client, key, request_sha256, status, body, headers, kept_at, until)
               VALUES (%(client)s, %(key)s, %(sha)s, 0, '', '{}', %(at)s, %(until)s)
               ON CONFLICT (client, key) DO UPDATE
                  SET request_sha256 = excluded.request_sha256, status = 0, body = '', headers = '{}',
                      kept_at = excluded.kept_at, until = excluded.until
                WHERE kept.until < excluded.kept_at
               RETURNING id""",
            {"client": client, "key": key, "sha": request_sha256, "at": at, "until": at + KEPT_FOR},
        )
        row = cursor.fetchone()
    if row is not None:
        return Taken(int(row[0]))
    found = KeptAnswer.objects.get(client=client, key=key)
    if found.request_sha256 != request_sha256:
        raise Refused(problem("idempotency_key_reused"), subject=key)
    return Kept(found.status, bytes(found.body), found.headers)


def keep_answer(*, taken: Taken, status: int, body: bytes, headers: Mapping[str, str]) -> None:
    """Keep what was answered, in the transaction that took the key."""
    KeptAnswer.objects.filter(pk=taken.row_id).update(
        status=status, body=body, headers=dict(headers)
    )


def sweep_answers(*, at: dt.datetime) -> int:
    """Delete answers that are no longer kept; returns how many."""
    return KeptAnswer.objects.filter(until__lt=at).delete()[0]
