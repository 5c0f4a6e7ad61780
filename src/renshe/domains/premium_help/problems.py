"""Why premium help says no. Each reason is made here once."""

from __future__ import annotations

from renshe.kernel.codes.problem import Problem

NAMED = "国发〔2014〕8号 四"
TWO = "社会保险经办条例 37"
TERMS_WRONG = Problem(
    "help_terms_wrong", "项目的人群、险种、预算或期限不合理", "groups, insurance, budget or months of the programme cannot be",
    NAMED, "请核对：人群须能参加该险种，预算大于零，终止月不早于起始月，写明文件依据",
    "Check that the groups can be in the insurance, the budget is above zero, the months in order and the instrument named",
)  # fmt: skip
NAME_TAKEN = Problem(
    "help_programme_named", "本地已有同名资助项目", "a programme of this name is here already", NAMED,
    "请打开原项目，或换一个名称", "Open the other one or choose another name",
)  # fmt: skip
WRONG_STEP = Problem(
    "help_step_wrong", "现在的状态不能做这一步", "it is not at this step", TWO, "请刷新页面，按页面上的下一步办理",
    "Reload the page and take the next step that it names",
)  # fmt: skip
SAME_HAND = Problem(
    "two_people_needed", "提出和批准必须由不同的人办理", "who proposes it does not approve it", TWO, "请由另一人办理",
    "Have another person do it",
)  # fmt: skip
NOT_OPEN = Problem(
    "help_programme_not_open", "资助项目没有启用", "the programme is not open", NAMED, "请先由另一人启用项目",
    "Have it opened by another person first",
)  # fmt: skip
DOCUMENT_MISSING = Problem(
    "help_document_missing", "没有填名单的文号", "the list's own number is missing", NAMED, "请填写来源部门的名单文号",
    "Give the number of the body that made the list",
)  # fmt: skip
DOCUMENT_TWICE = Problem(
    "help_document_twice", "这个文号的名单已经报过", "a list of this number is filed already", NAMED,
    "请核对文号，补报的另用新文号",
    "Check the number; a further list has its own",
)  # fmt: skip
OUTSIDE = Problem(
    "help_month_outside", "月份不在项目期限内", "the month is outside the programme's time", NAMED,
    "请填写项目起止月以内的月份",
    "Give a month within the programme's time",
)  # fmt: skip
LIST_EMPTY = Problem(
    "help_list_empty", "名单上没有人", "nobody is on the list", NAMED, "请填写姓名、证件号码和人群后重新上传",
    "Fill in names, id numbers and groups and send it again",
)  # fmt: skip
UNKNOWN = Problem(
    "person_unknown", "登记库中没有这个证件号码", "the register knows no such id number", "社会保险经办条例 8",
    "请核对号码；确实没有的，先办理个人登记", "Check the number; whoever is not there is registered first",
)  # fmt: skip
NAME_DIFFERS = Problem(
    "name_differs", "姓名与登记的不一致", "the name is not that of the register", "社会保险经办条例 8",
    "请核对姓名和号码是不是同一人", "Check that name and number are one person's",
)  # fmt: skip
GROUP_WRONG = Problem(
    "help_group_wrong", "这个人群不在项目范围内", "this group is not one of the programme's", NAMED,
    "请按模板第三列的可选项填写",
    "Take one of the groups that the template names",
)  # fmt: skip
TWICE_ON_LIST = Problem(
    "on_list_already", "这个人在名单上出现两次", "this person is on the list twice", NAMED, "请删去重复的一行",
    "Leave out the second row",
)  # fmt: skip
DEAD = Problem(
    "person_is_dead", "登记为已经死亡", "registered as dead", "社会保险法 17", "请从名单中删去；登记有误的先更正",
    "Leave the person out, or have the register corrected first",
)  # fmt: skip
EMPLOYED = Problem(
    "insured_by_employer", "起始月已经参加职工保险，不需要资助",
    "insured in the employee scheme in that month, so no help is due",
    "社会保险法 23", "请从名单中删去；停保以后再报",
    "Leave the person out; list the person again once that insurance has ended",
)  # fmt: skip
HELPED = Problem(
    "helped_already", "同一险种已由另一个资助项目资助", "another programme helps with the same insurance already", NAMED,
    "一人一险只由一个项目资助，请与该项目核对", "One programme helps with one insurance; ask the other one",
)  # fmt: skip
ELSEWHERE = Problem(
    "not_resident_here", "户籍和居住地都不在项目所在地", "neither household nor residence is here", NAMED,
    "请由户籍地或居住地的项目资助", "The place of household or residence helps",
)  # fmt: skip
NOT_JOINED = Problem(
    "not_in_the_scheme", "还没有参加居民养老保险", "not in the resident scheme", NAMED, "请先办理参保登记，再报名单",
    "Have the person join first",
)  # fmt: skip
NOT_PUBLIC = Problem(
    "help_list_not_public", "名单不在公示期内，不能提异议", "the list is not public now", "owner-default",
    "公示以外的问题，请向经办机构反映", "Outside that time tell the office",
)  # fmt: skip
PUBLIC_TOO_SHORT = Problem(
    "help_public_too_short", "公示没有满规定天数", "the list has not been public long enough", "owner-default",
    "公示期满后再批准",
    "Approve it once the days are over",
)  # fmt: skip
OBJECTION_OPEN = Problem(
    "objection_open", "还有异议没有答复", "an objection is not answered", "owner-default", "请先答复全部异议",
    "Answer every objection first",
)  # fmt: skip
REASON = Problem(
    "reason_missing", "没有写明理由", "the reason is missing", "社会保险经办条例 38", "请写明理由和依据",
    "Write the reason and its basis",
)  # fmt: skip
OVER_BUDGET = Problem(
    "help_over_budget", "超过项目预算余额，不能申请这笔款", "more than is left of the programme's budget",
    "社会保险经办条例 37",
    "请先由资金来源部门追加预算，再重新核算", "Have the funding body add to the budget, then compute again",
)  # fmt: skip
NOBODY_DUE = Problem(
    "help_nobody_due", "这一期没有需要资助的人，也没有要退回的", "nobody is due in this month and nothing goes back", NAMED,
    "请核对名单的起止月", "Check from when to when people are listed",
)  # fmt: skip
RECEIPT_TWICE = Problem(
    "receipt_twice", "这笔银行回单已经登记过", "this bank number is recorded already", "会计法 9", "请核对回单号",
    "Check the bank's number",
)  # fmt: skip
OTHER_AMOUNT = Problem(
    "help_other_amount", "到账金额与申请不一致", "what came is not what was claimed", "会计法 9",
    "请与资金来源部门核对；金额不同的，撤回申请重新核算",
    "Ask the funding body; where it differs, withdraw the claim and compute again",
)  # fmt: skip
CREDITED = Problem(
    "help_is_credited", "居民养老的代缴已记入本人账户，已见的规定中没有从账户退回的做法",
    "the year stands in the person's account, and no rule that we have read takes it out again", "人社部发〔2014〕17号 七",
    "请写明理由记为不退；以欺诈取得的，另按社会保险法第八十八条处理",
    "Keep it with the reason; what was got by fraud is a matter of article 88 of the law",
)  # fmt: skip
HELPED_UNKNOWN = Problem(
    "help_no_programme", "本地没有可以资助这个险种和人群的项目",
    "no programme here helps this group with this insurance", NAMED,
    "请向民政部门或残疾人联合会咨询；项目启用后再申请",
    "Ask civil affairs or the disabled persons' federation; ask again once there is one",
)  # fmt: skip

NOT_CHECKED = Problem(
    "help_list_not_checked", "机构报来的名单还没有经办人核对", "nobody of the office has checked this institution's list", TWO,
    "请先由经办人核对名单，再公示或由另一人批准", "Have it checked by the office first, then made public or approved by another",
)  # fmt: skip
NOT_MATCHED = Problem(
    "person_not_matched", "没有这样一位参保人，或者姓名与证件号码不符",
    "no such insured person, or name and number do not belong together",
    "个人信息保护法 六", "请核对姓名和证件号码；没有登记的，请本人先到经办机构登记",
    "Check name and number; whoever is not registered registers at the office first",
)  # fmt: skip
NOT_YOUR_PLACE = Problem(
    "help_place_of_institution", "资助项目不在本机构可以办理的地区", "the programme is outside your institution's place",
    "个人信息保护法 六", "请选择本地区的资助项目", "Choose a programme of your place",
)  # fmt: skip
NOT_THAT_BODY = Problem(
    "help_not_that_body", "本机构不能以这个部门的身份报送名单",
    "your institution does not file lists as this body",
    "社会救助暂行办法 3", "请选择已确认的身份；需要增加身份的，请带职责依据文件与安全管理员联系，由经办机构复核人员确认",
    "Choose a body that is confirmed; for another one, bring the document of your task to the security administrator; a reviewer "
    "of the office confirms it",
)  # fmt: skip
BODY_INCOMPLETE = Problem(
    "help_body_incomplete", "没有选择报送身份，或没有写明职责依据文件",
    "no body was chosen, or the document of its task is missing",
    "社会救助暂行办法 3", "请选择身份，并写明赋予这项职责的文件名称和文号",
    "Choose the body and name the document that gives it its task",
)  # fmt: skip
BODY_THERE = Problem(
    "help_body_there", "这个机构已有同样的报送身份", "the institution has this body already", TWO,
    "请在列表中查看；要更换依据文件的，先撤销再重新登记",
    "Look it up in the list; to change its document end it and set it again",
)  # fmt: skip
LIST_IN_HAND = Problem(
    "help_list_in_hand", "经办机构已在办理，不能撤回", "the office has the list in hand already", TWO,
    "请联系经办机构退回名单，或删去不再符合条件的人", "Ask the office to send it back or to strike off whoever must go",
)  # fmt: skip
STRUCK_LATE = Problem(
    "help_list_approved", "名单已批准，不能再删去人", "the list is approved, so nobody is struck off it", NAMED,
    "请用“停止资助”，写明最后一个月和理由", "End the help with its last month and the reason",
)  # fmt: skip
EMPLOYEES = Problem(
    "help_of_employees",
    "职工的社会保险费由单位和本人缴纳，没有由政府按名单代缴的规定",
    "an employee's contributions are the employer's and his own; no rule has a government pay them for named people",
    "社会保险法 10、23、60",
    "请按就业促进的社会保险补贴办理（先缴后补）；失业人员的医疗保险费由失业保险基金支付",
    "Use the insurance subsidy of employment promotion (paid first, refunded later); the unemployment fund pays the medical "
    "insurance of the unemployed",
)  # fmt: skip
RESIDENT_MEDICAL = Problem(
    "help_of_resident_medical",
    "居民医保由医疗保障部门收缴和资助，本系统没有它的基金账，也没有录入个人缴费标准",
    "residents' medical insurance is collected and helped by the medical bureau: its fund and its premium are not in our books",
    "社会保险法 25",
    "请把批准的名单送医疗保障部门，由其办理参保资助",
    "Send the approved list to the medical bureau, which helps with that premium",
)  # fmt: skip
