"""How worked examples on the invalidity allowance are put to the law."""

from renshe.kernel.rules.examples import Question, as_is, binding
from renshe.laws.pension.basic_pension.bindings import contribution_months_of, exact


@binding("disability_allowance_duration")
def duration(inputs):
    """Only a record below the minimum is limited in months."""
    if not inputs.get("below_minimum_years"):
        return None
    return Question(
        place="CN",
        on="2025-01-01",
        facts={},
        given={"contribution_months": contribution_months_of(inputs)},
        answers={"months": as_is("invalidity_allowance_months")},
    )


@binding("disability_allowance_formula_choice")
def formula(inputs):
    """Years, the year's minimum, and the distance to the legal age."""
    return Question(
        place="CN",
        on="2025-01-01",
        facts={},
        given={
            "contribution_months": contribution_months_of(inputs),
            "minimum_contribution_months": exact(inputs["min_years"]) * 12,
            "months_to_legal_retirement": exact(inputs["months_to_legal_retirement"]),
        },
        answers={"formula": as_is("invalidity_formula")},
    )
