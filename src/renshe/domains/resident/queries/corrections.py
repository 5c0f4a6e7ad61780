"""Doors back: payments that a counter took for the wrong person, and bridgings found wrong after their money had moved."""

from __future__ import annotations

from django.db.models import QuerySet

from renshe.domains.registry import api as registry
from renshe.domains.resident.bridging import Bridging
from renshe.domains.resident.corrections import BridgingReturn, PaymentCorrection
from renshe.domains.resident.models import ResidentCredit, ResidentPayment
from renshe.kernel.codes.divisions import stem


def corrections_waiting(*, place: str) -> list[PaymentCorrection]:
    """Proposals of a place that wait for the second person, the oldest first."""
    found = PaymentCorrection.objects.filter(state="proposed", place__startswith=stem(place))
    return list(found.select_related("payment__person", "right_person").order_by("asked_at", "pk"))


def corrections_decided(*, place: str, most: int = 20) -> list[PaymentCorrection]:
    """What was decided of late, the newest first."""
    found = PaymentCorrection.objects.exclude(state="proposed").filter(
        place__startswith=stem(place)
    )
    rows = found.select_related("payment__person", "right_person", "payout")
    return list(rows.order_by("-decided_at", "-pk")[:most])


def correction_of(*, payment_id: int) -> PaymentCorrection | None:
    """The correction of a payment that is proposed or confirmed, or None."""
    return PaymentCorrection.objects.filter(payment_id=payment_id).exclude(state="refused").first()


def correction_by(*, correction_id: int) -> PaymentCorrection | None:
    """One correction, or None."""
    found = PaymentCorrection.objects.filter(pk=correction_id)
    return found.select_related("payment__participation", "payment__person").first()


def confirmed_corrections() -> QuerySet[PaymentCorrection]:
    """Every correction that stands."""
    return PaymentCorrection.objects.filter(state="confirmed")


def interest_since(*, person_id: int, year: int) -> bool:
    """Whether interest was credited for a year after this one, thus on what came in it."""
    people = registry.everybody_who_is(person_id=person_id)
    found = ResidentCredit.objects.filter(person_id__in=people, kind="interest", year__gt=year)
    return found.exists()


def subsidy_on(*, payment: ResidentPayment) -> int:
    """The government's subsidy that was credited to a payment (fen)."""
    found = ResidentCredit.objects.filter(payment=payment, kind__in=["subsidy", "corrected"])
    return sum(found.filter(source="government").values_list("amount_fen", flat=True))


def bridgings_moved(*, place: str, most: int = 20) -> list[Bridging]:
    """Bridgings of a place whose money has moved, the newest first: those that may turn out to be an error."""
    found = Bridging.objects.filter(state="moved", place__startswith=stem(place))
    return list(found.select_related("person").order_by("-settled_on", "-pk")[:most])


def bridging_returns(*, place: str, most: int = 40) -> list[BridgingReturn]:
    """Returns of a place: those that wait first, then the newest."""
    found = BridgingReturn.objects.filter(bridging__place__startswith=stem(place))
    rows = list(found.select_related("bridging__person").order_by("-asked_at", "-pk")[:most])
    return sorted(rows, key=lambda one: one.state != "proposed")


def return_of(*, bridging_id: int) -> BridgingReturn | None:
    """The return of a bridging that is proposed or confirmed, or None."""
    found = BridgingReturn.objects.filter(bridging_id=bridging_id).exclude(state="refused")
    return found.select_related("bridging").first()
