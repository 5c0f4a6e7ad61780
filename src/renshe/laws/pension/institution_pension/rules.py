"""Pensions of government and public institutions: old method, new method, and the ten years between."""

from renshe.kernel.rules import half_up, refuse, rounded, rule, whole, year_of

_DECISION = "国发〔2015〕2号"
_ANNUITY = "国办发〔2015〕18号"
_FIRST_MONTH = 2014 * 12 + 9


@rule(
    zh="机关事业单位计发基数",
    en="Calculation base of government staff",
    unit="fen",
    valid_from="2014-10-01",
    instrument=_DECISION,
    article="四",
    confidence="K",
)
def institution_base(pension_calculation_base):
    """The base that the province publishes for the year of retirement, the same as the employees'."""
    return pension_calculation_base


@rule(
    zh="实际缴费指数月数积（机关事业单位）",
    en="Index-months that government staff paid",
    unit="index",
    valid_from="2014-10-01",
    instrument=_DECISION,
    article="四",
    confidence="K",
)
def institution_index_months(
    career, reference_wage, index_reference_lag, latest_reference_wage_year
):
    """Each year's base over the average wage of the year before, to four decimals, times its months."""
    return sum(
        entry.months
        * rounded(
            entry.base_sum
            / entry.months
            / reference_wage[min(entry.year - index_reference_lag, latest_reference_wage_year)],
            half_up("0.0001", clause="owner-default"),
        )
        for entry in career
        if entry.months > 0
    )


@rule(
    zh="平均缴费指数（机关事业单位）",
    en="Average index of government staff",
    unit="index",
    valid_from="2014-10-01",
    instrument=_DECISION,
    article="四",
    rounding=half_up("0.0001", clause="owner-default"),
    confidence="K",
)
def institution_average_index(
    institution_index_months, deemed_index, deemed_months, contribution_months
):
    """The mean over all your months: those paid by their bases, those deemed by the index of your post."""
    if contribution_months == 0:
        refuse("no_contribution_months")
    return (institution_index_months + deemed_index * deemed_months) / contribution_months


@rule(
    zh="基础养老金（机关事业单位）",
    en="Basic part of government staff",
    unit="fen",
    valid_from="2014-10-01",
    instrument=_DECISION,
    article="四",
    rounding=half_up("fen", clause="owner-default"),
    confidence="K",
)
def institution_basic(
    institution_base, institution_average_index, contribution_months, basic_pension_rate
):
    """Half of the base and your own indexed wage together, one percent for each year, deemed ones included."""
    own_wage = institution_base * institution_average_index
    return (institution_base + own_wage) / 2 * contribution_months / 12 * basic_pension_rate


@rule(
    zh="个人账户养老金（机关事业单位）",
    en="Account part of government staff",
    unit="fen",
    valid_from="2014-10-01",
    instrument=_DECISION,
    article="四",
    rounding=half_up("fen", clause="owner-default"),
    confidence="K",
)
def institution_account_pension(account_balance, annuity_divisor):
    """Your account at retirement, divided by the divisor of your age."""
    return account_balance / annuity_divisor


@rule(
    zh="新办法月待遇（含职业年金）",
    en="Monthly benefit by the new method, occupational annuity included",
    unit="fen",
    valid_from="2014-10-01",
    instrument=_DECISION,
    article="四",
    confidence="T",
)
def institution_new_basic_pension(
    institution_basic,
    institution_account_pension,
    institution_transitional_pension,
    occupational_annuity_monthly,
):
    """Basic, account and transitional part, and the annuity, because it is compared with a benefit that had none."""
    pension = institution_basic + institution_account_pension + institution_transitional_pension
    return pension + occupational_annuity_monthly


@rule(
    zh="过渡性养老金（机关事业单位）",
    en="Transitional pension of government staff",
    unit="fen",
    valid_from="2014-10-01",
    instrument=_DECISION,
    article="四",
    rounding=half_up("fen", clause="owner-default"),
    confidence="T",
)
def institution_transitional_pension(
    institution_base, deemed_index, deemed_months, institution_transitional_coefficient
):
    """For service before October 2014: base, index of your post, years, and the coefficient."""
    years = deemed_months / 12
    return institution_base * deemed_index * years * institution_transitional_coefficient


@rule(
    zh="历年工资增长系数（连乘）",
    en="Growth of wages since October 2014 (product of the years)",
    unit="index",
    valid_from="2014-10-01",
    valid_to="2024-09-30",
    instrument=_DECISION,
    article="四",
    confidence="K",
)
def institution_wage_growth(retirement_month, institution_wage_growth_of_year):
    """What the province publishes for the year of retirement: all years since the reform multiplied."""
    return institution_wage_growth_of_year[year_of(retirement_month)]


@rule(
    zh="老办法待遇",
    en="Benefit by the old method",
    unit="fen",
    valid_from="2014-10-01",
    valid_to="2024-09-30",
    instrument=_DECISION,
    article="四",
    rounding=half_up("fen", clause="owner-default"),
    confidence="T",
)
def institution_old_method(
    basic_wage_2014_09,
    old_method_percent,
    retirement_living_subsidy,
    added_retirement_pay,
    hardship_allowance,
    institution_wage_growth,
):
    """What you would have drawn by the rules before the reform, raised by the growth of wages since."""
    standard = (
        basic_wage_2014_09 * old_method_percent
        + retirement_living_subsidy
        + added_retirement_pay
        + hardship_allowance
    )
    return standard * institution_wage_growth


@rule(
    zh="过渡期增发比例",
    en="Share of the excess that is paid",
    unit="ratio",
    valid_from="2014-10-01",
    instrument=_DECISION,
    article="四",
    confidence="T",
)
def institution_phase_in_percent(retirement_month, phase_in_percent_of_year):
    """Ten percent for the first fifteen months, ten more each year, and the whole from 2024."""
    if retirement_month < _FIRST_MONTH:
        refuse("not_a_middle_person")
    return phase_in_percent_of_year[min(2024, year_of(retirement_month))]


@rule(
    zh="过渡期增发额",
    en="Excess that is paid",
    unit="fen",
    valid_from="2014-10-01",
    instrument=_DECISION,
    article="四",
    rounding=half_up("fen", clause="owner-default"),
    confidence="T",
)
def institution_excess_paid(
    institution_new_basic_pension, institution_old_method, institution_phase_in_percent
):
    """The year's share of what the new method gives above the old; nothing where the old one is higher."""
    above = max(0, institution_new_basic_pension - institution_old_method)
    return above * institution_phase_in_percent


@rule(
    zh="过渡期月待遇合计",
    en="Total of the transition",
    unit="fen",
    valid_from="2014-10-01",
    valid_to="2024-09-30",
    instrument=_DECISION,
    article="四",
    confidence="T",
)
def institution_total(institution_old_method, institution_excess_paid):
    """Never less than by the old method, and the year's share of the excess."""
    return institution_old_method + institution_excess_paid


@rule(
    name="institution_total",
    zh="月待遇合计",
    en="Total by the new method",
    unit="fen",
    valid_from="2024-10-01",
    instrument=_DECISION,
    article="四",
    confidence="T",
)
def institution_total_since_2024(institution_new_basic_pension):
    """Since October 2024 only the new method counts."""
    return institution_new_basic_pension


@rule(
    zh="应发基本养老金",
    en="Basic pension payable",
    unit="fen",
    valid_from="2014-10-01",
    instrument=_DECISION,
    article="四",
    confidence="T",
)
def institution_payable_pension(institution_total, occupational_annuity_monthly):
    """The total less the occupational annuity, which its own fund pays."""
    return max(0, institution_total - occupational_annuity_monthly)


@rule(
    zh="应发基本养老金中的个人账户部分",
    en="Account part of what is payable",
    unit="fen",
    valid_from="2014-10-01",
    instrument=_DECISION,
    article="四",
    confidence="K",
)
def institution_account_part(institution_payable_pension, institution_account_pension):
    """Your own savings are paid in full, as far as the whole reaches."""
    return min(institution_payable_pension, institution_account_pension)


@rule(
    zh="应发基本养老金中的过渡性部分",
    en="Transitional part of what is payable",
    unit="fen",
    valid_from="2014-10-01",
    instrument=_DECISION,
    article="四",
    confidence="K",
)
def institution_transitional_part(
    institution_payable_pension, institution_account_part, institution_transitional_pension
):
    """Then the part for service before the reform."""
    rest = institution_payable_pension - institution_account_part
    return min(rest, institution_transitional_pension)


@rule(
    zh="应发基本养老金中的基础部分",
    en="Basic part of what is payable",
    unit="fen",
    valid_from="2014-10-01",
    instrument=_DECISION,
    article="四",
    confidence="K",
)
def institution_basic_part(
    institution_payable_pension,
    institution_account_part,
    institution_transitional_part,
    institution_basic,
):
    """Then the basic part: what a year of the transition holds back, it holds back here."""
    rest = institution_payable_pension - institution_account_part - institution_transitional_part
    return min(rest, institution_basic)


@rule(
    zh="老办法保底补差",
    en="Supplement up to the old method",
    unit="fen",
    valid_from="2014-10-01",
    instrument=_DECISION,
    article="四",
    confidence="K",
)
def institution_top_up(
    institution_payable_pension,
    institution_account_part,
    institution_transitional_part,
    institution_basic_part,
):
    """What the old method gives above the three parts; nothing where the new one is higher."""
    parts = institution_account_part + institution_transitional_part + institution_basic_part
    return institution_payable_pension - parts


@rule(
    zh="月基本养老金（机关事业单位）",
    en="Monthly pension of government staff",
    unit="fen",
    valid_from="2014-10-01",
    instrument=_DECISION,
    article="四",
    confidence="K",
)
def institution_pension(
    institution_basic_part,
    institution_account_part,
    institution_transitional_part,
    institution_top_up,
):
    """Your pension of one month by its parts; the occupational annuity comes beside it."""
    parts = institution_basic_part + institution_account_part + institution_transitional_part
    return parts + institution_top_up


@rule(
    zh="职业年金月待遇",
    en="Monthly occupational annuity",
    unit="fen",
    valid_from="2014-10-01",
    instrument=_ANNUITY,
    article="九",
    rounding=half_up("fen", clause="owner-default"),
    confidence="K",
)
def occupational_annuity_payment(
    occupational_annuity_balance, age_at_claim_months, annuity_divisor_of_age
):
    """The account over the divisor of your age, until it is used up."""
    if age_at_claim_months < 480:
        refuse("age_outside_divisor_table")
    return (
        occupational_annuity_balance
        / annuity_divisor_of_age[min(70, whole(age_at_claim_months / 12))]
    )
