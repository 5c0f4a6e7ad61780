"""The indicators that the plan keeps in sight: rural pension to land allowance, rises equal in yuan and day, reserve."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection, transaction

from renshe.domains.expropriation import problems
from renshe.domains.expropriation.models import SchemeMonth
from renshe.domains.expropriation.projects import Recorded
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import Month

GOAL_PERCENT = 150
"""The plan: rural pension to land allowance as 1 : 1.5."""


@dataclass(frozen=True, kw_only=True)
class NewFigure:
    """What one scheme paid in one month at a place; fen."""

    place: str
    month: Month
    scheme: str
    people: int
    total_fen: int
    source: str
    rise_fen: int | None = None
    rise_on: dt.date | None = None
    why_zh: str = ""
    why_en: str = ""


@transaction.atomic
def record_figure(*, new: NewFigure, recorded: Recorded) -> SchemeMonth:
    """Write a month's figure down, once. Raises Refused `figures_there`, `figures_wrong`."""
    if new.people <= 0 or new.total_fen < 0 or (new.rise_fen is None) != (new.rise_on is None):
        raise Refused(problems.FIGURES_WRONG)
    there = SchemeMonth.objects.filter(place=new.place, month=new.month, scheme=new.scheme)
    if there.exists():
        raise Refused(problems.FIGURES_THERE)
    return SchemeMonth.objects.create(**vars(new), recorded_by=recorded.by, recorded_at=recorded.at)


@dataclass(frozen=True, kw_only=True)
class RatioMonth:
    """One month: both averages (fen), the allowance in percent of the rural pension, and how far each moved it since before.

    `from_land` and `from_rural` are hundredths of the ratio by which the change of one average moved it, the other
    as it was before and after; None for the first month. `why` are the words recorded for the month, in both languages.
    """

    month: Month
    rural_fen: int
    land_fen: int
    hundredths: int
    from_land: int | None
    from_rural: int | None
    why_zh: str
    why_en: str


def ratio_history(*, place: str, months: int = 36) -> list[RatioMonth]:
    """Month by month where both are known, the oldest first."""
    rows = list(
        SchemeMonth.objects.filter(place=place, scheme__in=("rural", "land")).order_by("-month", "scheme")[: months * 2 + 2]
    )  # fmt: skip
    by_month: dict[Month, dict[str, SchemeMonth]] = {}
    for row in rows:
        by_month.setdefault(row.month, {})[row.scheme] = row
    found: list[RatioMonth] = []
    for month in sorted(by_month):
        both = by_month[month]
        if len(both) == 2 and both["rural"].total_fen:
            found.append(_ratio(both["rural"], both["land"], found[-1] if found else None))
    return found[-months:]


def average(row: SchemeMonth) -> int:
    """Fen a head, half a fen up."""
    return (2 * row.total_fen + row.people) // (2 * row.people)


def _ratio(rural: SchemeMonth, land: SchemeMonth, before: RatioMonth | None) -> RatioMonth:
    r, a = average(rural), average(land)
    whole = _hundredths(a, r)
    from_land = from_rural = None
    if before is not None:
        from_land = _hundredths(a, before.rural_fen) - before.hundredths
        from_rural = whole - before.hundredths - from_land
    said = [one for one in (land, rural) if one.why_zh]
    return RatioMonth(
        month=rural.month, rural_fen=r, land_fen=a, hundredths=whole, from_land=from_land, from_rural=from_rural,
        why_zh="；".join(one.why_zh for one in said), why_en="; ".join(one.why_en for one in said),
    )  # fmt: skip


def _hundredths(over: int, under: int) -> int:
    """A ratio in hundredths, half up; the average below is never zero where it is asked."""
    return (200 * over + under) // (2 * under) if under else 0


@dataclass(frozen=True, kw_only=True)
class Rise:
    """One year's rise of the land allowance beside the town pension's: equal in yuan, and on the same day."""

    year: int
    land_fen: int | None
    town_fen: int | None
    land_on: dt.date | None
    town_on: dt.date | None

    @property
    def equal(self) -> bool:
        """Both were raised by the same on the same day."""
        return self.land_fen is not None and (self.land_fen, self.land_on) == (
            self.town_fen,
            self.town_on,
        )


def rises(*, place: str, years: int = 10) -> list[Rise]:
    """Year by year, the latest first; the year is that of the day on which a rise took effect."""
    rows = SchemeMonth.objects.filter(
        place=place, scheme__in=("land", "town"), rise_fen__isnull=False
    )
    by_year: dict[int, dict[str, SchemeMonth]] = {}
    for row in rows.order_by("month", "scheme"):
        assert row.rise_on is not None
        by_year.setdefault(row.rise_on.year, {})[row.scheme] = row
    made = [
        Rise(
            year=year,
            land_fen=both["land"].rise_fen if "land" in both else None,
            town_fen=both["town"].rise_fen if "town" in both else None,
            land_on=both["land"].rise_on if "land" in both else None,
            town_on=both["town"].rise_on if "town" in both else None,
        )
        for year, both in by_year.items()
    ]
    return sorted(made, key=lambda one: -one.year)[:years]


def latest_figure(*, place: str, scheme: str) -> SchemeMonth | None:
    """The last month known of a scheme."""
    return SchemeMonth.objects.filter(place=place, scheme=scheme).order_by("-month").first()


@dataclass(frozen=True, kw_only=True)
class Reserve:
    """What the land-security money holds in the rights book (fen), and what the allowances of a month take from it."""

    accounts_fen: int
    reserve_fen: int
    pool_fen: int
    predeposit_fen: int
    monthly_fen: int

    @property
    def months(self) -> int | None:
        """For how many months pool and reserve pay the allowances of today; None where nothing is paid."""
        return (self.pool_fen + self.reserve_fen) // self.monthly_fen if self.monthly_fen else None


_HELD = """
SELECT a.code, sum(l.credit_fen - l.debit_fen)::bigint FROM funds_line l
  JOIN funds_entry e ON e.id = l.entry_id AND e.fund_id = 'land_security' AND e.book = 'rights'
  JOIN funds_account a ON a.id = l.account_id GROUP BY a.code
"""
_POOL = ("R3001", "R4101", "R4901", "R5101", "R5201", "R5301", "R5901")


def reserve_now(*, place: str) -> Reserve:
    """Accounts, reserve, pool and pre-deposit of the books now; the pool is equity with what this year brought and took."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD)
        held = {str(code): int(fen) for code, fen in cursor.fetchall()}
    land = latest_figure(place=place, scheme="land")
    return Reserve(
        accounts_fen=held.get("R2201", 0), reserve_fen=held.get("R2401", 0),
        pool_fen=sum(held.get(code, 0) for code in _POOL) + held.get("R1101", 0),
        predeposit_fen=held.get("R2301", 0), monthly_fen=land.total_fen if land else 0,
    )  # fmt: skip
