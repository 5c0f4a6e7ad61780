"""The further hands of a write-off or a waiver: review, approval, and the posting."""

from __future__ import annotations

from renshe.domains.contributions import api as contributions
from renshe.domains.contributions.api import Hand
from renshe.flows import correction_requests
from renshe.flows.correction_requests import Posted
from renshe.kernel.periods import Month

review = contributions.review_request
approve = contributions.approve_request
refuse = contributions.refuse_request

KINDS = ("write_off", "surcharge_waiver")


def post(*, month: Month, hand: Hand) -> list[Posted]:
    """Post what was approved, a batch for each kind. See `flows/correction_requests.post_approved`."""
    return [correction_requests.post_approved(kind=kind, month=month, hand=hand) for kind in KINDS]
