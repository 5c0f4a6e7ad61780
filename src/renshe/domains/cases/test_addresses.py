"""An e-mail address is used only after the code that was sent there was typed in, by the account that named it."""

from __future__ import annotations

import datetime as dt

import pytest

from renshe.domains.cases import api as cases
from renshe.domains.cases.models_telling import AddressCode
from renshe.domains.identity import api as identity
from renshe.kernel.codes.problem import Refused

AT = dt.datetime(2025, 10, 15, 2, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
pytestmark = pytest.mark.django_db


def named(account: str = "zhang", address: str = "li.hua@example.com") -> None:
    cases.choose_way(username=account, way="email", email=address, at=AT)


def asked(account: str = "zhang", at: dt.datetime = AT) -> str:
    """The digits that were asked for, as the mail system will get them."""
    return identity.unseal(cases.ask_code(username=account, at=at).sealed)


def refused(code: str, *, account: str = "zhang", at: dt.datetime = AT) -> str:
    problem = cases.try_code(username=account, code=code, at=at)
    assert problem is not None
    return problem.code


def wrong_one(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def confirmed(account: str = "zhang") -> bool:
    way = cases.way_of(username=account)
    return way is not None and way.confirmed_at is not None


def test_the_code_that_was_sent_confirms_the_address_once() -> None:
    """Kept as a hash alone; blanks do not matter; the second time there is nothing left to do."""
    named()
    code = asked()
    sent: list[str] = []
    assert cases.send_codes(send=lambda _row, digits: sent.append(digits), at=AT) == 1
    assert sent == [code]
    row = AddressCode.objects.get()
    assert (row.sealed, code in row.digest, row.sent_at) == ("", False, AT)
    assert not confirmed()
    way = cases.confirm_address(username="zhang", code=f"{code[:3]} {code[3:]}", at=AT + MINUTE)
    assert way.confirmed_at == AT + MINUTE
    assert refused(code) == "email_confirmed"


def test_a_wrong_code_is_counted_and_the_fifth_voids_even_the_right_one() -> None:
    named()
    code = asked()
    assert [refused(wrong_one(code)) for _ in range(5)] == ["code_wrong"] * 5
    assert refused(code) == "code_used_up"
    assert not confirmed()
    again = asked(at=AT + MINUTE)
    assert refused(wrong_one(again), at=AT + MINUTE) == "code_wrong"
    cases.confirm_address(username="zhang", code=again, at=AT + MINUTE)
    assert confirmed()


def test_a_code_is_right_for_fifteen_minutes_and_not_a_moment_longer() -> None:
    named()
    code = asked()
    assert refused(code, at=AT + 15 * MINUTE) == "code_expired"
    cases.confirm_address(
        username="zhang", code=code, at=AT + 15 * MINUTE - dt.timedelta(seconds=1)
    )
    assert confirmed()


def test_another_persons_code_and_an_earlier_one_confirm_nothing() -> None:
    """Both named the same address; each has a code of his own."""
    named("zhang")
    named("wang")
    hers, his = asked("zhang"), asked("wang")
    if hers != his:
        assert refused(his, account="zhang") == "code_wrong"
    later = asked("zhang", at=AT + MINUTE)
    if hers != later:
        assert refused(hers, account="zhang", at=AT + MINUTE) == "code_wrong"
    cases.confirm_address(username="zhang", code=later, at=AT + MINUTE)
    assert (confirmed("zhang"), confirmed("wang")) == (True, False)


def test_the_hash_of_one_account_is_not_that_of_another() -> None:
    """Even where two people were sent the same digits, a row copied from one to the other proves nothing."""
    named("zhang")
    named("wang")
    code = asked("zhang")
    AddressCode.objects.update(account="wang")
    assert refused(code, account="wang") == "code_wrong"
    assert refused(code, account="zhang") == "code_none"


def test_another_address_is_confirmed_anew_and_the_code_of_the_first_does_not_do() -> None:
    named()
    code = asked()
    named(address="other@example.com")
    assert refused(code) == "code_none"
    cases.confirm_address(username="zhang", code=asked(at=AT + MINUTE), at=AT + MINUTE)
    named(address="other@example.com")
    assert confirmed(), "saved again unchanged, it stays confirmed"
    cases.choose_way(username="zhang", way="sms", email="other@example.com", at=AT)
    assert confirmed(), "another way keeps the address"
    named()
    assert not confirmed(), "another address"


def test_an_address_that_came_back_is_confirmed_anew() -> None:
    named()
    cases.confirm_address(username="zhang", code=asked(), at=AT)
    cases.NoticeWay.objects.update(failed_at=AT)
    named()
    assert not confirmed()


def test_codes_are_sent_a_minute_apart_and_five_a_day() -> None:
    named()
    for number in range(5):
        at = AT + number * MINUTE
        asked(at=at)
        with pytest.raises(Refused) as soon:
            cases.ask_code(username="zhang", at=at + dt.timedelta(seconds=59))
        assert soon.value.codes == ("code_too_often" if number == 4 else "code_too_soon",)
    with pytest.raises(Refused) as often:
        cases.ask_code(username="zhang", at=AT + dt.timedelta(hours=23))
    assert often.value.codes == ("code_too_often",)
    assert asked(at=AT + dt.timedelta(days=1))


@pytest.mark.parametrize("address", [None, ""])
def test_without_an_address_there_is_nothing_to_prove(address: str | None) -> None:
    if address is not None:
        cases.choose_way(username="zhang", way="sms", email=address, at=AT)
    with pytest.raises(Refused) as told:
        cases.ask_code(username="zhang", at=AT)
    assert told.value.codes == ("email_missing",)
    assert refused("123456") == "email_missing"


def test_what_the_mail_system_did_not_take_is_tried_again_until_it_expires_and_forgotten_after_a_day() -> None:  # fmt: skip
    named()
    asked()

    def down(_row: cases.AddressCode, _digits: str) -> None:
        raise OSError("no line")

    assert cases.send_codes(send=down, at=AT) == 0
    assert AddressCode.objects.get().sealed
    sent: list[str] = []
    late = AT + 15 * MINUTE
    assert cases.send_codes(send=lambda _row, digits: sent.append(digits), at=late) == 0
    assert (sent, AddressCode.objects.get().sealed) == ([], "")
    cases.send_codes(send=down, at=AT + dt.timedelta(days=1))
    assert not AddressCode.objects.exists()
