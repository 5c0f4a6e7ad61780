"""Taking over what was checked: one batch for each table, each in one transaction with the proof of its sums.

A kill between two tables leaves whole tables; loading again goes on after the last. A kill within a table leaves
nothing of it: ordinary rows are rolled back, a stage that was not attached is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import polars as pl
import pyarrow as pa
from django.db import connection, transaction

from renshe.domains.contributions import api as contributions
from renshe.domains.funds import api as funds
from renshe.flows import contribution_to_ledger as ledger
from renshe.foundation.bulk import StagedPartition, copy_rows
from renshe.kernel.periods import last_day
from renshe.runs.context import RunContext
from renshe.runs.take_over import shapes
from renshe.runs.take_over.contract import CASH_ITEMS, COMPONENTS, FUNDS, SHARES
from renshe.runs.take_over.portions import Portions
from renshe.runs.take_over.refusals import refused
from renshe.runs.take_over.summary import Summary

BY = "take_over"
TABLES = (
    "employers",
    "people",
    "spells",
    "wages",
    "careers",
    "accounts",
    "awards",
    "arrears",
    "books",
)
Totals = dict[str, int]


class Loading:
    """One load of one checked folder. Django's own connection must be the runner's."""

    def __init__(self, *, context: RunContext, store: Portions, summary: Summary) -> None:
        self.context, self.store, self.summary = context, store, summary
        self._steps: dict[str, Callable[[int], Totals]] = {
            "employers": self._employers, "people": self._people, "spells": self._spells, "wages": self._wages,
            "careers": self._careers, "accounts": self._accounts, "awards": self._awards, "arrears": self._arrears,
            "books": self._books,
        }  # fmt: skip
        self._done: dict[str, Totals] = {}

    def run(self) -> dict[str, Totals]:
        """Every table in order; what was taken over before is left alone. Totals by table."""
        for number, name in enumerate(TABLES):
            self._done[name] = self._once(name)
            self.context.progress(f"接管 {name}", number + 1, len(TABLES))
        return self._done

    def _once(self, name: str) -> Totals:
        key = f"take_over_{name}:{self.context.place}"
        batch_id = funds.open_batch(
            kind=f"take_over_{name}", accounting_month=self.context.accounting_month, run_key=key
        )
        if funds.batch_state(run_key=key) != (batch_id, "posted"):
            self._steps[name](batch_id)
        batch = funds.batch_by_id(batch_id=batch_id)
        assert batch is not None
        return {measure: int(value) for measure, value in batch.totals.items()}

    @contextmanager
    def _kept(
        self, name: str, batch_id: int, proof: str, params: Mapping[str, Any]
    ) -> Iterator[Totals]:
        """The transaction of one table: what is written inside is proved against the checked sums, then posted.

        `proof` reads back rows and sums from the table; what differs rolls everything back.
        """
        extra: Totals = {}
        with transaction.atomic(), connection.cursor() as cursor:
            yield extra
            cursor.execute(proof, dict(params))
            names = [column.name for column in cursor.description]
            found = {n: int(v or 0) for n, v in zip(names, cursor.fetchone(), strict=True)}
            self._prove(name, found)
            funds.post_batch(batch_id=batch_id, rows=found["rows"], totals={**found, **extra}, entries=(),
                             posted_by=self.context.by, posted_at=self.context.at)  # fmt: skip

    def _prove(self, name: str, found: Totals) -> None:
        tally = self.summary.files.get(name)
        expected = {"rows": 0} if tally is None else {
            "rows": tally.rows_loaded, **{measure: tally.sum_loaded(measure) for measure in tally.sums}
        }  # fmt: skip
        for measure, value in found.items():
            if measure in expected and expected[measure] != value:
                raise refused(
                    "sums_differ", subject=f"{name} {measure}: {value} ≠ {expected[measure]}"
                )

    @property
    def _ids(self) -> shapes.Ids:
        first = {
            name: self._done.get(name, {}).get("first_id", 0) for name in ("people", "employers")
        }
        return shapes.Ids(person=first["people"], employer=first["employers"])

    @property
    def _range(self) -> dict[str, int]:
        people = self._done["people"]
        return {"first": people["first_id"], "last": people["first_id"] + people["positions"] - 1}

    def _employers(self, batch_id: int) -> Totals:
        frame = self.store.read(file="employers")
        proof = (
            "SELECT count(*) AS rows FROM registry_employer WHERE id BETWEEN %(first)s AND %(last)s"
        )
        if frame is None or frame.is_empty():
            return self._nothing("employers", batch_id)
        positions = int(frame["employer_index"].max()) + 1  # type: ignore[arg-type]
        first = _reserve("registry_employer", positions)
        numbers = dict(
            frame.select("employer_no", pl.col("employer_index").cast(pl.Int64)).iter_rows()
        )
        rows = shapes.employers(frame, ids=shapes.Ids(0, first), numbers=numbers)
        with self._kept(
            "employers", batch_id, proof, {"first": first, "last": first + positions - 1}
        ) as extra:
            _copy("registry_employer", rows)
            extra |= {"first_id": first, "positions": positions}
        return extra

    def _people(self, batch_id: int) -> Totals:
        last = self.store.last_position(file="people", column="person_index")
        if last is None:
            return self._nothing("people", batch_id)
        positions = last + 1
        first = _reserve("registry_person", positions)
        proof = (
            "SELECT count(*) AS rows FROM registry_person WHERE id BETWEEN %(first)s AND %(last)s"
        )
        with self._kept(
            "people", batch_id, proof, {"first": first, "last": first + positions - 1}
        ) as extra:
            for part in self.store.slices(file="people"):
                _copy(
                    "registry_person",
                    shapes.people(part, ids=shapes.Ids(first, 0), at=self.context.at),
                )
            extra |= {"first_id": first, "positions": positions}
        return extra

    def _nothing(self, name: str, batch_id: int) -> Totals:
        with self._kept(name, batch_id, "SELECT 0 AS rows", {}) as extra:
            extra |= {"first_id": 0, "positions": 0}
        return extra

    def _spells(self, batch_id: int) -> Totals:
        proof = "SELECT count(*) AS rows FROM enrolment_spell WHERE person_id BETWEEN %(first)s AND %(last)s"
        with self._kept("spells", batch_id, proof, self._range) as extra:
            for _, part in self.store.parts(file="spells"):
                _copy(
                    "enrolment_spell", shapes.spells(part, ids=self._ids, at=self.context.at, by=BY)
                )
        return extra

    def _wages(self, batch_id: int) -> Totals:
        proof = """SELECT count(*) AS rows, sum(wage_fen) AS wage FROM contributions_declared_wage
                    WHERE person_id BETWEEN %(first)s AND %(last)s"""
        with self._kept("wages", batch_id, proof, self._range) as extra:
            for _, part in self.store.parts(file="wages"):
                for start, rows in shapes.wages(part, ids=self._ids).items():
                    contributions.record_wages(
                        rows=rows, year_start_month=start, source=BY, recorded_at=self.context.at
                    )
        return extra

    def _careers(self, batch_id: int) -> Totals:
        proof = """SELECT count(*) AS rows, sum((SELECT sum(fen) FROM unnest(base_fen) fen)) AS base,
                          sum((SELECT sum(fen) FROM unnest(credit_fen) fen)) AS credit
                     FROM contributions_year WHERE batch_id = %(batch)s"""
        return self._staged("careers", "contributions_year", batch_id, proof,
                            (shapes.careers(part, ids=self._ids) for _, part in self.store.parts(file="careers")))  # fmt: skip

    def _accounts(self, batch_id: int) -> Totals:
        sums = ", ".join(
            f"sum({n}_fen) AS {n}" for n in ("opening", "credit", "interest", "payout", "closing")
        )
        proof = (
            f"SELECT count(*) AS rows, {sums} FROM funds_account_year WHERE batch_id = %(batch)s"
        )

        def tables() -> Iterator[pa.Table]:
            line = 1
            for _, part in self.store.parts(file="accounts"):
                yield shapes.accounts(part, ids=self._ids, first_line=line)
                line += part.height

        return self._staged("accounts", "funds_account_year", batch_id, proof, tables())

    def _staged(
        self, name: str, parent: str, batch_id: int, proof: str, tables: Iterator[pa.Table]
    ) -> Totals:
        with StagedPartition(parent=parent, batch_id=batch_id) as stage:
            stage.create()
            for table in tables:
                stage.copy(table)
            stage.key()
            stage.assert_no_orphans(column="person_id", table="registry_person")
            with (
                self._kept(name, batch_id, proof, {"batch": batch_id}) as extra,
                connection.cursor() as cursor,
            ):
                stage.attach(cursor)
        return extra

    def _awards(self, batch_id: int) -> Totals:
        sums = ", ".join(f"sum({name}_fen) AS {name}" for name in (*COMPONENTS, "total"))
        proof = f"""SELECT count(*) AS rows, {sums} FROM pension_award
                     WHERE person_id BETWEEN %(first)s AND %(last)s"""
        context, ids = self.context, self._ids
        with self._kept("awards", batch_id, proof, self._range) as extra:
            for number, part in self.store.parts(file="awards"):
                facts = self._facts(number, part)
                _copy(
                    "pension_award", shapes.awards(part, ids=ids, facts=facts, at=context.at, by=BY)
                )
                _copy("pension_payee_account", shapes.payee_accounts(part, ids=ids))
                _copy("pension_hold", shapes.holds(part, ids=ids, known_on=context.today, by=BY))
        return extra

    def _facts(self, number: int, part: pl.DataFrame) -> dict[int, str]:
        """Facts of a portion's awards, from the careers that were taken over before."""
        birth = pl.coalesce("birth_on_file", "id_birth_on")
        known = self.store.people_of(number).select(
            "person_index", "retirement_category",
            birth_month=birth.dt.year().cast(pl.Int64) * 12 + birth.dt.month() - 1,
        )  # fmt: skip
        told = part.join(known, on="person_index", how="left").select(
            *self._ids.of(part)[:1], "birth_month", "retirement_category",
            retirement_month=pl.col("starts_month").cast(pl.Int64) - 1,
        )  # fmt: skip
        table = contributions.careers_table(person_ids=told["person_id"].to_list(), base_caps={})
        return shapes.award_facts(careers_of=table, told=told)

    def _arrears(self, batch_id: int) -> Totals:
        sums = ", ".join(f"sum({name}_fen) AS {name}" for name in (*SHARES, "account_credit"))
        proof = f"""SELECT count(*) AS rows, {sums},
                           (SELECT coalesce(sum(total_fen), 0) FROM contributions_bill WHERE batch_id = %(batch)s) AS bills
                      FROM contributions_line WHERE batch_id = %(batch)s"""
        line, bills = 1, []
        with StagedPartition(parent="contributions_line", batch_id=batch_id) as stage:
            stage.create()
            for due_on, rows in _by_due_day(self.store, self._ids).items():
                billed = contributions.prepare_bills(lines=rows, batch_id=batch_id, kind="regular", due_on=due_on,
                                                     first_line_no=line)  # fmt: skip
                stage.copy(billed.lines)
                line += billed.lines.num_rows
                sent = pa.array(["sent"] * billed.bills.num_rows, pa.string())
                bills.append(billed.bills.append_column("state", sent))
            stage.key()
            stage.assert_no_orphans(column="person_id", table="registry_person")
            with (
                self._kept("arrears", batch_id, proof, {"batch": batch_id}) as extra,
                connection.cursor() as cursor,
            ):
                stage.attach(cursor)
                if bills:
                    contributions.write_bills(bills=pa.concat_tables(bills))
        return extra

    def _books(self, batch_id: int) -> Totals:
        """Opening balances of both books; the proof reads the money back from the cash book."""
        frame = self.store.read(file="books")
        rows = [] if frame is None else frame.select("fund", "item", "amount").rows()
        stated = {(fund, item): int(fen) for fund, item, fen in rows}
        month = self.context.accounting_month
        proof = f"SELECT {len(rows)} AS rows"
        with self._kept("books", batch_id, proof, {}) as extra:
            for fund in FUNDS:
                cash = {
                    item: fen
                    for (of, item), fen in stated.items()
                    if of == fund and item in CASH_ITEMS
                }
                accounts = stated.get((fund, "individual_accounts"), 0)
                ledger.opening_balances(
                    fund=fund, cash_fen=cash, receivable_fen=stated.get((fund, "receivable"), 0),
                    individual_accounts_fen=accounts, opened_on=last_day(month), accounting_month=month,
                    posted_by=self.context.by,
                )  # fmt: skip
                _prove_books(fund, cash_fen=sum(cash.values()), accounts_fen=accounts, month=month)
                extra[f"{fund}_fen"] = sum(cash.values())
        return extra


def _by_due_day(store: Portions, ids: shapes.Ids) -> dict[Any, pa.Table]:
    """Dues of all portions by the day they were due: whole payers come together, so that each has one bill a month."""
    found: dict[Any, list[pa.Table]] = {}
    for _, part in store.parts(file="arrears"):
        for day, rows in shapes.arrears(part, ids=ids).items():
            found.setdefault(day, []).append(rows)
    return {day: pa.concat_tables(parts) for day, parts in sorted(found.items())}


def _prove_books(fund: str, *, cash_fen: int, accounts_fen: int, month: int) -> None:
    cash = {
        row.code: row.closing_fen
        for row in funds.trial_balance(fund=fund, book="cash", accounting_month=month)
    }
    rights = {
        row.code: row.closing_fen
        for row in funds.trial_balance(fund=fund, book="rights", accounting_month=month)
    }
    found = (
        sum(cash.get(code, 0) for code in CASH_ITEMS),
        rights.get("R2201", 0),
        rights.get("R1901", 0),
    )
    if found != (cash_fen, accounts_fen, cash_fen):
        raise refused(
            "sums_differ", subject=f"books {fund}: {found} ≠ {(cash_fen, accounts_fen, cash_fen)}"
        )


def _copy(table: str, rows: pa.Table) -> None:
    if rows.num_rows:
        with connection.cursor() as cursor:
            copy_rows(table=table, data=rows, cursor=cursor)


def _reserve(table: str, count: int) -> int:
    """The first of `count` new ids in one row; ids that end up unused are a gap and nothing more."""
    with connection.cursor() as cursor:
        while True:
            cursor.execute(
                "SELECT min(n), max(n) FROM (SELECT nextval(pg_get_serial_sequence(%s, 'id')) AS n"
                " FROM generate_series(1, %s)) given", [table, count],
            )  # fmt: skip
            first, last = cursor.fetchone()
            if last - first + 1 == count:
                return int(first)
