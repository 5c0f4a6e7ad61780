"""How many people an expropriation places, who of them is a minor, working or old, and what the old are granted."""

from renshe.kernel.rules import ceil, half_up, refuse, rule

_LAND = "土地管理法（2004）"
_SHANGHAI = "沪府规〔2022〕3号"


@rule(
    zh="应安置人数",
    en="People to be placed",
    unit="number",
    valid_from="1999-01-01",
    instrument=_LAND,
    article="47",
    confidence="K",
)
def land_quota(land_taken_m2, land_group_people, land_group_m2):
    """The land taken by the land per head of the village group; a broken person is a whole one."""
    return ceil(land_taken_m2 * land_group_people / land_group_m2)


@rule(
    zh="征地时未成年",
    en="A minor on the project's day",
    unit="flag",
    valid_from="1999-01-01",
    instrument="劳动法",
    article="15",
    confidence="K",
)
def land_is_minor(age_at_expropriation, land_working_age):
    """Nobody below the working age; minors get their share once."""
    return age_at_expropriation < land_working_age


@rule(
    zh="征地时已到养老年龄",
    en="Old on the project's day",
    unit="flag",
    valid_from="1999-01-01",
    instrument=_SHANGHAI,
    confidence="T",
)
def land_is_old(age_at_expropriation, sex, land_old_age_men, land_old_age_women):
    """From an age that differs by place and sex."""
    if sex == "M":
        return age_at_expropriation >= land_old_age_men
    return age_at_expropriation >= land_old_age_women


@rule(
    zh="征地养老生活费（核定时）",
    en="Living allowance when granted",
    unit="fen",
    valid_from="2006-01-01",
    instrument=_SHANGHAI,
    confidence="T",
)
def land_allowance_first(land_is_old, land_allowance_standard):
    """The standard of the district in force, for whoever was old on the project's day."""
    if not land_is_old:
        refuse("land_not_old")
    return land_allowance_standard


@rule(
    zh="老年生活费补贴",
    en="Elder allowance by age",
    unit="fen",
    valid_from="2006-01-01",
    instrument="闵行区老年生活费补贴办法",
    confidence="T",
)
def land_elder_allowance(land_age_now, land_elder_by_band):
    """From 60 on, more with each band of age, beside the living allowance."""
    if land_age_now < 60:
        return land_elder_by_band[0]
    return land_elder_by_band[min(80, land_age_now // 10 * 10)]


@rule(
    zh="征地养老月待遇合计",
    en="Living and elder allowance of a month",
    unit="fen",
    valid_from="2006-01-01",
    instrument=_SHANGHAI,
    confidence="T",
)
def land_allowance_month(land_allowance_first, land_elder_allowance):
    """Both together, as first granted; the yearly rises come on top of the living allowance."""
    return land_allowance_first + land_elder_allowance


@rule(
    zh="征地购买月份的月缴费基数",
    en="Monthly base of months bought at an expropriation",
    unit="fen",
    valid_from="1999-01-01",
    instrument=_SHANGHAI,
    rounding=half_up("fen", clause="owner-default"),
    confidence="K",
)
def land_bought_base(index_year, reference_wage, land_bought_base_percent):
    """The share of the average wage of the year in which the month stands."""
    return reference_wage[index_year] * land_bought_base_percent


@rule(
    zh="征地个人账户当年利息",
    en="Interest of the year on the account of an expropriated person",
    unit="fen",
    valid_from="2006-01-01",
    instrument=_SHANGHAI,
    rounding=half_up("fen", clause="owner-default"),
    confidence="K?",
)
def land_account_interest(land_account_product, account_year, account_crediting_rate):
    """The published rate of the year on what the account held, month by month; which rate was not read, employees' is taken."""
    return land_account_product * account_crediting_rate[account_year] / 12
