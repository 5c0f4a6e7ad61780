"""A complaint goes to where the work is done, is in time or not, and tells nobody who brought it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from renshe.domains.audit import api as audit
from renshe.domains.cases import api as cases
from renshe.domains.conftest import NOW, TODAY
from renshe.domains.employment import api as employment
from renshe.services.conftest import Office

CODE = "labour.complain"
Make = Callable[..., Any]
UNPAID = {
    "kind": "complaint", "named": "secret", "what": "wages", "employer_name": "珠海第1制造有限公司",
    "work_place": "440402", "happened_from": "2025-07-01", "owed": "18000", "people": "3", "procedure": "none",
    "facts": "自七月起未发工资", "phone": "13812345678",
}  # fmt: skip


def on_file(employer_id: int, person_id: int) -> None:
    employment.file_contract(
        employer_id=employer_id, person_id=person_id,
        terms=employment.Terms(
            kind="open_ended", began_on=dt.date(2024, 10, 8), signed_on=None, ends_on=None, probation_months=0,
            occupation="装配工", work_place="440402", hours="standard", wage_fen=600_000,
        ),
        act=employment.Act(reason="招用", reference="x", known_on=TODAY, actor="clerk", at=NOW),
    )  # fmt: skip


def test_a_complaint_is_filed_and_nothing_about_the_employer_says_who_brought_it(
    office: Make, make_employer: Make, make_person: Make
) -> None:
    """The employer is filled in from the register; its own record names neither person nor case."""
    employer, person = make_employer(), make_person(phone="13812345678")
    on_file(employer.pk, person.pk)
    at: Office = office(CODE)
    filled = at.declared.service.prefill(at.asked(subject_id=person.pk))
    assert filled == {
        "employer_name": employer.name,
        "employer_uscc": employer.uscc,
        "work_place": "440402",
    }
    typed = at.asked(subject_id=person.pk, values={"employer_uscc": employer.uscc})
    assert at.declared.service.prefill(typed) == {"employer_name": employer.name}
    case = at.closed({**UNPAID, **filled}, subject_id=person.pk, applicant="zhang")
    assert case.due_on is None
    assert case.limit_days == 5
    assert case.decision["reference"]["employer_id"] == employer.pk
    (event,) = [
        one for one in audit.events_about(subject_kind="employer", subject_id=employer.pk)
        if one.verb == "labour.complaint_filed"
    ]  # fmt: skip
    told = f"{event.reason} {event.detail} {case.decision['zh']} {case.decision['en']}"
    for secret in (case.number, "zhang", "王小明", "13812345678", str(person.id_number)):
        assert secret not in told


def test_who_agrees_to_be_named_is_and_a_report_never(
    office: Make, make_employer: Make, make_person: Make
) -> None:
    """The case stands in the employer's record only with the applicant's consent."""
    employer, person = make_employer(), make_person()
    at: Office = office(CODE)
    told = {**UNPAID, "employer_uscc": employer.uscc, "named": "named"}
    named = at.granted(told, subject_id=person.pk)
    report = at.granted({**told, "kind": "report"}, subject_id=person.pk)
    events = audit.events_about(subject_kind="employer", subject_id=employer.pk)
    assert [one.detail.get("case") for one in events if one.verb.startswith("labour")] == [
        None,
        named.number,
    ]
    assert report.examination["sheet"]["secret"] is True


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"work_place": "310112"}, "belongs_elsewhere"),
        ({"work_place": "999999"}, "work_place_unknown"),
        ({"happened_until": "2025-06-30"}, "breach_in_the_future"),
        ({"happened_from": "2025-12-01"}, "breach_in_the_future"),
        ({"happened_from": "2023-01-01", "happened_until": "2023-10-14"}, "breach_too_old"),
        ({"procedure": "arbitration"}, "in_another_procedure"),
    ],
)
def test_what_is_not_for_this_inspectorate_is_found(
    office: Make, make_person: Make, changed: dict[str, str], code: str
) -> None:
    """Each reason with where to go instead."""
    assert office(CODE).found({**UNPAID, **changed}, subject_id=make_person().pk) == [code]


def test_two_years_to_the_day_and_a_breach_that_goes_on(office: Make, make_person: Make) -> None:
    """劳动保障监察条例 20: from the day it ended; 29 February ends on the 28th."""
    person, at = make_person(), office(CODE)
    last = {**UNPAID, "happened_from": "2023-01-01", "happened_until": "2023-10-15"}
    assert at.found(last, subject_id=person.pk) == []
    assert at.found({**UNPAID, "happened_from": "2015-01-01"}, subject_id=person.pk) == []
    leap = {**last, "happened_until": "2024-02-29"}
    assert Office(CODE, today=dt.date(2026, 2, 28)).found(leap, subject_id=person.pk) == []
    assert Office(CODE, today=dt.date(2026, 3, 2)).found(leap, subject_id=person.pk) == [
        "breach_too_old"
    ]


def test_a_case_of_another_place_is_handed_over_and_then_filed_there(
    office: Make, make_person: Make
) -> None:
    """The applicant need not apply again."""
    at: Office = office(CODE)
    case = at.submitted({**UNPAID, "work_place": "310112"}, subject_id=make_person().pk)
    assert case.examination["sheet"]["route_to"] == "310112"
    cases.hand_over(
        number=case.number, to="", place="310112", words="用工所在地管辖", actor=at.actor("li")
    )
    case = at.decided(case.number)
    assert (case.state, case.place) == ("granted", "310112")
    assert at.reversed(case.number).state == "reversed"
