"""Shanghai's own lines: 0.083 percent for a leftover month, amounts to the jiao, the virtual
account."""

from renshe.kernel.rules import half_up, round_up, rule, whole

_SHANGHAI = "沪人社规〔2021〕27号"


@rule(
    zh="基础养老金计发比例",
    en="Percentage of the basic pension",
    unit="ratio",
    place="310000",
    valid_from="2021-01-01",
    instrument=_SHANGHAI,
)
def basic_pension_coefficient(contribution_months, basic_pension_rate, basic_pension_month_rate):
    """One percent for each whole year and 0.083 percent for each month left over."""
    years = whole(contribution_months / 12)
    return (
        years * basic_pension_rate + (contribution_months - years * 12) * basic_pension_month_rate
    )


@rule(
    zh="基础养老金",
    en="Basic pension",
    unit="fen",
    place="310000",
    valid_from="2021-01-01",
    instrument=_SHANGHAI,
    rounding=round_up("jiao", clause="见分进角，沪人社规〔2021〕27号（转引）"),
)
def basic_pension(pension_calculation_base, average_contribution_index, basic_pension_coefficient):
    """Half of the base and your own indexed wage together, times the city's percentage; fen count
    as a full jiao."""
    own_wage = pension_calculation_base * average_contribution_index
    return (pension_calculation_base + own_wage) / 2 * basic_pension_coefficient


@rule(
    zh="个人账户养老金",
    en="Account pension",
    unit="fen",
    place="310000",
    valid_from="2021-01-01",
    instrument=_SHANGHAI,
    rounding=half_up("jiao", clause="owner-default"),
)
def account_pension(account_balance, annuity_divisor):
    """Your account balance at retirement divided by the divisor of your age, to the jiao."""
    return account_balance / annuity_divisor


@rule(
    zh="1992年底前年限部分",
    en="Part for service to the end of 1992",
    unit="fen",
    place="310000",
    valid_from="2021-01-01",
    instrument=_SHANGHAI,
    rounding=half_up("fen", clause="owner-default"),
)
def service_part_to_1992(
    pension_calculation_base,
    deemed_contribution_index,
    deemed_months,
    transitional_rate,
):
    """The base, with index 1, for each year of service to December 1992: 1.2 percent."""
    indexed = pension_calculation_base * deemed_contribution_index
    return indexed * deemed_months / 12 * transitional_rate


@rule(
    zh="虚账实记部分",
    en="Virtual account part",
    unit="fen",
    place="310000",
    valid_from="2021-01-01",
    instrument=_SHANGHAI,
    rounding=half_up("fen", clause="owner-default"),
)
def virtual_account_part(virtual_account_balance, transitional_account_divisor):
    """What was noted but not paid into your account from 1993 to 1997, over 120 months."""
    return virtual_account_balance / transitional_account_divisor


@rule(
    zh="过渡性养老金",
    en="Transitional pension",
    unit="fen",
    place="310000",
    valid_from="2021-01-01",
    instrument=_SHANGHAI,
    rounding=half_up("jiao", clause="owner-default"),
)
def transitional_pension(service_part_to_1992, virtual_account_part):
    """The part for service to 1992 and the virtual account part together, to the jiao."""
    return service_part_to_1992 + virtual_account_part
