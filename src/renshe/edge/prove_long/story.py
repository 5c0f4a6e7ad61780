"""One insurance month of the small city, as a bureau would live it, in steps that may be begun again at any time.

assess → send the plan → take two receipt files → credit → move to the fiscal account → take in a register →
freeze → a death is heard of →
check → plan → sign → fund → file → send → two returns → close → pay again what came back. Nobody outside is real: the
tax bureau's files follow from the bills, the bank's answers from the account number.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.db import connection

from renshe.domains.contributions import api as contributions
from renshe.domains.documents import api as documents
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.edge.prove_long.small_people import (
    OCTOBER,
    PLACE,
    SmallCity,
    credit_code,
    id_number,
    name_of,
    wage_fen,
)
from renshe.gateways.bank.client import DropFolder
from renshe.gateways.bank.contract import RensheBankFormat
from renshe.gateways.bank.simulator import Order, SimulatedBank
from renshe.runs.context import RunContext
from renshe.runs.monthly_collection import run as collection
from renshe.runs.monthly_contribution_assessment import run as assessment
from renshe.runs.monthly_pension_payment import bank, run
from renshe.services.contributions.import_register import importing

AT = dt.datetime(2025, 10, 20, 9, tzinfo=dt.UTC)
PAY_ON = dt.date(2025, 10, 24)
REGISTER_ROWS, REGISTER_CHUNK = 240, 60


@dataclass(frozen=True)
class AccountBank(SimulatedBank):
    """A bank whose word depends on the account alone, so that it is the same whatever number a batch was given."""

    def fate(self, order: Order) -> tuple[str, str, str]:
        """First status, last status and reason: accounts changed since end in 9 and are always paid."""
        last = int(order.account) % 97
        if order.account.startswith("6299") or last % 11:
            return "P", "P", ""
        return (
            ("F", "F", "E01")
            if last % 2
            else ("U", "F" if last % 4 else "P", "E05" if last % 4 else "")
        )


def live_through(
    *, bank_folder: str, people: int = 200, employers: int = 20, parts: int = 2
) -> dict[str, Any]:
    """Live through October, doing whatever is not done yet; returns the totals of each step.

    `bank_folder` is what the bank has received: it survives every crash, because it is not ours.
    """
    city = SmallCity(people, employers)
    told: dict[str, Any] = {}
    context = RunContext(place=PLACE, period=OCTOBER, accounting_month=OCTOBER, at=AT, by="proof")
    told["assessed"] = assessment.run(context, heads=assessment.HEADS_PER_READ * (parts - 1) + 1)
    collection.mark_plan_sent(batch_ids=[told["assessed"]["batch_id"]], sent_on=AT.date())
    for number, day in ((1, dt.date(2025, 10, 22)), (2, dt.date(2025, 10, 24))):
        told[f"received_{number}"] = _receive(context, number, day)
    told["credited"] = collection.credit_accounts(context, as_of=dt.date(2025, 10, 24))
    collection.move_to_fiscal(context, moved_on=dt.date(2025, 10, 31))
    told["register"] = _import_register(city)
    channel = Bank(Path(bank_folder))
    told["paid"] = _pay(city, channel)
    told["paid_again"] = _pay_again(channel)
    return told


def _receive(context: RunContext, number: int, day: dt.date) -> dict[str, Any]:
    """The tax bureau's file of a day: most payers in full, some in two parts, one too much, one whom nobody knows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(e.uscc, p.id_number), coalesce(e.id, p.id), b.total_fen FROM contributions_bill b"
            " LEFT JOIN registry_employer e ON e.id = b.employer_id LEFT JOIN registry_person p ON p.id = b.person_id"
            " WHERE b.period = %s AND b.kind = 'regular' ORDER BY 1",
            [OCTOBER],
        )
        bills = cursor.fetchall()
    rows = []
    for payer, owner, total in bills:
        first = total * 6 // 10 if owner % 5 == 0 else total
        amount = first if number == 1 else total - first + (777 if owner % 10 == 0 else 0)
        if amount:
            rows.append((f"T{number}-{payer}", payer, day, amount, OCTOBER))
    if number == 1:
        rows.append(("T1-nobody", "91310112MA00000000", day, 123_456, None))
    kinds = [pa.string(), pa.string(), pa.date32(), pa.int64(), pa.int64()]
    table = pa.table(
        [pa.array([row[i] for row in rows], kind) for i, kind in enumerate(kinds)],
        names=list(contributions.RECEIPT_COLUMNS),
    )
    stored = documents.store(
        name=f"receipts-{number}.json",
        media_type="application/json",
        direction="in",
        at=AT,
        content=json.dumps(rows, default=str).encode(),
    )
    head = contributions.FileHead(
        partner="tax_bureau",
        direction="in",
        place=PLACE,
        kind="receipts",
        sequence_no=number,
        business_on=day,
        rows=len(rows),
        amount_fen=sum(row[3] for row in rows),
    )
    return collection.take_receipts(
        context, head=head, rows=table, file_id=stored.pk, surcharge_of=None
    )


class Bank:
    """The bank's side of the drop folder: it answers what lies in `out` and remembers all of it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.channel = folder, DropFolder(root=folder)
        self.bank = AccountBank(seed=0)
        self.format = RensheBankFormat()

    def send(self, *, file_name: str, content: bytes) -> None:
        """Hand over a file, as the run does."""
        self.channel.send(file_name=file_name, content=content)

    def answers(self, content: bytes) -> list[bytes]:
        """The first return of a file and, where something was unknown, the supplementary one."""
        first = self.bank.answer(content, settled_on=PAY_ON)
        if b"|U|" not in first:
            return [first]
        return [first, self.bank.answer_unknown(content, settled_on=PAY_ON + dt.timedelta(days=4))]

    def orders(self) -> list[Order]:
        """Everything that the bank was ever asked to pay."""
        files = sorted((self.folder / "out").glob("*.txt"))
        return [order for file in files for order in self.bank.receive(file.read_bytes()).orders]


def _pay(city: SmallCity, channel: Bank) -> dict[str, Any]:
    report = run.freeze(
        fund="employee_pension",
        place=PLACE,
        period=OCTOBER,
        accounting_month=OCTOBER,
        frozen_by="clerk",
        at=AT,
    )
    if report.state == "frozen":
        _hear_of_deaths(city)
    return _settle(report.batch_id, channel)


def _hear_of_deaths(city: SmallCity) -> None:
    for number in city.dying():
        if registry.person(person_id=number).died_on is None:
            registry.record_death(
                person_id=number,
                died_on=dt.date(2025, 9, 17),
                known_on=AT.date(),
                actor="clerk",
                at=AT,
                reason="公安数据比对",
            )


def _settle(batch_id: int, channel: Bank) -> dict[str, Any]:
    """From the frozen roster to the closed batch, whatever of it is done."""
    run.check(batch_id=batch_id, by="clerk", at=AT)
    state = run.plan(batch_id=batch_id, by="clerk", at=AT).state
    if state == "planned":
        run.review(batch_id=batch_id, reviewed_by="reviewer")
        state = run.approve(batch_id=batch_id, approved_by="head").state
    if state == "reviewed":
        plan_id = run.request_funds(batch_id=batch_id, prepared_by="clerk")
        run.receive_funds(batch_id=batch_id, plan_id=plan_id, approved_by="finance", at=AT)
    bank.write_files(
        batch_id=batch_id, bank_format=channel.format, pay_on=PAY_ON, by="clerk", at=AT
    )
    bank.send_files(batch_id=batch_id, channel=channel, at=AT)
    for file, _, content in bank.outgoing_files(batch_id=batch_id):
        again = bank.regenerate(batch_id=batch_id, part=file.part, bank_format=channel.format)
        assert again == content, (
            f"file {file.part} of batch {batch_id} is not made again byte for byte"
        )
        for answer in channel.answers(content):
            bank.take_return(
                content=answer,
                bank_format=channel.format,
                accounting_month=OCTOBER,
                by="clerk",
                at=AT,
            )
    return bank.close(batch_id=batch_id, at=AT).totals


def _pay_again(channel: Bank) -> dict[str, Any]:
    """Those whose account was at fault bring another, and what came back is paid as new, linked attempts."""
    key = run.batch_key(fund="employee_pension", place=PLACE, period=OCTOBER, attempt=2)
    if not pension.batches_of(period=OCTOBER, place=PLACE)[1:]:
        for row in pension.failed_payments(source="returned", place=PLACE):
            person = registry.person(person_id=row.person_id)
            pension.change_payee_account(
                person_id=row.person_id,
                bank_code="102",
                account_number=f"6299{row.person_id:012d}",
                account_name=person.name,
                verified_on=PAY_ON,
                valid_from=PAY_ON,
            )
    report = run.freeze_retry(
        fund="employee_pension",
        place=PLACE,
        period=OCTOBER,
        attempt=2,
        pays="returned",
        accounting_month=OCTOBER,
        frozen_by="clerk",
        at=AT,
    )
    return {"key": key, **_settle(report.batch_id, channel)}


def _import_register(city: SmallCity) -> dict[str, Any]:
    """A register from a partner, chunk by chunk: newcomers, people known already, and rows that are wrong."""
    sink = io.StringIO()
    writer = csv.writer(sink)
    writer.writerow([column.zh for column in importing.columns()])
    for n in range(1, REGISTER_ROWS + 1):
        number = n if n % 5 == 0 and n <= city.people else city.people + n
        writer.writerow(
            (
                credit_code(n % city.employers + 1) if n % 17 else "9131011200000000",
                id_number(number),
                name_of(number),
                "汉族" if n % 13 else "火星",
                "M60" if number % 2 else "F50",
                PLACE,
                f"{wage_fen(number) / 100:.2f}",
            )
        )
    taken = importing.import_register(
        content=sink.getvalue().encode("utf-8-sig"),
        resume_key="proof register",
        place=PLACE,
        period=OCTOBER,
        as_of=AT.date(),
        at=AT,
        chunk_rows=REGISTER_CHUNK,
    )
    return {"good": taken.rows_good, "bad": taken.rows_bad}
