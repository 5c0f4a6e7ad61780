"""What a teller took at a counter in a day, and days whose money waits to be taken over."""

from __future__ import annotations

import datetime as dt

from renshe.domains.resident.corrections import PaymentCorrection
from renshe.domains.resident.models import ResidentPayment
from renshe.domains.resident.teller import TellerDay
from renshe.kernel.codes.divisions import stem


def taken_by(*, teller: str, day: dt.date) -> list[ResidentPayment]:
    """The payments that a teller took in a day and has not handed back, in their order."""
    found = ResidentPayment.objects.filter(channel="counter", recorded_by=teller, paid_on=day)
    kept = found.exclude(corrections__state="confirmed", corrections__way="hand_back")
    return list(kept.select_related("person", "participation").order_by("pk"))


def handing_back(*, teller: str, day: dt.date) -> list[PaymentCorrection]:
    """What a teller proposed to hand back in a day: waiting or done, in their order."""
    found = PaymentCorrection.objects.filter(
        way="hand_back", asked_on=day, payment__recorded_by=teller
    )
    rows = found.exclude(state="refused").select_related("payment__person")
    return list(rows.order_by("pk"))


def teller_day(*, teller: str, day: dt.date) -> TellerDay | None:
    """A teller's closed day, or None while it is open."""
    return TellerDay.objects.filter(teller=teller, day=day).first()


def teller_days_waiting(*, place: str) -> list[TellerDay]:
    """Closed days of a place whose money nobody has taken over, oldest first."""
    found = TellerDay.objects.filter(received_by__isnull=True, place__startswith=stem(place))
    return list(found.order_by("day", "pk"))


def counter_payment(*, number: str) -> ResidentPayment | None:
    """A payment taken at a counter by the number of its receipt, or None."""
    found = ResidentPayment.objects.filter(channel="counter", external_ref=number)
    return found.select_related("person", "participation").first()
