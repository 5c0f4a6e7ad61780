"""How worked examples on government staff are put to the law."""

from renshe.kernel.rules.examples import Question, binding, percent, yuan
from renshe.laws.pension.basic_pension.bindings import exact, fen


def month(text):
    """A month as an ordinal."""
    year, number = str(text).split("-")[:2]
    return int(year) * 12 + int(number) - 1


@binding("institution_transitional_pension")
def transitional(inputs):
    """Base, index, years and coefficient of the sheet."""
    return Question(
        place="CN", on="2020-12-31",
        facts={
            "deemed_index": exact(inputs["deemed_index"]),
            "deemed_months": exact(inputs["deemed_years"]) * 12,
        },
        given={
            "institution_base": fen(inputs["calc_base"]),
            "institution_transitional_coefficient": exact(inputs["coefficient_percent"]) / 100,
        },
        answers={"transitional_pension": yuan("institution_transitional_pension")},
    )  # fmt: skip


@binding("institution_old_method")
def old_method(inputs):
    """The wage of September 2014, the subsidies, and the growth since."""
    return Question(
        place="CN", on="2020-12-31",
        facts={
            "basic_wage_2014_09": fen(inputs["basic_wage_2014_09"]),
            "old_method_percent": exact(inputs["ratio_percent"]) / 100,
            "retirement_living_subsidy": fen(inputs["living_subsidy"]),
            "added_retirement_pay": fen(inputs["added_retirement_pay"]),
            "hardship_allowance": fen(inputs["hardship"]),
        },
        given={"institution_wage_growth": exact(inputs["wage_growth_factor"])},
        answers={"old_method": yuan("institution_old_method")},
    )  # fmt: skip


@binding("institution_middle_person_phase_in")
def middle_person(inputs):
    """Both methods, the annuity and the month of retirement."""
    return Question(
        place="CN", on=str(inputs["retire_month"]),
        facts={
            "retirement_month": month(inputs["retire_month"]),
            "occupational_annuity_monthly": fen(inputs.get("occupational_annuity_part") or 0),
        },
        given={
            "institution_old_method": fen(inputs["old_method"]),
            "institution_new_basic_pension": fen(inputs["new_method"]),
        },
        answers={
            "percent": percent("institution_phase_in_percent"),
            "excess_paid": yuan("institution_excess_paid"),
            "total": yuan("institution_total"),
            "payable_basic_pension": yuan("institution_payable_pension"),
        },
    )  # fmt: skip


@binding("institution_phase_in_percent")
def share(inputs):
    """The step of a month of retirement."""
    return Question(
        place="CN", on=str(inputs["retire_month"]),
        facts={"retirement_month": month(inputs["retire_month"])},
        answers={"percent": percent("institution_phase_in_percent")},
    )  # fmt: skip
