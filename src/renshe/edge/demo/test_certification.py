"""The city's proofs, the files of other bodies, and how well they find what is planted."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from renshe.domains.certification import api as certification
from renshe.domains.pension import api as pension
from renshe.edge.commands.certification import received
from renshe.edge.demo.build import build_city
from renshe.edge.demo.certification import measured
from renshe.edge.demo.truth import read_truths, truth_folder
from renshe.foundation.invariants import prove
from renshe.gateways.population.contract import PopulationFiles
from renshe.runs.context import RunContext
from renshe.runs.eligibility_clock.run import due_days
from renshe.runs.eligibility_comparison.run import run

PLACE, PEOPLE = "310112", 4000
TODAY = dt.date(2025, 10, 31)


@pytest.fixture
def city(
    fresh_database: Any, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small city in a fresh database; Django is the runner."""
    monkeypatch.setenv("RENSHE_HOME", str(tmp_path))
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    fresh_database.become("runner")
    build_city(place=PLACE, people=PEOPLE)


def test_the_citys_pensioners_have_proved_themselves_and_its_files_find_what_is_planted(city: None) -> None:  # fmt: skip
    drawing = pension.Award.objects.filter(state__in=("final", "suspended"))
    proved = certification.Proof.objects.values("person_id")
    assert not drawing.filter(receipt__taken_over=True).exclude(person_id__in=proved).exists()
    assert not certification.Proof.objects.exclude(
        person_id__in=drawing.values("person_id")
    ).exists()
    _most_hold_some_are_due_soon_a_few_are_overdue()
    month = TODAY.year * 12 + TODAY.month - 1
    at = dt.datetime(2025, 10, 31, 1, tzinfo=dt.UTC)
    context = RunContext(place=PLACE, period=month, accounting_month=month, at=at, by="runner")
    before = {kind: one.planted for kind, one in measured(_truths()).items()}
    for name, content in received():
        run(context, file_name=name, content=content, reader=PopulationFiles())
    found = measured(_truths())
    assert set(found) == {"death", "custody"}
    for kind, one in found.items():
        assert one.planted == before[kind] == one.found + one.missed
        # Of a thousand records at most fifty are mistyped: who is missed is one of those, or nothing more is due to him.
        assert one.found >= one.planted * 0.6, (kind, one)
        assert one.false > 0, (kind, one)
    assert sum(one.planted for one in found.values()) >= 2
    broken = [(one.name, rows) for one, rows, n in prove(invariants=certification.INVARIANTS) if n]
    assert broken == []


def _truths() -> list[Any]:
    return read_truths(folder=truth_folder())


def _most_hold_some_are_due_soon_a_few_are_overdue() -> None:
    due = due_days(place=PLACE, today=dt.date(2025, 10, 1)).filter(~pl.col("suspended"))
    left = (due["due_on"] - dt.date(2025, 10, 1)).dt.total_days()
    overdue, soon = int((left < 0).sum()), int(((left >= 0) & (left <= 60)).sum())
    assert 0 < overdue < due.height * 0.03
    assert due.height * 0.02 < soon < due.height * 0.12
    held = set(pension.Hold.objects.filter(kind="overdue_certification").values_list("person_id", flat=True))  # fmt: skip
    late = due_days(place=PLACE, today=dt.date(2025, 10, 1)).filter(pl.col("suspended"))
    assert held <= set(late["person_id"].to_list())
