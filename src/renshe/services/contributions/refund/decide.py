"""The further hands of a refund: review, approval, the money for it, and the posting."""

from __future__ import annotations

from renshe.domains.contributions import api as contributions
from renshe.domains.contributions.api import Hand
from renshe.flows import correction_requests
from renshe.flows.correction_requests import Posted
from renshe.kernel.periods import Month

review = contributions.review_request
approve = contributions.approve_request
refuse = contributions.refuse_request

KINDS = ("month_refund", "suspense_refund")


def request_money(*, month: Month, prepared_by: str) -> list[int]:
    """Fund-use plans for what approved refunds lack in the expenditure accounts; others approve and transfer them."""
    return [
        plan
        for kind in KINDS
        for plan in correction_requests.request_money(
            kind=kind, month=month, prepared_by=prepared_by
        )
    ]


def post(*, month: Month, hand: Hand) -> list[Posted]:
    """Post all approved refunds: months and suspense, a batch each. See `flows/correction_requests.post_approved`."""
    return [correction_requests.post_approved(kind=kind, month=month, hand=hand) for kind in KINDS]
