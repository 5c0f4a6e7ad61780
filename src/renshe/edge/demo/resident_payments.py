"""Residents who pay on the demonstration city's day: by orders through the tax bureau, and at two tellers' counters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from renshe.domains.resident import api as resident
from renshe.flows import resident_counter as till
from renshe.flows import resident_to_ledger as ledger
from renshe.kernel.rules import Refusal
from renshe.laws import library

BY = "take_over"
ORDERS = 12


def pay_some(*, as_of: dt.date) -> list[int]:
    """A few order this year and pay it by the tax bureau's file on the city's day; who only ordered is returned."""
    at = dt.datetime.combine(as_of, dt.time(10), ZoneInfo("Asia/Shanghai"))
    hand = resident.ByHand(by=BY, at=at, today=as_of)
    rows = resident.Participation.objects.filter(person__died_on__isnull=True)
    rows = rows.exclude(payments__year=as_of.year).order_by("pk")
    explain: Callable[..., Any] = library.explain
    done, waiting, at_counter = 0, [], []
    for participation in rows[: ORDERS * 4]:
        try:
            order = resident.order_year(
                person_id=participation.person_id, year=as_of.year, hand=hand, explain=explain
            )
        except Refusal:
            continue
        done += 1
        if done % 4 == 1:
            at_counter.append(participation)
        elif done % 3:
            paid = resident.Paid(
                year=order.year, tier=order.tier, amount_fen=order.amount_fen, channel="tax_file",
                external_ref=f"SW{as_of:%Y%m%d}{done:04d}", paid_on=as_of,
            )  # fmt: skip
            ledger.year_paid(
                person_id=participation.person_id,
                paid=paid,
                hand=hand,
                explain=explain,
                order=order,
            )
        else:
            waiting.append(participation.person_id)
        if done == ORDERS:
            break
    _take_at_counters(at_counter, at=at, as_of=as_of)
    return waiting


def _take_at_counters(
    rows: list[resident.Participation], *, at: dt.datetime, as_of: dt.date
) -> None:
    """Two clerks take a year each; one of them has closed his day, whose money waits to be taken over."""
    for number, participation in enumerate(rows):
        hand = resident.ByHand(by="counter2" if number % 2 == 0 else "counter", at=at, today=as_of)
        tier = resident.tier_of_year(participation=participation, year=as_of.year)
        till.take(
            person_id=participation.person_id, year=as_of.year, tier=tier, place=participation.place, hand=hand
        )  # fmt: skip
    taken = resident.taken_by(teller="counter2", day=as_of)
    if taken:
        resident.close_teller_day(
            place=taken[0].participation.place, counted_fen=sum(one.amount_fen for one in taken),
            slip_ref=f"JK-{as_of:%Y%m%d}-1", hand=resident.ByHand(by="counter2", at=at, today=as_of),
        )  # fmt: skip
