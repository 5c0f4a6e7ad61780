"""The guide of one service item, made from its declaration."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language

from renshe.domains.cases.api import Item
from renshe.portals.layout.access import ANYBODY, Visit
from renshe.portals.layout.citing import cited
from renshe.portals.layout.forms.wording import said
from renshe.portals.public.groups import group_name
from renshe.portals.public.guiding import (
    Article,
    AskedPaper,
    articles_of,
    extension_words,
    is_online,
    limit_words,
    papers_of,
    path_words,
    promised_words,
    rated_words,
    silence_words,
    who_may,
)
from renshe.portals.public.portal import PUBLIC
from renshe.services import catalogue


@dataclass(frozen=True, kw_only=True)
class GuidePage:
    """What `public/pages/guide.html` may use. `apply_url` is empty where the item is not applied for online; `door` tells the
    steps of an item that is done at a door of its own and is no case."""

    code: str
    name: str
    summary: str
    group: str
    group_url: str
    who: tuple[str, ...]
    at_counter: bool
    conditions: tuple[str, ...]
    questions: int
    papers: tuple[AskedPaper, ...]
    accept_within: int
    limit: str
    promised: str
    limit_basis: str
    silence: str
    path: str
    result: str
    fee: str
    articles: tuple[Article, ...]
    apply_url: str
    door: tuple[str, ...] = ()
    remedy: str = ""
    remedy_basis: str = ""
    from_receipt: bool = False
    extension: str = ""
    rated: str = ""


@PUBLIC.page(template="public/pages/guide.html", access=ANYBODY)
def guide(visit: Visit, *, code: str) -> GuidePage:
    """Show one guide. Raises Refused `unknown_service`, which says where to look instead."""
    return guide_page(catalogue.declared(code).item)


def guide_page(item: Item) -> GuidePage:
    """An item's guide."""
    return GuidePage(
        code=item.code,
        name=said(item.name),
        summary=said(item.summary),
        group=group_name(item.group),
        group_url=f"{reverse('public:guides')}#{item.group}",
        who=who_may(item),
        at_counter="counter" in item.channels,
        conditions=tuple(said(one) for one in item.conditions),
        questions=len(item.fields),
        papers=papers_of(item),
        accept_within=item.clock.accept_within,
        limit=limit_words(item),
        promised=promised_words(item),
        limit_basis=cited(item.clock.basis),
        silence=silence_words(item),
        path=path_words(item),
        result=said(item.result),
        fee=said(item.fee),
        articles=articles_of(item),
        apply_url=reverse("applying:start", kwargs={"code": item.code}) if is_online(item) else "",
        remedy=item.remedy.of(get_language() or "zh"),
        remedy_basis=cited(item.remedy.basis),
        from_receipt=item.clock.starts == "receipt",
        extension=extension_words(item),
        rated=rated_words(item),
        door=tuple(one.of(get_language() or "zh") for one in item.door.steps) if item.door else (),
    )
