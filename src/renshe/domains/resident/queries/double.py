"""Years that both schemes cover: what comes back of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Sum

from renshe.domains.resident import law, problems
from renshe.domains.resident.models import ResidentCredit, ResidentPayment
from renshe.domains.resident.queries.standing import payments_of
from renshe.kernel.codes.problem import Refused
from renshe.kernel.rules import Explain


@dataclass(frozen=True, slots=True)
class DoubleYear:
    """A year paid here whose `months` the employee scheme covers too; what was paid and what comes back, by source (fen)."""

    payment: ResidentPayment
    months: int
    paid_fen: dict[str, int]
    back_fen: dict[str, int]

    @property
    def total_fen(self) -> int:
        """Everything that comes back."""
        return sum(self.back_fen.values())


def double_year(
    *, person_id: int, year: int, on: dt.date, explain: Explain, months: int | None = None
) -> DoubleYear:
    """What comes back of a year. Raises Refused `nothing_paid_twice`, `refunded_already`.

    `months` are the employee scheme's where the caller knows them; else those in which the person was enrolled there.

    The government's own subsidy and what it paid for people in need stay (人社部发〔2014〕17号 七 names the person's and the
    collective's money alone).
    """
    if months is None:
        months = len(law.employee_months(person_id=person_id, year=year))
    paid = [
        one
        for one in payments_of(person_id=person_id).filter(year=year)
        if one.channel != "government"
    ]
    if not months or not paid:
        raise Refused(problems.NOTHING_TWICE)
    payment = paid[0]
    if payment.given_back:  # type: ignore[attr-defined]
        raise Refused(problems.REFUNDED_ALREADY)
    parts = {
        "own": payment.amount_fen,
        "collective": _collective(person_id=payment.person_id, year=year),
    }
    back = {
        source: int(
            explain(
                "double_cover_payment",
                {"resident_year_payment": fen, "double_cover_months": months},
                place=payment.participation.place,
                on=on,
            ).value
        )
        for source, fen in parts.items()
        if fen
    }
    return DoubleYear(payment, months, parts, {source: fen for source, fen in back.items() if fen})


def _collective(*, person_id: int, year: int) -> int:
    found = ResidentCredit.objects.filter(person_id=person_id, year=year, kind="collective")
    return int(found.aggregate(fen=Sum("amount_fen"))["fen"] or 0)
