"""Enterprise annuity: how much may be paid in a year, what of it is one's own when, and how it is drawn."""

from renshe.kernel.rules import refuse, round_down, rule, whole

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


@rule(
    zh="单位缴费归属比例",
    en="Share of the employer's part that is one's own",
    unit="ratio",
    valid_from="2018-02-01",
    instrument=_MEASURES,
    article="第十九条",
)
def annuity_vested_share(
    annuity_service_months, annuity_full_vesting_years, annuity_vests_at_once, annuity_vesting_cap
):
    """Evenly by whole years until the plan's last one, which may be the eighth at latest; in the law's cases all at once."""
    if annuity_full_vesting_years > annuity_vesting_cap:
        refuse("annuity_vesting_too_long")
    if annuity_vests_at_once or annuity_full_vesting_years == 0:
        return 1
    return min(1, whole(annuity_service_months / 12) / annuity_full_vesting_years)


@rule(
    zh="已归属的单位缴费部分",
    en="Vested part of the employer's contributions",
    unit="fen",
    valid_from="2018-02-01",
    instrument=_MEASURES,
    article="第十九条",
    rounding=round_down("fen", clause="owner-default"),
)
def annuity_vested(annuity_employer_balance, annuity_vested_share):
    """The employer's contributions and their return, times the share that is yours by now."""
    return annuity_employer_balance * annuity_vested_share


@rule(
    zh="未归属的单位缴费部分",
    en="Part that is not vested",
    unit="fen",
    valid_from="2018-02-01",
    instrument=_MEASURES,
    article="第二十一条",
)
def annuity_not_vested(annuity_employer_balance, annuity_vested):
    """The rest, which goes to the plan's enterprise account if you leave before it is yours."""
    return annuity_employer_balance - annuity_vested


@rule(
    zh="当月领取额",
    en="Amount of the month",
    unit="fen",
    valid_from="2018-02-01",
    instrument=_MEASURES,
    article="第二十四条",
    rounding=round_down("fen", clause="owner-default"),
    confidence="K",
)
def annuity_month_payment(annuity_payment_balance, annuity_payment_months_left):
    """What is left over the months that are left, so that the last month takes the last fen."""
    if annuity_payment_months_left == 0:
        refuse("annuity_months_over")
    return annuity_payment_balance / annuity_payment_months_left


@rule(
    zh="当月投资收益",
    en="Return of the month",
    unit="fen",
    valid_from="2018-02-01",
    instrument=_MEASURES,
    article="第十七条",
    rounding=round_down("fen", clause="owner-default"),
    confidence="K",
)
def annuity_month_return(annuity_part_balance, annuity_unit_value, annuity_unit_value_before):
    """What the part was worth more or less, as the plan's unit moved from the month before to this one."""
    moved = annuity_unit_value - annuity_unit_value_before
    return annuity_part_balance * moved / annuity_unit_value_before
