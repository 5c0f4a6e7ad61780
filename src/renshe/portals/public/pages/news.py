"""News: the list, and one announcement."""

import datetime as dt
from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse

from renshe.portals.layout.access import ANYBODY, Visit
from renshe.portals.layout.forms.wording import said
from renshe.portals.public.news_items import NewsItem, news_until
from renshe.portals.public.portal import PUBLIC


@dataclass(frozen=True, kw_only=True)
class NewsLine:
    """One announcement in a list."""

    since: dt.date
    title: str
    url: str
    law: bool


@dataclass(frozen=True, kw_only=True)
class NewsPage:
    """What `public/pages/news.html` may use."""

    lines: tuple[NewsLine, ...]


@dataclass(frozen=True, kw_only=True)
class NewsItemPage:
    """What `public/pages/news_item.html` may use. `source` is empty for news about this site itself."""

    title: str
    since: dt.date
    paragraphs: tuple[str, ...]
    source: str
    see_url: str
    see: str


@PUBLIC.page(template="public/pages/news.html", access=ANYBODY)
def news(visit: Visit) -> NewsPage:
    """Everything announced so far."""
    return NewsPage(lines=tuple(news_line(one) for one in news_until(visit.today)))


@PUBLIC.page(template="public/pages/news_item.html", access=ANYBODY)
def news_item(visit: Visit, *, slug: str) -> NewsItemPage:
    """One announcement. Raises Http404 for one that there is not, or not yet."""
    found = next((one for one in news_until(visit.today) if one.slug == slug), None)
    if found is None:
        raise Http404
    return NewsItemPage(
        title=said(found.title),
        since=found.since,
        paragraphs=tuple(said(one) for one in found.paragraphs),
        source=said(found.source) if found.source else "",
        see_url=found.see[0] if found.see else "",
        see=said(found.see[1]) if found.see else "",
    )


def news_line(one: NewsItem) -> NewsLine:
    """An announcement as a line of a list."""
    url = reverse("public:news_item", kwargs={"slug": one.slug})
    return NewsLine(since=one.since, title=said(one.title), url=url, law=one.source is not None)
