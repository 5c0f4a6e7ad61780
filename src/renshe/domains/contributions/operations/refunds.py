"""Giving money back: from suspense, or for months that were reversed. Principal only, decided by two people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q, QuerySet, Sum

from renshe.domains.contributions.models import COMPONENTS, Allocation, Bill, Receipt, Refund
from renshe.domains.contributions.refusals import refused
from renshe.kernel.periods import Month


@dataclass(frozen=True)
class Decision:
    """Why money goes back, who asked, who approved, when, in which month of the books and by which batch."""

    reason: str
    requested_by: str
    approved_by: str
    decided_on: dt.date
    accounting_month: Month
    batch_id: int


def left_of(*, receipt_id: int) -> int:
    """Fen of a receipt that are neither allocated nor refunded: its part in suspense."""
    receipt = Receipt.objects.get(pk=receipt_id)
    given = receipt.allocations.aggregate(fen=Sum("amount_fen"))["fen"] or 0
    back = receipt.refunds.aggregate(fen=Sum("amount_fen"))["fen"] or 0
    return int(receipt.amount_fen - given - back)


@transaction.atomic
def refund_suspense(*, receipt_id: int, amount_fen: int, decision: Decision) -> int:
    """Give back money of a receipt that paid nothing; returns the refund's id.

    Raises Refusal `two_people_needed`, `more_than_there_is`.
    """
    _two_people(decision)
    receipt = Receipt.objects.select_for_update().get(pk=receipt_id)
    left = left_of(receipt_id=receipt_id)
    if not 0 < amount_fen <= left:
        raise refused("more_than_there_is", subject=f"{receipt.external_ref}: {left}")
    made = _refund(receipt_id=receipt_id, bill_id=None, amount_fen=amount_fen, decision=decision)
    if left == amount_fen:
        receipt.state = Receipt.State.REFUNDED
        receipt.save(update_fields=["state"])
    return made


@transaction.atomic
def refund_correction(*, bill_id: int, decision: Decision) -> list[int]:
    """Give back the money of a negative correction bill, out of the receipts that paid what it corrects.

    Raises Refusal `state_forbids`, `two_people_needed`, `more_than_there_is`.
    """
    _two_people(decision)
    bill = Bill.objects.select_for_update().get(pk=bill_id)
    if (
        bill.kind != "correction"
        or bill.corrects_id is None
        or bill.received_fen
        or bill.total_fen >= 0
    ):
        raise refused("state_forbids", subject=f"bill {bill_id}")
    due = {name: -int(getattr(bill, f"{name}_fen")) for name in COMPONENTS}
    made = _give_back(due=due, paid_bill=bill.corrects_id, bill_id=bill_id, decision=decision)
    bill.received_fen = bill.total_fen
    bill.save(update_fields=["received_fen"])
    return made


@transaction.atomic
def close_refunded_bills(*, batch_id: int) -> int:
    """Bills whose every line was answered, the last of them by this batch, become refunded; returns how many.

    A bill with other people's months in it stays credited: what went back is in its corrections.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE contributions_bill o SET state = 'refunded'
                WHERE o.state = 'credited'
                  AND o.id IN (SELECT corrects_id FROM contributions_bill
                                WHERE batch_id = %s AND state = 'refunded' AND corrects_id IS NOT NULL)
                  AND 0 = ALL (SELECT unnest(ARRAY[o.total_fen + sum(c.total_fen), o.heads + sum(c.heads)])
                                 FROM contributions_bill c WHERE c.corrects_id = o.id)""",
            [batch_id],
        )
        return int(cursor.rowcount)


def _two_people(decision: Decision) -> None:
    if decision.requested_by == decision.approved_by:
        raise refused("two_people_needed", subject=decision.approved_by)


def _give_back(
    *, due: dict[str, int], paid_bill: int, bill_id: int, decision: Decision
) -> list[int]:
    """Negative allocations on `bill_id` for each component, last money first, and one refund for each receipt."""
    taken: dict[int, int] = {}
    for component, wanted in due.items():
        insurance, share = component.rsplit("_", 1)
        for receipt_id, fen in _money_behind(paid_bill, insurance=insurance, share=share):
            part = min(fen, wanted)
            if part <= 0:
                continue
            Allocation.objects.create(
                receipt_id=receipt_id,
                bill_id=bill_id,
                insurance=insurance,
                share=share,
                amount_fen=-part,
                batch_id=decision.batch_id,
            )
            taken[receipt_id] = taken.get(receipt_id, 0) + part
            wanted -= part
        if wanted > 0:
            raise refused("more_than_there_is", subject=f"bill {paid_bill} {component}")
    return [
        _refund(receipt_id=receipt_id, bill_id=bill_id, amount_fen=fen, decision=decision)
        for receipt_id, fen in taken.items()
    ]


def _money_behind(bill_id: int, *, insurance: str, share: str) -> list[tuple[int, int]]:
    """What each receipt still has in a component of a bill and its corrections, the last receipt first; after them what
    the payer's other bills of the period have, because a month settled by a later difference was paid by both.

    A receipt never has more than is left of it over all of these bills.
    """
    bill = Bill.objects.get(pk=bill_id)
    family = Bill.objects.filter(
        employer_id=bill.employer_id, person_id=bill.person_id, period=bill.period
    )
    own = family.filter(Q(pk=bill_id) | Q(corrects_id=bill_id))
    found: list[tuple[int, int]] = []
    taken: dict[int, int] = {}
    left = dict(_by_receipt(family, insurance=insurance, share=share))
    for bills in (own, family):
        for receipt_id, fen in _by_receipt(bills, insurance=insurance, share=share):
            free = min(fen, left[receipt_id]) - taken.get(receipt_id, 0)
            if free > 0:
                found.append((receipt_id, free))
                taken[receipt_id] = taken.get(receipt_id, 0) + free
    return found


def _by_receipt(bills: QuerySet[Bill], *, insurance: str, share: str) -> list[tuple[int, int]]:
    rows = (
        Allocation.objects.filter(bill__in=bills, insurance=insurance, share=share)
        .values("receipt_id")
        .annotate(fen=Sum("amount_fen"))
        .order_by("-receipt__received_on", "-receipt_id")
    )
    return [(int(row["receipt_id"]), int(row["fen"])) for row in rows]


def _refund(*, receipt_id: int, bill_id: int | None, amount_fen: int, decision: Decision) -> int:
    made = Refund.objects.create(
        receipt_id=receipt_id,
        bill_id=bill_id,
        amount_fen=amount_fen,
        reason=decision.reason,
        requested_by=decision.requested_by,
        approved_by=decision.approved_by,
        decided_on=decision.decided_on,
        accounting_month=decision.accounting_month,
        batch_id=decision.batch_id,
    )
    return int(made.pk)
