"""What is given up of what an employer or a person owes: principal on the papers of its end, surcharge by law."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

import pyarrow as pa

from renshe.domains.contributions import api as contributions
from renshe.domains.contributions.api import Bill, CorrectionRequest
from renshe.domains.registry import api as registry
from renshe.flows.contribution_to_ledger import FUND_OF
from renshe.laws import library


def owed_by_fund(*, bill_ids: Sequence[int]) -> dict[str, int]:
    """Principal that these bills still owe, by fund (fen)."""
    bills = list(Bill.objects.filter(pk__in=list(bill_ids)))
    payers = {_payer(bill) for bill in bills}
    open_dues = contributions.open_dues(payers=sorted(payers))
    found: Counter[str] = Counter()
    for row in open_dues.iter_rows(named=True):
        insurance, share = row["component"].rsplit("_", 1)
        if row["bill_id"] in bill_ids and share != "surcharge":
            found[FUND_OF[insurance]] += int(row["open_fen"])
    return dict(found)


def give_up(*, request: CorrectionRequest, batch_id: int, at: dt.datetime) -> dict[str, int]:
    """Write off the request's bills in the caller's transaction; principal given up by fund (fen).

    Raises Refusal `state_forbids` where one of them was paid or given up meanwhile.
    """
    assert request.approved_by is not None
    owed = owed_by_fund(bill_ids=request.bills)
    for bill_id in request.bills:
        proposal = contributions.propose_write_off(
            bill_id=bill_id,
            instrument=request.instrument,
            reason=request.reason,
            proposed_by=request.handled_by,
            proposed_at=request.handled_at,
        )
        contributions.approve_write_off(
            write_off_id=proposal,
            approved_by=request.approved_by,
            approved_at=at,
            batch_id=batch_id,
        )
    return owed


def surcharge_to_waive(*, bill_ids: Sequence[int], until_on: dt.date) -> dict[int, dict[str, int]]:
    """What could be waived of each bill's surcharge up to a day, by fund (fen), as the law charges it."""
    return {
        bill_id: contributions.waivable(
            bill_id=bill_id, until_on=until_on, surcharge_of=late_surcharge
        )
        for bill_id in bill_ids
    }


def waive(*, request: CorrectionRequest) -> int:
    """Waive the surcharge of the request's bills up to its day, in the caller's transaction; fen waived in all."""
    until_on = dt.date.fromisoformat(request.totals["until_on"])
    found = surcharge_to_waive(bill_ids=request.bills, until_on=until_on)
    for bill_id, fen in found.items():
        contributions.waive_surcharge(request=request, bill_id=bill_id, until_on=until_on, fen=fen)
    return sum(sum(fen.values()) for fen in found.values())


def late_surcharge(parts: pa.Table) -> pa.Array:
    """The law's surcharge of some late parts of principal, one by one (社会保险法 86)."""
    found = []
    for row in parts.to_pylist():
        facts = {
            "overdue_contribution": row["principal_fen"],
            "due_on": row["due_on"],
            "paid_on": row["paid_on"],
        }
        on = dt.date.fromordinal(row["paid_on"])
        found.append(int(library.explain("late_surcharge", facts, place="CN", on=on).value))
    return pa.array(found, pa.int64())


def _payer(bill: Bill) -> int:
    """The payer as allocation knows it: whoever stands for the employer now, or the person as a negative number."""
    if bill.employer_id is not None:
        return registry.final_successor(employer_id=bill.employer_id)
    return -registry.resolve(person_id=bill.person_id)
