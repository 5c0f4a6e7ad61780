"""Invalidity allowance: complete loss of work capacity, not from work, before the legal age."""

from renshe.kernel.rules import ceil, rule

_NOTICE = "人社部发〔2024〕72号"


@rule(
    zh="距法定退休月数",
    en="Months to the legal retirement month",
    unit="months",
    valid_from="2025-01-01",
    instrument=_NOTICE,
    article="第三条",
)
def months_to_legal_retirement(legal_retirement_month, assessment_month):
    """How many months lie between the application and your legal retirement month."""
    return legal_retirement_month - assessment_month


@rule(
    zh="病残津贴计发办法",
    en="Formula of the invalidity allowance",
    unit="code",
    valid_from="2025-01-01",
    instrument=_NOTICE,
    article="第三至五条",
    values=(
        "full_pension_formula",
        "basic_pension_formula_only",
        "basic_pension_formula_only_limited_months",
    ),
)
def invalidity_formula(
    contribution_months,
    minimum_contribution_months,
    months_to_legal_retirement,
    invalidity_full_formula_months,
):
    """Minimum years met and at most five years to go: as a pension; further away: the basic part; a
    short record: the basic part for a limited time."""
    if contribution_months < minimum_contribution_months:
        return "basic_pension_formula_only_limited_months"
    if months_to_legal_retirement <= invalidity_full_formula_months:
        return "full_pension_formula"
    return "basic_pension_formula_only"


@rule(
    zh="病残津贴支付月数（不满最低缴费年限）",
    en="Months of allowance for a short record",
    unit="months",
    valid_from="2025-01-01",
    instrument=_NOTICE,
    article="第五条",
)
def invalidity_allowance_months(
    contribution_months, invalidity_short_record_months, invalidity_months_per_year
):
    """Twelve months up to five years of contributions, three more for each further year; a started
    year counts."""
    further = max(0, ceil((contribution_months - 60) / 12))
    return invalidity_short_record_months + further * invalidity_months_per_year


@rule(
    zh="病残津贴中的个人账户部分",
    en="Account part of the invalidity allowance",
    unit="fen",
    valid_from="2025-01-01",
    instrument=_NOTICE,
    article="第三、四条",
)
def invalidity_account_part(invalidity_formula, account_pension):
    """Near the legal age as in a pension; further away, or with a short record, the account waits for the pension."""
    if invalidity_formula == "full_pension_formula":
        return account_pension
    return 0


@rule(
    zh="病残津贴中的过渡性部分",
    en="Transitional part of the invalidity allowance",
    unit="fen",
    valid_from="2025-01-01",
    instrument=_NOTICE,
    article="第三、四条",
)
def invalidity_transitional_part(invalidity_formula, transitional_pension):
    """Near the legal age as in a pension; otherwise none."""
    if invalidity_formula == "full_pension_formula":
        return transitional_pension
    return 0


@rule(
    zh="病残津贴中的其他项目",
    en="Other items of the invalidity allowance",
    unit="fen",
    valid_from="2025-01-01",
    instrument=_NOTICE,
    article="第三、四条",
)
def invalidity_other_part(invalidity_formula, other_items):
    """Near the legal age as in a pension; otherwise none."""
    if invalidity_formula == "full_pension_formula":
        return other_items
    return 0


@rule(
    zh="月病残津贴",
    en="Invalidity allowance of one month",
    unit="fen",
    valid_from="2025-01-01",
    instrument=_NOTICE,
    article="第三至五条",
)
def invalidity_allowance(
    basic_pension, invalidity_account_part, invalidity_transitional_part, invalidity_other_part
):
    """Your allowance of one month: the basic part, and near the legal age what a pension would have besides."""
    return (
        basic_pension
        + invalidity_account_part
        + invalidity_transitional_part
        + invalidity_other_part
    )
