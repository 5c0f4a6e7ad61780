"""What the law's residents' targets take, for whoever determines a pension or asks what one would come to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from renshe.domains.registry import api as registry
from renshe.domains.resident import law
from renshe.domains.resident.queries.bridging import years_counted
from renshe.domains.resident.queries.standing import (
    account_balance,
    last_participation,
    years_paid,
)
from renshe.kernel.periods import month_containing
from renshe.kernel.rules import Explain


def facts_for_award(
    *, person_id: int, on: dt.date, drawn_fen: int, explain: Explain
) -> dict[str, Any]:
    """Facts of `resident_entitlement`, `resident_pension`, `resident_inherited` and the funeral grant on a day.

    Who draws a pension, of this scheme or another, and what it drew from the account, is not known here: the caller tells
    `drawn_fen` and adds `draws_other_pension` and `draws_resident_pension`. Raises Refusal where the place's scheme has no
    beginning in the law.
    """
    somebody = registry.person(person_id=person_id)
    participation = last_participation(person_id=somebody.pk)
    place = participation.place if participation else somebody.residence_place[:6]
    began = int(explain("resident_scheme_began", {}, place=place, on=on).value)
    birth = month_containing(somebody.birth_on)
    age = law.whole_years(birth_on=somebody.birth_on, on=on)
    return {
        "birth_month": birth,
        "assessment_month": month_containing(on),
        "resident_age_at_scheme_start": max(0, began - birth),
        "resident_years": years_counted(person_id=somebody.pk),
        "resident_account_balance": sum(
            account_balance(person_id=somebody.pk, drawn_fen=drawn_fen).values()
        ),
        "resident_age": age,
        "resident_age_at_claim": age,
    }


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a projection to sixty rests on: the facts of today, whose law (place), the month of sixty, years already paid."""

    facts: dict[str, Any]
    place: str
    claim_month: int
    paid: frozenset[int]


def outlook_of(*, person_id: int, on: dt.date, drawn_fen: int, explain: Explain) -> Outlook:
    """The ground of every projection of somebody, read once. Raises Refusal as `facts_for_award`."""
    somebody = registry.person(person_id=person_id)
    participation = last_participation(person_id=somebody.pk)
    return Outlook(
        facts=facts_for_award(person_id=somebody.pk, on=on, drawn_fen=drawn_fen, explain=explain),
        place=participation.place if participation else somebody.residence_place[:6],
        claim_month=month_containing(somebody.birth_on) + law.PENSION_AGE_MONTHS,
        paid=frozenset(years_paid(person_id=somebody.pk)),
    )


def projected(
    outlook: Outlook, *, on: dt.date, tier: int | None, explain: Explain
) -> dict[str, Any]:
    """The facts at sixty: with the account and years of today, or (`tier`) with that tier and its subsidy paid each year
    until then. Interest to come is left out: nobody knows its rate. Raises Refusal."""
    claim = outlook.claim_month
    facts = outlook.facts | {
        "assessment_month": claim, "resident_age": 60, "resident_age_at_claim": 60,
    }  # fmt: skip
    if tier is None:
        return facts
    ahead = [year for year in range(on.year, claim // 12 + 1) if year not in outlook.paid]
    each = law.year_due(tier=tier, place=outlook.place, on=on, explain=explain) + law.subsidy_of(
        tier=tier, back=False, place=outlook.place, on=on, explain=explain
    )
    facts["resident_years"] += len(ahead)
    facts["resident_account_balance"] += each * len(ahead)
    return facts


def projected_facts(
    *, person_id: int, on: dt.date, tier: int | None, drawn_fen: int, explain: Explain
) -> dict[str, Any]:
    """`projected` of somebody at once. Raises Refusal."""
    outlook = outlook_of(person_id=person_id, on=on, drawn_fen=drawn_fen, explain=explain)
    return projected(outlook, on=on, tier=tier, explain=explain)
