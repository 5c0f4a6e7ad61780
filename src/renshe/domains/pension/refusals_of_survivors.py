"""Why a survivors' benefit is refused: each reason with its clause and the next step."""

from renshe.kernel.rules import Reason

NOTICE = "人社部发〔2021〕18号"

ALIVE = Reason(
    "still_alive",
    "参保人没有登记死亡",
    "the insured person is not registered as dead",
    "社会保险法 第十七条",
    "请先凭死亡证明登记死亡，再申领",
    "have the death recorded on a certificate first, then claim",
)
ALREADY_GRANTED = Reason(
    "benefit_granted_already",
    "该参保人的丧葬补助金和抚恤金已经核发",
    "the survivors' benefit of this person was granted already",
    NOTICE,
    "请向已申领的亲属了解；分配有争议的由继承人协商或诉讼解决",
    "ask the relative who claimed it; heirs settle its division among themselves or in court",
)
DIED_IN_PRISON = Reason(
    "died_in_prison",
    "服刑期间死亡，不发丧葬补助金和抚恤金",
    "who dies in prison leaves no survivors' benefit",
    "劳社厅函〔2001〕44号",
    "个人账户余额可以继承，请办理个人账户继承",
    "the account balance is inherited; claim that",
)
OWN_PART_UNKNOWN = Reason(
    "own_part_unknown",
    "缴费不满五年且有2006年以前的年度，本人缴费总额须人工核实",
    "less than five years with some before 2006: the person's own contributions must be found by hand",
    NOTICE,
    "请凭原始缴费凭证核定本人缴费总额后办理",
    "have the own contributions determined from the original records first",
)
NOTHING_DUE = Reason(
    "nothing_due_to_survivors",
    "没有职工基本养老保险缴费，也未领取养老金，没有可发的遗属待遇",
    "there are no contributions to the employee scheme and no pension, so nothing is due",
    "社会保险法 第十七条",
    "参加城乡居民养老保险的，到居民养老保险经办处申领",
    "if insured in the resident scheme, claim there",
)
ALREADY_PAID = Reason(
    "survivors_paid_already",
    "已经发放或已撤销，不能再变更",
    "it was paid or cancelled, and cannot be changed",
    "社会保险经办条例 第四十六条",
    "已发放的，多发部分登记追回",
    "what was paid too much is recovered",
)
