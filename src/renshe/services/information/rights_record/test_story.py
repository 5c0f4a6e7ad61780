"""A year's record of rights, for a pensioner and for a worker."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from renshe.domains.cases import api as cases
from renshe.domains.pension.conftest import retiree
from renshe.services.conftest import Office
from renshe.services.information.conftest import printed

CODE = "information.rights_record"
LAST = {"year": "2024", "number_shown": "full"}
__all__ = ["retiree"]


def test_a_workers_year_is_told_with_months_and_bases(retiree, fresh_database):
    fresh_database.become("app")
    office = Office(CODE, place="440402", today=dt.date(2025, 5, 12))
    said = printed(office.closed(LAST, subject_id=retiree.person.pk))
    for words in (
        "社会保险个人权益记录单",
        "陈建国",
        retiree.person.id_number,
        "养老保险",
        "72,000.00",
        "尚未结息",
    ):
        assert words in said, words


def test_a_pensioners_year_is_told_with_the_account_and_what_was_paid(about_pensioners, pensioners):
    office = about_pensioners(CODE)
    said = printed(office.granted(LAST, subject_id=pensioners.first))
    assert "年末个人账户储存额25,000.00元" in said
    later = replace(office, today=dt.date(2026, 2, 2))
    said = printed(later.granted({**LAST, "year": "2025"}, subject_id=pensioners.first))
    assert "发放次数2" in said
    assert "6,000.02元" in said


def test_a_year_that_runs_an_empty_year_and_nobody_are_refused(about_pensioners, pensioners):
    office = about_pensioners(CODE)
    who = {"subject_id": pensioners.first}
    assert office.found({**LAST, "year": "2025"}, **who) == ["year_not_over"]
    assert office.found({**LAST, "year": "1999"}, **who) == ["nothing_recorded"]
    assert office.found(LAST) == ["subject_missing"]


def test_the_form_opens_with_last_year(about_pensioners, pensioners):
    office = about_pensioners(CODE)
    told = office.declared.service.prefill(office.asked(subject_id=pensioners.first))
    assert told == {"year": 2024, "number_shown": "masked"}


def test_a_record_that_was_wrong_is_revoked(about_pensioners, pensioners):
    office = about_pensioners(CODE)
    case = office.reversed(office.closed(LAST, subject_id=pensioners.first).number)
    kinds = {paper.kind: paper.revoked_at for paper in cases.papers_of(case=case)}
    assert kinds["certificate"] is not None
    assert kinds["receipt"] is None
