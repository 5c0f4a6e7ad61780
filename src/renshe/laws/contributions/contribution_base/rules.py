"""The contribution base: a wage between a floor and a cap that are published once a year.

Public bodies have their own pension bounds in Guangdong, which change on 1 January. People who do
not take part in an insurance have base 0 in it, so that every share that follows is 0 as well.
"""

from renshe.kernel.rules import half_up, month_at, month_of, refuse, rule, year_of

BASE_LAW = "国发〔1991〕33号；国发〔1995〕6号；劳社险中心函〔2006〕60号"


@rule(
    zh="养老保险缴费基数",
    en="pension contribution base",
    unit="fen",
    valid_from="1991-06-26",
    instrument=BASE_LAW,
    article="国发〔1995〕6号附件",
    confidence="K",
)
def pension_base(declared_wage, person_kind, pension_base_floor, pension_base_cap):
    """Your declared wage, but at least the floor and at most the cap: wages above the cap never
    count."""
    if person_kind in ("employee", "migrant_contract", "civil_service"):
        return min(max(declared_wage, pension_base_floor), pension_base_cap)
    return 0


@rule(
    name="pension_base",
    place="440000",
    zh="养老保险缴费基数（广东）",
    en="pension contribution base (Guangdong)",
    unit="fen",
    valid_from="1991-06-26",
    instrument=BASE_LAW + "；粤人社发〔2024〕33号；粤人社发〔2025〕32号",
)
def guangdong_pension_base(
    declared_wage,
    person_kind,
    pension_base_floor,
    pension_base_cap,
    civil_service_pension_base_floor,
    civil_service_pension_base_cap,
):
    """Your declared wage between the floor of your city and the cap of the province; public bodies
    have their own bounds."""
    if person_kind == "civil_service":
        return min(
            max(declared_wage, civil_service_pension_base_floor[person_kind]),
            civil_service_pension_base_cap[person_kind],
        )
    if person_kind in ("employee", "migrant_contract"):
        return min(max(declared_wage, pension_base_floor), pension_base_cap)
    return 0


@rule(
    zh="医疗保险缴费基数",
    en="medical contribution base",
    unit="fen",
    valid_from="1998-12-14",
    instrument="国发〔1998〕44号",
    article="二",
    confidence="K",
)
def medical_base(declared_wage, person_kind, medical_base_floor, medical_base_cap):
    """Your declared wage between the medical floor and cap of the place."""
    if person_kind in ("employee", "migrant_contract", "civil_service"):
        return min(max(declared_wage, medical_base_floor), medical_base_cap)
    return 0


@rule(
    name="medical_base",
    place="310000",
    zh="医疗保险缴费基数（上海）",
    en="medical contribution base (Shanghai)",
    unit="fen",
    valid_from="1998-12-14",
    instrument="上海市社会保险缴费基数年度公布",
    confidence="T",
)
def shanghai_medical_base(pension_base):
    """Shanghai has one base for all insurances: the pension base."""
    return pension_base


@rule(
    zh="失业保险缴费基数",
    en="unemployment contribution base",
    unit="fen",
    valid_from="1986-10-01",
    instrument="国发〔1986〕77号；国务院令第110号；失业保险条例",
    article="失业保险条例第六条",
    confidence="K",
)
def unemployment_base(declared_wage, person_kind, unemployment_base_floor, unemployment_base_cap):
    """Your declared wage between the unemployment floor and cap of the place."""
    if person_kind in ("employee", "migrant_contract", "civil_service"):
        return min(max(declared_wage, unemployment_base_floor), unemployment_base_cap)
    return 0


@rule(
    name="unemployment_base",
    place="440000",
    zh="失业保险缴费基数（广东）",
    en="unemployment contribution base (Guangdong)",
    unit="fen",
    valid_from="2014-07-01",
    instrument="广东省失业保险条例",
    article="第八条",
)
def guangdong_unemployment_base(declared_wage, person_kind, minimum_wage, unemployment_base_cap):
    """Your declared wage, at least the minimum wage of the city and at most three times its average
    wage."""
    if person_kind in ("employee", "migrant_contract", "civil_service"):
        return min(max(declared_wage, minimum_wage), unemployment_base_cap)
    return 0


@rule(
    name="unemployment_base",
    place="310000",
    zh="失业保险缴费基数（上海）",
    en="unemployment contribution base (Shanghai)",
    unit="fen",
    valid_from="1986-10-01",
    instrument="上海市社会保险缴费基数年度公布",
    confidence="T",
)
def shanghai_unemployment_base(pension_base):
    """Shanghai has one base for all insurances: the pension base."""
    return pension_base


@rule(
    zh="工伤保险缴费基数",
    en="work-injury contribution base",
    unit="fen",
    valid_from="2004-01-01",
    instrument="工伤保险条例",
    article="第十条",
    confidence="K",
)
def injury_base(declared_wage, person_kind, injury_base_floor, injury_base_cap):
    """Your declared wage between the work-injury floor and cap of the place; also for retirees
    enrolled for injury alone."""
    if person_kind in ("flexible", "drawing_pension"):
        return 0
    return min(max(declared_wage, injury_base_floor), injury_base_cap)


@rule(
    name="injury_base",
    place="310000",
    zh="工伤保险缴费基数（上海）",
    en="work-injury contribution base (Shanghai)",
    unit="fen",
    valid_from="2004-01-01",
    instrument="上海市社会保险缴费基数年度公布；沪人社规〔2025〕22号",
    confidence="T",
)
def shanghai_injury_base(declared_wage, person_kind, pension_base_floor, pension_base_cap):
    """Shanghai has one floor and one cap for all insurances; retirees may be enrolled for injury
    alone."""
    if person_kind in ("flexible", "drawing_pension"):
        return 0
    return min(max(declared_wage, pension_base_floor), pension_base_cap)


@rule(
    zh="按平均工资计算的缴费基数下限",
    en="floor computed from the average wage",
    unit="fen",
    valid_from="1991-06-26",
    instrument=BASE_LAW,
    article="国发〔1995〕6号附件",
    confidence="K",
    rounding=half_up("yuan", clause="owner-default"),
)
def floor_from_average_wage(published_average_wage, floor_ratio):
    """A share of the published average wage, to the whole yuan: how a floor is made where no table
    replaces it."""
    return published_average_wage * floor_ratio


@rule(
    zh="按平均工资计算的缴费基数上限",
    en="cap computed from the average wage",
    unit="fen",
    valid_from="1991-06-26",
    instrument=BASE_LAW,
    article="国发〔1995〕6号附件",
    confidence="K",
    rounding=half_up("yuan", clause="owner-default"),
)
def cap_from_average_wage(published_average_wage, cap_ratio):
    """A multiple of the published average wage, to the whole yuan."""
    return published_average_wage * cap_ratio


@rule(
    zh="缴费年度起始月",
    en="first month of the contribution year",
    unit="month",
    place="440000",
    valid_from="1991-06-26",
    instrument="粤人社发〔2025〕32号（历年同例）",
    confidence="V",
)
def contribution_year_start(contribution_month):
    """Guangdong's contribution year runs from July to June."""
    year = year_of(contribution_month)
    if month_of(contribution_month) >= 7:
        return month_at(year, 7)
    return month_at(year - 1, 7)


@rule(
    name="contribution_year_start",
    zh="缴费年度起始月（上海，四月制）",
    en="first month of the contribution year (Shanghai, April)",
    unit="month",
    place="310000",
    valid_from="1991-06-26",
    valid_to="2018-03-31",
    instrument="上海市社会保险缴费基数年度公布",
    confidence="T",
)
def shanghai_contribution_year_start_in_april(contribution_month):
    """Until 2018 Shanghai's contribution year ran from April to March."""
    year = year_of(contribution_month)
    if month_of(contribution_month) >= 4:
        return month_at(year, 4)
    return month_at(year - 1, 4)


@rule(
    name="contribution_year_start",
    zh="缴费年度起始月（上海，2018年度）",
    en="first month of the contribution year (Shanghai, 2018)",
    unit="month",
    place="310000",
    valid_from="2018-04-01",
    valid_to="2019-04-30",
    instrument="上海市社会保险缴费基数年度公布",
    confidence="T",
)
def shanghai_contribution_year_2018(contribution_month):
    """The year that began in April 2018 lasted thirteen months: the next began in May 2019."""
    if contribution_month < month_at(2018, 4):
        refuse("month_outside_year")
    return month_at(2018, 4)


@rule(
    name="contribution_year_start",
    zh="缴费年度起始月（上海，2019年度）",
    en="first month of the contribution year (Shanghai, 2019)",
    unit="month",
    place="310000",
    valid_from="2019-05-01",
    valid_to="2020-06-30",
    instrument="上海市社会保险缴费基数年度公布",
    confidence="T",
)
def shanghai_contribution_year_2019(contribution_month):
    """The year that began in May 2019 lasted fourteen months, until June 2020."""
    if contribution_month < month_at(2019, 5):
        refuse("month_outside_year")
    return month_at(2019, 5)


@rule(
    name="contribution_year_start",
    zh="缴费年度起始月（上海，七月制）",
    en="first month of the contribution year (Shanghai, July)",
    unit="month",
    place="310000",
    valid_from="2020-07-01",
    instrument="上海市社会保险缴费基数年度公布",
    confidence="V",
)
def shanghai_contribution_year_start_in_july(contribution_month):
    """Since 2020 Shanghai's contribution year runs from July to June."""
    year = year_of(contribution_month)
    if month_of(contribution_month) >= 7:
        return month_at(year, 7)
    return month_at(year - 1, 7)


@rule(
    zh="缴费年度起始月（广东机关事业单位）",
    en="first month of the contribution year of public bodies (Guangdong)",
    unit="month",
    place="440000",
    valid_from="2014-10-01",
    instrument="粤人社发〔2025〕32号",
)
def civil_service_year_start(contribution_month):
    """Public bodies in Guangdong change their pension base on 1 January."""
    return month_at(year_of(contribution_month), 1)


@rule(
    zh="缴费基数的工资口径",
    en="which wage the base is taken from",
    unit="code",
    valid_from="1991-06-26",
    values=("prior_year_average", "first_full_month", "part_month"),
    instrument="劳社险中心函〔2006〕60号",
    confidence="V",
)
def wage_basis(contribution_month, contribution_year_start, hired_month, hired_on_first_day):
    """The average of last year's months; who was hired since: the first full month, and in a
    started month its actual wage."""
    if year_of(hired_month) < year_of(contribution_year_start):
        return "prior_year_average"
    if hired_month == contribution_month and not hired_on_first_day:
        return "part_month"
    return "first_full_month"
