"""Guangdong's transitional pension: the old method, the new one of 2021, and the phase-in between
them."""

from renshe.kernel.rules import half_up, rounded, rule, whole

_OLD = "粤府〔2006〕96号"
_NEW = "粤府函〔2021〕294号"


@rule(
    zh="旧办法视同缴费账户部分",
    en="Old method: deemed account part",
    unit="fen",
    place="440000",
    valid_from="2014-01-01",
    instrument=_OLD,
    rounding=half_up("fen", clause="owner-default"),
)
def old_deemed_part(deemed_account_balance, transitional_account_divisor):
    """Your deemed account, paid out over 120 months."""
    return deemed_account_balance / transitional_account_divisor


@rule(
    zh="加发固定额",
    en="Fixed addition",
    unit="fen",
    place="440000",
    valid_from="2014-01-01",
    instrument="粤劳电〔2009〕32号",
)
def fixed_addition(fixed_addition_amount):
    """A fixed amount that every pensioner of the province gets."""
    return fixed_addition_amount


@rule(
    zh="年限津贴",
    en="Allowance for years",
    unit="fen",
    place="440000",
    valid_from="2014-01-01",
    instrument="粤人社发〔2014〕8号",
)
def years_allowance(contribution_months, years_allowance_amount):
    """A fixed amount for each whole year of contributions; a started year does not count."""
    return whole(contribution_months / 12) * years_allowance_amount


@rule(
    zh="1994年至建账前实际缴费指数月数积",
    unit="index",
    place="440000",
    en="Index-months from 1994 to the start of accounts",
    valid_from="2021-01-01",
    instrument=_NEW,
)
def index_months_before_accounts(
    career,
    reference_wage,
    index_reference_lag,
    latest_reference_wage_year,
    first_half_1998_base_sum,
):
    """January 1994 to June 1998: the sum of your bases over the monthly reference wage of each
    year."""
    full_years = sum(
        entry.months
        * rounded(
            entry.base_sum
            / entry.months
            / reference_wage[min(entry.year - index_reference_lag, latest_reference_wage_year)],
            half_up("0.0001", clause="owner-default"),
        )
        for entry in career
        if entry.year >= 1994 and entry.year <= 1997 and entry.months > 0
    )
    wage = reference_wage[min(1998 - index_reference_lag, latest_reference_wage_year)]
    return full_years + rounded(
        first_half_1998_base_sum / wage, half_up("0.0001", clause="owner-default")
    )


@rule(
    zh="新办法加权年限",
    en="New method: years weighted by index",
    unit="index",
    place="440000",
    valid_from="2021-01-01",
    instrument=_NEW,
)
def new_method_weighted_years(
    deemed_months,
    months_paid_before_1994,
    deemed_contribution_index,
    index_months_before_accounts,
):
    """Years before July 1998, each times its index: the table's for deemed service and before 1994,
    then your own."""
    by_table = (deemed_months + months_paid_before_1994) * deemed_contribution_index
    return (by_table + index_months_before_accounts) / 12


@rule(
    zh="新办法过渡性养老金",
    en="Transitional pension by the new method",
    unit="fen",
    place="440000",
    valid_from="2021-01-01",
    instrument=_NEW,
    rounding=half_up("fen", clause="owner-default"),
)
def new_method_transitional(pension_calculation_base, new_method_weighted_years, transitional_rate):
    """The base times your index-weighted years before accounts began, 1.2 percent for each."""
    return pension_calculation_base * new_method_weighted_years * transitional_rate


@rule(
    name="transitional_pension",
    zh="过渡性养老金",
    en="Transitional pension",
    unit="fen",
    place="440000",
    valid_from="2014-01-01",
    valid_to="2025-12-31",
    instrument=_OLD,
)
def transitional_pension_until_2025(old_deemed_part, fixed_addition, years_allowance):
    """The sheet's line by the old method: deemed account part, fixed addition and allowance for
    years."""
    return old_deemed_part + fixed_addition + years_allowance


@rule(
    name="transitional_pension",
    zh="过渡性养老金",
    en="Transitional pension",
    unit="fen",
    place="440000",
    valid_from="2026-01-01",
    instrument=_NEW,
)
def transitional_pension_from_2026(new_method_transitional, fixed_addition, years_allowance):
    """From 2026 the new method alone, with the fixed addition and the allowance for years."""
    return new_method_transitional + fixed_addition + years_allowance


@rule(
    zh="新办法过渡比例",
    en="Phase-in share",
    unit="ratio",
    place="440000",
    valid_from="2021-01-01",
    instrument=_NEW,
)
def phase_in_share(phase_in_percent):
    """The share of the new method's gain that is paid to people who retire in that year."""
    return phase_in_percent


@rule(
    name="pension_adjustment_line",
    zh="过渡性调节额",
    en="Adjustment line",
    unit="fen",
    place="440000",
    valid_from="2021-01-01",
    valid_to="2025-12-31",
    instrument=_NEW,
    rounding=half_up("fen", clause="owner-default"),
)
def pension_adjustment_line_until_2025(
    new_method_transitional,
    old_deemed_part,
    years_allowance,
    phase_in_share,
):
    """What the new method gives above the old part and the allowance, times the year's share; never
    negative."""
    return max(0, (new_method_transitional - old_deemed_part - years_allowance) * phase_in_share)
