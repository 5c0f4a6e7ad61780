"""The man of Zhuhai and his career, and pensioners with books, for the service items about pensions."""

from datetime import UTC, date, datetime

import pyarrow as pa
import pytest
from django.db import connection, transaction

from renshe.domains.conftest import make_person
from renshe.domains.contributions import api as contributions
from renshe.domains.documents import api as documents
from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.domains.pension.conftest import retiree
from renshe.domains.pension.test_pensioners import add_pensioners
from renshe.domains.registry import api as registry
from renshe.flows import checks
from renshe.flows.contribution_to_ledger import (
    Posting,
    account_interest_credited,
    opening_balances,
)
from renshe.flows.pension_to_ledger import overpayments_found, pension_due, pension_paid
from renshe.foundation.bulk import StagedPartition
from renshe.foundation.invariants import prove

SEPTEMBER, NOVEMBER = 2025 * 12 + 8, 2025 * 12 + 10
LEFT_2024 = 2_500_000
FUND = "employee_pension"


class Pensioners:
    """Three pensioners, each with an account of 25,000 yuan at the end of 2024, paid for September and October 2025."""

    def __init__(self) -> None:
        self.people = add_pensioners(count=3)
        self.first, self.second, self.third = self.people
        self.evidence = documents.store(
            name="证明.pdf", media_type="application/pdf", content=b"%PDF proof", direction="in",
            at=self.at(NOVEMBER),
        ).pk  # fmt: skip
        opening_balances(
            fund=FUND, cash_fen={"1004": 100_000_000}, receivable_fen=0, individual_accounts_fen=0,
            opened_on=date(2024, 12, 31), accounting_month=2024 * 12 + 11, posted_by="take_over",
        )  # fmt: skip
        self._accounts()
        for month in (SEPTEMBER, SEPTEMBER + 1):
            self.pay(month)

    def at(self, month: int, day: int = 20) -> datetime:
        """A morning of a month."""
        return datetime(month // 12, month % 12 + 1, day, 1, tzinfo=UTC)

    def hand(self, by: str) -> pension.Hand:
        """Somebody's hand in November."""
        return pension.Hand(by, self.at(NOVEMBER))

    def _accounts(self) -> None:
        batch_id = funds.open_batch(
            kind="yearly_account_interest", accounting_month=2024 * 12 + 11, run_key="accounts"
        )
        count = len(self.people)
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
        columns = (range(1, count + 1), self.people, [2024] * count, [0] * count, [0] * count, [LEFT_2024] * count,
                   [0] * count, [LEFT_2024] * count)  # fmt: skip
        table = pa.table([pa.array(list(column), pa.int64()) for column in columns], names=names)
        post = Posting(
            batch_id, 2024 * 12 + 11, date(2024, 12, 31), "run_operator", self.at(2024 * 12 + 11)
        )
        stage = funds.stage_account_year(batch_id=batch_id, rows=table)
        with stage, transaction.atomic(), connection.cursor() as cursor:
            stage.attach(cursor)
            account_interest_credited(posting=post, rows=count, interest_fen=LEFT_2024 * count)

    def pay(self, month: int) -> int:
        """A month's payment, from owed to paid, in both books; the batch."""
        batch_id = funds.open_batch(
            kind="pension_payment",
            accounting_month=month,
            run_key=f"pay {month}",
            fund=FUND,
            period=month,
        )
        awards = list(pension.Award.objects.order_by("person_id"))
        count = len(awards)
        columns = {
            "line_no": list(range(1, count + 1)), "person_id": [a.person_id for a in awards],
            "award_id": [a.pk for a in awards], "period": [month] * count, "kind": ["regular"] * count,
            "basic_fen": [a.basic_fen for a in awards], "account_fen": [a.account_fen for a in awards],
            "transitional_fen": [0] * count, "other_fen": [0] * count, "deduction_fen": [0] * count,
            "net_fen": [a.total_fen for a in awards],
        }  # fmt: skip
        totals = {name: sum(values) for name, values in columns.items() if name.endswith("_fen")}
        pension.PaymentBatch.objects.create(
            batch_id=batch_id, fund=FUND, period=month, place="310100", attempt=1, pays="month", accounting_month=month,
            state="closed", frozen_at=self.at(month, 8), frozen_by="a", reviewed_by="b", approved_by="c",
            planned_fen=totals["net_fen"], filed_on=self.at(month, 15).date(),
        )  # fmt: skip
        with StagedPartition(parent="pension_payment_line", batch_id=batch_id) as stage:
            stage.create()
            stage.copy(pa.table(columns))
            stage.key()
            with transaction.atomic(), connection.cursor() as cursor:
                stage.attach(cursor)
                on = self.at(month).date()
                pension_due(fund=FUND, batch_id=batch_id, rows=count, accounting_month=month, entry_on=on, totals=totals,
                            posted_by="run_operator", posted_at=self.at(month))  # fmt: skip
                pension_paid(fund=FUND, batch_id=batch_id, accounting_month=month, entry_on=on, net_fen=totals["net_fen"],
                             posted_by="run_operator")  # fmt: skip
        return batch_id

    def die(self, person_id: int, died_on: date, *, notified: bool = True) -> pension.Overpayment:
        """A death that becomes known in November; what was paid after it, of which the family is told."""
        recorded = pension.Recorded(
            by="clerk", at=self.at(NOVEMBER, 3), known_on=date(2025, 11, 3), reason="社区报告"
        )
        registry.record_death(
            person_id=person_id, died_on=died_on, known_on=recorded.known_on, reason=recorded.reason,
            actor=recorded.by, at=recorded.at,
        )  # fmt: skip
        (found,) = pension.end_pension_by_death(
            person_id=person_id, died_on=died_on, recorded=recorded
        ).overpayments
        overpayments_found(
            [found], accounting_month=NOVEMBER, entry_on=recorded.known_on, posted_by="clerk"
        )
        if notified:
            pension.notify_overpayment(overpayment_id=found.pk, on=date(2025, 11, 5))
        return pension.Overpayment.objects.get(pk=found.pk)

    def balance(self, account: str) -> int:
        """An account of the rights book at the end of November, on its normal side (fen)."""
        book = "rights" if account.startswith("R") else "cash"
        rows = funds.trial_balance(fund=FUND, book=book, accounting_month=NOVEMBER)
        return sum(row.closing_fen for row in rows if row.code == account)

    def broken(self) -> dict[str, list[str]]:
        """Every invariant of funds, contributions, pensions and flows that some row breaks."""
        every = [
            *funds.INVARIANTS,
            *contributions.INVARIANTS,
            *pension.INVARIANTS,
            *checks.INVARIANTS,
        ]
        return {
            one.name: [f"{breach.row}: {breach.detail}" for breach in breaches]
            for one, breaches, count in prove(invariants=every, limit=3)
            if count
        }


@pytest.fixture
def pensioners(fresh_database):
    """Three pensioners, paid and in the books; every invariant holds."""
    fresh_database.become("runner")
    made = Pensioners()
    assert made.broken() == {}
    return made


__all__ = ["make_person", "pensioners", "retiree"]
