"""Reads: a person's transfers, what the office has open, what is late, what is explained."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import QuerySet

from renshe.domains.registry import api as registry
from renshe.domains.transfers.models import (
    ProvincialTransfer,
    TransferMessage,
    TransferRefund,
)
from renshe.domains.transfers.ports import RECEIPT
from renshe.domains.transfers.states import OPEN
from renshe.kernel.rules import Explain, Explanation


def transfers_of(*, person_id: int) -> list[ProvincialTransfer]:
    """A human being's transfers, the newest first, with their years and refund."""
    rows = ProvincialTransfer.objects.filter(
        person_id__in=registry.everybody_who_is(person_id=person_id)
    )
    return list(rows.prefetch_related("years").select_related("refund").order_by("-pk"))


def transfer(*, transfer_id: int) -> ProvincialTransfer:
    """One transfer. Raises ProvincialTransfer.DoesNotExist."""
    return ProvincialTransfer.objects.select_related("person").get(pk=transfer_id)


def transfers_at(*, place: str, states: Sequence[str] = OPEN) -> QuerySet[ProvincialTransfer]:
    """Those of a place (and below it) in some states, what is due first in front."""
    stem = place.rstrip("0")
    return (
        ProvincialTransfer.objects.filter(place__startswith=stem, state__in=states)
        .select_related("person")
        .order_by("step_due_on", "pk")
    )


def without_receipt(*, place: str) -> QuerySet[ProvincialTransfer]:
    """Booked transfers in whose receipt is not written yet."""
    told = TransferMessage.objects.filter(direction="out", kind=RECEIPT).values("transfer_id")
    return transfers_at(place=place, states=("booked",)).exclude(pk__in=told)


def refunds_owed(*, place: str) -> QuerySet[TransferRefund]:
    """Double months that are owed and not paid yet, the oldest first."""
    return (
        TransferRefund.objects.filter(
            paid_on__isnull=True, transfer__place__startswith=place.rstrip("0")
        )
        .select_related("transfer__person")
        .order_by("owed_on", "pk")
    )


def unusable_messages(*, most: int = 20) -> list[TransferMessage]:
    """What came and could not be used, the newest first."""
    return list(TransferMessage.objects.exclude(problem="").order_by("-pk")[:most])


def overdue(*, today: dt.date) -> list[ProvincialTransfer]:
    """Steps whose last day is past and which nobody was told of yet."""
    rows = ProvincialTransfer.objects.filter(
        state__in=OPEN, step_due_on__lt=today, escalated_on__isnull=True
    )
    return list(rows.order_by("step_due_on", "pk"))


def mark_escalated(*, transfer_ids: Sequence[int], today: dt.date) -> int:
    """Somebody was told of these."""
    return ProvincialTransfer.objects.filter(pk__in=transfer_ids, escalated_on__isnull=True).update(
        escalated_on=today
    )


def relation_gone(*, person_id: int) -> bool:
    """Whether the relation left and did not come back."""
    last = (
        ProvincialTransfer.objects.filter(
            person_id__in=registry.everybody_who_is(person_id=person_id),
            state__in=["to_send", "sent", "acknowledged", "booked"],
        )
        .order_by("-pk")
        .values_list("direction", flat=True)
        .first()
    )
    return last == "out"


def brought_any(*, person_id: int) -> bool:
    """Whether months of another province stand in the career."""
    return ProvincialTransfer.objects.filter(
        person_id__in=registry.everybody_who_is(person_id=person_id),
        direction="in",
        state="booked",
    ).exists()


def explained_total(*, transfer: ProvincialTransfer, explain: Explain) -> Explanation | None:
    """Why so much moves, put to the law again; None before it is known, and for the army's, whose measures are its own."""
    if transfer.account_fen is None or transfer.source == "military":
        return None
    on = transfer.money_on or transfer.opened_on
    facts = {"transferred_account": int(transfer.account_fen)}
    if transfer.temporary:
        employer = int(transfer.pooled_fen or 0)
        asked = {**facts, "temporary_employer_contributions": employer}
        return explain("temporary_account_gathered", asked, place=transfer.place[:6], on=on)
    bases = sum(sum(one.base_fen) for one in transfer.years.all() if one.year >= 1998)
    asked = {**facts, "transferred_base_sum": bases}
    return explain("transfer_total", asked, place=transfer.place[:6], on=on)


def explained_year(
    *, transfer: ProvincialTransfer, year: int, explain: Explain
) -> Explanation | None:
    """The pooled part of one year's bases; None for a year before 1998 or not in the form."""
    if transfer.temporary or transfer.source == "military" or year < 1998:
        return None
    found = [one for one in transfer.years.all() if one.year == year]
    if not found:
        return None
    on = transfer.money_on or transfer.opened_on
    asked = {"transferred_base_sum": sum(sum(one.base_fen) for one in found)}
    return explain("transfer_pooled_amount", asked, place=transfer.place[:6], on=on)
