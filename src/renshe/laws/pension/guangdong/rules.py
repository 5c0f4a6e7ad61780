"""Guangdong's basic pension: below an average index of 0.6 the base itself counts in proportion (a
factor)."""

from renshe.kernel.rules import half_up, rule

_GUANGDONG = "粤府〔2006〕96号"


@rule(
    zh="计发基数系数（a值）",
    en="Factor a of the base",
    unit="ratio",
    place="440000",
    valid_from="2006-07-01",
    instrument=_GUANGDONG,
    confidence="T",
    rounding=half_up("0.0001", clause="owner-default"),
)
def calculation_base_factor(average_contribution_index, index_for_full_base):
    """Your average index over 0.6, at most 1, to the four decimals of the sheets: how much of the
    base counts."""
    return min(1, average_contribution_index / index_for_full_base)


@rule(
    name="calculation_base_factor",
    zh="计发基数系数（a值）",
    en="Factor a of the base",
    unit="ratio",
    place="440300",
    valid_from="2006-07-01",
    instrument="国发〔2005〕38号",
    article="六",
)
def calculation_base_factor_shenzhen():
    """Shenzhen uses no such factor: the base counts in full."""
    return 1


@rule(
    zh="基础养老金",
    en="Basic pension",
    unit="fen",
    place="440000",
    valid_from="2006-07-01",
    instrument=_GUANGDONG,
    confidence="T",
    rounding=half_up("fen", clause="owner-default"),
)
def basic_pension(
    pension_calculation_base,
    calculation_base_factor,
    average_contribution_index,
    contribution_months,
    basic_pension_rate,
):
    """The base times half of factor a and your average index, one percent for each year; part years
    by the month."""
    half = (calculation_base_factor + average_contribution_index) / 2
    return pension_calculation_base * half * contribution_months / 12 * basic_pension_rate
