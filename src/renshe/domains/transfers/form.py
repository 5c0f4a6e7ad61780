"""The information form (信息表) as it comes: read whole, or refused with what is wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from renshe.domains.transfers import problems
from renshe.domains.transfers.quoting import QuotedYear
from renshe.kernel.codes.problem import Refused

FIRST_YEAR, MOST_FEN = 1951, 10**12


@dataclass(frozen=True, kw_only=True)
class Form:
    """Whose record it is, its years, and what moves (fen)."""

    id_number: str
    name: str
    temporary: bool
    pooled_fen: int
    account_fen: int
    years: tuple[QuotedYear, ...]

    @property
    def months(self) -> int:
        """Months paid in all."""
        return sum(one.paid_months.bit_count() for one in self.years)

    @property
    def base_since_1998(self) -> int:
        """Bases since January 1998 (fen)."""
        return sum(one.base_since_1998 for one in self.years)


def read_form(body: Mapping[str, Any]) -> Form:
    """Raises Refused `transfer_form_broken`."""
    years = body.get("years")
    if not isinstance(years, list) or not 1 <= len(years) <= 80:
        raise Refused(problems.FORM_BROKEN)
    read = tuple(_year(one) for one in years)
    if len({one.year for one in read}) != len(read):
        raise Refused(problems.FORM_BROKEN)
    return Form(
        id_number=read_text(body, "id_number"), name=read_text(body, "name"), temporary=body.get("temporary") is True,
        pooled_fen=read_fen(body, "pooled_fen"), account_fen=read_fen(body, "account_fen"), years=read,
    )  # fmt: skip


def read_text(body: Mapping[str, Any], key: str) -> str:
    """A text of at most 80 characters. Raises Refused `transfer_form_broken`."""
    value = body.get(key)
    if not isinstance(value, str) or not value.strip() or len(value) > 80:
        raise Refused(problems.FORM_BROKEN)
    return value.strip()


def read_fen(body: Mapping[str, Any], key: str) -> int:
    """An amount of fen that is not negative. Raises Refused `transfer_form_broken`."""
    return _fen(body.get(key))


def read_day(body: Mapping[str, Any], key: str) -> dt.date:
    """A day as 2025-10-31. Raises Refused `transfer_form_broken`."""
    try:
        return dt.date.fromisoformat(read_text(body, key))
    except ValueError:
        raise Refused(problems.FORM_BROKEN) from None


def _fen(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_FEN:
        raise Refused(problems.FORM_BROKEN)
    return value


def _year(one: Any) -> QuotedYear:
    if not isinstance(one, Mapping):
        raise Refused(problems.FORM_BROKEN)
    year, mask, bases = one.get("year"), one.get("paid_months"), one.get("base_fen")
    if (
        not isinstance(year, int) or not FIRST_YEAR <= year <= 2200 or not isinstance(mask, int)
        or not 0 < mask <= 4095 or not isinstance(bases, list) or len(bases) != 12
    ):  # fmt: skip
        raise Refused(problems.FORM_BROKEN)
    read = tuple(_fen(fen) for fen in bases)
    if any((fen > 0) != bool(mask >> number & 1) for number, fen in enumerate(read)):
        raise Refused(problems.FORM_BROKEN)
    return QuotedYear(year=year, paid_months=mask, base_fen=read)
