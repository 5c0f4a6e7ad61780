"""Registering the people of a form and insuring them, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from renshe.domains.enrolment import api as enrolment
from renshe.domains.enrolment.api import Insurance, Recording
from renshe.domains.registry import api as registry
from renshe.kernel.codes.countries import read_country
from renshe.kernel.codes.foreign_id import social_security_number
from renshe.kernel.codes.id_number import read_id_number
from renshe.kernel.codes.names import same_name
from renshe.kernel.codes.national_id import NationalId
from renshe.kernel.codes.problem import Problem, Refused, accepted
from renshe.kernel.codes.standards import ETHNIC_OF_FOREIGNERS
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
# A foreigner has neither an ethnic group of China nor a household register.
NEEDED_OF_FOREIGNERS = ("residence_place",)
FOREIGN_KINDS = ("passport", "foreign_permit")
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
    "country_unknown": "nationality", "country_is_china": "nationality",
    "nationality_differs": "nationality", "sex_missing": "sex", "sex_disagrees_with_id": "sex",
    "birth_missing": "birth_on", "birth_disagrees_with_id": "birth_on",
    "birth_date_order": "birth_on",
}  # fmt: skip

# Reasons of the registry that may belong to several columns, by their first words.
BY_WORDS = {
    ("place_unknown", "户籍地"): "household_place_unknown",
    ("disagrees_with_id", "性别"): "sex_disagrees_with_id",
    ("disagrees_with_id", "出生日期"): "birth_disagrees_with_id",
    ("date_order", "出生日期"): "birth_date_order",
}


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
    number = _number(values, submission)
    known = registry.person_by_id_number(id_number=number)
    if known is None:
        known = _register(number, values, submission)
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


def _number(values: Mapping[str, Any], submission: Submission) -> str:
    """The number to look for: as it was typed, or made of a nationality and a passport's number."""
    typed, nationality = str(values["id_number"]), values["nationality"]
    known = read_id_number(typed, as_of=submission.known_on)
    if nationality is None or isinstance(known, NationalId):
        return typed
    country = read_country(nationality)
    if isinstance(known, Problem):
        # Who says 中国 has mistyped an identity number and is told what is wrong with that.
        if isinstance(country, Problem) and country.code == "country_is_china":
            raise Refused(known)
        return accepted(social_security_number(country=nationality, document=typed))
    if accepted(country) != known.country:
        raise Refused(_nationality_differs(known.country))
    return known.number


def _register(number: str, values: Mapping[str, Any], submission: Submission) -> registry.Person:
    known = read_id_number(number, as_of=submission.known_on)
    foreign = number[:1].isalpha() or (
        not isinstance(known, Problem) and known.kind in FOREIGN_KINDS
    )
    needed = NEEDED_OF_FOREIGNERS if foreign else NEEDED_FOR_NEW
    missing = [key for key in needed if values[key] is None]
    if missing:
        raise Refused(*(_missing(key) for key in missing))
    try:
        return registry.register_person(
            id_number=number,
            name=values["name"],
            ethnic_code=values["ethnic_code"] or ETHNIC_OF_FOREIGNERS,
            household_place=values["household_place"] or values["residence_place"],
            residence_place=values["residence_place"],
            sex=values["sex"],
            birth_on=values["birth_on"],
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
    """The registry says in words which field it means; a form must say it by column."""
    for (code, words), exactly in BY_WORDS.items():
        if problem.code == code and problem.zh.startswith(words):
            return replace(problem, code=exactly)
    return problem


def _nationality_differs(country: str) -> Problem:
    return Problem(
        code="nationality_differs",
        zh=f"国籍与证件号码开头的 {country} 不一致",
        en=f"the nationality is not the {country} that the number begins with",
        next_step_zh="请对照证件更正其中之一",
        next_step_en="Compare with the document and correct one of them",
        clause="人社部令第16号",
    )


def _missing(key: str) -> Problem:
    column = FORM.column(key)
    return Problem(
        code=f"{key}_missing",
        zh=f"首次登记的人员没有填写{column.zh}",
        en=f"{column.en} is missing for a person registered for the first time",
        next_step_zh=f"请填写{column.zh}",
        next_step_en="Fill it in",
    )
