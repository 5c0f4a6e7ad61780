"""News of this installation: one dated file each in `news/`, in both languages; newer ones first."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from renshe.domains.cases.api import Words
from renshe.kernel.yaml_files import read_yaml

FOLDER = Path(__file__).parent / "news"


@dataclass(frozen=True, kw_only=True)
class NewsItem:
    """One announcement. `since` is the day from which it holds here; before it, it is not shown.

    `source` names the instrument of law that it tells of, absent where it is about this site; `see` leads on to a page here.
    """

    slug: str
    since: dt.date
    title: Words
    paragraphs: tuple[Words, ...]
    source: Words | None
    see: tuple[str, Words] | None


def news_until(day: dt.date) -> list[NewsItem]:
    """Everything announced up to a day, the newest first."""
    return [one for one in _all() if one.since <= day]


@cache
def _all() -> tuple[NewsItem, ...]:
    found = [_read(path) for path in FOLDER.glob("*.yaml")]
    return tuple(sorted(found, key=lambda one: (one.since, one.slug), reverse=True))


def _read(path: Path) -> NewsItem:
    told = read_yaml(path.read_text(encoding="utf-8"))
    return NewsItem(
        slug=path.stem,
        since=told["since"],
        title=_words(told["title"]),
        paragraphs=tuple(_words(one) for one in told["paragraphs"]),
        source=_words(told["source"]) if "source" in told else None,
        see=(told["see"]["address"], _words(told["see"])) if "see" in told else None,
    )


def _words(told: dict[str, str]) -> Words:
    return Words(zh=told["zh"].strip(), en=told["en"].strip())
