"""Who lives in the small city: people, employers, spells and wages, each row there for a reason.

Of every twenty people, thirteen work, two pay for themselves or have a wage that nobody declared,
and five draw a pension. Nobody in it exists.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from renshe.domains.enrolment import api as enrolment
from renshe.domains.registry import api as registry
from renshe.kernel.codes.credit_code import check_character
from renshe.kernel.codes.national_id import check_digit

PLACE = "310112"
OCTOBER = 2025 * 12 + 9
BUILT_AT = "2025-09-30T10:00:00+00:00"
EVE = dt.date(2025, 9, 30)
GROUP = 20
OWN_PAYER, WITHOUT_WAGE = 13, 14
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
GIVEN = ("建国", "秀英", "志强", "丽", "国庆", "小明", "㛃", "玉兰")


@dataclass(frozen=True)
class SmallCity:
    """How many people and employers; ids begin with 1."""

    people: int = 200
    employers: int = 20

    def pensioners(self) -> list[int]:
        """Ids of those who draw a pension."""
        return [n for n in range(1, self.people + 1) if role(n) > WITHOUT_WAGE]

    def dying(self) -> list[int]:
        """Ids of pensioners whose death is heard of between freeze and check."""
        return self.pensioners()[3::40]


def role(number: int) -> int:
    """The place of a person in the group of twenty."""
    return (number - 1) % GROUP


def id_number(number: int) -> str:
    """A well-formed resident id number; odd numbers are men's, pensioners are born in 1964, others in 1985."""
    year = 1964 if role(number) > WITHOUT_WAGE else 1985
    month, day = number % 12 + 1, number // 1000 % 28 + 1
    first = f"310112{year}{month:02d}{day:02d}{number % 1000:03d}"
    return first + check_digit(first)


def credit_code(number: int) -> str:
    """A well-formed unified social credit code."""
    first = f"91310112MA{number:07d}"
    return first + check_character(first)


def name_of(number: int) -> str:
    """A name that belongs to nobody in particular; every eighth holds a rare character."""
    return SURNAMES[number % len(SURNAMES)] + GIVEN[number % len(GIVEN)]


def wage_fen(number: int) -> int:
    """A monthly wage between below the floor and above the cap of the base, with odd fen."""
    return 500_000 + number * 7_919 % 4_000_003


def plain(rows: list[dict[str, Any]], *, numbers: tuple[str, ...]) -> pa.Table:
    """Rows as a table whose named columns are wide whole numbers, whatever the first row holds."""
    return pa.table(
        {
            name: pa.array([row[name] for row in rows], pa.int64() if name in numbers else None)
            for name in (rows[0] if rows else {})
        }
    )


def _table(schema: pa.Schema, rows: list[dict[str, Any]]) -> pa.Table:
    """Rows under a schema; moments as text, since it is PostgreSQL that reads them."""
    fields = [pa.field(f.name, pa.string()) if pa.types.is_timestamp(f.type) else f for f in schema]
    kept = [f for f in fields if rows and f.name in rows[0]]
    return pa.Table.from_pylist(rows, schema=pa.schema(kept))


def employers(city: SmallCity) -> pa.Table:
    """Every employer, of three sizes and all eight classes of risk."""
    return _table(
        registry.bulk_tables()["registry_employer"],
        [
            {
                "id": n,
                "uscc": credit_code(n),
                "name": f"证明第{n}工厂",
                "kind": "enterprise",
                "industry_code": "C",
                "size_class": ("large", "small", "micro")[n % 3],
                "injury_rate_class": n % 8 + 1,
                "place": PLACE,
                "registered_on": dt.date(2001, 1, 1),
            }
            for n in range(1, city.employers + 1)
        ],
    )


def people(city: SmallCity) -> pa.Table:
    """Everybody, with a number whose birth date and sex are theirs."""
    rows = []
    for n in range(1, city.people + 1):
        number = id_number(n)
        rows.append(
            {
                "id": n,
                "id_kind": "resident_id",
                "id_number": number,
                "name": name_of(n),
                "sex": "M" if n % 2 else "F",
                "birth_on": dt.datetime.strptime(number[6:14], "%Y%m%d").date(),  # noqa: DTZ007
                "ethnic_code": "01",
                "household_place": PLACE,
                "residence_place": PLACE,
                "address": "",
                "phone": "",
                "retirement_category": "M60" if n % 2 else "F50",
                "created_at": BUILT_AT,
            }
        )
    return _table(registry.bulk_tables()["registry_person"], rows)


def spells(city: SmallCity) -> pa.Table:
    """Who is insured in what: four insurances through an employer, two on one's own."""
    rows = []
    for n in range(1, city.people + 1):
        if role(n) > WITHOUT_WAGE:
            continue
        own = role(n) == OWN_PAYER
        rows += [
            {
                "person_id": n,
                "employer_id": None if own else n % city.employers + 1,
                "insurance": insurance,
                "span": "[2024-03-01,)",
                "status": "active",
                "person_kind": "flexible" if own else "employee",
                "join_reason": "take_over",
                "known_on": EVE,
                "recorded_by": "take_over",
                "recorded_at": BUILT_AT,
            }
            for insurance in ((1, 2) if own else (1, 2, 3, 4))
        ]
    return _table(enrolment.bulk_tables()["enrolment_spell"], rows)


def wages(city: SmallCity) -> pa.Table:
    """Wages of the contribution year, of all but those whose wage nobody declared."""
    return plain(
        [
            {
                "person_id": n,
                "employer_id": None if role(n) == OWN_PAYER else n % city.employers + 1,
                "year_start_month": 2025 * 12 + 6,
                "wage_fen": wage_fen(n),
                "source": "take_over",
                "recorded_at": BUILT_AT,
            }
            for n in range(1, city.people + 1)
            if role(n) < WITHOUT_WAGE
        ],
        numbers=("person_id", "employer_id", "wage_fen"),
    )
