"""Putting back what a payout took out of an account, while nobody has paid it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from renshe.domains.resident.hand import ByHand
from renshe.domains.resident.models import Participation, ResidentCredit, ResidentPayout
from renshe.domains.resident.operations.crediting import NewCredit, credit
from renshe.domains.resident.operations.payouts import cancel
from renshe.kernel.periods import Month


@transaction.atomic
def cancel_payout(
    *, case_number: str, month: Month, on: dt.date, cause: str, hand: ByHand
) -> tuple[ResidentPayout, dict[str, int]]:
    """The payout and the fen by source that stand in the account again, which the caller posts under `cause`.

    A participation that ended with the inheritance goes on. Raises Refused `payout_is_settled`.
    """
    payout = cancel(case_number=case_number, by=hand.by, on=on)
    taken = ResidentCredit.objects.filter(cause=f"{payout.kind}:{case_number}").order_by("pk")
    rows = [
        NewCredit(
            person_id=row.person_id, year=row.year, source=row.source, kind="restored", amount_fen=-row.amount_fen,
            payment_id=row.payment_id,
        )
        for row in taken
    ]  # fmt: skip
    credit(rows=rows, month=month, on=on, cause=cause, hand=hand)
    if payout.kind == "inheritance":
        Participation.objects.filter(
            person_id=payout.person_id, ended_why="account_inherited"
        ).update(ended_on=None, ended_why="")
    back: dict[str, int] = {}
    for row in rows:
        back[row.source] = back.get(row.source, 0) + row.amount_fen
    return payout, back
