"""Into the database by bulk copy: each chunk committed as it comes, partitions attached at the very end."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection, transaction

from renshe.domains.contributions import api as contributions
from renshe.domains.funds import api as funds
from renshe.domains.registry import api as registry
from renshe.edge.demo.arrears import Dues, opening_bills
from renshe.edge.demo.city import Chunk, City
from renshe.edge.demo.employers import OWN_PAYER
from renshe.edge.demo.opening import OpeningFund, last_day_before, opening_funds, receipts_of
from renshe.edge.demo.payrolls import Payable, months_of_year, payment_batches, payment_lines
from renshe.edge.demo.truth import Truth
from renshe.edge.demo.unindexed import Unindexed
from renshe.flows import contribution_to_ledger as ledger
from renshe.foundation.bulk import StagedPartition, copy_rows
from renshe.foundation.connections import connect

Progress = Callable[[str, int, int], None]
BY = "take_over"
_STAGED = {
    "contributions_year": "history",
    "contributions_line": "bills",
    "funds_account_year": "accounts",
}
_NUMBERED = (
    "registry_person",
    "registry_employer",
    "contributions_bill",
    "contributions_receipt",
    "pension_award",
    "pension_payee_account",
)
_WINDOWS = 15


@dataclass
class Loaded:
    """What was written, and what the end of the load needs of it."""

    rows: Counter[str] = field(default_factory=Counter)
    dues: list[Dues] = field(default_factory=list)
    payable: list[Payable] = field(default_factory=list)
    heads: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    paid_months: list[np.ndarray] = field(default_factory=list)
    truths: list[Truth] = field(default_factory=list)
    accounts_fen: int = 0
    overpaid_fen: int = 0
    monthly_pensions_fen: int = 0
    id_numbers: dict[int, str] = field(default_factory=dict)
    funds: list[OpeningFund] = field(default_factory=list)

    def add(self, chunk: Chunk) -> None:
        """Count a chunk in."""
        self.rows.update({name: data.num_rows for name, data in chunk.tables.items()})
        self.dues.append(chunk.dues)
        self.heads = chunk.heads + (self.heads if len(self.heads) else 0)
        self.paid_months.append(chunk.paid_months)
        self.truths += chunk.truths
        self.payable.append(chunk.payable)
        self.accounts_fen += chunk.account_fen + chunk.credited_fen
        self.overpaid_fen += (
            pc.sum(chunk.tables["pension_overpayment"]["principal_fen"]).as_py() or 0
        )
        self.monthly_pensions_fen += chunk.monthly_pensions_fen
        payers = np.unique(chunk.dues.person[chunk.dues.employer == OWN_PAYER]) + 1
        people = chunk.tables["registry_person"].select(["id", "id_number"])
        own = people.filter(pc.is_in(people["id"], pa.array(payers)))
        self.id_numbers |= dict(
            zip(own["id"].to_pylist(), own["id_number"].to_pylist(), strict=True)
        )


class Load:
    """One load of one city. Django's own connection must be the runner's."""

    def __init__(self, *, city: City, progress: Progress, chunk: int) -> None:
        self.city, self.progress, self.chunk = city, progress, chunk
        self.done = Loaded()
        month = city.figures.end_month - 1
        self.batches = {parent: self._open(what, month) for parent, what in _STAGED.items()}
        self.stages = {p: StagedPartition(parent=p, batch_id=b) for p, b in self.batches.items()}
        self.payrolls = {
            m: self._open("pensions", m) for m in months_of_year(city.figures.end_month)
        }
        self.paid_rows: dict[int, int] = {}
        self.paid = {
            m: StagedPartition(parent="pension_payment_line", batch_id=b)
            for m, b in self.payrolls.items()
        }

    def _open(self, what: str, month: int) -> int:
        key = f"take_over_{what}:{self.city.plan.place}:{month // 12:04d}-{month % 12 + 1:02d}"
        return funds.open_batch(
            kind=f"take_over_{what}", accounting_month=month, period=month, run_key=key
        )

    def run(self) -> Loaded:
        """Write everything. Killed on the way, it leaves rows of a city that was not finished, and must begin anew."""
        try:
            for stage in (*self.stages.values(), *self.paid.values()):
                stage.create()
            self._registers()
            spells = Unindexed("enrolment_spell")
            spells.drop()
            self._people()
            with ThreadPoolExecutor(max_workers=1) as other:
                proof = other.submit(spells.restore)
                self._pensions_paid()
                self._bills()
                self._keys()
                proof.result()
            self._attach()
            self._sequences()
        finally:
            for stage in (*self.stages.values(), *self.paid.values()):
                stage.close()
        return self.done

    def _registers(self) -> None:
        registry.load_places(city=self.city.plan.register)
        self._copy("registry_employer", self.city.employer_rows())
        self._copy("registry_person", self.city.duplicate_rows())
        first = self.city.figures.end_month - 1
        for period in range(first, first + _WINDOWS):
            day = dt.date(period // 12, period % 12 + 1, 1)
            contributions.open_window(
                place=self.city.plan.place,
                period=period,
                opens_on=day,
                cut_off_on=day.replace(day=20),
                due_on=day.replace(day=25),
            )

    def _copy(self, table: str, data: pa.Table) -> None:
        if data.num_rows:
            self.done.rows[table] += copy_rows(table=table, data=data)

    def _people(self) -> None:
        """Chunks are made here and written by another thread, at most two ahead."""
        written, line, waiting = 0, 0, list[Future[None]]()
        with ThreadPoolExecutor(max_workers=2) as writers:
            for chunk in self.city.chunks(self.chunk):
                accounts = chunk.tables["funds_account_year"]
                numbers = np.arange(line + 1, line + 1 + accounts.num_rows, dtype=np.int32)
                chunk.tables["funds_account_year"] = accounts.append_column(
                    "line_no", pa.array(numbers)
                )
                line += accounts.num_rows
                self.done.add(chunk)
                if len(waiting) > 1:
                    waiting.pop(0).result()
                waiting.append(writers.submit(self._write, chunk.tables))
                written += chunk.tables["registry_person"].num_rows
                self.progress("居民、参保、履历 people and careers", written, self.city.people)
            for last in waiting:
                last.result()

    def _write(self, tables: dict[str, pa.Table]) -> None:
        for name, data in tables.items():
            if name in self.stages:
                self.stages[name].copy(data, connections=1)
            elif data.num_rows:
                copy_rows(table=name, data=data)

    def _pensions_paid(self) -> None:
        """The pensions of the running year; what they took out of individual accounts is no longer in them."""
        payable, sums = Payable.joined(self.done.payable), []
        self.done.payable = []
        for number, (month, batch_id) in enumerate(self.payrolls.items(), start=1):
            lines = payment_lines(payable=payable, month=month, batch_id=batch_id)
            self.paid_rows[batch_id] = self.paid[month].copy(lines)
            self.done.rows["pension_payment_line"] += lines.num_rows
            sums.append(pc.sum(lines["net_fen"]).as_py() or 0)
            self.done.accounts_fen -= pc.sum(lines["account_fen"]).as_py() or 0
            self.progress("已发养老金 pensions paid", number, len(self.payrolls))
        self._copy(
            "pension_payment_batch",
            payment_batches(
                months=list(self.payrolls),
                ids=list(self.payrolls.values()),
                sums=sums,
                place=self.city.plan.place,
            ),
        )

    def _bills(self) -> None:
        """Opening bills with their lines and the receipts of those that were paid; the books of every fund."""
        city = self.city
        dues = Dues.joined(self.done.dues)
        made = opening_bills(
            dues=dues,
            rules=city.rules,
            plan=city.plan,
            employers=city.employers,
            batch_id=self.batches["contributions_line"],
        )
        self.done.dues = []
        self.done.rows["contributions_line"] += self.stages["contributions_line"].copy(made.lines)
        self._copy("contributions_bill", made.bills)
        receipts, allocations = receipts_of(bills=made.bills, payers=self._payers(made.bills))
        self._copy("contributions_receipt", receipts)
        self._copy("contributions_allocation", allocations)
        self.done.funds = opening_funds(
            bills=made.bills,
            last_month=city.figures.end_month - 1,
            accounts_fen=self.done.accounts_fen,
            monthly_pensions_fen=self.done.monthly_pensions_fen,
            overpaid_fen=self.done.overpaid_fen,
        )
        self.progress("应缴与收款 bills and receipts", 1, 1)

    def _payers(self, bills: pa.Table) -> pa.Array:
        codes = self.city.employer_rows()["uscc"].combine_chunks()
        unit = codes.take(pc.subtract(pc.fill_null(bills["employer_id"], 1), 1).combine_chunks())
        person = pa.array(
            [self.done.id_numbers.get(p) for p in bills["person_id"].to_pylist()], pa.string()
        )
        return pc.if_else(pc.is_null(bills["employer_id"]).combine_chunks(), person, unit)

    def _keys(self) -> None:
        stages = [*self.stages.values(), *self.paid.values()]
        for number, stage in enumerate(stages, start=1):
            stage.key()
            stage.assert_no_orphans(column="person_id", table="registry_person")
            self.progress("索引 keys", number, len(stages))

    def _attach(self) -> None:
        """One short transaction: partitions, batches, the opening entries of both books."""
        city, eve = self.city, last_day_before(self.city.as_of)
        at = dt.datetime.combine(eve, dt.time(18), tzinfo=ZoneInfo("Asia/Shanghai"))
        month = city.figures.end_month - 1
        with transaction.atomic(), connection.cursor() as cursor:
            for stage in (*self.stages.values(), *self.paid.values()):
                stage.attach(cursor)
                rows = self.paid_rows.get(stage.batch_id, self.done.rows[stage.parent])
                funds.post_batch(
                    batch_id=stage.batch_id,
                    rows=rows,
                    totals={"rows": rows},
                    entries=(),
                    posted_by=BY,
                    posted_at=at,
                )
            for fund in self.done.funds:
                ledger.opening_balances(
                    fund=fund.fund,
                    cash_fen=fund.cash_fen,
                    receivable_fen=fund.receivable_fen,
                    individual_accounts_fen=fund.individual_accounts_fen,
                    overpaid_fen=fund.overpaid_fen,
                    opened_on=eve,
                    accounting_month=month,
                    posted_by=BY,
                )

    def _sequences(self) -> None:
        """Numbers given here are not given again. The owner's right, so on a connection of its own."""
        with connect(role="owner", autocommit=True) as owner:
            for table in _NUMBERED:
                owner.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'),"
                    f" (SELECT coalesce(max(id), 1) FROM {table}))"
                )
            owner.execute("ANALYZE")
