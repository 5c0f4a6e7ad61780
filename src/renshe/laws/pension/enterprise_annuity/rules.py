"""Enterprise annuity: how much an employer and its workers may pay in a year."""

from renshe.kernel.rules import round_down, rule

_MEASURES = "企业年金办法（人社部令第36号）"


@rule(
    zh="企业年金企业缴费最高额",
    en="Most that the employer may pay",
    unit="fen",
    valid_from="2018-02-01",
    instrument=_MEASURES,
    article="第十五条",
    rounding=round_down("fen", clause="owner-default"),
)
def annuity_employer_most(annual_payroll, annuity_employer_cap):
    """Eight percent of the year's payroll."""
    return annual_payroll * annuity_employer_cap


@rule(
    zh="企业年金缴费合计最高额",
    en="Most that both may pay together",
    unit="fen",
    valid_from="2018-02-01",
    instrument=_MEASURES,
    article="第十五条",
    rounding=round_down("fen", clause="owner-default"),
)
def annuity_combined_most(annual_payroll, annuity_combined_cap):
    """Twelve percent of the year's payroll, employer and workers together."""
    return annual_payroll * annuity_combined_cap


@rule(
    zh="企业缴费计入个人账户最高额",
    en="Most that one worker may be credited",
    unit="fen",
    valid_from="2018-02-01",
    instrument=_MEASURES,
    article="第十八条",
    rounding=round_down("fen", clause="owner-default"),
)
def annuity_person_most(average_annual_annuity_credit, annuity_person_multiple):
    """Five times the average credit of the employer's contributions."""
    return average_annual_annuity_credit * annuity_person_multiple
