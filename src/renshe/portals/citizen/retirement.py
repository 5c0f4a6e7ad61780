"""When the viewer may retire, asked of the law with the facts of the register."""

from datetime import date
from typing import Any

from renshe.domains.registry.api import Person, birth_date_for
from renshe.kernel.periods import month_containing
from renshe.kernel.rules import Explanation
from renshe.laws import library
from renshe.portals.citizen.career import as_facts, career

TARGETS = (
    "legal_retirement_month",
    "earliest_retirement_month",
    "minimum_contribution_months",
    "contribution_months",
    "missing_contribution_months",
)


def birth_facts(person: Person) -> dict[str, Any]:
    """Birth as it counts for retirement, and the category of the post. Raises Refusal downstream if absent."""
    birth = birth_date_for(person=person, purpose="retirement")
    return {
        "birth_month": month_containing(birth),
        "retirement_category": person.retirement_category or None,
    }


def legal_retirement(*, person: Person, on: date) -> Explanation:
    """The legal month of retirement under the law of a day. Raises Refusal."""
    return library.explain(
        "legal_retirement_month", birth_facts(person), place=person.residence_place[:6], on=on
    )


def explain_retirement(*, person: Person, target: str, on: date) -> Explanation:
    """One of TARGETS for somebody who retires in the legal month with the career he has now. Raises Refusal."""
    place = person.residence_place[:6]
    facts = birth_facts(person)
    legal = library.explain("legal_retirement_month", facts, place=place, on=on).value
    facts |= as_facts(career(person_id=person.pk, place=place))
    facts["retirement_month"] = legal
    return library.explain(target, facts, place=place, on=on)
