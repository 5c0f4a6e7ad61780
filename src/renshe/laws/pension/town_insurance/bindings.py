"""How worked examples on town insurance are put to the law."""

from renshe.kernel.rules.examples import Question, binding, percent, yuan
from renshe.laws.pension.basic_pension.bindings import exact, fen


@binding("shanghai_town_insurance_pension")
def pension(inputs):
    """Years and odd months, and the city's wage of the year before."""
    months = exact(inputs["years"]) * 12 + exact(inputs.get("months") or 0)
    return Question(
        place="310000", on="2011-06-30",
        facts={
            "town_months": months,
            "town_reference_wage": fen(inputs["city_average_monthly_wage_prev_year"]),
        },
        answers={"percent": percent("town_percent"), "pension": yuan("town_pension")},
    )  # fmt: skip
