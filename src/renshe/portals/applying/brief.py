"""What a home says about cases: what needs the visitor, what is coming, what changed."""

from dataclasses import dataclass

from django.urls import reverse

from renshe.domains.cases import api as cases
from renshe.portals.applying.pages.cases import CaseCard, card_of
from renshe.portals.applying.pages.inbox import NoticeLine, notice_line
from renshe.portals.applying.seeing import EDITABLE, cases_seen, concerned
from renshe.portals.layout.access import Visit

CASES_SHOWN, NOTICES_SHOWN = 5, 3


@dataclass(frozen=True, kw_only=True)
class Brief:
    """What `applying/parts/brief.html` may use; every list may be empty. `new` counts unread notices, a hundred at most."""

    needs: tuple[CaseCard, ...]
    coming: tuple[CaseCard, ...]
    changed: tuple[NoticeLine, ...]
    new: int
    cases_url: str
    inbox_url: str


NOTHING = Brief(needs=(), coming=(), changed=(), new=0, cases_url="", inbox_url="")


def brief_of(visit: Visit) -> Brief:
    """The visitor's cases in brief; nothing for whoever may not apply. Three queries beside those of permission."""
    about = () if visit.account is None else concerned(visit)
    if visit.account is None or not about:
        return NOTHING
    username = visit.account.username
    needs = cases_seen(visit, about=about, states=EDITABLE, most=CASES_SHOWN)
    coming = cases_seen(
        visit,
        about=about,
        states=[one for one in cases.OPEN if one not in EDITABLE],
        most=CASES_SHOWN,
    )
    new = cases.unread(username=username)
    told = cases.notices_to(username=username, most=NOTICES_SHOWN) if new else []
    cards = [card_of(one, visit) for one in needs]
    return Brief(
        needs=tuple(card for card in cards if card.waits_for_me),
        coming=tuple(card_of(one, visit) for one in coming),
        changed=tuple(notice_line(one) for one in told if one.read_at is None),
        new=new,
        cases_url=reverse("applying:cases"),
        inbox_url=reverse("applying:inbox"),
    )
