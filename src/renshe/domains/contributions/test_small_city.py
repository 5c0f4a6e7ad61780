"""For tests only: three employers, a handful of people, and lines by a plain arithmetic that is no law."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl
import pyarrow as pa
from django.db import connection, transaction

from renshe.domains.contributions.dated import contribution_year
from renshe.domains.contributions.operations.billing import (
    Billed,
    mark_assessed,
    prepare_bills,
    stage_lines,
    write_bills,
)
from renshe.domains.contributions.operations.declaring import record_wages
from renshe.domains.contributions.operations.windows import open_window
from renshe.domains.enrolment.models import Spell
from renshe.domains.funds.api import open_batch, post_batch
from renshe.domains.registry.models import Employer, Person
from renshe.kernel.codes.credit_code import check_character, read_credit_code
from renshe.kernel.codes.national_id import check_digit, read_national_id

PLACE, DISTRICT = "310000", "310112"
OCTOBER, NOVEMBER = 24309, 24310
NOON = dt.datetime(2025, 10, 9, 12, tzinfo=dt.timezone(dt.timedelta(hours=8)))
DUE = dt.date(2025, 10, 25)
NAMES = ["丁一", "王二", "张三", "李四", "赵五", "钱六", "孙七", "周八", "吴九", "郑十"]


@dataclass
class City:
    """The people and employers of a test, by the order they were made."""

    people: list[Person] = field(default_factory=list)
    employers: list[Employer] = field(default_factory=list)


def id_number(sequence: int, *, born: str = "19850615") -> str:
    """A well-formed resident id number that belongs to nobody in particular."""
    first = f"310112{born}{sequence:03d}"
    return first + check_digit(first)


def credit_code(sequence: int) -> str:
    """A well-formed unified social credit code."""
    first = f"91310112MA{sequence:07d}"
    return first + check_character(first)


def add_person(
    city: City, *, name: str | None = None, born: dt.date = dt.date(1985, 6, 15)
) -> Person:
    """One more person of the city."""
    number = len(city.people) + 1
    person = Person.objects.create(
        id_kind="resident_id",
        id_number=id_number(number * 2 + 1, born=born.strftime("%Y%m%d")),
        name=name or NAMES[(number - 1) % len(NAMES)],
        sex="M",
        birth_on=born,
        ethnic_code="01",
        household_place=DISTRICT,
        residence_place=DISTRICT,
        retirement_category="M60",
        created_at=NOON,
    )
    city.people.append(person)
    return person


def add_employer(city: City, *, name: str = "", place: str = DISTRICT) -> Employer:
    """One more employer of the city."""
    number = len(city.employers) + 1
    employer = Employer.objects.create(
        uscc=credit_code(number),
        name=name or f"第{number}工厂",
        kind="enterprise",
        industry_code="C",
        size_class="small",
        injury_rate_class=2,
        place=place,
        registered_on=dt.date(2001, 1, 1),
    )
    city.employers.append(employer)
    return employer


def insure(
    person: Person,
    employer: Employer | None,
    *,
    since: dt.date = dt.date(2025, 1, 1),
    insurances: tuple[int, ...] = (1, 2, 3, 4),
) -> None:
    """Active spells without end."""
    for insurance in insurances:
        Spell.objects.create(
            person=person,
            employer=employer,
            insurance=insurance,
            span=(since, None),
            status="active",
            person_kind="employee" if employer else "flexible",
            join_reason="new",
            known_on=since,
            recorded_by="test",
            recorded_at=NOON,
        )


def small_city(*, people: int = 4) -> City:
    """Two employers at one place and a third elsewhere; the people work at the first, the last one for himself."""
    city = City()
    for name in ("上海第一工厂", "上海第二工厂"):
        add_employer(city, name=name)
    add_employer(city, name="珠海工厂", place="440400")
    for number in range(people):
        person = add_person(city)
        last = number == people - 1
        insure(
            person, None if last else city.employers[0], insurances=(1, 2) if last else (1, 2, 3, 4)
        )
    open_window(
        place=PLACE,
        period=OCTOBER,
        opens_on=dt.date(2025, 10, 5),
        cut_off_on=dt.date(2025, 10, 15),
        due_on=DUE,
    )
    return city


def declare_wages(city: City, *, wage_fen: int = 1_000_000) -> None:
    """A wage of this contribution year for everybody, each a hundred yuan above the one before."""
    rows = [
        (
            person.pk,
            None if number == len(city.people) - 1 else city.employers[0].pk,
            wage_fen + number * 10_000,
        )
        for number, person in enumerate(city.people)
    ]
    table = pa.table(
        list(zip(*rows, strict=True)),
        schema=pa.schema([(n, pa.int64()) for n in ("person_id", "employer_id", "wage_fen")]),
    )
    record_wages(
        rows=table,
        source="test",
        recorded_at=NOON,
        year_start_month=contribution_year(place=PLACE, period=OCTOBER).start_month,
    )


def plain_lines(table: pa.Table, period: int) -> pa.Table:
    """Lines at 16/8, 9/2, 0.5/0.5 and 0.4 percent of the wage: arithmetic for tests, and no law."""
    wage = pl.col("declared_wage_fen")
    own = pl.col("employer_id").is_null()
    frame = pl.from_arrow(table).select(
        "person_id",
        "employer_id",
        declared_wage_fen=wage,
        period=pl.lit(period, dtype=pl.Int64),
        pension_base_fen=wage,
        medical_base_fen=wage,
        unemployment_base_fen=pl.when(own).then(0).otherwise(wage),
        injury_base_fen=pl.when(own).then(0).otherwise(wage),
        pension_employer_fen=pl.when(own).then(0).otherwise(wage * 16 // 100),
        pension_personal_fen=pl.when(own).then(wage * 20 // 100).otherwise(wage * 8 // 100),
        medical_employer_fen=pl.when(own).then(0).otherwise(wage * 9 // 100),
        medical_personal_fen=wage * 2 // 100,
        unemployment_employer_fen=pl.when(own).then(0).otherwise(wage // 200),
        unemployment_personal_fen=pl.when(own).then(0).otherwise(wage // 200),
        injury_employer_fen=pl.when(own).then(0).otherwise(wage * 4 // 1000),
        maternity_employer_fen=pl.when(own).then(0).otherwise(wage // 100),
        account_credit_fen=wage * 8 // 100,
        months=pl.lit(1, dtype=pl.Int64),
    )
    return frame.to_arrow()


def new_batch(
    key: str, *, period: int = OCTOBER, kind: str = "monthly_contribution_assessment"
) -> int:
    """A batch of this key, staged."""
    return open_batch(kind=kind, accounting_month=period, run_key=key, period=period)


def close_batch(batch_id: int, *, rows: int = 0) -> None:
    """Post a batch without a journal: these tests are not about the books."""
    post_batch(
        batch_id=batch_id, rows=rows, totals={}, entries=[], posted_by="test", posted_at=NOON
    )


def post_billed(billed: Billed, *, batch_id: int) -> None:
    """Stage, attach and post prepared bills and lines, as a run does. Django must be the runner."""
    with stage_lines(batch_id=batch_id, lines=billed.lines) as stage, transaction.atomic():
        with connection.cursor() as cursor:
            stage.attach(cursor)
        write_bills(bills=billed.bills)
        mark_assessed(batch_id=batch_id)
        close_batch(batch_id, rows=billed.lines.num_rows)


def bill_table(
    table: pa.Table,
    *,
    period: int = OCTOBER,
    key: str = "assess",
    kind: str = "regular",
    lines: Callable[[pa.Table, int], pa.Table] = plain_lines,
    due_on: dt.date = DUE,
) -> int:
    """Assess a table of facts by the plain arithmetic and post it; returns the batch."""
    batch_id = new_batch(f"{key}-{period}", period=period)
    billed = prepare_bills(lines=lines(table, period), batch_id=batch_id, kind=kind, due_on=due_on)
    post_billed(billed, batch_id=batch_id)
    return batch_id


def test_the_numbers_of_the_small_city_are_well_formed() -> None:
    day = dt.date(2025, 10, 9)
    assert read_national_id(id_number(7), as_of=day).number == id_number(7)
    assert read_credit_code(credit_code(7)) == credit_code(7)
