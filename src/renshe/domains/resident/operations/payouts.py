"""Money that leaves an account once: owed by a case's last signature, settled by somebody else."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from renshe.domains.resident import problems
from renshe.domains.resident.hand import ByHand
from renshe.domains.resident.models import ResidentPayout
from renshe.kernel.codes.problem import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class PayTo:
    """Whose account at which bank the money goes to."""

    bank_code: str
    account_number: str
    account_name: str


def owe(
    *, person_id: int, kind: str, amount_fen: int, place: str, payee: PayTo, hand: ByHand
) -> ResidentPayout:
    """An amount is to be paid for a case; `hand.by` is who approved it."""
    return ResidentPayout.objects.create(
        person_id=person_id, kind=kind, amount_fen=amount_fen, case_number=hand.reference, place=place[:6],
        bank_code=payee.bank_code, account_number=payee.account_number, account_name=payee.account_name,
        owed_on=hand.today, approved_by=hand.by,
    )  # fmt: skip


@transaction.atomic
def settle(*, payout_id: int, external_ref: str, paid_on: dt.date, by: str) -> ResidentPayout:
    """It was paid under a number of the bank. Raises Refused `payout_is_settled`, `two_people_needed`."""
    payout = ResidentPayout.objects.select_for_update().get(pk=payout_id)
    if payout.state != "owed":
        raise Refused(problems.PAID_OUT)
    if payout.approved_by == by:
        raise Refused(problems.SAME_HAND)
    payout.state, payout.settled_on, payout.settled_by = "paid", paid_on, by
    payout.external_ref = external_ref
    payout.save(update_fields=["state", "settled_on", "settled_by", "external_ref"])
    return payout


@transaction.atomic
def cancel(*, case_number: str, by: str, on: dt.date) -> ResidentPayout:
    """It is not paid after all. Raises Refused `payout_is_settled` where it was."""
    payout = ResidentPayout.objects.select_for_update().get(case_number=case_number)
    if payout.state != "owed":
        raise Refused(problems.PAID_OUT)
    payout.state, payout.settled_on, payout.settled_by = "cancelled", on, by
    payout.save(update_fields=["state", "settled_on", "settled_by"])
    return payout
