"""A file is asked to be read a year ahead; special work opens an earlier age; then the claim uses what was recognised."""

from __future__ import annotations

import datetime as dt

import pytest

from renshe.domains.pension.conftest import PLACE
from renshe.domains.retirement_file import api as retirement_file
from renshe.kernel.codes.problem import Refused
from renshe.services.conftest import Office

CODE = "pension.review_file"
TODAY = dt.date(2025, 3, 3)
ASKED = {"special": "no", "where": "区人才服务中心", "words": "核对参加工作时间"}


@pytest.fixture
def among(retiree, fresh_database):
    """The office a month before the man's legal month."""
    fresh_database.become("app")
    return Office(CODE, place=PLACE, today=TODAY), retiree.person


def test_granting_begins_the_review_with_the_papers_that_were_handed_in(among):
    office, man = among
    case = office.closed(ASKED, subject_id=man.pk)
    review = retirement_file.review_of(person_id=man.pk)
    assert (review.state, review.case_number) == ("open", case.number)
    kinds = sorted(review.papers.values_list("kind", flat=True))
    assert kinds == ["history", "special_work"]
    assert all(len(one.file.sha256) == 64 for one in review.papers.select_related("file"))
    with pytest.raises(Refused, match="不能撤销"):
        office.reversed(case.number)


def test_too_early_nobody_and_special_work_by_its_own_age(among, make_person):
    office, _man = among
    assert office.found(ASKED) == ["subject_missing"]
    young = make_person(name="李强")
    assert office.found(ASKED, subject_id=young.pk) == ["review_too_early"]
    born_1971 = make_person(id_number=_number("19710301"), name="赵刚")
    assert office.found(ASKED, subject_id=born_1971.pk) == ["review_too_early"]
    special = {**ASKED, "special": "yes"}
    assert office.found(special, subject_id=born_1971.pk) == []


def test_a_missing_record_of_special_work_deserves_a_look_only(among):
    office, man = among
    case = office.submitted(
        {**ASKED, "special": "yes"}, subject_id=man.pk, without=("special_record",)
    )
    assert [one["code"] for one in case.examination["findings"]] == ["special_record_missing"]


def test_who_draws_a_pension_has_nothing_reviewed_ahead(retiree, fresh_database):
    retiree.grant()
    fresh_database.become("app")
    office = Office(CODE, place=PLACE, today=dt.date(2025, 5, 12))
    assert office.found(ASKED, subject_id=retiree.person.pk) == ["file_after_award"]


def _number(birth: str) -> str:
    from renshe.domains.conftest import id_number

    return id_number(birth=birth, sequence=303)
