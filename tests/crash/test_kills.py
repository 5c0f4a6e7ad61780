"""Twenty-eight real kills of process and of database at named points: nothing lost, nothing doubled, the run completes.

Each story kills one month four times, in the order in which it is lived, and starts it again each time.
"""

from __future__ import annotations

import signal

import pytest

from renshe.edge.prove_long.arena import Arena
from renshe.edge.prove_long.trial import Month, Undisturbed, compare
from tests.crash.conftest import CITY

STORIES = {
    "while_the_lines_of_the_assessment_are_staged": (
        ("stage.before_create.contributions_line", "process"),
        ("stage.after_create.contributions_line", "database"),
        ("copy.contributions_line_b*", "process"),
        ("copy.contributions_line_b*:3", "database"),
    ),
    "between_the_last_line_and_the_attachment": (
        ("stage.after_copy.contributions_line:2", "process"),
        ("stage.after_key.contributions_line", "database"),
        ("stage.before_attach.contributions_line", "process"),
        ("stage.after_attach.contributions_line", "database"),
    ),
    "between_lines_and_bills_and_while_money_is_allocated": (
        ("assessment.bills_written", "process"),
        ("assessment.posted", "database"),
        ("copy.contributions_receipt", "process"),
        ("copy.contributions_allocation", "database"),
    ),
    "while_money_is_posted_and_a_register_comes_in": (
        ("collection.allocated", "process"),
        ("collection.credited", "process"),
        ("copy.registry_person", "process"),
        ("copy.contributions_register_import_error:3", "database"),
    ),
    "between_the_roster_and_the_plan": (
        ("pension.roster_frozen", "process"),
        ("pension.stops_written", "database"),
        ("copy.pension_payment_line_b*", "process"),
        ("pension.plan_posted", "database"),
    ),
    "between_the_money_and_the_bank": (
        ("pension.money_transferred", "process"),
        ("pension.files_written", "database"),
        ("pension.files_posted", "process"),
        ("pension.file_sent", "process"),
    ),
    "while_the_bank_answers_and_what_failed_is_paid_again": (
        ("pension.results_recorded", "process"),
        ("pension.results_recorded:2", "database"),
        ("stage.after_attach.pension_payment_line", "process"),
        ("pension.file_sent:2", "database"),
    ),
}


@pytest.mark.parametrize("story", STORIES)
def test_a_month_killed_four_times_is_the_month_that_nobody_killed(
    arena: Arena, undisturbed: Undisturbed, story: str
) -> None:
    month = Month(arena=arena, city=CITY)
    for point, what in STORIES[story]:
        status, said = month.kill_at(point=point, what=what)
        assert status == (-signal.SIGKILL if what == "process" else 1), f"{point}: {said}"
        assert arena.cluster.accepts_connections() == (what == "process"), f"{point}: {said}"
    month.finish()
    assert compare(month, undisturbed) == []
    month.close()


def test_a_month_that_was_done_is_not_done_again(arena: Arena, undisturbed: Undisturbed) -> None:
    month = Month(arena=arena, city=CITY)
    first, again = month.finish(), month.finish()
    assert first == again
    assert compare(month, undisturbed) == []
    month.close()
