"""Why this domain says no: each reason with its clause and what to do next."""

from __future__ import annotations

from renshe.kernel.codes.problem import Problem

DECISION = "国发〔2015〕2号"
NOT_A_PUBLIC_BODY = Problem(
    "not_a_public_body", "只有机关和事业单位可以办理", "only a public body may do this", f"{DECISION} 二",
    "企业职工按企业职工基本养老保险申报", "An enterprise declares its people in the employees' scheme",
)  # fmt: skip
MEMBER_ELSEWHERE = Problem(
    "staff_elsewhere", "此人已在机关事业单位养老保险中在册", "the person is on the register of a public body already",
    f"{DECISION} 二", "调动的，先由原单位办理减员", "After a transfer have the former body end the entry first",
)  # fmt: skip
NOT_ON_THE_REGISTER = Problem(
    "not_on_the_staff_register", "此人不在本单位机关事业养老保险的名册上", "the person is not on the body's staff register",
    f"{DECISION} 二", "先办理编制内人员参保；合同制人员按企业职工申报",
    "Enter established staff first; people on contracts are declared as employees",
)  # fmt: skip
NEVER_IN_THE_SCHEME = Problem(
    "never_in_institution_scheme", "此人没有参加机关事业单位养老保险", "the person never was in the scheme of public bodies",
    f"{DECISION} 二", "企业职工请办理“基本养老金申领”", "An employee claims the old-age pension",
)  # fmt: skip
BEFORE_THE_REFORM = Problem(
    "before_the_reform", "机关事业单位养老保险从2014年10月起", "the scheme began in October 2014", f"{DECISION} 一",
    "2014年9月以前的工作时间，按视同缴费认定", "Service before that is recognised as deemed",
)  # fmt: skip
MONTH_THERE = Problem(
    "institution_month_there", "这个月已经申报过", "this month is declared already", f"{DECISION} 三",
    "有误的，到账前先冲销再重新申报", "Where it is wrong, reverse it before it is paid and declare again",
)  # fmt: skip
MONTH_AHEAD = Problem(
    "institution_month_ahead", "不能申报还没有到的月份", "a month to come is not declared", f"{DECISION} 三",
    "请选择本月或以前的月份", "Choose this month or one before",
)  # fmt: skip
SAME_FILE = Problem(
    "institution_same_file", "这个文件已经收过", "this file was taken already", f"{DECISION} 三",
    "请确认选对了文件", "Check that it is the right file",
)  # fmt: skip
PEOPLE_MISSING = Problem(
    "institution_people_missing", "名册上有人没有申报", "somebody of the register is not in the file", f"{DECISION} 三",
    "每名在册人员一行；已离开的先办理减员", "One row for everybody on the register; end the entry of who has left",
)  # fmt: skip
PAID_ALREADY = Problem(
    "institution_month_paid", "这个月的费款已经到账，不能冲销", "the month is paid and cannot be reversed",
    "会计法 9", "多缴少缴的请办理更正", "Have what is wrong corrected",
)  # fmt: skip
REVERSED_ALREADY = Problem(
    "institution_month_reversed", "这个月的申报已经冲销", "the declaration is reversed already", f"{DECISION} 三",
    "请重新申报这个月", "Declare the month again",
)  # fmt: skip
AMOUNT_DIFFERS = Problem(
    "institution_receipt_differs", "到账金额与应缴金额不一致", "what came in is not what is due", "劳办发〔1997〕116号",
    "足额到账后才记账；差额请单位补足或退回后再登记", "It is credited when it is whole; have the difference paid or returned",
)  # fmt: skip
REF_TAKEN = Problem(
    "institution_receipt_twice", "这个凭证号已经登记过", "this receipt is recorded already", "会计法 9",
    "请核对凭证号", "Check the number",
)  # fmt: skip
REF_MISSING = Problem(
    "institution_receipt_number", "没有填凭证号，或者到账日期在今天之后", "the number is missing or the day is to come",
    "会计法 9",
    "按税务缴款凭证填写", "Give them as on the treasury's slip",
)  # fmt: skip
TWO_PEOPLE = Problem(
    "institution_two_people", "认定和复核不能是同一人", "one person cannot recognise and review", "社会保险经办条例 40",
    "请另一人复核", "Have somebody else review it",
)  # fmt: skip
ACCOUNT_EMPTY = Problem(
    "institution_nothing_to_move", "没有可以转出的缴费和账户", "there are no months or money to move", f"{DECISION} 七",
    "核对是否已经转出", "Check whether they were moved before",
)  # fmt: skip
MOVED_ALREADY = Problem(
    "institution_moved_already", "这段关系已经转出", "this relation was moved already", f"{DECISION} 七",
    "再次参加工作的，从新的月份起参保", "Who works again is insured from the new month on",
)  # fmt: skip
STILL_IN_SERVICE = Problem(
    "institution_still_in_service", "此人仍在机关事业单位在册", "the person is still on a public body's register",
    f"{DECISION} 七", "先由单位办理减员", "Have the body end the entry first",
)  # fmt: skip
DRAWS = Problem(
    "institution_draws_pension", "已经领取机关事业单位养老金", "the pension of public bodies is drawn already", f"{DECISION} 七",
    "待遇有误的办理重核", "Have the pension determined again where it is wrong",
)  # fmt: skip
UNPAID_MONTHS = Problem(
    "institution_months_unpaid", "有已申报但没有到账的月份", "months are declared that were not paid", "劳办发〔1997〕116号",
    "单位足额补缴后再办理", "Have the body pay them first",
)  # fmt: skip
YEAR_THERE = Problem(
    "institution_year_there", "所填年度与已有缴费记录重复，或者月数超过十二",
    "the year is on record already or has more than twelve months",
    f"{DECISION} 七", "重复缴费的月份只算一次，请按转移信息表核对", "A month counts once; check against the transfer form",
)  # fmt: skip
