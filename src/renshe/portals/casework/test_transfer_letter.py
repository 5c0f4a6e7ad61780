"""A letter of another province at the office: refused by two hands in the browser and by program, followed once it can be."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from renshe.domains.conftest import NOW
from renshe.domains.identity.api import RoleCode
from renshe.domains.transfers import api as transfers
from renshe.laws import library
from renshe.portals.api.conftest import Api
from renshe.portals.conftest import PLACE, Town
from renshe.portals.finance.test_payment_pages import staff as staff_of
from renshe.portals.test_query_budgets import BUDGETS, queries_of

LIST = "/casework/transfers/"
TODAY = NOW.date()


def letter_of(town: Town, *, number: str = "SC-1", **changed: str) -> transfers.TransferMessage:
    """Sichuan asks for the town's first person, who is insured there."""
    person = town.city.people[0]
    body = {
        "id_number": person.id_number,
        "name": person.name,
        "agency": "成都市社会保险事业管理局",
        **changed,
    }
    message = transfers.Message(
        message_id=number, kind=transfers.LETTER, from_code="510000", to_code=f"{PLACE[:2]}0000", made_on=TODAY,
        reference=number, body=body,
    )  # fmt: skip
    recorded = transfers.Recorded(by="run", at=NOW, today=TODAY)
    kept = transfers.receive(
        message=message, place=PLACE, recorded=recorded, explain=library.explain
    )
    assert kept is not None
    return kept


@pytest.fixture
def handler(town: Town) -> Client:
    return staff_of("counter", RoleCode.COUNTER_CLERK)


@pytest.fixture
def reviewer(town: Town) -> Client:
    return staff_of("checker", RoleCode.REVIEWER)


def test_one_proposes_and_another_sends_and_nothing_typed_is_lost(
    town: Town, handler: Client, reviewer: Client
) -> None:
    one = f"{LIST}letters/{letter_of(town).pk}/"
    assert one in handler.get(LIST).content.decode()
    shown = handler.get(one).content.decode()
    for words in ("登记如此", "由人核实", "办理转出", "提出退回"):
        assert words in shown, words
    assert town.city.people[0].id_number not in shown
    wrong = handler.post(one, {"act": "propose", "reason": "draws_pension", "words": "说明在此"})
    page = wrong.content.decode()
    assert (wrong.status_code, "与所选理由不符" in page, "说明在此" in page) == (409, True, True)
    assert (
        reviewer.post(one, {"act": "propose", "reason": "still_insured", "words": "x"}).status_code
        == 403
    )
    sent = handler.post(one, {"act": "propose", "reason": "still_insured", "words": "仍在本地参保"})
    assert sent.status_code == 302
    assert "等待复核人" in handler.get(one).content.decode()
    assert handler.post(one, {"act": "send"}).status_code == 403
    assert "仍在本地参保" in reviewer.get(one).content.decode()
    assert reviewer.post(one, {"act": "send"}).status_code == 302
    done = reviewer.get(one).content.decode()
    assert "已退回" in done
    assert "还没有" in done, "the other agency has not confirmed it"
    refusal = transfers.TransferMessage.objects.get(kind=transfers.REFUSAL)
    assert refusal.body["reason"].endswith("仍在本地参保")


def test_a_letter_for_nobody_stands_on_the_list_and_is_followed_once_the_name_is_right(
    town: Town, handler: Client, reviewer: Client
) -> None:
    person = town.city.people[0]
    letter = letter_of(town, name="何人")
    one = f"{LIST}letters/{letter.pk}/"
    listed = handler.get(LIST).content.decode()
    assert one in listed
    assert "本地没有此人的登记" in listed
    assert "受理联系函" not in handler.get(one).content.decode()
    type(person).objects.filter(pk=person.pk).update(name="何人")
    assert "受理联系函" in handler.get(one).content.decode()
    assert handler.post(one, {"act": "take"}).status_code == 302
    assert "已按转出受理" not in handler.get(one).content.decode(), "it waits to be decided"
    assert "收到对方联系函" in handler.get(one).content.decode()
    (opened,) = transfers.transfers_of(person_id=person.pk)
    assert (opened.state, opened.letter_id) == ("letter_received", "SC-1")


def test_a_program_does_the_same(town: Town, handler: Client, reviewer: Client) -> None:
    letter = letter_of(town, name="何人")
    mine, other = Api(handler), Api(reviewer)
    (listed,) = mine.get("/office/transfer-letters").json()
    assert (listed["id"], listed["state"], listed["name"]) == (letter.pk, "open", "何*")
    whole = mine.get(f"/office/transfer-letters/{letter.pk}").json()
    assert [one["code"] for one in whole["reasons"] if one["so"]] == ["person_unknown"]
    acts: list[tuple[Any, dict[str, str], int]] = [
        (other, {"act": "propose", "reason": "person_unknown", "words": "查无此人"}, 403),
        (mine, {"act": "propose", "reason": "person_unknown", "words": "查无此人"}, 200),
        (mine, {"act": "send"}, 403),
        (other, {"act": "return", "words": "请核对曾用名"}, 200),
        (mine, {"act": "propose", "reason": "person_unknown", "words": "曾用名也查无此人"}, 200),
        (other, {"act": "send"}, 200),
    ]
    for api, body, status in acts:
        answer = api.post(f"/office/transfer-letters/{letter.pk}/acts", body)
        assert answer.status_code == status, answer.content.decode()
    told = other.get(f"/office/transfer-letters/{letter.pk}").json()
    assert (told["state"], told["decided_by"], told["due_on"]) == ("refused", "checker", None)
    assert mine.get("/office/transfer-letters").json() == []


def test_pages_keep_within_their_budgets_and_say_what_is_late(town: Town, handler: Client) -> None:
    one = f"{LIST}letters/{letter_of(town).pk}/"
    letter_of(town, number="SC-2", name="何人")
    transfers.LetterAnswer.objects.update(due_on=TODAY - dt.timedelta(days=1))
    for address in (LIST, one):
        page, count = queries_of(handler, address)
        assert count <= BUDGETS[page], f"{address}: {count} queries"
    assert "超期" in handler.get(LIST).content.decode()
