"""Why a list of people is not decided, and why somebody stays on it undone: each with its clause and the next step."""

from renshe.domains.pension.refusals import HANDLING
from renshe.kernel.rules import Reason

NOTICE = "人社部发〔2024〕72号"

LIST_EMPTY = Reason(
    "list_empty",
    "名单上没有可以办理的人",
    "nobody on the list can be acted on",
    f"{HANDLING} 第四十条",
    "请核对名单；列明原因的逐人处理后再提出",
    "check the list; deal one by one with those whose reason is told, then put it forward again",
)
LIST_DECIDED = Reason(
    "list_decided",
    "这份名单已经办结",
    "this list was decided already",
    f"{HANDLING} 第四十条",
    "请查看办理结果；还有要办的人，重新提出名单",
    "look at what became of it; for anybody else put forward a new list",
)
LIST_TWO_PEOPLE = Reason(
    "list_two_people",
    "提出名单的人不能自己复核",
    "whoever put the list forward cannot decide it",
    f"{HANDLING} 第四十条",
    "请由另一名工作人员复核",
    "have a colleague decide it",
)
REASON_OF_LIST = Reason(
    "reason_missing",
    "没有写明理由",
    "the reason is missing",
    f"{HANDLING} 第三十八条",
    "请写明理由和依据",
    "write the reason and its basis",
)
ROW_CLOSED = Reason(
    "row_closed",
    "这个人在名单上已经不是待办",
    "this person is no longer open on the list",
    f"{HANDLING} 第四十条",
    "请刷新名单再看",
    "look at the list again",
)
AMOUNT_CHANGED = Reason(
    "amount_changed",
    "金额与提出名单时不同",
    "the amounts are no longer those that were put forward",
    f"{HANDLING} 第四十条",
    "请重新提出名单，按新的金额复核",
    "put the list forward again, with the amounts of today",
)
SUSPENDED = Reason(
    "award_suspended",
    "待遇正在暂停发放",
    "the benefit is suspended",
    f"{HANDLING} 第二十六条",
    "请先办理恢复发放，或者待停发原因消除，下一次复核再办",
    "have it restored first; the next review finds it again",
)
NOT_BY_THE_WHOLE_FORMULA = Reason(
    "not_by_the_whole_formula",
    "按当年的最低缴费年限，不能按基本养老金办法重新核算",
    "by the minimum years of that year it is not computed as a pension",
    f"{NOTICE} 第三、四条",
    "请逐人核对缴费年限和适用的最低年限，报上级明确后办理",
    "check the years and the minimum that binds one by one, and ask the authority above",
)
NO_RECEIPT = Reason(
    "no_receipt_of_ours",
    "津贴由旧系统核定，没有本系统的计算凭据",
    "an old system determined the allowance; there is no receipt of ours",
    "owner-default",
    "请按档案中的核定表逐人核定",
    "determine it one by one from the sheet in the file",
)
