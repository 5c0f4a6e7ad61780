"""Why money of residents' accounts does not go out, over or back: each reason with its clause and the next step."""

from __future__ import annotations

from renshe.kernel.codes.problem import Problem
from renshe.kernel.rules import Reason

HANDLING = "社会保险经办条例"
FINANCE = "财社〔2017〕144号 41"

NOTHING_WAITS = Reason(
    "nothing_waits",
    "没有可以编入批次的居民养老付款",
    "no payout of a resident account waits that could be paid",
    "社会保险基金财务制度（财社〔2017〕144号） 第四十一条",
    "已在批次内、状态未知或须更正账户的不能再编入；请核对待付清单",
    "what is in a batch, unknown or needs another account cannot be taken; look at the list",
)
IN_A_BATCH = Reason(
    "in_a_payment_batch",
    "该笔付款已编入付款批次，不能撤销、改账户或另行支付",
    "the payout is in a payment batch, so it is neither cancelled nor redirected nor paid otherwise",
    "社会保险基金财务制度（财社〔2017〕144号） 第四十一条",
    "未送银行的先撤回批次；已送银行的等回盘结果",
    "take the batch back if it has not gone to the bank; otherwise wait for its word",
)
HOW_NEEDED = Problem(
    "how_needed",
    "没有说明为什么不走银行文件",
    "it is not said why the bank's file does not carry it",
    FINANCE,
    "请选现金或者支票并写明原因；能转账的编入付款批次",
    "Choose cash or cheque and say why; whatever can be transferred goes into a batch",
)
OTHER_HOLDER = Problem(
    "payee_stays",
    "户名与批准的收款人不一致",
    "the account is not in the name of the payee who was approved",
    f"{HANDLING} 22",
    "请提供收款人本人名下的账户；要换收款人的，撤销原办件重新办理",
    "Give an account in the payee's own name; another payee is another case",
)
REASON_MISSING = Problem(
    "reason_needed",
    "须写明理由",
    "a reason is needed",
    f"{HANDLING} 37",
    "请写明理由后重办",
    "Say why, then do it again",
)
OTHER_PERSON = Problem(
    "two_people_needed",
    "提出和复核须由两人分别办理",
    "proposing and confirming need two people",
    f"{HANDLING} 37",
    "请由另一人办理",
    "Have another person do it",
)
NO_BRIDGING_WAITS = Problem(
    "no_bridging_waits",
    "这个方向没有待划转的制度衔接",
    "no money of a bridging waits in this direction",
    "人社部发〔2014〕17号 五、六",
    "已经编入清单的不能再编；请核对待划转清单",
    "What is in a list already cannot be taken; look at what waits",
)
LIST_STEP = Problem(
    "wrong_step",
    "该清单当前状态不能办理此步骤",
    "the list is not at this step",
    f"{HANDLING} 40",
    "请按编制、批准、划款的次序办理",
    "Take the steps in order: make, approve, move",
)
IN_A_LIST = Problem(
    "in_a_transfer_list",
    "该笔衔接已编入划转清单，不能撤销或单笔划转",
    "the bridging is in a transfer list, so it is neither withdrawn nor moved by itself",
    FINANCE,
    "未划款的先撤回清单；已划款的办理衔接更正",
    "Take the list back while no money has moved; afterwards have the bridging corrected",
)
REF_USED = Problem(
    "bank_ref_used",
    "没有填银行回单号，或者这个回单号已经用过",
    "the bank's number is missing or was used before",
    FINANCE,
    "请核对银行回单号",
    "Check the bank's number",
)
NOT_AT_A_COUNTER = Problem(
    "not_taken_at_a_counter",
    "不是窗口收的费，不在这里更正",
    "no counter took it, so it is not corrected here",
    f"{HANDLING} 37",
    "税务渠道缴错的，请按税务部门退费办理",
    "What was paid through the tax bureau is given back by it",
)
CORRECTED_ALREADY = Problem(
    "corrected_already",
    "这笔收费已经更正或者正在更正",
    "this payment is corrected or being corrected already",
    f"{HANDLING} 37",
    "进度看收错更正清单",
    "The list of corrections shows how far it is",
)
GIVEN_BACK = Problem(
    "given_back_already",
    "这笔缴费已经退过，不能再更正",
    "the payment was given back already, so it is not corrected",
    f"{HANDLING} 46",
    "不需要再办",
    "Nothing needs to be done",
)
DAY_OPEN_STILL = Problem(
    "teller_day_open",
    "收款人当天还没有日结，应当当场退回现款",
    "the teller's day is still open, so the money is handed back at once",
    f"{HANDLING} 37",
    "请由收款人提出当日退回，主管复核",
    "Let the teller propose handing it back, and the lead confirm",
)
DAY_OVER = Problem(
    "teller_day_over",
    "收款人已经日结或者不是当天，不能再退现款",
    "the teller's day is closed or past, so no cash is handed back",
    f"{HANDLING} 37",
    "请更正到实际缴费人，或者退回缴费人的银行账户",
    "Move the year to whoever meant to pay, or give it back to the payer's account",
)
NOT_HIS_TILL = Problem(
    "not_the_teller",
    "当日退回由收款人本人提出",
    "handing back is proposed by the teller who took it",
    f"{HANDLING} 37",
    "请由收款人本人办理",
    "Let that teller propose it",
)
INTEREST_CREDITED = Problem(
    "interest_since",
    "这笔钱到账以后已经计过息，不能直接更正",
    "interest was credited on this money since it came",
    "国发〔2014〕8号 五",
    "请把材料报账户管理岗位，连同利息一并更正",
    "Send the papers to whoever keeps the accounts, so that the interest is corrected with it",
)
SUBSIDY_CAME = Problem(
    "subsidy_came",
    "这一年的财政补贴已经到账，不能退费",
    "the government's subsidy to this year has come, so it is not given back",
    "国发〔2014〕8号 四",
    "请更正到实际缴费人，补贴随之更正",
    "Move the year to whoever meant to pay; the subsidy goes with it",
)
PENSION_RESTS = Problem(
    "pension_rests_on_it",
    "已经按这个账户核定养老金，不能更正",
    "a pension was determined on this account, so it is not corrected",
    f"{HANDLING} 46",
    "请先办理养老金的重新核定或者终止；多发的按多发待遇追回",
    "Have the pension determined anew or ended first; what was paid too much is claimed back",
)
SAME_PERSON = Problem(
    "same_person",
    "更正到的是同一个人",
    "it would be moved to the same person",
    f"{HANDLING} 37",
    "请填写实际缴费人的证件号码",
    "Give the id number of whoever meant to pay",
)
CORRECTION_DECIDED = Problem(
    "correction_decided",
    "这条更正已经办结",
    "this correction is decided already",
    f"{HANDLING} 37",
    "请核对更正清单",
    "Look at the list of corrections",
)
CORRECTIONS_OPEN = Problem(
    "corrections_open",
    "还有当日退回没有复核，不能日结",
    "money to be handed back waits for its second person, so the day is not closed",
    f"{HANDLING} 37",
    "请主管先复核或者不予更正",
    "Let the lead confirm or refuse it first",
)
NOT_MOVED = Problem(
    "bridging_not_moved",
    "资金还没有划转，直接撤销办件就可以",
    "its money has not moved, so the case itself is withdrawn",
    "人社部发〔2014〕17号 五、六",
    "请在办件页撤销",
    "Withdraw it on the case's page",
)
RETURN_ASKED = Problem(
    "return_asked_already",
    "这笔衔接已经提出更正",
    "the return of this bridging is proposed already",
    f"{HANDLING} 37",
    "请由另一人复核",
    "Have another person confirm it",
)
ACCOUNT_LESS = Problem(
    "account_less_than_bridged",
    "转入的账户余额已经少于衔接转入的金额",
    "less stands in the account than the bridging brought",
    f"{HANDLING} 46",
    "请先查明账户支出",
    "Find out first what left the account",
)
