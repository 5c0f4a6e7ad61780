"""Why a payment of an annuity is refused or waits: each reason with its clause and what to do next."""

from __future__ import annotations

from renshe.kernel.codes.problem import Problem

MEASURES = "企业年金办法（人社部令第36号）第二十四条"

BATCH_OPEN = Problem(
    "annuity_batch_open", "该受托人有一个批次还没有送出", "a batch of this trustee has not gone out yet",
    "owner-default", "先批准并送出，或者写明原因撤回", "Approve and file it, or withdraw it with a reason",
)  # fmt: skip
NOTHING_DUE = Problem(
    "annuity_nothing_due", "没有到期应付的年金", "no annuity is due", MEASURES,
    "核对受托人和月份", "Check trustee and month",
)  # fmt: skip
TWO_PEOPLE = Problem(
    "annuity_two_people", "编制和批准应当是两个人", "who makes a batch does not approve it", "owner-default",
    "请另一位有权限的人批准", "Have somebody else approve it",
)  # fmt: skip
STEP = Problem(
    "annuity_batch_step", "该批次现在不能办这一步", "this is not the batch's step now", "owner-default",
    "按编制、批准、送盘、回盘的顺序办理", "Make, approve, file, then take the bank's return",
)  # fmt: skip
NO_REASON = Problem(
    "annuity_no_reason", "没有写明原因", "no reason is given", "owner-default", "请写明原因", "Say why",
)  # fmt: skip
STALE = Problem(
    "annuity_batch_stale", "编制以后账户有变动，金额已经不对", "an account moved since the batch was made", MEASURES,
    "写明原因撤回，再重新编制", "Withdraw the batch with a reason and make it anew",
)  # fmt: skip
UNKNOWN_LINE = Problem(
    "annuity_word_unknown_line", "回盘里有本批次没有的指令", "the return names an instruction that is not in the batch",
    "owner-default", "请银行核对后重新回盘", "Have the bank make the return again",
)  # fmt: skip
OTHER_WORD = Problem(
    "annuity_word_other", "同一指令前后结果不一致", "a final word is said otherwise now", "owner-default",
    "请银行核对，不得重发", "Have the bank check; never pay again",
)  # fmt: skip
DIED = Problem(
    "annuity_person_died", "领取人已经去世，停止支付，余额由指定受益人或者继承人领取",
    "the person died: payment stops, the balance is the heirs'", MEASURES,
    "请家属申请领取余额", "Have the family claim the balance",
)  # fmt: skip
NO_TARGET = Problem(
    "annuity_no_target", "没有收款账户", "there is no account to pay to", MEASURES,
    "请本人登记收款账户", "Have the person name an account",
)  # fmt: skip
PAID_ALREADY = Problem(
    "annuity_paid_already", "已经支付过，领取方式不能撤销", "something was paid, so the choice stands", MEASURES,
    "对余下的金额有异议的，向受托人提出", "Ask the trustee about the rest",
)  # fmt: skip
NOT_ONES_OWN = Problem(
    "annuity_target_name", "收款户名与领取人姓名不一致", "the account is in another name", "owner-default",
    "请填本人名下的账户；购买保险的，填保险公司账户", "Name an own account, or the insurer's for an insurance",
)  # fmt: skip
UNWRITABLE = Problem(
    "annuity_unwritable_line", "有户名或者账号银行无法书写", "a name or account does not fit the bank's file",
    "owner-default",
    "撤回批次，更正收款账户后重新编制", "Withdraw the batch, mend the account, make it anew",
)  # fmt: skip
