"""Lists of bridgings' money: made, approved by another with the table that is kept, moved by one transfer, or taken back."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

from renshe.domains.audit import api as audit
from renshe.domains.resident import problems, problems_of_money
from renshe.domains.resident.bridging_lists import BridgingList, BridgingListLine
from renshe.domains.resident.hand import ByHand
from renshe.domains.resident.queries.lists import money_to_move
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import Month


@transaction.atomic
def make_list(
    *, place: str, direction: str, period: Month, hand: ByHand, bridging_ids: Sequence[int] | None = None
) -> BridgingList:  # fmt: skip
    """Put what waits in a direction, or the named of it, into a list. Raises Refused `no_bridging_waits`, `two_people_needed`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('bridging list', 0))")
    waiting = {one.bridging.pk: one for one in money_to_move(place=place, direction=direction)}
    if bridging_ids is not None and not set(bridging_ids) <= set(waiting):
        raise Refused(problems_of_money.NO_BRIDGING_WAITS)
    chosen = [one for key, one in waiting.items() if bridging_ids is None or key in bridging_ids]
    if not chosen:
        raise Refused(problems_of_money.NO_BRIDGING_WAITS)
    if any(one.bridging.decided_by == hand.by for one in chosen):
        raise Refused(problems.SAME_HAND)
    made = BridgingList.objects.create(
        place=place[:6], direction=direction, period=period, rows=len(chosen),
        total_fen=sum(one.bridging.account_fen for one in chosen), made_by=hand.by, made_at=hand.at,
    )  # fmt: skip
    BridgingListLine.objects.bulk_create(
        BridgingListLine(
            list=made, line_no=number, bridging=one.bridging, back=one.back, amount_fen=one.bridging.account_fen
        )
        for number, one in enumerate(chosen, start=1)
    )  # fmt: skip
    _note(made, "make", hand)
    return made


def locked_list(*, list_id: int, state: str) -> BridgingList:
    """The list, locked, in a state. Raises Refused `wrong_step`."""
    found = BridgingList.objects.select_for_update().get(pk=list_id)
    if found.state != state:
        raise Refused(problems_of_money.LIST_STEP)
    return found


@transaction.atomic
def approve_list(*, list_id: int, file_id: int, sha256: str, hand: ByHand) -> BridgingList:
    """The second person's signature under the table that is kept. Raises Refused `wrong_step`, `two_people_needed`."""
    found = locked_list(list_id=list_id, state="made")
    if hand.by == found.made_by:
        raise Refused(problems_of_money.OTHER_PERSON)
    found.state, found.approved_by, found.approved_at = "approved", hand.by, hand.at
    found.file_id, found.sha256 = file_id, sha256
    found.save(update_fields=["state", "approved_by", "approved_at", "file_id", "sha256"])
    _note(found, "approve", hand)
    return found


@transaction.atomic
def discard_list(*, list_id: int, why: str, hand: ByHand) -> BridgingList:
    """Take a list back while no money has moved; its bridgings wait again. Raises Refused `wrong_step`, `reason_needed`."""
    found = BridgingList.objects.select_for_update().get(pk=list_id)
    if found.state not in ("made", "approved"):
        raise Refused(problems_of_money.LIST_STEP)
    if not why.strip():
        raise Refused(problems_of_money.REASON_MISSING)
    found.lines.filter(outcome="open").update(outcome="released")
    found.state, found.discarded_by, found.discarded_why = "discarded", hand.by, why.strip()
    found.save(update_fields=["state", "discarded_by", "discarded_why"])
    _note(found, "discard", hand, reason=why)
    return found


def list_moved(*, found: BridgingList, bank_ref: str, hand: ByHand) -> None:
    """One transfer moved it whole, in the caller's transaction. Raises Refused `two_people_needed`, `bank_ref_used`."""
    number = bank_ref.strip()
    if not number or BridgingList.objects.filter(bank_ref=number).exists():
        raise Refused(problems_of_money.REF_USED)
    if found.lines.filter(bridging__decided_by=hand.by).exists():
        raise Refused(problems.SAME_HAND)
    found.lines.filter(outcome="open").update(outcome="moved")
    found.state, found.bank_ref, found.moved_by, found.moved_on = "moved", number, hand.by, hand.today  # fmt: skip
    found.save(update_fields=["state", "bank_ref", "moved_by", "moved_on"])
    _note(found, "move", hand)


def _note(found: BridgingList, verb: str, hand: ByHand, reason: str = "") -> None:
    audit.record_event(
        actor=hand.by, verb=verb, subject_kind="bridging_list", subject_id=found.pk, reason=reason, at=hand.at,
        detail={"rows": found.rows, "total_fen": found.total_fen},
    )  # fmt: skip
