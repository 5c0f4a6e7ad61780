"""Have a pension determined again, and post what that changes: arrears wait for the next roster,
too much becomes a receivable."""

from django.db import transaction

from renshe.domains.pension import api as pension
from renshe.flows.pension_to_ledger import overpayments_found
from renshe.kernel.periods import Month


@transaction.atomic
def redetermine(
    *,
    award_id: int,
    cause: str,
    signed: pension.Signatures,
    explain: pension.Explain,
    accounting_month: Month,
) -> pension.Granted:
    """Determine one pension again from today's rows at its original date, replay its adjustments, book the difference.

    `cause` is `final_base` or `redetermined`. Arrears and overpayment are kept gross, never netted
    (社会保险经办条例 第四十六条).
    """
    granted = pension.redetermine_award(
        award_id=award_id, cause=cause, signed=signed, explain=explain
    )
    if granted.overpayment is not None:
        overpayments_found(
            [granted.overpayment], accounting_month=accounting_month, entry_on=signed.known_on,
            posted_by=signed.reviewed_by,
        )  # fmt: skip
    return granted
