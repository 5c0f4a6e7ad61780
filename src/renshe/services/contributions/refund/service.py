"""The case of a refund: its three hands are the request's, and the accountant posts what they approved."""

from __future__ import annotations

from renshe.domains.cases import api as cases
from renshe.domains.contributions import api as contributions
from renshe.domains.contributions.api import CorrectionRequest, Hand
from renshe.domains.funds import api as funds
from renshe.domains.identity.api import account_named
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.money import format_yuan
from renshe.kernel.periods import Month, month_containing
from renshe.services.contributions.refund.claim import (
    Examined,
    MoneyClaim,
    MonthClaim,
    claim_months,
    claim_suspense,
)

LONGEST = 120
FIELD_OF = {
    "ground_not_shown": "month_ground", "still_insured": "month_ground", "nothing_paid": "from_month",
    "not_fully_paid": "from_month", "benefits_drawn": "from_month", "account_year_over": "from_month",
    "not_the_payer": "receipt_ref", "more_than_there_is": "amount", "arrears_first": "receipt_ref",
    "receipt_unknown": "receipt_ref", "employer_unknown": "employer_uscc", "months_out_of_order": "to_month",
    "not_for_the_employer": "claimed_by",
}  # fmt: skip
EMPLOYER_UNKNOWN = Problem(
    "employer_unknown",
    "没有这个统一社会信用代码的单位",
    "no employer has this credit code",
    "社会保险法 57",
    "请核对单位代码",
    "Check the code",
)
MONTHS_WRONG = Problem(
    "months_out_of_order",
    "截止月份早于起始月份，或超过十年",
    "the last month is before the first, or more than ten years after it",
    "owner-default",
    "请核对起止月份；超过十年的分次申请",
    "Check both months; ask for more than ten years in parts",
)
RECEIPT_UNKNOWN = Problem(
    "receipt_unknown",
    "没有这一到账流水号",
    "no receipt has this number",
    "社会保险法 74",
    "请按缴费凭证上的流水号填写",
    "Take the number from the proof of payment",
)
NOT_FOR_EMPLOYER = Problem(
    "not_for_the_employer",
    "个人账号不能代单位申领退费",
    "a personal account does not claim for the employer",
    "社会保险经办条例 31",
    "请由单位持授权到窗口办理，或改为本人申领",
    "The employer comes to the counter with authority, or you claim for yourself",
)
POSTED = Problem(
    "refund_is_posted",
    "退费已入账付出，不能自行撤销",
    "the refund was posted and paid out",
    "社会保险经办条例 46",
    "请按误退追回办理",
    "Have the money claimed back",
)


class Refund(cases.Plain):
    """A claim about months of the person, or about money of the person's or an employer's that paid nothing."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """Whoever claims online claims for himself."""
        return {"claimed_by": "person"} if _is_own(asked) else {}

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What the claim comes to, or why it cannot be done; nothing is written."""
        if _is_own(asked) and asked.values["claimed_by"] == "employer":
            not_his = cases.Finding(NOT_FOR_EMPLOYER, refuses=True, field="claimed_by")
            return cases.Examination(findings=(not_his,))
        come_to: list[Examined] = []
        found = cases.findings_of(
            lambda: come_to.append(_examined(asked)), fields=FIELD_OF, otherwise="what"
        )
        if not come_to:
            return cases.Examination(findings=tuple(found))
        (what,) = come_to
        return cases.Examination(
            tuple(found), amount_fen=what.amount_fen,
            sheet={"refund_fen": _by_fund(what.refund_fen), "account_fen": what.account_fen, "interest_fen": what.interest_fen},
        )  # fmt: skip

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """The request stands handled, reviewed and approved by the case's three people, and waits for its posting."""
        case = cases.case_by_number(number=asked.number)
        request = _claim(asked, Hand(case.handler, asked.at))
        contributions.review_request(request_id=request.pk, hand=Hand(case.reviewer, asked.at))
        contributions.approve_request(request_id=request.pk, hand=Hand(asked.actor, asked.at))
        yuan = format_yuan(request.amount_fen)
        return cases.Effect(
            f"准予退还{yuan}元，由基金会计入账后按原缴费渠道退回；只退本金，不计利息。",
            f"{yuan} yuan will be paid back the way they came once the accountant has posted them; principal only.",
            {"request_id": request.pk, "amount_fen": request.amount_fen},
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """A request that waits for its posting is refused with the reason; what was paid out is not undone here."""
        number = int(reference["request_id"])
        request = contributions.request_by_id(request_id=number)
        if request is None or request.state == "posted":
            raise Refused(POSTED, subject=asked.number)
        if request.state != "refused":
            contributions.refuse_request(
                request_id=number,
                hand=Hand(asked.actor, asked.at),
                why=f"办件{asked.number}自行纠正",
            )
        return cases.Effect(
            "退费申请已撤销，款项未退出。", "The refund is withdrawn before any money left."
        )


def _by_fund(refund_fen: dict[str, int]) -> dict[str, dict[str, object]]:
    """What each fund gives back, with its name."""
    return {
        fund.code: {"zh": fund.name_zh, "en": fund.name_en, "fen": refund_fen[fund.code]}
        for fund in funds.funds()
        if fund.code in refund_fen
    }


def _examined(asked: cases.Asked) -> Examined:
    """What the claim comes to. Raises Refusal for what stands in the way, Refused for what was filled in wrongly."""
    told = _claim(asked, Hand(asked.actor, asked.at)).totals
    return Examined(told["refund_fen"], told.get("account_fen", 0), told.get("interest_fen", 0))


def _claim(asked: cases.Asked, hand: Hand) -> CorrectionRequest:
    if asked.values["what"] == "months":
        return claim_months(claim=_months(asked), month=month_containing(asked.today), hand=hand)
    return claim_suspense(claim=_money(asked), hand=hand)


def _months(asked: cases.Asked) -> MonthClaim:
    values = asked.values
    assert asked.subject_id is not None
    return MonthClaim(
        person_id=asked.subject_id,
        employer_id=_employer(values).pk if values["paid_through"] == "employer" else None,
        periods=_periods(values["from_month"], values["to_month"]),
        ground=values["month_ground"], claimed_by=values["claimed_by"], evidence_id=_evidence(asked),
        reason=values["reason"], instrument=values.get("instrument") or "",
    )  # fmt: skip


def _money(asked: cases.Asked) -> MoneyClaim:
    values = asked.values
    assert asked.subject_id is not None
    receipt = contributions.receipt_by_ref(external_ref=values["receipt_ref"])
    if receipt is None:
        raise Refused(RECEIPT_UNKNOWN, subject=asked.number)
    own = registry.person(person_id=asked.subject_id).id_number
    return MoneyClaim(
        receipt_id=receipt,
        payer_code=_employer(values).uscc if values["paid_through"] == "employer" else own,
        amount_fen=values["amount"], ground=values["money_ground"], claimed_by=values["claimed_by"],
        evidence_id=_evidence(asked), reason=values["reason"],
    )  # fmt: skip


def _employer(values: cases.Values) -> registry.Employer:
    found = registry.employer_by_uscc(uscc=values["employer_uscc"])
    if found is None:
        raise Refused(EMPLOYER_UNKNOWN)
    return found


def _periods(first: Month, last: Month) -> list[Month]:
    if not first <= last < first + LONGEST:
        raise Refused(MONTHS_WRONG)
    return list(range(first, last + 1))


def _evidence(asked: cases.Asked) -> int:
    """The proof of the case; 0, which no file has, where it is only promised."""
    return cases.file_of(number=asked.number, material="proof") or 0


def _is_own(asked: cases.Asked) -> bool:
    """Whether the applicant's account is that of the person whom the case is about."""
    account = account_named(username=asked.applicant)
    return (
        account is not None
        and asked.subject_id is not None
        and account.person_id == asked.subject_id
    )


SERVICE = Refund()
