"""The rural and resident pension: a basic part from the budget, and one's own account."""

from renshe.kernel.rules import half_up, refuse, rule, whole

_GENERAL = "国发〔2014〕8号"
_ZHUHAI = "珠海市城乡居民基本养老保险办法"
_SHANGHAI = "上海市城乡居民养老保险缴费补贴"


@rule(
    zh="应缴年限",
    en="Years that must have been paid",
    unit="years",
    valid_from="2009-09-01",
    instrument=_GENERAL,
    article="七",
)
def resident_years_required(
    resident_age_at_scheme_start, resident_pension_age, resident_required_years
):
    """Fifteen years; who had less time to sixty when the scheme began owes only those years, and who was sixty none."""
    left = max(0, resident_pension_age - resident_age_at_scheme_start)
    return min(resident_required_years, whole(left / 12))


@rule(
    zh="居民养老待遇资格",
    en="Entitlement to a resident's pension",
    unit="code",
    valid_from="2009-09-01",
    instrument=_GENERAL,
    article="七",
    values=("entitled", "too_young", "years_short", "draws_other_pension"),
)
def resident_entitlement(
    birth_month,
    assessment_month,
    resident_pension_age,
    resident_years,
    resident_years_required,
    draws_other_pension,
):
    """From sixty, with the years paid, and without a pension of another scheme."""
    if draws_other_pension:
        return "draws_other_pension"
    if assessment_month - birth_month < resident_pension_age:
        return "too_young"
    if resident_years < resident_years_required:
        return "years_short"
    return "entitled"


@rule(
    zh="基础养老金",
    en="Basic part",
    unit="fen",
    valid_from="2009-09-01",
    instrument=_GENERAL,
    article="六",
)
def resident_basic_pension(resident_minimum_basic):
    """What the budget pays everybody each month: at least the national minimum."""
    return resident_minimum_basic


@rule(
    name="resident_basic_pension",
    zh="基础养老金",
    en="Basic part",
    unit="fen",
    place="440000",
    valid_from="2012-01-01",
    instrument="广东省城乡居民基本养老保险基础养老金最低标准",
)
def resident_basic_pension_guangdong(resident_basic_amount):
    """Guangdong's minimum, which stands above the nation's."""
    return resident_basic_amount


@rule(
    name="resident_basic_pension",
    zh="基础养老金",
    en="Basic part",
    unit="fen",
    place="310000",
    valid_from="2016-01-01",
    instrument="上海市城乡居民养老保险基础养老金标准",
)
def resident_basic_pension_shanghai(resident_basic_amount):
    """Shanghai's amount of the year."""
    return resident_basic_amount


@rule(
    name="resident_basic_pension",
    zh="基础养老金",
    en="Basic part",
    unit="fen",
    place="440400",
    valid_from="2006-01-01",
    valid_to="2014-09-30",
    instrument="珠海市农民和被征地农民养老保险办法",
)
def resident_basic_pension_zhuhai_before_2014(resident_basic_amount):
    """The old-age allowance of the scheme for farmers and expropriated farmers."""
    return resident_basic_amount


@rule(
    name="resident_basic_pension",
    zh="基础养老金",
    en="Basic part",
    unit="fen",
    place="440400",
    valid_from="2014-10-01",
    valid_to="2020-12-31",
    instrument=_ZHUHAI,
    confidence="T",
)
def resident_basic_pension_zhuhai(
    resident_basic_amount,
    resident_years,
    resident_required_years,
    resident_long_service_addition,
):
    """Zhuhai's amount, and more for each year above fifteen."""
    above = max(0, resident_years - resident_required_years)
    return resident_basic_amount + above * resident_long_service_addition


@rule(
    name="resident_basic_pension",
    zh="基础养老金",
    en="Basic part",
    unit="fen",
    place="440400",
    valid_from="2021-01-01",
    instrument="珠海市城乡居民基本养老保险办法（2021年）",
    confidence="T",
)
def resident_basic_pension_zhuhai_since_2021(
    resident_basic_amount,
    resident_years,
    resident_required_years,
    resident_long_service_addition,
    resident_age,
    resident_age_addition,
):
    """Zhuhai's amount, more for each year above fifteen, and more again from the age of 65."""
    above = max(0, resident_years - resident_required_years)
    amount = resident_basic_amount + above * resident_long_service_addition
    if resident_age >= 65:
        return amount + resident_age_addition
    return amount


@rule(
    zh="个人账户养老金",
    en="Account part",
    unit="fen",
    valid_from="2009-09-01",
    instrument=_GENERAL,
    article="六",
    rounding=half_up("fen", clause="owner-default"),
)
def resident_account_pension(resident_account_balance, resident_divisor):
    """What stands in the account, over 139 months."""
    return resident_account_balance / resident_divisor


@rule(
    name="resident_account_pension",
    zh="个人账户养老金",
    en="Account part",
    unit="fen",
    place="440400",
    valid_from="2014-10-01",
    instrument=_ZHUHAI,
    rounding=half_up("fen", clause="owner-default"),
    confidence="T",
)
def resident_account_pension_zhuhai(
    resident_account_balance, resident_age_at_claim, annuity_divisor_of_age
):
    """What stands in the account, over the number of months that the employees' table has for the age at the claim."""
    if resident_age_at_claim < 40:
        refuse("age_outside_divisor_table")
    return resident_account_balance / annuity_divisor_of_age[min(70, resident_age_at_claim)]


@rule(
    zh="居民月养老金",
    en="Monthly pension of a resident",
    unit="fen",
    valid_from="2009-09-01",
    instrument=_GENERAL,
    article="六",
)
def resident_pension(resident_basic_pension, resident_account_pension):
    """The basic part and the account part together."""
    return resident_basic_pension + resident_account_pension


@rule(
    zh="提高标准补发额",
    en="Arrears of a raise",
    unit="fen",
    valid_from="2009-09-01",
    instrument=_GENERAL,
    article="六",
)
def resident_raise_arrears(
    resident_basic_pension, resident_basic_before_raise, resident_raise_months
):
    """A raise counts from the day it names: the months between are paid up."""
    return (resident_basic_pension - resident_basic_before_raise) * resident_raise_months


@rule(
    zh="政府缴费补贴",
    en="Government subsidy to the year's payment",
    unit="fen",
    valid_from="2014-07-01",
    instrument=_GENERAL,
    article="四",
)
def resident_subsidy(resident_tier, resident_least_subsidy):
    """At least 30 yuan, and from a tier of 500 yuan at least 60; a place may give more."""
    if resident_tier < 500:
        return resident_least_subsidy[0]
    return resident_least_subsidy[500]


@rule(
    name="resident_subsidy",
    zh="政府缴费补贴",
    en="Government subsidy to the year's payment",
    unit="fen",
    place="310000",
    valid_from="2018-01-01",
    instrument=_SHANGHAI,
    confidence="T",
)
def resident_subsidy_shanghai(resident_tier, resident_subsidy_of_tier):
    """Shanghai's subsidy of the tier that you chose."""
    return resident_subsidy_of_tier[resident_tier]


@rule(
    zh="重度残疾人个人缴费额",
    en="What a severely disabled person pays",
    unit="fen",
    place="310000",
    valid_from="2018-01-01",
    instrument=_SHANGHAI,
    confidence="T",
)
def resident_disabled_own(resident_disabled_tier, resident_disabled_own_share):
    """Five percent of the tier that is paid for you."""
    return resident_disabled_tier * resident_disabled_own_share


@rule(
    zh="政府为重度残疾人代缴额",
    en="What the government pays for a severely disabled person",
    unit="fen",
    place="310000",
    valid_from="2018-01-01",
    instrument=_SHANGHAI,
    confidence="T",
)
def resident_disabled_government(resident_disabled_tier, resident_disabled_own):
    """The rest of the tier."""
    return resident_disabled_tier - resident_disabled_own


@rule(
    zh="当年记入个人账户的金额",
    en="Credit to the account for a year",
    unit="fen",
    valid_from="2014-07-01",
    instrument=_GENERAL,
    article="五",
)
def resident_year_credit(resident_own_payment, resident_subsidy, resident_collective_help):
    """Your payment, the government's subsidy and what the village added all stand in your account."""
    return resident_own_payment + resident_subsidy + resident_collective_help


@rule(
    zh="居民个人账户年利息",
    en="Year's interest of a resident's account",
    unit="fen",
    valid_from="2009-09-01",
    instrument=_GENERAL,
    article="五",
    rounding=half_up("fen", clause="owner-default"),
)
def resident_account_interest(resident_account_balance, resident_account_rate):
    """The opening balance times the province's rate of the year."""
    return resident_account_balance * resident_account_rate


@rule(
    zh="居民丧葬补助",
    en="Funeral grant of a resident",
    unit="fen",
    place="440400",
    valid_from="2014-10-01",
    instrument=_ZHUHAI,
    confidence="T",
)
def resident_funeral_grant(
    resident_basic_amount, resident_funeral_months, resident_years, draws_resident_pension
):
    """Twelve months of the basic amount, for whoever paid at least a year or drew the pension."""
    if draws_resident_pension or resident_years >= 1:
        return resident_basic_amount * resident_funeral_months
    return 0


@rule(
    zh="可继承的个人账户余额",
    en="Balance that is inherited",
    unit="fen",
    valid_from="2014-07-01",
    instrument=_GENERAL,
    article="六",
    confidence="K",
)
def resident_inherited(resident_account_balance):
    """What is left in the account, with the subsidies in it, goes to the heirs."""
    return resident_account_balance
