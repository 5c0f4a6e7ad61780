"""Survivors' benefit after a death that is not from work: a funeral and a survivors' grant."""

from renshe.kernel.rules import ceil, half_up, refuse, rule, whole

_NOTICE = "人社部发〔2021〕18号"


@rule(
    zh="丧葬补助金",
    en="Funeral grant",
    unit="fen",
    valid_from="2021-09-01",
    instrument=_NOTICE,
    rounding=half_up("fen", clause="owner-default"),
)
def funeral_grant(monthly_disposable_income, funeral_grant_months):
    """Twice the province's monthly urban disposable income of the year before the death."""
    return monthly_disposable_income * funeral_grant_months


@rule(
    zh="按缴费年限计算的抚恤金月数",
    en="Months of the survivors' grant by contribution years",
    unit="months",
    valid_from="2021-09-01",
    instrument=_NOTICE,
    confidence="T",
)
def survivors_months_by_years(contribution_months, survivors_grant_cap):
    """Three months below five years, six below ten, nine to fifteen, one more for each year above,
    at most 24. A year that was begun is counted here; where that decides, the grant refuses."""
    if contribution_months < 60:
        return 3
    if contribution_months < 120:
        return 6
    if contribution_months <= 180:
        return 9
    if contribution_months >= 360:
        return survivors_grant_cap
    return 9 + ceil((contribution_months - 180) / 12)


@rule(
    zh="抚恤金月数",
    en="Months of the survivors' grant",
    unit="months",
    valid_from="2021-09-01",
    instrument=_NOTICE,
    confidence="T",
)
def survivors_grant_months(
    survivors_status,
    contribution_months,
    survivors_months_by_years,
    pension_months_received,
    survivors_grant_floor_retiree,
):
    """A pensioner's months shrink by one for each year of pension received, but not below nine.

    No text says how a part of a year counts. Where every reading gives the nine months, nine it is;
    where the reading decides, the rule refuses."""
    years_received = whole(pension_months_received / 12)
    if survivors_status == "retiree" and (
        survivors_months_by_years - years_received <= survivors_grant_floor_retiree
    ):
        return survivors_grant_floor_retiree
    if (
        180 < contribution_months
        and contribution_months < 360
        and (whole(contribution_months / 12) * 12 != contribution_months)
    ):
        refuse("part_year_not_settled")
    if survivors_status == "in_service":
        return survivors_months_by_years
    if years_received * 12 != pension_months_received:
        refuse("part_year_not_settled")
    return survivors_months_by_years - years_received


@rule(
    zh="抚恤金",
    en="Survivors' grant",
    unit="fen",
    valid_from="2021-09-01",
    instrument=_NOTICE,
    rounding=half_up("fen", clause="owner-default"),
)
def survivors_grant(monthly_disposable_income, survivors_grant_months):
    """The months of the grant times the province's monthly disposable income."""
    return monthly_disposable_income * survivors_grant_months


@rule(
    zh="退休人员抚恤金最低额",
    en="Least survivors' grant of a pensioner",
    unit="fen",
    valid_from="2021-09-01",
    instrument=_NOTICE,
    rounding=half_up("fen", clause="owner-default"),
)
def survivors_grant_least(monthly_disposable_income, survivors_grant_floor_retiree):
    """Nine months: what any pensioner's family gets at least."""
    return monthly_disposable_income * survivors_grant_floor_retiree


@rule(
    zh="遗属待遇合计",
    en="Survivors' benefit in all",
    unit="fen",
    valid_from="2021-09-01",
    instrument=_NOTICE,
)
def survivors_benefit(
    funeral_grant, survivors_grant, survivors_status, contribution_months, own_contributions_total
):
    """Both grants; below five years of contributions together no more than the person's own
    contributions."""
    if survivors_status == "in_service" and contribution_months < 60:
        return min(own_contributions_total, funeral_grant + survivors_grant)
    return funeral_grant + survivors_grant
