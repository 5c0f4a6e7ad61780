"""A relation leaves for the province that asked for it, by three people's hands; without a letter nothing leaves."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from renshe.domains.pension.conftest import load_history
from renshe.domains.registry import api as registry
from renshe.domains.transfers import api as transfers
from renshe.kernel.codes.problem import Refused
from renshe.laws import library
from renshe.services.conftest import Office

CODE = "pension.transfer_out"
TODAY = dt.date(2025, 11, 20)


@pytest.fixture
def asked_for(pensioners: Any, fresh_database: Any, make_person: Any) -> tuple[Office, Any]:
    """The office in November 2025; a woman paid here for 2024 and left; accounts of 2024 are closed."""
    fresh_database.become("runner")
    person = make_person(household_place="510104")
    load_history(person_id=person.pk, years=[(2024, 4095, 300_000)], key="own")
    fresh_database.become("app")
    return Office(CODE, place="440402", today=TODAY), person


def letter(person: Any) -> None:
    """Sichuan asks for her."""
    at = dt.datetime(2025, 11, 20, 1, tzinfo=dt.UTC)
    message = transfers.Message(
        message_id="SC-7", kind=transfers.LETTER, from_code="510000", to_code="440000", made_on=TODAY, reference="SC-7",
        body={"id_number": person.id_number, "name": person.name, "agency": "成都市社会保险事业管理局"},
    )  # fmt: skip
    transfers.receive(
        message=message, place="440402", explain=library.explain,
        recorded=transfers.Recorded(by="run", at=at, today=TODAY),
    )  # fmt: skip


def test_the_money_leaves_with_the_third_signature(asked_for: tuple[Office, Any]) -> None:
    office, person = asked_for
    assert office.found({"checked": "on"}, subject_id=person.pk) == ["transfer_no_letter"]
    letter(person)
    case = office.granted({"checked": "on"}, subject_id=person.pk)
    (gone,) = transfers.transfers_of(person_id=person.pk)
    assert (case.path, case.amount_fen) == ("approval", 432_000)
    assert (gone.state, gone.months, gone.pooled_fen) == ("to_send", 12, 432_000)
    assert transfers.relation_gone(person_id=person.pk)
    with pytest.raises(Refused, match="资金已经划转"):
        office.reversed(case.number)


def test_a_pensioner_does_not_leave(asked_for: tuple[Office, Any], pensioners: Any) -> None:
    office, _ = asked_for
    letter(registry.person(person_id=pensioners.first))
    assert office.found({"checked": "on"}, subject_id=pensioners.first) == [
        "transfer_draws_pension"
    ]


def test_an_account_from_before_1998_asks_for_both_its_parts(
    asked_for: tuple[Office, Any], fresh_database: Any
) -> None:
    office, person = asked_for
    fresh_database.become("runner")
    load_history(person_id=person.pk, years=[(1997, 4095, 100_000)], key="early")
    fresh_database.become("app")
    letter(person)
    both = {"checked": "on", "before_own": "200.00", "before_rest": "100.00"}
    assert office.found({"checked": "on"}, subject_id=person.pk) == ["transfer_before_1998_unknown"]
    # Nothing was closed on her account, so no part of it can be three hundred yuan.
    assert office.found(both, subject_id=person.pk) == ["transfer_before_1998_too_much"]
