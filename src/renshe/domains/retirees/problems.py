"""Why retirees' care says no."""

from __future__ import annotations

from renshe.kernel.codes.problem import Problem

OURS = "owner-default"
CERTIFY = "社会保险经办条例 26"
CONSENT = "个人信息保护法 29"


def _says(code: str, zh: str, en: str, next_zh: str, next_en: str, clause: str = OURS) -> Problem:
    return Problem(code, zh, en, clause, next_zh, next_en)


NO_COMMUNITY = _says(
    "community_unknown", "没有指明是哪个社区", "it is not said which community",
    "请选择本地区的一个社区、村", "Choose a community or village of this area",
)  # fmt: skip
DECIDED = _says(
    "hand_over_decided", "这份移交已经接收或退回", "this hand-over was accepted or returned already",
    "请刷新移交名单", "Load the list of hand-overs again",
)  # fmt: skip
REASON = _says(
    "reason_missing", "没有写明理由", "no reason is given", "请写明理由，对方会看到", "Say why; the other side reads it",
)  # fmt: skip
NOT_RETIRED = _says(
    "not_a_retiree", "此人没有领取职工养老金，不在社区管理范围", "this person draws no employee pension",
    "请核对是否选错了人", "Check that it is the right person",
)  # fmt: skip
ELSEWHERE = _says(
    "lives_elsewhere", "居住地不在本市", "the place of residence is not in this city",
    "异地居住的，请办理“异地居住登记”", "For living elsewhere, use “remote residence”",
)  # fmt: skip
IS_HERE = _says(
    "lives_here", "所填的居住地在本市，不是异地居住", "the place given is in this city, so it is no remote residence",
    "在本市内（包括到其他区）搬家的，请办理“退休人员居住地变更”",
    "For a move within the city, to another district too, use “change of a retiree's address”",
)  # fmt: skip
PLACE_ABROAD = _says(
    "consulate_is_abroad", "使领馆证明只用于居住在境外的", "a consulate's certificate is for living abroad only",
    "居住在国内的，请选择网上认证或居住地协助认证", "Within the country choose online or the local agency", CERTIFY,
)  # fmt: skip
FUTURE = _says(
    "visit_in_future", "看望日期不能晚于今天", "a visit cannot be of a later day than today",
    "请核对日期", "Check the date",
)  # fmt: skip
DEAD = _says(
    "visited_after_death", "登记信息显示此人在那天之前已去世", "the register has this person's death before that day",
    "请核对是否选错了人；登记有误的，到窗口更正", "Check the person; have a wrong record corrected at a counter", CERTIFY,
)  # fmt: skip
NO_OUTCOME = _says(
    "outcome_missing", "没有选择看望结果", "it is not said how the visit went",
    "请选择是否见到本人", "Say whether the person was seen",
)  # fmt: skip
NO_PICTURE = _says(
    "picture_missing", "上门认证没有照片", "a certification at home has no photograph",
    "请当场拍一张照片；只看望不认证的，核对情况留空", "Take a photograph, or leave the check empty", CERTIFY,
)  # fmt: skip
NOT_SEEN = _says(
    "not_seen", "没有见到本人，不能认证", "the person was not seen, so nothing is certified",
    "请把核对情况留空，约定下次上门", "Leave the check empty and agree on another visit", CERTIFY,
)  # fmt: skip
DUE_MISSING = _says(
    "follow_up_due_missing", "约定了后续事项，没有写期限，或者期限已过", "something is promised without a day to come",
    "请写明今天以后的日期", "Give a day that is not past",
)  # fmt: skip
KEPT = _says(
    "follow_up_kept", "这件后续事项已经办结", "this follow-up is closed already",
    "请刷新页面", "Load the page again",
)  # fmt: skip
NAME = _says(
    "group_name_missing", "没有填写小组名称或活动安排", "the group's name or when it meets is missing",
    "请填写名称和活动时间地点", "Give the name, and when and where it meets",
)  # fmt: skip
NAME_TAKEN = _says(
    "group_name_taken", "本社区已有同名的小组", "the community has a group of this name",
    "请换一个名称", "Choose another name",
)  # fmt: skip
ENDED = _says(
    "group_ended", "这个小组已经结束", "this group has ended",
    "请选择其他小组", "Choose another group",
)  # fmt: skip
OTHER_COMMUNITY = _says(
    "group_elsewhere", "只能参加自己社区的小组", "one joins a group of one's own community",
    "请先办理居住地变更，或联系该社区", "Change the address first, or ask that community",
)  # fmt: skip
MEMBER = _says(
    "already_member", "已经在这个小组里", "already in this group", "不用再加入", "Nothing to do",
)  # fmt: skip
NO_ACTIVITY = _says(
    "activity_missing", "没有写明活动内容，或者日期晚于今天", "the activity has no words, or is of a day to come",
    "请写明做了什么、哪一天", "Say what was done and when",
)  # fmt: skip
SAME_ACTIVITY = _says(
    "activity_twice", "这次活动已经登记过", "this activity is recorded already",
    "请核对日期和内容", "Check the day and the words",
)  # fmt: skip
NOT_MEMBER = _says(
    "not_a_member", "不是这个小组的成员", "is no member of this group",
    "请先把他列入小组", "Enter him into the group first",
)  # fmt: skip
KIND = _says(
    "group_kind_unknown", "没有这一类小组", "there is no such kind of group",
    "请写互助、健身、文艺或志愿服务", "Write help, health, culture or volunteer",
)  # fmt: skip
OURS_TO_ACCEPT = _says(
    "community_is_ours", "移交给本地区的社区，由该社区接收",
    "it is handed over to a community of this area, which accepts it itself",
    "请由该社区在移交页面接收", "Have that community accept it on the page of hand-overs",
)  # fmt: skip
NO_CONSENT = _says(
    "consent_missing", "没有本人单独同意，不能登记", "without the person's separate consent nothing is recorded",
    "请本人在网上同意，或写明签字同意书的编号", "Have the person consent online, or give the number of the signed paper", CONSENT,
)  # fmt: skip
NO_BRANCH = _says(
    "branch_missing", "没有填写党组织名称", "the organisation's name is missing",
    "请填写所在党组织", "Give its name", CONSENT,
)  # fmt: skip
SENT_DIFFERENTLY = _says(
    "district_message_differs", "同一编号的报文此前以不同内容收到过", "a message of this id came before with other words",
    "请对方核对后用新编号重发", "Have the sender check it and send it under a new id",
)  # fmt: skip
ANSWERED_TWICE = _says(
    "district_answered_twice", "同一份移交已有同样的答复", "this offer has such an answer already",
    "请与对方核对以哪一份为准", "Settle with the sender which one holds",
)  # fmt: skip
NO_SUCH_OFFER = _says(
    "district_offer_unknown", "没有这份移交，或者不是移交给发送方的", "there is no such offer to the sender",
    "请对方核对移交编号", "Have the sender check the id of the offer",
)  # fmt: skip
NOT_REGISTERED = _says(
    "district_person_unknown", "本区没有这位参保人，或者姓名与证件号码不符",
    "no such insured person here, or name and number do not belong together",
    "请核对姓名和证件号码；仍不符的请本人到居住地社区登记",
    "Check name and number; else the person registers at the new community",
)  # fmt: skip
LIVES_NOT_HERE = _says(
    "district_lives_not_here", "登记的居住地不在本区", "the registered residence is not in this district",
    "请本人先变更居住地址，再重新移交", "The person changes his registered residence first, then he is offered again",
)  # fmt: skip
