"""Every state that a page shows, in words, with a colour that only repeats the words."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, kw_only=True)
class State:
    """A state as people read it; `tone` is good, warn, bad, assumed or empty."""

    words: Any
    tone: str = ""


def _state(words: Any, tone: str = "") -> State:
    return State(words=words, tone=tone)


STATES: dict[str, dict[str, State]] = {
    "window": {
        "not_open": _state(_("未到申报期")),
        "open": _state(_("申报中"), "good"),
        "closed": _state(_("已截止"), "warn"),
    },
    "declaration": {
        "received": _state(_("已收到")),
        "checked": _state(_("已核对")),
        "accepted": _state(_("已受理"), "good"),
        "partly_accepted": _state(_("部分受理，有行待改"), "warn"),
        "rejected": _state(_("未受理"), "bad"),
        "assessed": _state(_("已核定"), "good"),
    },
    "row": {
        "good": _state(_("可受理"), "good"),
        "bad": _state(_("有错待改"), "bad"),
        "resubmitted": _state(_("已另行重报")),
        "assessed": _state(_("已核定"), "good"),
    },
    "bill": {
        "assessed": _state(_("已核定，待送税务"), "warn"),
        "sent": _state(_("已送税务，待缴款"), "warn"),
        "part_received": _state(_("部分到账"), "warn"),
        "received": _state(_("已到账，待记账"), "good"),
        "credited": _state(_("已到账并记账"), "good"),
        "refunded": _state(_("已退款")),
        "written_off": _state(_("已核销")),
    },
    "kind": {
        "regular": _state(_("正常应缴")),
        "back_payment": _state(_("补缴")),
        "correction": _state(_("更正")),
        "arrears": _state(_("补发")),
        "retry": _state(_("再次发放")),
    },
    "contribution": {
        "paid": _state(_("已缴"), "good"),
        "owed": _state(_("欠缴"), "bad"),
        "pending": _state(_("已核定待到账"), "warn"),
        "gap": _state(_("断缴")),
        "deemed": _state(_("视同缴费"), "good"),
        "none": _state(_("无需缴费")),
    },
    "award": {
        "pre_review": _state(_("预审")),
        "recognised": _state(_("已认定")),
        "determined": _state(_("已核定")),
        "reviewed": _state(_("已复核")),
        "provisional": _state(_("预发中"), "warn"),
        "final": _state(_("正式计发"), "good"),
        "suspended": _state(_("已暂停"), "bad"),
        "redetermined": _state(_("已重核（旧核定失效）")),
        "ended": _state(_("已终止")),
    },
    "mandate": {
        "invited": _state(_("等待接受"), "warn"),
        "requested": _state(_("等待窗口确认"), "warn"),
        "active": _state(_("代办有效"), "good"),
        "refused": _state(_("未通过"), "bad"),
        "ended": _state(_("代办已终止")),
        "expired": _state(_("代办已到期")),
    },
    "membership": {
        "invited": _state(_("待另一位管理员确认"), "warn"),
        "active": _state(_("可以办理"), "good"),
        "ended": _state(_("已终止")),
    },
    "payment": {
        "paid": _state(_("已发到账"), "good"),
        "failed": _state(_("发放失败"), "bad"),
        "unknown": _state(_("银行结果未明"), "warn"),
        "planned": _state(_("待送银行")),
        "sent": _state(_("已送银行"), "warn"),
        "stopped": _state(_("已止付")),
        "undue": _state(_("认定不应发")),
    },
    "undue": {
        "handled": _state(_("已提出，待批准"), "warn"),
        "approved": _state(_("已批准")),
        "refused": _state(_("不予认定"), "bad"),
    },
    "one_off": {
        "made": _state(_("待批准"), "warn"),
        "approved": _state(_("已批准，待拨款"), "warn"),
        "funded": _state(_("资金已到位，待送银行"), "warn"),
        "filed": _state(_("已送银行，待回盘"), "warn"),
        "returned": _state(_("已回盘，待关账"), "warn"),
        "closed": _state(_("已关账"), "good"),
        "discarded": _state(_("已撤回")),
    },
    "resident_payout": {
        "owed": _state(_("待付"), "warn"),
        "paid": _state(_("已付"), "good"),
        "cancelled": _state(_("已撤销")),
    },
    "bridging_list": {
        "made": _state(_("待批准"), "warn"),
        "approved": _state(_("已批准，待划款"), "warn"),
        "moved": _state(_("已划款"), "good"),
        "discarded": _state(_("已撤回")),
    },
    "correction": {
        "proposed": _state(_("待复核"), "warn"),
        "confirmed": _state(_("已更正"), "good"),
        "moved": _state(_("已划回"), "good"),
        "refused": _state(_("不予更正"), "bad"),
    },
    "annuity_batch": {
        "made": _state(_("待批准"), "warn"),
        "approved": _state(_("已批准，待送银行"), "warn"),
        "filed": _state(_("已送银行，待回盘"), "warn"),
        "closed": _state(_("已办结"), "good"),
        "withdrawn": _state(_("已撤回")),
    },
    "one_off_line": {
        "open": _state(_("待发放"), "warn"),
        "unknown": _state(_("银行结果未明"), "warn"),
        "paid": _state(_("已发到账"), "good"),
        "failed": _state(_("银行退回"), "bad"),
        "released": _state(_("已撤回")),
    },
    "reconciliation": {
        "agreed": _state(_("已对平"), "good"),
        "differs": _state(_("有差异"), "bad"),
        "open": _state(_("未对账"), "warn"),
    },
    "instalment": {
        "paid": _state(_("已付清"), "good"),
        "late": _state(_("已过期未付足"), "bad"),
        "next": _state(_("下一期"), "warn"),
        "coming": _state(_("未到期")),
    },
    "request": {
        "handled": _state(_("已受理")),
        "reviewed": _state(_("已复核")),
        "approved": _state(_("已批准，待入账"), "warn"),
        "posted": _state(_("已入账退回"), "good"),
        "refused": _state(_("不予办理"), "bad"),
    },
    "month": {
        "open": _state(_("未结账"), "warn"),
        "closed": _state(_("已结账"), "good"),
    },
    "batch": {
        "staged": _state(_("已算未入账"), "warn"),
        "posted": _state(_("已入账"), "good"),
    },
}


def state_of(kind: str, code: str) -> State:
    """The state in words. Raises KeyError for a state nobody has put into words."""
    return STATES[kind][code]
