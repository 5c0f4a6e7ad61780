"""Filters and tags of the pages: amounts that lead to their explanation, months, days, states."""

import re
from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from renshe.portals.layout import formats
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.display import Display, display_of
from renshe.portals.layout.states import State, state_of

register = template.Library()

CHINESE = re.compile(r"[\u3400-\u9fff]")
LATIN_WORD = re.compile(r"[A-Za-z]{3,}")

register.filter("yuan", formats.yuan)
register.filter("signed_yuan", formats.signed_yuan)
register.filter("signed_count", formats.signed_count)
register.filter("month", formats.month)
register.filter("month_slug", formats.month_slug)
register.filter("day", formats.day)
register.filter("instant", formats.instant)
register.filter("months_long", formats.months_long)
register.filter("percent", formats.percent)


@register.filter
def count(number: int) -> str:
    """Write a count with separators."""
    return f"{number:,}"


@register.simple_tag
def amount(value: Amount) -> SafeString:
    """Write an amount; where it can be explained, it is a link to its explanation."""
    text = formats.yuan(value.fen)
    if not value.explain_url:
        return format_html('<span class="amount">{}</span>', text)
    return format_html(
        '<a class="amount" href="{}" title="{}">{}</a>',
        value.explain_url,
        _("这个数怎么来的"),
        text,
    )


@register.simple_tag
def state(kind: str, code: str) -> SafeString:
    """Write a state as a badge whose words carry the meaning and whose colour only repeats it."""
    found: State = state_of(kind, code)
    return format_html('<span class="badge {}">{}</span>', found.tone, found.words)


@register.filter
def as_written(text: Any) -> Any:
    """A name, a clause or a source as it stands in the records, marked with its language where the page has another.

    A screen reader changes its voice at the mark, and a test tells what is quoted from what was forgotten.
    """
    written = str(text)
    language = foreign_language(written)
    if not language:
        return conditional_escape(text)
    return format_html('<span lang="{}">{}</span>', language, written)


def foreign_language(text: str) -> str:
    """The language a quoted text is in, where the page is in the other one; else empty."""
    chinese = CHINESE.search(text) is not None
    if (get_language() or "zh").startswith("zh"):
        return "en" if not chinese and LATIN_WORD.search(text) else ""
    return "zh-CN" if chinese else ""


@register.simple_tag
def month_cells(cells: Sequence[Any]) -> SafeString:
    """The cells of one year of the contribution grid; written here because a life has five hundred of them."""
    return format_html_join(
        "",
        '<li class="cell {}"{} title="{}"><span aria-hidden="true">{}</span>'
        '<span class="unseen">{}</span></li>',
        ((cell.state, _mark(cell.says), cell.says, cell.mark, cell.says) for cell in cells),
    )


def _mark(text: str) -> SafeString:
    """A lang attribute for a text that holds a quoted name, else nothing."""
    language = foreign_language(text)
    return format_html(' lang="{}"', language) if language else SafeString("")


@register.simple_tag
def days_left(days: int) -> str:
    """Say how many days are left of a clock, or how long it has run out."""
    if days > 0:
        return ngettext("还剩{days}天", "还剩{days}天", days).format(days=days)
    if days == 0:
        return _("今天截止")
    return ngettext("已过{days}天", "已过{days}天", -days).format(days=-days)


SOON_DAYS = 5
"""From here on a clock is shown as running out."""


@register.simple_tag
def clock_badge(days: int, paused: bool = False, working: bool = True) -> SafeString:
    """Days left of a statutory clock, in working or calendar days; a paused clock says that it stands still.

    The words carry the state, the ring before them and the colour repeat it.
    """
    if paused:
        tone, words = "paused", _("已暂停")
    elif days < 0:
        tone, words = "bad", _("已超期")
    elif days <= SOON_DAYS:
        tone, words = "warn", _("快到期")
    else:
        tone, words = "good", ""
    rest = _rest(abs(days), over=days < 0, working=working).format(days=abs(days))
    parts = [word for word in (words, rest) if word]
    return format_html('<span class="clock-badge {}">{}</span>', tone, " · ".join(parts))


def _rest(days: int, *, over: bool, working: bool) -> str:
    """How much is left of a clock or how far it is over, with a place for the days."""
    if over and working:
        return ngettext("超{days}个工作日", "超{days}个工作日", days)
    if over:
        return ngettext("超{days}天", "超{days}天", days)
    if working:
        return ngettext("剩{days}个工作日", "剩{days}个工作日", days)
    return ngettext("剩{days}天", "剩{days}天", days)


@register.simple_tag(takes_context=True)
def display_of_request(context: dict[str, Any]) -> Display:
    """How the reader wants to see pages, also where there is no frame around the page (refusals, faults)."""
    request = context.get("request")
    return display_of(request) if request is not None else Display()
