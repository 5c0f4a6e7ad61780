"""Why certification says no."""

from __future__ import annotations

from renshe.kernel.codes.problem import Problem

CLAUSE = "社会保险经办条例 26"

NO_PENSION = Problem(
    "nothing_to_certify",
    "没有正在领取的养老待遇，不需要认证",
    "no pension is being drawn, so there is nothing to certify",
    CLAUSE,
    "请核对是否为领取待遇的本人",
    "Check whether this is the person who draws the pension",
)
DEAD = Problem(
    "person_is_dead",
    "登记信息显示此人已去世，不能认证",
    "the register has this person's death, so nothing is certified",
    "社会保险法 17",
    "登记有误的，先到窗口更正死亡登记",
    "If that is wrong, have the record of the death corrected at a counter first",
)
IN_FUTURE = Problem(
    "proof_in_future",
    "认证日期不能晚于今天",
    "a proof cannot be of a later day than today",
    CLAUSE,
    "请核对日期",
    "Check the day",
)
NO_EVIDENCE = Problem(
    "proof_without_evidence",
    "没有写明凭什么认定",
    "what shows it is missing",
    CLAUSE,
    "请写明核验方式和材料",
    "Write how it was checked and on what paper",
)
COME_IN_PERSON = Problem(
    "come_in_person",
    "有部门提供的信息需要当面核实，暂时不能网上认证",
    "another body's information has to be checked face to face, so this cannot be done online now",
    CLAUSE,
    "请带身份证到就近窗口，行动不便的可以预约上门；核实后当场认证，待遇不会因此停发",
    "Bring your id card to a counter, or ask for a home visit; it is certified there and nothing is stopped meanwhile",
)
WITHDRAWN_ALREADY = Problem(
    "proof_withdrawn",
    "这次认证已经撤销",
    "this proof is withdrawn already",
    CLAUSE,
    "无需再办",
    "Nothing to do",
)
REASON_NEEDED = Problem(
    "reason_missing",
    "没有写明理由",
    "the reason is missing",
    "社会保险经办条例 38",
    "请写明核实的经过和结论",
    "Write how it was checked and what came out",
)
NOT_OPEN = Problem(
    "hit_decided",
    "这条疑点已经处理完",
    "this finding is decided already",
    "社会保险经办条例 38",
    "请刷新后查看处理结果；处理有误的按更正程序办理",
    "Reload to see the outcome; what was wrong is corrected by the item for it",
)
NOT_CHECKED = Problem(
    "hit_not_checked",
    "还没有人核实，不能确认",
    "nobody has checked it yet, so it cannot be confirmed",
    "社会保险经办条例 26",
    "请经办先核实并写明结论",
    "A clerk checks it and writes down what came out",
)
SAME_HAND = Problem(
    "two_people_needed",
    "核实和确认必须是两个人",
    "checking and confirming are two people's",
    "社会保险经办条例 37",
    "请由另一人确认",
    "Have another person confirm it",
)
DAY_WRONG = Problem(
    "found_day_wrong",
    "核实的日期晚于今天，或者早于出生",
    "the day that was found is after today or before birth",
    "社会保险经办条例 26",
    "请按死亡证明、判决书等文书填写",
    "Take it from the death certificate or the judgment",
)
STAGE_NEEDED = Problem(
    "stage_missing",
    "没有写明是服刑、羁押还是社区矫正",
    "it is not said whether it is a prison term, custody before judgment or community correction",
    "劳社厅函〔2001〕44号",
    "请按判决书或通知书选择",
    "Choose it from the judgment or the notice",
)
LIST_EMPTY = Problem(
    "list_empty",
    "名单里没有人",
    "the list names nobody",
    CLAUSE,
    "请按模板填写后再传",
    "Fill in the template, then send it again",
)
UNKNOWN_PERSON = Problem(
    "person_unknown",
    "登记里没有这个证件号码",
    "no person here has this id number",
    CLAUSE,
    "请核对证件号码，按文本格式填写",
    "Check the number; write it as text",
)
NOT_SUSPENDED = Problem(
    "not_suspended",
    "此人在本地没有因逾期未认证暂停的待遇",
    "no pension of this person is suspended here for want of a proof",
    CLAUSE,
    "不用列入恢复名单；需要认证的，逐人办理认证",
    "Take the row out; whoever only needs a proof is certified one by one",
)
TWICE_ON_LIST = Problem(
    "twice_on_list",
    "名单里有两行是同一个人",
    "two rows are of the same person",
    CLAUSE,
    "请删去重复的一行",
    "Take one of the rows out",
)
NAME_DIFFERS = Problem(
    "name_differs",
    "姓名与登记不一致",
    "the name is not the registered one",
    CLAUSE,
    "请核对是不是同一个人",
    "Check whether it is the same person",
)
DAY_OF_LIST = Problem(
    "proof_day_wrong",
    "认证日期没有填对，或者晚于今天",
    "the day of the proof is none, or is to come",
    CLAUSE,
    "请按 2025-10-20 的样子填写",
    "Write it like 2025-10-20",
)
WAY_WRONG = Problem(
    "way_wrong",
    "认证方式不是窗口、上门或者境外",
    "how the person was seen is neither counter nor home visit nor abroad",
    CLAUSE,
    "请写窗口、上门或者境外；没有见到本人的不能列入",
    "Write counter, home visit or abroad; whom nobody saw cannot be on the list",
)
RESTORED_ALREADY = Problem(
    "restored_already",
    "待遇已经恢复发放，或者没有因未认证停发",
    "the pension is restored already, or was not stopped for want of a proof",
    CLAUSE,
    "不用再办",
    "Nothing to do",
)
PROOF_TOO_OLD = Problem(
    "proof_too_old",
    "认证已经过了十二个月，不能据此恢复",
    "the proof is more than twelve months old and restores nothing",
    CLAUSE,
    "请本人重新认证",
    "The person proves himself anew",
)
