"""The further hands of a move: review, approval, and the posting."""

from __future__ import annotations

from renshe.domains.contributions import api as contributions
from renshe.domains.contributions.api import Hand
from renshe.flows import correction_requests
from renshe.flows.correction_requests import Posted
from renshe.kernel.periods import Month

review = contributions.review_request
approve = contributions.approve_request
refuse = contributions.refuse_request


def post(*, month: Month, hand: Hand) -> Posted:
    """Post all approved moves in one batch. See `flows/correction_requests.post_approved`."""
    return correction_requests.post_approved(kind="month_move", month=month, hand=hand)
