"""Personal pension: what is deductible in a year, and what a withdrawal leaves."""

from renshe.kernel.rules import half_up, rule

_TAX = "财政部 税务总局公告2024年第21号"


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
