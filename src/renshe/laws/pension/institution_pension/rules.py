"""Pensions of government and public institutions: old method, new method, and the ten years between."""

from renshe.kernel.rules import half_up, refuse, rule, whole, year_of

_DECISION = "国发〔2015〕2号"
_ANNUITY = "国办发〔2015〕18号"
_FIRST_MONTH = 2014 * 12 + 9


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


@rule(
    zh="职业年金单位缴费",
    en="Employer's payment to the occupational annuity",
    unit="fen",
    valid_from="2014-10-01",
    instrument=_ANNUITY,
    article="四",
    rounding=half_up("fen", clause="owner-default"),
    confidence="K",
)
def occupational_annuity_employer(annuity_base, occupational_annuity_employer_rate):
    """Eight percent of the base of the basic insurance."""
    return annuity_base * occupational_annuity_employer_rate


@rule(
    zh="职业年金个人缴费",
    en="Own payment to the occupational annuity",
    unit="fen",
    valid_from="2014-10-01",
    instrument=_ANNUITY,
    article="四",
    rounding=half_up("fen", clause="owner-default"),
    confidence="K",
)
def occupational_annuity_personal(annuity_base, occupational_annuity_personal_rate):
    """Four percent of the same base."""
    return annuity_base * occupational_annuity_personal_rate


@rule(
    zh="单位缴纳基本养老保险费",
    en="Employer's contribution to the basic insurance",
    unit="fen",
    valid_from="2014-10-01",
    instrument=_DECISION,
    article="三",
    rounding=half_up("fen", clause="owner-default"),
    confidence="K",
)
def institution_employer_contribution(annuity_base, institution_employer_rate):
    """Twenty percent of the base, since May 2019 sixteen."""
    return annuity_base * institution_employer_rate


@rule(
    zh="个人缴纳基本养老保险费",
    en="Own contribution to the basic insurance",
    unit="fen",
    valid_from="2014-10-01",
    instrument=_DECISION,
    article="三",
    rounding=half_up("fen", clause="owner-default"),
    confidence="K",
)
def institution_personal_contribution(annuity_base, institution_personal_rate):
    """Eight percent of the base, which all stands in your account."""
    return annuity_base * institution_personal_rate
