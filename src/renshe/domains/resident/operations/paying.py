"""Orders for a year, and years that were paid. What is credited and posted for them is a flow's."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from renshe.domains.registry import api as registry
from renshe.domains.resident import law, problems
from renshe.domains.resident.hand import ByHand
from renshe.domains.resident.models import Participation, PaymentOrder, ResidentPayment
from renshe.domains.resident.operations.joining import required
from renshe.domains.resident.queries.bridging import years_counted
from renshe.domains.resident.queries.standing import tier_of_year, year_is_paid
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import month_containing
from renshe.kernel.rules import Explain


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """Money for one year: through which channel, under which number of the receipt, on which day, how much (fen)."""

    year: int
    tier: int
    amount_fen: int
    channel: str
    external_ref: str
    paid_on: dt.date


@transaction.atomic
def order_year(
    *, person_id: int, year: int, tier: int | None = None, hand: ByHand, explain: Explain
) -> PaymentOrder:
    """What somebody means to pay for a year, with a number; the same wish again returns the same order.

    Without `tier` it is the chosen one. Raises Refused with why the year cannot be paid, Refusal for a tier not offered.
    """
    participation = required(person_id=person_id)
    chosen = tier or tier_of_year(participation=participation, year=max(year, hand.today.year))
    back = _may_be_paid(participation, year=year, on=hand.today, explain=explain)
    fen = law.year_due(tier=chosen, place=participation.place, on=hand.today, explain=explain)
    known = PaymentOrder.objects.filter(
        participation=participation, year=year, tier=chosen, amount_fen=fen, payment__isnull=True
    ).first()
    if known is not None:
        return known
    count = PaymentOrder.objects.filter(participation=participation, year=year).count()
    return PaymentOrder.objects.create(
        number=f"JM{year}{participation.pk:09d}{count + 1:02d}", participation=participation, year=year, tier=chosen,
        amount_fen=fen, is_back_payment=back, reference=hand.reference, made_by=hand.by, made_at=hand.at,
    )  # fmt: skip


@transaction.atomic
def record_payment(
    *, person_id: int, paid: Paid, hand: ByHand, explain: Explain, order: PaymentOrder | None = None
) -> ResidentPayment:
    """A year that was paid. Raises Refused: not in the scheme, paid already, ahead, not the tier's amount, receipt known."""
    participation = required(person_id=person_id, lock=True)
    if ResidentPayment.objects.filter(
        channel=paid.channel, external_ref=paid.external_ref
    ).exists():
        raise Refused(problems.RECEIPT_KNOWN)
    back = _may_be_paid(participation, year=paid.year, on=paid.paid_on, explain=explain)
    if paid.channel == "government":
        fen = law.help_of(place=participation.place, on=paid.paid_on, explain=explain)
    else:
        fen = law.year_due(
            tier=paid.tier, place=participation.place, on=paid.paid_on, explain=explain
        )
    if paid.amount_fen != fen:
        raise Refused(problems.WRONG_AMOUNT)
    return ResidentPayment.objects.create(
        participation=participation, person_id=participation.person_id, year=paid.year, tier=paid.tier,
        amount_fen=paid.amount_fen, is_back_payment=back, channel=paid.channel, external_ref=paid.external_ref,
        order=order, paid_on=paid.paid_on, recorded_by=hand.by, recorded_at=hand.at,
    )  # fmt: skip


def _may_be_paid(participation: Participation, *, year: int, on: dt.date, explain: Explain) -> bool:
    """Whether the year is a past one, once nothing stands in the way. Raises Refused."""
    somebody = registry.person(person_id=participation.person_id)
    if somebody.died_on is not None:
        raise Refused(problems.DEAD)
    if year > on.year:
        raise Refused(problems.YEAR_AHEAD)
    if year_is_paid(person_id=participation.person_id, year=year):
        raise Refused(problems.YEAR_PAID)
    if year == on.year:
        if month_containing(on) in law.employee_months(person_id=somebody.pk, year=year):
            raise Refused(problems.INSURED_AS_EMPLOYEE)
        return False
    _past_year(participation, somebody, year=year, on=on, explain=explain)
    return True


def _past_year(
    participation: Participation, somebody: registry.Person, *, year: int, on: dt.date, explain: Explain
) -> None:  # fmt: skip
    """Raise Refused where the law or the record stands against paying a past year."""
    if year < somebody.birth_on.year + 16:
        raise Refused(problems.TOO_YOUNG_THAT_YEAR)
    facts = {
        "resident_back_year": year,
        "assessment_month": month_containing(on),
        "resident_years": years_counted(person_id=somebody.pk),
    }
    answer = str(
        explain("resident_back_payment_allowed", facts, place=participation.place, on=on).value
    )
    if answer != "may_pay":
        raise Refused(problems.BACK_ANSWERS[answer])
    if len(law.employee_months(person_id=somebody.pk, year=year)) == 12:
        raise Refused(problems.COVERED_THAT_YEAR)
