"""Registering the people of a form and insuring them, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from renshe.domains.enrolment import api as enrolment
from renshe.domains.enrolment.api import Insurance, Recording
from renshe.domains.registry import api as registry
from renshe.kernel.codes.names import same_name
from renshe.kernel.codes.problem import Problem, Refused
from renshe.services.registration import form as forms
from renshe.services.registration.handling import (
    Outcome,
    Submission,
    handle,
    require_same_employer,
)
from renshe.services.registration.reading import Filled, Row, read_file, read_records
from renshe.services.registration.refusals import name_differs

FORM = forms.load_form(Path(__file__).parent)
INSURANCES = {
    "pension": Insurance.PENSION, "medical": Insurance.MEDICAL,
    "unemployment": Insurance.UNEMPLOYMENT, "injury": Insurance.INJURY,
    "maternity": Insurance.MATERNITY,
}  # fmt: skip
NEEDED_FOR_NEW = ("ethnic_code", "household_place", "residence_place")
# In which column the reason of a refusal belongs; every other belongs to the id number.
COLUMN_OF = {
    "name_private_use": "name", "name_variation": "name", "name_compatibility": "name",
    "name_blank": "name", "name_shape": "name", "name_differs": "name",
    "unknown_code": "ethnic_code", "phone_shape": "phone", "date_order": "work_started_month",
    "household_place_unknown": "household_place",
    "ethnic_code_missing": "ethnic_code", "household_place_missing": "household_place",
    "residence_place_missing": "residence_place", "place_unknown": "residence_place",
    "field_missing": "retirement_category", "value_unknown": "retirement_category",
    "insurance_not_for_kind": "person_kind", "no_insurance": "pension", "under_age": "from_month",
    "employer_not_open": "from_month", "person_dead": "from_month",
}  # fmt: skip


def template(*, employer_id: int) -> bytes:
    """The empty form of an employer as .xlsx."""
    employer = registry.employer(employer_id=employer_id)
    return forms.template(FORM, uscc=employer.uscc, employer_name=employer.name)


def submit_file(*, employer_id: int, submission: Submission) -> Outcome:
    """Handle a filled-in form. Raises Refused where the file as a whole cannot be used."""
    filled = read_file(FORM, submission.content or b"")
    require_same_employer(filled, registry.employer(employer_id=employer_id))
    return _handle(filled, employer_id, submission)


def submit_records(
    *, employer_id: int, records: Iterable[Mapping[str, Any]], submission: Submission
) -> Outcome:
    """Handle the same form as records of an API call, by column key."""
    return _handle(read_records(FORM, records), employer_id, submission)


def _handle(filled: Filled, employer_id: int, submission: Submission) -> Outcome:
    return handle(
        FORM, filled, lambda row: _insure(row, employer_id, submission), columns=COLUMN_OF,
        submission=submission, subject_kind="employer", subject_id=employer_id,
    )  # fmt: skip


def _insure(row: Row, employer_id: int, submission: Submission) -> None:
    values = row.values
    from_month = values["from_month"]
    assert isinstance(from_month, int)  # required by the form
    insurances = [insurance for key, insurance in INSURANCES.items() if values[key]]
    if not insurances:
        raise Refused(
            Problem(
                code="no_insurance", zh="没有选择任何险种", en="no insurance is chosen",
                next_step_zh="请在至少一个险种填“是”", next_step_en="Mark at least one insurance",
            )
        )  # fmt: skip
    known = registry.person_by_id_number(id_number=str(values["id_number"]))
    if known is None:
        known = _register(values, submission)
    elif not same_name(known.name, str(values["name"])):
        raise Refused(name_differs())
    enrolment.join(
        person_id=known.pk,
        employer_id=employer_id,
        insurances=insurances,
        from_month=from_month,
        person_kind=str(values["person_kind"]),
        record=Recording(
            reason=str(values["reason"]), known_on=submission.known_on, actor=submission.actor,
            at=submission.at,
        ),
    )  # fmt: skip


def _register(values: Mapping[str, Any], submission: Submission) -> registry.Person:
    missing = [key for key in NEEDED_FOR_NEW if values[key] is None]
    if missing:
        raise Refused(*(_missing(key) for key in missing))
    try:
        return registry.register_person(
            id_number=values["id_number"],
            name=values["name"],
            ethnic_code=values["ethnic_code"],
            household_place=values["household_place"],
            residence_place=values["residence_place"],
            address=values["address"] or "",
            phone=values["phone"] or "",
            work_started_month=values["work_started_month"],
            retirement_category=values["retirement_category"],
            actor=submission.actor,
            at=submission.at,
            as_of=submission.known_on,
        )
    except Refused as refusal:
        raise Refused(*(_by_column(problem) for problem in refusal.problems)) from refusal


def _by_column(problem: Problem) -> Problem:
    """The registry says 户籍地 or 居住地 in words; a form must say it by column."""
    if problem.code == "place_unknown" and problem.zh.startswith("户籍地"):
        return replace(problem, code="household_place_unknown")
    return problem


def _missing(key: str) -> Problem:
    column = FORM.column(key)
    return Problem(
        code=f"{key}_missing",
        zh=f"首次登记的人员没有填写{column.zh}",
        en=f"{column.en} is missing for a person registered for the first time",
        next_step_zh=f"请填写{column.zh}",
        next_step_en="Fill it in",
    )
