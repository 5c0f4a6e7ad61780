"""The whole pension of one month: the lines of the determination sheet and their total."""

from renshe.kernel.rules import refuse, rule

_GENERAL = "国发〔2005〕38号"


@rule(
    zh="过渡性养老金",
    en="Transitional pension",
    unit="fen",
    valid_from="2006-01-01",
    instrument=_GENERAL,
    article="六",
)
def transitional_pension(deemed_months):
    """Who has deemed service gets a transitional part by the province's own rule; who has none gets
    none."""
    if deemed_months > 0:
        refuse("transitional_rule_is_provincial")
    return 0


@rule(
    zh="过渡性调节额",
    en="Adjustment line",
    unit="fen",
    valid_from="2006-01-01",
    instrument=_GENERAL,
    article="六",
)
def pension_adjustment_line():
    """Only provinces that phase in a new transitional method print such a line; elsewhere it is
    nothing."""
    return 0


@rule(
    zh="其他项目",
    en="Other items",
    unit="fen",
    valid_from="2006-01-01",
    instrument=_GENERAL,
    article="六",
)
def other_items(pension_adjustment_line, local_addition):
    """The adjustment line, and what local notices add that are not yet loaded as law."""
    return pension_adjustment_line + local_addition


@rule(
    zh="月基本养老金",
    en="Monthly pension",
    unit="fen",
    valid_from="2006-01-01",
    instrument=_GENERAL,
    article="六",
)
def monthly_pension(basic_pension, account_pension, transitional_pension, other_items):
    """Your pension of one month: basic, account and transitional part and the other items."""
    return basic_pension + account_pension + transitional_pension + other_items
