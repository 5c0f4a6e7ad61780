"""Why a listed month waits, in words: each reason with its clause and the next step."""

from __future__ import annotations

from renshe.kernel.rules import Reason

REASONS = {
    reason.code: reason
    for reason in (
        Reason(
            "not_paid_yet", "应缴核定有误，但同一应缴单尚未足额到账，暂不能退费",
            "the month was not due, but its bill also holds what is due and is not fully paid",
            "owner-default", "到账后由下一次更正自动退还；无法征收的，按核销办理后人工办结",
            "paid in full, the next run gives it back; if it cannot be collected, write it off and close the month by hand",
        ),
        Reason(
            "benefits_drawn", "该月已计入所领取的养老待遇", "a pension rests on this month",
            "社会保险经办条例 四十六", "请先重核待遇，再人工办理退费",
            "determine the pension again first, then give the month back by hand",
        ),
        Reason(
            "bill_closed", "该月所在应缴单已核销或已退费", "the month's bill was written off or refunded",
            "owner-default", "请核对后人工办结", "look at the bill and close the month by hand",
        ),
        Reason(
            "own_payer_past", "灵活就业人员不得以事后补缴方式增加缴费年限",
            "people who pay for themselves may not buy months that are over",
            "人社部发〔2016〕132号", "请更正参保起始月；属于经办差错的，人工办结并注明依据",
            "correct the first month; where the bureau erred, settle by hand and name the basis",
        ),
        Reason(
            "before_go_live", "该月由原系统核定，本系统没有其核定明细",
            "the month was assessed by the old system, of which no lines are here",
            "owner-default", "请按原系统记录人工更正并办结", "correct it from the old system's records and close it by hand",
        ),
        Reason(
            "missing_fact", "缺少补缴所需的申报工资或单位信息", "the wage or a fact of the employer is missing",
            "社会保险法 六十三", "请单位申报该缴费年度的工资，下一次更正自动补缴",
            "have the employer declare the year's wage; the next run then bills the month",
        ),
    )
}  # fmt: skip
