"""Somebody without an employer joins; whom the law keeps out is told why; joining by mistake is withdrawn."""

from __future__ import annotations

from typing import Any

import pytest

from renshe.domains.conftest import id_number
from renshe.domains.resident import api as resident
from renshe.kernel.codes.problem import Refused
from renshe.services.resident.conftest import employed, pay

CODE = "resident.enrol"
ANSWERS = {"tier": "1440", "community": "440402001001", "student": "", "in_need": ""}


def test_a_resident_joins_with_the_tier_that_he_chose(office: Any, make_person: Any) -> None:
    person = make_person()
    case = office(CODE).closed(ANSWERS, subject_id=person.pk)
    assert case.path == "review"
    participation = resident.live_participation(person_id=person.pk)
    assert participation is not None
    assert (participation.reference, participation.community) == (case.number, "440402001001")
    assert resident.tier_of_year(participation=participation, year=2025) == 1440
    assert "1440元" in case.decision["zh"]


def test_the_form_knows_the_lowest_tier_and_where_one_lives(office: Any, make_person: Any) -> None:
    person = make_person()
    item = office(CODE)
    told = item.declared.service.prefill(item.asked(subject_id=person.pk))
    assert told == {"tier": "720", "community": person.residence_place}


def test_what_stands_against_it_is_told_at_its_field(office: Any, make_person: Any) -> None:
    person, worker = make_person(), make_person(id_number=id_number(sequence=103))
    guest = make_person(id_number=id_number(sequence=105), household_place="430102")
    child = make_person(id_number=id_number(birth="20100101", sequence=107))
    employed(worker, "2025-03-01")
    item = office(CODE)
    assert item.found({**ANSWERS, "tier": "1000"}, subject_id=person.pk) == ["tier_not_offered"]
    assert item.found({**ANSWERS, "student": "on"}, subject_id=person.pk) == ["student"]
    assert item.found(ANSWERS, subject_id=worker.pk) == ["insured_as_employee"]
    assert item.found(ANSWERS, subject_id=guest.pk) == ["registered_elsewhere"]
    assert item.found(ANSWERS, subject_id=child.pk) == ["under_sixteen"]
    assert item.found(ANSWERS) == ["subject_missing"]
    assert item.noticed({**ANSWERS, "in_need": "on"}, subject_id=person.pk) == ["need_to_check"]


def test_joining_is_withdrawn_as_long_as_nothing_was_paid(office: Any, make_person: Any) -> None:
    item = office(CODE)
    first, second = make_person(), make_person(id_number=id_number(sequence=103))
    case = item.closed({**ANSWERS, "tier": "1200"}, subject_id=first.pk)
    item.reversed(case.number)
    assert resident.live_participation(person_id=first.pk) is None
    case = item.closed({**ANSWERS, "tier": "1200"}, subject_id=second.pk)
    pay(second)
    with pytest.raises(Refused, match="已经缴过费"):
        item.reversed(case.number)
