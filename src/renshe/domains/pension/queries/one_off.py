"""What waits to be paid once, and what became of the batches that paid it. The steps are `funds.PaidOnce`'s."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from renshe.domains.funds import api as funds
from renshe.domains.pension.models import OneOffBatch, OneOffLine, OneOffResult, SurvivorsBenefit
from renshe.domains.pension.places import place_prefix
from renshe.domains.pension.refusals_of_undue import IN_A_BATCH, NOTHING_WAITS

PAYS_ONE_OFF = "survivors_benefit"
"""The kind of benefit that one-off batches pay."""
ONE_OFF = funds.PaidOnce(
    batches=OneOffBatch,
    lines=OneOffLine,
    words=OneOffResult,
    owed="benefit",
    amount="total_fen",
    subject="one_off_batch",
    nothing_waits=NOTHING_WAITS,
    in_a_batch=IN_A_BATCH,
)
"""The batches that pay survivors' benefits, and the steps on them."""
OneOffOutcome = funds.Outcome


@dataclass(frozen=True)
class WaitingBenefit(funds.WaitingToPay):
    """One benefit that is owed and in no open batch: new, or returned by the bank for a reason."""

    @property
    def benefit(self) -> SurvivorsBenefit:
        """What is owed."""
        return self.owed  # type: ignore[no-any-return]


def waiting_benefits(*, place: str = "") -> list[WaitingBenefit]:
    """Benefits of a place (or of all) that are owed and on no way to the bank, the oldest first. Two queries."""
    rows = SurvivorsBenefit.objects.filter(
        paid_on__isnull=True,
        cancelled_on__isnull=True,
        place__startswith=place_prefix(place=place) if place else "",
    ).exclude(pk__in=ONE_OFF.on_its_way())
    benefits = rows.select_related("claimant", "person").order_by("granted_at", "pk")
    return [
        WaitingBenefit(
            one.owed, one.attempt_of, one.reason_code, one.failed_on, one.account_changed
        )
        for one in ONE_OFF.waiting(benefits)
    ]


def one_off_suspense(*, benefit: SurvivorsBenefit) -> str | None:
    """The instruction under which a benefit's returned money is held (暂收款); None where it never left us."""
    return ONE_OFF.suspense_of(benefit) if benefit.paid_on is None else None


def one_off_spent_in(*, benefit: SurvivorsBenefit) -> int:
    """The accounting month whose books show a benefit as spent: that of the first batch that went to the bank."""
    return ONE_OFF.spent_in(benefit)


def one_off_batches(*, place: str = "", most: int = 50) -> list[OneOffBatch]:
    """One-off batches, the newest first."""
    return ONE_OFF.listed(place=place, most=most)


def one_off_batch(*, batch_id: int) -> OneOffBatch | None:
    """A one-off batch, or None."""
    return ONE_OFF.find(batch_id=batch_id)


def one_off_lines(*, batch_id: int) -> list[OneOffLine]:
    """The lines of a batch in order, each with its benefit and claimant."""
    return ONE_OFF.lines_of(batch_id=batch_id, with_=("benefit__claimant",))


def one_off_words(*, batch_id: int) -> dict[int, OneOffResult]:
    """The bank's latest word on each line of a batch, by line number."""
    return ONE_OFF.words_of(batch_id=batch_id)


def one_off_outcome(*, lines: Sequence[OneOffLine]) -> OneOffOutcome:
    """Count and sum a batch's lines by what became of each."""
    return funds.outcome_of(lines=lines)


def one_off_line(*, instruction: str) -> OneOffLine | None:
    """The line of an instruction, or None where it is none of a one-off batch."""
    return ONE_OFF.line_of(instruction=instruction)


def one_off_rows(*, lines: Sequence[OneOffLine]) -> pa.Table:
    """The instructions of these lines as a bank format takes them, in order."""
    return funds.bank_rows(lines=lines)
