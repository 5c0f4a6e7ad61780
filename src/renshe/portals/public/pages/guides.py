"""The guides: all service items by group, or what a search in everyday words finds."""

from dataclasses import dataclass

from renshe.portals.layout.access import ANYBODY, Visit
from renshe.portals.public.groups import grouped
from renshe.portals.public.guiding import ItemCard, cards_of
from renshe.portals.public.portal import PUBLIC
from renshe.services import catalogue

LONGEST_SEARCH = 60


@dataclass(frozen=True, kw_only=True)
class GroupOfCards:
    """One group with its items as cards."""

    code: str
    name: str
    about: str
    cards: tuple[ItemCard, ...]


@dataclass(frozen=True, kw_only=True)
class GuidesPage:
    """What `public/pages/guides.html` may use. `found` counts where something was searched for."""

    wanted: str
    found: tuple[ItemCard, ...]
    groups: tuple[GroupOfCards, ...]


@PUBLIC.page(template="public/pages/guides.html", access=ANYBODY)
def guides(visit: Visit) -> GuidesPage:
    """Show every group, or the items that a search finds; the groups stay below, so that nobody is stuck."""
    wanted = visit.request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    found = catalogue.search(wanted) if wanted else []
    return GuidesPage(wanted=wanted, found=cards_of(found), groups=groups_of_cards())


def groups_of_cards() -> tuple[GroupOfCards, ...]:
    """All items as cards, by group."""
    items = [one.item for one in catalogue.catalogue().values()]
    return tuple(
        GroupOfCards(
            code=group.code, name=group.name, about=group.about, cards=cards_of(group.items)
        )
        for group in grouped(items)
    )
