"""October 2025 in a small city, assessed; people who pay, and changes that come in November."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import polars as pl
import pyarrow as pa
import pytest
from django.db import connection, transaction

from renshe.domains.contributions import api as domain
from renshe.domains.contributions import test_small_city as small
from renshe.domains.contributions.models import Bill
from renshe.domains.documents import api as documents
from renshe.domains.enrolment import api as enrolment
from renshe.domains.enrolment.api import Recording
from renshe.domains.funds import api as funds
from renshe.domains.registry import api as registry
from renshe.flows import checks
from renshe.foundation.invariants import prove
from renshe.runs.context import RunContext
from renshe.runs.enrolment_corrections import run as corrections
from renshe.runs.monthly_collection import run as collection
from renshe.runs.monthly_contribution_assessment import law
from renshe.runs.monthly_contribution_assessment.run import run as assess_month

OCTOBER, PLACE, ALL = small.OCTOBER, "310112", [1, 2, 3, 4]
ZONE = dt.timezone(dt.timedelta(hours=8))
KNOWN, DUE = dt.date(2025, 11, 10), dt.date(2025, 12, 25)


def at(day: dt.date) -> dt.datetime:
    """Nine in the morning of a day."""
    return dt.datetime(day.year, day.month, day.day, 9, tzinfo=ZONE)


def context(day: dt.date, period: int = OCTOBER) -> RunContext:
    """A run on a day, in the books of November."""
    return RunContext(
        place=PLACE, period=period, accounting_month=OCTOBER + 1, at=at(day), by="operator"
    )


def because(reason: str, *, known_on: dt.date = KNOWN) -> Recording:
    """A change that the bureau learned of on 10 November."""
    return Recording(reason=reason, known_on=known_on, actor="clerk", at=at(known_on))


@pytest.fixture
def city(fresh_database: Any) -> Iterator[small.City]:
    """Three people at the first employer and one who pays for himself; October 2025 is assessed, nothing is paid."""
    fresh_database.become("runner")
    made = small.small_city()
    small.declare_wages(made)
    domain.open_window(place=PLACE, period=OCTOBER, opens_on=dt.date(2025, 10, 1), cut_off_on=dt.date(2025, 10, 15),
                       due_on=small.DUE)  # fmt: skip
    accounts_opened(made.people[0].pk)
    assess_month(context(dt.date(2025, 10, 20)))
    return made


def accounts_opened(person_id: int) -> None:
    """A closed year 2024 of nothing, so that the proof of individual accounts has where to begin."""
    batch_id = funds.open_batch(kind="take_over", accounting_month=OCTOBER, run_key="opened")
    rows = {"line_no": 1, "person_id": person_id, "year": 2024, "opening_fen": 0, "credit_fen": 0, "interest_fen": 0,
            "payout_fen": 0, "closing_fen": 0}  # fmt: skip
    stage = funds.stage_account_year(batch_id=batch_id, rows=pa.Table.from_pylist([rows]))
    with stage, transaction.atomic(), connection.cursor() as cursor:
        stage.attach(cursor)
        funds.post_batch(
            batch_id=batch_id, rows=1, totals={}, entries=[], posted_by="t", posted_at=small.NOON
        )


def pay(*payments: tuple[str, int], day: dt.date = small.DUE, number: int = 1) -> None:
    """Money of payers by their codes comes in one file of the collector, is given to what is owed, and is credited."""
    rows = pa.table({
        "external_ref": [f"{number}-{n}" for n in range(len(payments))], "payer_uscc": [code for code, _ in payments],
        "received_on": [day] * len(payments), "amount_fen": [fen for _, fen in payments],
        "period": pa.array([None] * len(payments), pa.int64()),
    })  # fmt: skip
    total = sum(fen for _, fen in payments)
    head = domain.FileHead("tax_bureau", "in", PLACE, "receipts", number, day, len(payments), total)
    stored = documents.store(
        name=f"{number}.txt", media_type="text/plain", content=f"{number}".encode(), direction="in", at=at(day)
    )  # fmt: skip
    here = context(day)
    collection.take_receipts(here, head=head, rows=rows, file_id=stored.pk, surcharge_of=None)
    collection.credit_accounts(here, as_of=day, part=str(number))


def pay_all(*, day: dt.date = small.DUE, number: int = 1, funded: bool = True) -> None:
    """Everybody pays every open bill to the fen, and the finance bureau leaves enough of it in the expenditure accounts."""
    owed: dict[str, int] = {}
    for bill in Bill.objects.exclude(kind="correction").filter(state__in=["assessed", "sent"]):
        code = bill.employer.uscc if bill.employer else bill.person.id_number
        owed[code] = owed.get(code, 0) + bill.total_fen
    pay(*owed.items(), day=day, number=number)
    for fund in funds.funds() if funded else ():
        plan = funds.prepare_plan(
            fund=fund.code, accounting_month=OCTOBER + 1, purpose="test", cause_id=str(number),
            amount_fen=sum(owed.values()), prepared_by="accountant",
        )  # fmt: skip
        transfer(plan, day)


def transfer(plan: int, day: dt.date) -> None:
    """A fund-use plan is approved, and its money comes."""
    funds.approve_plan(plan_id=plan, approved_by="finance", approved_at=at(day))
    funds.transfer_plan(plan_id=plan, transferred_on=day, posted_by="finance")


def correct(day: dt.date = dt.date(2025, 11, 15)) -> dict[str, Any]:
    """The run of a day, by two people."""
    return corrections.run(context(day, OCTOBER + 1), law=law, due_on=DUE, approved_by="head")


def nothing_is_broken() -> None:
    """Every invariant of the domains and of the flows holds over all rows."""
    every = [
        *domain.INVARIANTS,
        *enrolment.INVARIANTS,
        *registry.INVARIANTS,
        *funds.INVARIANTS,
        *checks.INVARIANTS,
    ]
    broken = {one.name: rows[0] for one, rows, count in prove(invariants=every) if count}
    assert broken == {}


def leaves(city: small.City, who: int, **changed: Any) -> None:
    """One of the people turns out to have left with September."""
    enrolment.leave(**{
        "person_id": city.people[who].pk, "employer_id": city.employers[0].pk, "last_month": OCTOBER - 1,
        "record": because("resignation"), **changed,
    })  # fmt: skip


def joins(city: small.City, who: int, employer: int, **changed: Any) -> None:
    """One of the people turns out to work at an employer since October."""
    enrolment.join(**{
        "person_id": city.people[who].pk, "employer_id": city.employers[employer].pk, "insurances": ALL,
        "from_month": OCTOBER, "person_kind": "employee", "record": because("employment"), **changed,
    })  # fmt: skip


def wage(person_id: int, employer_id: int | None, fen: int) -> None:
    """A wage of this contribution year, declared late."""
    rows = {"person_id": [person_id], "employer_id": pa.array([employer_id], pa.int64()), "wage_fen": [fen]}  # fmt: skip
    start = domain.contribution_year(place=PLACE, period=OCTOBER).start_month
    domain.record_wages(
        rows=pa.table(rows), source="test", recorded_at=at(KNOWN), year_start_month=start
    )


def listed(person_id: int) -> list[tuple[str, str, str]]:
    """Cause, state and reason of a person's October on the list."""
    rows = enrolment.late_months_of(person_id=person_id).filter(period=OCTOBER)
    return [(row.change.kind, row.state, row.why) for row in rows]


def lines(person_id: int, period: int = OCTOBER) -> list[tuple[int, ...]]:
    """Months, employer, and bases of pension, medical and unemployment of a person's lines, as they were posted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT months, employer_id, pension_base_fen, medical_base_fen, unemployment_base_fen FROM contributions_line"
            " WHERE person_id = %s AND period = %s ORDER BY batch_id, line_no", [person_id, period],
        )  # fmt: skip
        return list(cursor.fetchall())


def months_counted(person_id: int) -> int:
    """Months that count in a person's career."""
    return sum(entry.months for entry in domain.career_of(person_id=person_id, base_caps={}))


def credits(year: int) -> dict[int, tuple[int, int]]:
    """Credit and monthly product of each person's account in a year."""
    rows = pl.from_arrow(domain.credits_of_year(year=year))
    return {person: (fen, product) for person, fen, product in rows.iter_rows()}
