"""A bridging found wrong after its money had moved goes back: the account leaves at once, its money with the next list.

Proposed by one person, confirmed by another. What came back for months of both schemes stays right, because both had them
whether bridged or not. Refused where a pension rests on the account, where interest was credited on it since, or where the
year of the employee accounts is over. Basis: 社会保险经办条例 46; 人社部发〔2014〕17号 五、六.
"""

from __future__ import annotations

from django.db import transaction

from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.domains.resident import api as resident
from renshe.flows import bridging_to_ledger as ledger
from renshe.flows import resident_account
from renshe.flows.bridging_to_ledger import EMPLOYEE, FUNDS_OF, RESIDENT, subject_of
from renshe.flows.transfers_to_ledger import ACCOUNT_YEAR_OVER
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import month_of, year_of


def proposed(*, bridging_id: int, reason: str, hand: resident.ByHand) -> resident.BridgingReturn:
    """Propose the return, if nothing stands against it today. Raises Refused `pension_rests_on_it`, `interest_since`,
    `account_less_than_bridged`, `bridging_not_moved`, `return_asked_already`, `reason_needed`, `transfer_account_year_over`."""
    with transaction.atomic():
        made = resident.propose_return(bridging_id=bridging_id, reason=reason, hand=hand)
        require_returnable(made.bridging, hand=hand)
    return made


@transaction.atomic
def confirmed(*, return_id: int, hand: resident.ByHand) -> resident.BridgingReturn:
    """The second person agrees: the account leaves the scheme it had come to and waits for its money. Raises Refused as
    `proposed`, and `correction_decided`, `two_people_needed`."""
    found = resident.locked_return(return_id=return_id, hand=hand)
    require_returnable(found.bridging, hand=hand)
    bridging = resident.return_confirmed(found=found, hand=hand)
    fen, fund = bridging.account_fen, FUNDS_OF[bridging.direction][1]
    held = funds.Post("R2301", credit_fen=fen, subject=subject_of(bridging.case_number))
    if fund == RESIDENT:
        row = resident.NewCredit(
            person_id=bridging.person_id, year=hand.today.year, source="own", kind="bridged", amount_fen=-fen
        )  # fmt: skip
        ledger.credit([row], f"bridging_back:{bridging.case_number}", hand=hand)
        posts = (funds.Post("R2201", debit_fen=fen, subject="own"), held)
        entry = ledger.entry_of(RESIDENT, "rights", "back", posts, bridging.case_number, hand)
        ledger.post((entry,), fund=RESIDENT, hand=hand)
    else:
        posts = (funds.Post("R2201", debit_fen=fen), held)
        entry = ledger.entry_of(EMPLOYEE, "rights", "back", posts, bridging.case_number, hand)
        ledger.employee_batch(
            "return-out", bridging.person_id, (-fen, -fen * (13 - _month_it_came(bridging))), (entry,),
            number=bridging.case_number, hand=hand,
        )  # fmt: skip
    return found


def require_returnable(bridging: resident.Bridging, *, hand: resident.ByHand) -> None:
    """Raise Refused where a pension rests on the account, or the account is no longer what the bridging made of it."""
    fund = FUNDS_OF[bridging.direction][1]
    if pension.all_in_force(person_id=bridging.person_id):
        raise Refused(resident.PENSION_RESTS)
    came = bridging.settled_on
    assert came is not None
    if fund == EMPLOYEE:
        if year_of(ledger.employee_month(hand)) != came.year:
            raise Refused(ACCOUNT_YEAR_OVER)
        return
    if resident.interest_since(person_id=bridging.person_id, year=came.year):
        raise Refused(resident.INTEREST_CREDITED)
    if resident_account.balance(person_id=bridging.person_id)["own"] < bridging.account_fen:
        raise Refused(resident.ACCOUNT_LESS)


def _month_it_came(bridging: resident.Bridging) -> int:
    """The month of the year whose books took the account in: as many months of interest it was given and is not due."""
    assert bridging.batch_id is not None
    batch = funds.batch_by_id(batch_id=bridging.batch_id)
    assert batch is not None
    return month_of(batch.accounting_month)
