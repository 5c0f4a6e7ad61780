"""From the employee scheme to the residents' and back: which account joins which, and which years count."""

from renshe.kernel.rules import half_up, refuse, rule

_MEASURES = "人社部发〔2014〕17号"


@rule(
    zh="衔接方向",
    en="Direction of the bridging",
    unit="code",
    valid_from="2014-07-01",
    instrument=_MEASURES,
    article="三至五",
    values=("resident_to_employee", "employee_to_resident"),
)
def bridging_direction(
    at_legal_retirement_age, draws_other_pension, employee_months, minimum_contribution_months
):
    """With the minimum years you become a pensioner of the employee scheme, else of the residents'."""
    if not at_legal_retirement_age:
        refuse("not_yet_at_retirement_age")
    if draws_other_pension:
        refuse("draws_a_pension_already")
    if employee_months >= minimum_contribution_months:
        return "resident_to_employee"
    return "employee_to_resident"


@rule(
    zh="计入职工养老保险的月数",
    en="Months that count in the employee scheme",
    unit="months",
    valid_from="2014-07-01",
    instrument=_MEASURES,
    article="五",
)
def bridged_employee_months(bridging_direction, employee_months):
    """Only the employee scheme's own months; resident years never become employee years."""
    if bridging_direction == "resident_to_employee":
        return employee_months
    return 0


@rule(
    zh="计入居民养老保险的月数",
    en="Months that count in the resident scheme",
    unit="months",
    valid_from="2014-07-01",
    instrument=_MEASURES,
    article="六、七",
)
def bridged_resident_months(
    bridging_direction, employee_months, resident_years, bridged_double_months
):
    """The resident years, and on the way to the resident scheme the employee months too; a month of both counts once."""
    if bridging_direction == "resident_to_employee":
        return 0
    return resident_years * 12 + employee_months - bridged_double_months


@rule(
    zh="合并后的个人账户",
    en="Account after the bridging",
    unit="fen",
    valid_from="2014-07-01",
    instrument=_MEASURES,
    article="五、六",
)
def bridged_account(account_balance, resident_account_balance):
    """Both accounts, whole, in whichever scheme pays."""
    return account_balance + resident_account_balance


@rule(
    zh="重复缴费退还额",
    en="Refund for years covered twice",
    unit="fen",
    valid_from="2014-07-01",
    instrument=_MEASURES,
    article="七",
)
def double_cover_refund(same_year_resident_payment):
    """What you paid to the resident scheme for years that the employee scheme covers comes back to you."""
    return same_year_resident_payment


@rule(
    zh="重复领取应退还额",
    en="Refund due for two pensions",
    unit="fen",
    valid_from="2014-07-01",
    instrument=_MEASURES,
    article="八",
)
def double_benefit_due(double_resident_basic):
    """The basic parts drawn beside an employee pension are to be paid back; the balance may be used for it."""
    return double_resident_basic


@rule(
    zh="抵扣后返还本人的账户余额",
    en="Balance returned after the set-off",
    unit="fen",
    valid_from="2014-07-01",
    instrument=_MEASURES,
    article="八",
)
def double_benefit_returned(resident_account_balance, double_benefit_due):
    """What is left of the resident account once the refund is taken from it."""
    return max(0, resident_account_balance - double_benefit_due)


@rule(
    zh="重复缴费时段的居民缴费",
    en="Resident payment of the months that are covered twice",
    unit="fen",
    valid_from="2014-07-01",
    instrument=_MEASURES,
    article="七",
    rounding=half_up("fen", clause="owner-default"),
    confidence="K",
)
def double_cover_payment(resident_year_payment, double_cover_months):
    """Of your payment and the village's for the year the twelfths of the months that the employee scheme covers."""
    return resident_year_payment * double_cover_months / 12
