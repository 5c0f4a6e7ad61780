"""Money of an overpayment comes back: recorded once, posted once."""

from datetime import date

from django.db import transaction

from renshe.domains.pension import api as pension
from renshe.flows.pension_to_ledger import pension_recovered
from renshe.kernel.periods import Month, year_of
from renshe.kernel.rules import Refusal

CASH_WAYS = ("refund", "instalment", "recall", "estate")


@transaction.atomic
def take_recovery(
    *,
    overpayment_id: int,
    way: str,
    amount_fen: int,
    received_on: date,
    reference: str,
    accounting_month: Month,
    by: str,
) -> pension.Recovery:
    """Money came back by `refund`, `instalment`, `recall` or `estate`; the same reference again changes nothing.

    Of a former year it is other income, of this year it reduces expenditure. Raises Refusal `not_cash` for a way by
    which no money comes (`account`: see `account.py`; `offset`: the payment batch books it).
    Basis: 社会保险经办条例 第四十六条.
    """
    if way not in CASH_WAYS:
        raise Refusal(pension.NOT_CASH, subject=way)
    recovery, new = pension.record_recovery(
        overpayment_id=overpayment_id,
        way=way,
        amount_fen=amount_fen,
        received_on=received_on,
        reference=reference,
    )
    if new:
        former = year_of(recovery.overpayment.to_month) < year_of(accounting_month)
        pension_recovered(
            recovery.overpayment,
            cause_id=reference,
            accounting_month=accounting_month,
            entry_on=received_on,
            amount_fen=amount_fen,
            former_year=former,
            posted_by=by,
        )
    return recovery
