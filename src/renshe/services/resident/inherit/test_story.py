"""What a dead person left goes to one heir for all; whoever lives, or left nothing, gives nobody anything."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from renshe.domains.conftest import id_number
from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.services.resident.conftest import AT, BANK, TODAY, books_hold, held, pay

CODE = "resident.inherit"


@pytest.fixture
def heir(make_person: Any) -> registry.Person:
    return make_person(id_number=id_number(birth="20000512", sequence=301), name="王一")


def answers(man: registry.Person, **changed: str) -> dict[str, str]:
    return {
        "deceased_id": man.id_number, "deceased_name": man.name, "relation": "child", "for_all": "on",
        **BANK, "account_name": "王一", **changed,
    }  # fmt: skip


def dies(man: registry.Person) -> None:
    registry.record_death(
        person_id=man.pk,
        died_on=dt.date(2025, 10, 1),
        known_on=TODAY,
        reason="社区报告",
        actor="clerk",
        at=AT,
    )


def test_the_whole_account_is_owed_to_the_heir_and_comes_back_if_that_was_wrong(
    office: Any, man: Any, heir: registry.Person
) -> None:
    pay(man)
    dies(man)
    item = office(CODE)
    case = item.closed(answers(man), subject_id=heir.pk)
    assert case.decision["reference"]["amount_fen"] == 120_000
    assert "1,200.00元" in case.decision["zh"]
    assert held(man) == 0
    assert resident.live_participation(person_id=man.pk) is None
    books_hold()
    item.reversed(case.number)
    assert held(man) == 120_000
    assert resident.live_participation(person_id=man.pk) is not None
    books_hold()


def test_what_stands_against_it_is_told(office: Any, man: Any, heir: registry.Person) -> None:
    item = office(CODE)
    pay(man)
    assert item.found(answers(man), subject_id=heir.pk) == ["person_is_alive"]
    dies(man)
    other = id_number(sequence=999)
    assert item.found(answers(man, deceased_id=other), subject_id=heir.pk) == ["deceased_unknown"]
    wrong = answers(man, deceased_name="王大")
    assert item.found(wrong, subject_id=heir.pk) == ["deceased_name_differs"]
    assert item.found(answers(man), subject_id=man.pk) == ["heir_is_the_deceased"]
    item.granted(answers(man), subject_id=heir.pk)
    assert item.found(answers(man), subject_id=heir.pk) == ["account_is_empty"]
