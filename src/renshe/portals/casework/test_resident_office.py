"""Residents at the office and the counter, on the pages: a list by Excel, money that another hand pays, a year at the till."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from renshe.domains.identity.api import RoleCode, grant_role, open_account
from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.flows.resident_tiers import offered
from renshe.flows.test_resident_lists import sheet
from renshe.portals.conftest import NOON, PLACE, SINCE, Town

LISTS, MONEY, TILL = "/casework/resident/lists/", "/casework/resident/money/", "/counter/resident/"
TODAY = dt.date(2025, 10, 31)
HAND = resident.ByHand(by="zhao", at=NOON, today=TODAY, reference="Z-1")


@pytest.fixture
def villager(town: Town) -> registry.Person:
    """Somebody of the place who is in no scheme."""
    from renshe.domains.conftest import id_number

    return registry.register_person(
        id_number=id_number(birth="19900607", sequence=701, region=PLACE[:6]), name="林小明", ethnic_code="01",
        household_place=PLACE[:6], residence_place=PLACE[:6], actor="clerk", at=NOON, as_of=TODAY,
    )  # fmt: skip


def staff(town: Town, name: str, role: RoleCode) -> Client:
    account = open_account(username=name, display_name=name, password=None)
    grant_role(account=account, role=role, place=PLACE[:6], valid_from=SINCE)
    town.accounts[name] = account
    return town.browser(name)


def text(response: Any) -> str:
    return str(response.content.decode())


def lowest() -> int:
    return offered(place=PLACE[:6], on=TODAY)[0]


def test_a_list_is_entered_on_the_page_and_a_bad_cell_is_told_with_what_was_typed(
    town: Town, villager: registry.Person
) -> None:
    clerk = staff(town, "lister", RoleCode.COUNTER_CLERK)
    assert clerk.get("/casework/resident/lists/enrol.xlsx").status_code == 200
    sent = {"kind": "enrol", "year": "2025", "document": "红旗村〔2025〕3号"}

    def post(*rows: tuple[Any, ...]) -> Any:
        return clerk.post(
            LISTS, {**sent, "file": SimpleUploadedFile("n.xlsx", sheet("enrol", *rows))}
        )

    wrong = post(("林大明", villager.id_number, lowest(), "否"))
    assert wrong.status_code == 409
    assert "A2" in text(wrong)
    assert "姓名与登记的不一致" in text(wrong)
    assert 'value="红旗村〔2025〕3号"' in text(wrong)
    assert resident.live_participation(person_id=villager.pk) is None
    done = post(("林小明", villager.id_number, lowest(), "否"))
    assert done.status_code == 302
    assert "办理1人" in text(clerk.get(done["Location"]))
    assert resident.live_participation(person_id=villager.pk) is not None
    assert clerk.post(LISTS, {**sent, "kind": "nothing"}).status_code == 404
    reader = staff(town, "reader", RoleCode.REVIEWER)
    assert 'name="file"' not in text(reader.get(LISTS))
    assert reader.post(LISTS, sent).status_code == 403


def test_who_approved_does_not_pay_and_a_number_is_taken_once(
    town: Town, villager: registry.Person
) -> None:
    payee = resident.PayTo(bank_code="103", account_number="6228480000000000018", account_name="林小明")  # fmt: skip
    payout = resident.owe(
        person_id=villager.pk,
        kind="refund",
        amount_fen=40_000,
        place=PLACE[:6],
        payee=payee,
        hand=HAND,
    )
    money = staff(town, "payer", RoleCode.FUND_ACCOUNTANT)
    page = text(money.get(MONEY))
    assert "400.00" in page
    assert "6228480000000000018" not in page
    assert "林小明" not in page
    clerk = staff(town, "onlooker", RoleCode.COUNTER_CLERK)
    post = {"number": payout.pk, "how": "cash", "voucher": "B-1", "why": "本人没有银行账户"}
    assert clerk.post(MONEY, post).status_code == 403
    assert money.post(MONEY, {**post, "number": 999_999}).status_code == 404
    untold = money.post(MONEY, {**post, "why": " "})
    assert (untold.status_code, "没有说明为什么不走银行文件" in text(untold)) == (409, True)
    assert 'value="B-1"' in text(untold), "nothing typed is lost"
    assert money.post(MONEY, post).status_code == 302
    payout.refresh_from_db()
    assert (payout.state, payout.settled_by, payout.external_ref, payout.paid_how) == (
        "paid", "payer", "B-1", "cash",
    )  # fmt: skip


def test_a_year_is_paid_at_the_counter_with_a_receipt_and_the_day_closes(
    town: Town, villager: registry.Person
) -> None:
    clerk = staff(town, "teller", RoleCode.COUNTER_CLERK)
    there = f"{TILL}{villager.pk}/"
    assert "没有参加居民养老" in text(clerk.get(there))
    from renshe.laws import library

    resident.join(
        person_id=villager.pk, place=PLACE[:6], community=PLACE[:6], tier=lowest(), student=False,
        draws_other_pension=False, hand=HAND, explain=library.explain,
    )  # fmt: skip
    page = text(clerk.get(there))
    assert villager.id_number not in page
    assert f"{there}due/{lowest()}/" in page
    assert clerk.get(f"{there}due/{lowest()}/").status_code == 200
    taken = clerk.post(there, {"year": "2025", "tier": str(lowest())})
    assert taken.status_code == 302
    receipt = text(clerk.get(taken["Location"]))
    assert "缴费收据" in receipt
    assert f"{lowest():,}.00" in receipt
    assert clerk.post(there, {"year": "2025", "tier": str(lowest())}).status_code == 409
    wrong = clerk.post(TILL, {"act": "close", "counted": "1", "slip": "JK-9"})
    assert wrong.status_code == 409
    assert 'value="JK-9"' in text(wrong)
    assert (
        clerk.post(TILL, {"act": "close", "counted": str(lowest()), "slip": "JK-9"}).status_code
        == 302
    )
    (day,) = resident.teller_days_waiting(place=PLACE[:6])
    assert clerk.post(TILL, {"act": "receive", "day": day.pk}).status_code == 409
    colleague = staff(town, "colleague", RoleCode.COUNTER_CLERK)
    assert colleague.post(TILL, {"act": "receive", "day": day.pk}).status_code == 302
    assert resident.teller_days_waiting(place=PLACE[:6]) == []
