"""A city made by hand for proofs about crashes: everybody in it is there for a reason.

Of every twenty people, thirteen work, two pay for themselves or have a wage that nobody declared, and five draw a
pension; among the pensioners are the troubles a payment meets. Nobody in it exists. Same arguments, same rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from django.db import connection, transaction

from renshe.domains.contributions import api as contributions
from renshe.domains.enrolment import api as enrolment
from renshe.domains.funds import api as funds
from renshe.domains.registry import api as registry
from renshe.flows import contribution_to_ledger as ledger
from renshe.foundation.bulk import copy_rows
from renshe.foundation.connections import connect
from renshe.kernel.codes.credit_code import check_character
from renshe.kernel.codes.national_id import check_digit

PLACE = "310112"
OCTOBER = 2025 * 12 + 9
BUILT_AT = "2025-09-30T10:00:00+00:00"
ACCOUNT_FEN = 4_000_000
EVE = dt.date(2025, 9, 30)
GROUP = 20
WORKERS, OWN_PAYER, WITHOUT_WAGE = 13, 13, 14
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
GIVEN = ("建国", "秀英", "志强", "丽", "国庆", "小明", "㛃", "玉兰")
BANKS = ("102", "103", "105", "403")
EXPENDITURE_NUMBER = "3100000000001004"


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


def build(*, people: int = 200, employers: int = 20) -> dict[str, int]:
    """Fill an empty, migrated database; Django is the runner's. Returns the rows of each table."""
    city = SmallCity(people, employers)
    rows: dict[str, int] = {}
    for table, data in (
        ("registry_employer", _employers(city)), ("registry_person", _people(city)),
        ("enrolment_spell", _spells(city)), ("contributions_declared_wage", _wages(city)),
        ("pension_award", _awards(city)), ("pension_payee_account", _accounts(city)),
        ("pension_overpayment", _overpayments(city)), ("pension_hold", _holds(city)),
        ("pension_arrears", _arrears(city)),
    ):
        rows[table] = copy_rows(table=table, data=data)
    _sequences([table for table in rows if table not in ("enrolment_spell", "contributions_declared_wage")])
    for period in range(OCTOBER, OCTOBER + 3):
        day = dt.date(period // 12, period % 12 + 1, 1)
        contributions.open_window(place=PLACE, period=period, opens_on=day, cut_off_on=day.replace(day=15),
                                  due_on=day.replace(day=25))
    _books(city)
    rows["funds_account_year"] = _account_years(city)
    return rows


def _table(schema: pa.Schema, rows: list[dict[str, Any]]) -> pa.Table:
    """Rows under a schema; moments as text, since it is PostgreSQL that reads them."""
    fields = [pa.field(f.name, pa.string()) if pa.types.is_timestamp(f.type) else f for f in schema]
    kept = [f for f in fields if rows and f.name in rows[0]]
    return pa.Table.from_pylist(rows, schema=pa.schema(kept))


def _employers(city: SmallCity) -> pa.Table:
    return _table(registry.bulk_tables()["registry_employer"], [
        {"id": n, "uscc": credit_code(n), "name": f"证明第{n}工厂", "kind": "enterprise", "industry_code": "C",
         "size_class": ("large", "small", "micro")[n % 3], "injury_rate_class": n % 8 + 1, "place": PLACE,
         "registered_on": dt.date(2001, 1, 1)}
        for n in range(1, city.employers + 1)
    ])


def _people(city: SmallCity) -> pa.Table:
    rows = []
    for n in range(1, city.people + 1):
        number = id_number(n)
        rows.append({
            "id": n, "id_kind": "resident_id", "id_number": number, "name": name_of(n),
            "sex": "M" if n % 2 else "F", "birth_on": dt.datetime.strptime(number[6:14], "%Y%m%d").date(),  # noqa: DTZ007
            "ethnic_code": "01", "household_place": PLACE, "residence_place": PLACE, "address": "", "phone": "",
            "retirement_category": "M60" if n % 2 else "F50", "created_at": BUILT_AT,
        })
    return _table(registry.bulk_tables()["registry_person"], rows)


def _spells(city: SmallCity) -> pa.Table:
    rows = []
    for n in range(1, city.people + 1):
        if role(n) > WITHOUT_WAGE:
            continue
        own = role(n) == OWN_PAYER
        rows += [
            {"person_id": n, "employer_id": None if own else n % city.employers + 1, "insurance": insurance,
             "span": "[2024-03-01,)", "status": "active", "person_kind": "flexible" if own else "employee",
             "join_reason": "take_over", "known_on": EVE, "recorded_by": "take_over", "recorded_at": BUILT_AT}
            for insurance in ((1, 2) if own else (1, 2, 3, 4))
        ]
    return _table(enrolment.bulk_tables()["enrolment_spell"], rows)


def _wages(city: SmallCity) -> pa.Table:
    return _plain([
        {"person_id": n, "employer_id": None if role(n) == OWN_PAYER else n % city.employers + 1,
         "year_start_month": 2025 * 12 + 6, "wage_fen": wage_fen(n), "source": "take_over", "recorded_at": BUILT_AT}
        for n in range(1, city.people + 1) if role(n) < WITHOUT_WAGE
    ], numbers=("person_id", "employer_id", "wage_fen"))


def _awards(city: SmallCity) -> pa.Table:
    return _plain([
        {"id": n, "person_id": n, "kind": "old_age", "state": "final", "starts_month": 2024 * 12 + 8, "place": PLACE,
         "basic_fen": 200_000 + n, "account_fen": 100_000 + n % 777, "transitional_fen": n % 5 * 1_111, "other_fen": 6_000,
         "total_fen": 306_000 + n + n % 777 + n % 5 * 1_111, "decided_by": "take_over", "decided_at": BUILT_AT}
        for n in city.pensioners()
    ], numbers=("id", "person_id", "basic_fen", "account_fen", "transitional_fen", "other_fen", "total_fen"))


def _accounts(city: SmallCity) -> pa.Table:
    """Every account ends in its fate at the bank; one pensioner in forty has none."""
    return _plain([
        {"id": n, "person_id": n, "bank_code": BANKS[n % 4], "account_number": f"6222{n:012d}", "account_name": name_of(n),
         "verified_on": EVE, "valid_from": EVE}
        for place, n in enumerate(city.pensioners()) if place % 40 != 7
    ], numbers=("id", "person_id"))


def _overpayments(city: SmallCity) -> pa.Table:
    return _plain([
        {"id": n, "person_id": n, "award_id": n, "cause": "agency_error", "from_month": OCTOBER - 5, "to_month": OCTOBER - 4,
         "principal_fen": 50_000, "known_on": EVE}
        for n in city.pensioners()[5::20]
    ], numbers=("id", "person_id", "award_id", "principal_fen"))


def _holds(city: SmallCity) -> pa.Table:
    return _plain([
        {"id": n, "person_id": n, "kind": "deduction", "from_month": OCTOBER - 1, "monthly_fen": 20_000,
         "overpayment_id": n, "reason": "agreed", "recorded_by": "take_over", "known_on": EVE}
        for n in city.pensioners()[5::20]
    ], numbers=("id", "person_id", "monthly_fen", "overpayment_id"))


def _arrears(city: SmallCity) -> pa.Table:
    return _plain([
        {"id": n, "person_id": n, "award_id": n, "period": OCTOBER - back, "cause": "adjustment", "basic_fen": 1_234 + back,
         "known_on": EVE} | {"id": n * 3 + back}
        for n in city.pensioners()[2::15] for back in (1, 2)
    ], numbers=("id", "person_id", "award_id", "basic_fen"))


def _plain(rows: list[dict[str, Any]], *, numbers: tuple[str, ...]) -> pa.Table:
    """Rows as a table whose named columns are wide whole numbers, whatever the first row holds."""
    kind: Callable[[str], pa.DataType | None] = lambda name: pa.int64() if name in numbers else None  # noqa: E731
    names = rows[0] if rows else {}
    return pa.table({name: pa.array([row[name] for row in rows], type=kind(name)) for name in names})


def _books(city: SmallCity) -> None:
    """Opening balances that can pay a month, overpayments as receivables, and the account that pays."""
    owed = len(city.pensioners()[5::20]) * 50_000
    for fund in funds.funds():
        ledger.opening_balances(
            fund=fund.code, cash_fen={"1003": 1_000_000_000 + city.people * 500_000}, receivable_fen=0,
            individual_accounts_fen=city.people * ACCOUNT_FEN if fund.code == "employee_pension" else 0,
            opened_on=EVE, accounting_month=OCTOBER - 1, posted_by="take_over")
    funds.post_entry(entry=funds.NewEntry(
        "rights", "employee_pension", EVE, "opening_overpaid", "take_over", "employee_pension",
        (funds.Post("R1201", debit_fen=owed), funds.Post("R3001", credit_fen=owed))),
        accounting_month=OCTOBER - 1, posted_by="take_over")
    funds.add_bank_account(fund="employee_pension", role="expenditure", bank_name="演示银行", number=EXPENDITURE_NUMBER,
                           valid_from=dt.date(2020, 1, 1))


def _account_years(city: SmallCity) -> int:
    """Everybody's individual account as it closed in 2024."""
    count = city.people
    same = {"year": 2024, "opening_fen": ACCOUNT_FEN - 400_000, "credit_fen": 350_000, "interest_fen": 50_000,
            "payout_fen": 0, "closing_fen": ACCOUNT_FEN}
    numbers = pa.array(range(1, count + 1), pa.int64())
    rows = pa.table({"line_no": numbers, "person_id": numbers,
                     **{name: pa.repeat(pa.scalar(value, pa.int64()), count) for name, value in same.items()}})
    batch_id = funds.open_batch(kind="take_over_accounts", accounting_month=OCTOBER - 1, run_key=f"take_over_accounts:{PLACE}")
    with funds.stage_account_year(batch_id=batch_id, rows=rows) as stage, transaction.atomic(), connection.cursor() as cursor:
        stage.attach(cursor)
        funds.post_batch(batch_id=batch_id, rows=count, totals={"rows": count}, entries=(), posted_by="take_over",
                         posted_at=dt.datetime.fromisoformat(BUILT_AT))
    return count


def _sequences(tables: list[str]) -> None:
    with connect(role="owner", autocommit=True) as owner:
        for table in tables:
            owner.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
        owner.execute("ANALYZE")
