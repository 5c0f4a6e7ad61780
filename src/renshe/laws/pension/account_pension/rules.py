"""The account pension: your own savings over the months that the law expects a pension to be
paid."""

from renshe.kernel.rules import half_up, refuse, rule, whole

_GENERAL = "国发〔2005〕38号"


@rule(
    zh="退休时月龄",
    en="Age at retirement in months",
    unit="months",
    valid_from="2006-01-01",
    instrument=_GENERAL,
    article="附件",
)
def age_at_claim_months(retirement_month, birth_month):
    """Your age in whole months in the month of retirement."""
    if retirement_month < birth_month:
        refuse("retirement_before_birth")
    return retirement_month - birth_month


@rule(
    name="annuity_divisor",
    zh="计发月数",
    en="Annuity divisor",
    unit="months",
    valid_from="2006-01-01",
    valid_to="2024-12-31",
    instrument=_GENERAL,
    article="附件",
)
def annuity_divisor_before_2025(age_at_claim_months, annuity_divisor_of_age):
    """The months of the national table for your age in whole years; the table ends at 70."""
    if age_at_claim_months < 480:
        refuse("age_outside_divisor_table")
    return annuity_divisor_of_age[min(70, whole(age_at_claim_months / 12))]


@rule(
    zh="计发月数",
    en="Annuity divisor",
    unit="months",
    valid_from="2025-01-01",
    instrument="国务院关于渐进式延迟法定退休年龄的办法",
    article="第一条",
    rounding=half_up("0.1", clause="济南12345答复 art_23076_5018027"),
)
def annuity_divisor(age_at_claim_months, annuity_divisor_of_age):
    """Between two ages of the national table the months in between count evenly, to one decimal."""
    if age_at_claim_months < 480:
        refuse("age_outside_divisor_table")
    years = min(70, whole(age_at_claim_months / 12))
    months = min(11, age_at_claim_months - years * 12)
    here = annuity_divisor_of_age[years]
    return here - (here - annuity_divisor_of_age[min(70, years + 1)]) * months / 12


@rule(
    zh="个人账户养老金",
    en="Account pension",
    unit="fen",
    valid_from="2006-01-01",
    instrument=_GENERAL,
    article="六",
    rounding=half_up("fen", clause="owner-default"),
)
def account_pension(account_balance, annuity_divisor):
    """Your account balance at retirement, divided by the divisor of your age."""
    return account_balance / annuity_divisor
