"""Hand-overs to and from districts of the same city that keep registers of their own, by message.

Ours: an offer for each hand-over to such a district, a withdrawal where it became void; the receipt and the answer that come
back end it as a letter would. Theirs: an offer becomes a hand-over to our community, which accepts or returns it on its page;
the answer is written from what it decided. Everything is found by what stands there, so a day that was killed goes on.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from renshe.domains.registry import api as registry
from renshe.domains.retirees import problems
from renshe.domains.retirees.caring import give_back, is_ours, is_retiree, taken_elsewhere, waiting
from renshe.domains.retirees.hand import By
from renshe.domains.retirees.models import CareHandOver, DistrictMessage
from renshe.domains.retirees.ports import ACCEPTED, OFFER, RECEIPT, REFUSED, WITHDRAWN, Message
from renshe.kernel.codes.divisions import city_stem, stem
from renshe.kernel.codes.names import same_name
from renshe.kernel.codes.problem import Problem, Refused

ANSWER_DAYS = 30
"""So many calendar days after the offer the other district should have answered (owner-default)."""


def offers_due(*, place: str) -> list[CareHandOver]:
    """Hand-overs of a place's communities that wait for another district of its city, and that no message tells yet."""
    told = DistrictMessage.objects.filter(hand_over=OuterRef("pk"), kind=OFFER, is_ours=True)
    rows = CareHandOver.objects.filter(
        ~Exists(told), state="offered", from_community__startswith=stem(place), to_place__startswith=city_stem(place)
    ).select_related("person")  # fmt: skip
    here: dict[str, bool] = {}
    due = []
    for one in rows.order_by("pk"):
        district = one.to_place[:6]
        if len(district) == 6 and not here.setdefault(district, is_ours(code=district)):
            due.append(one)
    return due


def write_offers(*, place: str, by: By) -> int:
    """Write what is due; how many. What somebody's community is not told goes no further: number, name and places."""
    due = offers_due(place=place)
    for one in due:
        body = {
            "id_number": one.person.id_number, "name": one.person.name, "from_community": one.from_community,
            "to_place": one.to_place, "offered_on": one.offered_on.isoformat(),
        }  # fmt: skip
        number = f"H{one.from_community[:6]}-{one.pk}"
        _write(number, OFFER, one, one.from_community[:6], one.to_place[:6], number, body, by)
    return len(due)


def write_withdrawals(*, by: By) -> int:
    """For each offer of ours that became void before an answer: its withdrawal. How many."""
    gone = DistrictMessage.objects.filter(reference=OuterRef("reference"), kind=WITHDRAWN)
    rows = DistrictMessage.objects.filter(
        ~Exists(gone), is_ours=True, kind=OFFER, hand_over__state="void"
    ).select_related("hand_over")  # fmt: skip
    for one in rows:
        _write(
            f"W{one.reference}", WITHDRAWN, one.hand_over, one.from_code, one.to_code, one.reference,
            {"reason": one.hand_over.reason}, by,
        )  # fmt: skip
    return len(rows)


def write_answers(*, by: By) -> int:
    """For each offer of theirs that our community decided: what it decided. How many."""
    said = DistrictMessage.objects.filter(
        reference=OuterRef("reference"), is_ours=True, kind__in=(ACCEPTED, REFUSED)
    )
    rows = DistrictMessage.objects.filter(
        ~Exists(said), is_ours=False, kind=OFFER, problem="", hand_over__state__in=("accepted", "returned", "void")
    ).select_related("hand_over")  # fmt: skip
    for one in rows:
        held = one.hand_over
        taken = held.state == "accepted"
        body = {"receipt": f"{held.decided_on:%Y}-{held.pk}", "taken_on": held.decided_on.isoformat()} if taken else {
            "reason": held.reason
        }  # fmt: skip
        kind = ACCEPTED if taken else REFUSED
        _write(f"{kind[0].upper()}{one.reference}", kind, held, one.to_code, one.from_code, one.reference, body, by)  # fmt: skip
    return len(rows)


def receive(*, message: Message, by: By) -> DistrictMessage | None:
    """Keep a message and do what it says; None for one that was kept before. What cannot be is kept with the reason why.

    Raises Refused `sent_differently` for an id that came before with other words.
    """
    kept = DistrictMessage.objects.filter(message_id=message.message_id).first()
    if kept is not None:
        if kept.is_ours or (kept.kind, kept.reference, kept.body) != (
            message.kind, message.reference, dict(message.body),
        ):  # fmt: skip
            raise Refused(problems.SENT_DIFFERENTLY, subject=message.message_id)
        return None
    try:
        with transaction.atomic():
            held = _take(message, by)
            return _keep(message, held, "", by)
    except IntegrityError:
        problem: Problem = problems.ANSWERED_TWICE
    except Refused as refused:
        problem = refused.problems[0]
    kept = _keep(message, None, problem.zh, by)
    if message.kind == OFFER:
        body = {"reason": f"{problem.zh}。{problem.next_step_zh}"}
        _write(
            f"R{message.message_id}", REFUSED, None, message.to_code, message.from_code, message.reference, body, by
        )  # fmt: skip
    return kept


def to_hand_over() -> list[DistrictMessage]:
    """Ours that are written and not handed over to the line, first written first."""
    return list(
        DistrictMessage.objects.filter(is_ours=True, handed_over_at__isnull=True).order_by("pk")
    )


def as_message(row: DistrictMessage) -> Message:
    """A row as the line carries it."""
    return Message(
        message_id=row.message_id, kind=row.kind, from_code=row.from_code, to_code=row.to_code, made_on=row.made_on,
        reference=row.reference, body=row.body,
    )  # fmt: skip


def mark_handed_over(*, message_id: str, at: dt.datetime) -> None:
    """The line has it."""
    DistrictMessage.objects.filter(message_id=message_id, handed_over_at__isnull=True).update(
        handed_over_at=at
    )


def unanswered(*, today: dt.date) -> QuerySet[DistrictMessage]:
    """Offers of ours whose answer is late, by `ANSWER_DAYS`."""
    before = today - dt.timedelta(days=ANSWER_DAYS)
    return DistrictMessage.objects.filter(
        is_ours=True, kind=OFFER, hand_over__state="offered", made_on__lt=before
    ).order_by("made_on", "pk")


def mark_escalated(*, today: dt.date) -> int:
    """Late ones that nobody was told of are told today; how many."""
    return unanswered(today=today).filter(escalated_on=None).update(escalated_on=today)


def messages_of(*, hand_over_ids: list[int]) -> dict[int, list[DistrictMessage]]:
    """What was said about hand-overs, in its order; one statement."""
    told: dict[int, list[DistrictMessage]] = {}
    rows = DistrictMessage.objects.filter(hand_over_id__in=hand_over_ids).order_by("made_on", "pk")
    for one in rows:
        told.setdefault(int(one.hand_over_id or 0), []).append(one)
    return told


def _take(message: Message, by: By) -> CareHandOver:
    """What a message does; the hand-over that it is about. Raises Refused."""
    if message.kind == OFFER:
        return _take_offer(message, by)
    first = DistrictMessage.objects.filter(
        message_id=message.reference, kind=OFFER, is_ours=message.kind != WITHDRAWN
    ).first()
    if first is None or first.hand_over is None or _other(first) != message.from_code:
        raise Refused(problems.NO_SUCH_OFFER)
    held = first.hand_over
    if message.kind == ACCEPTED and held.state == "offered":
        taken_elsewhere(hand_over_id=held.pk, reference=str(message.body.get("receipt", "")), by=by)
    elif message.kind == REFUSED and held.state == "offered":
        give_back(hand_over_id=held.pk, reason=str(message.body.get("reason", "")), by=by)
    elif message.kind == WITHDRAWN and held.state == "offered":
        give_back(hand_over_id=held.pk, reason=f"对方撤回：{message.body.get('reason', '')}", by=by)
    return held


def _take_offer(message: Message, by: By) -> CareHandOver:
    """Their resident who came to us: offered to our community. Raises Refused with what the other district is told."""
    body = message.body
    to = str(body.get("to_place", ""))
    who = registry.person_by_id_number(id_number=str(body.get("id_number", "")))
    if who is None or not same_name(str(body.get("name", "")), who.name):
        raise Refused(problems.NOT_REGISTERED)
    if not is_retiree(person_id=who.pk):
        raise Refused(problems.NOT_RETIRED)
    if to[:6] != message.to_code or not is_ours(code=to) or who.residence_place[:6] != to[:6]:
        raise Refused(problems.LIVES_NOT_HERE)
    open_offer = waiting(person_id=who.pk)
    made = open_offer or CareHandOver.objects.create(
        person=who, from_community="", to_place=who.residence_place, why="moved",
        list_no=f"{by.today:%Y-%m}-{who.residence_place}-{message.from_code}", offered_on=by.today, offered_by=by.name,
    )  # fmt: skip
    _write(
        f"S{message.message_id}", RECEIPT, made, message.to_code, message.from_code, message.message_id, {}, by
    )  # fmt: skip
    return made


def _other(first: DistrictMessage) -> str:
    return first.to_code if first.is_ours else first.from_code


def _keep(message: Message, held: CareHandOver | None, problem: str, by: By) -> DistrictMessage:
    return DistrictMessage.objects.create(
        message_id=message.message_id, is_ours=False, kind=message.kind, hand_over=held, from_code=message.from_code,
        to_code=message.to_code, made_on=message.made_on, reference=message.reference, body=dict(message.body),
        recorded_at=by.at, problem=problem[:255],
    )  # fmt: skip


def _write(
    number: str, kind: str, held: CareHandOver | None, sender: str, receiver: str, reference: str, body: dict[str, Any], by: By
) -> None:  # fmt: skip
    DistrictMessage.objects.create(
        message_id=number, is_ours=True, kind=kind, hand_over=held, from_code=sender, to_code=receiver, made_on=by.today,
        reference=reference, body=body, recorded_at=by.at,
    )  # fmt: skip
