"""Why an act on a case is refused: reason, clause, next step."""

from __future__ import annotations

from renshe.kernel.codes.problem import Problem

_REASONS = {
    "wrong_step": (
        "当前状态不能这样办理", "this cannot be done in the case's present state", "owner-default",
        "请刷新后按页面列出的操作办理", "Reload and choose one of the actions shown",
    ),
    "same_person": (
        "经办、复核、审批须由不同的人办理", "handling, review and approval are three people's", "社会保险经办条例 37",
        "请由另一位有权限的人办理", "Have somebody else with the power do it",
    ),
    "own_affair": (
        "不得办理本人或利害关系人的事项", "nobody handles his own affair", "行政许可法 55；公务员法 76",
        "请移交其他经办人", "Hand it over to a colleague",
    ),
    "not_holder": (
        "此件由他人办理中", "somebody else holds this case", "owner-default",
        "请先由其移交，或由负责人改派", "Have it handed over, or reassigned by the person in charge",
    ),
    "form_incomplete": (
        "申请表有未填或有误的项目", "the form has gaps or mistakes", "社会保险经办条例 30",
        "请按各项提示修改后再提交", "Mend what each field says and submit again",
    ),
    "material_missing": (
        "缺少必要材料", "a required paper is missing", "优化营商环境条例 36",
        "请上传，或在允许时作出书面承诺后补交", "Upload it, or promise in writing where allowed and bring it later",
    ),
    "reason_missing": (
        "没有写明理由", "no reason is given", "行政诉讼法 70",
        "请写明理由，申请人会看到", "Give the reason; the applicant will read it",
    ),
    "stands_in_the_way": (
        "核查发现有不符合条件的情形", "something stands in the way of granting", "owner-default",
        "请先处理列出的问题，或提出不予批准", "Deal with what is listed, or propose to refuse",
    ),
    "calendar_unknown": (
        "期限届满日所在年度的放假安排尚未公布", "the holidays of the year in which the limit ends are not announced",
        "全国年节及纪念日放假办法", "请在公布后载入放假安排再受理", "Load the notice of that year first",
    ),
    "unknown_case": (
        "没有这一办件", "there is no such case", "owner-default", "请核对办件编号", "Check the number",
    ),
    "not_alike": (
        "只有核查无异常、同一事项的低风险件可以批量办理", "only low-risk cases of one item without findings are decided together",
        "owner-default", "请逐件办理", "Decide this one by itself",
    ),
    "promise_not_allowed": (
        "此材料不适用告知承诺", "no promise may stand for this paper", "国办发〔2020〕42号",
        "请提供材料", "Bring the paper",
    ),
    "unknown_material": (
        "此事项不需要这份材料", "this item asks for no such paper", "优化营商环境条例 36",
        "请核对材料清单", "Check the list of papers",
    ),
    "not_reversible": (
        "此事项的决定不能自动撤销", "what this item grants cannot be taken back by itself", "owner-default",
        "请按退款、更正等相应事项办理", "Use the item that corrects it, such as a refund or a correction",
    ),
    "no_extension": (
        "此事项的办理期限依法不能延长", "the law lets nobody lengthen this item's limit", "行政许可法 42",
        "请在期限内作出决定；等待鉴定、补正等的时间请用中止或补正",
        "Decide in time; for an appraisal or a correction use those acts",
    ),
    "extension_too_long": (
        "延长的天数超过法定上限", "more days than the law allows", "行政许可法 42",
        "请在本事项允许的天数以内填写", "Stay within the days that the item allows",
    ),
    "extended_once": (
        "期限只能延长一次", "a limit is lengthened once at most", "行政许可法 42；政府信息公开条例 33",
        "已有延长或正在审批的申请，请按新期限办理", "It was extended, or asked for, already; keep to that limit",
    ),
    "extension_too_late": (
        "办理期限已满或没有在走，不能延长", "the limit is over, or does not run", "行政许可法 42",
        "期限届满前才能申请延长；已超期的请尽快决定", "An extension is for a limit still running; decide now if it is over",
    ),
    "nothing_asked": (
        "没有等待审批的延长申请", "no extension is being asked for", "owner-default",
        "请刷新页面查看最新情况", "Reload to see how things stand",
    ),
    "not_overdue": (
        "没有超期的办件由承办人自己移交", "a case in time is handed over by its holder", "owner-default",
        "请由承办人移交；超期后负责人可以改派", "Ask the holder; the head may reassign it once it is overdue",
    ),
    "check_settled": (
        "这次质量检查已有结论", "this check has its finding already", "owner-default",
        "请查看检查结论；结论不能改写", "See the finding; it is not rewritten",
    ),
    "check_incomplete": (
        "检查清单没有填完", "the checklist is not complete", "owner-default",
        "请逐项选择结论", "Choose a finding for every line",
    ),
    "rated_already": (
        "这个办件已经评价过", "this case was rated already", "国办发〔2019〕51号",
        "每个办件评价一次；还有话要说可以拨打12333", "A case is rated once; for more, call 12333",
    ),
    "not_rateable": (
        "办件办完之后才能评价", "a case is rated when it is finished", "国办发〔2019〕51号",
        "请等办件办结后再评价", "Come back when it is finished",
    ),
    "grade_missing": (
        "没有选择满意程度", "no grade was chosen", "国办发〔2019〕51号",
        "请在五个等级里选一个", "Choose one of the five grades",
    ),
    "way_unknown": (
        "没有选择怎样通知您", "no way of being told was chosen", "owner-default",
        "请在短信、电子邮件和只看站内消息中选一种", "Choose SMS, e-mail or the inbox alone",
    ),
    "email_missing": (
        "选了电子邮件，但没有填地址", "e-mail was chosen without an address", "owner-default",
        "请填写电子邮件地址，或改选短信", "Give an address or choose SMS",
    ),
    "email_wrong": (
        "电子邮件地址写法不对", "this is not an e-mail address", "RFC 5321",
        "请按 name@example.com 的写法填写", "Write it like name@example.com",
    ),
    "email_confirmed": (
        "这个地址已经确认过", "this address is confirmed already", "owner-default",
        "不需要再确认；要换地址请重新填写后保存", "Nothing is left to do; to change it, enter another address and save",
    ),
    "code_too_soon": (
        "验证码刚刚发出", "a code was sent a moment ago", "owner-default",
        "请先查收邮件（包括垃圾邮件），一分钟后可以重新发送", "Look into the mailbox and its junk; ask again after a minute",
    ),
    "code_too_often": (
        "一天之内已经发过五次验证码", "five codes were sent within a day", "owner-default",
        "请核对地址，明天再试；这期间照常发短信", "Check the address and come back tomorrow; until then messages go by SMS",
    ),
    "code_none": (
        "没有等待填写的验证码", "no code is waiting to be typed in", "owner-default",
        "请先点“发送验证码”", "Have a code sent first",
    ),
    "code_expired": (
        "验证码已过期", "the code has expired", "owner-default",
        "请重新发送，15分钟内填写", "Have another sent and type it in within fifteen minutes",
    ),
    "code_used_up": (
        "输错次数过多，这个验证码已作废", "too many wrong tries, so this code is void", "owner-default",
        "请重新发送验证码", "Have another code sent",
    ),
    "code_wrong": (
        "验证码不对", "this is not the code", "个人信息保护法 51",
        "请填写最近一封邮件里的六位数字", "Type in the six digits of the latest e-mail",
    ),
    "damaged_chain": (
        "办件操作记录被改动或缺失", "the record of a case was altered or has a gap", "网络安全法 23",
        "请立即报告安全管理员和审计管理员", "Tell the security and the audit administrator at once",
    ),
}  # fmt: skip


def problem(code: str) -> Problem:
    """The problem of this code. Raises KeyError for one that is not declared."""
    zh, en, clause, next_zh, next_en = _REASONS[code]
    return Problem(code, zh, en, clause, next_zh, next_en)
