"""What disputing an amount does: the address of its explanation is proved, and granting opens the case that corrects it."""

from __future__ import annotations

from django.utils.translation import get_language

from renshe.domains.audit.api import record_event
from renshe.domains.cases import api as cases
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.money import format_yuan
from renshe.services.catalogue import catalogue, declared
from renshe.services.contributions.dispute_amount.amounts import Amount, amount_at, read_address

# What is wrong → the item whose case sets it right; none where the computation itself is meant.
CORRECTED_BY = {
    "personal_fact": "registration.correct_person",
    "paid_in_error": "contributions.refund",
    "wage_or_month": "labour.complain",
    "computation": None,
}
NO_SUCH_ADDRESS = Problem(
    "amount_not_named",
    "这不是金额说明页的地址",
    "this is no address at which an amount is explained",
    "社会保险法 74",
    "请在“我的缴费”或“我的养老金”中点开该金额，从说明页提出异议",
    "Open the amount under contributions or pension and dispute it from its explanation",
)
NOT_YOURS = Problem(
    "amount_of_somebody_else",
    "该金额不属于申请人",
    "this amount is not the applicant's",
    "社会保险经办条例 49",
    "请核对地址",
    "Check the address",
)
NOT_OFFERED = Problem(
    "correction_not_offered",
    "对应的更正事项尚未开办",
    "the item that would correct it is not offered here",
    "owner-default",
    "请到窗口办理",
    "Come to the counter",
)


class DisputeAmount(cases.Plain):
    """Carries the address of one explanation; the amount there stays until a correction replaces it."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """What the explanation handed over: its address, once that is one of the applicant's amounts, and the amount in words."""
        amount = _amount(asked)
        if amount is None:
            return {}
        return {
            "address": asked.values["address"],
            "what": _said(amount),
            "shown": format_yuan(amount.fen, separators=False),
        }

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """Whether the address is one of the applicant's amounts, what the books say there, and from which record."""
        try:
            amount, item = _proved(asked)
        except Refused as refusal:
            wrong = [cases.Finding(one, refuses=True, field="address") for one in refusal.problems]
            return cases.Examination(findings=tuple(wrong))
        differs: tuple[cases.Difference, ...] = ()
        if amount.fen != asked.values["shown"]:
            given, booked = format_yuan(asked.values["shown"]), format_yuan(amount.fen)
            differs = (
                cases.Difference("shown", given, booked, amount.source_zh, amount.source_en),
            )
        return cases.Examination(differences=differs, sheet=_sheet(asked, amount, item))

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """The dispute is right: the case that corrects it is opened for the applicant, or the rule goes to its keepers."""
        _, item = _proved(asked)
        address = asked.values["address"]
        if item is None:
            record_event(
                actor=asked.actor, verb="rules.amount_disputed", subject_kind="person", subject_id=asked.subject_id,
                reason=asked.number, at=asked.at, detail={"address": address},
            )  # fmt: skip
            return cases.Effect(
                "异议成立：资料无误而计算有误，已交政策参数岗两人复核规则；差额随追溯调整补付或退回。",
                "You are right: the data are right and the computation is not. The keepers of the rules examine it, and the"
                " difference comes with the retroactive adjustment.",
                {"address": address, "case": None},
            )
        linked = _open_correction(asked, item)
        name = declared(item).item.name
        return cases.Effect(
            f"异议成立。已为你建立更正办件{linked.number}（{name.zh}），请补填并提交；更正后差额一并结算。",
            f"You are right. Case {linked.number} ({name.en}) was opened for you to complete and submit; the difference is"
            " settled with it.",
            {"address": address, "case": linked.number},
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """The correction that was opened is withdrawn while it is a draft; one that went on is decided by itself."""
        number = reference["case"]
        if number is not None:
            linked = cases.case_by_number(number=str(number))
            if linked.state != "draft":
                raise Refused(cases.problem("not_reversible"), subject=str(number))
            applicant = cases.Actor(linked.applicant, asked.at, asked.today)
            cases.withdraw(
                number=linked.number, item=declared(linked.item).item, words=f"办件{asked.number}自行纠正",
                actor=applicant,
            )  # fmt: skip
        return cases.Effect("异议决定已撤销。", "The decision on the dispute is withdrawn.")


def _sheet(asked: cases.Asked, amount: Amount, item: str | None) -> dict[str, object]:
    """What the office reads beside the dispute: the amount as booked, its record, its explanation, and what corrects it."""
    return {
        "booked": {"zh": f"账上：{amount.zh}", "en": f"Booked: {amount.en}", "fen": amount.fen},
        "record": {
            "zh": f"出自：{amount.source_zh}",
            "en": f"From: {amount.source_en}",
            "shown": "",
        },
        "corrected_by": _named(item),
    }


def _said(amount: Amount) -> str:
    """The amount in the reader's language; the office reads Chinese, so that stands beside any other."""
    chinese = (get_language() or "zh").startswith("zh")
    return amount.zh if chinese else f"{amount.en} ({amount.zh})"


def _named(item: str | None) -> dict[str, str]:
    """By what it is corrected, for the screen."""
    if item is None:
        return {
            "zh": "由政策参数岗复核规则",
            "en": "The keepers of the rules examine it",
            "shown": "",
        }
    name = declared(item).item.name
    return {"zh": f"由“{name.zh}”更正", "en": f"Corrected by “{name.en}”", "shown": ""}


def _amount(asked: cases.Asked) -> Amount | None:
    """The applicant's amount at the address that is given; None where it is no address or not the applicant's."""
    found = read_address(asked.values.get("address"))
    if found is None or asked.subject_id is None:
        return None
    return amount_at(found, person_id=asked.subject_id, today=asked.today)


def _proved(asked: cases.Asked) -> tuple[Amount, str | None]:
    """The amount that is disputed, and the item that corrects what is said to be wrong. Raises Refused."""
    if read_address(asked.values["address"]) is None:
        raise Refused(NO_SUCH_ADDRESS, subject=asked.number)
    amount = _amount(asked)
    if amount is None:
        raise Refused(NOT_YOURS, subject=asked.number)
    item = CORRECTED_BY[asked.values["why"]]
    if item is not None and item not in catalogue():
        raise Refused(NOT_OFFERED, subject=asked.number)
    return amount, item


def _open_correction(asked: cases.Asked, item: str) -> cases.Case:
    """A draft for whoever disputed the amount, about the same person at the same place."""
    case = cases.case_by_number(number=asked.number)
    application = cases.Application(
        declared(item).item, case.place, case.channel, asked.subject_id, case.applicant_name,
        received_at_place=case.received_at_place, on_behalf=case.on_behalf,
    )  # fmt: skip
    return cases.open_case(
        application=application, actor=cases.Actor(case.applicant, asked.at, asked.today)
    )


SERVICE = DisputeAmount()
