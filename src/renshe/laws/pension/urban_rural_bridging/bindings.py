"""How worked examples on the bridging are put to the law."""

from renshe.kernel.rules.examples import Question, as_is, binding, years
from renshe.laws.pension.basic_pension.bindings import exact


@binding("urban_rural_bridging")
def bridging(inputs):
    """Years of both schemes and the year's minimum."""
    return Question(
        place="CN", on="2024-12-31",
        facts={
            "employee_months": exact(inputs["employee_years"]) * 12,
            "resident_years": int(inputs.get("resident_years") or 0),
            "bridged_double_months": int(inputs.get("double_months") or 0),
            "at_legal_retirement_age": bool(inputs["at_legal_retirement_age"]),
            "draws_other_pension": bool(inputs.get("already_drawing", False)),
        },
        given={"minimum_contribution_months": exact(inputs["min_years"]) * 12},
        answers={
            "direction": as_is("bridging_direction"),
            "employee_years_counted": years("bridged_employee_months"),
            "resident_years_counted": years("bridged_resident_months"),
        },
    )  # fmt: skip
