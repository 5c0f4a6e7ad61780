"""Money as whole fen, and the three ways people write it.

Amounts are integers of fen everywhere: in the database, in Arrow and in memory. Only what people
read or type is in yuan, and only this module goes between the two.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TypeAlias

Fen: TypeAlias = int

# PostgreSQL bigint. A city's fund stays ten thousand times below it.
FEN_MAX: Fen = 2**63 - 1

_YUAN_TEXT = re.compile(
    r"(?P<sign>-?)(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<part>\d{1,2})0*)?", re.ASCII
)
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")


class MoneyError(ValueError):
    """A text or number that is no exact amount of money."""


def yuan_to_fen(yuan: str | int | Decimal) -> Fen:
    """Exact fen of an amount in yuan, such as `"1,234.50"`, 1234 or Decimal("0.05").

    Refuses floats, because 0.1 + 0.2 is not 0.3 in them; refuses part fen, blanks, full-width
    digits, currency signs and separators in the wrong place, because a typing error must not become
    another amount. Raises MoneyError.
    """
    if isinstance(yuan, bool) or not isinstance(yuan, str | int | Decimal):
        raise MoneyError(
            f"money is read from text, int or Decimal, never from {type(yuan).__name__}"
        )
    if isinstance(yuan, int):
        return _bounded(yuan * 100)
    if isinstance(yuan, Decimal):
        return _fen_of_decimal(yuan)
    match = _YUAN_TEXT.fullmatch(yuan)
    if match is None:
        raise MoneyError(f"not an amount in yuan: {yuan!r}")
    fen = int(match["whole"].replace(",", "")) * 100 + int((match["part"] or "").ljust(2, "0"))
    return _bounded(-fen if match["sign"] else fen)


def format_yuan(fen: Fen, *, separators: bool = True) -> str:
    """Write fen as yuan with two places: `1,234.50`; without separators where a file format forbids
    them.
    """
    _whole_number(fen)
    sign = "-" if fen < 0 else ""
    yuan, part = divmod(abs(fen), 100)
    return f"{sign}{yuan:,}.{part:02d}" if separators else f"{sign}{yuan}.{part:02d}"


def capital_words(fen: Fen) -> str:
    """The amount in Chinese capital words (人民币大写), as on vouchers and payment orders.

    支付结算办法 (银发〔1997〕393号) 附一《正确填写票据和结算凭证的基本规定》: 整 follows yuan, may
    be left out after jiao (we leave it out) and never follows fen; 零 stands for zeros inside the
    amount. Where the rule allows either, the form without the extra 零 is written. Raises
    MoneyError for amounts of ten quadrillion yuan and above.
    """
    _whole_number(fen)
    yuan, part = divmod(abs(fen), 100)
    jiao, single = divmod(part, 10)
    words = "负" if fen < 0 else ""
    if yuan:
        words += f"{_whole_yuan_words(yuan)}元"
    if not part:
        return f"人民币{words or '零元'}整"
    if jiao:
        words += f"{_DIGITS[jiao]}角"
    if single:
        words += ("零" if yuan and not jiao else "") + f"{_DIGITS[single]}分"
    return f"人民币{words}"


def _whole_yuan_words(yuan: int) -> str:
    if yuan >= 10**16:
        raise MoneyError("no capital words for ten quadrillion yuan and above")
    for unit, word in ((10**8, "亿"), (10**4, "万")):
        if yuan >= unit:
            high, low = divmod(yuan, unit)
            # A gap before the lower part is said once, however many zeros it has.
            gap = "零" if 0 < low < unit // 10 else ""
            return _whole_yuan_words(high) + word + gap + (_whole_yuan_words(low) if low else "")
    return _group_words(yuan)


def _group_words(group: int) -> str:
    words, zero = "", False
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if not digit:
            zero = bool(words)
            continue
        words += ("零" if zero else "") + _DIGITS[digit] + _PLACES[place]
        zero = False
    return words


def _fen_of_decimal(yuan: Decimal) -> Fen:
    if not yuan.is_finite():
        raise MoneyError(f"not an amount: {yuan}")
    numerator, denominator = yuan.as_integer_ratio()
    fen, rest = divmod(numerator * 100, denominator)
    if rest:
        raise MoneyError(f"{yuan} yuan is not a whole number of fen")
    return _bounded(fen)


def _bounded(fen: Fen) -> Fen:
    if abs(fen) > FEN_MAX:
        raise MoneyError("an amount beyond what the books can hold")
    return fen


def _whole_number(fen: Fen) -> None:
    if isinstance(fen, bool) or not isinstance(fen, int):
        raise MoneyError(f"fen are whole numbers, not {type(fen).__name__}")
