"""Real kills of process and of database at named points: afterwards nothing is lost, nothing doubled, and the run completes."""

from __future__ import annotations

import signal

import pytest

from renshe.edge.prove_long.arena import Arena
from renshe.edge.prove_long.trial import Month, Undisturbed, compare
from renshe.foundation.crash_points import AT, WHAT
from tests.crash.conftest import CITY

KILLS = (
    ("stage.before_create.contributions_line", "process"),
    ("stage.after_create.contributions_line", "database"),
    ("copy.contributions_line_b*", "process"),
    ("copy.contributions_line_b*:3", "database"),
    ("stage.after_copy.contributions_line:2", "process"),
    ("stage.after_key.contributions_line", "database"),
    ("stage.before_attach.contributions_line", "process"),
    ("stage.after_attach.contributions_line", "database"),
    ("assessment.bills_written", "process"),
    ("assessment.posted", "database"),
    ("copy.contributions_receipt", "process"),
    ("copy.contributions_allocation", "database"),
    ("collection.allocated", "process"),
    ("collection.credited", "process"),
    ("copy.contributions_register_import_error:3", "database"),
    ("copy.registry_person", "process"),
    ("pension.roster_frozen", "process"),
    ("pension.stops_written", "database"),
    ("copy.pension_payment_line_b*", "process"),
    ("pension.plan_posted", "database"),
    ("pension.money_transferred", "process"),
    ("pension.files_written", "database"),
    ("pension.files_posted", "process"),
    ("pension.file_sent", "process"),
    ("pension.file_sent:2", "database"),
    ("pension.results_recorded", "process"),
    ("pension.results_recorded:2", "database"),
)


@pytest.mark.parametrize(("point", "what"), KILLS, ids=[f"{point}-{what}" for point, what in KILLS])
def test_a_month_killed_here_and_begun_again_is_the_month_that_nobody_killed(
    arena: Arena, undisturbed: Undisturbed, point: str, what: str
) -> None:
    month = Month(arena=arena, city=CITY)
    child = month.begin(environment={AT: point, WHAT: what})
    status, _ = arena.wait(child, seconds=60)
    said = arena.said(child)
    assert status == (-signal.SIGKILL if what == "process" else 1), said
    assert arena.cluster.accepts_connections() == (what == "process"), said
    month.finish()
    assert compare(month, undisturbed) == []
    month.close()


def test_a_month_that_was_done_is_not_done_again(arena: Arena, undisturbed: Undisturbed) -> None:
    month = Month(arena=arena, city=CITY)
    first, again = month.finish(), month.finish()
    assert first == again
    assert compare(month, undisturbed) == []
    month.close()
