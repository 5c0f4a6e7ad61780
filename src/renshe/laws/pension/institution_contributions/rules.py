"""What government staff and their bodies pay in, and what moves on with them."""

from renshe.kernel.rules import half_up, rule

_DECISION = "国发〔2015〕2号"
_ANNUITY = "国办发〔2015〕18号"


@rule(
    zh="机关事业单位缴费基数",
    en="Base of government staff",
    unit="fen",
    valid_from="2014-10-01",
    instrument=_DECISION,
    article="三",
    confidence="K",
)
def institution_contribution_base(institution_wage, pension_base_floor, pension_base_cap):
    """Your wage of the month, at least the floor and at most the cap of the place."""
    return min(max(institution_wage, pension_base_floor), pension_base_cap)


@rule(
    zh="单位缴纳基本养老保险费",
    en="Employer's contribution to the basic insurance",
    unit="fen",
    valid_from="2014-10-01",
    instrument=_DECISION,
    article="三",
    rounding=half_up("fen", clause="owner-default"),
    confidence="K",
)
def institution_employer_contribution(institution_contribution_base, institution_employer_rate):
    """Twenty percent of the base, since May 2019 sixteen."""
    return institution_contribution_base * institution_employer_rate


@rule(
    zh="个人缴纳基本养老保险费",
    en="Own contribution to the basic insurance",
    unit="fen",
    valid_from="2014-10-01",
    instrument=_DECISION,
    article="三",
    rounding=half_up("fen", clause="owner-default"),
    confidence="K",
)
def institution_personal_contribution(institution_contribution_base, institution_personal_rate):
    """Eight percent of the base, which all stands in your account."""
    return institution_contribution_base * institution_personal_rate


@rule(
    zh="职业年金单位缴费",
    en="Employer's payment to the occupational annuity",
    unit="fen",
    valid_from="2014-10-01",
    instrument=_ANNUITY,
    article="四",
    rounding=half_up("fen", clause="owner-default"),
    confidence="K",
)
def occupational_annuity_employer(annuity_base, occupational_annuity_employer_rate):
    """Eight percent of the base of the basic insurance."""
    return annuity_base * occupational_annuity_employer_rate


@rule(
    zh="职业年金个人缴费",
    en="Own payment to the occupational annuity",
    unit="fen",
    valid_from="2014-10-01",
    instrument=_ANNUITY,
    article="四",
    rounding=half_up("fen", clause="owner-default"),
    confidence="K",
)
def occupational_annuity_personal(annuity_base, occupational_annuity_personal_rate):
    """Four percent of the same base."""
    return annuity_base * occupational_annuity_personal_rate


@rule(
    zh="转移统筹资金（机关事业单位）",
    en="Pooled money that moves with government staff",
    unit="fen",
    valid_from="2014-10-01",
    instrument=_DECISION,
    article="七",
    rounding=half_up("fen", clause="owner-default"),
    confidence="T",
)
def institution_transfer_pooled(institution_base_sum, institution_transfer_rate):
    """Twelve percent of the bases since the reform goes with you to the employees' scheme."""
    return institution_base_sum * institution_transfer_rate
