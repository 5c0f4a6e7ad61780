"""The money of bridgings goes by one list and one transfer a direction, and comes back the same way where it was an error."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.flows import bridging_lists as lists
from renshe.flows import bridging_returns, resident_account
from renshe.flows import bridging_to_ledger as ledger
from renshe.flows.checks_bridging import BRIDGING_INVARIANTS
from renshe.foundation.invariants import prove
from renshe.kernel.codes.problem import Refused
from renshe.services.conftest import Office
from renshe.services.pension.bridge_schemes.test_story import (
    AT,
    BANK,
    CASHIER,
    CODE,
    JOIN,
    TODAY,
    account_of,
    city,
    han,
    he,
    held,
    insured,
)

__all__ = ["city", "han", "he", "insured"]
CHIEF = resident.ByHand(by="chief", at=AT, today=TODAY)
PLACE = "440402"


def codes(act: Callable[[], Any]) -> tuple[str, ...]:
    with pytest.raises(Refused) as told:
        act()
    return told.value.codes


def bridged(person: registry.Person, answers: dict[str, str]) -> resident.Bridging:
    Office(CODE, today=TODAY).granted(answers, subject_id=person.pk)
    done = resident.bridging_of(person_id=person.pk)
    assert done is not None
    return done


def listed(direction: str = resident.TO_EMPLOYEE) -> resident.BridgingList:
    made = lists.make(place=PLACE, direction=direction, hand=CASHIER)
    return lists.approve(list_id=made.pk, hand=CHIEF)


def moved(direction: str = resident.TO_EMPLOYEE, ref: str = "HB-1") -> resident.BridgingList:
    found = listed(direction)
    return lists.moved(list_id=found.pk, bank_ref=ref, hand=CASHIER)


def wrong() -> list[str]:
    return [one.name for one, rows, count in prove(invariants=BRIDGING_INVARIANTS) if count]


# ---- one list, one transfer ----------------------------------------------------------------------------------------------


def test_two_people_sign_a_list_and_one_transfer_brings_every_account_of_it(
    han: registry.Person, he: registry.Person
) -> None:
    before = account_of(han)
    over, other = bridged(han, BANK), bridged(he, JOIN)
    assert [one.direction for one in resident.money_to_move(place=PLACE)] == [
        resident.TO_EMPLOYEE, resident.TO_RESIDENT,
    ]  # fmt: skip
    approver = resident.ByHand(by=over.decided_by, at=AT, today=TODAY)
    make = {"place": PLACE, "direction": resident.TO_EMPLOYEE}
    assert codes(lambda: lists.make(hand=approver, **make)) == ("two_people_needed",)
    made = lists.make(hand=CASHIER, **make)
    assert (made.rows, made.total_fen, made.state) == (1, 420_000, "made")
    assert codes(lambda: lists.make(hand=CASHIER, **make)) == ("no_bridging_waits",)
    assert codes(lambda: lists.approve(list_id=made.pk, hand=CASHIER)) == ("two_people_needed",)
    move = {"list_id": made.pk, "bank_ref": "HB-9", "hand": CASHIER}
    assert codes(lambda: lists.moved(**move)) == ("wrong_step",)
    signed = lists.approve(list_id=made.pk, hand=CHIEF)
    table = list(csv.reader(io.StringIO(lists.kept_table(signed).decode("utf-8-sig"))))
    assert (table[1][0], table[1][1], table[1][6]) == ("1", over.case_number, "4200.00")
    assert table[-1] == ["合计", "", "", "", "居民养老转入职工养老", "1笔", "4200.00"]
    assert han.name not in lists.kept_table(signed).decode("utf-8-sig")
    assert codes(lambda: lists.moved(**{**move, "bank_ref": " "})) == ("bank_ref_used",)
    lists.moved(**move)
    assert lists.moved(**move).state == "moved", "called again it changes nothing"
    over.refresh_from_db()
    assert (over.state, over.bank_ref, over.settled_by) == ("moved", "HB-9#1", "cashier")
    assert account_of(han) == before + 420_000 + 917
    assert wrong() == []
    moved(resident.TO_RESIDENT, ref="HB-10")
    assert held(he) == 2_000_000
    assert codes(lambda: moved(resident.TO_RESIDENT)) == ("no_bridging_waits",)
    assert wrong() == []
    other.refresh_from_db()
    assert other.state == "moved"


def test_what_is_in_a_list_is_neither_withdrawn_nor_moved_alone_until_the_list_is_taken_back(
    han: registry.Person,
) -> None:
    office = Office(CODE, today=TODAY)
    case = office.granted(BANK, subject_id=han.pk)
    done = resident.bridging_of(person_id=han.pk)
    assert done is not None
    found = listed()
    assert codes(lambda: office.reversed(case.number)) == ("in_a_transfer_list",)
    alone = {"bridging_id": done.pk, "bank_ref": "B-1", "hand": CASHIER}
    assert codes(lambda: ledger.money_moved(**alone)) == ("in_a_transfer_list",)
    discard = {"list_id": found.pk, "hand": CASHIER}
    assert codes(lambda: lists.discard(why="", **discard)) == ("reason_needed",)
    lists.discard(why="金额待核对", **discard)
    assert codes(lambda: lists.discard(why="再撤", **discard)) == ("wrong_step",)
    assert len(resident.money_to_move(place=PLACE)) == 1
    with transaction.atomic():
        ledger.money_moved(**alone)
        assert wrong() == [], "what was moved by itself ties as before"
        assert resident.list_of(bridging_id=done.pk) is None
        transaction.set_rollback(True)
    office.reversed(case.number)
    assert resident.money_to_move(place=PLACE) == []
    assert wrong() == []


def test_a_list_that_is_not_its_lines_is_found_and_the_database_keeps_amounts(
    he: registry.Person,
) -> None:
    bridged(he, JOIN)
    found = moved(resident.TO_RESIDENT)
    line = resident.lines_of_list(list_id=found.pk)[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        type(line).objects.filter(pk=line.pk).update(amount_fen=line.amount_fen + 1)
    with transaction.atomic():
        resident.BridgingList.objects.filter(pk=found.pk).update(total_fen=found.total_fen + 1)
        assert wrong() == ["bridging_sums_are_equal"]
        transaction.set_rollback(True)


# ---- and back --------------------------------------------------------------------------------------------------------------


def test_a_bridging_in_error_goes_back_by_two_people_and_the_next_list(
    he: registry.Person,
) -> None:
    before = account_of(he)
    done = bridged(he, JOIN)
    ask = {"bridging_id": done.pk, "hand": CASHIER}
    assert codes(lambda: bridging_returns.proposed(reason="身份认定有误", **ask)) == (
        "bridging_not_moved",
    )
    moved(resident.TO_RESIDENT)
    assert codes(lambda: bridging_returns.proposed(reason=" ", **ask)) == ("reason_needed",)
    found = bridging_returns.proposed(reason="职工年限漏计，应当按月领职工养老金", **ask)
    assert codes(lambda: bridging_returns.proposed(reason="再提", **ask)) == (
        "return_asked_already",
    )
    confirm = {"return_id": found.pk}
    assert codes(lambda: bridging_returns.confirmed(hand=CASHIER, **confirm)) == (
        "two_people_needed",
    )
    assert held(he) == 2_000_000
    bridging_returns.confirmed(hand=CHIEF, **confirm)
    assert (held(he), account_of(he)) == (0, 0), "the money is on its way"
    assert wrong() == []
    (waiting,) = resident.money_to_move(place=PLACE)
    assert (waiting.back, waiting.direction) == (True, resident.TO_EMPLOYEE)
    moved(resident.TO_EMPLOYEE, ref="HB-2")
    assert (held(he), account_of(he)) == (0, before)
    assert resident.live_participation(person_id=he.pk) is None, "the bridging had begun it"
    assert resident.bridging_of(person_id=he.pk) is None
    assert wrong() == []
    assert Office(CODE, today=TODAY).found(JOIN, subject_id=he.pk) == [], "it may be asked for anew"


def test_the_resident_account_stands_again_source_by_source_and_years_of_both_stay_given_back(
    han: registry.Person,
) -> None:
    before, employee = resident_account.balance(person_id=han.pk), account_of(han)
    done = bridged(han, BANK)
    moved()
    found = bridging_returns.proposed(bridging_id=done.pk, reason="并错人", hand=CASHIER)
    bridging_returns.confirmed(return_id=found.pk, hand=CHIEF)
    assert account_of(han) == employee
    moved(resident.TO_RESIDENT, ref="HB-2")
    after = resident_account.balance(person_id=han.pk)
    assert after == {**before, "own": before["own"] - 180_000}
    assert resident.live_participation(person_id=han.pk) is not None
    assert [one.state for one in resident.payouts_of(person_id=han.pk)] == ["owed"]
    assert wrong() == []


def test_nothing_goes_back_once_a_pension_rests_on_it_or_interest_was_credited(
    he: registry.Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = bridged(he, JOIN)
    moved(resident.TO_RESIDENT)
    ask = {"bridging_id": done.pk, "reason": "认定有误", "hand": CASHIER}
    with monkeypatch.context() as drawing:
        drawing.setattr(pension, "all_in_force", lambda *, person_id: [object()])
        assert codes(lambda: bridging_returns.proposed(**ask)) == ("pension_rests_on_it",)
    with transaction.atomic():
        resident.credit(
            rows=[resident.NewCredit(person_id=he.pk, year=2026, source="own", kind="interest", amount_fen=1)],
            month=2026 * 12, on=dt.date(2026, 1, 2), cause="take_over:test", hand=CASHIER,
        )  # fmt: skip
        assert codes(lambda: bridging_returns.proposed(**ask)) == ("interest_since",)
        transaction.set_rollback(True)
    assert resident.return_of(bridging_id=done.pk) is None, "nothing stays of what was refused"


def test_a_return_that_is_refused_leaves_the_bridging_as_it_is(he: registry.Person) -> None:
    done = bridged(he, JOIN)
    moved(resident.TO_RESIDENT)
    found = bridging_returns.proposed(bridging_id=done.pk, reason="认定有误", hand=CASHIER)
    refuse = {"return_id": found.pk}
    assert codes(lambda: resident.refuse_return(reason="", hand=CHIEF, **refuse)) == (
        "reason_needed",
    )
    resident.refuse_return(reason="认定无误", hand=CHIEF, **refuse)
    assert codes(lambda: bridging_returns.confirmed(return_id=found.pk, hand=CHIEF)) == (
        "correction_decided",
    )
    assert held(he) == 2_000_000
    assert wrong() == []
