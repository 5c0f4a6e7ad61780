"""What a transfer does: all that stands in the account left behind arrives in the next employer's plan, as one's own."""

from __future__ import annotations

from renshe.domains.annuity import api as annuity
from renshe.domains.cases import api as cases
from renshe.domains.identity.api import mask_name
from renshe.flows.annuity_leaving import plan_of_employer_now
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.money import format_yuan
from renshe.kernel.periods import month_containing

FIELD_OF = {
    "annuity_plan_unknown": "from_plan", "annuity_not_left": "from_plan", "annuity_drawn_already": "from_plan",
    "annuity_nothing_there": "from_plan", "annuity_next_plan_unknown": "to_plan",
}  # fmt: skip
LAW = "企业年金办法（人社部令第36号）第二十二条"
PLAN_UNKNOWN = Problem(
    "annuity_plan_unknown", "您在原方案里没有年金账户", "you have no account in the old plan", LAW,
    "在“我的养老全貌”里核对年金账户的备案号", "Check the number on the page of your annuity account",
)  # fmt: skip
NEXT_UNKNOWN = Problem(
    "annuity_next_plan_unknown", "新单位没有这个备案号的方案，或者您没有在新单位参保",
    "the employer who insures you now has no plan of this number", LAW,
    "向新单位核对备案号；新单位没有方案的，年金留在原账户继续管理",
    "Ask the new employer; without a plan there the account stays where it is",
)  # fmt: skip


class TransferAnnuity(cases.Plain):
    """Moves an account to the next plan, after the same act was tried at examination."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """The only account left behind, and the plan of whoever insures the person now."""
        if asked.subject_id is None:
            return {}
        left = [
            one
            for one in annuity.accounts_of(person_id=asked.subject_id)
            if one.account.left_month is not None and one.payout is None and one.balance.total_fen
        ]
        known = {"from_plan": left[0].account.plan.number} if len(left) == 1 else {}
        plan = _next_plan(asked)
        return known | ({"to_plan": plan.number} if plan is not None else {})

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What stands in the way, and how much would move."""
        found = cases.findings_of(lambda: _transfer(asked), fields=FIELD_OF, otherwise="from_plan")
        one = _account(asked)
        sheet = {} if one is None else {"balance": format_yuan(one.balance.total_fen)}
        return cases.Examination(findings=tuple(found), sheet=sheet)

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """The balance stands in the next plan."""
        one = _account(asked)
        assert one is not None
        name, fen, to = mask_name(one.account.person.name), *_transfer(asked)
        return cases.Effect(
            f"{name}的年金{format_yuan(fen)}元已转入新单位的方案，全部归本人。",
            f"{format_yuan(fen)} yuan stand in the new employer's plan and are all one's own.",
            {"from": one.account.pk, "to": to.pk, "fen": fen},
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """The same amount goes back. Raises Refused `annuity_drawn_already`, `annuity_nothing_there`."""
        annuity.move_back(
            from_account_id=int(reference["to"]), to_account_id=int(reference["from"]), fen=int(reference["fen"]),
            month=month_containing(asked.today), recorded=_recorded(asked),
        )  # fmt: skip
        return cases.Effect(
            "转移已撤销，金额退回原账户。",
            "The transfer is taken back; the amount stands in the old account.",
        )


def _account(asked: cases.Asked) -> annuity.AccountNow | None:
    if asked.subject_id is None:
        return None
    number = str(asked.values["from_plan"]).strip()
    found = annuity.accounts_of(person_id=asked.subject_id)
    return next((one for one in found if one.account.plan.number == number), None)


def _next_plan(asked: cases.Asked) -> annuity.Plan | None:
    assert asked.subject_id is not None
    return plan_of_employer_now(
        person_id=asked.subject_id, month=month_containing(asked.today), but=0
    )


def _transfer(asked: cases.Asked) -> tuple[int, annuity.Account]:
    one = _account(asked)
    if one is None:
        raise Refused(PLAN_UNKNOWN)
    plan = _next_plan(asked)
    if plan is None or plan.number != str(asked.values["to_plan"]).strip():
        raise Refused(NEXT_UNKNOWN)
    return annuity.move_on(
        account_id=one.account.pk, to_plan_id=plan.pk, month=month_containing(asked.today), recorded=_recorded(asked)
    )  # fmt: skip


def _recorded(asked: cases.Asked) -> annuity.Recorded:
    return annuity.Recorded(
        by=asked.actor, at=asked.at, known_on=asked.today, reference=asked.number, reason=f"办件{asked.number}"
    )  # fmt: skip


SERVICE = TransferAnnuity()
