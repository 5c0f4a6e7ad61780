"""A resident pays a year at a counter: the order, the money, the receipt's number, account and both books at once.

The receipt bears the number of the order, so that the same click twice takes the money once. A teller who has closed his day
takes nothing more. Basis: 国发〔2014〕8号 四; 社会保险经办条例 37.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from renshe.domains.resident import api as resident
from renshe.flows.resident_tiers import offered, require_offered
from renshe.flows.resident_to_ledger import year_paid
from renshe.kernel.codes.divisions import stem
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.rules import Explanation, Refusal
from renshe.laws import library

BEFORE = 16
"""Past years that a counter offers at most; the law says which of them may be paid."""
NOT_HERE = Problem(
    "taken_elsewhere",
    "此人在其他区参加居民养老，不能在这里缴",
    "takes part in another place, so nothing is paid here",
    "国发〔2014〕8号 三",
    "请到参保地的窗口缴，或者凭缴费单号在税务渠道缴",
    "Pay at a counter of that place, or with an order's number through the tax bureau",
)


@dataclass(frozen=True, kw_only=True)
class Payable:
    """A year that can be paid now; `chosen` is the tier (yuan a year) that holds for it."""

    year: int
    back: bool
    chosen: int


def payable_years(*, person_id: int, hand: resident.ByHand) -> list[Payable]:
    """This year and past ones that could be paid with the tier chosen, latest first. Nothing stays of the trial."""
    live = resident.live_participation(person_id=person_id)
    if live is None:
        return []
    tier = resident.tier_of_year(participation=live, year=hand.today.year)
    found = []
    for year in range(hand.today.year, hand.today.year - BEFORE, -1):
        if _could_be_ordered(person_id, year=year, hand=hand):
            found.append(Payable(year=year, back=year < hand.today.year, chosen=tier))
    return found


@transaction.atomic
def take(
    *, person_id: int, year: int, tier: int, place: str, hand: resident.ByHand
) -> resident.ResidentPayment:
    """Take the money for a year. Raises Refused: day closed, other place, tier not offered, and why the year cannot be paid."""
    resident.require_open_day(teller=hand.by, day=hand.today)
    live = resident.live_participation(person_id=person_id)
    if live is None:
        raise Refused(resident.NOT_JOINED)
    if not live.place.startswith(stem(place[:6])):
        raise Refused(NOT_HERE)
    require_offered(place=live.place, tier=tier, on=hand.today)
    order = resident.order_year(
        person_id=person_id, year=year, tier=tier, hand=hand, explain=library.explain
    )
    paid = resident.Paid(
        year=year, tier=tier, amount_fen=order.amount_fen, channel="counter", external_ref=order.number,
        paid_on=hand.today,
    )  # fmt: skip
    return year_paid(
        person_id=person_id, paid=paid, hand=hand, explain=library.explain, order=order
    )


def due_explained(*, tier: int, place: str, on: dt.date) -> Explanation | None:
    """What a tier costs a year, as the law says it; None for one that the place does not offer."""
    try:
        return library.explain("resident_year_due", {"resident_tier": tier}, place=place[:6], on=on)
    except Refusal:
        return None


def tiers_of(*, place: str, on: dt.date) -> list[int]:
    """The tiers that a place offers (yuan a year), lowest first."""
    return offered(place=place[:6], on=on)


def _could_be_ordered(person_id: int, *, year: int, hand: resident.ByHand) -> bool:
    try:
        with transaction.atomic():
            resident.order_year(person_id=person_id, year=year, hand=hand, explain=library.explain)
            transaction.set_rollback(True)
    except Refusal:
        return False
    return True
