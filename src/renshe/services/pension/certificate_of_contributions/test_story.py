"""Somebody who leaves takes a certificate along: months, first and last, and the account; who paid nothing gets none."""

from __future__ import annotations

import datetime as dt
from typing import Any

from renshe.domains import conftest as made_up
from renshe.domains.cases import api as cases
from renshe.domains.cases.test_printing import text_of
from renshe.domains.pension.conftest import load_history
from renshe.services.conftest import Office

CODE = "pension.certificate_of_contributions"
SHOWN = {"number_shown": "full"}


def test_the_certificate_says_what_was_paid_and_verifies_as_revoked_after_correction(
    pensioners: Any, fresh_database: Any, make_person: Any
) -> None:
    fresh_database.become("runner")
    person = make_person()
    load_history(person_id=person.pk, years=[(2023, 0b1100_0000_0000, 300_000), (2024, 4095, 300_000)], key="own")  # fmt: skip
    fresh_database.become("app")
    office = Office(CODE, place="440402", today=dt.date(2025, 11, 20))
    assert office.found(SHOWN) == ["subject_missing"]
    other = make_person(id_number=made_up.id_number(sequence=205), name="李四")
    assert office.found(SHOWN, subject_id=other.pk) == ["nothing_paid_here"]
    case = office.granted(SHOWN, subject_id=person.pk)
    paper = next(one for one in cases.papers_of(case=case) if one.kind == "certificate")
    said = text_of(cases.render_paper(paper, address="https://renshe.example", language="zh"))
    said = said.replace(" ", "")
    for words in ("参保缴费凭证", "2023-11", "2024-12", "14", person.id_number):
        assert words in said, words
    reversed_ = office.reversed(case.number)
    assert reversed_.number == case.number
