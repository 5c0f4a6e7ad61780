"""Somebody brings a relation from another province, from the form to the letter; what stands in the way is said."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from renshe.domains import conftest as made_up
from renshe.domains.enrolment.models import Spell
from renshe.domains.transfers import api as transfers
from renshe.kernel.codes.problem import Refused

CODE = "pension.transfer_in"
FROM_SHANGHAI = {"other_code": "310000", "other_agency": "上海市社会保险事业管理中心", "posted": ""}


def insured(person_id: int) -> None:
    since = dt.date(2025, 7, 1)
    Spell.objects.create(
        person_id=person_id, employer=None, insurance=1, span=(since, None), status="active", person_kind="flexible",
        join_reason="new", known_on=since, recorded_by="clerk", recorded_at=made_up.NOW,
    )  # fmt: skip


def test_a_granted_request_opens_the_transfer_and_its_letter_is_due(
    office: Any, make_person: Any
) -> None:
    person = make_person()
    insured(person.pk)
    case = office(CODE).closed(FROM_SHANGHAI, subject_id=person.pk)
    (opened,) = transfers.transfers_of(person_id=person.pk)
    assert (opened.state, opened.case_number, opened.other_code) == (
        "letter_due",
        case.number,
        "310000",
    )
    assert office(CODE).found(FROM_SHANGHAI, subject_id=person.pk) == ["transfer_open"]
    with pytest.raises(Refused, match="联系函已经发出"):
        office(CODE).reversed(case.number)


def test_what_stands_in_the_way_is_said(office: Any, make_person: Any) -> None:
    person = make_person()
    found = office(CODE).found
    assert found(FROM_SHANGHAI) == ["subject_missing"]
    assert found(FROM_SHANGHAI, subject_id=person.pk) == ["transfer_not_insured_here"]
    insured(person.pk)
    own = {**FROM_SHANGHAI, "other_code": "440000"}
    assert found(own, subject_id=person.pk) == ["transfer_same_province"]
    posted = {**FROM_SHANGHAI, "posted": "on"}
    assert found(posted, subject_id=person.pk, without=("posting",)) == ["posting_not_proved"]


def test_who_came_after_fifty_needs_the_approval_of_a_posting(
    office: Any, make_person: Any
) -> None:
    old = make_person(
        id_number=made_up.id_number(birth="19750701", sequence=203),
        name="赵六",
        household_place="510104",
    )
    insured(old.pk)
    assert office(CODE).found(FROM_SHANGHAI, subject_id=old.pk) == ["temporary_account_here"]
    office(CODE).granted({**FROM_SHANGHAI, "posted": "on"}, subject_id=old.pk)
    assert transfers.transfers_of(person_id=old.pk)[0].facts["posted"] is True
