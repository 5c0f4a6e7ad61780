"""Months that both schemes cover come back: out of the account, owed, put back when it was wrong and not paid yet."""

from __future__ import annotations

from typing import Any

from renshe.domains.resident import api as resident
from renshe.services.resident.conftest import BANK, books_hold, employed, held, pay

CODE = "resident.refund_double"
ANSWERS = {"year": "2025", **BANK}


def test_the_twelfths_of_the_months_come_back_with_three_hands(office: Any, man: Any) -> None:
    pay(man)
    employed(man, "2025-07-01")
    item = office(CODE)
    case = item.closed(ANSWERS, subject_id=man.pk)
    assert case.path == "approval"
    # July to December: six of twelve months of 1,200 yuan.
    assert case.decision["reference"]["amount_fen"] == 60_000
    assert held(man) == 60_000
    (payout,) = resident.payouts_of(person_id=man.pk)
    assert (payout.state, payout.case_number, payout.approved_by) == ("owed", case.number, "zhao")
    books_hold()
    item.reversed(case.number)
    assert held(man) == 120_000
    books_hold()


def test_the_form_proposes_the_year_and_the_persons_own_name(office: Any, man: Any) -> None:
    pay(man)
    employed(man, "2025-07-01")
    item = office(CODE)
    told = item.declared.service.prefill(item.asked(subject_id=man.pk))
    assert told == {"year": "2025", "account_name": "王小明"}


def test_nothing_twice_and_another_mans_account_are_refused(office: Any, man: Any) -> None:
    pay(man)
    item = office(CODE)
    assert item.found(ANSWERS, subject_id=man.pk) == ["nothing_paid_twice"]
    employed(man, "2025-07-01")
    assert item.found({**ANSWERS, "account_name": "李四"}, subject_id=man.pk) == ["not_own_account"]
    item.granted(ANSWERS, subject_id=man.pk)
    assert item.found(ANSWERS, subject_id=man.pk) == ["refunded_already"]
