"""Shapes that all operations share: bounded numbers, months, money, pages of a list."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any, Generic, TypeVar

from ninja import Path, Query, Schema
from pydantic import Field

from renshe.domains.cases.api import Words
from renshe.kernel.periods import Month, MonthError, format_month, month_at, parse_month
from renshe.portals.api.problems import Answered

T = TypeVar("T")
R = TypeVar("R")
FARTHEST = 10**9
"""No list is counted on further than this."""
LARGEST = 2**53 - 1
MOST = 200
USUAL = 50
EARLIEST = month_at(year=1950, month=1)
LATEST = month_at(year=2099, month=12)

Fen = Annotated[int, Field(description="金额，单位为分 / amount in fen (1/100 yuan)")]
MonthText = Annotated[
    str,
    Field(pattern=r"^\d{4}-\d{2}$", description="年月，如 2025-10 / month", examples=["2025-10"]),
]
Number = Annotated[int, Path(ge=1, le=LARGEST, description="编号 / number")]
CaseNumber = Annotated[
    str,
    Path(
        max_length=32,
        description="办件编号 / number of the case",
        examples=["310112-2025-00000001"],
    ),
]
Slug = Annotated[
    str, Path(max_length=10, description="年月，如 2025-10 / month", examples=["2025-10"])
]
Cursor = Annotated[
    str,
    Query(
        max_length=400, description="上一页答复中的 next_cursor / next_cursor of the page before"
    ),
]
Limit = Annotated[int, Query(ge=1, le=MOST, description="每页条数 / rows a page")]


class Term(Schema):
    """A code with its words in both languages."""

    code: str
    zh: str
    en: str


class TwoWords(Schema):
    """A text in both languages."""

    zh: str
    en: str


class Page(Schema, Generic[T]):
    """A page of a list. `next_cursor` is empty on the last page."""

    items: list[T]
    next_cursor: str


class Done(Schema):
    """Something was done, and how many it concerned."""

    done: int


def words(told: Words) -> TwoWords:
    """Words as the API shows them."""
    return TwoWords(zh=told.zh, en=told.en)


def term(code: str, names: dict[str, tuple[str, str]]) -> Term:
    """A code with its words; one that has none stands for itself."""
    zh, en = names.get(code, (code, code))
    return Term(code=code, zh=zh, en=en)


def cursor_of(*key: Any) -> str:
    """A cursor that leads on from a row's key."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def key_of(cursor: str, *kinds: type) -> tuple[Any, ...] | None:
    """The key in a cursor, or None for the first page. Raises Answered 400 for one that is not ours."""
    if not cursor:
        return None
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        key = json.loads(raw)
    except (binascii.Error, ValueError, RecursionError):
        raise Answered(400, "cursor_unknown") from None
    if not isinstance(key, list) or [type(one) for one in key] != list(kinds):
        raise Answered(400, "cursor_unknown")
    if any(isinstance(one, int) and not 0 <= one <= LARGEST for one in key):
        raise Answered(400, "cursor_unknown")
    return tuple(key)


def page_of(
    rows: Sequence[R], *, limit: int, show: Callable[[R], T], key: Callable[[R], tuple[Any, ...]]
) -> Page[T]:
    """A page from one row more than it shows: `rows` holds up to `limit + 1`."""
    shown = rows[:limit]
    more = len(rows) > limit
    return Page(
        items=[show(row) for row in shown], next_cursor=cursor_of(*key(shown[-1])) if more else ""
    )


def counted_page(rows: Sequence[R], *, cursor: str, limit: int, show: Callable[[R], T]) -> Page[T]:
    """A page of rows that have no key of their own: the cursor counts them. `rows` may be a query, of which one slice is read.

    Raises Answered 400 for a cursor that is not ours.
    """
    return counted_read(
        lambda first, most: rows[first : first + most], cursor=cursor, limit=limit, show=show
    )


def counted_read(
    read: Callable[[int, int], Sequence[R]], *, cursor: str, limit: int, show: Callable[[R], T]
) -> Page[T]:
    """As `counted_page`, of rows that `read` brings: from which one on (the first is 0), and how many at most."""
    (after,) = key_of(cursor, int) or (0,)
    first = min(max(after, 0), FARTHEST)
    numbered = list(enumerate(read(first, limit + 1), first + 1))
    return page_of(numbered, limit=limit, show=lambda row: show(row[1]), key=lambda row: (row[0],))


def month_of(text: str) -> Month:
    """The month of an address such as 2025-10. Raises Answered 404."""
    try:
        found = parse_month(text)
    except (MonthError, ValueError):
        raise Answered(404, "month_unreadable", subject=text[:20]) from None
    if not EARLIEST <= found <= LATEST:
        raise Answered(404, "month_unreadable", subject=text[:20])
    return found


def month_text(month: Month | None) -> str | None:
    """A month as the API writes it."""
    return None if month is None else format_month(month)


def day_of(text: str) -> date:
    """A day such as 2025-10-31. Raises Answered 422."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Answered(422, "invalid", subject=text[:20]) from None
