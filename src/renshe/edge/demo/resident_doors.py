"""Doors back in the demonstration city: a payment that its teller found wrong today, one found wrong after the day was closed,
payouts put into a batch that waits for its second signature, and a list of bridgings that does."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from renshe.domains.resident import api as resident
from renshe.flows import bridging_lists
from renshe.flows.books_month import books_month
from renshe.flows.resident_to_ledger import FUND
from renshe.gateways.bank.contract import RensheBankFormat
from renshe.kernel.codes.problem import Refused
from renshe.kernel.rules import Refusal
from renshe.runs.resident_payouts import run

MAKER = "accountant"
_ZONE = ZoneInfo("Asia/Shanghai")


def leave_doors_open(*, place: str, first: dt.date, now: dt.datetime) -> dict[str, int]:
    """Propose on the month's `first` day, on which two tellers took payments, and make now, what people finish on the pages;
    how many of each. Called again it adds nothing."""
    found = _found_wrong(at=dt.datetime.combine(first, dt.time(16), _ZONE), day=first)
    made = {"corrections": found, "batches": 0, "lists": 0}
    today = now.astimezone(_ZONE).date()
    hand = resident.ByHand(by=MAKER, at=now, today=today)
    month = books_month(fund=FUND, on=today)
    try:
        run.make(
            place=place, accounting_month=month, bank_format=RensheBankFormat(), by=MAKER, at=now
        )
        made["batches"] = 1
    except (Refused, Refusal):
        # Nothing waits: the month's own batch paid it.
        pass
    for direction in resident.BridgingList.DIRECTIONS:
        try:
            bridging_lists.make(place=place, direction=direction, hand=hand)
            made["lists"] += 1
        except Refused:
            # Nothing goes this way.
            continue
    return made


def _found_wrong(*, at: dt.datetime, day: dt.date) -> int:
    """The teller whose day is open hands one back; of the closed day a payment is given back to the payer's account."""
    found = 0
    for teller, way in (("counter", "hand_back"), ("counter2", "refund")):
        for payment in resident.taken_by(teller=teller, day=day)[:1]:
            payee = resident.PayTo(
                bank_code="103", account_number="6228480000000000026", account_name=payment.person.name
            )  # fmt: skip
            wrong = resident.Wrong(
                payment_id=payment.pk, way=way, reason="缴费人报错了家里人的身份证号码，收到了别人名下",
                payee=payee if way == "refund" else None,
            )  # fmt: skip
            hand = resident.ByHand(by=teller, at=at, today=day)
            try:
                resident.propose_correction(wrong=wrong, hand=hand)
            except Refused:
                # Proposed by an earlier attempt.
                continue
            found += 1
    return found
