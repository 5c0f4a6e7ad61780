"""What choosing a payout does: the law opens it or not, how it is drawn stands once, the trustee pays it from its first month."""

from __future__ import annotations

from renshe.domains.annuity import api as annuity
from renshe.domains.cases import api as cases
from renshe.domains.identity.api import mask_bank_account, mask_name
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.money import format_yuan
from renshe.kernel.periods import format_month
from renshe.laws import library

FIELD_OF = {
    "annuity_not_open": "reason", "annuity_drawn_already": "plan", "annuity_nothing_there": "plan",
    "annuity_target_name": "account_name", "annuity_plan_unknown": "plan", "annuity_payments_wrong": "payments",
}  # fmt: skip
PARTLY = ("monthly", "instalments")
MOST_PAYMENTS, MOST_BETWEEN = 420, 12
PLAN_UNKNOWN = Problem(
    "annuity_plan_unknown", "您在这个备案号的方案里没有年金账户", "you have no account in the plan of this number",
    "企业年金办法（人社部令第36号）第十七条", "在“我的养老全貌”里核对年金账户的备案号",
    "Check the number on the page of your annuity account",
)  # fmt: skip
PAYMENTS_WRONG = Problem(
    "annuity_payments_wrong", "领取次数或者间隔不对", "the number of payments or the months between them do not fit",
    "企业年金办法（人社部令第36号）第二十四条",
    "按月领的次数填月数、间隔填1；分次领至少2次，间隔1至12个月；一次领、买保险都填1",
    "Monthly: the months, and 1 between; instalments: at least 2, with 1 to 12 months between; else 1 and 1",
)  # fmt: skip


class ChoosePayout(cases.Plain):
    """Decides how an account is drawn, after the same act was tried at examination."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """The plan of the only account that waits to be drawn; nothing where there are several."""
        if asked.subject_id is None:
            return {}
        waiting = [
            one for one in annuity.accounts_of(person_id=asked.subject_id) if one.payout is None
        ]
        return {"plan": waiting[0].account.plan.number} if len(waiting) == 1 else {}

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What stands in the way, and what the first payment would be."""
        found = cases.findings_of(lambda: _decide(asked), fields=FIELD_OF, otherwise="plan")
        one = _account(asked)
        sheet = {}
        if one is not None:
            sheet = {"balance": format_yuan(one.balance.total_fen), "plan": one.account.plan.name}
        return cases.Examination(
            findings=tuple(found), sheet=sheet,
            amount_fen=one.balance.total_fen if one is not None else None,
        )  # fmt: skip

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """How it is drawn, and the account it goes to, are on record."""
        payout = _decide(asked)
        words = {
            "monthly": "按月",
            "instalments": "分次",
            "lump": "一次",
            "insurance": "购买商业养老保险",
        }
        english = {
            "monthly": "monthly",
            "instalments": "in instalments",
            "lump": "at once",
            "insurance": "as an insurance",
        }
        since, name = format_month(payout.starts_month), mask_name(payout.account.person.name)
        tail = mask_bank_account(str(asked.values["account_number"]))
        return cases.Effect(
            f"{name}的年金余额{format_yuan(payout.balance_fen)}元，自{since}起{words[payout.way]}领取，"
            f"共{payout.months}次，付到尾号账户{tail}。",
            f"The annuity of {format_yuan(payout.balance_fen)} yuan is drawn {english[payout.way]} from {since},"
            f" {payout.months} in all, into account {tail}.",
            {"payout": payout.pk},
        )  # fmt: skip

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """Takes the decision back while nothing was put into a batch. Raises Refused `annuity_paid_already`."""
        annuity.cancel_payout(payout_id=int(reference["payout"]), recorded=_recorded(asked))
        return cases.Effect(
            "年金领取方式已撤销，没有发生支付，可以重新选择。",
            "The choice is taken back; nothing was paid, and it may be made anew.",
        )


def _account(asked: cases.Asked) -> annuity.AccountNow | None:
    """The subject's account in the plan that was named."""
    if asked.subject_id is None:
        return None
    number = str(asked.values["plan"]).strip()
    found = annuity.accounts_of(person_id=asked.subject_id)
    return next((one for one in found if one.account.plan.number == number), None)


def _decide(asked: cases.Asked) -> annuity.Payout:
    one, values = _account(asked), asked.values
    if one is None:
        raise Refused(PLAN_UNKNOWN)
    if not _fits(str(values["way"]), int(values["payments"]), int(values["every"])):
        raise Refused(PAYMENTS_WRONG)
    recorded = _recorded(asked)
    payout = annuity.decide_payout(
        account_id=one.account.pk,
        choice=annuity.Choice(
            reason=values["reason"], way=values["way"], starts_month=values["starts"],
            months=int(values["payments"]), every_months=int(values["every"]), evidence=recorded.reason,
        ),
        explain=library.explain, recorded=recorded,
    )  # fmt: skip
    target = annuity.Target(
        bank_code=values["bank_code"], account_number=values["account_number"], account_name=values["account_name"]
    )  # fmt: skip
    annuity.name_target(payout_id=payout.pk, target=target, recorded=recorded)
    return payout


def _fits(way: str, payments: int, every: int) -> bool:
    if way == "monthly":
        return 1 <= payments <= MOST_PAYMENTS and every == 1
    if way == "instalments":
        return 2 <= payments <= MOST_PAYMENTS and 1 <= every <= MOST_BETWEEN
    return payments == every == 1


def _recorded(asked: cases.Asked) -> annuity.Recorded:
    return annuity.Recorded(
        by=asked.actor, at=asked.at, known_on=asked.today, reference=asked.number,
        reason=f"办件{asked.number}所附材料",
    )  # fmt: skip


SERVICE = ChoosePayout()
