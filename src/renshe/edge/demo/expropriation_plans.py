"""Which expropriations the demonstration city has had, and what its schemes paid in the months that are watched. Invented."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """One project: where among the streets, when approved, what it buys, and how far it has come."""

    number: str
    name: str
    street: int
    approved_on: dt.date
    scheme: str
    months: int
    working_fen: int
    old_fen: int
    end: str


# Streets count from the one with most people. What a head costs is invented, in the order of published plans.
_MINHANG = (
    Plan(
        "沪府土〔2009〕126号（演示）",
        "轨道交通九号线停车场",
        0,
        dt.date(2009, 3, 16),
        "town_insurance",
        180,
        9_800_000,
        14_500_000,
        "settled",
    ),
    Plan(
        "沪府土〔2019〕388号（演示）",
        "元江路保障住房",
        1,
        dt.date(2019, 6, 3),
        "employee_pension",
        180,
        24_600_000,
        31_200_000,
        "settled",
    ),
    Plan(
        "沪府土〔2025〕041号（演示）",
        "浦江郊野公园二期",
        2,
        dt.date(2025, 3, 10),
        "employee_pension",
        180,
        33_100_000,
        42_800_000,
        "paying",
    ),
    Plan(
        "沪府土〔2025〕112号（演示）",
        "紫竹科创园东区",
        0,
        dt.date(2025, 8, 18),
        "employee_pension",
        180,
        33_100_000,
        42_800_000,
        "listed",
    ),
)
_ZHUHAI = (
    Plan(
        "粤府土审〔2020〕57号（演示）",
        "港珠澳大桥连接线",
        0,
        dt.date(2020, 3, 16),
        "employee_pension",
        180,
        8_300_000,
        6_900_000,
        "settled",
    ),
    Plan(
        "粤府土审〔2022〕203号（演示）",
        "高栏港物流园",
        1,
        dt.date(2022, 6, 6),
        "employee_pension",
        180,
        9_100_000,
        7_400_000,
        "settled",
    ),
    Plan(
        "粤府土审〔2025〕31号（演示）",
        "航空产业园三期",
        2,
        dt.date(2025, 3, 10),
        "employee_pension",
        180,
        11_200_000,
        8_600_000,
        "paying",
    ),
    Plan(
        "粤府土审〔2025〕96号（演示）",
        "斗门幸福河治理",
        0,
        dt.date(2025, 8, 18),
        "employee_pension",
        180,
        11_200_000,
        8_600_000,
        "listed",
    ),
)
PLANS = {"310112": _MINHANG, "440400": _ZHUHAI}
# (averages in yuan of rural pension, land allowance, town pension; the January rise of each year) by year.
WATCHED = {
    "310112": ((2023, 1290, 1980, 2010), (2024, 1380, 2085, 2115), (2025, 1448, 2160, 2190)),
    "440400": ((2023, 290, 460, 0), (2024, 300, 460, 0), (2025, 312, 460, 0)),
}
# What town pensions rose by in January (yuan); those from 2024 on are the law's assumptions of the demonstration, too.
TOWN_RISES = {
    2016: 130,
    2017: 110,
    2018: 100,
    2019: 95,
    2020: 95,
    2021: 100,
    2022: 105,
    2023: 105,
    2024: 105,
    2025: 75,
}
