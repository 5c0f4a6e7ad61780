"""The contribution index: how your insured wage compared with the average, over all your months."""

from renshe.kernel.rules import half_up, refuse, rounded, rule

_GENERAL = "国发〔2005〕38号"
_GUANGDONG = "粤府函〔2021〕294号"
_SHANGHAI = "沪人社规〔2021〕27号"


@rule(
    zh="当年参照月平均工资",
    en="Reference wage of the year",
    unit="fen",
    valid_from="2006-01-01",
    instrument=_GENERAL,
    article="六",
    rounding=half_up("fen", clause="owner-default"),
)
def reference_wage_of_year(
    index_year,
    reference_wage,
    index_reference_lag,
    latest_reference_wage_year,
):
    """The average monthly wage of the year before, or the latest published while that is still
    unknown."""
    return reference_wage[min(index_year - index_reference_lag, latest_reference_wage_year)]


@rule(
    zh="当年缴费指数",
    en="Contribution index of a year",
    unit="index",
    valid_from="2006-01-01",
    instrument=_GENERAL,
    article="六",
    rounding=half_up("0.0001", clause="owner-default"),
)
def contribution_index_of_year(index_year_base_sum, index_year_months, reference_wage_of_year):
    """Your mean monthly base of the months paid, over the monthly reference wage; never over twelve
    in a part year."""
    if index_year_months == 0:
        refuse("year_without_months")
    return index_year_base_sum / index_year_months / reference_wage_of_year


@rule(
    zh="实际缴费月数",
    en="Months actually paid",
    unit="months",
    valid_from="2006-01-01",
    instrument=_GENERAL,
    article="六",
)
def actual_contribution_months(career):
    """All months for which contributions were fully paid."""
    return sum(entry.months for entry in career)


@rule(
    zh="累计缴费月数（含视同）",
    en="Contribution months, deemed ones included",
    unit="months",
    valid_from="2006-01-01",
    instrument=_GENERAL,
    article="六",
)
def contribution_months(actual_contribution_months, deemed_months):
    """Months paid plus months that count as paid; the month, not the year, is the unit."""
    return actual_contribution_months + deemed_months


@rule(
    zh="视同缴费指数",
    en="Deemed contribution index",
    unit="index",
    valid_from="2006-01-01",
    instrument=_GENERAL,
    article="六",
)
def deemed_contribution_index(deemed_months):
    """The index of deemed months is set by each province; without deemed months none is needed."""
    if deemed_months > 0:
        refuse("deemed_index_is_provincial")
    return 0


@rule(
    name="deemed_contribution_index",
    zh="视同缴费指数",
    en="Deemed contribution index",
    unit="index",
    place="440000",
    valid_from="2021-01-01",
    instrument=_GUANGDONG,
    article="附件1、2",
)
def deemed_contribution_index_guangdong(
    deemed_workplace,
    deemed_index_of_workplace,
    deemed_months,
    months_paid_before_1994,
):
    """The index that the province's table gives for the place where you worked at the end of
    1993."""
    if deemed_workplace == "none":
        if deemed_months + months_paid_before_1994 > 0:
            refuse("deemed_workplace_missing")
        return 0
    return deemed_index_of_workplace[deemed_workplace]


@rule(
    name="deemed_contribution_index",
    zh="视同缴费指数",
    en="Deemed contribution index",
    unit="index",
    place="310000",
    valid_from="2006-01-01",
    instrument=_SHANGHAI,
    confidence="T",
)
def deemed_contribution_index_shanghai(deemed_contribution_index_fixed):
    """In Shanghai deemed service counts with the index 1."""
    return deemed_contribution_index_fixed


@rule(
    zh="实际缴费指数月数积",
    en="Index-months of contributions paid",
    unit="index",
    valid_from="2006-01-01",
    instrument=_GENERAL,
    article="六",
)
def actual_index_months(career, reference_wage, index_reference_lag, latest_reference_wage_year):
    """Each year's index, to the four decimals that the sheet prints, weighted by its months."""
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
    name="actual_index_months",
    zh="实际缴费指数月数积",
    unit="index",
    place="440000",
    en="Index-months of contributions paid",
    valid_from="2021-01-01",
    instrument=_GUANGDONG,
    article="附件1、2",
)
def actual_index_months_guangdong(
    career,
    reference_wage,
    index_reference_lag,
    latest_reference_wage_year,
    months_paid_before_1994,
    deemed_contribution_index,
):
    """As elsewhere, but months paid before 1994 count with the table's index of the workplace."""
    later = sum(
        entry.months
        * rounded(
            entry.base_sum
            / entry.months
            / reference_wage[min(entry.year - index_reference_lag, latest_reference_wage_year)],
            half_up("0.0001", clause="owner-default"),
        )
        for entry in career
        if entry.months > 0 and entry.year >= 1994
    )
    return later + months_paid_before_1994 * deemed_contribution_index


@rule(
    zh="1994年前实际缴费月数",
    en="Months paid before 1994",
    unit="months",
    place="440000",
    valid_from="2021-01-01",
    instrument=_GUANGDONG,
    article="附件1、2",
)
def months_paid_before_1994(career):
    """Months paid before 1994, whose index Guangdong reads from its table."""
    return sum(entry.months for entry in career if entry.year < 1994)


@rule(
    name="actual_index_months",
    zh="实际缴费指数月数积",
    unit="index",
    place="310000",
    en="Index-months of contributions paid",
    valid_from="2021-01-01",
    instrument=_SHANGHAI,
    confidence="T",
)
def actual_index_months_shanghai(
    career,
    reference_wage,
    index_reference_lag,
    latest_reference_wage_year,
    index_floor_of_year,
):
    """As elsewhere, but a year's index up to 2013 is lifted to the city's floor of that year."""
    return sum(
        entry.months
        * max(
            index_floor_of_year[max(1993, min(entry.year, 2014))],
            rounded(
                entry.base_sum
                / entry.months
                / reference_wage[min(entry.year - index_reference_lag, latest_reference_wage_year)],
                half_up("0.0001", clause="owner-default"),
            ),
        )
        for entry in career
        if entry.months > 0
    )


@rule(
    zh="平均缴费指数",
    en="Average contribution index",
    unit="index",
    valid_from="2006-01-01",
    instrument=_GENERAL,
    article="六",
    rounding=half_up("0.0001", clause="owner-default"),
)
def average_contribution_index(
    actual_index_months,
    deemed_months,
    deemed_contribution_index,
    contribution_months,
):
    """The mean of your yearly indices, each weighted by its months, deemed months included; four
    decimals."""
    if contribution_months == 0:
        refuse("no_contribution_months")
    index_months = actual_index_months + deemed_months * deemed_contribution_index
    return index_months / contribution_months
