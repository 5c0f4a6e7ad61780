"""Ask the law again for one person's month: the facts of the row, the question of its column.

The month's run computes whole tables; here the same rules are asked for one row, and the page compares the answer
with what the row holds.
"""

from collections.abc import Mapping
from typing import Any

from django.http import Http404

from renshe.domains.enrolment.api import Insurance, spells_of
from renshe.domains.registry.api import Employer, Person
from renshe.kernel.periods import first_day
from renshe.kernel.rules import Explanation
from renshe.laws import library

# Column of the row → target of the law for employees, and for people who pay for themselves.
TARGETS: dict[str, tuple[str, str]] = {
    "pension_base": ("pension_base", "flexible_pension_base"),
    "medical_base": ("medical_base", "flexible_medical_base"),
    "unemployment_base": ("unemployment_base", "unemployment_base"),
    "injury_base": ("injury_base", "injury_base"),
    "pension_employer": ("pension_employer", "pension_employer"),
    "pension_personal": ("pension_personal", "flexible_pension"),
    "medical_employer": ("medical_employer", "medical_employer"),
    "medical_personal": ("medical_personal", "flexible_medical"),
    "unemployment_employer": ("unemployment_employer", "unemployment_employer"),
    "unemployment_personal": ("unemployment_personal", "unemployment_personal"),
    "injury_employer": ("injury_employer", "injury_employer"),
    "maternity_employer": ("maternity_employer", "maternity_employer"),
    "account_credit": ("account_credit", "flexible_pension_account"),
}


def explain_contribution(
    *,
    row: Mapping[str, Any],
    column: str,
    person: Person,
    employer: Employer | None,
) -> Explanation:
    """Explain one column of a contribution row by the law of its month. Raises Refusal, or Http404 for a
    column that there is not."""
    if column not in TARGETS:
        raise Http404
    target = TARGETS[column][employer is None]
    on = first_day(int(row["period"]))
    place = (employer.place if employer else person.residence_place)[:6]
    facts: dict[str, Any] = {
        "declared_wage": int(row["declared_wage_fen"]),
        "person_kind": _person_kind(row, person=person, employer=employer),
        "employer_kind": employer.kind if employer else "flexible_pool",
        "employer_size": employer.size_class if employer else "micro",
    }
    if column.startswith("injury") and employer is not None:
        facts["injury_rate"] = library.explain(
            "injury_rate_by_class",
            {"injury_class": employer.injury_rate_class, "injury_float": 100},
            place=place,
            on=on,
        ).value
    return library.explain(target, facts, place=place, on=on)


def recorded_of(*, row: Mapping[str, Any], column: str) -> int:
    """What the row holds in the column, in fen."""
    return int(row[f"{column}_fen"])


def _person_kind(
    row: Mapping[str, Any], *, person: Person, employer: Employer | None
) -> str | None:
    """The kind of insured person in the month: by the pension spell, else by any; None where no spell is left."""
    spells = spells_of(person_id=person.pk).filter(
        employer=employer, span__contains=first_day(int(row["period"]))
    )
    kinds = {spell.insurance: spell.person_kind for spell in spells}
    return kinds.get(Insurance.PENSION) or max(kinds.values(), default=None)
