"""Payouts that wait for the bank's file, and what became of the batches that paid them. The steps are `funds.PaidOnce`'s."""

from __future__ import annotations

from renshe.domains.funds import api as funds
from renshe.domains.resident.models import PayoutBatch, PayoutLine, PayoutResult, ResidentPayout
from renshe.domains.resident.problems_of_money import IN_A_BATCH, NOTHING_WAITS
from renshe.kernel.codes.divisions import stem

PAYOUTS = funds.PaidOnce(
    batches=PayoutBatch,
    lines=PayoutLine,
    words=PayoutResult,
    owed="payout",
    amount="amount_fen",
    subject="resident_payout_batch",
    nothing_waits=NOTHING_WAITS,
    in_a_batch=IN_A_BATCH,
)
"""The batches that pay refunds, inheritances and balances, and the steps on them."""


def payouts_waiting(*, place: str) -> list[funds.WaitingToPay]:
    """Payouts of a place that are owed and on no way to the bank, the oldest first. Two queries."""
    rows = ResidentPayout.objects.filter(state="owed", place__startswith=stem(place))
    return PAYOUTS.waiting(rows.exclude(pk__in=PAYOUTS.on_its_way()).order_by("owed_on", "pk"))


def payout_by(*, payout_id: int) -> ResidentPayout | None:
    """One payout, or None."""
    return ResidentPayout.objects.filter(pk=payout_id).select_related("person").first()


def lines_of_payout(*, payout_id: int) -> list[PayoutLine]:
    """Every attempt to pay one, the first first."""
    rows = PayoutLine.objects.filter(payout_id=payout_id).select_related("batch")
    return list(rows.order_by("batch_id"))


def held_under(*, payout: ResidentPayout) -> str | None:
    """The instruction under which the bank's returned money of a payout is held (暂收款); None where it never left us."""
    return PAYOUTS.suspense_of(payout)


def spent_in(*, payout: ResidentPayout) -> int:
    """The accounting month whose books show a payout as spent: that of its first batch that went to the bank."""
    return PAYOUTS.spent_in(payout)
