"""A survivor's benefit is paid in the browser by two people, and each page says what it refuses and why."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from renshe.domains.identity.api import RoleCode, grant_role, open_account
from renshe.domains.pension import api as pension
from renshe.domains.registry.api import Person
from renshe.flows.survivors_to_ledger import survivors_benefit_granted
from renshe.portals.conftest import PLACE, SINCE, Town, signed_in
from renshe.portals.test_query_budgets import BUDGETS, queries_of

AT = datetime(2025, 11, 3, 2, 0, tzinfo=UTC)


def staff(name: str, role: RoleCode) -> Client:
    """A browser of somebody with one role."""
    account = open_account(username=name, display_name=name, password=None)
    grant_role(account=account, role=role, place=PLACE, valid_from=SINCE)
    return signed_in(Client(), account)


def granted(town: Town) -> pension.SurvivorsBenefit:
    """A benefit of one person's death to another, owed in the books; its law is not of this test."""
    dead, claimant = town.city.people[0], town.city.people[1]
    Person.objects.filter(pk=dead.pk).update(
        died_on=date(2025, 10, 20), death_known_on=date(2025, 10, 21)
    )
    drawn = pension.SurvivorsDetermination(
        funeral_fen=1_551_600, grant_fen=6_982_200, total_fen=8_533_800, facts={},
        receipt={"place": PLACE}, explanation=None,  # type: ignore[arg-type]
    )  # fmt: skip
    return survivors_benefit_granted(
        person_id=dead.pk, case_number="AN-2025-7", drawn=drawn,
        payee=pension.Payee(claimant.pk, "spouse", "102", "6222000000008812", claimant.name),
        hands=pension.Hands("li", "wang", "zhao", at=AT, today=AT.date()),
    )  # fmt: skip


@pytest.fixture
def benefit(town: Town) -> pension.SurvivorsBenefit:
    """One benefit that waits."""
    return granted(town)


def test_two_people_pay_a_benefit_in_the_browser(benefit: pension.SurvivorsBenefit) -> None:
    accountant = staff("maker", RoleCode.FUND_ACCOUNTANT)
    supervisor = staff("chief", RoleCode.FUND_SUPERVISOR)
    page = accountant.get("/finance/one-off/").content.decode()
    assert "AN-2025-7" in page
    assert "85,338.00" in page
    assert benefit.account_number not in page
    assert f"/finance/one-off/benefits/{benefit.pk}/total/" in page
    empty = accountant.post("/finance/one-off/", {"act": "make"})
    assert (empty.status_code, "没有可以发放的一次性待遇" in empty.content.decode()) == (409, True)
    made = accountant.post("/finance/one-off/", {"act": "make", "benefit": [benefit.pk]})
    batch = made["Location"]
    assert re.fullmatch(r"/finance/one-off/\d+/", batch)
    assert "等待基金主管" in accountant.get(batch).content.decode()
    assert accountant.post(batch, {"act": "approve"}).status_code == 403
    assert supervisor.post(batch, {"act": "send"}).status_code == 403
    for browser, act, told in (
        (supervisor, "approve", "已批准，待拨款"),
        (supervisor, "fund", "资金已到位"),
        (accountant, "send", "已送银行"),
        (accountant, "answer", "已发到账"),
        (accountant, "close", "已关账"),
    ):
        answer = browser.post(batch, {"act": act}, follow=True)
        assert answer.status_code == 200, f"{act}: {answer.status_code}"
        assert told in answer.content.decode(), act
    benefit.refresh_from_db()
    assert benefit.paid_reference == f"{batch.split('/')[3]}-1"
    page = accountant.get(f"/finance/one-off/benefits/{benefit.pk}/").content.decode()
    assert "85,338.00" in page
    explained = accountant.get(f"/finance/one-off/benefits/{benefit.pk}/funeral/").content.decode()
    assert "15,516.00" in explained
    assert "没有待发的一次性待遇" in accountant.get("/finance/one-off/").content.decode()


def test_a_maker_who_is_also_supervisor_cannot_sign_what_he_made(
    town: Town, benefit: pension.SurvivorsBenefit
) -> None:
    accountant = staff("maker", RoleCode.FUND_ACCOUNTANT)
    batch = accountant.post("/finance/one-off/", {"act": "make", "benefit": [benefit.pk]})[
        "Location"
    ]
    pension.OneOffBatch.objects.update(made_by="chief")
    supervisor = staff("chief", RoleCode.FUND_SUPERVISOR)
    refused = supervisor.post(batch, {"act": "approve"})
    assert (refused.status_code, "须由两人分别办理" in refused.content.decode()) == (409, True)
    kept = accountant.post(batch, {"act": "discard", "why": " "})
    assert (kept.status_code, "须写明理由" in kept.content.decode()) == (409, True)
    accountant.post(batch, {"act": "discard", "why": "账户待核实"})
    assert "账户待核实" in accountant.get(batch).content.decode()


def test_another_account_is_the_claimants_own_and_what_was_typed_stays(
    town: Town, benefit: pension.SurvivorsBenefit
) -> None:
    accountant = staff("maker", RoleCode.FUND_ACCOUNTANT)
    address = f"/finance/one-off/benefits/{benefit.pk}/"
    typed = {
        "bank_code": "105", "account_number": "6217000000000042", "account_name": "别人", "reason": "换卡",
    }  # fmt: skip
    refused = accountant.post(address, typed)
    page = refused.content.decode()
    assert (refused.status_code, "户名与本人姓名不一致" in page) == (409, True)
    assert "6217000000000042" in page
    accountant.post(address, {**typed, "account_name": town.city.people[1].name})
    benefit.refresh_from_db()
    assert (benefit.bank_code, benefit.account_number) == ("105", "6217000000000042")


def test_each_page_keeps_within_its_budget_of_queries(
    town: Town, benefit: pension.SurvivorsBenefit
) -> None:
    accountant = staff("maker", RoleCode.FUND_ACCOUNTANT)
    here = f"/finance/one-off/benefits/{benefit.pk}/"
    batch = accountant.post("/finance/one-off/", {"act": "make", "benefit": [benefit.pk]})[
        "Location"
    ]
    for address in ("/finance/one-off/", batch, here, f"{here}total/"):
        page, count = queries_of(accountant, address)
        assert count <= BUDGETS[page], (
            f"{address}: {count} queries, {page} may need {BUDGETS[page]}"
        )


def test_who_may_not_see_the_books_finds_nothing(benefit: pension.SurvivorsBenefit) -> None:
    clerk = staff("counter", RoleCode.COUNTER_CLERK)
    for address in ("/finance/one-off/", f"/finance/one-off/benefits/{benefit.pk}/"):
        assert clerk.get(address).status_code == 403
