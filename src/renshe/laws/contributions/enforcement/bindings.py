"""How examples of deadlines and fines are read."""

from __future__ import annotations

from typing import Any

from renshe.kernel.rules.examples import Question, binding, day_text, yuan
from renshe.laws.contributions.example_words import day_number, fen

NOW = "2025-01-01"  # the articles stand unchanged since July 2011
_FOUNDED = ("founded_date", "founding_date", "established_date", "establishment_date")
_VIOLATIONS = (
    ("conceal", "wages_concealed"),
    ("regist", "not_registered_after_order"),
    ("overdue", "overdue_after_order"),
)


@binding("CON-06")
def deadline(inputs: dict[str, Any]) -> Question | None:
    """The last day to enrol a worker, or for a new employer to register."""
    if "hire_date" in inputs:
        facts = {"hired_on": day_number(inputs["hire_date"])}
        by = day_text("enrolment_deadline")
        return Question(place="CN", on=NOW, facts=facts, answers={"enrol_by": by, "deadline": by})
    for word in _FOUNDED:
        if word in inputs:
            facts = {"founded_on": day_number(inputs[word])}
            by = day_text("registration_deadline")
            answers = {"register_by": by, "deadline": by}
            return Question(place="CN", on=NOW, facts=facts, answers=answers)
    return None


@binding("CON-08")
def fines(inputs: dict[str, Any]) -> Question | None:
    """The range of a fine; an employer that obeyed the order in time is not fined."""
    violation = _violation(inputs)
    amounts = [v for v in inputs.values() if isinstance(v, int | float) and not isinstance(v, bool)]
    if violation is None or len(amounts) != 1:
        return None
    answers = {
        "fine_min": yuan("fine_minimum"),
        "fine_max": yuan("fine_maximum"),
        "officer_fine_min": yuan("officer_fine_minimum"),
        "officer_fine_max": yuan("officer_fine_maximum"),
    }
    facts = {"violation": violation, "violation_amount": fen(amounts[0])}
    return Question(place="CN", on=NOW, facts=facts, answers=answers)


def _violation(inputs: dict[str, Any]) -> str | None:
    """Which violation the example's own words name; a false flag means the order was obeyed."""
    for part, violation in _VIOLATIONS:
        words = [word for word in inputs if part in word]
        if words:
            obeyed = any(inputs[word] is False for word in words)
            return "paid_within_order" if obeyed else violation
    return None
