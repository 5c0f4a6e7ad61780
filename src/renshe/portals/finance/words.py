"""What books, accounts, batches, reasons and totals are called on screen."""

from typing import Any

from django.utils.translation import gettext_lazy as _

BOOKS: dict[str, Any] = {"cash": _("会计账"), "rights": _("权益账")}
ROLES: dict[str, Any] = {
    "income": _("收入户"),
    "treasury": _("国库"),
    "fiscal": _("财政专户"),
    "expenditure": _("支出户"),
}
GROUPS: dict[str, Any] = {
    "income": _("收入"),
    "expenditure": _("支出"),
    "asset": _("资产"),
    "liability": _("负债"),
    "net_assets": _("净资产"),
    "surplus_of_the_year": _("本年收支差（未结转）"),
}
BATCHES: dict[str, Any] = {
    "monthly_contribution_assessment": _("月度核定应缴"),
    "enrolment_corrections": _("增减变动更正"),
    "case_clocks": _("办件期限日结"),
    "webhook_delivery": _("事件推送"),
    "eligibility_clock": _("领取资格到期处理"),
    "eligibility_comparison": _("领取资格数据比对"),
    "contribution_receipts": _("缴费到账"),
    "suspense_applied": _("暂收款分配"),
    "account_crediting": _("记入个人账户"),
    "monthly_pension_payment": _("月度养老金发放"),
    "pension_payment": _("养老金发放"),
    "one_off_payment": _("一次性待遇发放"),
    "yearly_account_interest": _("年度个人账户记息"),
    "benefit_growth": _("待遇按基准增长"),
    "land_watch": _("征地保障监测"),
    "land_interest": _("征地个人账户记息"),
    "resident_collection": _("居民养老缴费到账"),
    "resident_interest": _("居民养老个人账户记息"),
    "yearly_pension_adjustment": _("养老金年度调整"),
    "retroactive_parameter": _("参数追溯调整"),
    "retroactive_pensions": _("参数追溯调整"),
    "retroactive_contributions": _("缴费追溯调整"),
    "monthly_collection": _("月度征收"),
    "month_close": _("月度结账"),
    "yearly_base_reset": _("年度缴费工资调整"),
    "back_payment": _("补缴核定"),
    "refund": _("退费"),
    "contribution_refund": _("误缴退费"),
    "suspense_refund": _("暂收款退回"),
    "contribution_correction": _("误缴更正至本人"),
    "contribution_write_off": _("核销欠费"),
    "surcharge_waiver": _("滞纳金减免"),
    "yearly_contribution_close": _("年度缴费结转"),
    "take_over": _("旧系统接管"),
    "opening": _("期初余额接管"),
}
REASONS: dict[str, Any] = {
    "opening": _("接管期初余额"),
    "contributions_assessed": _("核定应缴"),
    "contributions_relieved": _("缴费减免"),
    "contributions_received": _("缴费到账"),
    "contributions_refunded": _("退费"),
    "contributions_written_off": _("核销欠费"),
    "assessment_reversed": _("冲回核定"),
    "surcharge_assessed": _("核定滞纳金"),
    "suspense_applied": _("暂收款分配到应缴"),
    "suspense_passed_on": _("暂收款转到所属基金"),
    "suspense_refunded": _("暂收款退回"),
    "accounts_credited": _("划入个人账户"),
    "account_credit_reversed": _("冲回个人账户记账"),
    "account_interest_reversed": _("冲回个人账户利息"),
    "months_moved": _("误缴更正至本人"),
    "account_interest": _("个人账户记息"),
    "moved_to_fiscal": _("划入财政专户"),
    "fund_use_transfer": _("财政专户拨款"),
    "retroactive_difference": _("追溯调整后应收回"),
    "plan_transferred": _("财政专户拨款"),
    "interest_received": _("利息到账"),
    "subsidy_received": _("财政补贴到账"),
    "pension_due": _("应付养老金"),
    "pension_paid": _("养老金已付"),
    "pension_stopped": _("单笔停发"),
    "pension_returned": _("银行退回的养老金"),
    "pension_recovered": _("追回多发的养老金"),
    "payment_undue": _("退回的养老金认定不应发"),
    "survivors_benefit_granted": _("核发遗属待遇"),
    "survivors_benefit_cancelled": _("撤销遗属待遇"),
    "one_off_paid": _("一次性待遇已付"),
    "one_off_returned": _("银行退回的一次性待遇"),
    "overpayment_found": _("发现多发的养老金"),
    "account_restored": _("恢复死亡后误支的个人账户"),
    "overpayment_set_off": _("个人账户余额抵扣多发待遇"),
    "overpayment_written_off": _("核销多发的养老金"),
    "year_close": _("年终结转"),
    "reversal": _("冲销"),
}
CAUSES: dict[str, Any] = {
    "batch": _("批次"),
    "receipt": _("收款"),
    "instruction": _("支付指令"),
    "bank_return": _("银行回盘"),
    "overpayment": _("多发记录"),
    "overpayment_decision": _("多发待遇处理决定"),
    "undue_decision": _("不应发认定"),
    "survivors_benefit": _("遗属待遇"),
    "one_off_batch": _("一次性待遇批次"),
    "recovery": _("追回"),
    "statement": _("对账单"),
    "take_over": _("旧系统接管"),
    "treasury_transfer": _("划款单"),
    "fund_use_plan": _("用款计划"),
    "year": _("年度"),
    "entry": _("分录"),
    "funds_entry": _("分录"),
}
TOTALS: dict[str, Any] = {
    "due_fen": _("应缴"),
    "relief_fen": _("减免"),
    "applied_fen": _("分配到应缴"),
    "surcharge_fen": _("滞纳金"),
    "suspense_fen": _("暂收款"),
    "credit_fen": _("划入个人账户"),
    "refund_fen": _("退费"),
    "refunded_fen": _("退回"),
    "account_debit_fen": _("冲回个人账户"),
    "interest_debit_fen": _("冲回个人账户利息"),
    "moved_fen": _("更正金额"),
    "account_moved_fen": _("随之更正的个人账户"),
    "interest_moved_fen": _("随之更正的利息"),
    "base_fen": _("缴费基数"),
    "pension_months": _("养老保险人月"),
    "medical_months": _("医疗保险人月"),
    "unemployment_months": _("失业保险人月"),
    "injury_months": _("工伤保险人月"),
    "crediting_batches": _("记账批次数"),
    "written_off_fen": _("核销"),
    "interest_fen": _("利息"),
    "pooled_fen": _("个人账户用完后由统筹支付"),
    "basic_fen": _("基础养老金"),
    "account_fen": _("个人账户养老金"),
    "transitional_fen": _("过渡性养老金"),
    "other_fen": _("其他项目"),
    "deduction_fen": _("扣款"),
    "net_fen": _("实发"),
    "arrears_fen": _("应补发"),
    "overpaid_fen": _("应收回"),
    "bills": _("账单数"),
    "declarations": _("名册数"),
    "refused": _("未能核定的人数"),
    "exact_rows": _("逐人精算的行数"),
    "receipts": _("收款笔数"),
    "bills_fully_received": _("足额到账的账单数"),
    "rows": _("行数"),
}


def word(table: dict[str, Any], code: str) -> str:
    """The words for a code; a code that a later run brought is shown as it is, never hidden."""
    return str(table[code]) if code in table else code


def batch_word(kind: str) -> str:
    """What a batch is called; every take-over is a take-over."""
    return word(BATCHES, "take_over" if kind.startswith("take_over") else kind)


def decider(name: str) -> str:
    """Who decided an award: an account's name as it is, the taking over of the old system in words."""
    return batch_word(name) if name.startswith("take_over") else name
