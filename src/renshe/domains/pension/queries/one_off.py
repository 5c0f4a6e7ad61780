"""What waits to be paid once, and what became of the batches that paid it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from renshe.domains.pension.models import OneOffBatch, OneOffLine, OneOffResult, SurvivorsBenefit
from renshe.domains.pension.places import place_prefix
from renshe.domains.pension.ports import PAYMENT_ROWS, REASONS

PAYS_ONE_OFF = "survivors_benefit"
"""The kind of benefit that one-off batches pay."""


@dataclass(frozen=True)
class WaitingBenefit:
    """One benefit that is owed and in no open batch: new, or returned by the bank for a reason.

    `attempt_of` is the instruction that failed, under which its money is held in suspense; None for a first payment.
    """

    benefit: SurvivorsBenefit
    attempt_of: str | None
    reason_code: str
    failed_on: date | None
    account_changed: bool

    @property
    def ready(self) -> bool:
        """Whether it can be paid without anybody's decision: never tried, or the account is new or may work again."""
        if self.attempt_of is None or self.account_changed:
            return True
        reason = REASONS.get(self.reason_code)
        return reason is not None and not reason.needs_new_account


@dataclass(frozen=True)
class OneOffOutcome:
    """A batch in lines and fen, by what became of each."""

    lines: int
    due_fen: int
    paid: int = 0
    paid_fen: int = 0
    failed: int = 0
    failed_fen: int = 0
    unknown: int = 0
    unknown_fen: int = 0
    open: int = 0
    open_fen: int = 0


def waiting_benefits(*, place: str = "") -> list[WaitingBenefit]:
    """Benefits of a place (or of all) that are owed and on no way to the bank, the oldest first. Two queries."""
    rows = SurvivorsBenefit.objects.filter(
        paid_on__isnull=True,
        cancelled_on__isnull=True,
        place__startswith=place_prefix(place=place) if place else "",
    ).exclude(pk__in=OneOffLine.objects.filter(outcome__in=OneOffLine.OPEN).values("benefit"))
    benefits = list(rows.select_related("claimant", "person").order_by("granted_at", "pk"))
    last: dict[int, OneOffResult] = {}
    failures = OneOffResult.objects.filter(line__benefit__in=benefits, status="failed")
    for result in failures.select_related("line__batch").order_by("id"):
        last[result.line.benefit_id] = result
    return [_waiting(benefit, last.get(benefit.pk)) for benefit in benefits]


def _waiting(benefit: SurvivorsBenefit, failure: OneOffResult | None) -> WaitingBenefit:
    if failure is None:
        return WaitingBenefit(benefit, None, "", None, False)
    line = failure.line
    now = (benefit.bank_code, benefit.account_number)
    return WaitingBenefit(
        benefit,
        line.instruction,
        failure.reason_code,
        failure.settled_on or line.batch.filed_on,
        now != (line.bank_code, line.account_number),
    )


def one_off_suspense(*, benefit: SurvivorsBenefit) -> str | None:
    """The instruction under which a benefit's returned money is held (暂收款); None where it never left us."""
    failed = benefit.lines.filter(outcome="failed").order_by("-id").first()
    return failed.instruction if failed is not None and benefit.paid_on is None else None


def one_off_spent_in(*, benefit: SurvivorsBenefit) -> int:
    """The accounting month whose books show a benefit as spent: that of the first batch that went to the bank."""
    first = benefit.lines.filter(attempt_of__isnull=True, batch__filed_on__isnull=False)
    return int(first.values_list("batch__accounting_month", flat=True).get())


def one_off_batches(*, place: str = "", most: int = 50) -> list[OneOffBatch]:
    """One-off batches, the newest first."""
    rows = OneOffBatch.objects.order_by("-batch_id")
    return list((rows.filter(place=place) if place else rows)[:most])


def one_off_batch(*, batch_id: int) -> OneOffBatch | None:
    """A one-off batch, or None."""
    return OneOffBatch.objects.filter(batch_id=batch_id).first()


def one_off_lines(*, batch_id: int) -> list[OneOffLine]:
    """The lines of a batch in order, each with its benefit and claimant."""
    rows = OneOffLine.objects.filter(batch_id=batch_id).select_related("benefit__claimant")
    return list(rows.order_by("line_no"))


def one_off_words(*, batch_id: int) -> dict[int, OneOffResult]:
    """The bank's latest word on each line of a batch, by line number."""
    rows = OneOffResult.objects.filter(line__batch_id=batch_id).select_related("line")
    return {row.line.line_no: row for row in rows.order_by("id")}


def one_off_outcome(*, lines: Sequence[OneOffLine]) -> OneOffOutcome:
    """Count and sum a batch's lines by what became of each."""
    told: dict[str, int] = {}
    for status in ("paid", "failed", "unknown", "open"):
        chosen = [line.amount_fen for line in lines if line.outcome == status]
        told[status], told[f"{status}_fen"] = len(chosen), sum(chosen)
    return OneOffOutcome(len(lines), sum(line.amount_fen for line in lines), **told)


def one_off_line(*, instruction: str) -> OneOffLine | None:
    """The line of an instruction, or None where it is none of a one-off batch."""
    batch, _, number = instruction.partition("-")
    if not (batch.isdecimal() and number.isdecimal()):
        return None
    rows = OneOffLine.objects.filter(batch_id=int(batch), line_no=int(number))
    return rows.select_related("batch", "benefit").first()


def one_off_rows(*, lines: Sequence[OneOffLine]) -> pa.Table:
    """The instructions of these lines as a bank format takes them, in order."""
    columns = {
        "line_no": [line.line_no for line in lines],
        "bank_code": [line.bank_code for line in lines],
        "account_number": [line.account_number for line in lines],
        "account_name": [line.account_name for line in lines],
        "amount_fen": [line.amount_fen for line in lines],
    }
    return pa.table(columns, schema=PAYMENT_ROWS)
