"""The basic pension: half from the average wage, half from your own, one percent for each year."""

from renshe.kernel.rules import half_up, rule, year_of

_GENERAL = "国发〔2005〕38号"


@rule(
    zh="适用计发基数的年度",
    en="Year of the calculation base",
    unit="year",
    valid_from="2006-01-01",
    instrument=_GENERAL,
    article="六",
)
def calculation_base_year(retirement_month, latest_calculation_base_year):
    """The year in which you retire, or the latest published year while that one's base is still
    unknown."""
    return min(year_of(retirement_month), latest_calculation_base_year)


@rule(
    zh="养老金计发基数",
    en="Pension calculation base",
    unit="fen",
    valid_from="2006-01-01",
    instrument=_GENERAL,
    article="六",
)
def pension_calculation_base(calculation_base_of_year, calculation_base_year):
    """The average wage, as published for your place, from which pensions of that year are
    computed."""
    return calculation_base_of_year[calculation_base_year]


@rule(
    zh="基础养老金",
    en="Basic pension",
    unit="fen",
    valid_from="2006-01-01",
    instrument=_GENERAL,
    article="六",
    rounding=half_up("fen", clause="owner-default"),
)
def basic_pension(
    pension_calculation_base,
    average_contribution_index,
    contribution_months,
    basic_pension_rate,
):
    """Half of the base and your own indexed wage together, one percent for each year; part years
    count by the month."""
    own_wage = pension_calculation_base * average_contribution_index
    return (pension_calculation_base + own_wage) / 2 * contribution_months / 12 * basic_pension_rate
