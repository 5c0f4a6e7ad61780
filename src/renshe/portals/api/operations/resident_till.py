"""A counter's till for residents' payments: take a year, see the day, close it with the money counted, take a day over."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from ninja import Schema
from pydantic import Field

from renshe.domains.identity.api import mask_name
from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.flows import resident_counter as till
from renshe.portals.api.calling import Call
from renshe.portals.api.operations.resident import GROUP
from renshe.portals.api.shapes import Fen, Number
from renshe.portals.layout.access import staff

DESK = staff("case.apply")


class TakenOut(Schema):
    """A payment that was taken at the counter, masked."""

    receipt: str
    name: str
    year: int
    tier: int
    fen: Fen


class TellerDayOut(Schema):
    """A teller's closed day."""

    id: int
    teller: str
    day: str
    payments: int
    total_fen: Fen
    slip: str
    received_by: str | None


class TillOut(Schema):
    """The caller's day: what he took, its sum, the closed day, and days of the place that wait to be taken over."""

    taken: list[TakenOut]
    total_fen: Fen
    closed: TellerDayOut | None
    waiting: list[TellerDayOut]


class TakeIn(Schema):
    """Whose year is paid with which tier (yuan a year)."""

    id_number: str = Field(max_length=24)
    year: int = Field(ge=1990, le=2200)
    tier: int = Field(ge=1, le=100_000)


class CloseIn(Schema):
    """The money counted (fen) and the number of the bank's slip."""

    counted_fen: Fen
    slip: str = Field(min_length=1, max_length=80)


@GROUP.get(
    "/office/resident-pension/till", id="read_my_till", access=DESK, answer=TillOut,
    title=("我的收费", "My till"), says=("今天收的、日结和待交接的。", "What was taken today, closed days and what waits."),
)  # fmt: skip
def read_my_till(call: Call) -> TillOut:
    """Of the caller, today."""
    taken = resident.taken_by(teller=call.username, day=call.today)
    closed = resident.teller_day(teller=call.username, day=call.today)
    return TillOut(
        taken=[_taken(one) for one in taken], total_fen=sum(one.amount_fen for one in taken),
        closed=_day(closed) if closed else None,
        waiting=[_day(one) for one in resident.teller_days_waiting(place=call.place("case.apply")[:6])],
    )  # fmt: skip


@GROUP.post(
    "/office/resident-pension/till/payments", id="take_resident_payment", access=DESK, answer=TakenOut,
    title=("窗口收一年的居民养老费", "Take a year's payment at the counter"),
    says=("金额按档次由法规定；收据号即缴费单号。", "The law says the amount; the receipt bears the order's number."),
)  # fmt: skip
def take_resident_payment(call: Call, body: TakeIn) -> TakenOut:
    """Of somebody who takes part in the caller's county. Raises Refused."""
    person = registry.person_by_id_number(id_number=body.id_number.strip().upper())
    if person is None:
        raise Http404
    payment = till.take(
        person_id=person.pk,
        year=body.year,
        tier=body.tier,
        place=call.place("case.apply"),
        hand=_hand(call),
    )
    return _taken(payment)


@GROUP.post(
    "/office/resident-pension/till/close", id="close_my_till", access=DESK, answer=TillOut,
    title=("收费日结", "Close my till"), says=("清点金额须与合计一致。", "The money counted is the sum taken."),
)  # fmt: skip
def close_my_till(call: Call, body: CloseIn) -> TillOut:
    """Once a day. Raises Refused."""
    resident.close_teller_day(
        place=call.place("case.apply"),
        counted_fen=body.counted_fen,
        slip_ref=body.slip,
        hand=_hand(call),
    )
    return read_my_till(call)


@GROUP.post(
    "/office/resident-pension/till/days/{id}/receive", id="receive_till", access=DESK, answer=TillOut,
    title=("接收日结的款、单", "Take a closed till over"),
    says=("由收款人以外的人接收。", "By another person than the teller."),
)  # fmt: skip
def receive_till(call: Call, id: Number) -> TillOut:
    """A day of the caller's county. Raises Refused."""
    place = call.place("case.apply")[:6]
    if all(one.pk != id for one in resident.teller_days_waiting(place=place)):
        raise Http404
    resident.receive_teller_day(day_id=id, hand=_hand(call))
    return read_my_till(call)


def _hand(call: Call) -> resident.ByHand:
    return resident.ByHand(by=call.username, at=call.now, today=call.today)


def _taken(one: resident.ResidentPayment) -> TakenOut:
    return TakenOut(
        receipt=one.external_ref,
        name=mask_name(one.person.name),
        year=one.year,
        tier=one.tier,
        fen=one.amount_fen,
    )


def _day(one: resident.TellerDay) -> TellerDayOut:
    told: dict[str, Any] = {"id": one.pk, "teller": one.teller, "day": one.day.isoformat()}
    return TellerDayOut(
        **told,
        payments=one.payments,
        total_fen=one.total_fen,
        slip=one.slip_ref,
        received_by=one.received_by,
    )
