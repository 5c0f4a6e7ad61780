"""News of this installation."""

from __future__ import annotations

from typing import Annotated

from django.http import Http404
from ninja import Path, Schema

from renshe.portals.api.calling import Call
from renshe.portals.api.operations.catalogue import GROUP
from renshe.portals.api.shapes import TwoWords
from renshe.portals.layout.access import ANYBODY
from renshe.portals.public.news_items import NewsItem, news_until

Slug = Annotated[str, Path(max_length=80, description="消息代码 / which one")]


class NewsOut(Schema):
    """One announcement. `since` is the day from which it holds; `source` the instrument that it tells of."""

    slug: str
    since: str
    title: TwoWords
    paragraphs: list[TwoWords]
    source: TwoWords | None


@GROUP.get(
    "/news",
    id="list_news",
    access=ANYBODY,
    answer=list[NewsOut],
    title=("消息", "News"),
    says=("已经生效的消息，最近的在前。", "What holds already, the newest first."),
)
def list_news(call: Call) -> list[NewsOut]:
    """The latest two hundred."""
    return [_out(one) for one in news_until(call.today)[:200]]


@GROUP.get(
    "/news/{slug}",
    id="read_news",
    access=ANYBODY,
    answer=NewsOut,
    title=("一条消息", "One announcement"),
    says=("尚未生效的查不到。", "One that does not hold yet is not found."),
)
def read_news(call: Call, slug: Slug) -> NewsOut:
    """One announcement."""
    found = next((one for one in news_until(call.today) if one.slug == slug), None)
    if found is None:
        raise Http404
    return _out(found)


def _out(one: NewsItem) -> NewsOut:
    return NewsOut(
        slug=one.slug,
        since=one.since.isoformat(),
        title=TwoWords(zh=one.title.zh, en=one.title.en),
        paragraphs=[TwoWords(zh=part.zh, en=part.en) for part in one.paragraphs],
        source=None if one.source is None else TwoWords(zh=one.source.zh, en=one.source.en),
    )
