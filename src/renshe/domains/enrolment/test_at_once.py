"""Stories about two clerks who act in the same moment, and about a city that is loaded at once."""

import threading
from datetime import date

import psycopg
import pyarrow as pa
import pytest
from django.db import connection

from renshe.domains.conftest import NOW, TODAY
from renshe.domains.enrolment import api as enrolment
from renshe.domains.enrolment.api import Recording
from renshe.foundation.bulk import copy_rows
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import parse_month


def test_of_two_employers_that_insure_somebody_at_once_one_is_refused(
    fresh_database, make_person, make_employer
):
    person, employers = make_person(), [make_employer(1), make_employer(2)]
    start, outcomes = threading.Barrier(2), []

    def hire(employer_id: int) -> None:
        start.wait()
        try:
            enrolment.join(
                person_id=person.pk, employer_id=employer_id, insurances=[1, 2, 3, 4, 5],
                from_month=parse_month("2025-10"), person_kind="employee",
                record=Recording(reason="employment", known_on=TODAY, actor="c", at=NOW),
            )  # fmt: skip
            outcomes.append("joined")
        except Refused as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    clerks = [threading.Thread(target=hire, args=(employer.pk,)) for employer in employers]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()
    assert sorted(outcomes) == ["insured_elsewhere", "joined"]
    assert enrolment.spells_of(person_id=person.pk).count() == 5


def rows(person_id: int, employer_id: int, *spans: str) -> pa.Table:
    (schema,) = enrolment.bulk_tables().values()
    one = {
        "person_id": person_id, "employer_id": employer_id, "insurance": 1, "status": "active",
        "person_kind": "employee", "join_reason": "take_over", "leave_reason": None,
        "known_on": date(2020, 1, 1), "recorded_by": "take_over", "recorded_at": NOW,
    }  # fmt: skip
    ended = [{**one, "span": span} for span in spans]
    for row in ended:
        row["leave_reason"] = None if row["span"].endswith(",)") else "employment_ended"
    return pa.Table.from_pylist(ended, schema=schema)


def test_a_loaded_career_goes_in_and_one_with_overlap_does_not(
    fresh_database, make_person, make_employer
):
    person, employer = make_person(), make_employer()
    good = rows(person.pk, employer.pk, "[2015-03-01,2020-01-01)", "[2020-01-01,)")
    copy_rows(table="enrolment_spell", data=good)
    assert enrolment.spells_of(person_id=person.pk).count() == 2
    with pytest.raises(psycopg.errors.ExclusionViolation):
        copy_rows(
            table="enrolment_spell", data=rows(person.pk, employer.pk, "[2019-12-01,2020-02-01)")
        )
    assert enrolment.spells_of(person_id=person.pk).count() == 2
