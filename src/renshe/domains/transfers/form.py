"""The information form (信息表) as it comes: read whole, or refused with what is wrong."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from renshe.domains.transfers import problems
from renshe.domains.transfers.models import MILITARY
from renshe.domains.transfers.quoting import QuotedYear
from renshe.kernel.codes.problem import Refused

FIRST_YEAR, MOST_FEN = 1951, 10**12
SINCE = 1998
_PROVINCE = re.compile(r"[1-9]\d0000", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Form:
    """Whose record it is, its years, and what moves (fen). `before_1998_fen` is the person's own part of the account from
    before 1998 with its interest; None where nothing is said of it."""

    id_number: str
    name: str
    temporary: bool
    pooled_fen: int
    account_fen: int
    before_1998_fen: int | None
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
    """Raises Refused `transfer_form_broken`, `transfer_before_1998_missing`.

    A month stands once, in whatever province it was paid. An account from before 1998 is told apart: only the person's own
    part with its interest moves (国办发〔2009〕66号 四).
    """
    years = body.get("years")
    if not isinstance(years, list) or not 1 <= len(years) <= 80:
        raise Refused(problems.FORM_BROKEN)
    read = tuple(_year(one) for one in years)
    _each_month_once(read)
    account, before = read_fen(body, "account_fen"), _before_1998(body, read)
    if before is not None and before > account:
        raise Refused(problems.FORM_BROKEN)
    return Form(
        id_number=read_text(body, "id_number"), name=read_text(body, "name"), temporary=body.get("temporary") is True,
        pooled_fen=read_fen(body, "pooled_fen"), account_fen=account, before_1998_fen=before, years=read,
    )  # fmt: skip


def by_place(years: tuple[QuotedYear, ...], *, sender: str) -> list[QuotedYear]:
    """The years with months of one province in one row; the sender's own have no place named."""
    found: dict[tuple[int, str], QuotedYear] = {}
    for one in years:
        place = "" if one.place == sender else one.place
        before = found.get((one.year, place))
        mask, bases = one.paid_months, one.base_fen
        if before is not None:
            mask |= before.paid_months
            bases = tuple(a + b for a, b in zip(bases, before.base_fen, strict=True))
        found[one.year, place] = QuotedYear(
            year=one.year, paid_months=mask, base_fen=bases, place=place
        )
    return list(found.values())


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


def _each_month_once(years: tuple[QuotedYear, ...]) -> None:
    seen: dict[int, int] = {}
    for one in years:
        if seen.get(one.year, 0) & one.paid_months:
            raise Refused(problems.FORM_BROKEN)
        seen[one.year] = seen.get(one.year, 0) | one.paid_months


def _before_1998(body: Mapping[str, Any], years: tuple[QuotedYear, ...]) -> int | None:
    """0 where no month is from before 1998; None where it may be left out: temporary accounts began in 2010."""
    early = any(one.year < SINCE for one in years)
    if body.get("before_1998_fen") is not None:
        said = read_fen(body, "before_1998_fen")
        if said and not early:
            raise Refused(problems.FORM_BROKEN)
        return said
    if early and body.get("temporary") is not True:
        raise Refused(problems.BEFORE_1998_MISSING)
    return 0 if not early else None


def _fen(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_FEN:
        raise Refused(problems.FORM_BROKEN)
    return value


def _year(one: Any) -> QuotedYear:
    if not isinstance(one, Mapping):
        raise Refused(problems.FORM_BROKEN)
    year, mask, bases = one.get("year"), one.get("paid_months"), one.get("base_fen")
    place = one.get("place", "")
    if (
        not isinstance(year, int) or not FIRST_YEAR <= year <= 2200 or not isinstance(mask, int)
        or not 0 < mask <= 4095 or not isinstance(bases, list) or len(bases) != 12
        or not isinstance(place, str) or not (place in ("", MILITARY) or _PROVINCE.fullmatch(place))
    ):  # fmt: skip
        raise Refused(problems.FORM_BROKEN)
    read = tuple(_fen(fen) for fen in bases)
    if any((fen > 0) != bool(mask >> number & 1) for number, fen in enumerate(read)):
        raise Refused(problems.FORM_BROKEN)
    return QuotedYear(year=year, paid_months=mask, base_fen=read, place=place)
