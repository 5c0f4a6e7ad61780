"""Money that came before its bill is given to the bill by two people on a page, and stands in both books afterwards."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from django.test import Client

from renshe.domains.contributions import api as contributions
from renshe.domains.contributions.models import Receipt
from renshe.domains.contributions.test_small_city import NOON, OCTOBER, new_batch
from renshe.domains.documents.api import store
from renshe.domains.funds.api import trial_balance
from renshe.domains.identity.api import RoleCode
from renshe.flows import contribution_to_ledger as ledger
from renshe.portals.conftest import PAID_ON, Town
from renshe.portals.finance.test_payment_pages import staff
from renshe.runs.monthly_collection import held

PAGE = "/finance/open-items/"
HELD = 100_000
"""1,000 yuan, less than what is owed."""


@pytest.fixture
def early(town: Town) -> contributions.Bill:
    """The money of somebody who pays for himself, held and booked as held; his bill, of which nothing is paid."""
    bill: contributions.Bill = contributions.Bill.objects.get(employer=None)
    assert bill.total_fen > HELD
    file = store(name="tax2.csv", media_type="text/csv", content=b"2", direction="in", at=NOON)
    rows = pl.DataFrame(
        {"external_ref": ["TX-9"], "payer_uscc": [bill.person.id_number], "received_on": [PAID_ON],
         "amount_fen": [HELD], "period": [OCTOBER]},
        schema_overrides={"amount_fen": pl.Int64, "period": pl.Int64},
    )  # fmt: skip
    contributions.record_receipts(rows=rows.to_arrow(), accounting_month=OCTOBER, file_id=file.pk)
    Receipt.objects.filter(external_ref="TX-9").update(state="suspense")
    ledger.contributions_received(
        posting=ledger.Posting(
            new_batch("held", kind="contribution_receipts"), OCTOBER, PAID_ON, "runner", NOON
        ),
        rows=0, mode="agency_assesses_tax_collects", applied_fen={},
        suspense=[("employee_pension", "TX-9", HELD)],
    )  # fmt: skip
    return bill


def suspense(book: str = "cash", code: str = "2001") -> int:
    rows = trial_balance(fund="employee_pension", book=book, accounting_month=OCTOBER)
    return sum(row.closing_fen for row in rows if row.code == code)


def text(client: Client, status: int = 200, **typed: object) -> str:
    answer = client.post(PAGE, typed, follow=True) if typed else client.get(PAGE)
    assert answer.status_code == status, answer.status_code
    return str(answer.content.decode())


def number() -> int:
    found = held.waiting_proposal()
    assert found is not None
    return found.number


def test_one_proposes_another_approves_and_the_bill_has_the_money(
    early: contributions.Bill,
) -> None:
    accountant = staff("first", RoleCode.FUND_ACCOUNTANT)
    supervisor = staff("chief", RoleCode.FUND_SUPERVISOR)
    assert (suspense(), suspense("rights", "R2301")) == (HELD, HELD)
    assert "提议分配给现在的欠费" in text(accountant)
    assert "提议分配给现在的欠费" not in text(supervisor)
    assert "当时可分1,000.00元" in text(accountant, act="propose")
    early.refresh_from_db()
    assert (early.received_fen, suspense()) == (0, HELD)  # a proposal moves nothing
    assert "已经有一份分配提议等待批准" in text(accountant, status=409, act="propose")
    assert accountant.post(PAGE, {"act": "approve", "proposal": number()}).status_code == 403
    proposal = number()
    text(supervisor, act="approve", proposal=proposal)
    early.refresh_from_db()
    assert early.received_fen == HELD
    assert (suspense(), suspense("rights", "R2301")) == (0, 0)
    assert "没有等待批准的分配提议" in text(
        supervisor, status=409, act="approve", proposal=proposal
    )
    early.refresh_from_db()
    assert early.received_fen == HELD


def test_a_refusal_has_its_reason_and_nothing_moves(early: contributions.Bill) -> None:
    accountant = staff("first", RoleCode.FUND_ACCOUNTANT)
    supervisor = staff("chief", RoleCode.FUND_SUPERVISOR)
    text(accountant, act="propose")
    assert "退回须写明理由" in text(
        supervisor, status=409, act="refuse", proposal=number(), why=" "
    )
    text(supervisor, act="refuse", proposal=number(), why="付款人要求退回")
    assert held.waiting_proposal() is None
    early.refresh_from_db()
    assert (early.received_fen, suspense()) == (0, HELD)
    assert supervisor.post(PAGE, {"act": "propose"}).status_code == 403


def test_money_of_a_payer_who_owes_nothing_is_not_proposed(town: Town) -> None:
    """The first employer paid fifty yuan too much; he owes nothing now."""
    accountant = staff("first", RoleCode.FUND_ACCOUNTANT)
    said = text(accountant, status=409, act="propose")
    assert "没有可以分配的" in said
    assert "由付款人申请退回" in said
    assert held.waiting_proposal() is None


def test_who_proposed_cannot_approve_whatever_role_he_has_by_then(
    early: contributions.Bill,
) -> None:
    made = held.propose(by="same", at=NOON, today=dt.date(2025, 10, 31), surcharge_of=None)
    with pytest.raises(held.Refused, match="提议人不能批准"):
        held.approve(
            number=made.number, place="310112", by="same", at=NOON, today=dt.date(2025, 10, 31),
            surcharge_of=None,
        )  # fmt: skip
    early.refresh_from_db()
    assert early.received_fen == 0
