"""Why a payment is not found undue, and why a one-off payment is not made: each with its clause and the next step."""

from renshe.domains.funds import api as funds
from renshe.domains.pension.refusals import HANDLING
from renshe.kernel.rules import Reason

BATCH_STATE = funds.BATCH_STATE
TWO_HANDS = funds.TWO_HANDS

FINANCE = "社会保险基金财务制度（财社〔2017〕144号） 第四十一条"

NOT_WAITING = Reason(
    "not_waiting",
    "不在发放失败清单内，不能认定为不应发",
    "it does not wait in the failed-payment queue, so it cannot be found undue",
    f"{HANDLING} 第四十六条",
    "已到账的登记多发待遇；状态未知的等银行回盘；已重发的按新指令办理",
    "if it arrived, record an overpayment; if unknown, wait for the bank; if tried again, take the new instruction",
)
DUE_BY_THE_REGISTERS = Reason(
    "ground_not_shown",
    "登记信息不能证明所述事由，该月待遇仍应发",
    "the registers do not show the ground that is claimed: the month is still due",
    f"社会保险法 第十六、十七条；{HANDLING} 第四十六条",
    "请先办理死亡、服刑或待遇终止登记，或核对月份和事由",
    "have the death, the prison term or the end of the pension recorded first, or check month and ground",
)
UNDUE_ASKED_ALREADY = Reason(
    "asked_already",
    "该笔已提出不应发认定，尚未办结",
    "this payment is proposed as undue already",
    f"{HANDLING} 第三十七条",
    "请由另一人批准或不予认定",
    "have another person approve or refuse that one",
)
UNDUE_OPEN = Reason(
    "undue_proposed",
    "该笔已提出不应发认定，办结前不得重发",
    "this payment is proposed as undue; it is not paid again before that is decided",
    f"{HANDLING} 第四十六条",
    "请先批准或不予认定",
    "approve or refuse that proposal first",
)
DIED_EARLIER_RECORDED = Reason(
    "death_recorded_earlier",
    "已按更早的死亡月份终止待遇，改晚须先撤销原死亡登记",
    "the pension ended with an earlier month of death; a later one needs that record undone first",
    "社会保险法 第十七条",
    "请凭证据撤销原死亡登记并恢复待遇，再重新登记",
    "undo the record of the death on evidence and restore the pension, then record it anew",
)
NOTHING_WAITS = Reason(
    "nothing_waits",
    "没有可以发放的一次性待遇",
    "no one-off benefit waits that could be paid",
    FINANCE,
    "已在批次内、状态未知或须更正账户的不能再编入；请核对待发清单",
    "what is in a batch, unknown or needs another account cannot be taken; look at the list",
)
IN_A_BATCH = Reason(
    "in_a_payment_batch",
    "该笔待遇已编入发放批次，不能撤销或改账户",
    "the benefit is in a payment batch, so it can be neither cancelled nor redirected",
    FINANCE,
    "未送银行的先撤回批次；已送银行的等回盘结果",
    "take the batch back if it has not gone to the bank; otherwise wait for its word",
)
