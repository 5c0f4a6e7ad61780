"""The individual account: what is credited, what interest it bears, what stands in it at the
claim."""

from renshe.kernel.rules import fold, half_up, month_of, refuse, rule, year_of

_METHOD = "劳办发〔1997〕116号"
_RATES = "人社部发〔2017〕31号"


@rule(
    zh="本次可记账额",
    en="Credit that may be booked now",
    unit="fen",
    valid_from="1997-01-01",
    instrument=_METHOD,
)
def account_credit_now(personal_share_due, personal_share_received, account_credit_when_paid):
    """A month is credited, and counts, only once your own share of it is fully paid."""
    if personal_share_received < personal_share_due:
        return 0
    return account_credit_when_paid


@rule(
    zh="该年度记账利率",
    en="Crediting rate of the year",
    unit="ratio",
    valid_from="1992-01-01",
    instrument=_RATES,
)
def account_rate_of_year(account_crediting_rate, account_year):
    """The published rate at which accounts bear interest in that year."""
    return account_crediting_rate[account_year]


@rule(
    zh="个人账户当年利息",
    en="Interest of the year on the account",
    unit="fen",
    valid_from="1992-01-01",
    instrument=_METHOD,
    rounding=half_up("fen", clause="owner-default"),
)
def account_year_interest(
    account_opening_balance,
    account_year_credit_product,
    account_rate_of_year,
):
    """A year's interest on the opening balance, and on each month's credit from its month to
    December."""
    return (account_opening_balance + account_year_credit_product / 12) * account_rate_of_year


@rule(
    zh="当年记账额的利息",
    en="Interest on the year's own credits",
    unit="fen",
    valid_from="1992-01-01",
    instrument=_METHOD,
    rounding=half_up("fen", clause="owner-default"),
)
def account_interest_on_credits(account_year_credit_product, account_rate_of_year):
    """The part of the year's interest that your contributions of the year have earned."""
    return account_year_credit_product / 12 * account_rate_of_year


@rule(
    zh="年初储存额的利息",
    en="Interest on the opening balance",
    unit="fen",
    valid_from="1992-01-01",
    instrument=_METHOD,
)
def account_interest_on_opening(account_year_interest, account_interest_on_credits):
    """The rest of the year's interest, so that both parts add up to the amount booked."""
    return account_year_interest - account_interest_on_credits


@rule(
    zh="个人账户年末储存额",
    en="Closing balance of the account",
    unit="fen",
    valid_from="1992-01-01",
    instrument=_METHOD,
)
def account_closing_balance(account_opening_balance, account_year_credit, account_year_interest):
    """What stood in your account in January, what was credited in the year, and the year's
    interest."""
    return account_opening_balance + account_year_credit + account_year_interest


@rule(
    zh="个人账户当年利息（年度计算法）",
    en="Interest of the year by the annual method",
    unit="fen",
    valid_from="1997-01-01",
    instrument=_METHOD,
    confidence="T",
    rounding=half_up("fen", clause="owner-default"),
)
def account_annual_method_interest(
    account_opening_balance,
    account_year_credit,
    account_rate_of_year,
    account_annual_method_factor,
):
    """The other permitted method: the year's credits bear about half a year's interest."""
    half_year = account_year_credit * account_annual_method_factor / 2
    return (account_opening_balance + half_year) * account_rate_of_year


@rule(
    zh="个人账户年末储存额（年度计算法）",
    en="Closing balance by the annual method",
    unit="fen",
    valid_from="1997-01-01",
    instrument=_METHOD,
    confidence="T",
)
def account_annual_method_closing(
    account_opening_balance,
    account_year_credit,
    account_annual_method_interest,
):
    """Opening balance, the year's credits and the interest of the annual method."""
    return account_opening_balance + account_year_credit + account_annual_method_interest


@fold(
    over="career",
    zh="缴费经历最后年度",
    en="Last year that the career lists",
    unit="year",
    valid_from="1992-01-01",
    instrument=_METHOD,
    limit=2100,
)
def career_last_year(year, entry):
    """Every year since the first is listed, also one without contributions, because interest runs
    through it."""
    if year > 0 and entry.year != year + 1:
        refuse("career_years_missing")
    return entry.year


@rule(
    zh="个人账户结算年月",
    en="Month to which the account is settled",
    unit="month",
    valid_from="1992-01-01",
    instrument=_METHOD,
)
def account_settlement_month(retirement_month, career_last_year):
    """Interest runs to your retirement month; the career must be listed up to that year."""
    if career_last_year > 0 and career_last_year != year_of(retirement_month):
        refuse("career_years_missing")
    return retirement_month


@fold(
    over="career",
    zh="退休时个人账户储存额（按缴费经历推算）",
    unit="fen",
    en="Account balance at retirement, from the career",
    valid_from="1992-01-01",
    instrument=_METHOD,
    rounding=half_up("fen", clause="owner-default"),
)
def account_balance_at(
    balance,
    entry,
    account_crediting_rate,
    latest_published_crediting_year,
    account_settlement_month,
):
    """Year by year: last balance, the year's credits and interest; the year of claim bears interest
    to its month.

    A year whose rate is not yet published bears the latest one, and is settled again later.
    """
    if balance == 0 and entry.credit == 0:
        return 0
    rate = account_crediting_rate[min(entry.year, latest_published_crediting_year)]
    months = 12
    if entry.year == year_of(account_settlement_month):
        months = month_of(account_settlement_month)
    product = entry.credit_product - entry.credit * (12 - months)
    return balance + entry.credit + (balance * months + product) / 12 * rate


@rule(
    zh="退休时个人账户储存额（按年初储存额推算）",
    unit="fen",
    en="Account balance at retirement, from the year's opening",
    valid_from="1992-01-01",
    instrument=_METHOD,
    rounding=half_up("fen", clause="owner-default"),
)
def account_balance_at_claim(
    account_opening_balance,
    account_year_credit,
    account_year_credit_product,
    account_crediting_rate,
    latest_published_crediting_year,
    retirement_month,
):
    """The balance of January, the credits since, and interest to the month of retirement."""
    rate = account_crediting_rate[min(year_of(retirement_month), latest_published_crediting_year)]
    months = month_of(retirement_month)
    product = account_year_credit_product - account_year_credit * (12 - months)
    interest = (account_opening_balance * months + product) / 12 * rate
    return account_opening_balance + account_year_credit + interest
