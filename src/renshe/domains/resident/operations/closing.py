"""What leaves an account: all of it where the account ends, part of it where a pension draws on it."""

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

DRAWN_IN_ORDER = ("own", "collective", "government")
"""From which source money leaves first, where a part of the account leaves (owner-default)."""


@transaction.atomic
def close_account(
    *, person_id: int, kind: str, month: Month, on: dt.date, cause: str, hand: ByHand
) -> dict[str, int]:
    """Take everything out of an account; the fen by source, which the caller posts under `cause` in the same transaction.

    `kind` is one of `ResidentCredit.KINDS` for what leaves (inherited, bridged). Raises Refused `not_in_the_scheme`,
    `account_is_empty`.
    """
    participation = _locked(person_id)
    held = account_balance(person_id=person_id)
    if sum(held.values()) <= 0:
        raise Refused(problems.NOTHING_LEFT)
    rows = [
        NewCredit(person_id=participation.person_id, year=on.year, source=source, kind=kind, amount_fen=-fen)
        for source, fen in held.items()
    ]  # fmt: skip
    credit(rows=rows, month=month, on=on, cause=cause, hand=hand)
    return {source: fen for source, fen in held.items() if fen}


@transaction.atomic
def draw_from_account(
    *, person_id: int, amount_fen: int, month: Month, on: dt.date, cause: str, hand: ByHand
) -> dict[str, int]:
    """Take at most `amount_fen` for a month's pension, own money first; the fen by source. An empty account gives nothing."""
    participation = _locked(person_id)
    held, left, taken = account_balance(person_id=person_id), amount_fen, {}
    for source in DRAWN_IN_ORDER:
        part = min(left, max(0, held[source]))
        if part:
            taken[source] = part
            left -= part
    rows = [
        NewCredit(person_id=participation.person_id, year=on.year, source=source, kind="pension", amount_fen=-fen)
        for source, fen in taken.items()
    ]  # fmt: skip
    credit(rows=rows, month=month, on=on, cause=cause, hand=hand)
    return taken


def _locked(person_id: int) -> Participation:
    """The participation, locked: two acts never take the same money out of one account."""
    found = last_participation(person_id=person_id)
    if found is None:
        raise Refused(problems.NOT_JOINED)
    return Participation.objects.select_for_update().get(pk=found.pk)
