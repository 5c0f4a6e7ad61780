"""An objection to the sheet: today's record gives another amount, so the pension is determined again and settled."""

from __future__ import annotations

import datetime as dt

import pytest

from renshe.domains.pension import api as pension
from renshe.domains.pension.conftest import PLACE
from renshe.domains.retirement_file import api as retirement_file
from renshe.flows import determination_sheet
from renshe.kernel.codes.problem import Refused
from renshe.services.conftest import Office

CODE = "pension.dispute_determination"
TODAY = dt.date(2025, 6, 20)
SAID = {"what": "account", "reason": "个人账户少了两万元"}


@pytest.fixture
def among(retiree, fresh_database):
    """The man draws his pension since May; the account was recognised too low."""
    retiree.grant()
    fresh_database.become("app")
    return Office(CODE, place=PLACE, today=TODAY), retiree


def test_more_on_the_account_gives_a_higher_pension_a_new_sheet_and_arrears(among):
    office, man = among
    old = pension.in_force(person_id=man.person.pk)
    man.recognise("account_balance", 18_000_000, known_on=dt.date(2025, 6, 19))
    case = office.granted(SAID, subject_id=man.person.pk)
    new = pension.in_force(person_id=man.person.pk)
    assert new.replaces_id == old.pk
    assert new.total_fen - old.total_fen == case.amount_fen > 0
    sheet = retirement_file.sheet_of(award=new)
    assert sheet.content["total_fen"] == new.total_fen
    assert sheet.sha256 == retirement_file.content_hash(sheet.content)
    assert retirement_file.sheet_of(award=old) is None
    owed = pension.Arrears.objects.filter(person_id=man.person.pk, cause="redetermined")
    assert {one.account_fen for one in owed} == {case.amount_fen}
    with pytest.raises(Refused, match="再次重核"):
        office.reversed(case.number)


def test_without_a_difference_nobody_and_nothing_drawn_it_is_refused(among, make_person):
    office, man = among
    assert office.found(SAID, subject_id=man.person.pk) == ["determination_stands"]
    assert office.found(SAID) == ["subject_missing"]
    assert office.found(SAID, subject_id=make_person().pk) == ["nothing_determined"]


def test_the_person_answers_the_very_sheet_once(among):
    _office, man = among
    award = pension.in_force(person_id=man.person.pk)
    at = dt.datetime(2025, 6, 20, 2, tzinfo=dt.UTC)
    by = retirement_file.By(name="chen", at=at, today=TODAY)
    sheet = determination_sheet.file_sheet(award=award, by=by)
    assert determination_sheet.file_sheet(award=award, by=by).pk == sheet.pk
    with pytest.raises(Refused, match="不是现在这份"):
        retirement_file.answer_sheet(sheet_id=sheet.pk, sha256="0" * 64, word="confirmed", by=by)
    with pytest.raises(Refused, match="理由"):
        retirement_file.answer_sheet(sheet_id=sheet.pk, sha256=sheet.sha256, word="objected", by=by)
    retirement_file.answer_sheet(sheet_id=sheet.pk, sha256=sheet.sha256, word="confirmed", by=by)
    with pytest.raises(Refused, match="已经确认"):
        retirement_file.answer_sheet(
            sheet_id=sheet.pk, sha256=sheet.sha256, word="objected", reason="晚了", by=by
        )
    years = {one["year"]: one["months"] for one in sheet.content["career"]}
    assert (min(years), max(years), years[2025]) == (2005, 2025, 4)
    assert all(one["index"] for one in sheet.content["career"])
    assert sum(one["fen"] for one in sheet.content["parts"]) == award.total_fen
