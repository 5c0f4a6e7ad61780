"""A request for public information: what may be answered here, what belongs elsewhere, and the answer in writing.

The answer is what the handler proposes: granting provides the information or says how to get it (article 36 (1), (2));
not to disclose, not to exist, not ours, and repeated are refusals with their reason (article 36 (3)–(6)). Asking a third
party stops the clock (article 33): suspend the case.
"""

from __future__ import annotations

from django.utils import timezone

from renshe.domains.cases import api as cases
from renshe.kernel.codes.problem import Problem, Refused
from renshe.services.information import certifying as say

OWN_RECORD = Problem(
    "own_record_elsewhere",
    "本人或本单位的社保记录另有查询渠道，不按政府信息公开办理",
    "one's own social-insurance record is told by another item, not as public information",
    "政府信息公开条例 36（七）；社会保险经办条例 32",
    "请办理“个人账户查询”或“个人权益记录单”，当场出具",
    "Use the account enquiry or the record of rights, which are issued at once",
)
TOO_VAGUE = Problem(
    "description_vague",
    "描述过于简单，可能无法查找",
    "the description is so short that the information may not be found",
    "政府信息公开条例 30",
    "请在收到申请之日起7个工作日内一次性告知补正",
    "Ask for a correction once, within 7 working days of receiving it",
)
ASKED_BEFORE = Problem(
    "asked_before",
    "同一申请人曾申请相同内容",
    "the same applicant asked for the same before",
    "政府信息公开条例 36（六）",
    "已答复的，告知不予重复处理；在办的，合并办理",
    "If it was answered, say that it is not handled again; if it is open, handle both together",
)
MAY_BE_PETITION = Problem(
    "may_be_petition",
    "内容像投诉、举报或信访",
    "this reads like a complaint, a report or a petition",
    "政府信息公开条例 39",
    "确属此类的，告知不作为信息公开申请处理，并告知相应渠道",
    "If it is one, say that it is not handled as a request, and where it belongs",
)
ANSWER_MISSING = Problem(
    "answer_missing",
    "没有写明答复内容",
    "no answer is written",
    "政府信息公开条例 36",
    "请退回经办，在办理意见中写明提供的信息，或获取的方式、途径和时间",
    "Send it back to the handler to write what is provided, or how, where and when to get it",
)
SHORTEST = 8
PETITION_WORDS = ("投诉", "举报", "信访", "要求处理", "要求查处", "追究责任")


class Request(cases.Plain):
    """Answers in writing; an answer that was given cannot be taken back."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """Electronic, in the case itself: the quickest for both."""
        return {"applicant_kind": "person", "form": "electronic", "way": "online"}

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What belongs elsewhere, what was asked before, and what nobody could look for."""
        wanted = str(asked.values["wanted"]).strip()
        found = []
        if asked.values["subject"] == "own_record":
            found.append(say.refusing(OWN_RECORD, field="subject"))
        if len(wanted) < SHORTEST:
            found.append(say.noticed(TOO_VAGUE, field="wanted"))
        if any(word in wanted for word in PETITION_WORDS):
            found.append(say.noticed(MAY_BE_PETITION, field="wanted"))
        before = [
            case.number
            for case in cases.cases_by(username=asked.applicant)
            if case.item == asked.item
            and case.number != asked.number
            and case.state != "draft"
            and str(case.form.get("wanted", "")).strip() == wanted
        ]
        if before:
            found.append(say.noticed(ASKED_BEFORE, field="wanted", detail="、".join(before)))
        return cases.Examination(findings=tuple(found))

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """The answer, as the handler wrote it. Raises Refused `answer_missing`."""
        case = cases.case_by_number(number=asked.number)
        answer = str(case.proposal.get("words", "")).strip()
        if not answer:
            raise Refused(ANSWER_MISSING, subject=asked.number)
        day = timezone.localtime(case.submitted_at).date().isoformat()
        content = {
            "zh": [
                f"你于{day}提出的政府信息公开申请收悉。申请内容：{asked.values['wanted']}",
                f"经审查，答复如下：{answer}",
            ],
            "en": [
                f"We received your request of {day} for: {asked.values['wanted']}",
                f"Our answer: {answer}",
            ],
            "facts": {"issuer": say.issuer_of(asked.place)},
        }
        return cases.Effect(f"已答复：{answer}", f"Answered: {answer}", {}, [("answer", content)])


SERVICE = Request()
