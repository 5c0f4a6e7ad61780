"""How determination sheets with a basic and an account line are put to the law.

A sheet of another province brings its base, index, years, balance and divisor as given figures.
"""

from fractions import Fraction

from renshe.kernel.rules.examples import Question, binding, yuan

# Lines that a sheet may print beside the two of the general formula, and the node they stand for.
OTHER_LINES = {
    "transitional_pension": "transitional_pension",
    "other_items": "other_items",
}


def exact(value):
    """A printed figure as an exact number."""
    return Fraction(str(value))


def fen(amount):
    """An amount in yuan as exact fen."""
    return exact(amount) * 100


def contribution_months_of(inputs):
    """Months from a sheet: as months, or as its years, which it may already have rounded."""
    if inputs.get("total_months") is not None:
        return exact(inputs["total_months"])
    return exact(inputs["total_years"]) * 12


def sheet_figures(inputs):
    """The figures that every sheet prints, as given nodes."""
    given = {
        "pension_calculation_base": fen(inputs["calc_base"]),
        "contribution_months": contribution_months_of(inputs),
    }
    for key, node, convert in (
        ("avg_index", "average_contribution_index", exact),
        ("divisor", "annuity_divisor", exact),
    ):
        if inputs.get(key) is not None:
            given[node] = convert(inputs[key])
    return given


@binding("basic_and_account_pension")
def basic_and_account(inputs):
    """The general formula; a line the sheet does not print is not part of its total."""
    given = sheet_figures(inputs)
    for key, node in OTHER_LINES.items():
        given[node] = fen(inputs.get(key) or 0)
    return Question(
        place="CN",
        on="2025-01-01",
        given=given,
        facts={"account_balance": fen(inputs["account_balance"])},
        answers={
            "basic_pension": yuan("basic_pension"),
            "account_pension": yuan("account_pension"),
            "transitional_pension": yuan("transitional_pension"),
            "total": yuan("monthly_pension"),
        },
    )
