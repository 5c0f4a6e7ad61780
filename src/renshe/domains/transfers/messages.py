"""Messages that go and come: each once by its id, whatever is sent again; what cannot be used is kept with the reason."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from django.db import transaction

from renshe.domains.registry import api as registry
from renshe.domains.transfers import problems
from renshe.domains.transfers.benefit import province_of
from renshe.domains.transfers.form import by_place, read_day, read_fen, read_form, read_text
from renshe.domains.transfers.models import (
    MILITARY,
    LetterAnswer,
    ProvincialTransfer,
    TransferMessage,
    TransferYear,
)
from renshe.domains.transfers.ports import (
    FORM,
    LETTER,
    MONEY,
    RECEIPT,
    REFUSAL,
    Message,
)
from renshe.domains.transfers.requesting import (
    Recorded,
    clocked,
    letter_body,
    moved,
    none_open,
    step_ends,
)
from renshe.kernel.codes.names import same_name
from renshe.kernel.codes.problem import Refused, sentence
from renshe.kernel.rules import Explain


def digest_of(message: Message) -> str:
    """SHA-256 of what a message says."""
    said = {"kind": message.kind, "reference": message.reference, "body": message.body}
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def write_due(*, transfer_id: int, recorded: Recorded, explain: Explain) -> list[TransferMessage]:
    """Write the messages of the present step and take it; nothing where none is due. They are handed over afterwards."""
    transfer = ProvincialTransfer.objects.select_for_update().get(pk=transfer_id)
    if transfer.state == "letter_due":
        said = [(LETTER, transfer.letter_id, letter_body(transfer))]
        moved(transfer, "awaiting_form")
    elif transfer.state == "to_send":
        said = [
            (FORM, f"F{transfer.letter_id}", _form_body(transfer)),
            (MONEY, f"M{transfer.letter_id}", _money_body(transfer)),
        ]
        moved(transfer, "sent")
    else:
        return []
    clocked(transfer, today=recorded.today, explain=explain)
    transfer.save()
    return [
        keep(transfer, one, "out", recorded)
        for one in (message_of(transfer, kind, number, body, recorded.today) for kind, number, body in said)
    ]  # fmt: skip


@transaction.atomic
def write_receipt(*, transfer_id: int, recorded: Recorded) -> TransferMessage | None:
    """The receipt of a booked transfer in, once."""
    transfer = ProvincialTransfer.objects.select_for_update().get(pk=transfer_id)
    number = f"R{transfer.letter_id}"
    if transfer.state != "booked" or TransferMessage.objects.filter(message_id=number).exists():
        return None
    body = {"amount_fen": int(transfer.pooled_fen or 0) + int(transfer.account_fen or 0)}
    message = message_of(transfer, RECEIPT, number, body, recorded.today)
    return keep(transfer, message, "out", recorded)


def to_hand_over() -> list[TransferMessage]:
    """Written, and not handed over yet."""
    rows = TransferMessage.objects.filter(direction="out", handed_over_at__isnull=True)
    return list(rows.order_by("pk"))


def as_message(row: TransferMessage) -> Message:
    """A kept message as the platform carries it."""
    return Message(
        message_id=row.message_id, kind=row.kind, from_code=row.from_code, to_code=row.to_code, made_on=row.made_on,
        reference=row.reference, body=row.body,
    )  # fmt: skip


def mark_handed_over(*, message_id: str, at: dt.datetime) -> None:
    """The platform took it. Said twice, it changes nothing."""
    TransferMessage.objects.filter(message_id=message_id, handed_over_at__isnull=True).update(
        handed_over_at=at
    )


def receive(
    *, message: Message, place: str, recorded: Recorded, explain: Explain
) -> TransferMessage | None:
    """Use a message that came; None where it came before. One that cannot be used is kept with the reason.

    `place` is this agency's, for people whom a letter asks for. Raises Refused `transfer_message_differs`.
    """
    known = TransferMessage.objects.filter(message_id=message.message_id).first()
    if known is not None:
        if known.digest != digest_of(message):
            raise Refused(problems.MESSAGE_DIFFERS, subject=message.message_id)
        return None
    try:
        with transaction.atomic():
            transfer = _used(message, place, recorded, explain)
            return keep(transfer, message, "in", recorded)
    except Refused as refused:
        why = sentence(refused.reason, language="zh")
        with transaction.atomic():
            kept = keep(None, message, "in", recorded, problem=why[:255])
            if message.kind == LETTER:
                # Whoever asked is answered in writing, in the time of a step: `answering.py`.
                LetterAnswer.objects.create(
                    letter=kept, place=place, state="open", opened_on=recorded.today,
                    due_on=step_ends(place=place, today=recorded.today, explain=explain),
                )  # fmt: skip
            return kept


def _used(
    message: Message, place: str, recorded: Recorded, explain: Explain
) -> ProvincialTransfer | None:
    if message.kind == LETTER:
        return followed(message, place=place, recorded=recorded, explain=explain)
    if message.kind == RECEIPT and confirmed(message, recorded):
        return None
    transfer = (
        ProvincialTransfer.objects.select_for_update()
        .filter(letter_id=message.reference, other_code=message.from_code)
        .first()
    )
    uses = {FORM: _form, MONEY: _money, REFUSAL: _refusal, RECEIPT: _receipt}
    if transfer is None or message.kind not in uses:
        raise Refused(problems.UNKNOWN_REFERENCE, subject=message.reference)
    uses[message.kind](transfer, message, recorded, explain)
    clocked(transfer, today=recorded.today, explain=explain)
    transfer.save()
    return transfer


def confirmed(message: Message, recorded: Recorded) -> bool:
    """Whether this receipt is of a refusal of ours; then the day is kept, once."""
    found = LetterAnswer.objects.select_for_update(of=("self",)).filter(
        letter__message_id=message.reference, letter__from_code=message.from_code, state="refused"
    )
    return found.filter(confirmed_on__isnull=True).update(confirmed_on=recorded.today) > 0


def followed(
    message: Message, *, place: str, recorded: Recorded, explain: Explain
) -> ProvincialTransfer:
    """Another agency asks for somebody of ours: a transfer out begins. Raises Refused."""
    person = registry.person_by_id_number(id_number=read_text(message.body, "id_number"))
    if person is None or not same_name(person.name, read_text(message.body, "name")):
        raise Refused(problems.PERSON_UNKNOWN)
    if message.from_code == province_of(place):
        raise Refused(problems.SAME_PROVINCE)
    none_open(person.pk, message.from_code, "out")
    transfer = ProvincialTransfer(
        person=person, direction="out", source="military" if message.from_code == MILITARY else "province",
        place=place, other_code=message.from_code, other_agency=read_text(message.body, "agency"),
        letter_id=message.message_id, state="letter_received", opened_on=recorded.today,
        recorded_by=recorded.by, recorded_at=recorded.at,
    )  # fmt: skip
    clocked(transfer, today=recorded.today, explain=explain)
    transfer.save()
    return transfer


def _form(
    transfer: ProvincialTransfer, message: Message, recorded: Recorded, explain: Explain
) -> None:
    """The other agency says what it has; its pooled part is put to the law unless it was a temporary account or the army."""
    if transfer.state != "awaiting_form":
        raise Refused(problems.UNKNOWN_REFERENCE)
    form = read_form(message.body)
    person = transfer.person
    if form.id_number != person.id_number or not same_name(form.name, person.name):
        raise Refused(problems.PERSON_DIFFERS)
    if transfer.source == "province" and not form.temporary:
        asked = {"transferred_base_sum": form.base_since_1998}
        told = explain("transfer_pooled_amount", asked, place=transfer.place[:6], on=recorded.today)
        if int(told.value) != form.pooled_fen:
            raise Refused(problems.POOLED_DIFFERS)
    moved(transfer, "awaiting_money")
    transfer.temporary, transfer.months = form.temporary, form.months
    transfer.pooled_fen, transfer.account_fen = form.pooled_fen, form.account_fen
    transfer.before_1998_fen = form.before_1998_fen
    TransferYear.objects.bulk_create(
        TransferYear(
            transfer=transfer, year=one.year, place=one.place, paid_months=one.paid_months,
            base_fen=list(one.base_fen),
        )
        for one in by_place(form.years, sender=transfer.other_code)
    )  # fmt: skip


def _money(
    transfer: ProvincialTransfer, message: Message, recorded: Recorded, explain: Explain
) -> None:
    if transfer.state != "awaiting_money":
        raise Refused(problems.UNKNOWN_REFERENCE)
    if read_fen(message.body, "amount_fen") != int(transfer.pooled_fen or 0) + int(transfer.account_fen or 0):  # fmt: skip
        raise Refused(problems.MONEY_DIFFERS)
    moved(transfer, "arrived")
    transfer.bank_ref = read_text(message.body, "bank_ref")
    transfer.money_on = read_day(message.body, "paid_on")


def _refusal(
    transfer: ProvincialTransfer, message: Message, recorded: Recorded, explain: Explain
) -> None:
    if transfer.direction != "in":
        raise Refused(problems.UNKNOWN_REFERENCE)
    moved(transfer, "refused")
    transfer.refusal, transfer.settled_on = read_text(message.body, "reason"), recorded.today


def _receipt(
    transfer: ProvincialTransfer, message: Message, recorded: Recorded, explain: Explain
) -> None:
    if transfer.state != "sent":
        raise Refused(problems.UNKNOWN_REFERENCE)
    moved(transfer, "acknowledged")
    transfer.settled_on = recorded.today


def _form_body(transfer: ProvincialTransfer) -> dict[str, Any]:
    person = transfer.person
    return {
        "id_number": person.id_number, "name": person.name, "temporary": transfer.temporary,
        "pooled_fen": transfer.pooled_fen, "account_fen": transfer.account_fen,
        "before_1998_fen": transfer.before_1998_fen,
        "years": [
            {"year": one.year, "paid_months": one.paid_months, "base_fen": one.base_fen}
            | ({"place": one.place} if one.place else {})
            for one in transfer.years.order_by("year", "place")
        ],
    }  # fmt: skip


def _money_body(transfer: ProvincialTransfer) -> dict[str, Any]:
    fen = int(transfer.pooled_fen or 0) + int(transfer.account_fen or 0)
    paid_on = transfer.money_on.isoformat() if transfer.money_on else ""
    return {"amount_fen": fen, "bank_ref": transfer.bank_ref, "paid_on": paid_on}


def message_of(
    transfer: ProvincialTransfer, kind: str, number: str, body: dict[str, Any], today: dt.date
) -> Message:
    """A message of ours about a transfer."""
    own = province_of(transfer.place)
    if kind == LETTER:
        body = {**body, "agency": registry.place_name(code=transfer.place[:6]) + "社会保险经办机构"}
    return Message(
        message_id=number, kind=kind, from_code=own, to_code=transfer.other_code, made_on=today,
        reference=transfer.letter_id, body=body,
    )  # fmt: skip


def keep(
    transfer: ProvincialTransfer | None, message: Message, direction: str, recorded: Recorded,
    problem: str = "",
) -> TransferMessage:  # fmt: skip
    """Keep a message that came or goes; one of ours waits to be handed over."""
    return TransferMessage.objects.create(
        transfer=transfer, message_id=message.message_id, direction=direction, kind=message.kind,
        from_code=message.from_code, to_code=message.to_code, reference=message.reference, made_on=message.made_on,
        body=dict(message.body), digest=digest_of(message), problem=problem, recorded_at=recorded.at,
    )  # fmt: skip
