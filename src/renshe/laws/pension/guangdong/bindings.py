"""How Guangdong's determination sheets are put to the law."""

from fractions import Fraction

from renshe.kernel.rules.examples import Question, as_is, binding, yuan
from renshe.laws.pension.basic_pension.bindings import fen, sheet_figures


@binding("guangdong_pension")
def guangdong_sheet(inputs):
    """A whole sheet; one that prints no deemed account or no weighted years has none."""
    given = sheet_figures(inputs)
    weighted = inputs.get("new_method_weighted_years")
    given["new_method_weighted_years"] = Fraction(str(weighted or 0))
    return Question(
        place="440000",
        on=f"{int(inputs['retire_year'])}-12-31",
        given=given,
        facts={
            "account_balance": fen(inputs["account_balance"]),
            "deemed_account_balance": fen(inputs.get("deemed_account") or 0),
            "local_addition": fen(inputs.get("local_addition") or 0),
        },
        answers={
            "a_factor": as_is("calculation_base_factor"),
            "basic_pension": yuan("basic_pension"),
            "account_pension": yuan("account_pension"),
            "transitional_line": yuan("transitional_pension"),
            "new_method_transitional": yuan("new_method_transitional"),
            "old_deemed_part": yuan("old_deemed_part"),
            "years_allowance": yuan("years_allowance"),
            "fixed_addition": yuan("fixed_addition"),
            "adjustment": yuan("pension_adjustment_line"),
            "total": yuan("monthly_pension"),
        },
    )
