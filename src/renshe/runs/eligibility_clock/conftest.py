"""Pensioners of a city, days that pass, and people who prove that they are alive."""

from datetime import UTC, date, datetime

import pytest

from renshe.domains.certification import api as certification
from renshe.domains.pension import api as pension
from renshe.flows import certification_to_pension
from renshe.foundation.invariants import prove
from renshe.laws import library
from renshe.runs.context import RunContext
from renshe.runs.eligibility_clock.run import run

PLACE = "310100"


def at(day: date) -> datetime:
    """Nine in the morning of a day."""
    return datetime(day.year, day.month, day.day, 1, tzinfo=UTC)


class Bureau:
    """What happens on a day: the clock runs, somebody proves himself."""

    def context(self, day: date) -> RunContext:
        month = day.year * 12 + day.month - 1
        return RunContext(place=PLACE, period=month, accounting_month=month, at=at(day), by="clock")

    def day(self, day: date) -> dict:
        """The day's work of certification."""
        return run(self.context(day))

    def prove(self, person_id: int, day: date, source: str = "counter", *, on: date | None = None):
        """Somebody proves himself on a day, for a day (that day itself)."""
        new = certification.NewProof(
            proved_on=on or day, source=source, evidence="本人到场，核对身份证", by="clerk", at=at(day), known_on=day,
        )  # fmt: skip
        return certification_to_pension.prove(person_id=person_id, new=new, explain=library.explain)

    def due(self, person_id: int, day: date) -> date:
        """The last day on which the last success holds."""
        last = certification.last_success(person_id=person_id)
        return certification.due_on(last_on=last, place="310112", on=day, explain=library.explain)

    def broken(self) -> list:
        """What breaks an invariant of certification or pensions."""
        every = [*certification.INVARIANTS, *pension.INVARIANTS]
        return [(one.name, found) for one, found, count in prove(invariants=every) if count]


@pytest.fixture
def bureau(fresh_database):
    """A bureau whose Django is the runner."""
    fresh_database.become("runner")
    return Bureau()
