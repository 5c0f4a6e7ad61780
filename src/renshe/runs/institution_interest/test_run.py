"""A year's interest comes once its rate is published, once an account, and never to who draws the pension."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from renshe.domains import conftest as made_up
from renshe.domains.audit import api as audit
from renshe.domains.institution_staff import api as staff
from renshe.domains.institution_staff import conftest as institution
from renshe.flows import institution_to_ledger as ledger
from renshe.flows.checks_institution import INSTITUTION_INVARIANTS
from renshe.foundation.invariants import prove
from renshe.kernel.rules import Refusal
from renshe.runs.context import RunContext
from renshe.runs.institution_interest.run import KIND, run

make_person = made_up.make_person
make_employer = made_up.make_employer
hospital = institution.hospital
pytestmark = pytest.mark.django_db


def context(day: dt.date) -> RunContext:
    month = day.year * 12 + day.month - 1
    at = dt.datetime.combine(day, dt.time(9), dt.timezone(dt.timedelta(hours=8)))
    return RunContext("440400", month, month, at, "runner")


def test_the_rate_of_2025_is_credited_in_july_2026_and_not_before(hospital: Any) -> None:
    """60,000 yuan at 1.5 percent are 900; asked again under another month nothing more."""
    person = hospital.enter(born="19700812", sequence=761)
    ledger.taken_over(
        cash_fen={"1003": 900_000_000}, accounts_fen=institution.OPENING, opened_on=dt.date(2025, 9, 30),
        month=2025 * 12 + 8, by="take_over",
    )  # fmt: skip
    early = context(dt.date(2026, 3, 2))
    with pytest.raises(Refusal):
        run(early, year=2025)
    assert not audit.is_done(key=early.key(KIND, "2025"))
    july = context(dt.date(2026, 7, 20))
    assert run(july, year=2025) == {"accounts": 1, "interest_fen": 90_000}
    assert run(july, year=2025) == {"accounts": 1, "interest_fen": 90_000}
    assert run(context(dt.date(2026, 8, 20)), year=2025) == {"accounts": 0, "interest_fen": 0}
    assert staff.balance(person_id=person.pk) == institution.OPENING + 90_000
    broken = [one.name for one, found, _ in prove(invariants=INSTITUTION_INVARIANTS) if found]
    assert broken == []
