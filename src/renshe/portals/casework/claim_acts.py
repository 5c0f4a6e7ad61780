"""What somebody does with a claim for what was paid too much: each act with the power that it needs; the API does the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from renshe.domains.pension import api as pension
from renshe.flows.books_month import books_month
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import LAST_MONTH, month_containing
from renshe.portals.layout.forms.typed import Asked
from renshe.services.pension.recover_overpayment.decide import take_recovery

NEEDS = {
    "notify": "pension.hold",
    "agree": "pension.approve",
    "offset": "pension.hold",
    "receive": "books.post",
}
"""The action of a role that each act needs at the place of the award."""


def act_on(asked: Asked, *, recorded: pension.Recorded) -> None:
    """Do it. Raises Refused, Refusal."""
    _ACTS[asked.act](asked, recorded)


def _notify(asked: Asked, recorded: pension.Recorded) -> None:
    on = asked.day("notified_on")
    if on > recorded.known_on:
        raise Refused(pension.RECEIPT_WRONG)
    pension.notify_overpayment(overpayment_id=asked.record, on=on)


def _agree(asked: Asked, recorded: pension.Recorded) -> None:
    months, first = asked.number("months"), asked.month("first")
    if not 1 <= months <= pension.MOST_INSTALMENTS or not _from_now(first, recorded):
        raise Refused(pension.INSTALMENTS_WRONG)
    found = pension.overpayment(overpayment_id=asked.record)
    owed = pension.open_fen(overpayment=found)
    if owed < months:
        raise Refused(pension.INSTALMENTS_WRONG)
    parts = pension.equal_parts(fen=owed, months=months, first=first)
    pension.agree_instalments(overpayment_id=found.pk, instalments=parts)


def _offset(asked: Asked, recorded: pension.Recorded) -> None:
    monthly, first = asked.fen("monthly"), asked.month("from_month")
    if not monthly or not _from_now(first, recorded):
        raise Refused(pension.INSTALMENTS_WRONG)
    pension.offset_from_pension(
        overpayment_id=asked.record, from_month=first, monthly_fen=monthly, recorded_by=recorded.by,
        known_on=recorded.known_on,
    )  # fmt: skip


def _receive(asked: Asked, recorded: pension.Recorded) -> None:
    on, reference = asked.day("received_on"), asked.text("reference")[:80]
    if on > recorded.known_on or on < dt.date(1990, 1, 1) or not reference:
        raise Refused(pension.RECEIPT_WRONG)
    found = pension.overpayment(overpayment_id=asked.record)
    take_recovery(
        overpayment_id=found.pk, way="instalment" if found.state == "agreed" else "refund",
        amount_fen=asked.fen("amount"), received_on=on, reference=reference,
        accounting_month=books_month(fund=found.fund, on=recorded.known_on), by=recorded.by,
    )  # fmt: skip


def _from_now(month: int, recorded: pension.Recorded) -> bool:
    return month_containing(recorded.known_on) <= month < LAST_MONTH


_ACTS: dict[str, Callable[[Asked, pension.Recorded], None]] = {
    "notify": _notify, "agree": _agree, "offset": _offset, "receive": _receive,
}  # fmt: skip
