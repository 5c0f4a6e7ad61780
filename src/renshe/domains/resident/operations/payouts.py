"""Money that leaves an account once: owed by a case's last signature, paid by the bank's file, or otherwise for a reason."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from renshe.domains.audit import api as audit
from renshe.domains.resident import problems, problems_of_money
from renshe.domains.resident.hand import ByHand
from renshe.domains.resident.models import ResidentPayout
from renshe.domains.resident.queries.payouts import PAYOUTS
from renshe.kernel.codes.names import same_name
from renshe.kernel.codes.problem import Refused

BY_HAND = ("cash", "cheque")


@dataclass(frozen=True, slots=True, kw_only=True)
class PayTo:
    """Whose account at which bank the money goes to."""

    bank_code: str
    account_number: str
    account_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ByOtherMeans:
    """How something is paid that a bank file cannot carry: `cash` at a counter or `cheque`, under which voucher, and why."""

    how: str
    voucher: str
    why: str


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
def settle(*, payout_id: int, means: ByOtherMeans, paid_on: dt.date, by: str) -> ResidentPayout:
    """It was paid in cash or by cheque, because no bank file carries it.

    Raises Refused `payout_is_settled`, `two_people_needed`, `how_needed`, `bank_ref_used`; Refusal `in_a_payment_batch`.
    """
    payout = ResidentPayout.objects.select_for_update().get(pk=payout_id)
    if payout.state != "owed":
        raise Refused(problems.PAID_OUT)
    PAYOUTS.require_not_on_its_way(owed=payout, subject=payout.case_number)
    if payout.approved_by == by:
        raise Refused(problems.SAME_HAND)
    if means.how not in BY_HAND or not means.why.strip():
        raise Refused(problems_of_money.HOW_NEEDED)
    voucher = means.voucher.strip()
    if not voucher or ResidentPayout.objects.filter(external_ref=voucher).exists():
        raise Refused(problems_of_money.REF_USED)
    payout.paid_how, payout.how_why = means.how, means.why.strip()[:200]
    return _paid(payout, on=paid_on, by=by, reference=voucher)


def settle_by_bank(
    *, payout_id: int, instruction: str, paid_on: dt.date, by: str
) -> ResidentPayout:
    """The bank's word says an instruction was paid, in the caller's transaction; `by` made the batch. Raises Refused
    `payout_is_settled`."""
    payout = ResidentPayout.objects.select_for_update().get(pk=payout_id)
    if payout.state != "owed":
        raise Refused(problems.PAID_OUT)
    payout.paid_how = "bank_file"
    return _paid(payout, on=paid_on, by=by, reference=instruction)


@transaction.atomic
def redirect_payout(
    *, payout_id: int, payee: PayTo, reason: str, hand: ByHand
) -> ResidentPayout:  # fmt: skip
    """Pay a waiting payout into another account of the same payee, on the reason given; who approves the next batch sees it.

    Raises Refused `payout_is_settled`, `reason_needed`, `payee_stays`; Refusal `in_a_payment_batch`.
    """
    payout = ResidentPayout.objects.select_for_update().get(pk=payout_id)
    if payout.state != "owed":
        raise Refused(problems.PAID_OUT)
    PAYOUTS.require_not_on_its_way(owed=payout, subject=payout.case_number)
    if not reason.strip():
        raise Refused(problems_of_money.REASON_MISSING)
    if not same_name(payee.account_name, payout.account_name):
        raise Refused(problems_of_money.OTHER_HOLDER)
    payout.bank_code, payout.account_number = payee.bank_code, payee.account_number
    payout.save(update_fields=["bank_code", "account_number"])
    audit.record_event(
        actor=hand.by, verb="redirect", subject_kind="resident_payout", subject_id=payout.pk, reason=reason, at=hand.at,
        detail={"bank": payee.bank_code, "account": f"…{payee.account_number[-4:]}"},
    )  # fmt: skip
    return payout


@transaction.atomic
def cancel(*, case_number: str, by: str, on: dt.date) -> ResidentPayout:
    """It is not paid after all. Raises Refused `payout_is_settled` where it was; Refusal `in_a_payment_batch`."""
    payout = ResidentPayout.objects.select_for_update().get(case_number=case_number)
    if payout.state != "owed":
        raise Refused(problems.PAID_OUT)
    PAYOUTS.require_not_on_its_way(owed=payout, subject=payout.case_number)
    payout.state, payout.settled_on, payout.settled_by = "cancelled", on, by
    payout.save(update_fields=["state", "settled_on", "settled_by"])
    return payout


def _paid(payout: ResidentPayout, *, on: dt.date, by: str, reference: str) -> ResidentPayout:
    payout.state, payout.settled_on, payout.settled_by = "paid", on, by
    payout.external_ref = reference
    payout.save(
        update_fields=["state", "settled_on", "settled_by", "external_ref", "paid_how", "how_why"]
    )
    return payout
