"""Groups of service items as people look for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from renshe.domains.cases.api import Item

GROUPS: dict[str, tuple[Any, Any]] = {
    "registration": (_("登记和信息变更"), _("参保和单位登记、招用、减员、改正个人信息")),
    "contributions": (_("缴费"), _("月度申报、退费、分期、对金额有异议")),
    "pension": (_("养老和待遇"), _("领养老金、换银行卡、遗属待遇")),
    "resident": (_("居民养老"), _("参保、换档次、补缴、退费、继承账户")),
    "retirees": (_("退休人员服务"), _("搬家换社区、异地居住登记")),
    "premium_help": (_("参保资助"), _("申请由政府代缴保费、资助名单异议")),
    "expropriation": (_("征地保障"), _("征地项目登记、名单异议、镇保转入、申领征地养老生活费")),
    "labour": (_("用工和维权"), _("投诉欠薪和不缴社保、申请劳动仲裁")),
    "information": (_("查询和证明"), _("权益记录、参保证明、信息公开、咨询")),
}


@dataclass(frozen=True, kw_only=True)
class Group:
    """One group with its items, in the order in which they are shown."""

    code: str
    name: str
    about: str
    items: tuple[Item, ...]


def group_name(code: str) -> str:
    """A group's name. Raises KeyError for one nobody has put into words."""
    return str(GROUPS[code][0])


def grouped(items: Sequence[Item]) -> tuple[Group, ...]:
    """Items by group, groups without any left out. Raises KeyError for a group nobody has put into words."""
    unknown = {item.group for item in items} - set(GROUPS)
    if unknown:
        raise KeyError(f"give {sorted(unknown)} words in portals/public/groups.py")
    return tuple(
        Group(
            code=code,
            name=str(name),
            about=str(about),
            items=tuple(item for item in items if item.group == code),
        )
        for code, (name, about) in GROUPS.items()
        if any(item.group == code for item in items)
    )
