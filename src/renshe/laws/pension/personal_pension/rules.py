"""Personal pension: what is deductible in a year, and what a withdrawal leaves."""

from renshe.kernel.rules import half_up, rule

_TAX = "财政部 税务总局公告2024年第21号"
_MEASURES = "人社部发〔2022〕70号"
_WIDER = "关于领取个人养老金有关问题的通知（2025年）"


@rule(
    zh="可税前扣除额",
    en="Deductible payment",
    unit="fen",
    valid_from="2024-01-01",
    instrument=_TAX,
    article="一",
)
def personal_pension_deduction(personal_pension_paid, personal_pension_cap):
    """What you paid in the year, up to the cap."""
    return min(personal_pension_paid, personal_pension_cap)


@rule(
    zh="领取应纳税额",
    en="Tax on a withdrawal",
    unit="fen",
    valid_from="2024-01-01",
    instrument=_TAX,
    article="一",
    rounding=half_up("fen", clause="owner-default"),
)
def personal_pension_tax(personal_pension_withdrawal, personal_pension_tax_rate):
    """Three percent, apart from your other income."""
    return personal_pension_withdrawal * personal_pension_tax_rate


@rule(
    zh="实际领取额",
    en="What a withdrawal leaves",
    unit="fen",
    valid_from="2024-01-01",
    instrument=_TAX,
    article="一",
)
def personal_pension_net(personal_pension_withdrawal, personal_pension_tax):
    """The withdrawal less its tax."""
    return personal_pension_withdrawal - personal_pension_tax


@rule(
    zh="当年少缴个人所得税",
    en="Income tax saved in the year",
    unit="fen",
    valid_from="2024-01-01",
    instrument=_TAX,
    article="一",
    rounding=half_up("fen", clause="owner-default"),
)
def personal_pension_tax_saved(personal_pension_deduction, marginal_tax_rate):
    """The deductible payment times your highest rate, as long as it does not lead into a lower one."""
    return personal_pension_deduction * marginal_tax_rate


@rule(
    name="personal_pension_claim",
    zh="可否领取个人养老金",
    en="Whether the personal pension may be drawn",
    unit="code",
    valid_from="2022-11-04",
    valid_to="2025-08-31",
    instrument=_MEASURES,
    values=("open", "not_open"),
    confidence="K",
)
def personal_pension_withdrawal_before_2025_09(personal_pension_reason, at_legal_retirement_age):
    """At the age of the basic pension, on complete incapacity, on settling abroad."""
    if personal_pension_reason == "pension_age":
        return "open" if at_legal_retirement_age else "not_open"
    if personal_pension_reason in ("incapacity", "emigration"):
        return "open"
    return "not_open"


@rule(
    name="personal_pension_claim",
    zh="可否领取个人养老金",
    en="Whether the personal pension may be drawn",
    unit="code",
    valid_from="2025-09-01",
    instrument=_WIDER,
    values=("open", "not_open"),
)
def personal_pension_withdrawal_since_2025_09(
    personal_pension_reason,
    at_legal_retirement_age,
    medical_cost_own,
    disposable_income_per_head,
    unemployment_months_drawn,
    personal_pension_unemployment_months,
):
    """Also for medical cost above the income per head, twelve months without work within two years, or minimum allowance."""
    if personal_pension_reason == "pension_age":
        return "open" if at_legal_retirement_age else "not_open"
    if personal_pension_reason == "medical_cost":
        return "open" if medical_cost_own > disposable_income_per_head else "not_open"
    if personal_pension_reason == "unemployment":
        enough = unemployment_months_drawn >= personal_pension_unemployment_months
        return "open" if enough else "not_open"
    return "open"
