"""Shanghai's town insurance: a share of the city's wage that grows with the years."""

from renshe.kernel.rules import half_up, refuse, round_up, rule, whole

_MEASURES = "沪府发〔2003〕65号"


@rule(
    zh="镇保计发比例",
    en="Share of the city's wage",
    unit="ratio",
    place="310000",
    valid_from="2003-10-01",
    instrument=_MEASURES,
    confidence="T",
)
def town_percent(
    town_months, town_base_percent, town_year_percent, town_month_percent, town_most_percent
):
    """Twenty percent at fifteen years, more for each year and each odd month, at most thirty."""
    if town_months < 180:
        refuse("town_years_short")
    years = whole((town_months - 180) / 12)
    odd = town_months - 180 - years * 12
    return min(
        town_most_percent,
        town_base_percent + years * town_year_percent + odd * town_month_percent,
    )


@rule(
    zh="镇保计发所用工资年度",
    en="Year whose average wage the town pension uses",
    unit="year",
    place="310000",
    valid_from="2003-10-01",
    instrument=_MEASURES,
    confidence="K?",
)
def town_wage_year(assessment_month, latest_reference_wage_year):
    """The year before the claim, or the latest published while that is still unknown."""
    return min(whole(assessment_month / 12) - 1, latest_reference_wage_year)


@rule(
    zh="镇保计发工资",
    en="Average wage that the town pension uses",
    unit="fen",
    place="310000",
    valid_from="2003-10-01",
    instrument=_MEASURES,
    confidence="K?",
)
def town_wage(town_wage_year, reference_wage):
    """The city's average monthly wage of that year."""
    return reference_wage[town_wage_year]


@rule(
    zh="镇保月养老金",
    en="Monthly pension of town insurance",
    unit="fen",
    place="310000",
    valid_from="2003-10-01",
    instrument=_MEASURES,
    rounding=round_up("yuan", clause="见角进元（转引）"),
    confidence="T",
)
def town_pension(town_reference_wage, town_percent):
    """The share of last year's average wage of the city; a broken yuan is a whole one."""
    return town_reference_wage * town_percent


@rule(
    zh="镇保领取资格",
    en="Whether the town pension can be drawn",
    unit="flag",
    place="310000",
    valid_from="2003-10-01",
    instrument=_MEASURES,
    confidence="T",
)
def town_entitled(sex, birth_month, assessment_month, town_months, town_months_paid):
    """Women from 55 and men from 60, with fifteen years of which five were paid month by month."""
    age = assessment_month - birth_month
    if sex == "M":
        old_enough = age >= 720
    else:
        old_enough = age >= 660
    return old_enough and town_months >= 180 and town_months_paid >= 60


@rule(
    zh="镇保养老缴费",
    en="Pension contribution of town insurance",
    unit="fen",
    place="310000",
    valid_from="2003-10-01",
    valid_to="2011-06-30",
    instrument=_MEASURES,
    rounding=half_up("fen", clause="owner-default"),
    confidence="T",
)
def town_pension_contribution(town_base_wage, town_contribution_base_percent, town_pension_rate):
    """Seventeen percent of sixty percent of the city's wage, for a month."""
    return town_base_wage * town_contribution_base_percent * town_pension_rate


@rule(
    zh="镇保医疗缴费",
    en="Medical contribution of town insurance",
    unit="fen",
    place="310000",
    valid_from="2003-10-01",
    valid_to="2011-06-30",
    instrument=_MEASURES,
    rounding=half_up("fen", clause="owner-default"),
    confidence="T",
)
def town_medical_contribution(town_base_wage, town_contribution_base_percent, town_medical_rate):
    """Five percent of the same base."""
    return town_base_wage * town_contribution_base_percent * town_medical_rate


@rule(
    zh="调整后镇保月养老金",
    en="Town pension after the yearly rise",
    unit="fen",
    place="310000",
    valid_from="2016-01-01",
    instrument="上海市2016年调整方案",
)
def town_pension_after_rise(town_pension_before, town_yearly_increase):
    """The same amount for everybody is added; the land allowance grows by it on the same day."""
    return town_pension_before + town_yearly_increase


@rule(
    zh="转入职工养老保险的月数",
    en="Months carried into the employee scheme",
    unit="months",
    place="310000",
    valid_from="2011-07-01",
    instrument="镇保与职工养老保险衔接办法",
    confidence="T",
)
def town_months_carried(town_months, town_carried_percent):
    """Each month of town insurance counts as one of the employee scheme."""
    return whole(town_months * town_carried_percent)


@rule(
    zh="转入月份的缴费指数",
    en="Contribution index of carried months",
    unit="ratio",
    place="310000",
    valid_from="2011-07-01",
    instrument="镇保与职工养老保险衔接办法",
    confidence="T",
)
def town_index_carried(town_contribution_base_percent_carried):
    """Town insurance was paid on a share of the city's wage, and that share is the index."""
    return town_contribution_base_percent_carried


@rule(
    zh="转入月份的月缴费基数",
    en="Monthly base of carried months",
    unit="fen",
    place="310000",
    valid_from="2011-07-01",
    instrument="镇保与职工养老保险衔接办法",
    rounding=half_up("fen", clause="owner-default"),
    confidence="K?",
)
def town_base_carried(index_year, reference_wage, town_index_carried):
    """The share that was paid of the city's average wage of the year in which the month stands."""
    return reference_wage[index_year] * town_index_carried


@rule(
    zh="转入的个人账户金额",
    en="Account carried into the employee scheme",
    unit="fen",
    place="310000",
    valid_from="2011-07-01",
    instrument="镇保与职工养老保险衔接办法",
    confidence="T",
)
def town_account_carried(town_account_balance):
    """The supplementary account goes along whole, to the fen."""
    return town_account_balance
