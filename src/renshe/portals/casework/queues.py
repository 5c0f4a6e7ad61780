"""The work queues: what they are called and whose power shows them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from renshe.portals.layout.casefile.powers import Powers

# name → (power, title, what lies in it)
QUEUES: dict[str, tuple[str, Any, Any]] = {
    "pool": ("handle", _("待领取"), _("已提交或已受理，还没有人办")),
    "mine": ("look", _("我手上的"), _("已由我领取或受理")),
    "review": ("review", _("待复核"), _("经办人已提出意见，等复核签字")),
    "approval": ("approve", _("待审批"), _("已复核同意，等审批签字")),
    "extension": ("approve", _("待批延期"), _("经办人申请延长期限，等负责人审批")),
    "overdue": ("look", _("已超期"), _("超过办理期限，已报督办")),
    "waiting": ("handle", _("等申请人"), _("补正或中止，时限暂停")),
    "served": ("handle", _("待送达"), _("已作决定，文书还没有送达")),
    "all": ("look", _("全部在办"), _("本辖区未办结的全部办件")),
}


def open_to(powers: Powers) -> tuple[str, ...]:
    """The queues that a visitor with these powers sees, in their order."""
    return tuple(name for name, (power, _title, _what) in QUEUES.items() if getattr(powers, power))


def places_for(name: str, powers: Powers) -> tuple[str, ...]:
    """The places whose cases a queue shows to a visitor."""
    found: tuple[str, ...] = getattr(powers, QUEUES[name][0])
    return found
