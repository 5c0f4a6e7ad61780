"""A trustee's annuities are paid in the browser by two people; what comes back waits for another account and goes out again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client

from renshe.domains.annuity import api as annuity
from renshe.domains.annuity.test_annuity import BY, TERMS, broken, filed
from renshe.domains.annuity.test_paying import TO, drawn
from renshe.domains.identity.api import RoleCode
from renshe.portals.api.conftest import Api
from renshe.portals.conftest import Town
from renshe.portals.finance.pages import annuity_batch
from renshe.portals.finance.test_payment_pages import staff
from renshe.portals.test_query_budgets import BUDGETS, queries_of

LIST = "/finance/annuities/"
MAKE = {"trustee": TERMS.trustee}


def payout_of(town: Town, *, who: int = 0) -> annuity.Payout:
    """One of the town draws 1,200 yuan over seven months from October, as the first employer's plan gives them."""
    person = town.city.people[who]
    to = replace(TO, account_name=person.name)
    return drawn(filed(town.city.employers[0]), person, to=to)


@pytest.fixture
def payout(town: Town) -> annuity.Payout:
    return payout_of(town)


@pytest.fixture
def accountant(town: Town) -> Client:
    return staff("maker", RoleCode.FUND_ACCOUNTANT)


@pytest.fixture
def supervisor(town: Town) -> Client:
    return staff("chief", RoleCode.FUND_SUPERVISOR)


def bank_breaks(monkeypatch: pytest.MonkeyPatch, *numbers: str) -> None:
    """From here on the bank pays everything but these accounts, which are closed."""
    real = annuity_batch.bank_line

    def line(*, settled_on: date) -> Any:
        told = real(settled_on=settled_on)
        temper = {
            "failing_per_mille": 0,
            "unknown_per_mille": 0,
            "broken_accounts": dict.fromkeys(numbers, "E01"),
        }
        told.channel.bank = replace(told.channel.bank, **temper)
        return told

    monkeypatch.setattr(annuity_batch, "bank_line", line)  # fmt: skip


def through(accountant: Client, supervisor: Client) -> str:
    """Made, approved, sent, answered; the batch's address."""
    batch = str(accountant.post(LIST, MAKE)["Location"])
    for browser, act in ((supervisor, "approve"), (accountant, "send"), (accountant, "answer")):
        assert browser.post(batch, {"act": act}).status_code == 302, act
    return batch


def test_two_people_pay_a_month_in_the_browser(
    payout: annuity.Payout, accountant: Client, supervisor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """171.42 of 1,200.00 over seven months; the next month is not due, and the amount says why it is what it is."""
    bank_breaks(monkeypatch)
    before = accountant.get(LIST).content.decode()
    assert TERMS.trustee in before
    assert "编成批次" in before
    assert "编成批次" not in supervisor.get(LIST).content.decode()
    batch = accountant.post(LIST, MAKE)["Location"]
    page = accountant.get(batch).content.decode()
    assert "171.42" in page
    assert TO.account_number not in page
    assert "等待基金主管" in page
    assert accountant.post(batch, {"act": "approve"}).status_code == 403
    assert supervisor.post(batch, {"act": "send"}).status_code == 403
    early = accountant.post(batch, {"act": "send"})
    assert (early.status_code, "现在不能办这一步" in early.content.decode()) == (409, True)
    told = (
        (supervisor, "approve", "已批准，待送银行"),
        (accountant, "send", "已送银行，待回盘"),
        (accountant, "answer", "已办结"),
    )
    for browser, act, words in told:
        answer = browser.post(batch, {"act": act}, follow=True)
        assert (answer.status_code, words in answer.content.decode()) == (200, True), act
    assert "已发到账" in accountant.get(batch).content.decode()
    line = annuity.PayoutLine.objects.get()
    explained = accountant.get(f"/finance/annuities/lines/{line.pk}/").content.decode()
    assert "171.42" in explained
    assert "1,200.00" in explained
    nothing = accountant.post(LIST, MAKE)
    assert (nothing.status_code, "没有到期应付的年金" in nothing.content.decode()) == (409, True)
    assert broken() == []


def test_who_made_a_batch_never_approves_it_and_takes_it_back_only_with_a_reason(
    payout: annuity.Payout, accountant: Client, supervisor: Client
) -> None:
    batch = accountant.post(LIST, MAKE)["Location"]
    annuity.PayoutBatch.objects.update(made_by="chief")
    refused = supervisor.post(batch, {"act": "approve"})
    assert (refused.status_code, "应当是两个人" in refused.content.decode()) == (409, True)
    assert 'value="approve"' not in supervisor.get(batch).content.decode()
    kept = accountant.post(batch, {"act": "withdraw", "why": " "})
    assert (kept.status_code, "没有写明原因" in kept.content.decode()) == (409, True)
    accountant.post(batch, {"act": "withdraw", "why": "账户待核实"})
    assert "账户待核实" in accountant.get(batch).content.decode()
    assert "编成批次" in accountant.get(LIST).content.decode()


def test_what_comes_back_waits_for_another_account_and_is_paid_once(
    town: Town, payout: annuity.Payout, accountant: Client, supervisor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    bank_breaks(monkeypatch, TO.account_number)
    through(accountant, supervisor)
    home = accountant.get("/finance/").content.decode()
    assert "银行退回的年金待再付" in home
    page = accountant.get(LIST).content.decode()
    assert "须更正账户" in page
    assert accountant.post(LIST, MAKE).status_code == 409
    here = f"/finance/annuities/payouts/{payout.pk}/"
    told = accountant.get(here).content.decode()
    assert "等另一个账户" in told
    assert "/guides/pension.change_annuity_account/" in told
    other = replace(TO, account_name=town.city.people[0].name, account_number="6228480000000000026")
    annuity.name_target(payout_id=payout.pk, target=other, recorded=BY)
    assert "账户已更正，随下一批再付" in accountant.get(LIST).content.decode()
    again = through(accountant, supervisor)
    assert "退回后再付" in accountant.get(again).content.decode()
    paid = accountant.get(here).content.decode()
    assert "等另一个账户" not in paid
    assert "没有退回的年金" in accountant.get(LIST).content.decode()
    assert broken() == []


def test_whoever_has_no_account_is_named_with_the_reason(town: Town, accountant: Client) -> None:
    payout = drawn(filed(town.city.employers[0]), town.city.people[0], to=None)
    page = accountant.get(LIST).content.decode()
    assert f"/finance/annuities/payouts/{payout.pk}/" in page
    assert "没有收款账户" in page
    assert "编成批次" not in page


def test_money_moves_only_on_a_fresh_proof(
    payout: annuity.Payout, accountant: Client, supervisor: Client
) -> None:
    batch = accountant.post(LIST, MAKE)["Location"]
    session = supervisor.session
    session["proved"] = 0
    session.save()
    asked = supervisor.post(batch, {"act": "approve"})
    assert asked["Location"].startswith("/account/confirm/")
    assert annuity.PayoutBatch.objects.get().state == "made"


def test_each_page_keeps_within_its_budget_of_queries_and_who_may_not_look_sees_nothing(
    payout: annuity.Payout, accountant: Client
) -> None:
    batch = accountant.post(LIST, MAKE)["Location"]
    line = annuity.PayoutLine.objects.get().pk
    clerk = staff("counter", RoleCode.COUNTER_CLERK)
    for address in (
        LIST,
        batch,
        f"/finance/annuities/payouts/{payout.pk}/",
        f"/finance/annuities/lines/{line}/",
    ):
        page, count = queries_of(accountant, address)
        assert count <= BUDGETS[page], f"{address}: {count} queries"
        assert clerk.get(address).status_code == 403


def test_a_program_reads_what_two_people_did(
    town: Town, payout: annuity.Payout, accountant: Client, supervisor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    bank_breaks(monkeypatch, TO.account_number)
    through(accountant, supervisor)
    api = Api(accountant)
    (batch,) = api.get("/finance/annuities/batches").json()
    assert (batch["state"], batch["total_fen"], batch["failed_fen"]) == ("closed", 17_142, 17_142)
    whole = api.get(f"/finance/annuities/batches/{batch['batch']}").json()
    (payment,) = whole["payments"]
    assert (payment["outcome"], payment["reason"], whole["next"]) == (
        "failed",
        "account_closed",
        None,
    )
    assert api.get("/finance/annuities/returned").json() == [payment]
    told = api.get(f"/finance/annuities/payouts/{payout.pk}").json()
    assert (told["payments_agreed"], told["way"]) == (7, "monthly")
    assert TO.account_number not in str(told)
    why = api.get(f"/finance/annuities/payments/{payment['payment']}/explanation").json()
    assert "17142" in str(why)
