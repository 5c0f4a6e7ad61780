"""A payment that a counter took for the wrong person: handed back from the open till, moved to the right name, or given back.

A proposal is confirmed by a second person; then accounts and both books move in one transaction, and the payment itself stays
as recorded. A pension that rests on the account refuses it. Basis: 社会保险经办条例 37、46; 会计法 17.
"""

from __future__ import annotations

from django.db import transaction

from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.flows import resident_account
from renshe.flows.books_month import books_month
from renshe.flows.resident_to_ledger import FUND
from renshe.kernel.codes.problem import Refused
from renshe.laws import library

TILL = "1005"
"""Where money of a counter stands until it is handed over (`resident_to_ledger._ARRIVES`)."""


def reference_of(found: resident.PaymentCorrection) -> str:
    """The number under which a correction stands in accounts and books."""
    return f"correction-{found.pk}"


@transaction.atomic
def confirmed(*, correction_id: int, hand: resident.ByHand) -> resident.PaymentCorrection:
    """The second person agrees: it is put right in the way proposed, if that is still open.

    Raises Refused `correction_decided`, `two_people_needed`, `pension_rests_on_it`, what `require_correctable` and
    `record_payment` say.
    """
    found = resident.locked_correction(correction_id=correction_id, hand=hand)
    payment = found.payment
    asker = resident.ByHand(by=found.asked_by, at=hand.at, today=hand.today)
    resident.require_correctable(payment=payment, way=found.way, by=asker)
    if pension.in_force(person_id=payment.person_id, kind=resident_account.KIND) is not None:
        raise Refused(resident.PENSION_RESTS)
    marked = resident.ByHand(
        by=hand.by, at=hand.at, today=hand.today, reference=reference_of(found)
    )
    {"hand_back": _handed_back, "move": _moved, "refund": _refunded}[found.way](found, marked)
    return found


def _handed_back(found: resident.PaymentCorrection, hand: resident.ByHand) -> None:
    """The money leaves the till again, as if it had not come."""
    fen, source = found.payment.amount_fen, "own"
    cause = ("hand_back", hand.reference)
    _out(found, cause, hand=hand)
    _post(
        "cash", (funds.Post("4001", debit_fen=fen), funds.Post(TILL, credit_fen=fen)), cause, hand
    )
    rights = (
        funds.Post("R4101", debit_fen=fen), funds.Post("R1901", credit_fen=fen),
        funds.Post("R2201", debit_fen=fen, subject=source), funds.Post("R5301", credit_fen=fen),
    )  # fmt: skip
    _post("rights", rights, cause, hand)
    resident.correction_confirmed(found=found, hand=hand)


def _moved(found: resident.PaymentCorrection, hand: resident.ByHand) -> None:
    """The year stands under the right name; the subsidy that came for it goes with it. No money moves."""
    old, right = found.payment, registry.person(person_id=int(found.right_person_id or 0))
    cause = ("corrected", hand.reference)
    paid = resident.Paid(
        year=old.year, tier=old.tier, amount_fen=old.amount_fen, channel="corrected",
        external_ref=f"{old.external_ref}-{found.pk}", paid_on=old.paid_on,
    )  # fmt: skip
    made = resident.record_payment(
        person_id=right.pk, paid=paid, hand=hand, explain=library.explain
    )
    own, subsidy = old.amount_fen, resident.subsidy_on(payment=old)
    rows = [
        _row(old, "own", "refunded", -own),
        _row(old, "government", "corrected", -subsidy),
        _row(made, "own", "payment", own),
        _row(made, "government", "corrected", subsidy),
    ]
    month = books_month(fund=FUND, on=hand.today)
    resident.credit(rows=rows, month=month, on=hand.today, cause=":".join(cause), hand=hand)
    posts = tuple(
        post
        for source, fen in (("own", own), ("government", subsidy))
        for post in (
            funds.Post("R2201", debit_fen=fen, subject=source),
            funds.Post("R2201", credit_fen=fen, subject=source),
        )
    )
    _post("rights", posts, cause, hand)
    resident.correction_confirmed(found=found, hand=hand, new_payment=made)


def _refunded(found: resident.PaymentCorrection, hand: resident.ByHand) -> None:
    """It is owed to the payer and goes by the bank's file (`runs/resident_payouts`)."""
    old, cause = found.payment, ("taken_wrong", hand.reference)
    payee = resident.PayTo(
        bank_code=found.bank_code, account_number=found.account_number, account_name=found.account_name
    )  # fmt: skip
    payout = resident.owe(
        person_id=old.person_id, kind="taken_wrong", amount_fen=old.amount_fen, place=found.place, payee=payee, hand=hand
    )  # fmt: skip
    _out(found, cause, hand=hand)
    fen = old.amount_fen
    posts = (
        funds.Post("R2201", debit_fen=fen, subject="own"),
        funds.Post("R2101", credit_fen=fen, subject=hand.reference),
    )
    _post("rights", posts, cause, hand)
    resident.correction_confirmed(found=found, hand=hand, payout=payout)


def _out(
    found: resident.PaymentCorrection, cause: tuple[str, str], *, hand: resident.ByHand
) -> None:
    """The payment leaves the wrong account whole."""
    month = books_month(fund=FUND, on=hand.today)
    rows = [_row(found.payment, "own", "refunded", -found.payment.amount_fen)]
    resident.credit(rows=rows, month=month, on=hand.today, cause=":".join(cause), hand=hand)


def _row(payment: resident.ResidentPayment, source: str, kind: str, fen: int) -> resident.NewCredit:
    return resident.NewCredit(
        person_id=payment.person_id, year=payment.year, source=source, kind=kind, amount_fen=fen, payment_id=payment.pk
    )  # fmt: skip


def _post(
    book: str, posts: tuple[funds.Post, ...], cause: tuple[str, str], hand: resident.ByHand
) -> None:
    entry = funds.NewEntry(book, FUND, hand.today, f"resident_{cause[0]}", *cause, posts)
    month = books_month(fund=FUND, on=hand.today)
    funds.post_entry(entry=entry, accounting_month=month, posted_by=hand.by)
