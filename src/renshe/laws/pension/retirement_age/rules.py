"""When a person may and must retire: the age of 1978, its gradual change from 2025, the flexible
window."""

from renshe.kernel.rules import rule

_MEASURES = "国务院关于渐进式延迟法定退休年龄的办法"
_OLD = "国发〔1978〕104号"
_BOTH = "国发〔1978〕104号；国务院关于渐进式延迟法定退休年龄的办法"


@rule(
    zh="原法定退休年月",
    en="Month of the original retirement age",
    unit="month",
    valid_from="1978-06-02",
    instrument=_OLD,
    article="一",
)
def original_retirement_month(birth_month, retirement_category, original_retirement_age):
    """The month in which you reach 60 (men), 55 or 50 (women, by post): the age before 2025."""
    return birth_month + original_retirement_age[retirement_category]


@rule(
    name="retirement_delay_months",
    zh="延迟退休月数",
    en="Months of delay",
    unit="months",
    valid_from="1978-06-02",
    valid_to="2024-12-31",
    instrument=_OLD,
    article="一",
)
def retirement_delay_months_before_2025():
    """Before 2025 nobody's retirement was delayed."""
    return 0


@rule(
    zh="延迟退休月数",
    en="Months of delay",
    unit="months",
    valid_from="2025-01-01",
    instrument=_MEASURES,
    article="第一条",
)
def retirement_delay_months(
    birth_month,
    retirement_category,
    delay_first_birth_month,
    delay_step,
    delay_cap,
):
    """One month later for every started four months (women of 50: two) by which you were born after
    the first month."""
    later = birth_month - delay_first_birth_month[retirement_category]
    if later < 0:
        return 0
    return min(delay_cap[retirement_category], later // delay_step[retirement_category] + 1)


@rule(
    zh="法定退休年月",
    en="Legal retirement month",
    unit="month",
    valid_from="1978-06-02",
    instrument=_BOTH,
    article="第一条",
)
def legal_retirement_month(original_retirement_month, retirement_delay_months):
    """The month of the original age plus your months of delay."""
    return original_retirement_month + retirement_delay_months


@rule(
    zh="法定退休年龄（月）",
    en="Legal retirement age in months",
    unit="months",
    valid_from="1978-06-02",
    instrument=_BOTH,
    article="第一条",
)
def legal_retirement_age_months(legal_retirement_month, birth_month):
    """Your age, in months, in the legal retirement month."""
    return legal_retirement_month - birth_month


@rule(
    name="earliest_retirement_month",
    zh="最早可退休年月",
    en="Earliest month of retirement",
    unit="month",
    valid_from="1978-06-02",
    valid_to="2024-12-31",
    instrument=_OLD,
    article="一",
)
def earliest_retirement_month_before_2025(legal_retirement_month):
    """Before 2025 there was no flexible early retirement."""
    return legal_retirement_month


@rule(
    zh="最早可退休年月",
    en="Earliest month of retirement",
    unit="month",
    valid_from="2025-01-01",
    instrument=_MEASURES,
    article="第三条",
)
def earliest_retirement_month(
    legal_retirement_month,
    original_retirement_month,
    flexible_early_months,
):
    """Up to three years before the legal month, but never before the original age; the minimum
    years must be met."""
    return max(legal_retirement_month - flexible_early_months, original_retirement_month)


@rule(
    name="latest_retirement_month",
    zh="最迟可退休年月",
    en="Latest month of retirement",
    unit="month",
    valid_from="1978-06-02",
    valid_to="2024-12-31",
    instrument=_OLD,
    article="一",
)
def latest_retirement_month_before_2025(legal_retirement_month):
    """Before 2025 there was no flexible late retirement."""
    return legal_retirement_month


@rule(
    zh="最迟可退休年月",
    en="Latest month of retirement",
    unit="month",
    valid_from="2025-01-01",
    instrument=_MEASURES,
    article="第三条",
)
def latest_retirement_month(legal_retirement_month, flexible_late_months):
    """Up to three years after the legal month, by agreement with the employer."""
    return legal_retirement_month + flexible_late_months


@rule(
    zh="退休方式",
    en="Kind of retirement",
    unit="code",
    valid_from="1978-06-02",
    instrument=_BOTH,
    article="第三条",
    values=("too_early", "flexible_early", "legal", "flexible_late", "too_late"),
)
def retirement_kind(
    retirement_month,
    legal_retirement_month,
    earliest_retirement_month,
    latest_retirement_month,
):
    """Whether the chosen month is the legal one, flexibly early or late, or outside the window."""
    if retirement_month < earliest_retirement_month:
        return "too_early"
    if retirement_month > latest_retirement_month:
        return "too_late"
    if retirement_month < legal_retirement_month:
        return "flexible_early"
    if retirement_month > legal_retirement_month:
        return "flexible_late"
    return "legal"


@rule(
    zh="养老金起领年月",
    en="First month of pension",
    unit="month",
    valid_from="1978-06-02",
    instrument=_BOTH,
    article="第一条",
    confidence="K",
)
def pension_start_month(retirement_month):
    """Your pension is due from the month after the month in which you retire."""
    return retirement_month + 1
