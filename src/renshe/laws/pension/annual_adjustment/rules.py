"""The yearly adjustment of pensions in payment: a flat part, a part for years, a share of the own
pension, the aged."""

from renshe.kernel.rules import ceil, half_up, round_up, rule, whole

_LAW = "社会保险法"
_GUANGDONG = "广东省年度调整方案"
_SHANGHAI = "上海市年度调整方案"


@rule(
    zh="定额调整部分",
    en="Flat part",
    unit="fen",
    valid_from="2016-01-01",
    instrument=_LAW,
    article="第十八条",
)
def adjustment_flat_part(
    adjustment_plan_year,
    adjustment_flat,
):
    """The same amount for everybody."""
    return adjustment_flat[adjustment_plan_year]


@rule(
    zh="计算调整的缴费年限",
    en="Years that count",
    unit="years",
    place="440000",
    valid_from="2022-01-01",
    instrument=_GUANGDONG,
)
def adjustment_years(contribution_months):
    """Your contribution years; in Guangdong a started year counts as a whole one."""
    return ceil(contribution_months / 12)


@rule(
    name="adjustment_years",
    zh="计算调整的缴费年限",
    en="Years that count",
    unit="years",
    place="310000",
    valid_from="2016-01-01",
    instrument=_SHANGHAI,
    confidence="T",
)
def adjustment_years_shanghai(contribution_months):
    """Your whole contribution years."""
    return whole(contribution_months / 12)


@rule(
    zh="年限调整部分",
    en="Years part",
    unit="fen",
    place="440000",
    valid_from="2022-01-01",
    instrument=_GUANGDONG,
    rounding=half_up("fen", clause="owner-default"),
)
def adjustment_years_part(
    adjustment_plan_year,
    adjustment_years,
    adjustment_per_year,
    adjustment_extra_after_years,
    adjustment_extra_per_year,
    adjustment_years_minimum,
):
    """An amount for each year, more for each year above the plan's threshold, and at least the
    plan's minimum."""
    above = max(0, adjustment_years - adjustment_extra_after_years[adjustment_plan_year])
    amount = (
        adjustment_years * adjustment_per_year[adjustment_plan_year]
        + above * adjustment_extra_per_year[adjustment_plan_year]
    )
    return max(adjustment_years_minimum[adjustment_plan_year], amount)


@rule(
    name="adjustment_years_part",
    zh="年限调整部分",
    en="Years part",
    unit="fen",
    place="310000",
    valid_from="2016-01-01",
    instrument=_SHANGHAI,
    rounding=half_up("fen", clause="owner-default"),
)
def adjustment_years_part_shanghai(
    adjustment_plan_year,
    adjustment_years,
    adjustment_per_year,
    adjustment_years_minimum,
):
    """An amount for each year, and at least the plan's minimum."""
    return max(
        adjustment_years_minimum[adjustment_plan_year],
        adjustment_years * adjustment_per_year[adjustment_plan_year],
    )


@rule(
    zh="挂钩调整部分",
    en="Percentage part",
    unit="fen",
    place="440000",
    valid_from="2022-01-01",
    instrument=_GUANGDONG,
    rounding=half_up("fen", clause="owner-default"),
)
def adjustment_percentage_part(
    adjustment_plan_year,
    pension_before_adjustment,
    adjustment_percent,
):
    """The plan's share of your own pension; an occupational annuity is not part of it."""
    return pension_before_adjustment * adjustment_percent[adjustment_plan_year]


@rule(
    name="adjustment_percentage_part",
    zh="挂钩调整部分",
    en="Percentage part",
    unit="fen",
    place="310000",
    valid_from="2016-01-01",
    instrument=_SHANGHAI,
    rounding=round_up("jiao", clause="见分进角，上海市2022年调整方案（转引）"),
)
def adjustment_percentage_part_shanghai(
    adjustment_plan_year,
    pension_before_adjustment,
    adjustment_percent,
):
    """The plan's share of your own pension; fen count as a full jiao."""
    return pension_before_adjustment * adjustment_percent[adjustment_plan_year]


@rule(
    zh="高龄倾斜部分",
    en="Part for the aged",
    unit="fen",
    place="440000",
    valid_from="2022-01-01",
    instrument=_GUANGDONG,
)
def adjustment_age_part(age_at_adjustment, adjustment_age_addition):
    """More for those who had reached 70, 80, 90 or 100 by the end of the year before."""
    if age_at_adjustment < 70:
        return adjustment_age_addition[0]
    return adjustment_age_addition[min(100, age_at_adjustment // 10 * 10)]


@rule(
    name="adjustment_age_part",
    zh="高龄倾斜部分",
    en="Part for the aged",
    unit="fen",
    place="310000",
    valid_from="2016-01-01",
    valid_to="2021-12-31",
    instrument=_SHANGHAI,
)
def adjustment_age_part_shanghai_until_2021(
    adjustment_plan_year,
    elder_for_adjustment,
    adjustment_elder_addition,
):
    """More for women who had reached 60 and men who had reached 65."""
    if elder_for_adjustment:
        return adjustment_elder_addition[adjustment_plan_year]
    return 0


@rule(
    name="adjustment_age_part",
    zh="高龄倾斜部分",
    en="Part for the aged",
    unit="fen",
    place="310000",
    valid_from="2022-01-01",
    instrument=_SHANGHAI,
)
def adjustment_age_part_shanghai(age_at_adjustment, adjustment_age_addition):
    """More for those who had reached 70, 75 or 80 by the end of the year before."""
    if age_at_adjustment < 70:
        return adjustment_age_addition[0]
    return adjustment_age_addition[min(80, age_at_adjustment // 5 * 5)]


@rule(
    zh="上年满龄另加部分",
    en="Extra part for those who turned 60 or 65",
    unit="fen",
    valid_from="2016-01-01",
    instrument=_LAW,
    article="第十八条",
)
def adjustment_turned_part():
    """Only Shanghai's plans have such a part."""
    return 0


@rule(
    name="adjustment_turned_part",
    zh="上年满龄另加部分",
    unit="fen",
    place="310000",
    en="Extra part for those who turned 60 or 65",
    valid_from="2016-01-01",
    instrument=_SHANGHAI,
)
def adjustment_turned_part_shanghai(turned_elder_last_year, adjustment_turned_addition):
    """An extra in the year after you turned 60 (women) or 65 (men), where the plan has one."""
    if turned_elder_last_year:
        return adjustment_turned_addition[1]
    return adjustment_turned_addition[0]


@rule(
    zh="年度调整增加额",
    en="Increase of the yearly adjustment",
    unit="fen",
    valid_from="2016-01-01",
    instrument=_LAW,
    article="第十八条",
)
def adjustment_increase(
    adjustment_flat_part,
    adjustment_years_part,
    adjustment_percentage_part,
    adjustment_age_part,
    adjustment_turned_part,
):
    """What is added to your monthly pension from January of the year."""
    return (
        adjustment_flat_part
        + adjustment_years_part
        + adjustment_percentage_part
        + adjustment_age_part
        + adjustment_turned_part
    )


@rule(
    zh="调整后月基本养老金",
    en="Monthly pension after the adjustment",
    unit="fen",
    valid_from="2016-01-01",
    instrument=_LAW,
    article="第十八条",
)
def pension_after_adjustment(pension_before_adjustment, adjustment_increase):
    """Your pension with the yearly increase."""
    return pension_before_adjustment + adjustment_increase
