"""Filters and tags of the pages: amounts that lead to their explanation, months, days, states."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from renshe.portals.layout import formats
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.states import State, state_of

register = template.Library()

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


@register.simple_tag
def month_cells(cells: Sequence[Any]) -> SafeString:
    """The cells of one year of the contribution grid; written here because a life has five hundred of them."""
    return format_html_join(
        "",
        '<li class="cell {}" title="{}"><span aria-hidden="true">{}</span>'
        '<span class="unseen">{}</span></li>',
        ((cell.state, cell.says, cell.mark, cell.says) for cell in cells),
    )


@register.simple_tag
def days_left(days: int) -> str:
    """Say how many days are left of a clock, or how long it has run out."""
    if days > 0:
        return _("还剩{days}天").format(days=days)
    if days == 0:
        return _("今天截止")
    return _("已过{days}天").format(days=-days)
