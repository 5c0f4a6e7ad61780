"""One of several writers who work on the same employers and months at once, and remembers what was acknowledged.

Each act is chosen by chance: a roster, a file of receipts, entries in both books, a late assessment, a
step of a pension payment. An act is acknowledged, refused in words, or lost to somebody who was quicker;
anything else is a fault. Afterwards the database must hold exactly what was acknowledged.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import time
import traceback
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.db import IntegrityError, OperationalError

from renshe.domains.contributions import api as contributions
from renshe.domains.documents import api as documents
from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.edge.prove_long import small_people
from renshe.edge.prove_long.small_people import OCTOBER, PLACE, credit_code, id_number
from renshe.edge.prove_long.story import AT, PAY_ON, Bank
from renshe.foundation.bulk import StageBusy
from renshe.kernel.codes.problem import Refused
from renshe.kernel.rules import Refusal
from renshe.runs.context import RunContext
from renshe.runs.monthly_collection import run as collection
from renshe.runs.monthly_contribution_assessment import run as assessment
from renshe.runs.monthly_pension_payment import bank, run
from renshe.services.contributions.declare_month.declare import Sender, declare_rows

ACTS = ("declare", "receive", "enter", "assess", "credit", "pay", "stop")
WEIGHTS = (30, 22, 25, 2, 3, 15, 3)
SHARED_CAUSES = 400
DAY = AT.date()


class Writer:
    """One writer with its own chance; `told` adds up what the product acknowledged."""

    def __init__(self, *, number: int, seed: int, people: int, employers: int, folder: str) -> None:
        self.number, self.people, self.employers = number, people, employers
        self.draw = random.Random(seed * 1_000 + number)
        self.channel = Bank(Path(folder))
        self.told: Counter[str] = Counter()
        self.causes: list[str] = []
        self.faults: list[str] = []
        self.turn = 0
        self.first_unpaid = OCTOBER

    def write(self, *, seconds: float) -> dict[str, Any]:
        """Act until the time is over; returns what was acknowledged, refused, lost and at fault."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.turn += 1
            act = self.draw.choices(ACTS, WEIGHTS)[0]
            self.told[f"{act}_tried"] += 1
            try:
                getattr(self, act)()
            except (Refusal, Refused):
                self.told[f"{act}_refused"] += 1
            except (StageBusy, IntegrityError):
                self.told[f"{act}_lost"] += 1
            except OperationalError as problem:
                if "deadlock" in str(problem):
                    self.told[f"{act}_deadlocked"] += 1
                else:
                    self._fault(act)
            except Exception:
                self._fault(act)
        return {"told": dict(self.told), "causes": self.causes, "faults": self.faults[:10]}

    def _fault(self, act: str) -> None:
        self.told[f"{act}_fault"] += 1
        self.faults.append(f"{act}: {traceback.format_exc()[-1500:]}")

    def _context(self) -> RunContext:
        return RunContext(
            place=PLACE, period=OCTOBER, accounting_month=OCTOBER, at=AT, by=f"writer-{self.number}"
        )

    def declare(self) -> None:
        """A roster of some of an employer's people, one of them perhaps misspelt."""
        employer = self.draw.randint(1, self.employers)
        insured = [
            n
            for n in range(1, self.people + 1)
            if n % self.employers + 1 == employer
            and small_people.role(n) not in (13, 15, 16, 17, 18, 19)
        ]
        records = [
            {
                "id_number": id_number(n),
                "name": small_people.name_of(n) + ("误" if self.draw.random() < 0.1 else ""),
                "wage": f"{self.draw.randint(300_000, 4_000_000) / 100:.2f}",
            }
            for n in self.draw.sample(insured, min(len(insured), self.draw.randint(1, 12)))
        ]
        outcome = declare_rows(
            sender=Sender(employer, OCTOBER, f"writer-{self.number}", DAY, AT), records=records
        )
        self.told["declarations"] += 1
        self.told["rows_good"] += outcome.rows_good
        self.told["rows_bad"] += outcome.rows_bad

    def receive(self) -> None:
        """A file of receipts in this writer's own series; now and then a reference that came before."""
        kind = f"receipts-{self.number}"
        sequence = contributions.next_sequence_no(
            partner="tax_bureau", direction="in", place=PLACE, kind=kind
        )
        rows = []
        for place in range(self.draw.randint(1, 6)):
            known = self.draw.random() < 0.97
            payer = credit_code(self.draw.randint(1, self.employers + (0 if known else 50)))
            again = self.draw.random() < 0.01
            reference = f"W{self.number}-{1 if again else sequence}-{place}"
            rows.append((reference, payer, DAY, self.draw.randint(1, 90_000_000), OCTOBER))
        kinds = (pa.string(), pa.string(), pa.date32(), pa.int64(), pa.int64())
        table = pa.table(
            [pa.array([row[i] for row in rows], kind_) for i, kind_ in enumerate(kinds)],
            names=list(contributions.RECEIPT_COLUMNS),
        )
        stored = documents.store(
            name=f"{kind}-{sequence}.json",
            media_type="application/json",
            direction="in",
            at=AT,
            content=json.dumps([kind, self.turn, rows], default=str).encode(),
        )
        fen = sum(row[3] for row in rows)
        head = contributions.FileHead(
            partner="tax_bureau",
            direction="in",
            place=PLACE,
            kind=kind,
            sequence_no=sequence,
            business_on=DAY,
            rows=len(rows),
            amount_fen=fen,
        )
        collection.take_receipts(
            self._context(), head=head, rows=table, file_id=stored.pk, surcharge_of=None
        )
        self.told["receipts"] += len(rows)
        self.told["receipts_fen"] += fen

    def enter(self) -> None:
        """Money in both books; sometimes for a cause that all writers share, which may be booked once."""
        shared = self.draw.random() < 0.3
        cause = (
            f"shared-{self.draw.randrange(SHARED_CAUSES)}"
            if shared
            else f"W{self.number}-{self.turn}"
        )
        fen = 100 + int(cause.rpartition("-")[2])
        fund = (
            self.draw.choice(("employee_pension", "employee_medical"))
            if not shared
            else "unemployment"
        )
        entry = funds.NewEntry(
            "cash",
            fund,
            DAY,
            "proof",
            "proof",
            cause,
            (funds.Post("1003", debit_fen=fen), funds.Post("1004", credit_fen=fen)),
        )
        made = funds.post_entry(
            entry=entry, accounting_month=OCTOBER, posted_by=f"writer-{self.number}"
        )
        self.told["entries"] += 1
        if shared:
            self.causes.append(cause)
        if made is not None and not shared and self.draw.random() < 0.2:
            funds.reverse_entry(
                entry_id=made,
                reason="proof",
                accounting_month=OCTOBER,
                entry_on=DAY,
                posted_by=f"writer-{self.number}",
            )
            self.told["reversals"] += 1

    def assess(self) -> None:
        """A late assessment: whoever has a wage by now and was not billed yet."""
        totals = assessment.run(self._context(), part=f"late-{self.number}-{self.turn}")
        self.told["assessed_lines"] += totals["rows"]

    def credit(self) -> None:
        """Credit what has come in."""
        part = f"W{self.number}-{self.turn}"
        totals = collection.credit_accounts(self._context(), as_of=DAY, part=part)
        self.told["credited_months"] += totals["person_months"]

    def pay(self) -> None:
        """The next step of the first month whose pensions are not paid and closed."""
        report = run.freeze(
            fund="employee_pension",
            place=PLACE,
            period=self._unpaid(),
            accounting_month=OCTOBER,
            frozen_by="clerk",
            at=AT,
        )
        step(report.batch_id, report.state, self.channel)
        self.told["steps"] += 1

    def stop(self) -> None:
        """Stop one line of the month that is being paid, for good or until its account is clear."""
        for batch in pension.batches_of(place=PLACE, period=self._unpaid()):
            run.stop(
                batch_id=batch.batch_id,
                line_no=self.draw.randint(1, self.people // 4),
                reason="manual",
                still_due=self.draw.random() < 0.5,
                note="",
                stopped_by=f"writer-{self.number}",
                at=AT,
            )
            self.told["stops"] += 1

    def _unpaid(self) -> int:
        """The first month whose payment is not closed."""
        while batches := pension.batches_of(place=PLACE, period=self.first_unpaid):
            if batches[0].state != "closed":
                break
            self.first_unpaid += 1
        return self.first_unpaid


def step(batch_id: int, state: str, channel: Bank) -> None:
    """The one step that a payment batch in this state asks for."""
    if state == "frozen":
        run.check(batch_id=batch_id, by="clerk", at=AT)
    elif state == "checked":
        run.plan(batch_id=batch_id, by="clerk", at=AT)
    elif state == "planned":
        run.review(batch_id=batch_id, reviewed_by="reviewer")
        run.approve(batch_id=batch_id, approved_by="head")
    elif state == "reviewed":
        plan_id = run.request_funds(batch_id=batch_id, prepared_by="clerk")
        run.receive_funds(batch_id=batch_id, plan_id=plan_id, approved_by="finance", at=AT)
    elif state == "funded":
        bank.write_files(
            batch_id=batch_id, bank_format=channel.format, pay_on=PAY_ON, by="clerk", at=AT
        )
    elif state == "filed":
        bank.send_files(batch_id=batch_id, channel=channel, at=AT)
        for _, _, content in bank.outgoing_files(batch_id=batch_id):
            for answer in channel.answers(content):
                bank.take_return(
                    content=answer,
                    bank_format=channel.format,
                    accounting_month=OCTOBER,
                    by="clerk",
                    at=AT,
                )
    elif state == "returned":
        bank.close(batch_id=batch_id, at=AT)


def write(
    *, number: int, seed: int, seconds: float, people: int, employers: int, folder: str
) -> dict[str, Any]:
    """Be one writer for some time; returns what was acknowledged."""
    writer = Writer(number=number, seed=seed, people=people, employers=employers, folder=folder)
    return writer.write(seconds=seconds)


def begin() -> dict[str, Any]:
    """The first assessment, so that there is something to pay for."""
    context = RunContext(place=PLACE, period=OCTOBER, accounting_month=OCTOBER, at=AT, by="proof")
    return assessment.run(context)


def finish(*, folder: str) -> dict[str, Any]:
    """Bring every payment that the writers left open to its end, and move what was collected."""
    channel = Bank(Path(folder))
    period = OCTOBER
    while batches := pension.batches_of(place=PLACE, period=period):
        for batch in batches:
            state = batch.state
            while state != "closed":
                step(batch.batch_id, state, channel)
                state = pension.batch_row(batch_id=batch.batch_id).state
        period += 1
    context = RunContext(place=PLACE, period=OCTOBER, accounting_month=OCTOBER, at=AT, by="proof")
    collection.move_to_fiscal(context, moved_on=dt.date(2025, 10, 31))
    return {"months_paid": period - OCTOBER}
