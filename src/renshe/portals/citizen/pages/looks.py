"""Who looked at my unmasked data, when and why."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from renshe.domains.identity.api import Account, Look, emergencies_about, looks_at, roles_on
from renshe.portals.citizen.myself import myself
from renshe.portals.citizen.portal import CITIZEN, MYSELF
from renshe.portals.layout.access import Visit
from renshe.portals.layout.paging import Paging, paging_from
from renshe.portals.layout.roles import role_words

FIELD_WORDS: dict[str, Any] = {
    "name": gettext_lazy("姓名"),
    "id_number": gettext_lazy("证件号码"),
    "address": gettext_lazy("住址"),
    "phone": gettext_lazy("电话"),
    "account_number": gettext_lazy("银行账号"),
    "acting": gettext_lazy("按授权范围代您办理"),
    "evidence": gettext_lazy("监护证明"),
    "contributions": gettext_lazy("缴费记录"),
    "institution_request": gettext_lazy("机构依法请求或报告"),
}
TOLD_FOR = timedelta(days=30)
"""So long the page says at its top that somebody broke the glass."""


@dataclass(frozen=True, kw_only=True)
class LookRow:
    """One look: who (office, not name), at what, for what. `emergency` marks a look outside the office's powers."""

    emergency: bool
    looked_at: datetime
    who: str
    fields: str
    purpose: str


@dataclass(frozen=True, kw_only=True)
class LooksPage:
    """What `citizen/pages/looks.html` may use."""

    looks: tuple[LookRow, ...]
    paging: Paging
    emergencies: int


@CITIZEN.page(template="citizen/pages/looks.html", access=MYSELF)
def looks(visit: Visit) -> LooksPage:
    """Show every look, the latest first. One's own looks are shown as one's own."""
    me = myself(visit)
    found = looks_at(person_id=me.pk)
    paging = paging_from(visit.request.GET.get("page", ""), total=found.count(), rows=20)
    page = list(found[paging.offset : paging.offset + paging.rows])
    offices: dict[int, str] = {}
    for look in page:
        if look.account_id not in offices:
            me_now = visit.account if visit.acting is None else None
            mine = me_now is not None and look.account_id == me_now.pk
            offices[look.account_id] = _("本人") if mine else _office(look.account, on=visit.today)
    return LooksPage(
        looks=tuple(
            LookRow(
                emergency=hasattr(look, "emergency"),
                looked_at=look.looked_at,
                who=_who(look, offices),
                fields=_("、").join(str(FIELD_WORDS.get(name, name)) for name in look.fields),
                purpose=look.purpose,
            )
            for look in page
        ),
        paging=paging,
        emergencies=len(emergencies_about(person_id=me.pk, since=visit.now - TOLD_FOR)),
    )


def _who(look: Look, offices: dict[int, str]) -> str:
    """An institution is told by its name: it answers for what its people ask. Everybody else by his part."""
    if "institution_request" in look.fields:
        return look.account.display_name
    return _("代办人") if "acting" in look.fields else offices[look.account_id]


def _office(account: Account, *, on: date) -> str:
    """The office that looked; a clerk's name is not the person's to know."""
    roles = roles_on(account=account, on=on)
    return _("、").join(role_words(role.role) for role in roles) or _("已离任的工作人员")
