"""Letters that this agency cannot follow: what the record says of each reason, a proposal, and the refusal by another hand.

The refusal goes over the platform like any other message, with its code and words; the other agency confirms it.
Basis: 国办发〔2009〕66号 八 (each step has its days); 社会保险经办条例 37 (two people).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from renshe.domains.audit.api import record_event
from renshe.domains.contributions import api as contributions
from renshe.domains.enrolment import api as enrolment
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.domains.transfers import problems
from renshe.domains.transfers.benefit import PENSION, province_of
from renshe.domains.transfers.messages import as_message, followed, keep
from renshe.domains.transfers.models import LetterAnswer, ProvincialTransfer, TransferMessage
from renshe.domains.transfers.models_answering import REASONS
from renshe.domains.transfers.ports import LETTER, REFUSAL, Message
from renshe.domains.transfers.queries import relation_gone
from renshe.domains.transfers.requesting import Recorded, moved, step_ends
from renshe.kernel.codes.names import same_name
from renshe.kernel.codes.problem import Refused
from renshe.kernel.rules import Explain

MOST_WORDS = 200
WAITING = ("open", "proposed")


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What the record says on a day: `person` is whom the letter means, None where nobody fits; `holds` tells of each reason
    whether it is so, None where only people can tell."""

    person: registry.Person | None
    holds: dict[str, bool | None]


def letter_by(*, number: int) -> TransferMessage | None:
    """A contact letter that came, by the number of its message, with its transfer and its answer."""
    found = TransferMessage.objects.filter(pk=number, direction="in", kind=LETTER)
    return found.select_related("transfer__person", "answer").first()


def place_of_letter(letter: TransferMessage) -> str:
    """The agency that keeps it."""
    if letter.transfer is not None:
        return str(letter.transfer.place)
    return str(letter.answer.place)


def unanswered(*, place: str) -> QuerySet[LetterAnswer]:
    """Letters of a place (and below it) that wait for an answer, what is due first in front."""
    found = LetterAnswer.objects.filter(place__startswith=place.rstrip("0"), state__in=WAITING)
    return found.select_related("letter", "transfer__person").order_by("due_on", "pk")


def letter_of(*, transfer_ids: Sequence[int]) -> dict[int, int]:
    """The number of the letter that opened each of some transfers out."""
    rows = TransferMessage.objects.filter(transfer_id__in=transfer_ids, direction="in", kind=LETTER)
    return dict(rows.values_list("transfer_id", "pk"))


def standing(*, letter: TransferMessage, today: dt.date) -> Standing:
    """Put every reason to the record."""
    person = letter.transfer.person if letter.transfer is not None else _meant(letter)
    holds: dict[str, bool | None] = dict.fromkeys(REASONS, False)
    holds["months_disputed"] = None
    holds["letter_wrong"] = bool(letter.problem) and person is not None
    holds["person_unknown"] = person is None
    if person is None:
        return Standing(person=None, holds=holds | {"months_disputed": False})
    months = contributions.timeline_of(person_id=person.pk).months
    spells = enrolment.spells_of(person_id=person.pk, insurance=PENSION)
    holds["nothing_paid"] = not any(one.state == "paid" for one in months)
    holds["still_insured"] = spells.filter(span__contains=today).exists()
    holds["draws_pension"] = pension.in_force(person_id=person.pk) is not None
    holds["relation_gone"] = relation_gone(person_id=person.pk)
    return Standing(person=person, holds=holds)


@transaction.atomic
def propose_refusal(
    *, number: int, reason: str, words: str, recorded: Recorded, explain: Explain
) -> LetterAnswer:
    """One person proposes to refuse a letter. Raises Refused `transfer_wrong_step`, `transfer_reason_words`,
    `transfer_reason_not_so`."""
    letter, answer = _locked(number, recorded, explain)
    if answer.state != "open":
        raise Refused(problems.WRONG_STEP, subject=letter.message_id)
    said = words.strip()
    if reason not in REASONS or not 0 < len(said) <= MOST_WORDS:
        raise Refused(problems.REASON_WORDS)
    if standing(letter=letter, today=recorded.today).holds[reason] is False:
        raise Refused(problems.REASON_NOT_SO, subject=reason)
    answer.state, answer.reason, answer.words, answer.returned_why = "proposed", reason, said, ""
    answer.proposed_by, answer.proposed_at = recorded.by, recorded.at
    answer.save()
    _note(answer, "transfers.refusal_proposed", recorded)
    return answer


@transaction.atomic
def send_refusal(*, number: int, recorded: Recorded, explain: Explain) -> LetterAnswer:
    """Another person sends it: the transfer ends, the message is written and handed over by the day's work.

    Raises Refused `transfer_wrong_step`, `transfer_refusal_two_people`, `transfer_reason_not_so` where it is so no longer.
    """
    letter, answer = _locked(number, recorded, explain)
    if answer.state != "proposed":
        raise Refused(problems.WRONG_STEP, subject=letter.message_id)
    if answer.proposed_by == recorded.by:
        raise Refused(problems.TWO_HANDS)
    if standing(letter=letter, today=recorded.today).holds[answer.reason] is False:
        raise Refused(problems.REASON_NOT_SO, subject=answer.reason)
    if letter.transfer is not None:
        transfer = ProvincialTransfer.objects.select_for_update().get(pk=letter.transfer_id)
        moved(transfer, "refused")
        transfer.refusal, transfer.settled_on = _sentence(answer), recorded.today
        transfer.step_due_on = None
        transfer.save()
    answer.state, answer.due_on = "refused", None
    answer.decided_by, answer.decided_at = recorded.by, recorded.at
    answer.save()
    message = Message(
        message_id=f"N{letter.message_id}"[:64], kind=REFUSAL, from_code=province_of(answer.place),
        to_code=letter.from_code, made_on=recorded.today, reference=letter.message_id,
        body={"code": answer.reason, "reason": _sentence(answer)},
    )  # fmt: skip
    keep(letter.transfer, message, "out", recorded)
    _note(answer, "transfers.refusal_sent", recorded)
    return answer


@transaction.atomic
def return_refusal(*, number: int, why: str, recorded: Recorded, explain: Explain) -> LetterAnswer:
    """The second hand does not agree and says why. Raises Refused `transfer_wrong_step`, `transfer_reason_words`."""
    letter, answer = _locked(number, recorded, explain)
    if answer.state != "proposed":
        raise Refused(problems.WRONG_STEP, subject=letter.message_id)
    if not 0 < len(why.strip()) <= MOST_WORDS:
        raise Refused(problems.REASON_WORDS)
    answer.state, answer.returned_why = "open", why.strip()
    answer.save()
    _note(answer, "transfers.refusal_returned", recorded)
    return answer


@transaction.atomic
def take_again(*, number: int, recorded: Recorded, explain: Explain) -> ProvincialTransfer:
    """Follow a letter after all that could not be used when it came: the person has been registered or found since.

    Raises Refused `transfer_wrong_step`, and what stands in the way still.
    """
    letter, answer = _locked(number, recorded, explain)
    if answer.state != "open" or letter.transfer is not None:
        raise Refused(problems.WRONG_STEP, subject=letter.message_id)
    transfer = followed(as_message(letter), place=answer.place, recorded=recorded, explain=explain)
    letter.transfer, letter.problem = transfer, ""
    letter.save(update_fields=["transfer", "problem"])
    answer.state, answer.due_on, answer.transfer = "taken", None, transfer
    answer.decided_by, answer.decided_at = recorded.by, recorded.at
    answer.save()
    _note(answer, "transfers.letter_taken", recorded)
    return transfer


def overdue_answers(*, today: dt.date) -> list[LetterAnswer]:
    """Letters that nobody has answered in time and of which nobody was told; those of a transfer are told with it."""
    rows = LetterAnswer.objects.filter(
        state__in=WAITING, transfer__isnull=True, due_on__lt=today, escalated_on__isnull=True
    )
    return list(rows.select_related("letter").order_by("due_on", "pk"))


def mark_answers_escalated(*, numbers: Sequence[int], today: dt.date) -> int:
    """Somebody was told of these."""
    return LetterAnswer.objects.filter(pk__in=numbers).update(escalated_on=today)


def _locked(
    number: int, recorded: Recorded, explain: Explain
) -> tuple[TransferMessage, LetterAnswer]:
    """A letter with its answer; one that opened a transfer has none until the first proposal, which keeps its clock."""
    letter = TransferMessage.objects.select_for_update().filter(
        pk=number, direction="in", kind=LETTER
    ).first()  # fmt: skip
    if letter is None:
        raise Refused(problems.UNKNOWN_REFERENCE)
    answer = LetterAnswer.objects.filter(letter=letter).first()
    if answer is not None and answer.state in WAITING:
        return letter, answer
    transfer = letter.transfer
    if transfer is None or transfer.state != "letter_received":
        raise Refused(problems.WRONG_STEP, subject=letter.message_id)
    answer = answer or LetterAnswer(letter=letter, place=transfer.place, opened_on=transfer.opened_on)  # fmt: skip
    answer.transfer, answer.state = transfer, "open"
    answer.due_on = transfer.step_due_on or step_ends(
        place=transfer.place, today=recorded.today, explain=explain
    )
    answer.save()
    return letter, answer


def _meant(letter: TransferMessage) -> registry.Person | None:
    body = letter.body
    id_number, name = body.get("id_number"), body.get("name")
    if not isinstance(id_number, str) or not isinstance(name, str):
        return None
    person = registry.person_by_id_number(id_number=id_number.strip())
    return person if person is not None and same_name(person.name, name.strip()) else None


def _sentence(answer: LetterAnswer) -> str:
    return f"{REASONS[answer.reason][0]}：{answer.words}"


def _note(answer: LetterAnswer, verb: str, recorded: Recorded) -> None:
    person = answer.transfer.person_id if answer.transfer is not None else None
    record_event(
        actor=recorded.by, verb=verb, subject_kind="person" if person else "transfer_letter",
        subject_id=person or answer.pk, reason=answer.returned_why or answer.words, at=recorded.at,
        detail={"letter": answer.letter.message_id, "code": answer.reason},
    )  # fmt: skip
