"""What may be wrong with a request, a message or a step of a transfer."""

from __future__ import annotations

from renshe.kernel.codes.problem import Problem

MEASURES = "国办发〔2009〕66号"
SAME_PROVINCE = Problem(
    "transfer_same_province",
    "原参保地在本省，省内流动不转移基金",
    "the other place is in this province, so no money moves",
    MEASURES,
    "省内的缴费记录自动合并，不用申请；记录缺失的请申请个人权益查询",
    "Records within the province are put together by themselves; ask for your record if months are missing",
)
TEMPORARY_HERE = Problem(
    "temporary_account_here",
    "在本地参保时男满50周岁、女满40周岁且户籍不在本省，在本地建立的是临时缴费账户，原关系不转入",
    "men from 50 and women from 40 without household registration here have a temporary account; the old relation stays",
    MEASURES,
    "退休时把本地临时账户归集到待遇领取地；经组织、人社部门批准调动的，请勾选并提交批准文件",
    "It is gathered at the place of benefit on retirement; an official posting is exempt: tick it and give the approval",
)
DRAWS_PENSION = Problem(
    "transfer_draws_pension",
    "已经领取养老金，不再转移关系",
    "a pension is drawn already, so the relation does not move",
    MEASURES,
    "待遇有疑问的，请申请待遇复核",
    "If the pension seems wrong, ask for it to be determined again",
)
OPEN_ALREADY = Problem(
    "transfer_open",
    "与该省的转移正在办理",
    "a transfer with this province is under way",
    MEASURES,
    "请在“我的转移接续”查看进度",
    "See how far it is under my transfers",
)
NOT_INSURED_HERE = Problem(
    "transfer_not_insured_here",
    "还没有在本地参加职工养老保险",
    "not insured for a pension here yet",
    MEASURES,
    "请先在本地参保缴费，再申请转入",
    "Enrol here first, then apply",
)
NOTHING_TO_MOVE = Problem(
    "transfer_nothing_here",
    "本地没有可以转出的缴费",
    "nothing was paid here that could move",
    MEASURES,
    "请核对姓名和证件号码",
    "Check the name and the id number",
)
STILL_INSURED = Problem(
    "transfer_still_insured",
    "在本地还在参保，没有办理停保",
    "still insured here",
    MEASURES,
    "请先由单位或者本人办理停保，次月再转出",
    "Have the insurance here ended first, then move the relation",
)
NO_LETTER = Problem(
    "transfer_no_letter",
    "没有收到转入地的联系函",
    "no contact letter of the new place has come",
    MEASURES,
    "请先到新参保地申请转入，由新参保地发联系函",
    "Apply at the new place; its agency sends the letter",
)
LAST_YEAR_OPEN = Problem(
    "transfer_year_open",
    "上年度个人账户还没有结息",
    "last year's accounts have no interest yet",
    "劳办发〔1997〕116号",
    "请待上年度结息后办理",
    "Wait until last year's interest is credited",
)
EMPLOYER_PART_UNKNOWN = Problem(
    "temporary_employer_part_unknown",
    "临时账户有旧系统记录，单位缴费金额不详",
    "the temporary account has months of an old system without the employer's part",
    MEASURES,
    "请先补录这些月份的单位缴费",
    "Record the employer's part of those months first",
)
MESSAGE_DIFFERS = Problem(
    "transfer_message_differs",
    "同一编号的报文内容不同",
    "a message with this id came before with other words",
    MEASURES,
    "请对方以新编号重发",
    "The sender sends it under a new id",
)
UNKNOWN_REFERENCE = Problem(
    "transfer_reference_unknown",
    "报文所引的联系函不存在，或者还没有办到这一步",
    "the letter that it answers is unknown, or not at this step",
    MEASURES,
    "请对方核对联系函编号",
    "The sender checks the letter's number",
)
FORM_BROKEN = Problem(
    "transfer_form_broken",
    "信息表不完整或者不合规定",
    "the information form is not whole",
    MEASURES,
    "请对方更正后重发信息表",
    "The sender corrects it and sends it again",
)
BEFORE_1998_MISSING = Problem(
    "transfer_before_1998_missing",
    "有1998年以前的缴费，信息表没有分列1998年以前账户中个人缴费的本息",
    "months before 1998 are listed, and the person's own part of the account from then is not told apart",
    f"{MEASURES} 四",
    "请对方在信息表中分列后重发",
    "The sender tells it apart and sends the form again",
)
BEFORE_1998_UNKNOWN = Problem(
    "transfer_before_1998_unknown",
    "账户里有1998年以前的记账，还没有分清个人缴费部分和其余部分",
    "the account holds credits from before 1998, and the person's own part is not told apart",
    f"{MEASURES} 四",
    "请按旧系统账户台账填写两部分截至上年末的本息，只有个人缴费部分转移",
    "Give both parts with interest to the end of last year from the old account record; only the own part moves",
)
BEFORE_1998_TOO_MUCH = Problem(
    "transfer_before_1998_too_much",
    "1998年以前两部分之和超过账户储存额，或者个人缴费部分不大于0",
    "both parts from before 1998 are more than the account, or the person's own part is not above nothing",
    f"{MEASURES} 四",
    "请核对旧系统账户台账",
    "Check the old account record",
)
NOTHING_BEFORE_1998 = Problem(
    "transfer_nothing_before_1998",
    "账户里没有1998年以前的记账，不填这两项",
    "the account holds nothing from before 1998",
    f"{MEASURES} 四",
    "请清空这两项",
    "Leave both amounts empty",
)
REASON_NOT_SO = Problem(
    "transfer_reason_not_so",
    "登记的情况与所选理由不符",
    "the record says otherwise than the chosen reason",
    MEASURES,
    "请按页面上核对的结果另选理由，或者受理联系函",
    "Choose by what the page shows of the record, or follow the letter",
)
REASON_WORDS = Problem(
    "transfer_reason_words",
    "没有选择理由，或者没有写明情况",
    "no reason is chosen, or nothing is said about it",
    f"{MEASURES} 八",
    "请选择理由，并写明对方和本人需要知道的情况（200字以内）",
    "Choose a reason and say what the other agency and the person need to know, in at most 200 characters",
)
TWO_HANDS = Problem(
    "transfer_refusal_two_people",
    "提出退回和复核退回必须是两个人",
    "one person cannot propose a refusal and send it",
    "社会保险经办条例 37",
    "请由另一人复核",
    "Have somebody else look at it",
)
PERSON_DIFFERS = Problem(
    "transfer_person_differs",
    "信息表上的姓名、证件号码与申请人不符",
    "name or id number are not the applicant's",
    MEASURES,
    "请对方核对参保人",
    "The sender checks whose record it is",
)
POOLED_DIFFERS = Problem(
    "transfer_pooled_differs",
    "统筹基金转移额不等于1998年以来缴费基数的12%",
    "the pooled amount is not 12 percent of the bases since 1998",
    MEASURES,
    "请对方按实际缴费基数重新计算",
    "The sender computes it again on the actual bases",
)
MONEY_DIFFERS = Problem(
    "transfer_money_differs",
    "到账金额不等于信息表合计",
    "the money is not what the form says",
    MEASURES,
    "请对方补足或者更正信息表",
    "The sender makes it up or corrects the form",
)
PERSON_UNKNOWN = Problem(
    "transfer_person_unknown",
    "本地没有此人的登记",
    "nobody of this name and number is registered here",
    MEASURES,
    "请对方核对证件号码和原参保地",
    "The sender checks the id number and the place",
)
WRONG_STEP = Problem(
    "transfer_wrong_step",
    "转移现在的状态不能做这一步",
    "the transfer is not at this step",
    MEASURES,
    "请刷新页面，按页面上的下一步办理",
    "Reload the page and take the next step that it names",
)
SAME_HAND = Problem(
    "transfer_two_people",
    "记入和支付必须由不同的人办理",
    "booking and paying are different people's",
    "社会保险经办条例 37",
    "请由另一人办理",
    "Have another person do it",
)
BANK_REF_USED = Problem(
    "transfer_bank_ref_used",
    "这个银行回单号已经用过，或者没有填写",
    "this bank number was used, or none was given",
    "会计法 9",
    "请核对回单号",
    "Check the bank's number",
)
BENEFIT_ELSEWHERE = Problem(
    "benefit_paid_elsewhere",
    "按规定待遇领取地不在本省",
    "by law another province pays this pension",
    MEASURES,
    "请先把养老关系转移到待遇领取地，再在当地申领；依据见“我的转移接续”",
    "Have the relation moved to the place of benefit and claim there; my transfers says why",
)
RELATION_GONE = Problem(
    "relation_moved_out",
    "养老关系已经转到外省",
    "the relation has moved to another province",
    MEASURES,
    "请在转入地申领；要转回的，先办理转入",
    "Claim where it is now; to bring it back, apply for a transfer in",
)
