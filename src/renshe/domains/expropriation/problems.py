"""What may be wrong with an act on a project, its people, its money, town insurance or an allowance."""

from __future__ import annotations

from renshe.kernel.codes.problem import Problem

LAND = "土地管理法 48"
LIST = "沪府规〔2022〕3号"
NUMBER_TAKEN = Problem(
    "approval_number_taken",
    "这个征地批文号已经登记过",
    "this approval number is registered already",
    LAND,
    "请在项目列表中打开原项目",
    "Open the project that has it",
)
TERMS_WRONG = Problem(
    "terms_wrong",
    "面积、人口或费用标准不合理（被征面积不能大于原有面积，比例合计不能超过100%）",
    "areas, people or costs cannot be (land taken exceeds the land there was, or parts exceed the whole)",
    LAND,
    "请按批文和安置方案逐项核对",
    "Check each against the approval and the plan",
)
SHARES_WRONG = Problem(
    "shares_wrong",
    "各方承担比例合计不是100%",
    "the shares of the payers do not add up to the whole",
    LAND,
    "请按安置方案填写各方比例",
    "Give the shares as the plan has them",
)
WRONG_STEP = Problem(
    "project_step_wrong",
    "项目现在的状态不能做这一步",
    "the project is not at this step",
    LIST,
    "请刷新页面，按项目页上的下一步办理",
    "Reload the page and take the next step that it names",
)
LIST_EMPTY = Problem(
    "list_empty",
    "名单上还没有人",
    "nobody is on the list",
    LIST,
    "请先导入名单",
    "Import the list first",
)
OVER_QUOTA = Problem(
    "over_quota",
    "名单人数超过应安置人数",
    "more people are on the list than are to be placed",
    "土地管理法（2004） 47",
    "请核对被征面积和人均耕地，或减少名单人数",
    "Check the areas, or take people off the list",
)
ON_LIST = Problem(
    "on_list_already",
    "这个人已经在名单上",
    "this person is on the list already",
    LIST,
    "请删去重复的一行",
    "Leave out the second row",
)
ELSEWHERE = Problem(
    "placed_elsewhere",
    "这个人已经在另一个项目中安置",
    "this person is placed by another project already",
    LIST,
    "一人只安置一次，请与街道核对",
    "Nobody is placed twice; ask the street",
)
UNKNOWN = Problem(
    "person_unknown",
    "登记库中没有这个证件号码",
    "the register knows no such id number",
    "社会保险经办条例 8",
    "请核对号码；确实没有的，先办理个人登记",
    "Check the number; whoever is not there is registered first",
)
NAME_DIFFERS = Problem(
    "name_differs",
    "姓名与登记的不一致",
    "the name is not that of the register",
    "社会保险经办条例 8",
    "请核对姓名和号码是不是同一人",
    "Check that name and number are one person's",
)
DEAD = Problem(
    "member_dead",
    "征地批准日以前已经死亡",
    "died before the day of the project",
    LIST,
    "请从名单中删去",
    "Leave the person out",
)
REASON = Problem(
    "reason_missing",
    "没有写明理由",
    "the reason is missing",
    "社会保险经办条例 38",
    "请写明理由和依据",
    "Write the reason and its basis",
)
PUBLIC_TOO_SHORT = Problem(
    "public_too_short",
    "公示还没有满七天",
    "the list has not been public for seven days",
    LIST,
    "公示期满后再确认",
    "Confirm it once the days are over",
)
OBJECTION_OPEN = Problem(
    "objection_open",
    "还有异议没有答复",
    "an objection is not answered",
    LIST,
    "请先答复全部异议",
    "Answer every objection first",
)
NOT_PUBLIC = Problem(
    "not_public",
    "名单不在公示期内，不能提异议",
    "the list is not public now, so nobody objects to it",
    LIST,
    "公示以外的问题，请申请变更人员信息",
    "Outside that time ask for the member's data to be changed",
)
TWO_PEOPLE = Problem(
    "two_people_needed",
    "确认、出证必须由不同的人办理",
    "confirming and certifying are different people's",
    "社会保险经办条例 37",
    "请由另一人办理",
    "Have another person do it",
)
LETTER_MISSING = Problem(
    "land_letter_missing",
    "没有填自然资源部门的确认函号",
    "the letter of the natural-resources department is not named",
    LAND,
    "请填写确认函号",
    "Give the number of its letter",
)
MONEY_NOT_IN = Problem(
    "money_not_in",
    "应缴资金没有到齐，不能出具社会保障落实证明",
    "the money is not all in, so nothing is certified",
    LAND,
    "请催缴；各方到齐后再出证",
    "Collect it; certify once every share is paid",
)
MINOR_NOT_PAID = Problem(
    "minor_not_paid",
    "有未成年人的一次性补偿没有登记凭证",
    "a minor's single payment has no receipt yet",
    LIST,
    "请在人员行登记用地单位的付款凭证号",
    "Record the land user's receipt at the person",
)
TOO_MUCH = Problem(
    "more_than_due",
    "收款超过这一方还应缴的数额",
    "more than this payer still owes",
    "会计法 9",
    "请核对金额；多付的退回付款方",
    "Check the amount; what is too much goes back to the payer",
)
TWICE = Problem(
    "receipt_twice",
    "这笔银行回单已经登记过",
    "this bank number is recorded already",
    "会计法 9",
    "请核对回单号",
    "Check the bank's number",
)
NOT_OLD = Problem(
    "not_of_the_old",
    "此人不在已入账项目的养老年龄名单中",
    "this person is not among the old of a settled project",
    LIST,
    "请核对征地项目、名单和年龄组",
    "Check the project, its list and the group",
)
GRANTED = Problem(
    "allowance_granted",
    "征地养老生活费已经核定过",
    "the allowance is granted already",
    LIST,
    "请查看原核定",
    "See the grant",
)
NO_TOWN = Problem(
    "no_town_insurance",
    "没有镇保记录",
    "there is no town insurance of this person",
    "沪府发〔2003〕65号",
    "请核对参保地和证件号码",
    "Check the place and the id number",
)
TOWN_ENDED = Problem(
    "town_not_kept",
    "镇保已经领取待遇或者已经转入，不能再转",
    "town insurance is drawn or converted already",
    "沪府发〔2003〕65号",
    "请查看镇保记录",
    "See the record",
)
TOWN_NOT_ENTITLED = Problem(
    "town_not_entitled",
    "还不符合镇保养老金的领取条件（男60岁、女55岁，累计满15年、其中按月缴费满5年）",
    "the town pension cannot be drawn yet (men from 60, women from 55, fifteen years of which five paid month by month)",
    "沪府发〔2003〕65号",
    "满足条件的当月再申领；年限不够的可以把镇保转入职工养老保险",
    "Claim it in the month in which all is met, or take the months into the employee scheme",
)
BATCH_WAITS = Problem(
    "batch_award_waits",
    "这个项目已有一份批量核定在等复核",
    "a list of this project waits to be decided already",
    "社会保险经办条例 37",
    "请先由复核人员办理这一份",
    "Have the reviewer decide that one first",
)
BATCH_EMPTY = Problem(
    "batch_award_empty",
    "没有可以批量核定的人",
    "there is nobody to be granted the allowance together",
    LIST,
    "没有领取账户的，请本人申领",
    "Whoever has no account on record claims alone",
)
FIGURES_THERE = Problem(
    "figures_there",
    "这个月的数据已经登记，不能改写",
    "the figures of this month are recorded and are not rewritten",
    "统计法 24",
    "请登记下一个月，并在说明中写明更正",
    "Record the next month and say there what was wrong",
)
FIGURES_WRONG = Problem(
    "figures_wrong",
    "人数必须大于零，金额不能为负，有增加额就要有增加日期",
    "people are more than none, amounts not negative, and a rise has its day",
    "统计法 24",
    "请核对后重新填写",
    "Check and fill it in again",
)
