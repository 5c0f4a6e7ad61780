"""How many years of contributions a monthly pension needs, and what a short record may do."""

from renshe.kernel.rules import rule, year_of

_LAW = "社会保险法"
_MEASURES = "国务院关于渐进式延迟法定退休年龄的办法"
_ORDER = "实施《中华人民共和国社会保险法》若干规定（人社部令第13号）"


@rule(
    name="minimum_years_threshold_year",
    zh="适用最低缴费年限的年份",
    unit="year",
    en="Year whose minimum binds",
    valid_from="2006-01-01",
    valid_to="2024-12-31",
    instrument=_LAW,
    article="第十六条",
)
def minimum_years_threshold_year_before_2025(retirement_month):
    """Before 2025 the minimum was the same in every year."""
    return year_of(retirement_month)


@rule(
    zh="适用最低缴费年限的年份",
    en="Year whose minimum binds",
    unit="year",
    valid_from="2025-01-01",
    instrument="实施弹性退休制度暂行办法",
    confidence="K?",
)
def minimum_years_threshold_year(retirement_month, legal_retirement_month, minimum_years_follow):
    """Early or late retirement: the year of the claim, of the legal month, or the earlier of both,
    as adopted."""
    if minimum_years_follow == "claim_year":
        return year_of(retirement_month)
    if minimum_years_follow == "legal_year":
        return year_of(legal_retirement_month)
    return min(year_of(retirement_month), year_of(legal_retirement_month))


@rule(
    name="minimum_contribution_months",
    zh="最低缴费月数",
    unit="months",
    en="Minimum contribution months",
    valid_from="2006-01-01",
    valid_to="2024-12-31",
    instrument=_LAW,
    article="第十六条",
)
def minimum_contribution_months_before_2025(minimum_months_before_increase):
    """A monthly pension needs fifteen years of contributions, deemed years included."""
    return minimum_months_before_increase


@rule(
    zh="最低缴费月数",
    en="Minimum contribution months",
    unit="months",
    valid_from="2025-01-01",
    instrument=_MEASURES,
    article="第二条",
)
def minimum_contribution_months(
    minimum_years_threshold_year,
    minimum_months_before_increase,
    minimum_months_first_increase_year,
    minimum_months_yearly_step,
    minimum_months_cap,
):
    """Fifteen years until 2029; from 2030 half a year more each year, twenty from 2039."""
    steps = max(0, minimum_years_threshold_year - minimum_months_first_increase_year + 1)
    return min(
        minimum_months_cap,
        minimum_months_before_increase + minimum_months_yearly_step * steps,
    )


@rule(
    zh="法定退休当年最低缴费月数",
    en="Minimum months of the legal retirement year",
    unit="months",
    valid_from="2025-01-01",
    instrument=_MEASURES,
    article="第二条",
)
def minimum_months_at_legal_age(
    legal_retirement_month,
    minimum_months_before_increase,
    minimum_months_first_increase_year,
    minimum_months_yearly_step,
    minimum_months_cap,
):
    """The minimum of the year in which you reach your legal retirement month."""
    steps = max(0, year_of(legal_retirement_month) - minimum_months_first_increase_year + 1)
    return min(
        minimum_months_cap,
        minimum_months_before_increase + minimum_months_yearly_step * steps,
    )


@rule(
    zh="尚缺月数",
    en="Months still missing",
    unit="months",
    valid_from="2006-01-01",
    instrument=_LAW,
    article="第十六条",
)
def missing_contribution_months(minimum_contribution_months, contribution_months):
    """How many months you still have to pay before a monthly pension is possible."""
    return max(0, minimum_contribution_months - contribution_months)


@rule(
    zh="按月领取资格",
    en="Entitlement to a monthly pension",
    unit="code",
    valid_from="2006-01-01",
    instrument=_LAW,
    article="第十六条",
    values=("entitled", "outside_window", "years_short"),
)
def pension_entitlement(retirement_kind, missing_contribution_months):
    """You need an allowed retirement month and the minimum years; otherwise the reason is named."""
    if retirement_kind == "too_early" or retirement_kind == "too_late":
        return "outside_window"
    if missing_contribution_months > 0:
        return "years_short"
    return "entitled"


@rule(
    zh="可否一次性补缴",
    en="Whether one lump payment is open",
    unit="flag",
    valid_from="2011-07-01",
    instrument=_ORDER,
    article="第二条",
)
def lump_payment_open(
    missing_contribution_months,
    first_insured_month,
    assessment_month,
    legal_retirement_month,
    lump_payment_enrolled_before,
    short_record_waiting_months,
):
    """Insured before July 2011 and still short five years after the legal month: one payment may
    close the gap."""
    waited = assessment_month - legal_retirement_month
    return (
        missing_contribution_months > 0
        and first_insured_month < lump_payment_enrolled_before
        and waited >= short_record_waiting_months
    )
