"""What happens with approved requests: all of a kind are posted together, in one batch and one transaction.

Lines and bills move, the books follow, accounts are corrected with their interest, the money goes out. A request that
cannot be done any more (the month went back otherwise, a pension was awarded on it) is refused with the reason and the
others go on. Posting twice changes nothing, because only approved requests are taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from typing import Any

import polars as pl
import pyarrow as pa
from django.db import connection, transaction

from renshe.domains.contributions import api as contributions
from renshe.domains.contributions.api import CorrectionRequest
from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.flows import contribution_corrections as corrections
from renshe.flows.account_interest import interest_on
from renshe.flows.contribution_to_ledger import FUND_OF, Posting
from renshe.flows.giving_up import give_up, waive
from renshe.foundation.crash_points import crash_point
from renshe.kernel.periods import Month
from renshe.kernel.rules import Refusal

BATCH_KINDS = {
    "suspense_refund": "suspense_refund",
    "month_refund": "contribution_refund",
    "month_move": "contribution_correction",
    "write_off": "contribution_write_off",
    "surcharge_waiver": "surcharge_waiver",
}
_SHARES = tuple(
    (name, FUND_OF[name.split("_")[0]]) for name in contributions.LINE_COLUMNS
    if name.endswith(("_employer_fen", "_personal_fen"))
)  # fmt: skip
_LOCK = 7_203_611


@dataclass
class Posted:
    """What one posting did: its batch (None where nothing waited), requests done, and those refused with the reason."""

    batch_id: int | None = None
    done: list[int] = field(default_factory=list)
    refused: list[tuple[int, Refusal]] = field(default_factory=list)
    fen: int = 0


@dataclass
class _Work:
    """What the requests of one posting come to, before anything is written."""

    posting: Posting
    billed: list[contributions.Billed] = field(default_factory=list)
    changes: list[contributions.AccountChange] = field(default_factory=list)
    by_fund: Counter[str] = field(default_factory=Counter)
    items: list[tuple[str, str, int]] = field(default_factory=list)
    account_fen: int = 0
    interest_fen: int = 0
    rows: int = 0
    after: list[Callable[[], Any]] = field(default_factory=list)


class _NothingDone(Exception):
    """No request could be done, so there is no batch either."""


def post_approved(*, kind: str, month: Month, hand: contributions.Hand) -> Posted:
    """Post every approved request of a kind in a month of the books. Django's connection is the runner's.

    `hand` is the accountant: nobody who handled or approved one of them (社会保险经办条例 37). Raises Refusal
    `two_people_needed`, `money_missing` (the expenditure account does not hold a fund's refunds); then nothing is done.
    """
    result = Posted()
    # The stage is held until the transaction that attaches it has ended.
    with ExitStack() as stages, transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        requests = contributions.approved_requests(kind=kind)
        if requests:
            with suppress(_NothingDone), transaction.atomic():
                _post(requests, kind=kind, month=month, hand=hand, result=result, stages=stages)
        for number, refusal in result.refused:
            contributions.refuse_request(request_id=number, hand=hand, why=refusal.describe("zh"))
        crash_point("corrections.posted")
    return result


def _post(
    requests: Sequence[CorrectionRequest],
    *,
    kind: str,
    month: Month,
    hand: contributions.Hand,
    result: Posted,
    stages: ExitStack,
) -> None:
    key = f"{BATCH_KINDS[kind]}:{requests[0].pk}"
    batch_id = funds.open_batch(kind=BATCH_KINDS[kind], accounting_month=month, run_key=key)
    work = _Work(Posting(batch_id, month, hand.at.date(), hand.by, hand.at))
    good = []
    for request in requests:
        try:
            with transaction.atomic():
                _STEPS[kind](request, work)
        except Refusal as refusal:
            result.refused.append((request.pk, refusal))
        else:
            good.append(request)
    if not good:
        raise _NothingDone
    contributions.mark_posted(requests=good, batch_id=batch_id, hand=hand)
    _write(kind, work, stages)
    result.batch_id, result.done = batch_id, [one.pk for one in good]
    result.fen = sum(one.amount_fen for one in good)


def money_needed(*, kind: str) -> dict[str, int]:
    """What approved requests of a kind will take out of each fund's expenditure account (fen), for the use plan."""
    needed: Counter[str] = Counter()
    with transaction.atomic():
        for request in contributions.approved_requests(kind=kind):
            needed.update(request.totals.get("refund_fen", {}))
    return dict(needed)


def request_money(*, kind: str, month: Month, prepared_by: str) -> list[int]:
    """Fund-use plans (用款计划) for what the approved refunds lack in the expenditure accounts; their ids.

    Asked again for the same requests they are the same plans. Approval and transfer are the funds' own steps, by other
    people (财社〔2017〕144号 41).
    """
    with transaction.atomic():
        first = next(iter(contributions.approved_requests(kind=kind, limit=1)), None)
    plans = []
    for fund, fen in money_needed(kind=kind).items():
        lacking = fen - _in_expenditure_account(fund, month)
        if first is not None and lacking > 0:
            plans.append(
                funds.prepare_plan(
                    fund=fund, accounting_month=month, purpose=BATCH_KINDS[kind], cause_id=str(first.pk),
                    amount_fen=lacking, prepared_by=prepared_by,
                )
            )  # fmt: skip
    return plans


def _write(kind: str, work: _Work, stages: ExitStack) -> None:
    """Attach lines, write bills and accounts, post the books, and then what follows from the posted batch."""
    if work.billed:
        lines = pa.concat_tables([billed.lines for billed in work.billed])
        batch_id = work.posting.batch_id
        stage = stages.enter_context(contributions.stage_lines(batch_id=batch_id, lines=lines))
        with connection.cursor() as cursor:
            stage.attach(cursor)
        for billed in work.billed:
            contributions.write_bills(bills=billed.bills)
    contributions.record_account_changes(batch_id=work.posting.batch_id, changes=work.changes)
    _BOOKS[kind](work)
    for follows in work.after:
        follows()
    contributions.close_refunded_bills(batch_id=work.posting.batch_id)


def _refund_months(request: CorrectionRequest, work: _Work) -> None:
    assert request.person_id is not None
    billed = contributions.reverse_months(
        batch_id=work.posting.batch_id,
        person_id=request.person_id,
        employer_id=request.employer_id,
        periods=request.periods,
        benefits_drawn=benefits_drawn,
        first_line_no=work.rows + 1,
    )
    _as_approved(request, billed.totals["total_fen"], sign=-1)
    interest = _interest(request, work.posting.accounting_month)
    work.changes += interest.changes(
        person_id=request.person_id, month=work.posting.accounting_month, sign=-1
    )
    work.billed.append(billed)
    work.rows += billed.lines.num_rows
    work.by_fund.update(by_fund(_frame(billed.lines), sign=-1))
    work.account_fen += interest.principal_fen
    work.interest_fen += interest.interest_fen
    decision = _decision(request, work)
    for bill_id in billed.bills["id"].to_pylist():
        work.after.append(
            lambda bill_id=bill_id: contributions.refund_correction(
                bill_id=bill_id, decision=decision
            )
        )


def _move_months(request: CorrectionRequest, work: _Work) -> None:
    assert request.person_id is not None
    assert request.right_person_id is not None
    assert request.employer_id is not None
    billed = contributions.move_months(
        batch_id=work.posting.batch_id,
        employer_id=request.employer_id,
        wrong_person_id=request.person_id,
        right_person_id=request.right_person_id,
        periods=request.periods,
        benefits_drawn=benefits_drawn,
        first_line_no=work.rows + 1,
    )
    moved = by_fund(_frame(billed.lines).filter(pl.col("months") == 1))
    _as_approved(request, sum(moved.values()), sign=1)
    month = work.posting.accounting_month
    interest = _interest(request, month)
    for person_id, sign in ((request.person_id, -1), (request.right_person_id, 1)):
        work.changes += interest.changes(person_id=person_id, month=month, sign=sign)
    work.billed.append(billed)
    work.rows += billed.lines.num_rows
    work.by_fund.update(moved)
    work.account_fen += interest.principal_fen
    work.interest_fen += interest.interest_fen


def _refund_suspense(request: CorrectionRequest, work: _Work) -> None:
    assert request.receipt_id is not None
    contributions.refund_suspense(
        receipt_id=request.receipt_id,
        amount_fen=request.amount_fen,
        decision=_decision(request, work),
    )
    work.items.append(
        (request.totals["holder"], request.totals["external_ref"], request.amount_fen)
    )
    work.by_fund.update({request.totals["holder"]: request.amount_fen})


def _write_off(request: CorrectionRequest, work: _Work) -> None:
    found = give_up(request=request, batch_id=work.posting.batch_id, at=work.posting.posted_at)
    _as_approved(request, sum(found.values()), sign=1)
    work.by_fund.update(found)
    work.rows += len(request.bills)


def _waive(request: CorrectionRequest, work: _Work) -> None:
    _as_approved(request, waive(request=request), sign=1)
    work.rows += len(request.bills)


_STEPS: dict[str, Callable[[CorrectionRequest, _Work], None]] = {
    "suspense_refund": _refund_suspense,
    "month_refund": _refund_months,
    "month_move": _move_months,
    "write_off": _write_off,
    "surcharge_waiver": _waive,
}


def _books_of_refund(work: _Work) -> None:
    _money_is_there(work)
    corrections.contributions_refunded(
        posting=work.posting,
        rows=work.rows,
        refund_fen=dict(work.by_fund),
        account_debit_fen=work.account_fen,
        interest_debit_fen=work.interest_fen,
    )


def _books_of_move(work: _Work) -> None:
    corrections.months_moved(
        posting=work.posting,
        rows=work.rows,
        moved_fen=sum(work.by_fund.values()),
        account_fen=work.account_fen,
        interest_fen=work.interest_fen,
    )


def _books_of_suspense(work: _Work) -> None:
    _money_is_there(work)
    corrections.suspense_refunded(posting=work.posting, items=work.items)


def _books_of_write_off(work: _Work) -> None:
    corrections.contributions_written_off(
        posting=work.posting, rows=work.rows, written_off_fen=dict(work.by_fund)
    )


def _books_of_waiver(work: _Work) -> None:
    """Surcharge is owed in the books only once it comes in, so nothing is posted but the batch itself."""
    post = work.posting
    funds.post_batch(
        batch_id=post.batch_id, rows=work.rows, totals={"bills": work.rows}, entries=(),
        posted_by=post.posted_by, posted_at=post.posted_at,
    )  # fmt: skip


_BOOKS: dict[str, Callable[[_Work], None]] = {
    "suspense_refund": _books_of_suspense,
    "month_refund": _books_of_refund,
    "month_move": _books_of_move,
    "write_off": _books_of_write_off,
    "surcharge_waiver": _books_of_waiver,
}


def benefits_drawn(person_id: int, period: Month) -> bool:
    """Whether an awarded pension rests on a person's month (社会保险法 16)."""
    return bool(pension.months_in_award(person_id=person_id, periods=[period]))


def by_fund(lines: pl.DataFrame, *, sign: int = 1) -> dict[str, int]:
    """The shares of lines by the fund they belong to (fen), with this sign."""
    found: Counter[str] = Counter()
    for name, fund in _SHARES:
        found[fund] += sign * int(lines[name].sum())
    return {fund: fen for fund, fen in found.items() if fen}


def _frame(lines: pa.Table) -> pl.DataFrame:
    frame = pl.from_arrow(lines)
    assert isinstance(frame, pl.DataFrame)
    return frame


def _interest(request: CorrectionRequest, month: Month) -> Any:
    assert request.person_id is not None
    return interest_on(
        movements=contributions.account_movements(
            person_id=request.person_id, employer_id=request.employer_id, periods=request.periods
        ),
        month=month,
        place=registry.person(person_id=request.person_id).residence_place,
    )


def _as_approved(request: CorrectionRequest, fen: int, *, sign: int) -> None:
    if sign * fen != request.amount_fen:
        raise contributions.refused(
            "changed_meanwhile",
            subject=f"request {request.pk}: {sign * fen} ≠ {request.amount_fen}",
        )


def _decision(request: CorrectionRequest, work: _Work) -> contributions.Decision:
    assert request.approved_by is not None
    return contributions.Decision(
        reason=request.reason,
        requested_by=request.handled_by,
        approved_by=request.approved_by,
        decided_on=request.approved_at.date(),
        accounting_month=work.posting.accounting_month,
        batch_id=work.posting.batch_id,
    )


def _money_is_there(work: _Work) -> None:
    for fund, fen in work.by_fund.items():
        held = _in_expenditure_account(fund, work.posting.accounting_month)
        if held < fen:
            raise contributions.refused("money_missing", subject=f"{fund}: {held} < {fen}")


def _in_expenditure_account(fund: str, month: Month) -> int:
    rows: Sequence[funds.BalanceRow] = funds.trial_balance(
        fund=fund, book="cash", accounting_month=month
    )
    return sum(row.closing_fen for row in rows if row.code == "1004")
