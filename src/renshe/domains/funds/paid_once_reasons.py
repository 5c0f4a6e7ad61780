"""Why a batch that pays what is owed once does not take a step: each with its clause and the next step."""

from renshe.kernel.rules import Reason

HANDLING = "社会保险经办条例"
FINANCE = "社会保险基金财务制度（财社〔2017〕144号）"

CONTROL_DIFFERS = Reason(
    "control_differs",
    "控制总数不符",
    "control totals differ",
    f"{FINANCE} 第四十条",
    "本步骤未生效；请查明差异后重做",
    "the step was not done; find the difference and do it again",
)
NOT_ENOUGH_MONEY = Reason(
    "not_enough_money",
    "到账金额不足以支付本批次",
    "the transfer does not cover the batch",
    f"{FINANCE} 第四十一条",
    "请追加用款计划",
    "request a further transfer",
)
RETURN_DOES_NOT_FIT = Reason(
    "return_does_not_fit",
    "回盘文件与送盘文件不符，未入账",
    "the bank's return does not fit what was sent; nothing was taken",
    f"{FINANCE} 第四十一条",
    "请银行核对后重新回盘",
    "have the bank check and send it again",
)
STILL_UNKNOWN = Reason(
    "still_unknown",
    "仍有状态未知的指令，不得重发也不能关账",
    "some instructions are still unknown: no retry, no close",
    f"{FINANCE} 第四十一条",
    "请向银行取补充回盘或对账单",
    "get the bank's supplementary return or statement",
)
NOTHING_SENT = Reason(
    "nothing_sent",
    "没有与此回盘对应的送盘文件",
    "no payment file was sent that this return answers",
    f"{FINANCE} 第四十一条",
    "请核对批次与文件",
    "check the batch and the file",
)
TWO_HANDS = Reason(
    "two_people_needed",
    "提出与批准须由两人分别办理",
    "proposing and approving need two people",
    f"{HANDLING} 第三十七条",
    "请由未经手本事项的人员办理",
    "have somebody do it who has not touched this",
)
BATCH_STATE = Reason(
    "wrong_step",
    "该批次当前状态不能办理此步骤",
    "the batch is not at this step",
    f"{HANDLING} 第四十条",
    "请按编制、批准、拨款、送盘、回盘、关账的次序办理",
    "take the steps in order: make, approve, fund, file, return, close",
)
REASON_NEEDED = Reason(
    "reason_needed",
    "须写明理由",
    "a reason is needed",
    f"{HANDLING} 第三十七条",
    "请写明理由后重办",
    "say why, then do it again",
)
