"""The public home: search, items by group, tools that need no account, news, and the way in."""

from dataclasses import dataclass

from django.urls import reverse

from renshe.portals.layout.access import ANYBODY, Visit
from renshe.portals.layout.forms.wording import said
from renshe.portals.public.groups import grouped
from renshe.portals.public.news_items import news_until
from renshe.portals.public.pages.news import NewsLine, news_line
from renshe.portals.public.portal import PUBLIC
from renshe.services import catalogue

NEWS_SHOWN = 5
OFTEN = (
    "pension.claim_old_age_pension", "information.certificate_of_insurance", "information.rights_record",
    "pension.change_bank_account", "registration.hire", "contributions.monthly_declaration", "labour.complain",
)  # fmt: skip
"""What people come for most, in the order in which it is named below the search; what is not offered here is left out."""


@dataclass(frozen=True, kw_only=True)
class GroupDoor:
    """One group of items with the way to it."""

    name: str
    about: str
    count: int
    url: str


@dataclass(frozen=True, kw_only=True)
class OftenAsked:
    """One item that many come for."""

    name: str
    url: str


@dataclass(frozen=True, kw_only=True)
class PublicHomePage:
    """What `public/pages/home.html` may use. `own_pages` is empty for a stranger."""

    often: tuple[OftenAsked, ...]
    groups: tuple[GroupDoor, ...]
    news: tuple[NewsLine, ...]
    own_pages: str
    sign_in: str


@PUBLIC.page(template="public/pages/home.html", access=ANYBODY)
def home(visit: Visit) -> PublicHomePage:
    """Show the public home, to strangers and to whoever is signed in."""
    items = [one.item for one in catalogue.catalogue().values()]
    offered = catalogue.catalogue()
    return PublicHomePage(
        often=tuple(
            OftenAsked(
                name=said(offered[code].item.name),
                url=reverse("public:guide", kwargs={"code": code}),
            )
            for code in OFTEN
            if code in offered
        ),
        groups=tuple(
            GroupDoor(
                name=group.name,
                about=group.about,
                count=len(group.items),
                url=f"{reverse('public:guides')}#{group.code}",
            )
            for group in grouped(items)
        ),
        news=tuple(news_line(one) for one in news_until(visit.today)[:NEWS_SHOWN]),
        own_pages=reverse("signin:home") if visit.account else "",
        sign_in=reverse("signin:sign_in"),
    )
