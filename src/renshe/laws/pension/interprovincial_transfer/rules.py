"""Transfer of a pension relation between provinces: what moves, and which account is temporary."""

from renshe.kernel.rules import fold, half_up, rule

_MEASURES = "国办发〔2009〕66号"


@rule(
    zh="统筹基金转移额",
    en="Pooled amount transferred",
    unit="fen",
    valid_from="2010-01-01",
    instrument=_MEASURES,
    article="第四条",
    rounding=half_up("fen", clause="owner-default"),
)
def transfer_pooled_amount(transferred_base_sum, transfer_pooled_rate):
    """Twelve percent of your actual contribution bases since January 1998."""
    return transferred_base_sum * transfer_pooled_rate


@rule(
    zh="该年应记账额",
    en="Account credit of a year",
    unit="fen",
    valid_from="1998-01-01",
    instrument=_MEASURES,
    article="第四条",
    rounding=half_up("fen", clause="owner-default"),
)
def account_credit_of_year(account_base_sum, account_rate):
    """What a year's bases should have brought to your account: 11 percent, since 2006 8 percent."""
    return account_base_sum * account_rate


@rule(
    zh="转移资金合计",
    en="Amount transferred in all",
    unit="fen",
    valid_from="2010-01-01",
    instrument=_MEASURES,
    article="第四条",
)
def transfer_total(transfer_pooled_amount, transferred_account):
    """Your account with its interest, and the pooled amount."""
    return transfer_pooled_amount + transferred_account


@rule(
    zh="是否建立临时缴费账户",
    en="Whether a temporary account is opened",
    unit="flag",
    valid_from="2010-01-01",
    instrument=_MEASURES,
    article="第五条",
)
def temporary_account(
    sex, age_at_new_enrolment, new_place_is_household_place, temporary_account_age
):
    """Men from 50 and women from 40 who enrol outside their household place pay into a temporary
    account there."""
    if new_place_is_household_place:
        return False
    return age_at_new_enrolment >= temporary_account_age[sex]


@fold(
    over="provincial_relations",
    zh="最后一个缴费满十年的省份",
    en="Last province with ten years",
    unit="number",
    valid_from="2010-01-01",
    instrument=_MEASURES,
    article="第六条",
    limit=820000,
)
def last_province_with_ten_years(found, entry, place_of_benefit_months):
    """Of the provinces where you paid for at least ten years the one where you were last; 0 if there is none."""
    if entry.months >= place_of_benefit_months:
        return entry.province
    return found


@rule(
    zh="待遇领取地（省份代码）",
    en="Province that pays the pension (code)",
    unit="number",
    valid_from="2010-01-01",
    instrument=_MEASURES,
    article="第六条",
)
def place_of_benefit(household_province, current_province, last_province_with_ten_years):
    """Your household province if your relation is there; else the last province with ten years, beginning with
    the present one; else your household province."""
    if current_province == household_province:
        return household_province
    if last_province_with_ten_years > 0:
        return last_province_with_ten_years
    return household_province


@rule(
    zh="转移接续每一步的办理期限（工作日）",
    en="Limit of each step of a transfer, in working days",
    unit="days",
    valid_from="2010-01-01",
    instrument=_MEASURES,
    article="第八条",
)
def transfer_step_limit(transfer_step_days):
    """Each agency has fifteen working days for its step: the letter, the form with the money, and the booking."""
    return transfer_step_days


@rule(
    zh="临时缴费账户归集额",
    en="Amount gathered from a temporary account",
    unit="fen",
    valid_from="2010-01-01",
    instrument=_MEASURES,
    article="第五条",
)
def temporary_account_gathered(temporary_employer_contributions, transferred_account):
    """All that was paid into the temporary account moves on: the employer's part and your own with its interest."""
    return temporary_employer_contributions + transferred_account
