"""How I am told: an e-mail address is named, its code is sent and typed in, on the page and through the API."""

from __future__ import annotations

import datetime as dt

import pytest

from renshe.domains.cases import api as cases
from renshe.domains.cases.models_telling import AddressCode
from renshe.domains.identity import api as identity
from renshe.portals.api.conftest import caller, problem
from renshe.portals.applying.test_story import text_of
from renshe.portals.conftest import Town

WAYS = "/my/inbox/ways/"
ADDRESS = "li.hua@example.com"


def digits() -> str:
    """The newest code, as the mail system will get it."""
    return identity.unseal(AddressCode.objects.latest("pk").sealed)


def named(town: Town, name: str = "person") -> None:
    answer = town.browser(name).post(WAYS, {"way": "email", "email": ADDRESS})
    assert answer["Location"] == f"{WAYS}?done=sent"


def wait(minutes: int) -> None:
    """So many minutes pass for the code that was made."""
    row, gone = AddressCode.objects.latest("pk"), dt.timedelta(minutes=minutes)
    row.made_at, row.expires_at = row.made_at - gone, row.expires_at - gone
    row.save()


def test_an_address_is_named_and_used_once_its_code_was_typed_in(town: Town) -> None:
    person = town.browser("person")
    named(town)
    page = text_of(person, WAYS)
    for said in ("待确认", "l***@example.com", "验证码正在发出", "重新发送验证码"):
        assert said in page
    assert digits() not in page
    done = person.post(WAYS, {"act": "confirm", "code": digits()})
    assert done["Location"] == f"{WAYS}?done=confirmed"
    page = text_of(person, f"{WAYS}?done=confirmed")
    assert "已确认" in page
    assert "待确认" not in page
    assert person.post(WAYS, {"way": "email", "email": ADDRESS})["Location"].endswith("saved")


def test_a_wrong_code_says_so_and_the_address_stays_on_the_page(town: Town) -> None:
    person = town.browser("person")
    named(town)
    wrong = f"{(int(digits()) + 1) % 1_000_000:06d}"
    for said in ["验证码不对"] * 5 + ["输错次数过多"]:
        answer = person.post(WAYS, {"act": "confirm", "code": wrong})
        assert answer.status_code == 400
        assert said in answer.content.decode()
        assert f'value="{ADDRESS}"' in answer.content.decode()


def test_a_code_that_expired_and_another_persons_code_confirm_nothing(town: Town) -> None:
    named(town)
    hers = digits()
    wait(2)
    named(town, "other_person")
    other = town.browser("other_person")
    if hers != digits():
        assert other.post(WAYS, {"act": "confirm", "code": hers}).status_code == 400
    wait(15)
    late = other.post(WAYS, {"act": "confirm", "code": digits()})
    assert "验证码已过期" in late.content.decode()
    assert "现在没有有效的验证码" in text_of(other, WAYS)
    again = other.post(WAYS, {"act": "send"})
    assert again["Location"] == f"{WAYS}?done=sent"
    assert "验证码刚刚发出" in other.post(WAYS, {"act": "send"}).content.decode()


def test_another_address_within_the_minute_is_kept_and_waits_for_its_code(town: Town) -> None:
    person = town.browser("person")
    named(town)
    answer = person.post(WAYS, {"way": "email", "email": "other@example.com"})
    assert answer["Location"] == f"{WAYS}?done=sent"
    page = text_of(person, WAYS)
    assert 'value="other@example.com"' in page
    assert "现在没有有效的验证码" in page


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_was_typed_wrong_is_not_lost(town: Town, language: str) -> None:
    person = town.browser("person")
    person.cookies["django_language"] = language
    answer = person.post(WAYS, {"way": "email", "email": "no at"})
    assert answer.status_code == 400
    assert 'value="no at"' in answer.content.decode()


def test_through_the_api_a_wrong_code_is_answered_and_counted(town: Town) -> None:
    """A refusal would undo the count, and somebody could try all the million."""
    api = caller(town, "person")
    problem(api.post("/inbox/way/code", {}), 409, "email_missing")
    chosen = api.post("/inbox/way", {"way": "email", "email": ADDRESS}).json()
    assert chosen["confirmed_at"] is None
    assert api.post("/inbox/way/code", {}).json()["to"] == "l***@example.com"
    code = digits()
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    tried = [api.post("/inbox/way/confirmation", {"code": wrong}).json() for _ in range(5)]
    assert {(one["confirmed"], one["reason"]) for one in tried} == {(False, "code_wrong")}
    assert AddressCode.objects.get().wrong == 5
    assert api.post("/inbox/way/confirmation", {"code": code}).json()["reason"] == "code_used_up"
    AddressCode.objects.update(wrong=0)
    assert api.post("/inbox/way/confirmation", {"code": code}).json()["confirmed"] is True
    assert api.get("/inbox/way").json()["confirmed_at"]
    way = cases.way_of(username=town.accounts["person"].username)
    assert way is not None
    assert way.confirmed_at is not None
