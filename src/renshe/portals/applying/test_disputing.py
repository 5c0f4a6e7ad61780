"""An amount is disputed from the page that explains it, by whose amount it is, and the decision comes back to the same person."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from renshe.domains.cases import api as cases
from renshe.portals.applying.conftest import TODAY
from renshe.portals.applying.test_story import number_in, text_of
from renshe.portals.conftest import Town
from renshe.services.catalogue import declared

CODE = "contributions.dispute_amount"
DISPUTE = re.compile(r'href="(/apply/contributions\.dispute_amount/\?address=[^"]+)"')


def hidden(page: str) -> dict[str, str]:
    """What a form carries along."""
    found = re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)">', page)
    return dict(found)


def explained(client: Client, part: str) -> str:
    """The address of the page that explains one's own amount of October."""
    year = text_of(client, "/me/contributions/2025/")
    return re.findall(rf'"(/me/explain/contribution/\d+/\d+/{part}/)"', year)[0]


def decided(number: str, *, grant: bool, words: str) -> None:
    """Two people of the office: one proposes, another signs."""
    found = declared(CODE)

    def actor(name: str) -> cases.Actor:
        at = dt.datetime.combine(TODAY, dt.time(20), ZoneInfo("Asia/Shanghai"))
        return cases.Actor(name, at, TODAY)

    cases.accept(number=number, item=found.item, actor=actor("li"))
    told = {"number": number, "item": found.item, "service": found.service, "grant": grant}
    cases.propose(**told, words=words, actor=actor("li"))  # type: ignore[arg-type]
    cases.sign(**told, words=words, actor=actor("wang"))  # type: ignore[arg-type]


def test_from_an_explanation_to_the_decision(town: Town) -> None:
    """Nothing of the amount is typed: which one, of which month and how much stands in the form already."""
    person = town.browser("person")
    page = text_of(person, explained(person, "pension_personal"))
    (link,) = DISPUTE.findall(page)
    start = text_of(person, link)
    assert "2025年10月养老保险个人缴费" in start
    answer = person.post(f"/apply/{CODE}/", hidden(start))
    first = text_of(person, answer["Location"])
    assert "登记里已有的3项已经替您填好" in first
    booked = re.findall(r'name="shown"[^>]*value="([\d.]+)"', first)
    assert booked
    assert f"{float(booked[0]):,.2f}" in start
    base = answer["Location"].partition("form/")[0]
    number = number_in(base)
    case = cases.case_by_number(number=number)
    given = cases.written(declared(CODE).item, case.form)
    told = {"why": "computation", "words": "基数和工资条不一样"}
    for step in (1, 2):
        person.post(f"{base}form/{step}/", given | told)
    assert "出自：账单" in text_of(person, f"{base}review/")
    person.post(f"{base}review/")
    assert cases.case_by_number(number=number).state == "submitted"
    decided(number, grant=True, words="规则有误")
    assert "计算有误，已交政策参数岗" in text_of(person, base)


@pytest.mark.parametrize("who", ["other_person", "clerk"])
def test_nobody_else_disputes_it(town: Town, who: str) -> None:
    """A link with somebody else's amount fills in nothing; an employer has no such item."""
    mine = explained(town.browser("person"), "pension_personal")
    other = town.browser(who)
    answer = other.get(f"/apply/{CODE}/", {"address": mine})
    page = answer.content.decode()
    assert "养老保险个人缴费" not in page
    if who == "clerk":
        assert answer.status_code in (403, 409)
        return
    assert "不是您自己的记录" in page
    begun = other.post(f"/apply/{CODE}/", {"address": mine})
    number = number_in(begun["Location"].partition("form/")[0])
    assert cases.case_by_number(number=number).form.get("address") is None


def test_what_a_link_hands_over_becomes_no_answer_unless_the_item_says_so(town: Town) -> None:
    """Nobody's telephone or account is changed by a link that somebody else wrote."""
    person = town.browser("person")
    code = "registration.change_contact"
    answer = person.post(f"/apply/{code}/", {"phone": "13900001111", "why": "x"})
    number = number_in(answer["Location"].partition("form/")[0])
    assert "13900001111" not in str(cases.case_by_number(number=number).form)


@pytest.mark.parametrize(
    "address",
    ["/me/explain/pension/total/", "/me/explain/pension/basic/", "/me/explain/retirement/month/"],
)
def test_every_amount_offers_it_and_a_date_does_not(town: Town, address: str) -> None:
    """A pensioner's amounts are disputed like contributions; when one may retire is no amount."""
    pensioner = town.browser("pensioner")
    if "retirement" in address:
        from renshe.portals.citizen.retirement import TARGETS

        address = f"/me/explain/retirement/{next(iter(TARGETS))}/"
    found = DISPUTE.findall(text_of(pensioner, address))
    assert bool(found) == ("retirement" not in address)
    if found:
        assert "2024年10月起" in text_of(pensioner, found[0])
