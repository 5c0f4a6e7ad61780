"""The month's money: the plan goes to the tax bureau, receipts come back day by day and are credited.

The simulated bureau and treasury answer in the place of the real ones, in the same files.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction

from renshe.domains.audit import api as audit
from renshe.domains.contributions import api as contributions
from renshe.domains.documents import api as documents
from renshe.domains.funds import api as funds
from renshe.edge.month_of_city import Month
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
from renshe.runs.monthly_collection import run as collection
from renshe.runs.monthly_collection.surcharge import surcharge_of


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
    # Back payments that were billed since the last plan go with it.
    batches = (
        [int(one) for one in sent.totals["batches"]]
        if sent and known
        else [batch_id, *contributions.batches_not_sent(before=batch_id)]
    )
    number = (
        int(known)
        if known
        else contributions.next_sequence_no(
            partner=TAX, direction="out", place=month.place, kind=PLAN
        )
    )
    bills = pa.concat_tables([contributions.assessed_plan(batch_id=one) for one in batches])
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
            collection.mark_plan_sent(batch_ids=batches, sent_on=context.today)
            audit.finish(
                key=key,
                at=context.at,
                totals={
                    "sequence_no": number,
                    "bills": head.rows,
                    "amount_fen": amount,
                    "batches": batches,
                },
            )
    return content


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
