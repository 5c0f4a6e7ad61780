"""Proof that a pensioner is alive and entitled: until when the last one holds, and when payment resumes."""

from renshe.kernel.rules import month_of, rule

_NOTICE = "人社厅发〔2018〕107号"


@rule(
    zh="认证有效期届满年月",
    en="Month in which the proof ends",
    unit="month",
    valid_from="2018-07-01",
    instrument=_NOTICE,
    confidence="T",
)
def certification_due_month(last_verified_month, certification_cycle_months):
    """Twelve months after the last success, whenever that was; proving early begins them anew."""
    return last_verified_month + certification_cycle_months


@rule(
    zh="认证有效期届满日",
    en="Day of that month on which the proof ends",
    unit="number",
    valid_from="2018-07-01",
    instrument=_NOTICE,
    confidence="T",
)
def certification_due_day(last_verified_day, certification_due_month):
    """The same day of the month; the 28th of February for the 29th."""
    if month_of(certification_due_month) == 2:
        return min(28, last_verified_day)
    return last_verified_day
