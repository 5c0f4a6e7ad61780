"""A new contribution year: who declared keeps the word, who did not keeps last year's, and nobody gets two."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
import pytest

from renshe.domains.audit import api as audit
from renshe.domains.contributions import api as contributions
from renshe.domains.contributions import test_small_city as small
from renshe.domains.contributions.models import DeclaredWage
from renshe.kernel.rules import Refusal
from renshe.runs.context import RunContext
from renshe.runs.monthly_contribution_assessment.law import assess
from renshe.runs.yearly_base_reset import policy as policies
from renshe.runs.yearly_base_reset import run as reset
from renshe.runs.yearly_base_reset.wages import CARRIED

JULY = 2025 * 12 + 6
LAST = JULY - 12
PLACE = "310112"
AT = dt.datetime(2025, 7, 1, 9, tzinfo=dt.timezone(dt.timedelta(hours=8)))
CONTEXT = RunContext(place=PLACE, period=JULY, accounting_month=JULY, at=AT, by="operator")


def wage(person: Any, employer: Any, start: int, fen: int, source: str = "test") -> None:
    """A declared wage."""
    DeclaredWage.objects.create(
        person=person,
        employer=employer,
        year_start_month=start,
        wage_fen=fen,
        source=source,
        recorded_at=small.NOON,
    )


@pytest.fixture
def city(fresh_database: Any) -> small.City:
    """Two people at an employer that reported, two at one that did not, one with no wage at all, one for himself."""
    fresh_database.become("runner")
    made = small.City()
    reported, silent = small.add_employer(made), small.add_employer(made)
    for number in range(6):
        person = small.add_person(made)
        employer = None if number == 5 else reported if number < 2 else silent
        small.insure(person, employer, insurances=(1, 2) if number == 5 else (1, 2, 3, 4))
    first, second, third, fourth, _, alone = made.people
    for person, employer, fen in (
        (first, reported, 800_000), (second, reported, 500_000), (third, silent, 900_000), (fourth, silent, 4_000_000),
        (alone, None, 730_000),
    ):  # fmt: skip
        wage(person, employer, LAST, fen)
    wage(first, reported, JULY, 850_000)
    wage(second, reported, JULY, 520_000)
    return made


def new_wages() -> dict[int, tuple[int, str]]:
    """The wage that stands for the new year, by person."""
    rows = DeclaredWage.objects.filter(year_start_month=JULY).order_by("recorded_at", "id")
    return {row.person_id: (row.wage_fen, row.source) for row in rows}


def test_who_did_not_declare_keeps_last_years_wage_and_who_did_keeps_the_word(
    city: small.City,
) -> None:
    totals = reset.run(CONTEXT)
    people = [person.pk for person in city.people]
    assert new_wages() == {
        people[0]: (850_000, "test"), people[1]: (520_000, "test"), people[2]: (900_000, CARRIED),
        people[3]: (4_000_000, CARRIED), people[5]: (730_000, CARRIED),
    }  # fmt: skip
    assert totals == {
        "people": 6, "declared": 2, "carried": 3, "carried_fen": 5_630_000, "carried_again": 0, "without": 1,
        "silent_employers": 1, "silent_heads": 3, "basis": "declared_wage",
    }  # fmt: skip
    table = contributions.assessment_table(period=JULY, place=PLACE)
    sources = dict(
        zip(table["person_id"].to_pylist(), table["wage_source"].to_pylist(), strict=True)
    )
    assert sources == {
        person: "none" if at == 4 else "this_year" for at, person in enumerate(people)
    }


def test_the_employers_that_did_not_report_and_people_without_a_wage_are_listed_for_a_human(
    city: small.City,
) -> None:
    reset.run(CONTEXT)
    run = audit.run_by_key(key=CONTEXT.key(reset.KIND))
    assert run is not None
    notes = {note["code"]: note for note in run.attention}
    assert set(notes) == {"employers_did_not_report", "no_wage_at_all"}
    assert str(city.employers[1].pk) in notes["employers_did_not_report"]["zh"]
    assert str(city.people[4].pk) in notes["no_wage_at_all"]["en"]


def test_a_reset_that_was_killed_before_its_end_carries_nobody_twice(
    city: small.City, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(Exception):
        """The process is gone."""

    def gone(**_: Any) -> None:
        raise Killed

    monkeypatch.setattr(reset.audit, "finish", gone)
    with pytest.raises(Killed):
        reset.run(CONTEXT)
    assert DeclaredWage.objects.filter(source=CARRIED).count() == 3
    monkeypatch.undo()
    totals = reset.run(CONTEXT)
    assert (totals["declared"], totals["carried"], totals["silent_employers"]) == (2, 3, 1)
    assert reset.run(CONTEXT) == totals
    assert DeclaredWage.objects.filter(source=CARRIED).count() == 3


def test_a_reset_that_fails_while_it_writes_leaves_nothing(
    city: small.City, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = reset.contributions.record_wages

    def half(**asked: Any) -> int:
        real(**{**asked, "rows": asked["rows"].slice(0, 1)})
        raise OSError("the disk is full")

    monkeypatch.setattr(reset.contributions, "record_wages", half)
    with pytest.raises(OSError, match="disk"):
        reset.run(CONTEXT)
    assert not DeclaredWage.objects.filter(source=CARRIED).exists()
    monkeypatch.undo()
    assert reset.run(CONTEXT)["carried"] == 3


def test_a_wage_carried_for_a_second_year_is_marked_for_audit(city: small.City) -> None:
    person, silent = city.people[4], city.employers[1]
    wage(person, silent, LAST, 700_000, source=CARRIED)
    totals = reset.run(CONTEXT)
    assert (totals["carried"], totals["carried_again"], totals["without"]) == (4, 1, 0)


def test_a_preview_writes_nothing_and_shows_heads_at_the_bounds_and_fen_before_and_after(
    city: small.City,
) -> None:
    seen = reset.preview(place=PLACE, start=JULY, assess=assess)
    assert (seen.declared, seen.carried, seen.without, seen.silent["heads"].to_list()) == (
        2,
        3,
        1,
        [3],
    )
    assert not DeclaredWage.objects.filter(source=CARRIED).exists()
    effects = {(row.insurance, row.scenario): row for row in seen.effects}
    pension = [effects["pension", scenario] for scenario in ("old", "bounds", "new")]
    # Floors 7,384 and 7,460, caps 36,921 and 37,302 yuan: the second and the own payer lie below, the fourth above.
    bases_old = [800_000, 738_400, 900_000, 3_692_100, 738_400]
    bases_bounds = [800_000, 746_000, 900_000, 3_730_200, 746_000]
    bases_new = [850_000, 746_000, 900_000, 3_730_200, 746_000]
    for row, bases in zip(pension, (bases_old, bases_bounds, bases_new), strict=True):
        assert (row.heads, row.lifted, row.capped) == (5, 2, 1)
        assert row.employer_fen == sum(base * 16 // 100 for base in bases[:4])
        assert row.personal_fen == sum(base * 8 // 100 for base in bases[:4]) + bases[4] * 20 // 100


def test_a_preview_refuses_while_the_new_bounds_are_not_published(city: small.City) -> None:
    with pytest.raises(Refusal, match=r"missing_parameter"):
        reset.preview(place=PLACE, start=JULY + 36, assess=assess)


def test_a_month_that_begins_no_contribution_year_is_refused(city: small.City) -> None:
    with pytest.raises(Refusal, match="not_a_year_start"):
        reset.preview(place=PLACE, start=JULY + 1)


def test_where_the_mean_of_the_past_year_is_carried_it_is_the_mean_of_its_months(
    city: small.City, monkeypatch: pytest.MonkeyPatch
) -> None:
    mean = policies.Policy(carry=True, basis="mean_wage", instrument="test", confidence="A")
    monkeypatch.setattr(reset, "policy_of", lambda **_: mean)
    third, silent = city.people[2], city.employers[1]
    for number, fen in enumerate((900_001, 900_000, 930_000)):
        period = 2024 * 12 + number
        row = {"person_id": [third.pk], "employer_id": [silent.pk], "declared_wage_fen": [fen]}
        small.bill_table(pa.table(row), period=period)
    totals = reset.run(CONTEXT)
    assert new_wages()[third.pk] == (910_000, CARRIED)
    assert (totals["carried"], totals["without"], totals["basis"]) == (1, 3, "mean_wage")


def test_where_the_bureau_does_not_carry_people_are_only_listed(
    city: small.City, monkeypatch: pytest.MonkeyPatch
) -> None:
    no = policies.Policy(carry=False, basis="declared_wage", instrument="test", confidence="A")
    monkeypatch.setattr(reset, "policy_of", lambda **_: no)
    assert reset.run(CONTEXT)["carried"] == 0
    assert not DeclaredWage.objects.filter(source=CARRIED).exists()
