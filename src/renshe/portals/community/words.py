"""What the states and kinds of retirees' care are called on screen."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext as _

from renshe.domains.retirees import api as retirees
from renshe.portals.layout import formats


def reason_words(code: str) -> str:
    """Why somebody is to be visited."""
    return {
        "certification": _("资格认证快到期或已暂停"),
        "over_80": _("80岁以上"),
        "living_alone": _("独居"),
        "ill": _("患病需要照顾"),
        "disabled": _("行动不便"),
    }[code]


def outcome_words(code: str) -> str:
    """How a visit went."""
    return {
        "seen": _("见到本人"),
        "called": _("电话联系上"),
        "not_home": _("不在家"),
        "moved": _("已搬走"),
        "reported_dead": _("家人告知已去世"),
    }[code]


def need_words(code: str) -> str:
    """What somebody needs."""
    return {
        "none": _("没有需要"),
        "meals": _("送餐"),
        "medical": _("就医、取药"),
        "repairs": _("修理"),
        "company": _("有人陪伴"),
        "papers": _("代办手续"),
        "money": _("生活困难"),
    }[code]


def why_words(code: str) -> str:
    """Why somebody is handed over."""
    return {
        "newly_retired": _("新退休"),
        "moved": _("搬迁"),
        "correction": _("更正"),
        "taken_over": _("旧系统迁入"),
    }[code]


def end_words(code: str) -> str:
    """Why a care ended."""
    return {
        "": "",
        "handed_over": _("转到其他社区"),
        "died": _("去世"),
        "pension_ended": _("不再领取养老金"),
        "left": _("异地居住"),
    }[code]


def kind_words(code: str) -> str:
    """What a group is for."""
    return {
        "help": _("互助"),
        "health": _("健身"),
        "culture": _("文艺"),
        "volunteer": _("志愿服务"),
    }[code]


def way_words(code: str) -> str:
    """How somebody who lives elsewhere proves himself."""
    return {
        "self_service": _("本人网上认证"),
        "local_agency": _("居住地经办机构协助认证"),
        "consulate": _("驻外使领馆或公证机构出具证明"),
    }[code]


def rate_text(permille: int | None) -> str:
    """A rate with one decimal, a dash where nobody lives there."""
    return "—" if permille is None else formats.percent(Fraction(permille, 1000))


def message_state(
    *, here: bool, offered: retirees.DistrictMessage | None, received: bool, late: bool
) -> tuple[str, str]:
    """How far a hand-over to another district is, and the tone of its badge; `here` where one of our communities decides."""
    if here:
        return _("等本区社区接收"), ""
    if offered is None:
        return _("待发送"), ""
    if late:
        return _("对方逾期未答复"), "warn"
    if received:
        return _("对方已签收，办理中"), "now"
    return (_("已发送"), "now") if offered.handed_over_at else (_("待发送"), "")
