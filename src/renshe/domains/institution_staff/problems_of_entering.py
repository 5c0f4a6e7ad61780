"""Why somebody is not put on the register, or service is not recognised: each reason with its clause and the next step."""

from __future__ import annotations

from renshe.kernel.codes.problem import Problem

DECISION = "国发〔2015〕2号"
KIND = Problem(
    "staff_kind_unreadable", "人员类别无法识别", "the kind of staff is not known", f"{DECISION} 二",
    "填“公务员”或者“事业单位”", "Write 公务员 (civil servant) or 事业单位 (institution)",
)  # fmt: skip
TEXT_MISSING = Problem(
    "staff_text_missing", "没有填，或者太长", "it is missing or too long", f"{DECISION} 二", "按人事部门的文件填写",
    "Write it as in the personnel file",
)  # fmt: skip
DAY = Problem(
    "staff_day_unreadable", "日期无法识别，或者在今天之后", "the day cannot be read or is to come", "owner-default",
    "请按 1989-07-01 的样子填写", "Write it like 1989-07-01",
)  # fmt: skip
MONTH = Problem(
    "staff_month_unreadable", "年月无法识别", "the month cannot be read", "owner-default", "请按 2014-10 的样子填写",
    "Write it like 2014-10",
)  # fmt: skip
MONTH_OUTSIDE = Problem(
    "staff_month_outside", "参保起始年月在2014年10月以前，或者在本月之后", "the month is before October 2014 or to come",
    f"{DECISION} 一", "2014年9月以前的工作填视同缴费月数", "Service before that goes into the deemed months",
)  # fmt: skip
NOTHING_ASKED = Problem(
    "staff_nothing_asked", "既没有参保起始年月，也没有改革前的工作年限",
    "neither a first month nor service before the reform is given",
    f"{DECISION} 二、四", "新登记的填参保起始年月；已在册的填改革前的各栏", "Give the first month, or the columns of the service",
)  # fmt: skip
MEMBER_ALREADY = Problem(
    "staff_elsewhere", "此人已在机关事业单位养老保险中在册", "the person is on the register of a public body already",
    f"{DECISION} 二", "只认定工作年限的不填参保起始年月；调动的，先由原单位办理减员",
    "Leave the month empty for service alone; after a transfer have the former body end the entry first",
)  # fmt: skip
NOT_HERE = Problem(
    "not_on_the_staff_register", "此人不在本单位的名册上，不能只认定工作年限",
    "the person is not on this body's register, so service alone cannot be recognised",
    f"{DECISION} 四", "新登记的请填参保起始年月", "Give the first month for somebody new",
)  # fmt: skip
MONTHS = Problem(
    "deemed_months_unreadable", "视同缴费月数应当是1到480的整数", "the deemed months are a whole number from 1 to 480",
    f"{DECISION} 四", "按档案中2014年10月以前的连续工龄折算成月", "Count the months of service before October 2014",
)  # fmt: skip
MONTHS_TOO_MANY = Problem(
    "deemed_months_too_many", "视同缴费月数超过参加工作到2014年9月的月数",
    "more months are deemed than there are from the first day of work to September 2014", f"{DECISION} 四",
    "核对参加工作日期和视同缴费月数", "Check the first day of work and the months",
)  # fmt: skip
DECIMAL = Problem(
    "deemed_decimal_unreadable", "数值无法识别，或者超出范围", "the figure cannot be read or is out of range", f"{DECISION} 四",
    "指数最多四位小数、不超过10；比例填百分数，最多两位小数、不超过100",
    "An index of at most ten with four decimals; a percentage of at most 100 with two",
)  # fmt: skip
AMOUNT = Problem(
    "deemed_amount_unreadable", "金额无法识别，或者超出范围", "the amount cannot be read or is out of range", f"{DECISION} 四",
    "填元，最多两位小数、不超过10万元；没有的填0，基本工资不能是0",
    "Yuan with at most two decimals, up to 100,000; 0 where there is none, but for the basic wage",
)  # fmt: skip
ASKED_ALREADY = Problem(
    "staff_asked_already", "此人已有一份在办的登记认定", "something is being decided about the person already", f"{DECISION} 二",
    "等那一份办完；填错了的请经办机构退回", "Wait for it, or have the office refuse it where it is wrong",
)  # fmt: skip
STEP = Problem(
    "staff_proposal_step", "这份登记认定现在不能办这一步", "this is not the step now", "owner-default",
    "先审核认定，再由另一人复核", "First it is recognised, then somebody else reviews it",
)  # fmt: skip
UNDO_WHY = Problem(
    "staff_undo_why", "没有写明原因", "no reason is given", "社会保险经办条例 46", "请写明原因，复核人和单位据此核对",
    "Say why, so that the second hand and the body can check it",
)  # fmt: skip
UNDO_MONTHS = Problem(
    "staff_undo_months", "单位已经为此人申报了月份，不能撤销登记", "the body has declared months for the person",
    "社会保险经办条例 46", "没有到账的月份请单位先冲销；已经到账的按减员和关系转移办理",
    "Have unpaid months reversed first; where they are paid, the entry ends and the relation moves",
)  # fmt: skip
UNDO_MOVED = Problem(
    "staff_undo_moved", "登记后已经办理过关系转移，不能撤销登记", "the relation moved since the registration",
    "社会保险经办条例 46", "先办理转回", "Have the relation moved back first",
)  # fmt: skip
UNDO_ENDED = Problem(
    "staff_undo_ended", "此人已经减员，登记不再生效，不用撤销", "the entry has ended already", "owner-default",
    "减员有误的，由单位重新提交登记", "Where the end was wrong, the body asks for a new entry",
)  # fmt: skip
REASON = Problem(
    "staff_refused_why", "没有写明不通过的原因", "no reason is given", "社会保险经办条例 46", "请写明原因，单位据此改正",
    "Say why, so that the body can mend it",
)  # fmt: skip
