"""Why employment says no."""

from __future__ import annotations

from datetime import date

from renshe.kernel.codes.problem import Problem


def filed_already(*, since: date) -> Problem:
    """There is a contract in force between the two."""
    return Problem(
        "contract_filed_already",
        f"与本单位的劳动用工已经备案（{since.isoformat()}起）",
        f"an employment here since {since.isoformat()} is on file",
        "劳动合同法 7",
        "续订的先报终止；报错的先撤销",
        "End it first for a new contract, or withdraw what was filed by mistake",
    )


def no_contract() -> Problem:
    """Nothing is in force between the two."""
    return Problem(
        "no_contract_filed",
        "没有在本单位的用工备案",
        "no employment at this employer is on file",
        "劳动合同法 7",
        "请核对人员和单位",
        "Check person and employer",
    )


def term_missing() -> Problem:
    """A fixed term without its last day."""
    return Problem(
        "term_missing",
        "固定期限劳动合同没有填写终止日期",
        "a fixed-term contract has no last day",
        "劳动合同法 13",
        "请填写合同终止日期",
        "Fill in the last day of the contract",
    )


def days_out_of_order() -> Problem:
    """A last day before the first."""
    return Problem(
        "days_out_of_order",
        "日期先后有误：终止不能早于用工之日",
        "the days are out of order: nothing ends before work began",
        "劳动合同法 7",
        "请核对用工、终止日期",
        "Check the first and the last day",
    )


def probation_too_long(*, most: int) -> Problem:
    """Longer than the term allows."""
    allowed = f"不得超过{most}个月" if most else "不得约定试用期"
    return Problem(
        "probation_too_long",
        f"试用期过长：这样的合同{allowed}",
        f"the probation is too long: such a contract allows {most} months",
        "劳动合同法 19、70",
        "请更正试用期；多约定的部分无效",
        "Correct it; what exceeds the limit is void",
    )


def employer_closed(*, on: date) -> Problem:
    """The employer was not there on the day."""
    return Problem(
        "employer_not_there",
        f"单位在{on.isoformat()}尚未成立或已经注销",
        f"the employer did not exist on {on.isoformat()}",
        "劳动合同法 7",
        "请核对单位和用工之日",
        "Check employer and day",
    )


def wage_missing() -> Problem:
    """No pay is agreed."""
    return Problem(
        "wage_missing",
        "劳动报酬必须大于零",
        "the pay is not above nothing",
        "劳动合同法 17",
        "请填写合同约定的劳动报酬",
        "Fill in the pay that was agreed",
    )
