"""From which month somebody who did special work may retire early, once the department has recognised it."""

from renshe.kernel.rules import refuse, rule

_BOTH = "国发〔1978〕104号；国务院关于渐进式延迟法定退休年龄的办法"


@rule(
    zh="特殊工种还差月数",
    en="Months of special work still missing",
    unit="months",
    valid_from="1985-03-04",
    instrument="劳人护〔1985〕6号",
    article="一",
    confidence="K",
)
def special_work_missing_months(
    special_work_kind, special_work_months, special_work_minimum_months
):
    """How many months of the recognised kind of work are missing for early retirement."""
    return max(0, special_work_minimum_months[special_work_kind] - special_work_months)


@rule(
    zh="特殊工种最早退休年月",
    en="Earliest month of retirement after special work",
    unit="month",
    valid_from="1985-03-04",
    instrument=_BOTH,
    article="一（二）；第八条",
    confidence="K",
)
def special_work_retirement_month(
    birth_month, retirement_category, special_work_missing_months, special_work_age
):
    """The month in which you reach 55 (men) or 45 (women), if you did the work for long enough; this age is not delayed."""
    if special_work_missing_months > 0:
        refuse("special_work_short")
    return birth_month + special_work_age[retirement_category]
