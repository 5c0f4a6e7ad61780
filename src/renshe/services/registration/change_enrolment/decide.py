"""Recording the changes of a form, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from renshe.domains.enrolment import api as enrolment
from renshe.domains.enrolment.api import Insurance, Recording
from renshe.domains.registry import api as registry
from renshe.kernel.codes.id_number import read_id_number
from renshe.kernel.codes.names import same_name
from renshe.kernel.codes.problem import Problem, Refused, accepted
from renshe.kernel.periods import first_day
from renshe.services.registration import form as forms
from renshe.services.registration.handling import (
    Outcome,
    Submission,
    handle,
    require_same_employer,
)
from renshe.services.registration.reading import Filled, Row, read_file, read_records
from renshe.services.registration.refusals import name_differs, person_unknown

FORM = forms.load_form(Path(__file__).parent)
WORDS = {
    "养老": Insurance.PENSION, "医疗": Insurance.MEDICAL, "失业": Insurance.UNEMPLOYMENT,
    "工伤": Insurance.INJURY, "生育": Insurance.MATERNITY,
}  # fmt: skip
ALL = "全部"
# Which reasons belong to which change. A transfer reads the same to both employers but is two
# codes.
REASONS_OF = {
    "join": enrolment.JOIN_REASONS_OF_EMPLOYERS,
    "leave": ("employment_ended", "resignation", "retirement", "transfer_out", "emigration"),
    "suspend": ("suspension",),
    "resume": ("resumption",),
}
COLUMN_OF = {
    "name_differs": "name", "insurances_unreadable": "insurances", "kind_missing": "person_kind",
    "reason_unfit": "reason", "insurance_not_for_kind": "person_kind",
    "not_insured_here": "month", "employer_not_open": "month", "person_dead": "month",
    "under_age": "month", "insured_here_already": "month", "overlap": "month",
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
        FORM, filled, lambda row: _record(row, employer_id, submission), columns=COLUMN_OF,
        submission=submission, subject_kind="employer", subject_id=employer_id,
    )  # fmt: skip


def _record(row: Row, employer_id: int, submission: Submission) -> None:
    values = row.values
    change, reason, month = str(values["change"]), str(values["reason"]), values["month"]
    assert isinstance(month, int)  # required by the form
    if reason not in REASONS_OF[change]:
        raise Refused(_reason_unfit(change))
    insurances = _insurances(str(values["insurances"]))
    somebody = _known_person(values, submission)
    record = Recording(
        reason="transfer" if reason == "transfer_out" else reason,
        known_on=submission.known_on,
        actor=submission.actor,
        at=submission.at,
    )
    where = {"person_id": somebody.pk, "employer_id": employer_id, "record": record}
    if change == "join":
        if values["person_kind"] is None:
            raise Refused(_kind_missing())
        enrolment.join(
            **where, insurances=insurances, from_month=month, person_kind=str(values["person_kind"])
        )
    elif change == "leave":
        every = values["insurances"] == ALL
        enrolment.leave(**where, insurances=None if every else insurances, last_month=month)
    else:
        held = _held(somebody.pk, employer_id, insurances, month, every=values["insurances"] == ALL)
        act = enrolment.suspend if change == "suspend" else enrolment.resume
        act(**where, insurances=held, from_month=month)


def _held(
    person_id: int, employer_id: int, insurances: list[Insurance], month: int, *, every: bool
) -> list[Insurance]:
    """The insurances meant: those named, or for 全部 those held at this employer in that month."""
    if not every:
        return insurances
    spells = enrolment.spells_of(person_id=person_id).filter(
        employer_id=employer_id, span__contains=first_day(month)
    )
    held = sorted({Insurance(spell.insurance) for spell in spells})
    return held or insurances


def _known_person(values: Mapping[str, Any], submission: Submission) -> registry.Person:
    number = accepted(read_id_number(str(values["id_number"]), as_of=submission.known_on)).number
    somebody = registry.person_by_id_number(id_number=number)
    if somebody is None:
        raise Refused(person_unknown())
    if not same_name(somebody.name, str(values["name"])):
        raise Refused(name_differs())
    return somebody


def _insurances(text: str) -> list[Insurance]:
    """全部, or words such as 养老 失业, with any separator between them."""
    if text == ALL:
        return list(Insurance)
    rest = text.replace("保险", "")
    found = [insurance for word, insurance in WORDS.items() if word in rest]
    for word in WORDS:
        rest = rest.replace(word, "")
    if found and not rest.strip(" 、,，;；/+和"):
        return found
    raise Refused(
        Problem(
            code="insurances_unreadable",
            zh=f"险种“{text[:30]}”无法识别",
            en=f"the insurances {text[:30]!r} cannot be read",
            next_step_zh="请填“全部”，或用空格分开，如“养老 失业”",
            next_step_en="Write 全部, or words with blanks such as 养老 失业",
        )
    )


def _reason_unfit(change: str) -> Problem:
    labels = {code: label for label, code in FORM.column("reason").choices.items()}
    known = "、".join(labels[code] for code in REASONS_OF[change])
    return Problem(
        code="reason_unfit",
        zh="变动原因与变动类型不相符",
        en="the reason does not fit the change",
        next_step_zh=f"请选择：{known}",
        next_step_en=f"Choose one of: {known}",
    )


def _kind_missing() -> Problem:
    return Problem(
        code="kind_missing",
        zh="增加人员没有填写人员类别",
        en="the kind of person is missing for a joiner",
        next_step_zh="请选择人员类别",
        next_step_en="Choose it",
    )
