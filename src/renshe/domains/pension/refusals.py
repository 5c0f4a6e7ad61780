"""Why the pension domain says no: each reason with its clause and the next step for the person."""

from renshe.domains.funds import api as funds
from renshe.kernel.rules import Reason

CONTROL_DIFFERS = funds.CONTROL_DIFFERS
NOTHING_SENT = funds.NOTHING_SENT
NOT_ENOUGH_MONEY = funds.NOT_ENOUGH_MONEY
RETURN_DOES_NOT_FIT = funds.RETURN_DOES_NOT_FIT
STILL_UNKNOWN = funds.STILL_UNKNOWN

HANDLING = "社会保险经办条例"

WRONG_STEP = Reason(
    "wrong_step",
    "该批次当前状态不能办理此步骤",
    "the batch is not at this step",
    f"{HANDLING} 第四十条",
    "请按冻结、核查、计划、复核、拨款、送盘、回盘、关账的次序办理",
    "take the steps in order: freeze, check, plan, review, fund, file, return, close",
)
SAME_PERSON = Reason(
    "two_people_needed",
    "编制、复核、批准须由三人分别办理",
    "preparing, reviewing and approving need different people",
    f"{HANDLING} 第四十条",
    "请由未经手本批次的人员办理",
    "have somebody do it who has not touched this batch",
)
ALREADY_FILED = Reason(
    "already_filed",
    "指令已送银行，不能再停发",
    "the instruction has gone to the bank and cannot be stopped",
    f"{HANDLING} 第四十六条",
    "请联系银行止付；已付的，登记多发待遇追回",
    "ask the bank to recall it; if it was paid, record an overpayment",
)
NO_SUCH_LINE = Reason(
    "no_such_line",
    "名册上没有这一笔",
    "there is no such line on the roster",
    f"{HANDLING} 第四十条",
    "请核对批次号和行号",
    "check the batch and the line number",
)
NAME_DIFFERS = Reason(
    "name_differs",
    "户名与本人姓名不一致",
    "the account is not in the person's own name",
    f"{HANDLING} 第二十二条",
    "请提供本人名下账户",
    "give an account in the person's own name",
)
ALREADY_IN_FORCE = Reason(
    "already_in_force",
    "已有生效的同类待遇",
    "a pension of this kind is in force already",
    "社会保险法 第十六条；国办发〔2009〕66号",
    "请核对是否重复领取；如需更正请办理重核",
    "check for a double benefit; to correct it, have the award redetermined",
)
RECOVERY_TOO_LARGE = Reason(
    "recovery_too_large",
    "追回金额超过未追回余额",
    "the recovery is more than what is still owed",
    f"{HANDLING} 第四十六条",
    "请核对金额，多收部分应退还本人",
    "check the amount; what is too much goes back",
)
NOT_NOTIFIED = Reason(
    "not_notified",
    "尚未书面告知本人，不能抵扣",
    "the person has not been notified, so nothing may be set off",
    f"{HANDLING} 第四十六条",
    "请先送达退还通知",
    "serve the notice first",
)
NOT_IN_QUEUE = Reason(
    "not_in_queue",
    "不在发放失败清单内，不能重发",
    "not in the failed-payment queue, so it cannot be paid again",
    "社会保险基金财务制度（财社〔2017〕144号） 第四十一条",
    "已付、状态未知或已重发的不得再发；请核对指令号",
    "what is paid, unknown or tried again may not be repeated; check the instruction",
)
NO_AWARD = Reason(
    "no_award",
    "没有生效的待遇核定",
    "there is no award in force",
    "社会保险法 第十六条",
    "请先办理待遇核定",
    "have the pension determined first",
)
UNEVEN_COMPONENTS = Reason(
    "uneven_components",
    "各项目之和与合计不符",
    "the components do not add up to the total",
    "国发〔2005〕38号 第六条",
    "请法规岗检查当地规则的组成项目",
    "have the local rules' components checked",
)
NOT_HELD = Reason(
    "not_held",
    "该停发已经解除",
    "this stop has already ended",
    f"{HANDLING} 第二十六条",
    "请核对停发记录",
    "check the record of the stop",
)
MONTH_TAKEN = Reason(
    "month_taken",
    "该月名册已为本地或其上下级地区冻结",
    "the month is frozen already for this place, or one within or around it",
    f"{HANDLING} 第十八条",
    "请在已冻结的批次上继续办理",
    "go on with the batch that is frozen",
)

AWARDS_CHANGED = Reason(
    "awards_changed_meanwhile",
    "计算期间有待遇被另行变更，本次未写入任何数据",
    "awards were changed while this was computed; nothing was written",
    "owner-default",
    "请重新运行",
    "run it again",
)
NO_SUCH_KIND = Reason(
    "no_such_kind",
    "没有这种按月发放的待遇",
    "there is no such monthly benefit",
    "国办发〔2009〕66号",
    "请从待遇种类表中选择",
    "choose one from the table of kinds",
)
