"""Joining the residents' scheme and paying into it: who may, what a year costs, what is added, which past years may be paid."""

from renshe.kernel.rules import half_up, rule

_GENERAL = "国发〔2014〕8号"


@rule(
    zh="可否参加居民养老保险",
    en="Whether one may join the resident scheme",
    unit="code",
    valid_from="2014-07-01",
    instrument=_GENERAL,
    article="三",
    values=(
        "may_join",
        "under_sixteen",
        "pension_age_reached",
        "draws_other_pension",
        "student",
        "insured_as_employee",
        "registered_elsewhere",
    ),
)
def resident_joining(
    birth_month,
    assessment_month,
    resident_joining_age,
    resident_pension_age,
    draws_other_pension,
    resident_student,
    employee_insured_now,
    household_here,
):
    """From sixteen to the pension age, where your household is registered, unless you study or are in the employee scheme."""
    if assessment_month - birth_month < resident_joining_age:
        return "under_sixteen"
    if assessment_month - birth_month >= resident_pension_age:
        return "pension_age_reached"
    if draws_other_pension:
        return "draws_other_pension"
    if resident_student:
        return "student"
    if employee_insured_now:
        return "insured_as_employee"
    if not household_here:
        return "registered_elsewhere"
    return "may_join"


@rule(
    zh="当年应缴金额",
    en="What the tier costs for a year",
    unit="fen",
    valid_from="2014-07-01",
    instrument=_GENERAL,
    article="四",
)
def resident_year_due(resident_tier, resident_tier_offered):
    """The amount of the tier that you chose; a tier that your place does not offer is refused."""
    return resident_tier_offered[resident_tier]


@rule(
    zh="实际记入的政府补贴",
    en="Subsidy that is credited for a year",
    unit="fen",
    valid_from="2014-07-01",
    instrument=_GENERAL,
    article="四",
    rounding=half_up("fen", clause="owner-default"),
)
def resident_subsidy_credited(resident_subsidy, resident_back_payment, resident_back_payment_share):
    """The whole subsidy for a year paid in time, and for a year paid later the share that the place gives."""
    if resident_back_payment:
        return resident_subsidy * resident_back_payment_share
    return resident_subsidy


@rule(
    zh="困难人员政府代缴额",
    en="What the government pays for somebody in need",
    unit="fen",
    valid_from="2014-07-01",
    instrument=_GENERAL,
    article="四",
)
def resident_help_payment(resident_lowest_tier):
    """For the poor and the severely disabled the place pays the lowest tier."""
    return resident_lowest_tier


@rule(
    zh="集体补助上限",
    en="Most that the collective may add in a year",
    unit="fen",
    valid_from="2014-07-01",
    instrument=_GENERAL,
    article="四",
)
def resident_collective_cap(resident_highest_tier):
    """Help from the village or others may not be more than the highest tier of the place."""
    return resident_highest_tier


@rule(
    zh="可否补缴该年度",
    en="Whether a past year may be paid",
    unit="code",
    valid_from="2014-07-01",
    instrument=_GENERAL,
    article="七",
    confidence="K",
    values=("may_pay", "before_the_scheme", "year_not_over", "years_enough"),
)
def resident_back_payment_allowed(
    resident_back_year,
    assessment_month,
    resident_scheme_start,
    resident_years,
    resident_required_years,
):
    """A year since the scheme began that is over, as long as you have not the fifteen years."""
    if resident_back_year * 12 + 11 < resident_scheme_start:
        return "before_the_scheme"
    if resident_back_year * 12 + 11 >= assessment_month:
        return "year_not_over"
    if resident_years >= resident_required_years:
        return "years_enough"
    return "may_pay"


@rule(
    zh="居民养老制度实施年月",
    en="Month in which the residents' scheme began here",
    unit="month",
    valid_from="1990-01-01",
    instrument=_GENERAL,
    article="七",
)
def resident_scheme_began(resident_scheme_start):
    """From then on years could be paid; whoever was near sixty then owes fewer."""
    return resident_scheme_start
