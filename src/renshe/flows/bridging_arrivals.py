"""An account of a bridging arrives, or is back, with the money of a list: accounts and the rights books, case by case.

The cash books move once for the whole list (`bridging_lists.py`); one moved by itself is `bridging_to_ledger.money_moved`'s.
"""

from __future__ import annotations

from renshe.domains.funds import api as funds
from renshe.domains.resident import api as resident
from renshe.flows import bridging_to_ledger as ledger
from renshe.flows.bridging_to_ledger import EMPLOYEE, FUNDS_OF, RESIDENT, subject_of
from renshe.kernel.periods import month_of, year_of


def account_arrives(found: resident.Bridging, *, bank_ref: str, hand: resident.ByHand) -> None:
    """What was held for the other fund stands in the account there. Raises Refused `bridging_settled`, `two_people_needed`,
    `transfer_account_year_over`."""
    paying, receiving = FUNDS_OF[found.direction]
    batch_id = _across(found, paying=paying, receiving=receiving, step="money", hand=hand)
    resident.settle_bridging(bridging_id=found.pk, bank_ref=bank_ref, batch_id=batch_id, hand=hand)
    if receiving == RESIDENT:
        row = resident.NewCredit(
            person_id=found.person_id, year=hand.today.year, source="own", kind="bridged", amount_fen=found.account_fen
        )  # fmt: skip
        ledger.credit([row], f"bridging_money:{found.case_number}", hand=hand)


def account_is_back(found: resident.Bridging, *, hand: resident.ByHand) -> None:
    """What went over by mistake stands where it came from, source by source. Raises Refused `transfer_account_year_over`."""
    receiving, paying = FUNDS_OF[found.direction]
    if receiving == RESIDENT:
        rows = ledger.rows_that_left(found, hand=hand)
        ledger.credit(rows, f"bridging_back_money:{found.case_number}", hand=hand)
        posts = ledger.into_accounts(rows)
        _rights(
            found, paying=paying, receiving=receiving, account=posts, step="back_money", hand=hand
        )
    else:
        _across(found, paying=paying, receiving=receiving, step="back_money", hand=hand)
    resident.return_moved(bridging=found, hand=hand)


def _across(
    found: resident.Bridging, *, paying: str, receiving: str, step: str, hand: resident.ByHand
) -> int | None:
    """The rights of the account go over; the batch of the employee account where it arrives there."""
    fen = found.account_fen
    if receiving == RESIDENT:
        account = (funds.Post("R2201", credit_fen=fen, subject="own"),)
        _rights(found, paying=paying, receiving=receiving, account=account, step=step, hand=hand)
        return None
    _held_off(found, fund=paying, step=step, hand=hand)
    posts = (funds.Post("R1901", debit_fen=fen), funds.Post("R2201", credit_fen=fen))
    entry = ledger.entry_of(EMPLOYEE, "rights", step, posts, found.case_number, hand)
    month = ledger.employee_month(hand)
    same_year = step == "back_money" and year_of(month) == found.decided_on.year
    product = found.product_fen if same_year else fen * (13 - month_of(month))
    if step == "back_money" and not same_year:
        product = fen * 12
    way = "in" if step == "money" else "return-in"
    return ledger.employee_batch(
        way, found.person_id, (fen, product), (entry,), number=found.case_number, hand=hand
    )


def _rights(
    found: resident.Bridging, *, paying: str, receiving: str, account: tuple[funds.Post, ...], step: str,
    hand: resident.ByHand,
) -> None:  # fmt: skip
    _held_off(found, fund=paying, step=step, hand=hand)
    posts = (funds.Post("R1901", debit_fen=found.account_fen), *account)
    entry = ledger.entry_of(receiving, "rights", step, posts, found.case_number, hand)
    ledger.post((entry,), fund=receiving, hand=hand)


def _held_off(found: resident.Bridging, *, fund: str, step: str, hand: resident.ByHand) -> None:
    """What was held in the fund that pays is there no more."""
    fen = found.account_fen
    held = funds.Post("R2301", debit_fen=fen, subject=subject_of(found.case_number))
    posts = (held, funds.Post("R1901", credit_fen=fen))
    entry = ledger.entry_of(fund, "rights", step, posts, found.case_number, hand)
    ledger.post((entry,), fund=fund, hand=hand)
