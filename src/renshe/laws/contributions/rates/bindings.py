"""How examples of a month's shares are read: all insurances of an employee, or pension alone."""

from __future__ import annotations

from typing import Any

from renshe.kernel.rules.examples import Question, binding, yuan
from renshe.laws.contributions.example_words import fen, month_start, person_kind_of, place_of

MONTH = {
    "base": yuan("pension_base"),
    "pension_ee": yuan("pension_personal"), "pension_er": yuan("pension_employer"),
    "medical_ee": yuan("medical_personal"), "medical_er": yuan("medical_employer"),
    "unemployment_ee": yuan("unemployment_personal"),
    "unemployment_er": yuan("unemployment_employer"),
    "injury_er": yuan("injury_employer"), "maternity_er": yuan("maternity_employer"),
    "employee_total": yuan("personal_total"), "employer_total": yuan("employer_total"),
    "total_ee": yuan("personal_total"), "total_er": yuan("employer_total"),
    "total": yuan("personal_total", "employer_total"),
}  # fmt: skip


@binding("CON-02")
def month_of_an_employee(inputs: dict[str, Any]) -> Question | None:
    """A person's shares in every insurance for one month, at the employer's injury rate."""
    place, on, kind = place_of(inputs), month_start(inputs.get("period")), person_kind_of(inputs)
    if place is None or on is None or kind is None or kind == "flexible":
        return None
    facts = {"declared_wage": fen(inputs["declared_base"]), "person_kind": kind}
    if "injury_rate" in inputs:
        facts["injury_rate"] = inputs["injury_rate"]
    elif kind == "drawing_pension":
        facts["injury_rate"] = 0  # nobody is enrolled, so no employer's rate is in question
    return Question(place=place, on=on, facts=facts, answers=MONTH)


@binding("employee_contribution")
def pension_of_an_employee(inputs: dict[str, Any]) -> Question | None:
    """An employee's pension shares; a rate written in the example replaces the local one."""
    place, on = place_of(inputs), month_start(inputs.get("month") or inputs.get("period"))
    kind = person_kind_of(inputs)
    if place is None or on is None or kind is None or kind == "flexible":
        return None
    given = {}
    for word, name in (
        ("employer_rate", "pension_employer_rate"),
        ("personal_rate", "pension_personal_rate"),
    ):
        if word in inputs:
            given[name] = inputs[word]
    facts = {"declared_wage": fen(inputs["wage"]), "person_kind": kind}
    answers = {
        "base": yuan("pension_base"), "personal": yuan("pension_personal"),
        "employer": yuan("pension_employer"), "account_credit": yuan("account_credit"),
        "total": yuan("pension_personal", "pension_employer"),
    }  # fmt: skip
    return Question(place=place, on=on, facts=facts, answers=answers, given=given)
