"""The old rural scheme's balance joins the account once, with its money in both books, and goes back while it is there."""

from __future__ import annotations

from typing import Any

import pytest

from renshe.domains.conftest import id_number
from renshe.domains.funds import api as funds
from renshe.domains.pension.models import Award
from renshe.domains.registry import api as registry
from renshe.flows import resident_account
from renshe.flows.resident_to_ledger import FUND
from renshe.kernel.codes.problem import Refused
from renshe.services.resident.conftest import AT, books_hold, held, pay

CODE = "resident.take_over_old_rural"
ANSWERS = {"old_number": "NB-0312", "balance": "2345.67", "bank_ref": "HD-2025-1"}
OCTOBER = 2025 * 12 + 9


def cash(code: str) -> int:
    rows = funds.trial_balance(fund=FUND, book="cash", accounting_month=OCTOBER)
    return sum(row.closing_fen for row in rows if row.code == code)


def test_the_balance_is_credited_once_with_its_money(office: Any, man: registry.Person) -> None:
    item = office(CODE)
    case = item.closed(ANSWERS, subject_id=man.pk)
    assert (case.path, case.amount_fen) == ("approval", 234_567)
    assert resident_account.balance(person_id=man.pk)["own"] == 234_567
    assert (cash("1003"), cash("4301")) == (234_567, 234_567)
    books_hold()
    assert item.found(ANSWERS, subject_id=man.pk) == ["old_rural_converted"]


def test_a_mistake_is_reversed_and_the_right_amount_taken(
    office: Any, man: registry.Person
) -> None:
    item = office(CODE)
    case = item.closed(ANSWERS, subject_id=man.pk)
    pay(man)
    item.reversed(case.number)
    assert held(man) == 120_000
    assert cash("1003") == 0
    books_hold()
    item.closed({**ANSWERS, "balance": "345.67"}, subject_id=man.pk)
    assert held(man) == 154_567
    books_hold()


def test_who_draws_a_pension_or_is_in_no_scheme_is_refused(
    office: Any, man: registry.Person, make_person: Any
) -> None:
    item = office(CODE)
    assert item.found({**ANSWERS, "balance": "0"}, subject_id=man.pk) == ["old_rural_no_amount"]
    assert item.found(ANSWERS) == ["subject_missing"]
    stranger = make_person(id_number=id_number(sequence=103))
    assert item.found(ANSWERS, subject_id=stranger.pk) == ["not_in_the_scheme"]
    case = item.closed(ANSWERS, subject_id=man.pk)
    Award.objects.create(
        person_id=man.pk, kind="resident", state="final", starts_month=OCTOBER, place="440402", basic_fen=1, account_fen=0,
        transitional_fen=0, other_fen=0, total_fen=1, facts={}, receipt={}, decided_by="x", decided_at=AT,
    )  # fmt: skip
    with pytest.raises(Refused) as told:
        item.reversed(case.number)
    assert told.value.codes == ("old_rural_pension_began",)
