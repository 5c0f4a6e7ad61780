"""Why the resident scheme says no. Each reason is made here once."""

from __future__ import annotations

from renshe.kernel.codes.problem import Problem

JOINING = "国发〔2014〕8号 三"
PAYING = "国发〔2014〕8号 四"

UNDER_SIXTEEN = Problem(
    "under_sixteen",
    "还没有年满16周岁，不能参加",
    "not sixteen yet",
    JOINING,
    "年满16周岁以后再来办理",
    "Come again after the sixteenth birthday",
)
PENSION_AGE_REACHED = Problem(
    "pension_age_reached",
    "已经年满60周岁，不再办理参保",
    "sixty already, so nobody joins any more",
    JOINING,
    "没有领取其他养老金的，请到窗口咨询可否领取基础养老金",
    "Whoever draws no other pension may ask at a counter whether the basic part is due",
)
DRAWS_OTHER_PENSION = Problem(
    "draws_other_pension",
    "已经领取其他基本养老金，不能参加",
    "another basic pension is drawn already",
    JOINING,
    "不需要办理",
    "Nothing needs to be done",
)
STUDENT = Problem(
    "student",
    "在校学生不参加居民养老保险",
    "students do not join",
    JOINING,
    "毕业以后再来办理",
    "Come again after leaving school",
)
INSURED_AS_EMPLOYEE = Problem(
    "insured_as_employee",
    "这个月正在参加职工养老保险，不能同时参加居民养老保险",
    "insured in the employee scheme in this month, so not in this one as well",
    "人社部发〔2014〕17号 七",
    "停止职工养老保险以后再来办理；两边的年限以后可以衔接",
    "Come again once the employee insurance has ended; the two can be joined later",
)
REGISTERED_ELSEWHERE = Problem(
    "registered_elsewhere",
    "户籍不在本地，应当在户籍地参加",
    "the household is registered elsewhere, which is where one joins",
    JOINING,
    "请到户籍地的经办机构办理",
    "Go to the office where the household is registered",
)
JOINED_ALREADY = Problem(
    "joined_already",
    "已经参加居民养老保险，不用再办",
    "in the scheme already",
    JOINING,
    "要变更缴费档次的，请办理“变更缴费档次”",
    "To pay another amount, change the tier",
)
NOT_JOINED = Problem(
    "not_in_the_scheme",
    "没有参加居民养老保险",
    "not in the resident scheme",
    JOINING,
    "请先办理参保登记",
    "Join it first",
)
DEAD = Problem(
    "person_is_dead",
    "登记信息显示此人已去世",
    "the register has this person's death",
    JOINING,
    "登记有误的，先更正死亡登记；没有误的，可以申请继承个人账户",
    "If that is wrong have the record corrected; otherwise the heirs may claim the account",
)
YEAR_PAID = Problem(
    "year_is_paid",
    "这一年已经缴过费",
    "this year is paid already",
    PAYING,
    "请选择其他年度；要换档次的，从明年起生效",
    "Choose another year; another tier holds from next year on",
)
YEAR_AHEAD = Problem(
    "year_ahead",
    "不能预缴以后年度",
    "a year to come cannot be paid",
    PAYING,
    "请到那一年再缴",
    "Pay it when that year has come",
)
WRONG_AMOUNT = Problem(
    "not_the_tier",
    "金额与所选档次不一致",
    "the amount is not that of the tier",
    PAYING,
    "请按缴费单上的金额缴纳",
    "Pay the amount on the order",
)
PAST_YEAR_CHOICE = Problem(
    "tier_year_over",
    "这一年已经缴费或者已经过去，不能再改档次",
    "that year is paid or past, so its tier stays",
    PAYING,
    "新的档次从下一年度起生效",
    "The new tier holds from the next year on",
)
BEFORE_SCHEME = Problem(
    "before_the_scheme",
    "这一年本地还没有居民养老制度，不能补缴",
    "the place had no such scheme in that year",
    "国发〔2014〕8号 七",
    "请选择制度实施以后的年度",
    "Choose a year since it began",
)
YEAR_NOT_OVER = Problem(
    "year_not_over",
    "当年的费用按正常缴费办理，不是补缴",
    "a year that is not over is paid as usual",
    "国发〔2014〕8号 七",
    "请在“我的居民养老”页面缴当年的费用",
    "Pay it on your own page of this scheme",
)
YEARS_ENOUGH = Problem(
    "years_enough",
    "已经满最低缴费年限，不能再补缴以前的年度",
    "the years required are there, so no past year is paid",
    "国发〔2014〕8号 七",
    "以后每年继续缴费，多缴多得",
    "Go on paying each year; whoever pays more gets more",
)
COVERED_THAT_YEAR = Problem(
    "covered_that_year",
    "这一年全年参加了职工养老保险，不用补缴",
    "the employee scheme covers that whole year",
    "人社部发〔2014〕17号 七",
    "请选择其他年度",
    "Choose another year",
)
TOO_YOUNG_THAT_YEAR = Problem(
    "too_young_that_year",
    "这一年还没有年满16周岁，不能补缴",
    "not yet sixteen in that year",
    JOINING,
    "请选择年满16周岁以后的年度",
    "Choose a year after the sixteenth birthday",
)
NOTHING_TWICE = Problem(
    "nothing_paid_twice",
    "这一年没有同时缴纳两种养老保险，没有可退的钱",
    "nothing of that year was covered twice",
    "人社部发〔2014〕17号 七",
    "请核对年度；有疑问的，可以先打印缴费记录",
    "Check the year; print the record if in doubt",
)
REFUNDED_ALREADY = Problem(
    "refunded_already",
    "这一年的重复缴费已经退过",
    "this year was given back already",
    "人社部发〔2014〕17号 七",
    "不需要再办",
    "Nothing to do",
)
OVER_CAP = Problem(
    "above_the_cap",
    "集体补助超过当地最高缴费档次",
    "the collective's help is above the highest tier of the place",
    PAYING,
    "请减少补助金额后重新提交名单",
    "List it again with less",
)
LISTED_ALREADY = Problem(
    "listed_already",
    "这一年已经在同一种名单里",
    "on the same kind of list of that year already",
    PAYING,
    "请从名单里删除重复的人",
    "Take the duplicate off the list",
)
INSTRUMENT_MISSING = Problem(
    "instrument_missing",
    "没有写明依据的决议或者名单文号",
    "the resolution or list it rests on is not named",
    PAYING,
    "请写明村民会议决议或者民政、残联名单的文号",
    "Name the village's resolution or the list of civil affairs or of the disabled persons' federation",
)
ALIVE = Problem(
    "person_is_alive",
    "登记信息里没有此人去世的记录，不能继承",
    "no death is recorded, so nothing is inherited",
    "国发〔2014〕8号 六",
    "请先办理死亡登记",
    "Have the death recorded first",
)
NOTHING_LEFT = Problem(
    "account_is_empty",
    "个人账户没有余额",
    "nothing is left in the account",
    "国发〔2014〕8号 六",
    "不需要办理",
    "Nothing needs to be done",
)
PAID_OUT = Problem(
    "payout_is_settled",
    "这笔款已经付出或者已经撤销",
    "it was paid or cancelled already",
    "社会保险经办条例 46",
    "已付错的按多付追回办理",
    "What was paid wrongly is claimed back",
)
SAME_HAND = Problem(
    "two_people_needed",
    "批准的人不能自己付款",
    "whoever approved it does not pay it",
    "社会保险经办条例 37",
    "请由另一人付款",
    "Have another person pay it",
)
RECEIPT_KNOWN = Problem(
    "receipt_known",
    "这一缴费凭证号已经入账",
    "this receipt is booked already",
    "owner-default",
    "请核对凭证号；同一笔款不会记两次",
    "Check the number; one payment is never booked twice",
)
BRIDGING = "人社部发〔2014〕17号"
BRIDGED_ALREADY = Problem(
    "bridged_already",
    "已经办理过制度衔接",
    "the two schemes were bridged already",
    f"{BRIDGING} 三",
    "进度和金额看“我的制度衔接”；办错了又还没划转资金的，请原经办机构撤销",
    "Your page of the bridging shows how far it is; where it was wrong and no money has moved, the office withdraws it",
)
BRIDGING_SETTLED = Problem(
    "bridging_settled",
    "资金已经划转或者衔接已经撤销",
    "its money has moved, or it was withdrawn",
    "社会保险经办条例 46",
    "资金已经划转的不能撤销；认定有误的，在“收错与衔接更正”页由两人办理更正，资金划回",
    "Once the money has moved it is not withdrawn; where it was wrong two people correct it and the money goes back",
)
BANK_REF_USED = Problem(
    "bank_ref_used",
    "没有填银行回单号，或者这个回单号已经用过",
    "the bank's number is missing or was used before",
    "财社〔2017〕144号 41",
    "请核对银行回单号",
    "Check the bank's number",
)
DAY_CLOSED = Problem(
    "teller_day_closed",
    "您今天的收费已经日结，不能再收",
    "your day is closed, so nothing more is taken",
    "社会保险经办条例 37",
    "请由未日结的同事收，或者请缴费人凭缴费单号在税务渠道缴",
    "Let a colleague whose day is open take it, or give an order to pay through the tax bureau",
)
TOOK_NOTHING = Problem(
    "teller_took_nothing",
    "今天没有收过费，不用日结",
    "nothing was taken today, so nothing is closed",
    "社会保险经办条例 37",
    "不需要办理",
    "Nothing needs to be done",
)
COUNT_DIFFERS = Problem(
    "teller_count_differs",
    "清点的金额与今天收的合计不一致",
    "the money counted is not the sum of what was taken",
    "会计法 17",
    "请逐张核对收据重新清点；查不清的报主管，不能改数",
    "Count again receipt by receipt; tell your head if it stays so, and change no number",
)
DAY_RECEIVED = Problem(
    "teller_day_received",
    "这一天的款已经交接",
    "the money of that day was taken over already",
    "社会保险经办条例 37",
    "不需要再办",
    "Nothing needs to be done",
)
JOINING_ANSWERS = {
    one.code: one
    for one in (
        UNDER_SIXTEEN, PENSION_AGE_REACHED, DRAWS_OTHER_PENSION, STUDENT, INSURED_AS_EMPLOYEE, REGISTERED_ELSEWHERE,
    )
}  # fmt: skip
"""What the law's answer about joining means, by its value."""
BACK_ANSWERS = {one.code: one for one in (BEFORE_SCHEME, YEAR_NOT_OVER, YEARS_ENOUGH)}
"""What the law's answer about a past year means, by its value."""
