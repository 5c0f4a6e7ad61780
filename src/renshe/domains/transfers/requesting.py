"""The steps of this agency: to ask for a relation, to let one go, to book what came, to pay what was double."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from renshe.domains.contributions import api as contributions
from renshe.domains.enrolment import api as enrolment
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.domains.transfers import problems
from renshe.domains.transfers.benefit import (
    PENSION,
    masked_months,
    province_of,
    temporary_facts,
)
from renshe.domains.transfers.models import (
    MILITARY,
    LetterAnswer,
    ProvincialTransfer,
    TransferRefund,
    TransferYear,
)
from renshe.domains.transfers.quoting import Before1998, Quote, quote_out
from renshe.domains.transfers.states import MOVES, OPEN
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import Month, first_day
from renshe.kernel.rules import Explain
from renshe.kernel.working_days import working_days_after


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """Who acts, when, and on which day of the office."""

    by: str
    at: dt.datetime
    today: dt.date


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A relation that somebody wants brought here. `posted`: an official posting with its approval."""

    person_id: int
    place: str
    other_code: str
    other_agency: str
    posted: bool
    case_number: str


@dataclass(frozen=True, kw_only=True)
class Doubles:
    """Bits by year of what a form brings and the career has: `masks` were paid at both places, `left_out` are those and
    such as had left from here. `refund_fen` is the account part of the other place that goes back (fen)."""

    masks: Mapping[int, int]
    left_out: Mapping[int, int]
    refund_fen: int


def moved(transfer: ProvincialTransfer, to: str) -> None:
    """Take a step that the table has. Raises Refused `transfer_wrong_step`."""
    if to not in MOVES.get(transfer.state, ()):
        raise Refused(problems.WRONG_STEP, subject=transfer.letter_id)
    transfer.state, transfer.escalated_on = to, None


def clocked(transfer: ProvincialTransfer, *, today: dt.date, explain: Explain) -> None:
    """Give the present step its last day: so many working days as the law says. Raises Refusal beyond known holidays."""
    if transfer.state not in OPEN:
        transfer.step_due_on = None
        return
    transfer.step_due_on = step_ends(place=transfer.place, today=today, explain=explain)


def step_ends(*, place: str, today: dt.date, explain: Explain) -> dt.date:
    """The last day of a step that begins today. Raises Refusal beyond known holidays."""
    days = explain("transfer_step_limit", {}, place=place[:6], on=today)
    return working_days_after(today, int(days.value))


@transaction.atomic
def ask_for_relation(
    *, wanted: Wanted, recorded: Recorded, explain: Explain, letter_id: str = ""
) -> ProvincialTransfer:
    """Open a transfer in; its contact letter is due. `letter_id` only where an old system named it. Raises Refused."""
    person = registry.person(person_id=wanted.person_id)
    military = wanted.other_code == MILITARY
    if not military and province_of(wanted.place) == wanted.other_code:
        raise Refused(problems.SAME_PROVINCE)
    if pension.in_force(person_id=person.pk) is not None:
        raise Refused(problems.DRAWS_PENSION)
    facts = temporary_facts(person_id=person.pk, place=wanted.place)
    if facts is None:
        raise Refused(problems.NOT_INSURED_HERE)
    # Old soldiers' relations come whatever their age (军人保险法 16).
    if not military and not wanted.posted:
        told = explain("temporary_account", facts, place=wanted.place[:6], on=recorded.today)
        if told.value:
            raise Refused(problems.TEMPORARY_HERE)
    none_open(person.pk, wanted.other_code, "in")
    transfer = ProvincialTransfer(
        person=person, direction="in", source="military" if military else "province", place=wanted.place,
        other_code=wanted.other_code, other_agency=wanted.other_agency, letter_id=letter_id or f"L{wanted.case_number}",
        case_number=wanted.case_number, state="letter_due", opened_on=recorded.today,
        facts={**facts, "posted": wanted.posted}, recorded_by=recorded.by, recorded_at=recorded.at,
    )  # fmt: skip
    clocked(transfer, today=recorded.today, explain=explain)
    transfer.save()
    return transfer


@transaction.atomic
def let_go(
    *, person_id: int, case_number: str, batch_id: int, recorded: Recorded, explain: Explain,
    before_1998: Before1998 | None = None,
) -> tuple[ProvincialTransfer, Quote]:  # fmt: skip
    """Decide a transfer out whose letter has come; form and money are due. Books: `flows/transfers_to_ledger`. Raises Refused.

    A refusal of the letter that somebody proposed meanwhile is over.
    """
    transfer = letter_for(person_id=person_id, lock=True)
    quote = quote_for(
        transfer=transfer, today=recorded.today, explain=explain, before_1998=before_1998
    )
    moved(transfer, "to_send")
    LetterAnswer.objects.filter(transfer=transfer, state__in=["open", "proposed"]).update(
        state="taken", due_on=None
    )
    transfer.case_number, transfer.batch_id = case_number, batch_id
    transfer.temporary, transfer.months = quote.temporary, quote.months
    transfer.pooled_fen, transfer.account_fen = quote.pooled_fen, quote.account_fen
    transfer.before_1998_fen, transfer.stays_fen = quote.before_1998_fen, quote.stays_fen
    transfer.facts, transfer.money_on = quote.facts, recorded.today
    transfer.bank_ref = f"OUT-{case_number}"
    clocked(transfer, today=recorded.today, explain=explain)
    transfer.save()
    TransferYear.objects.bulk_create(
        TransferYear(
            transfer=transfer, year=one.year, place=one.place, paid_months=one.paid_months, base_fen=list(one.base_fen)
        )
        for one in quote.years
    )  # fmt: skip
    return transfer, quote


def letter_for(*, person_id: int, lock: bool = False) -> ProvincialTransfer:
    """The open transfer out that a letter asked for. Raises Refused `transfer_no_letter`."""
    rows = ProvincialTransfer.objects.filter(
        person_id__in=registry.everybody_who_is(person_id=person_id),
        direction="out",
        state="letter_received",
    ).order_by("pk")
    found = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise Refused(problems.NO_LETTER)
    return found


def quote_for(
    *, transfer: ProvincialTransfer, today: dt.date, explain: Explain, before_1998: Before1998 | None = None
) -> Quote:  # fmt: skip
    """What leaves with it. Raises Refused where the person draws a pension, is insured here, or has nothing here."""
    if pension.in_force(person_id=transfer.person_id) is not None:
        raise Refused(problems.DRAWS_PENSION)
    spells = enrolment.spells_of(person_id=transfer.person_id, insurance=PENSION)
    if spells.filter(span__contains=today).exists():
        raise Refused(problems.STILL_INSURED)
    return quote_out(
        person_id=transfer.person_id, place=transfer.place, today=today, explain=explain, before_1998=before_1998
    )  # fmt: skip


def doubles_of(*, transfer: ProvincialTransfer, explain: Explain) -> Doubles:
    """Months that were paid here too; what the other place credited for them goes back to the person.

    Months that went out from here before and come back are our own, not double. The account part is counted by the law
    of each year (国办发〔2009〕66号 四); its interest stays in the account (owner-default).
    """
    returned = brought_before(person_id=transfer.person_id)
    here = {
        month.period
        for month in contributions.timeline_of(person_id=transfer.person_id).months
        if month.state == "paid"
    }
    masks: dict[int, int] = {}
    left_out: dict[int, int] = {}
    refund = 0
    for row in transfer.years.order_by("year"):
        months = [one for one in masked_months(row.year, row.paid_months) if one in here]
        if not months:
            continue
        left_out[row.year] = left_out.get(row.year, 0) | _mask(months)
        double = [one for one in months if one not in returned]
        if double:
            masks[row.year] = masks.get(row.year, 0) | _mask(double)
            refund += _account_part(transfer, row, double, explain)
    refund = min(refund, int(transfer.account_fen or 0))
    return Doubles(masks=masks, left_out=left_out, refund_fen=refund)


def _mask(months: list[Month]) -> int:
    return sum(1 << month % 12 for month in months)


def _account_part(
    transfer: ProvincialTransfer, row: TransferYear, months: list[Month], explain: Explain
) -> int:
    """What the other place credited for these months of one year (fen)."""
    base = sum(row.base_fen[month % 12] for month in months)
    on = dt.date(row.year, 12, 31)
    told = explain("account_credit_of_year", {"account_base_sum": base}, place=transfer.place[:6], on=on)  # fmt: skip
    return int(told.value)


def brought_before(*, person_id: int) -> set[Month]:
    """Months that left with an earlier transfer out: when they come back they are no double months."""
    rows = TransferYear.objects.filter(
        transfer__person_id__in=registry.everybody_who_is(person_id=person_id),
        transfer__direction="out",
        transfer__state__in=["to_send", "sent", "acknowledged"],
    )
    return {month for row in rows for month in masked_months(row.year, row.paid_months)}


@transaction.atomic
def book(
    *, transfer_id: int, batch_id: int, doubles: Doubles, recorded: Recorded, explain: Explain
) -> ProvincialTransfer:
    """The months stand in the career and the money in the account; what was double is owed. Raises Refused."""
    transfer = ProvincialTransfer.objects.select_for_update().get(pk=transfer_id)
    moved(transfer, "booked")
    transfer.facts = {
        **transfer.facts,
        "double": {str(year): mask for year, mask in doubles.masks.items()},
        "left_out": {str(year): mask for year, mask in doubles.left_out.items()},
    }
    transfer.batch_id, transfer.refund_fen = batch_id, doubles.refund_fen
    transfer.settled_on = recorded.today
    clocked(transfer, today=recorded.today, explain=explain)
    transfer.save()
    if doubles.refund_fen:
        TransferRefund.objects.create(
            transfer=transfer, amount_fen=doubles.refund_fen, owed_on=recorded.today, booked_by=recorded.by,
        )  # fmt: skip
    return transfer


@transaction.atomic
def pay_refund(*, transfer_id: int, bank_ref: str, recorded: Recorded) -> TransferRefund:
    """The bank paid what was double. Raises Refused."""
    refund = TransferRefund.objects.select_for_update().filter(transfer_id=transfer_id).first()
    if refund is None or refund.paid_on is not None:
        raise Refused(problems.WRONG_STEP)
    if refund.booked_by == recorded.by:
        raise Refused(problems.SAME_HAND)
    used = TransferRefund.objects.filter(bank_ref=bank_ref.strip()).exists()
    if not bank_ref.strip() or used:
        raise Refused(problems.BANK_REF_USED)
    refund.bank_ref, refund.paid_on, refund.paid_by = bank_ref.strip(), recorded.today, recorded.by
    refund.save()
    return refund


def letter_body(transfer: ProvincialTransfer) -> dict[str, Any]:
    """What the contact letter says."""
    person = transfer.person
    paid = contributions.timeline_of(person_id=person.pk).months
    spell = enrolment.spells_of(person_id=person.pk, insurance=PENSION).first()
    since = first_day(paid[0].period) if paid else spell.span.lower if spell else transfer.opened_on
    return {
        "id_number": person.id_number, "name": person.name, "applied_on": transfer.opened_on.isoformat(),
        "insured_since": since.isoformat(),
    }  # fmt: skip


def none_open(person_id: int, other_code: str, direction: str) -> None:
    """Raises Refused `transfer_open` while one with that province goes on in this direction."""
    people = registry.everybody_who_is(person_id=person_id)
    if ProvincialTransfer.objects.filter(
        person_id__in=people, other_code=other_code, direction=direction, state__in=OPEN
    ).exists():
        raise Refused(problems.OPEN_ALREADY)
