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
    "damaged_chain": (
        "办件操作记录被改动或缺失", "the record of a case was altered or has a gap", "网络安全法 23",
        "请立即报告安全管理员和审计管理员", "Tell the security and the audit administrator at once",
    ),
}  # fmt: skip


def problem(code: str) -> Problem:
    """The problem of this code. Raises KeyError for one that is not declared."""
    zh, en, clause, next_zh, next_en = _REASONS[code]
    return Problem(code, zh, en, clause, next_zh, next_en)
