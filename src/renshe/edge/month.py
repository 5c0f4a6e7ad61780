"""One insurance month from the first day to the closed books, step by step, with the simulated outside world.

Each step can be run alone and again: it finds what was done and does the rest. The days are those of the month; in
production the same runs are started by the calendar and the gateways bring real files.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction

from renshe.domains.audit import api as audit
from renshe.domains.contributions import api as contributions
from renshe.domains.documents import api as documents
from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.edge.demo.employers_month import employers_declare
from renshe.gateways.bank.client import SimulatedChannel
from renshe.gateways.bank.contract import RensheBankFormat
from renshe.gateways.bank.simulator import SimulatedBank
from renshe.gateways.tax_bureau.contract import PARTNER as TAX
from renshe.gateways.tax_bureau.contract import (
    PLAN,
    RECEIPTS,
    decode_receipts,
    encode_plan,
    file_name,
)
from renshe.gateways.tax_bureau.simulator import SimulatedTaxBureau
from renshe.gateways.treasury.contract import decode_day
from renshe.gateways.treasury.simulator import SimulatedTreasury, Slips
from renshe.kernel.periods import last_day
from renshe.kernel.rules import Refusal
from renshe.laws import library
from renshe.runs.context import Progress, RunContext, silent
from renshe.runs.month_close.run import run as close_month
from renshe.runs.monthly_collection import run as collection
from renshe.runs.monthly_contribution_assessment.run import run as assess_month
from renshe.runs.monthly_pension_payment import bank as pension_bank
from renshe.runs.monthly_pension_payment import run as pension_run

ZONE = ZoneInfo("Asia/Shanghai")
STEPS = ("declare", "assess", "collect", "pension", "late", "bank", "close")
TITLES = {
    "declare": "申报 declarations",
    "assess": "核定 assessment",
    "collect": "征收 collection",
    "pension": "养老金发放 pensions",
    "late": "迟缴与记账 late money and crediting",
    "bank": "对账 reconciliation",
    "close": "结账 close",
}


@dataclass
class Month:
    """A month of a city: where, which, and the outside bodies' seed. ``people`` bounds memory, nothing else."""

    place: str
    period: int
    seed: int = 1
    people: int = 0
    roster_rows: bool = True
    progress: Progress = silent
    notes: list[str] = field(default_factory=list)

    def day(self, number: int) -> dt.date:
        """A day of the month."""
        return dt.date(self.period // 12, self.period % 12 + 1, number)

    def context(self, day: dt.date, by: str = "run_operator") -> RunContext:
        """A run's context at nine in the morning of a day."""
        at = dt.datetime.combine(day, dt.time(9), tzinfo=ZONE)
        return RunContext(self.place, self.period, self.period, at, by, self.progress)

    @property
    def text(self) -> str:
        """The month as ``2025-10``."""
        return f"{self.period // 12:04d}-{self.period % 12 + 1:02d}"


def run_steps(
    month: Month,
    steps: tuple[str, ...] = STEPS,
    tell: Callable[[str, dict[str, Any]], None] | None = None,
) -> None:
    """Run the steps in order; ``tell`` hears each step's totals."""
    for step in steps:
        totals = _STEPS[step](month)
        if tell:
            tell(step, totals)


def declare(month: Month) -> dict[str, Any]:
    """Open the window; employers declare in time and late; the silent are carried forward."""
    opens, cut_off, due = month.day(1), month.day(15), month.day(25)
    try:
        contributions.window_of(place=month.place, period=month.period)
    except Refusal:
        contributions.open_window(
            place=month.place, period=month.period, opens_on=opens, cut_off_on=cut_off, due_on=due
        )
    on_time = employers_declare(
        period=month.period,
        opens_on=opens,
        cut_off_on=cut_off,
        seed=month.seed,
        late=False,
        rows=month.roster_rows,
    )
    late = employers_declare(
        period=month.period,
        opens_on=opens,
        cut_off_on=cut_off,
        seed=month.seed,
        late=True,
        rows=month.roster_rows,
    )
    context = month.context(month.day(20))
    silent_ones = contributions.carry_forward(
        place=month.place, period=month.period, recorded_by=context.by, recorded_at=context.at
    )
    return {"on_time": on_time, "late": late, "carried_forward": silent_ones}


def assess(month: Month) -> dict[str, Any]:
    """Compute, bill and post everybody's contributions."""
    return assess_month(month.context(month.day(20)), heads=month.people)


def _assessment_batch(month: Month) -> int | None:
    found = funds.batch_state(
        run_key=month.context(month.day(20)).key("monthly_contribution_assessment")
    )
    return found[0] if found is not None and found[1] == "posted" else None


def _plan(month: Month) -> bytes | None:
    """The plan that went to the bureau (sent now if it was not): asked again, the same bytes. None before assessment."""
    batch_id = _assessment_batch(month)
    if batch_id is None:
        return None
    context = month.context(month.day(20))
    key = context.key("plan_sent")
    sent = audit.run_by_key(key=key)
    known = sent.totals.get("sequence_no") if sent else None
    number = (
        int(known)
        if known
        else contributions.next_sequence_no(
            partner=TAX, direction="out", place=month.place, kind=PLAN
        )
    )
    bills = contributions.assessed_plan(batch_id=batch_id)
    amount = int(pc.sum(bills["total_fen"]).as_py() or 0)
    head = contributions.FileHead(
        TAX, "out", month.place, PLAN, number, context.today, bills.num_rows, amount
    )
    content = encode_plan(head=head, bills=bills)
    if not audit.is_done(key=key):
        audit.start_run(key=key, kind="plan_sent", period=month.period, at=context.at)
        with transaction.atomic():
            stored = documents.store(
                name=file_name(head),
                media_type="text/plain",
                content=content,
                direction="out",
                at=context.at,
            )
            if known is None:
                contributions.record_exchange(
                    head=head, file_id=stored.pk, recorded_at=context.at, batch_id=batch_id
                )
            collection.mark_plan_sent(batch_ids=[batch_id], sent_on=context.today)
            audit.finish(
                key=key,
                at=context.at,
                totals={"sequence_no": number, "bills": head.rows, "amount_fen": amount},
            )
    return content


def surcharge_of(table: pa.Table) -> Any:
    """The law's surcharge for late principal, column by column."""
    day = dt.date.fromordinal(int(pc.max(table["paid_on"]).as_py() or 735_000))
    facts = pa.table(
        {
            "overdue_contribution": table["principal_fen"],
            "due_on": table["due_on"],
            "paid_on": table["paid_on"],
        }
    )
    return library.compute(["late_surcharge"], facts, place="CN", on=day).table["late_surcharge"]


def _receipts_of_day(month: Month, day: dt.date) -> bytes:
    """The bureau's receipt file of a day, numbered in its turn; asked again, the same bytes."""
    plan = _plan(month)
    if plan is None:
        raise LookupError(
            f"{month.text} 尚未核定 is not assessed yet: renshe month step assess {month.text}"
        )
    bureau = SimulatedTaxBureau(month.seed)
    rows = bureau.payments(plan, on_time=month.day(25), late_on=month.day(29))[day]
    key = month.context(day).key("receipt_file", day.isoformat())
    entered = audit.run_by_key(key=key) or audit.start_run(
        key=key, kind="receipt_file", period=month.period, at=month.context(day).at
    )
    number = entered.totals.get("sequence_no")
    if number is None:
        number = contributions.next_sequence_no(
            partner=TAX, direction="in", place=month.place, kind=RECEIPTS
        )
        audit.progress(key=key, done=0, total=1, totals={"sequence_no": number})
    return bureau.receipt_file(place=month.place, sequence_no=int(number), day=day, rows=rows)


def _take_day(month: Month, day: dt.date, part: str) -> dict[str, Any]:
    """Take the receipts of a day, compare three ways, empty the treasury into the fiscal account, credit accounts."""
    context, content = month.context(day), _receipts_of_day(month, day)
    head, rows = decode_receipts(content=content)
    stored = documents.store(
        name=file_name(head),
        media_type="text/plain",
        content=content,
        direction="in",
        at=context.at,
    )
    totals = collection.take_receipts(
        context, head=head, rows=rows, file_id=stored.pk, surcharge_of=surcharge_of
    )
    month.progress("receipts", 1, 3)
    treasury = SimulatedTreasury(month.seed, Slips(left_out=0.2))
    booked = treasury.day(receipts=content, place=month.place, sequence_no=head.sequence_no, on=day)
    compared = contributions.reconcile_day(
        place=month.place,
        day=day,
        tax=rows,
        treasury=decode_day(content=booked)[1],
        made_at=context.at,
    )
    if not compared.agrees:
        audit.attention(
            key=context.key("receipt_file", day.isoformat()),
            code="reconciliation",
            subject=day.isoformat(),
            zh=f"{day} 税务、国库、经办三方对账有 {len(compared.differences)} 笔差异，请查明",
            en=f"three-way reconciliation of {day}: {len(compared.differences)} differences to clear up",
        )
    month.progress("receipts", 2, 3)
    moved = collection.move_to_fiscal(context, moved_on=day)
    credited = collection.credit_accounts(context, as_of=day, part=part)
    audit.finish(key=context.key("receipt_file", day.isoformat()), at=context.at)
    month.progress("receipts", 3, 3)
    return {
        **totals,
        "differences": len(compared.differences),
        "moved_fen": sum(moved.values()),
        "person_months_credited": credited["person_months"],
        "credit_fen": credited["account_credit_fen"],
    }


def collect(month: Month) -> dict[str, Any]:
    """Send the plan; take the money that came by the due day, post it, credit accounts."""
    return _take_day(month, month.day(25), "due")


def late(month: Month) -> dict[str, Any]:
    """Money that came after the due day bears surcharge; then it is credited too."""
    return _take_day(month, month.day(29), "late")


def _bank(month: Month) -> SimulatedBank:
    return SimulatedBank(month.seed)


def pay_pensions(month: Month) -> dict[str, Any]:
    """The month's pensions from the frozen roster to the bank's words, then what failed is queued."""
    at = month.context(month.day(8)).at
    frozen = pension_run.freeze(
        place=month.place,
        period=month.period,
        accounting_month=month.period,
        frozen_by="run_operator",
        at=at,
    )
    batch_id = frozen.batch_id
    if frozen.state in ("frozen", "checked"):
        pension_run.check(batch_id=batch_id, by="run_operator", at=at)
    pension_run.plan(
        batch_id=batch_id,
        by="run_operator",
        at=at,
        progress=lambda done, total: month.progress("plan", done, total),
    )
    if pension.batch_row(batch_id=batch_id).state == "planned":
        pension_run.review(batch_id=batch_id, reviewed_by="reviewer")
        pension_run.approve(batch_id=batch_id, approved_by="approver")
    if pension.batch_row(batch_id=batch_id).state == "reviewed":
        plan_id = pension_run.request_funds(batch_id=batch_id, prepared_by="fund_accountant")
        pension_run.receive_funds(
            batch_id=batch_id,
            plan_id=plan_id,
            approved_by="fund_approver",
            at=month.context(month.day(12)).at,
        )
    report = _through_the_bank(month, batch_id, pay_on=month.day(15))
    return {"batch_id": batch_id, **report}


def _through_the_bank(month: Month, batch_id: int, *, pay_on: dt.date) -> dict[str, Any]:
    bank_format, by = RensheBankFormat(), "run_operator"
    at = month.context(pay_on).at
    pension_bank.write_files(
        batch_id=batch_id, bank_format=bank_format, pay_on=pay_on, by=by, at=at
    )
    channel = SimulatedChannel(bank=_bank(month), settled_on=pay_on)
    pension_bank.send_files(batch_id=batch_id, channel=channel, at=at)
    for supplementary in (False, True):
        for number, name in enumerate(channel.sent, start=1):
            content = channel.fetch_return(file_name=name, supplementary=supplementary)
            pension_bank.take_return(
                content=content,
                bank_format=bank_format,
                accounting_month=month.period,
                by=by,
                at=at,
            )
            month.progress("bank", number, len(channel.sent))
    if pension.batch_row(batch_id=batch_id).state == "returned":
        pension_bank.close(batch_id=batch_id, at=month.context(month.day(20)).at)
    outcome = pension.batch_outcome(batch_id=batch_id)
    return {
        "paid": outcome.paid,
        "paid_fen": outcome.paid_fen,
        "failed": outcome.failed,
        "failed_fen": outcome.failed_fen,
    }


def reconcile_banks(month: Month) -> dict[str, Any]:
    """Statements of every account as the outside world would send them, and the reconciliation of each fund."""
    from renshe.edge.demo.statements import load_statements

    context = month.context(last_day(month.period), by="fund_accountant")
    load_statements(
        place=month.place, period=month.period, seed=month.seed, by=context.by, at=context.at
    )
    gaps = {}
    for fund in funds.funds():
        for row in funds.bank_reconciliation(fund=fund.code, as_of=last_day(month.period)):
            gaps[f"{fund.code} {row.role}"] = row.unexplained_fen
    return {"accounts": len(gaps), "unexplained": sum(1 for gap in gaps.values() if gap)}


def close(month: Month) -> dict[str, Any]:
    """Close both books of every fund."""
    totals = close_month(month.context(last_day(month.period), by="fund_accountant"))
    return {"closed": totals.get("closed"), "open": totals.get("open")}


_STEPS: dict[str, Callable[[Month], dict[str, Any]]] = {
    "declare": declare,
    "assess": assess,
    "collect": collect,
    "pension": pay_pensions,
    "late": late,
    "bank": reconcile_banks,
    "close": close,
}


def attention_of(month: Month) -> list[dict[str, str]]:
    """What needs a human after the month's runs, in the order of the runs."""
    return [note for run in audit.runs_of_month(period=month.period) for note in run.attention]
