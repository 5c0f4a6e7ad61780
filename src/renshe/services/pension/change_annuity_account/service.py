"""Another account for an annuity that is drawn: typed twice, seen by two people; what came back goes out with the next batch.

A batch that is made already keeps the account that was signed with it: whoever wants the new one in it has it withdrawn first.
"""

from __future__ import annotations

from renshe.domains.annuity import api as annuity
from renshe.domains.cases import api as cases
from renshe.domains.identity.api import mask_bank_account, mask_name
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Problem, Refused

MEASURES = "企业年金办法（人社部令第36号）"
NO_PAYOUT = Problem(
    "annuity_no_payout", "您在这个备案号的方案里没有正在领取的年金", "no annuity is drawn from a plan of this number",
    f"{MEASURES} 第二十四条", "核对备案号；还没有定怎么领的，先办理“年金待遇领取”",
    "Check the number; first decide how the annuity is drawn",
)  # fmt: skip
PAID_UP = Problem(
    "annuity_paid_up", "这份年金已经付完，没有要付到新账户的", "the annuity is paid up; nothing goes to another account",
    f"{MEASURES} 第二十四条", "没有收到的，请在发放记录里核对银行回盘", "If money did not arrive, look at the bank's answers",
)  # fmt: skip
NUMBERS_DIFFER = Problem(
    "account_numbers_differ", "两次输入的账号不一致", "the two account numbers differ", "owner-default",
    "请对照银行卡重新输入", "Type both again from the card",
)  # fmt: skip
SAME_ACCOUNT = Problem(
    "same_account", "新账户与现在的收款账户相同", "this is the account that the annuity goes to already", "owner-default",
    "被银行退回的账户不能再付，请换一个账户", "What came back is not paid to the same account again; give another",
)  # fmt: skip
CHANGED_SINCE = Problem(
    "account_changed_since", "此后又变更过账户，不能改回", "the account was changed again since, so this change cannot be undone",
    "owner-default", "请另行办理账户变更", "Apply for another change",
)  # fmt: skip
FIELD_OF = {
    "annuity_no_payout": "plan", "annuity_paid_up": "plan", "account_numbers_differ": "account_again",
    "same_account": "account_number", "annuity_target_name": "account_name",
}  # fmt: skip


class ChangeAnnuityAccount(cases.Plain):
    """Names another account, after the same act was tried at examination."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """The only plan that is drawn, and the name as registered; nobody's account number."""
        if asked.subject_id is None:
            return {}
        drawn = [one for one in annuity.accounts_of(person_id=asked.subject_id) if one.payout]
        known = {"account_name": registry.person(person_id=asked.subject_id).name}
        return known | ({"plan": drawn[0].account.plan.number} if len(drawn) == 1 else {})

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What stands in the way, both accounts masked, and how many payments came back."""
        found = cases.findings_of(
            lambda: _named(asked), fields=FIELD_OF, otherwise="account_number"
        )
        payout = _payout(asked)
        if payout is None:
            return cases.Examination(findings=tuple(found))
        before = annuity.targets_of(payout_id=payout.pk)
        returned = [one for one in annuity.failed_lines() if one.payout_id == payout.pk]
        sheet = {
            "now": f"{before[0].bank_code} {mask_bank_account(before[0].account_number)}" if before else "",
            "then": f"{asked.values['bank_code']} {mask_bank_account(str(asked.values['account_number']))}",
            "returned": len(returned),
        }  # fmt: skip
        return cases.Examination(findings=tuple(found), sheet=sheet)

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """The new account is where every later payment goes."""
        payout = _payout(asked)
        before = annuity.targets_of(payout_id=payout.pk) if payout else []
        made = _named(asked)
        tail, name = mask_bank_account(made.account_number), mask_name(made.account_name)
        return cases.Effect(
            f"年金从下一个批次起付到{name}的尾号账户{tail}，退回的一并再付；已编制的批次仍付原账户。",
            f"From the next batch on the annuity goes to account {tail}, with what came back; batches made already keep theirs.",
            {"target": made.pk, "before": before[0].pk if before else None},
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """Back to the account before. Raises Refused `account_changed_since`."""
        payout = _payout(asked)
        targets = annuity.targets_of(payout_id=payout.pk) if payout else []
        before = next((one for one in targets if one.pk == reference["before"]), None)
        if before is None or payout is None or targets[0].pk != reference["target"]:
            raise Refused(CHANGED_SINCE, subject=asked.number)
        back = annuity.Target(
            bank_code=before.bank_code, account_number=before.account_number, account_name=before.account_name
        )  # fmt: skip
        made = annuity.name_target(payout_id=payout.pk, target=back, recorded=_recorded(asked))
        tail = mask_bank_account(made.account_number)
        return cases.Effect(
            f"已改回原账户（尾号{tail}）。", f"Back to the account before ({tail})."
        )


def _payout(asked: cases.Asked) -> annuity.Payout | None:
    """How the subject draws the annuity of the plan that was named."""
    if asked.subject_id is None:
        return None
    number = str(asked.values["plan"]).strip()
    found = annuity.accounts_of(person_id=asked.subject_id)
    return next((one.payout for one in found if one.account.plan.number == number), None)


def _named(asked: cases.Asked) -> annuity.PayoutTarget:
    payout, values = _payout(asked), asked.values
    if payout is None:
        raise Refused(NO_PAYOUT)
    if not annuity.still_to_pay(payout=payout):
        raise Refused(PAID_UP)
    if values["account_number"] != values["account_again"]:
        raise Refused(NUMBERS_DIFFER)
    before = annuity.targets_of(payout_id=payout.pk)
    to = annuity.Target(
        bank_code=values["bank_code"], account_number=values["account_number"], account_name=values["account_name"]
    )  # fmt: skip
    if before and (before[0].bank_code, before[0].account_number) == (
        to.bank_code,
        to.account_number,
    ):
        raise Refused(SAME_ACCOUNT)
    return annuity.name_target(payout_id=payout.pk, target=to, recorded=_recorded(asked))


def _recorded(asked: cases.Asked) -> annuity.Recorded:
    return annuity.Recorded(
        by=asked.actor, at=asked.at, known_on=asked.today, reference=asked.number, reason=f"办件{asked.number}",
    )  # fmt: skip


SERVICE = ChangeAnnuityAccount()
