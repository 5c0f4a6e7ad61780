"""A pensioner changes the account; what is somebody else's or typed wrong is refused, and the old one stays on record."""

from __future__ import annotations

import datetime as dt

import pytest

from renshe.domains.pension import api as pension
from renshe.kernel.codes.problem import Refused
from renshe.services.conftest import Office

CODE = "pension.change_bank_account"
CARD = "6222021234567890128"
NEW = {
    "bank_code": "105", "account_number": CARD, "account_again": CARD, "account_name": "王小明", "why": "replaced",
}  # fmt: skip


@pytest.fixture
def among(pensioners, fresh_database):
    """The office of the item in November 2025, among three pensioners."""
    fresh_database.become("app")
    return Office(CODE, place="310112", today=dt.date(2025, 11, 20)), pensioners


def rows(person_id):
    """Accounts of a person, the oldest first: number, from, to."""
    told = pension.PayeeAccount.objects.filter(person_id=person_id).order_by("pk")
    return list(told.values_list("account_number", "valid_from", "valid_to"))


def test_two_people_change_the_account_and_the_old_one_stays_on_record(among):
    office, pensioners = among
    (old,) = rows(pensioners.first)
    case = office.closed(NEW, subject_id=pensioners.first)
    assert case.path == "review"
    assert rows(pensioners.first) == [
        (old[0], old[1], dt.date(2025, 11, 19)),
        (CARD, dt.date(2025, 11, 20), None),
    ]
    told = case.decision["zh"]
    assert CARD not in told
    assert CARD[-4:] in told
    assert pension.PayeeAccount.objects.get(pk=case.decision["reference"]["account"]).verified_on == office.today  # fmt: skip


def test_the_sheet_shows_both_accounts_masked_and_from_when(among):
    office, pensioners = among
    case = office.submitted(NEW, subject_id=pensioners.first)
    sheet = case.examination["sheet"]
    assert sheet["then"].endswith(CARD[-4:])
    assert CARD not in str(sheet)
    assert sheet["first_month"] in (2025 * 12 + 10, 2025 * 12 + 11)


def test_another_name_another_number_and_another_persons_account_are_refused(among):
    office, pensioners = among
    who = {"subject_id": pensioners.first}
    case = office.submitted({**NEW, "account_name": "李四"}, **who)
    assert case.examination["findings"][0]["code"] == "account_name_differs"
    assert case.examination["differences"][0]["registered"] == "王小明"
    assert office.found({**NEW, "account_again": CARD[:-1] + "9"}, **who) == [
        "account_numbers_differ"
    ]
    ((theirs, _, _),) = rows(pensioners.second)
    assert office.found({**NEW, "account_number": theirs, "account_again": theirs}, **who) == [
        "account_shared"
    ]
    assert len(rows(pensioners.first)) == 1


def test_the_same_account_nobody_and_who_has_no_pension_are_refused(among, make_person):
    office, pensioners = among
    now = pension.PayeeAccount.objects.get(person_id=pensioners.second)
    number = now.account_number
    same = {**NEW, "bank_code": now.bank_code, "account_number": number, "account_again": number}
    assert office.found(same, subject_id=pensioners.second) == ["same_account"]
    assert office.found(NEW) == ["subject_missing"]
    assert office.found(NEW, subject_id=make_person().pk) == ["no_pension"]


def test_a_card_whose_check_digit_does_not_fit_is_lit(among):
    office, pensioners = among
    wrong = CARD[:-1] + "3"
    answers = {**NEW, "account_number": wrong, "account_again": wrong}
    assert office.noticed(answers, subject_id=pensioners.first) == ["card_number_doubtful"]
    assert office.noticed(NEW, subject_id=pensioners.first) == []


def test_only_the_name_is_filled_in_beforehand(among):
    office, pensioners = among
    told = office.declared.service.prefill(office.asked(subject_id=pensioners.first))
    assert told == {"account_name": "王小明"}
    assert office.declared.service.prefill(office.asked()) == {}


def test_self_correction_goes_back_to_the_account_before_unless_it_changed_again(among):
    office, pensioners = among
    case = office.closed(NEW, subject_id=pensioners.first)
    ((old, _, _), _) = rows(pensioners.first)
    office.reversed(case.number)
    assert rows(pensioners.first)[-1][0] == old
    again = office.closed(NEW, subject_id=pensioners.first)
    other = "6228481234567890128"
    answers = {**NEW, "bank_code": "103", "account_number": other, "account_again": other}
    office.closed(answers, subject_id=pensioners.first)
    with pytest.raises(Refused, match="不能改回"):
        office.reversed(again.number)
