"""How figures are written on screen: money, months, days, counts.

Everything here is pure text in the language that is active for the request. Nothing reads a clock.
"""

from datetime import date, datetime
from fractions import Fraction

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MINUS = "\N{MINUS SIGN}"
NOTHING = "\N{EM DASH}"
ENGLISH_MONTHS = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)


def yuan(fen: int | None) -> str:
    """Write an amount of fen as yuan with two decimals; an absent amount is a dash, never a zero."""
    if fen is None:
        return NOTHING
    whole, cents = divmod(abs(fen), 100)
    return f"{MINUS if fen < 0 else ''}{whole:,}.{cents:02d}"


def signed_yuan(fen: int | None) -> str:
    """Write a difference of money with its sign, so that a rise cannot be taken for a sum."""
    if fen is None or fen == 0:
        return yuan(fen)
    return f"+{yuan(fen)}" if fen > 0 else yuan(fen)


def signed_count(number: int) -> str:
    """Write a difference of heads with its sign."""
    return f"+{number:,}" if number > 0 else f"{MINUS if number < 0 else ''}{abs(number):,}"


def month_parts(ordinal: int) -> tuple[int, int]:
    """Split a month ordinal (year*12 + month-1) into year and month."""
    return ordinal // 12, ordinal % 12 + 1


def month(ordinal: int | None) -> str:
    """Write a month ordinal as 2025年10月 or Oct 2025."""
    if ordinal is None:
        return NOTHING
    year, number = month_parts(ordinal)
    return _("{year}年{month}月").format(
        year=year, month=number, month_name=ENGLISH_MONTHS[number - 1]
    )


def month_slug(ordinal: int) -> str:
    """Write a month ordinal as it stands in an address, 2025-10."""
    year, number = month_parts(ordinal)
    return f"{year}-{number:02d}"


def day(value: date | None) -> str:
    """Write a day as 2025年10月15日 or 15 Oct 2025."""
    if value is None:
        return NOTHING
    return _("{year}年{month}月{day}日").format(
        year=value.year,
        month=value.month,
        day=value.day,
        month_name=ENGLISH_MONTHS[value.month - 1],
    )


def instant(value: datetime | None) -> str:
    """Write a moment to the minute, in the time of the place."""
    if value is None:
        return NOTHING
    local = localtime(value)
    return f"{day(local.date())} {local:%H:%M}"


def months_long(count: int | Fraction) -> str:
    """Write a count of months as years and months, the way people count service."""
    if Fraction(count).denominator != 1:
        return _("{count}个月").format(count=decimal_text(count))
    years, rest = divmod(int(count), 12)
    if not years:
        return _("{count}个月").format(count=rest)
    if not rest:
        return _("{count}年").format(count=years)
    return _("{years}年{months}个月").format(years=years, months=rest)


def days_words(days: int, unit: str) -> str:
    """So many days of a clock's unit: `working` or calendar days."""
    words = (
        ngettext("{days}个工作日", "{days}个工作日", days)
        if unit == "working"
        else ngettext("{days}个自然日", "{days}个自然日", days)
    )
    return words.format(days=days)


def percent(value: Fraction | int | None) -> str:
    """Write a ratio as a percentage without trailing zeros."""
    return NOTHING if value is None else f"{decimal_text(Fraction(value) * 100)}%"


def decimal_text(value: Fraction | int, places: int = 8) -> str:
    """Write an exact number as a decimal; a number that does not end is cut and marked with ≈."""
    number = Fraction(value)
    scale = 10**places
    scaled = number * scale
    nearest = round(scaled)
    sign = MINUS if nearest < 0 else ""
    whole, rest = divmod(abs(nearest), scale)
    decimals = f"{rest:0{places}d}".rstrip("0")
    mark = "" if scaled.denominator == 1 else "≈ "
    return f"{mark}{sign}{whole:,}" + (f".{decimals}" if decimals else "")
