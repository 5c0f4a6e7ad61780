"""What makes one demonstration city differ from another: its divisions, its mix of people and of trades."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Profile:
    """Figures assumed for one city. Shares are in thousandths unless a name says otherwise.

    `register` names the file of the place register that holds the city's divisions. `age_percent` stretches the
    nation's age groups (0-4, 5-9, …, 100) towards the city's. `migrant_permille` is the share of people registered
    elsewhere, by decade of age. `paid_start` is the first month whose contributions the city's books know: service
    before it can only be deemed. `account_start` is the first month credited to individual accounts.
    """

    place: str
    name: str
    short_name: str
    register: str
    local_prefixes: tuple[str, ...]
    mobile_seat: str
    age_percent: tuple[int, ...]
    migrant_permille: tuple[int, ...]
    industries: tuple[tuple[str, int], ...]
    bank_branches: tuple[str, ...]
    hmt_permille: int
    paid_start: int
    account_start: int


_YOUNG = (82, 82, 80, 80, 125, 150, 150, 132, 118, 106, 96, 93, 92, 90, 88, 84, 82, 80, 80, 80, 80)
_MIGRANTS = (450, 470, 680, 660, 560, 450, 330, 260, 220, 200, 200)
_OLDER = (
    72,
    72,
    72,
    78,
    115,
    145,
    150,
    135,
    120,
    108,
    98,
    96,
    98,
    100,
    100,
    96,
    94,
    92,
    90,
    90,
    90,
)

PROFILES = {
    "440400": Profile(
        place="440400",
        name="广东省珠海市",
        short_name="珠海",
        register="zhuhai",
        local_prefixes=("440402", "440403", "440404"),
        mobile_seat="440402",
        age_percent=_YOUNG,
        migrant_permille=_MIGRANTS,
        industries=(
            ("C", 330),
            ("F", 150),
            ("E", 70),
            ("H", 70),
            ("G", 45),
            ("I", 60),
            ("K", 45),
            ("L", 75),
            ("M", 45),
            ("N", 12),
            ("O", 40),
            ("P", 22),
            ("Q", 16),
            ("R", 10),
            ("A", 6),
            ("D", 4),
        ),
        bank_branches=("珠海", "香洲", "斗门", "金湾"),
        hmt_permille=6,
        paid_start=1994 * 12,
        account_start=1998 * 12 + 6,
    ),
    "310112": Profile(
        place="310112",
        name="上海市闵行区",
        short_name="上海",
        register="shanghai",
        local_prefixes=("310112",),
        mobile_seat="310112",
        age_percent=_OLDER,
        migrant_permille=(430, 450, 650, 620, 500, 400, 280, 210, 170, 150, 150),
        industries=(
            ("C", 250),
            ("F", 170),
            ("E", 60),
            ("H", 65),
            ("G", 60),
            ("I", 95),
            ("K", 40),
            ("L", 95),
            ("M", 70),
            ("N", 10),
            ("O", 35),
            ("P", 24),
            ("Q", 14),
            ("R", 8),
            ("A", 2),
            ("D", 2),
        ),
        bank_branches=("莘庄", "七宝", "江川", "浦江"),
        hmt_permille=3,
        paid_start=1993 * 12,
        account_start=1993 * 12,
    ),
}


def profile(place: str) -> Profile:
    """The profile of a place; names those there are when there is none."""
    try:
        return PROFILES[place]
    except KeyError:
        known = ", ".join(PROFILES)
        raise ValueError(
            f"演示城市只有 {known}。 There is no demonstration city {place}; choose one of {known}."
        ) from None


def month_of(day: dt.date) -> int:
    """The ordinal of a day's month: year * 12 + month - 1."""
    return day.year * 12 + day.month - 1
