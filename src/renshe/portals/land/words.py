"""What groups, payers, states and kinds of cover are called, in the reader's language."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from renshe.domains.expropriation import api as expropriation


def group_words(code: str) -> str:
    """A group by age on the project's day."""
    return {"minor": _("未成年"), "working": _("劳动年龄"), "old": _("养老年龄")}[code]


def payer_words(code: str) -> str:
    """Who pays."""
    return {
        "land_user": _("用地单位"),
        "government": _("政府"),
        "collective": _("集体经济组织"),
        "person": _("个人"),
    }[code]


def scheme_words(code: str) -> str:
    """What is bought for those of working age."""
    return {
        "employee_pension": _("职工基本养老保险"),
        "town_insurance": _("小城镇社会保险（镇保）"),
    }[code]


def state_words(code: str) -> str:
    """A project's step, in the reader's language."""
    zh, en = expropriation.STATES[code]
    return zh if (get_language() or "zh").startswith("zh") else en


def state_tone(code: str) -> str:
    """The colour of a step."""
    return {"public": "now", "confirmed": "warn", "certified": "good", "settled": "good"}.get(
        code, ""
    )
