"""Why an overpayment is not given up, nor set off against an account: each reason with its clause and the next step."""

from renshe.domains.funds import api as funds
from renshe.domains.pension.refusals import HANDLING
from renshe.kernel.codes.problem import Problem
from renshe.kernel.rules import Reason

REASON_NEEDED = funds.REASON_NEEDED

NO_SUCH_DECISION = Reason(
    "decision_unknown",
    "没有这一申请",
    "there is no such decision",
    f"{HANDLING} 第三十七条",
    "请核对编号",
    "check the number",
)
WRONG_HAND = Reason(
    "two_people_needed",
    "经办、复核、批准须由三人分别办理",
    "handling, reviewing and approving need three people",
    f"{HANDLING} 第三十七条",
    "请由未经手本事项的人员办理",
    "have somebody do it who has not touched this",
)
STATE_FORBIDS = Reason(
    "state_forbids",
    "当前状态不能办理此步骤",
    "the decision is not at this step",
    f"{HANDLING} 第三十七条",
    "请按受理、复核、批准的次序办理",
    "take the steps in order: handle, review, approve",
)
OPEN_ALREADY = Reason(
    "asked_already",
    "该笔多发待遇已有未办结的申请",
    "a decision about this overpayment is open already",
    f"{HANDLING} 第三十七条",
    "请先办结或不予办理原申请",
    "settle or refuse that one first",
)
NOTHING_OPEN = Reason(
    "nothing_owed",
    "该笔多发待遇已结清或已核销",
    "nothing of this overpayment is owed any more",
    f"{HANDLING} 第四十六条",
    "请核对多发待遇台账",
    "check the overpayment",
)
CHANGED_MEANWHILE = Reason(
    "changed_meanwhile",
    "受理后余额已变化",
    "what is owed, or what the account holds, has changed since",
    f"{HANDLING} 第三十七条",
    "请按现在的金额重新申请",
    "ask anew with today's amount",
)
NOT_INHERITED = Reason(
    "account_not_inherited",
    "参保人在世，个人账户不得提前支取，不能抵扣",
    "the person is alive: the account may not be drawn on early",
    "社会保险法 第十四条",
    "请从后续待遇中抵扣或由本人退还",
    "set it off against later pensions, or have it paid back",
)
ACCOUNT_EMPTY = Reason(
    "account_empty",
    "个人账户没有可供继承的余额",
    "the account leaves nothing",
    "社会保险法 第十四条",
    "请向遗产继承人追偿；确无遗产的，申请核销",
    "claim it from the estate; where there is none, ask for a write-off",
)
ACCOUNT_FIRST = Reason(
    "account_first",
    "个人账户尚有余额，应先抵扣",
    "the account still holds money, which is set off first",
    f"社会保险法 第十四条；{HANDLING} 第四十六条",
    "请先办理个人账户余额抵扣",
    "have it set off against the account first",
)
SET_OFF_POSSIBLE = Reason(
    "set_off_possible",
    "本人仍在领取待遇，应从后续待遇中抵扣",
    "the person still draws a pension, from which it is set off",
    f"{HANDLING} 第四十六条",
    "请办理从后续待遇中抵扣或分期退还",
    "set it off month by month, or agree on instalments",
)
NOT_FORGIVEN = Reason(
    "fraud_not_forgiven",
    "骗取的待遇应退回并处罚款，不得因金额小核销",
    "what was obtained by fraud is returned and fined, however small",
    "社会保险法 第八十八条",
    "请移送行政处罚或申请强制执行",
    "hand it on for a fine, or have it enforced",
)
GROUND_NOT_SHOWN = Reason(
    "ground_not_shown",
    "登记信息或金额不能证明所述事由",
    "neither the registers nor the amount show the ground that is claimed",
    f"{HANDLING} 第四十六条",
    "请核对事由、金额和死亡登记",
    "check the ground, the amount and the register",
)
EVIDENCE_NEEDED = Reason(
    "evidence_needed",
    "须附文号和证明材料",
    "the number of the paper and the paper itself are needed",
    f"{HANDLING} 第三十七条",
    "请补充文号并上传证明材料",
    "give the number and store the paper",
)
NOT_CASH = Reason(
    "not_cash",
    "该方式没有现金到账，应按抵扣程序办理",
    "no money comes in this way; it has a procedure of its own",
    f"{HANDLING} 第四十六条",
    "个人账户抵扣须三人办理；待遇抵扣随发放批次入账",
    "the account is set off by three people; a later pension with its batch",
)
NOT_OF_THE_ACCOUNT = Reason(
    "not_of_the_account",
    "该项多发待遇不由企业职工养老保险基金支付，不能以职工个人账户抵扣",
    "another fund paid this benefit, so the employee account cannot be set off against it",
    "社会保险法 第十四条",
    "请从该基金的个人账户余额或遗产中追回",
    "recover it from the account of that fund or from the estate",
)
MOST_INSTALMENTS = 60
INSTALMENTS_WRONG = Problem(
    "instalments_wrong", "分期月数、首月或者每月金额没有填对", "the months, the first of them or the amount a month are wrong",
    "社会保险经办条例 46", f"分期一至{MOST_INSTALMENTS}个月，首月不早于本月，金额大于零",
    f"One to {MOST_INSTALMENTS} months, the first not before this one, an amount above zero",
)  # fmt: skip
RECEIPT_WRONG = Problem(
    "receipt_wrong", "到账日期或者回单号没有填对", "the day or the bank's reference is missing or wrong", "会计法 9",
    "日期不能晚于今天，请照银行回单填写", "The day cannot be to come; write it as on the bank's receipt",
)  # fmt: skip
