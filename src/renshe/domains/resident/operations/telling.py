"""Closing a teller's day, and another person taking its money over."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from renshe.domains.resident import problems, problems_of_money
from renshe.domains.resident.hand import ByHand
from renshe.domains.resident.queries.telling import handing_back, taken_by
from renshe.domains.resident.teller import TellerDay
from renshe.kernel.codes.problem import Refused


def require_open_day(*, teller: str, day: dt.date) -> None:
    """Raise Refused `teller_day_closed` once the teller has closed his day."""
    if TellerDay.objects.filter(teller=teller, day=day).exists():
        raise Refused(problems.DAY_CLOSED)


@transaction.atomic
def close_teller_day(*, place: str, counted_fen: int, slip_ref: str, hand: ByHand) -> TellerDay:
    """Close `hand.by`'s day with the money counted. Raises Refused `teller_day_closed`, `teller_took_nothing`,
    `teller_count_differs`, `bank_ref_used`, `corrections_open`."""
    require_open_day(teller=hand.by, day=hand.today)
    if any(one.state == "proposed" for one in handing_back(teller=hand.by, day=hand.today)):
        raise Refused(problems_of_money.CORRECTIONS_OPEN)
    taken = taken_by(teller=hand.by, day=hand.today)
    total = sum(one.amount_fen for one in taken)
    if not taken:
        raise Refused(problems.TOOK_NOTHING)
    if counted_fen != total:
        raise Refused(problems.COUNT_DIFFERS)
    number = slip_ref.strip()
    if not number or TellerDay.objects.filter(slip_ref=number).exists():
        raise Refused(problems.BANK_REF_USED)
    return TellerDay.objects.create(
        teller=hand.by, place=place, day=hand.today, payments=len(taken), total_fen=total, slip_ref=number,
        closed_at=hand.at,
    )  # fmt: skip


@transaction.atomic
def receive_teller_day(*, day_id: int, hand: ByHand) -> TellerDay:
    """Another person has the money and the slip. Raises Refused `teller_day_received`, `two_people_needed`."""
    found = TellerDay.objects.select_for_update().get(pk=day_id)
    if found.received_by is not None:
        raise Refused(problems.DAY_RECEIVED)
    if found.teller == hand.by:
        raise Refused(problems.SAME_HAND)
    found.received_by, found.received_at = hand.by, hand.at
    found.save(update_fields=["received_by", "received_at"])
    return found
