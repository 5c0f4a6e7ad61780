"""Why enrolment says no."""

from __future__ import annotations

from collections.abc import Sequence

from renshe.domains.enrolment.models import Insurance
from renshe.kernel.codes.problem import Problem
from renshe.kernel.periods import Month, format_month, format_month_zh


def insurance_names(insurances: Sequence[int]) -> str:
    """The Chinese names of insurances, in their order."""
    return "、".join(Insurance(number).label for number in sorted(insurances))


def already_insured(*, insurances: Sequence[int], same_employer: bool, since: Month) -> Problem:
    """There is a spell already. Another employer is not named: that is not the asker's to know."""
    names = insurance_names(insurances)
    if same_employer:
        return Problem(
            code="insured_here_already",
            zh=f"该人员自{format_month_zh(since)}起已在本单位参加{names}",
            en=f"the person is insured here since {format_month(since)}",
            next_step_zh="无需重复办理；如需更正，请先作废原记录",
            next_step_en="Nothing to do; to correct it, cancel the record first",
        )
    return Problem(
        code="insured_elsewhere",
        zh=f"该人员自{format_month_zh(since)}起在其他单位或以个人身份参加{names}",
        en=f"the person is insured elsewhere since {format_month(since)}",
        next_step_zh="请原参保单位先办理减员，或由经办机构办理转移",
        next_step_en="Have the other employer report the leaver, or ask for a move",
        clause="社会保险法 五十八",
    )


def not_insured(*, insurances: Sequence[int], month: Month) -> Problem:
    """There is no spell to end, suspend, resume or move."""
    return Problem(
        code="not_insured_here",
        zh=f"该人员{format_month_zh(month)}没有在本单位参加{insurance_names(insurances)}",
        en=f"the person is not insured here in {format_month(month)}",
        next_step_zh="请核对人员、险种和月份",
        next_step_en="Check person, insurance and month",
    )


def insurance_not_for(*, insurances: Sequence[int], kind_zh: str) -> Problem:
    """This kind of person does not belong in that insurance."""
    return Problem(
        code="insurance_not_for_kind",
        zh=f"{kind_zh}不参加{insurance_names(insurances)}",
        en="people of this kind do not join this insurance",
        next_step_zh="请更正人员类别或去掉该险种",
        next_step_en="Correct the kind of person or leave the insurance out",
        clause="社会保险法 十、二十三、三十三、四十四、五十三",
    )


def kind_needs_employer() -> Problem:
    """Only a flexible worker is insured without an employer."""
    return Problem(
        code="employer_missing",
        zh="没有单位的只能以灵活就业人员身份参保",
        en="without an employer only a flexible worker can be insured",
        next_step_zh="请选择参保单位，或改为灵活就业人员",
        next_step_en="Name the employer, or insure as a flexible worker",
        clause="社会保险法 十",
    )


def person_dead(*, month: Month) -> Problem:
    """Insured after death."""
    return Problem(
        code="person_dead",
        zh=f"该人员在{format_month_zh(month)}之前已登记死亡",
        en=f"the person's death before {format_month(month)} is on record",
        next_step_zh="请核对人员；死亡登记有误的，先办理更正",
        next_step_en="Check the person; a wrong death record is withdrawn first",
    )


def employer_not_open(*, month: Month) -> Problem:
    """The employer was not there, or no longer, in the month."""
    return Problem(
        code="employer_not_open",
        zh=f"单位在{format_month_zh(month)}尚未登记或已经注销",
        en=f"the employer was not registered, or closed, in {format_month(month)}",
        next_step_zh="请核对单位和月份；已合并的请由承继单位办理",
        next_step_en="Check employer and month; a merged one acts through its successor",
    )


def under_age() -> Problem:
    """Below sixteen without approval."""
    return Problem(
        code="under_age",
        zh="该人员在参保月份未满16周岁",
        en="the person is below sixteen in that month",
        next_step_zh="文艺、体育等特招人员请上传审批材料后办理",
        next_step_en="For performers and athletes, upload the approval first",
        clause="劳动法 十五",
    )


def reason_unknown(*, reason: str, known: Sequence[str]) -> Problem:
    """A reason that is not in the table."""
    return Problem(
        code="reason_unknown",
        zh=f"原因“{reason}”不在可选之列",
        en=f"{reason!r} is no reason",
        next_step_zh=f"请选择：{'、'.join(known)}",
        next_step_en=f"Use one of {', '.join(known)}",
    )


def overlap() -> Problem:
    """Another change of the same person came in between."""
    return Problem(
        code="overlap",
        zh="该人员的参保记录刚被另一操作改动，时间发生重叠",
        en="another change of this person was recorded meanwhile and overlaps",
        next_step_zh="请刷新后重新办理",
        next_step_en="Look again and repeat",
    )


def no_successor() -> Problem:
    """Absorbing without a recorded merger."""
    return Problem(
        code="no_successor",
        zh="单位尚未登记合并，没有承继单位",
        en="no merger of this employer is on record",
        next_step_zh="请先登记单位合并和承继单位",
        next_step_en="Record the merger first",
    )


def nothing_to_close(*, month: Month) -> Problem:
    """Closing by hand what is not on the list of late months, or without a word."""
    return Problem(
        code="no_late_month",
        zh=f"{format_month_zh(month)}不在待更正清单中，或没有填写办结说明",
        en=f"{format_month(month)} is not on the list of late months, or nobody says how it was settled",
        next_step_zh="请核对人员、单位和月份，并填写办结说明",
        next_step_en="Check person, employer and month, and say how it was settled",
    )
