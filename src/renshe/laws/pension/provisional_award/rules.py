"""Provisional award and its recomputation once the year's base and crediting rate are published."""

from renshe.kernel.rules import rule, year_of

_GENERAL = "国发〔2005〕38号"


@rule(
    zh="核定状态",
    en="State of the award",
    unit="code",
    valid_from="2006-01-01",
    instrument=_GENERAL,
    article="六",
    values=("provisional", "final"),
)
def award_state(
    retirement_month,
    latest_calculation_base_year,
    latest_published_crediting_year,
):
    """Provisional while the year's calculation base or crediting rate is not yet published."""
    year = year_of(retirement_month)
    if year > latest_calculation_base_year or year > latest_published_crediting_year:
        return "provisional"
    return "final"


@rule(
    zh="每月应补差额",
    en="Monthly difference",
    unit="fen",
    valid_from="2006-01-01",
    instrument=_GENERAL,
    article="六",
)
def award_difference(monthly_pension, provisional_monthly_pension):
    """The recomputed pension less the one paid provisionally; negative where too much was paid."""
    return monthly_pension - provisional_monthly_pension


@rule(
    zh="重核补发额",
    en="Arrears of the recomputation",
    unit="fen",
    valid_from="2006-01-01",
    instrument=_GENERAL,
    article="六",
)
def award_arrears(award_difference, provisional_months):
    """The monthly difference for every month that was paid provisionally."""
    return award_difference * provisional_months
