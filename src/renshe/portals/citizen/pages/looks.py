"""Who looked at my unmasked data, when and why."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from renshe.domains.identity.api import Account, looks_at, roles_on
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
}


@dataclass(frozen=True, kw_only=True)
class LookRow:
    """One look: who (office, not name), at what, for what."""

    looked_at: datetime
    who: str
    fields: str
    purpose: str


@dataclass(frozen=True, kw_only=True)
class LooksPage:
    """What `citizen/pages/looks.html` may use."""

    looks: tuple[LookRow, ...]
    paging: Paging


@CITIZEN.page(template="citizen/pages/looks.html", access=MYSELF)
def looks(visit: Visit) -> LooksPage:
    """Show every look, the latest first. One's own looks are shown as one's own."""
    found = looks_at(person_id=myself(visit).pk)
    paging = paging_from(visit.request.GET.get("page", ""), total=found.count(), rows=20)
    page = list(found[paging.offset : paging.offset + paging.rows])
    offices: dict[int, str] = {}
    for look in page:
        if look.account_id not in offices:
            mine = visit.account is not None and look.account_id == visit.account.pk
            offices[look.account_id] = _("本人") if mine else _office(look.account, on=visit.today)
    return LooksPage(
        looks=tuple(
            LookRow(
                looked_at=look.looked_at,
                who=offices[look.account_id],
                fields=_("、").join(str(FIELD_WORDS.get(name, name)) for name in look.fields),
                purpose=look.purpose,
            )
            for look in page
        ),
        paging=paging,
    )


def _office(account: Account, *, on: date) -> str:
    """The office that looked; a clerk's name is not the person's to know."""
    roles = roles_on(account=account, on=on)
    return _("、").join(role_words(role.role) for role in roles) or _("已离任的工作人员")
