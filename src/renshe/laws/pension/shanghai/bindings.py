"""How Shanghai's determination sheets are put to the law."""

from fractions import Fraction

from renshe.kernel.rules.examples import Question, as_is, binding, yuan
from renshe.laws.pension.basic_pension.bindings import fen, sheet_figures


def transitional_figures(inputs):
    """The years to 1992 as the sheet prints them (already rounded) and the virtual account."""
    years = Fraction(str(inputs.get("years_to_1992_12") or 0))
    return {
        "deemed_months": years * 12,
        "virtual_account_balance": fen(inputs.get("virtual_account") or 0),
    }


@binding("shanghai_pension")
def shanghai_sheet(inputs):
    """A sheet in months, with base, index, balance and divisor as printed."""
    return Question(
        place="310000",
        on=f"{int(inputs.get('retire_year') or 2025)}-12-31",
        given=sheet_figures(inputs),
        facts={
            "account_balance": fen(inputs["account_balance"]),
            "local_addition": fen(inputs.get("current_year_increase") or 0),
            **transitional_figures(inputs),
        },
        answers={
            "coefficient": as_is("basic_pension_coefficient"),
            "basic_pension": yuan("basic_pension"),
            "account_pension": yuan("account_pension"),
            "transitional_pension": yuan("transitional_pension"),
            "total": yuan("monthly_pension"),
        },
    )


@binding("shanghai_transitional_pension")
def shanghai_transitional(inputs):
    """Service to 1992 and the virtual account."""
    return Question(
        place="310000",
        on="2025-12-31",
        facts=transitional_figures(inputs),
        given={"pension_calculation_base": fen(inputs["calc_base"])},
        answers={"transitional_pension": yuan("transitional_pension")},
    )
