"""Residents' money in the browser: payouts by a bank batch, bridgings by one list, each by two people; nothing typed is lost."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from renshe.domains.conftest import id_number
from renshe.domains.identity.api import RoleCode
from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.flows import resident_corrections
from renshe.flows import resident_counter as till
from renshe.flows.resident_tiers import offered
from renshe.laws import library
from renshe.portals.conftest import PLACE, Town
from renshe.portals.finance.test_payment_pages import staff
from renshe.portals.test_query_budgets import BUDGETS, queries_of

TODAY = date(2025, 10, 31)
AT = datetime(2025, 10, 31, 2, 0, tzinfo=UTC)
HAND = resident.ByHand(by="zhao", at=AT, today=TODAY, reference="440400-Z-1")
WAITING, BRIDGINGS = "/finance/residents/", "/finance/bridgings/"


def owed_of(town: Town, *, who: int) -> resident.ResidentPayout:
    """A refund that is owed to one of the town's people; its ground is not of these tests."""
    person = town.city.people[who]
    payee = resident.PayTo(
        bank_code="103", account_number="6228480000000000018", account_name=person.name
    )
    return resident.owe(
        person_id=person.pk, kind="refund", amount_fen=40_000, place=PLACE[:6], payee=payee, hand=HAND
    )  # fmt: skip


def batch_of(here: dict[RoleCode, Client], payout: resident.ResidentPayout) -> int:
    """The number of a batch that the town's accountant made of a payout."""
    made = here[RoleCode.FUND_ACCOUNTANT].post(WAITING, {"act": "make", "payout": [payout.pk]})
    return int(made["Location"].split("/")[3])


def bridging_of(town: Town, *, who: int) -> resident.Bridging:
    """An account that waits to go into the employee scheme; how it was reckoned is not of these tests."""
    return resident.Bridging.objects.create(
        person=town.city.people[who], direction=resident.TO_EMPLOYEE, place=PLACE[:6], case_number=f"440400-B-{who}",
        account_fen=420_000, product_fen=0, counted_months=186, double_months=0, facts={"refunds": []}, decided_on=TODAY,
        decided_by="zhao", decided_at=AT,
    )  # fmt: skip


def list_of(town: Town, *, who: int) -> resident.BridgingList:
    """A list of one bridging of the town."""
    bridging_of(town, who=who)
    maker = resident.ByHand(by="list_maker", at=AT, today=TODAY)
    return resident.make_list(
        place=PLACE[:6], direction=resident.TO_EMPLOYEE, period=2025 * 12 + 9, hand=maker
    )


def text(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def villager(town: Town) -> registry.Person:
    """In the residents' scheme, with a year taken at the counter for him by mistake."""
    person = registry.register_person(
        id_number=id_number(birth="19900607", sequence=701, region=PLACE[:6]), name="林小明", ethnic_code="01",
        household_place=PLACE[:6], residence_place=PLACE[:6], actor="clerk", at=AT, as_of=TODAY,
    )  # fmt: skip
    tier = offered(place=PLACE[:6], on=TODAY)[0]
    resident.join(
        person_id=person.pk, place=PLACE[:6], community=PLACE[:6], tier=tier, student=False, draws_other_pension=False,
        hand=HAND, explain=library.explain,
    )  # fmt: skip
    return person


@pytest.fixture
def payout(town: Town, villager: registry.Person) -> resident.ResidentPayout:
    """What was taken wrong yesterday is owed to the payer, in the books too."""
    yesterday = resident.ByHand(by="teller", at=AT, today=date(2025, 10, 30))
    tier = offered(place=PLACE[:6], on=TODAY)[0]
    payment = till.take(
        person_id=villager.pk, year=2025, tier=tier, place=PLACE[:6], hand=yesterday
    )
    payee = resident.PayTo(
        bank_code="103", account_number="6228480000000000018", account_name="林小明"
    )
    wrong = resident.Wrong(payment_id=payment.pk, way="refund", reason="收错人", payee=payee)
    found = resident.propose_correction(wrong=wrong, hand=HAND)
    lead = resident.ByHand(by="lead", at=AT, today=TODAY)
    done = resident_corrections.confirmed(correction_id=found.pk, hand=lead)
    assert done.payout is not None
    return done.payout


def test_two_people_pay_it_by_the_banks_file_in_the_browser(
    town: Town, payout: resident.ResidentPayout
) -> None:
    accountant = staff("maker", RoleCode.FUND_ACCOUNTANT)
    supervisor = staff("chief", RoleCode.FUND_SUPERVISOR)
    page = text(accountant.get(WAITING))
    assert f"{payout.amount_fen // 100:,}.00" in page
    assert "收错退费" in page
    assert payout.account_number not in page
    assert "林小明" not in page
    empty = accountant.post(WAITING, {"act": "make"})
    assert (empty.status_code, "没有可以编入批次" in text(empty)) == (409, True)
    batch = accountant.post(WAITING, {"act": "make", "payout": [payout.pk]})["Location"]
    assert re.fullmatch(r"/finance/residents/\d+/", batch)
    assert accountant.post(batch, {"act": "approve"}).status_code == 403
    for browser, act, told in (
        (supervisor, "approve", "已批准，待拨款"),
        (supervisor, "fund", "资金已到位"),
        (accountant, "send", "已送银行"),
        (accountant, "answer", "已发到账"),
        (accountant, "close", "已关账"),
    ):
        answer = browser.post(batch, {"act": act}, follow=True)
        assert answer.status_code == 200, f"{act}: {answer.status_code}"
        assert told in text(answer), act
    payout.refresh_from_db()
    assert (payout.state, payout.external_ref) == ("paid", f"{batch.split('/')[3]}-1")
    page = text(accountant.get(f"{WAITING}payouts/{payout.pk}/"))
    assert "银行文件" in page
    assert "个人缴费" in page


def test_another_account_is_the_payees_own_and_what_was_typed_stays(
    town: Town, payout: resident.ResidentPayout
) -> None:
    accountant = staff("maker", RoleCode.FUND_ACCOUNTANT)
    address = f"{WAITING}payouts/{payout.pk}/"
    typed = {
        "bank_code": "105", "account_number": "6217000000000042", "account_name": "别人", "reason": "换卡",
    }  # fmt: skip
    refused = accountant.post(address, typed)
    assert (refused.status_code, "户名与批准的收款人不一致" in text(refused)) == (409, True)
    assert "6217000000000042" in text(refused)
    accountant.post(address, {**typed, "account_name": "林小明"})
    payout.refresh_from_db()
    assert (payout.bank_code, payout.account_number) == ("105", "6217000000000042")
    assert staff("counter9", RoleCode.COUNTER_CLERK).get(address).status_code == 403


def test_a_list_of_bridgings_is_made_signed_and_handed_over_as_a_table(town: Town) -> None:
    bridging_of(town, who=2)
    accountant = staff("maker", RoleCode.FUND_ACCOUNTANT)
    supervisor = staff("chief", RoleCode.FUND_SUPERVISOR)
    assert "4,200.00" in text(accountant.get(BRIDGINGS))
    none = accountant.post(BRIDGINGS, {"direction": resident.TO_RESIDENT})
    assert (none.status_code, "没有待划转的制度衔接" in text(none)) == (409, True)
    made = accountant.post(BRIDGINGS, {"direction": resident.TO_EMPLOYEE})["Location"]
    assert "等待基金主管" in text(accountant.get(made))
    assert accountant.post(made, {"act": "approve"}).status_code == 403
    assert supervisor.post(made, {"act": "approve"}).status_code == 302
    table = accountant.get(f"{made}table.csv")
    assert "440400-B-2" in text(table)
    assert town.city.people[2].name not in text(table)
    refused = accountant.post(made, {"act": "move", "bank_ref": " "})
    assert (refused.status_code, "没有填银行回单号" in text(refused)) == (409, True)
    untold = accountant.post(made, {"act": "discard", "why": " "})
    assert (untold.status_code, "须写明理由" in text(untold)) == (409, True)
    accountant.post(made, {"act": "discard", "why": "金额待核对"})
    assert "金额待核对" in text(accountant.get(made))
    assert "4,200.00" in text(accountant.get(BRIDGINGS))


def test_a_payment_taken_wrong_is_proposed_at_the_till_and_confirmed_by_the_lead(
    town: Town, villager: registry.Person
) -> None:
    teller = staff("teller1", RoleCode.COUNTER_CLERK)
    lead = staff("lead1", RoleCode.REVIEWER)
    tier = offered(place=PLACE[:6], on=TODAY)[0]
    taken = teller.post(f"/counter/resident/{villager.pk}/", {"year": "2025", "tier": str(tier)})
    wrong = f"{taken['Location']}wrong/"
    assert wrong in text(teller.get("/counter/resident/"))
    assert "当日退回现款" in text(teller.get(wrong))
    later = teller.post(wrong, {"way": "move", "reason": "收错人", "id_number": "1"})
    assert (later.status_code, "没有这个证件号码的人" in text(later)) == (409, True)
    assert teller.post(wrong, {"way": "hand_back", "reason": "收错人"}).status_code == 302
    assert "待复核" in text(teller.get(wrong))
    page = "/casework/resident/corrections/"
    (found,) = resident.corrections_waiting(place=PLACE[:6])
    assert teller.post(page, {"act": "confirm", "number": found.pk}).status_code == 403
    untold = lead.post(page, {"act": "refuse", "number": found.pk, "reason": ""})
    assert untold.status_code == 409
    assert lead.post(page, {"act": "confirm", "number": found.pk}).status_code == 302
    assert resident.taken_by(teller="teller1", day=found.asked_on) == []
    assert "今天收错退回" in text(teller.get("/counter/resident/"))
    assert lead.post(page, {"act": "confirm", "number": 999_999}).status_code == 404


def test_each_page_keeps_within_its_budget_of_queries(
    town: Town, payout: resident.ResidentPayout
) -> None:
    bridging_of(town, who=2)
    accountant = staff("maker", RoleCode.FUND_ACCOUNTANT)
    batch = accountant.post(WAITING, {"act": "make", "payout": [payout.pk]})["Location"]
    made = accountant.post(BRIDGINGS, {"direction": resident.TO_EMPLOYEE})["Location"]
    here = f"{WAITING}payouts/{payout.pk}/"
    for address in (WAITING, batch, here, BRIDGINGS, made, f"{made}table.csv"):
        page, count = queries_of(accountant, address)
        assert count <= BUDGETS[page], (
            f"{address}: {count} queries, {page} may need {BUDGETS[page]}"
        )
    lead = staff("lead1", RoleCode.REVIEWER)
    page, count = queries_of(lead, "/casework/resident/corrections/")
    assert count <= BUDGETS[page], f"{page}: {count}"
