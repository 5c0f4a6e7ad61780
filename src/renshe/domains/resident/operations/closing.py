"""What leaves an account when it ends: all that pensions have not drawn."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from renshe.domains.resident import problems
from renshe.domains.resident.hand import ByHand
from renshe.domains.resident.models import Participation
from renshe.domains.resident.operations.crediting import NewCredit, credit
from renshe.domains.resident.queries.standing import account_balance, last_participation
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import Month


@transaction.atomic
def close_account(
    *, person_id: int, kind: str, drawn_fen: int, month: Month, on: dt.date, cause: str, hand: ByHand
) -> dict[str, int]:  # fmt: skip
    """Take everything out of an account; the fen by source, which the caller posts under `cause` in the same transaction.

    `drawn_fen` is what pensions drew of it, which stays with who drew it. `kind` is one of `ResidentCredit.KINDS` for what
    leaves (inherited, bridged). Raises Refused `not_in_the_scheme`, `account_is_empty`.
    """
    participation = _locked(person_id)
    held = account_balance(person_id=person_id, drawn_fen=drawn_fen)
    if sum(held.values()) <= 0:
        raise Refused(problems.NOTHING_LEFT)
    rows = [
        NewCredit(person_id=participation.person_id, year=on.year, source=source, kind=kind, amount_fen=-fen)
        for source, fen in held.items()
    ]  # fmt: skip
    credit(rows=rows, month=month, on=on, cause=cause, hand=hand)
    return {source: fen for source, fen in held.items() if fen}


def _locked(person_id: int) -> Participation:
    """The participation, locked: two acts never take the same money out of one account."""
    found = last_participation(person_id=person_id)
    if found is None:
        raise Refused(problems.NOT_JOINED)
    return Participation.objects.select_for_update().get(pk=found.pk)
