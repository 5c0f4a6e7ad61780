"""A hotline ticket: what may be told to a caller who is not identified, what goes to another channel, and the answer."""

from __future__ import annotations

from renshe.domains.cases import api as cases
from renshe.kernel.codes.problem import Problem, Refused
from renshe.services.information import certifying as say

IDENTITY_NEEDED = Problem(
    "identity_needed",
    "查询个人记录须先核实身份，匿名来电不能告知",
    "a personal record is told only to somebody whose identity was proved, not to an anonymous caller",
    "个人信息保护法 10；社会保险经办条例 35",
    "请本人登录后用“个人账户查询”，或具名并留下电话由经办人核实后回复",
    "Sign in and use the account enquiry, or give name and telephone and be called back after a check",
)
NO_WAY_BACK = Problem(
    "no_way_to_answer",
    "具名诉求没有留下联系电话，无法答复",
    "a named caller left no telephone number, so nobody can be answered",
    "信访工作条例 23",
    "请补登联系电话；确实不愿留电话的，改选匿名",
    "Add the telephone number, or choose anonymous",
)
INSPECTORATE = Problem(
    "for_inspectorate",
    "举报用人单位违法，应转劳动保障监察立案",
    "a report against an employer belongs to the labour inspectorate",
    "劳动保障监察条例 9、14",
    "请转办劳动保障监察，并告知来电人已转办；为举报人保密",
    "Pass it on to the inspectorate, tell the caller so, and keep the caller secret",
)
ASK_DIRECTLY = Problem(
    "item_exists",
    "该诉求可以直接办理，不必等待答复",
    "there is an item for this; no need to wait for an answer",
    "owner-default",
    "请告知来电人办理入口",
    "Tell the caller where to apply",
)
SAID_BEFORE = Problem(
    "said_before",
    "同一来源曾登记相同内容",
    "the same was registered before from the same source",
    "国办发〔2020〕53号",
    "请查看前一工单的答复，重复来电合并办理",
    "Look at the earlier ticket's answer and handle both together",
)
ANSWER_MISSING = Problem(
    "answer_missing",
    "没有写明答复内容，工单不能办结",
    "no answer is written, so the ticket cannot be closed",
    "国办发〔2020〕53号；信访工作条例 23",
    "请在办理意见中写明答复来电人的话",
    "Write what the caller was told",
)
# Everyday words in what was said → the item that does it at once.
DIRECT = (
    ("参保证明", "information.certificate_of_insurance"), ("社保证明", "information.certificate_of_insurance"),
    ("账户余额", "information.account_enquiry"), ("个人账户", "information.account_enquiry"),
    ("权益单", "information.rights_record"), ("换卡", "pension.change_bank_account"), ("换银行卡", "pension.change_bank_account"),
    ("退休证明", "information.certificate_of_pension"),
)  # fmt: skip


class HotlineTicket(cases.Plain):
    """Answers a call; what was said on the telephone cannot be unsaid."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """Written online, a question, named: what most are."""
        return {"source": "web", "kind": "consult", "named": "named"}

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What may not be told, whom nobody could answer, and where it should go instead."""
        values = asked.values
        said, kind = str(values["said"]), str(values["kind"])
        found = []
        if kind == "query" and values["named"] == "anonymous":
            found.append(say.refusing(IDENTITY_NEEDED, field="named"))
        if values["named"] != "anonymous" and not values.get("phone"):
            found.append(say.refusing(NO_WAY_BACK, field="phone"))
        if kind == "report":
            found.append(say.noticed(INSPECTORATE, field="kind"))
        direct = next((code for word, code in DIRECT if word in said), "")
        if direct and kind in ("consult", "query", "help"):
            found.append(say.noticed(ASK_DIRECTLY, field="said", detail=direct))
        before = [
            case.number
            for case in cases.cases_by(username=asked.applicant)
            if case.item == asked.item
            and case.number != asked.number
            and case.state != "draft"
            and str(case.form.get("said", "")).strip() == said.strip()
        ]
        if before:
            found.append(say.noticed(SAID_BEFORE, field="said", detail="、".join(before)))
        sheet = {"kind": kind, "urgent": bool(values.get("urgent"))}
        return cases.Examination(findings=tuple(found), sheet=sheet)

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """The answer, as it was given. Raises Refused `answer_missing`."""
        answer = str(cases.case_by_number(number=asked.number).proposal.get("words", "")).strip()
        if not answer:
            raise Refused(ANSWER_MISSING, subject=asked.number)
        return cases.Effect(
            f"已答复：{answer}", f"Answered: {answer}", {"kind": str(asked.values["kind"])}
        )


SERVICE = HotlineTicket()
