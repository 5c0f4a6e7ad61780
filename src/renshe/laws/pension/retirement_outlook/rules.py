"""Three pillars at a chosen month: the law of today, applied to a future that the asker assumes. In today's wages."""

from renshe.kernel.rules import fold, half_up, rule

_METHOD = "劳办发〔1997〕116号"
_PERSONAL = "人社部发〔2022〕70号"
_FEN = half_up("fen", clause="owner-default")


@fold(
    over="projected_years",
    start="account_balance_now",
    zh="退休时个人账户储存额（推算，按今天的工资水平）",
    en="Account at retirement, projected, in today's wages",
    unit="fen",
    valid_from="2022-11-04",
    instrument=_METHOD,
    rounding=_FEN,
    confidence="K",
)
def projected_account(balance, entry, assumed_crediting_rate, assumed_wage_growth):
    """Year by year: what stood there, less what wages gained, the year's credits, and the interest that you assume."""
    opened = balance / (1 + assumed_wage_growth * entry.rises)
    interest = (opened * entry.months + entry.account_product) / 12 * assumed_crediting_rate
    return opened + entry.account_credit + interest


@fold(
    over="projected_years",
    start="annuity_balance_now",
    zh="退休时年金账户余额（推算，按今天的工资水平）",
    en="Annuity account at retirement, projected, in today's wages",
    unit="fen",
    valid_from="2022-11-04",
    instrument="企业年金办法（人社部令第36号）",
    article="第十七条",
    rounding=_FEN,
    confidence="K",
)
def projected_annuity(balance, entry, assumed_return, assumed_wage_growth):
    """As the account of the basic pension, with the return of the fund in place of the crediting rate."""
    opened = balance / (1 + assumed_wage_growth * entry.rises)
    gain = (opened * entry.months + entry.annuity_product) / 12 * assumed_return
    return opened + entry.annuity_credit + gain


@fold(
    over="projected_years",
    start="personal_pension_balance_now",
    zh="退休时个人养老金账户余额（推算，按今天的工资水平）",
    en="Personal pension at retirement, projected, in today's wages",
    unit="fen",
    valid_from="2022-11-04",
    instrument=_PERSONAL,
    rounding=_FEN,
    confidence="K",
)
def projected_personal_pension(balance, entry, assumed_return, assumed_wage_growth):
    """What you pay in, and the return that you assume, less what wages gained meanwhile."""
    opened = balance / (1 + assumed_wage_growth * entry.rises)
    gain = (opened * entry.months + entry.personal_product) / 12 * assumed_return
    return opened + entry.personal_credit + gain


@rule(
    zh="年金每月（推算）",
    en="Annuity a month, projected",
    unit="fen",
    valid_from="2022-11-04",
    instrument="企业年金办法（人社部令第36号）",
    article="第二十四条",
    rounding=_FEN,
    confidence="K",
)
def annuity_monthly_estimate(projected_annuity, annuity_divisor):
    """The balance, drawn month by month over the divisor of your age; you may also choose another way."""
    return projected_annuity / annuity_divisor


@rule(
    zh="个人养老金每月（推算，税前）",
    en="Personal pension a month before tax, projected",
    unit="fen",
    valid_from="2022-11-04",
    instrument=_PERSONAL,
    rounding=_FEN,
    confidence="K",
)
def personal_pension_monthly_gross(projected_personal_pension, annuity_divisor):
    """The balance, drawn month by month over the divisor of your age."""
    return projected_personal_pension / annuity_divisor


@rule(
    zh="个人养老金每月（推算，税后）",
    en="Personal pension a month after tax, projected",
    unit="fen",
    valid_from="2024-01-01",
    instrument="财政部 税务总局公告2024年第21号",
    article="一",
    rounding=_FEN,
    confidence="K",
)
def personal_pension_monthly_estimate(personal_pension_monthly_gross, personal_pension_tax_rate):
    """What the tax on withdrawals leaves of it."""
    return personal_pension_monthly_gross * (1 - personal_pension_tax_rate)


@rule(
    zh="每月养老收入（推算）",
    en="Retirement income a month, projected",
    unit="fen",
    valid_from="2024-01-01",
    instrument="国发〔2005〕38号",
    article="六",
    confidence="K",
)
def retirement_income_estimate(
    monthly_pension, annuity_monthly_estimate, personal_pension_monthly_estimate
):
    """Basic pension, annuity and personal pension together, in today's wages."""
    return monthly_pension + annuity_monthly_estimate + personal_pension_monthly_estimate


@rule(
    zh="离目标每月还差",
    en="Missing to the goal, a month",
    unit="fen",
    valid_from="2024-01-01",
    instrument="国发〔2005〕38号",
    article="六",
    confidence="K",
)
def retirement_gap(retirement_goal, retirement_income_estimate):
    """What you set yourself, less what would come; nothing where that is enough."""
    return max(0, retirement_goal - retirement_income_estimate)
