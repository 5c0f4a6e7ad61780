"""A bureau with books for the stories of corrections: the small city assessed, paid, credited, and its accounts closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest
from django.db import connection, transaction

from renshe.domains.contributions import api as contributions
from renshe.domains.contributions.models import Bill, Receipt
from renshe.domains.contributions.test_month import receipts
from renshe.domains.contributions.test_small_city import City, plain_lines, small_city
from renshe.domains.documents import api as documents
from renshe.domains.enrolment.models import Spell
from renshe.domains.funds import api as funds
from renshe.flows import checks
from renshe.flows import contribution_to_ledger as ledger
from renshe.flows.correction_requests import by_fund
from renshe.foundation.invariants import prove
from renshe.kernel.periods import Month, first_day
from renshe.laws import library

ZONE = dt.timezone(dt.timedelta(hours=8))
MODE = "agency_assesses_tax_collects"
OCTOBER_2024, NOVEMBER_2025 = 2024 * 12 + 9, 2025 * 12 + 10


def at(period: Month, day: int = 20) -> dt.datetime:
    """Nine in the morning of a day of a month."""
    return dt.datetime.combine(first_day(period).replace(day=day), dt.time(9), tzinfo=ZONE)


class Bureau:
    """The small city and what a bureau does with it, each step in both books."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.first, self.second, self.third, self.own = (person.pk for person in city.people[:4])
        self.factory, self.other = city.employers[0], city.employers[1]
        self.evidence = documents.store(
            name="证明.pdf", media_type="application/pdf", content=b"%PDF proof", direction="in",
            at=at(OCTOBER_2024),
        ).pk  # fmt: skip

    def posting(self, key: str, period: Month, kind: str) -> ledger.Posting:
        """A batch of this key, ready to be posted."""
        batch_id = funds.open_batch(kind=kind, accounting_month=period, run_key=key, period=period)
        return ledger.Posting(batch_id, period, at(period).date(), "run_operator", at(period))

    def assess(self, period: Month, rows: list[tuple[int, int | None, int]] | None = None) -> int:
        """A month billed by the plain arithmetic: everybody's, or ``(person, employer, wage in fen)``; the batch."""
        factory = self.factory.pk
        rows = rows or [(self.first, factory, 1_000_000), (self.second, factory, 1_010_000),
                        (self.third, factory, 1_020_000), (self.own, None, 1_030_000)]  # fmt: skip
        names = ("person_id", "employer_id", "declared_wage_fen")
        table = pa.table(
            [pa.array(column, pa.int64()) for column in zip(*rows, strict=True)], names=names
        )
        post = self.posting(f"assess {period} {rows}", period, "monthly_contribution_assessment")
        billed = contributions.prepare_bills(
            lines=plain_lines(table, period), batch_id=post.batch_id, kind="regular",
            due_on=at(period, 25).date(),
        )  # fmt: skip
        frame = contributions_frame(billed.lines)
        stage = contributions.stage_lines(batch_id=post.batch_id, lines=billed.lines)
        with stage, transaction.atomic(), connection.cursor() as cursor:
            stage.attach(cursor)
            contributions.write_bills(bills=billed.bills)
            ledger.contributions_assessed(posting=post, rows=len(rows), due_fen=by_fund(frame))
        return post.batch_id

    def receive(
        self, period: Month, *paid: tuple[str, str, int], day: int = 20, surcharge_of: Any = None
    ) -> None:
        """Money that came in a month, ``(reference, payer's code, fen)``: given, posted, credited, and in the treasury."""
        on = at(period, day).date()
        contributions.record_receipts(
            rows=receipts(*((ref, code, on, fen, None) for ref, code, fen in paid)),
            accounting_month=period, file_id=None,
        )  # fmt: skip
        post = self.posting(f"receive {paid}", period, "contribution_receipts")
        with transaction.atomic():
            given = contributions.allocate_receipts(
                batch_id=post.batch_id, as_of=on, states=("new",), surcharge_of=surcharge_of
            )
            applied: dict[str, int] = {}
            extra: dict[str, int] = {}
            for (insurance, share), fen in given.by_fund.items():
                part, fund = extra if share == "surcharge" else applied, ledger.FUND_OF[insurance]
                part[fund] = part.get(fund, 0) + fen
            refs = [ref for ref, _, _ in paid]
            held = [
                ("employee_pension", row.external_ref, contributions.left_of(receipt_id=row.pk))
                for row in Receipt.objects.filter(external_ref__in=refs, state="suspense")
            ]
            ledger.contributions_received(posting=post, rows=given.rows, mode=MODE, applied_fen=applied,
                                          surcharge_fen=extra, suspense=held)  # fmt: skip
        post = self.posting(f"credit {paid}", period, "account_crediting")
        with transaction.atomic():
            credited = contributions.credit_bills(batch_id=post.batch_id, as_of=on)
            ledger.contributions_credited(
                posting=post, rows=credited.person_months, credit_fen=credited.account_credit_fen
            )

    def pay_all(self, period: Month) -> None:
        """Every open bill is paid on the day."""
        rows = Bill.objects.filter(state="assessed").select_related("employer", "person")
        paid = [
            (
                f"R{bill.pk}",
                bill.employer.uscc if bill.employer else bill.person.id_number,
                bill.total_fen,
            )
            for bill in rows.order_by("pk")
        ]
        self.receive(period, *paid)

    def close_accounts(self, year: int) -> None:
        """Every individual account closes its year by the law, as the yearly run does it."""
        opening = {
            row["person_id"]: row["opening_fen"]
            for row in funds.accounts_at_start(year=year).to_pylist()
        }
        moved = {
            row["person_id"]: row for row in contributions.credits_of_year(year=year).to_pylist()
        }
        people = sorted({*opening, *moved})
        rows = []
        for number, person in enumerate(people, 1):
            start, credit = (
                opening.get(person, 0),
                moved.get(person, {"credit_fen": 0, "credit_product_fen": 0}),
            )
            facts = {"account_year": year, "account_opening_balance": start,
                     "account_year_credit_product": credit["credit_product_fen"]}  # fmt: skip
            earned = int(library.explain("account_year_interest", facts, place="310112",
                                         on=dt.date(year, 12, 1)).value)  # fmt: skip
            rows.append((number, person, year, start, credit["credit_fen"], earned, 0,
                         start + credit["credit_fen"] + earned))  # fmt: skip
        names = (
            "line_no",
            "person_id",
            "year",
            "opening_fen",
            "credit_fen",
            "interest_fen",
            "payout_fen",
            "closing_fen",
        )
        post = self.posting(f"interest {year}", year * 12 + 12, "yearly_account_interest")
        table = pa.table(
            [pa.array(column, pa.int64()) for column in zip(*rows, strict=True)], names=names
        )
        stage = funds.stage_account_year(batch_id=post.batch_id, rows=table)
        with stage, transaction.atomic(), connection.cursor() as cursor:
            stage.attach(cursor)
            ledger.account_interest_credited(
                posting=post, rows=len(rows), interest_fen=sum(row[5] for row in rows)
            )

    def fill_expenditure(self, period: Month, fen: int = 10_000_000) -> None:
        """The treasury's money reaches the fiscal account, and a plan brings some of it to where payments leave from."""
        for fund in funds.funds():
            ledger.moved_to_fiscal_account(
                fund=fund.code, mode=MODE, amount_fen=fen, moved_on=at(period).date(), accounting_month=period,
                cause_id=f"fill {period}", posted_by="accountant",
            )  # fmt: skip
            plan = funds.prepare_plan(fund=fund.code, accounting_month=period, purpose="refund", cause_id=f"fill {period}",
                                      amount_fen=fen, prepared_by="a")  # fmt: skip
            funds.approve_plan(plan_id=plan, approved_by="b", approved_at=at(period))
            funds.transfer_plan(plan_id=plan, transferred_on=at(period).date(), posted_by="c")

    def leave(self, person_id: int, *, last_day: dt.date | None = None) -> None:
        """The enrolment of somebody is corrected: he was never insured, or not after a day."""
        for spell in Spell.objects.filter(person_id=person_id):
            if last_day is None:
                Spell.objects.filter(pk=spell.pk).update(status="cancelled")
            else:
                Spell.objects.filter(pk=spell.pk).update(span=(spell.span.lower, last_day))

    def hand(self, by: str, period: Month = NOVEMBER_2025, day: int = 20) -> contributions.Hand:
        """Somebody's hand on a day of the month in which corrections are made."""
        return contributions.Hand(by, at(period, day))

    def account_of(self, person_id: int) -> int:
        """What stands in an individual account today, interest of the open year aside (fen)."""
        closed = funds.account_years(person_id=person_id)
        last = closed[-1] if closed else None
        since = contributions.credited_since(person_ids=[person_id], year=last.year if last else 0)
        return (last.closing_fen if last else 0) + since

    def balance(
        self, account: str, *, fund: str = "employee_pension", month: Month = NOVEMBER_2025
    ) -> int:
        """An account of the books at the end of a month, on its normal side (fen)."""
        book = "rights" if account.startswith("R") else "cash"
        rows = funds.trial_balance(fund=fund, book=book, accounting_month=month)
        return sum(row.closing_fen for row in rows if row.code == account)


def contributions_frame(lines: pa.Table) -> Any:
    """Lines as a frame."""
    import polars as pl

    return pl.from_arrow(lines)


def broken() -> dict[str, list[str]]:
    """Every invariant that some row breaks, of contributions, funds and the flows, with the rows."""
    every = [*contributions.INVARIANTS, *funds.INVARIANTS, *checks.INVARIANTS]
    return {
        one.name: [f"{breach.row}: {breach.detail}" for breach in breaches]
        for one, breaches, count in prove(invariants=every, limit=3)
        if count
    }


@pytest.fixture
def bureau(fresh_database: Any) -> Iterator[Bureau]:
    """October 2024 and October 2025 are paid and credited, the accounts of 2024 closed, money in every account."""
    fresh_database.become("runner")
    before = library.configured()
    library.configure(overlays=before[0], mode="demonstration")
    made = Bureau(small_city())
    Spell.objects.update(span=(dt.date(2024, 1, 1), None))
    made.assess(OCTOBER_2024)
    made.pay_all(OCTOBER_2024)
    made.close_accounts(2024)
    made.assess(OCTOBER_2024 + 12)
    made.pay_all(OCTOBER_2024 + 12)
    # Enough for every refund of the stories, whatever the fund.
    for fund in funds.funds():
        ledger.opening_balances(
            fund=fund.code, cash_fen={"1005": 50_000_000}, receivable_fen=0, individual_accounts_fen=0,
            opened_on=at(OCTOBER_2024).date(), accounting_month=OCTOBER_2024, posted_by="take_over",
        )  # fmt: skip
    made.fill_expenditure(OCTOBER_2024 + 12)
    assert broken() == {}
    yield made
    library.configure(overlays=before[0], mode=before[1])


__all__ = ["NOVEMBER_2025", "OCTOBER_2024", "Bureau", "at", "broken", "bureau"]
