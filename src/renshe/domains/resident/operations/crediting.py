"""Writing into accounts: one row for each amount and source, always with the cause of its entry in the books."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from renshe.domains.resident.hand import ByHand
from renshe.domains.resident.models import ResidentCredit
from renshe.kernel.periods import Month


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCredit:
    """An amount (fen, negative where it leaves) of one source for a year; `payment_id` or `help_id` where it belongs to one."""

    person_id: int
    year: int
    source: str
    kind: str
    amount_fen: int
    payment_id: int | None = None
    help_id: int | None = None


def credit(
    *, rows: Iterable[NewCredit], month: Month, on: dt.date, cause: str, hand: ByHand
) -> list[ResidentCredit]:
    """Write them in the caller's transaction, which posts the same amounts under `cause`; amounts of zero are left out."""
    return ResidentCredit.objects.bulk_create(
        ResidentCredit(
            person_id=row.person_id, year=row.year, source=row.source, kind=row.kind, amount_fen=row.amount_fen,
            accounting_month=month, booked_on=on, payment_id=row.payment_id, help_id=row.help_id, cause=cause,
            recorded_by=hand.by, recorded_at=hand.at,
        )
        for row in rows
        if row.amount_fen
    )  # fmt: skip
