"""The steps of a bridging: decided, its money moved by another hand, or withdrawn while no money has moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from renshe.domains.registry import api as registry
from renshe.domains.resident import law, problems, problems_of_money
from renshe.domains.resident.bridging import Bridging
from renshe.domains.resident.bridging_lists import BridgingListLine
from renshe.domains.resident.hand import ByHand
from renshe.domains.resident.law import Explain
from renshe.domains.resident.models import Participation, TierChoice
from renshe.domains.resident.operations.correcting import restore_participation
from renshe.domains.resident.queries.bridging import bridging_of
from renshe.domains.resident.queries.standing import live_participation
from renshe.kernel.codes.problem import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBridging:
    """What was decided (fen, months); `facts` is what the law was asked."""

    person_id: int
    direction: str
    place: str
    account_fen: int
    product_fen: int
    counted_months: int
    double_months: int
    opened_participation: bool
    facts: dict[str, Any]
    batch_id: int | None


def decide_bridging(*, new: NewBridging, hand: ByHand) -> Bridging:
    """Keep it, in the transaction that takes the account out. Raises Refused `bridged_already`."""
    if bridging_of(person_id=new.person_id) is not None:
        raise Refused(problems.BRIDGED_ALREADY)
    return Bridging.objects.create(
        person_id=new.person_id, direction=new.direction, place=new.place[:6], case_number=hand.reference,
        account_fen=new.account_fen, product_fen=new.product_fen, counted_months=new.counted_months,
        double_months=new.double_months, opened_participation=new.opened_participation, facts=new.facts,
        batch_id=new.batch_id, decided_on=hand.today, decided_by=hand.by, decided_at=hand.at,
    )  # fmt: skip


@transaction.atomic
def settle_bridging(
    *, bridging_id: int, bank_ref: str, batch_id: int | None, hand: ByHand
) -> Bridging:
    """The money moved under a number of the bank. Raises Refused `bridging_settled`, `two_people_needed`, `bank_ref_used`.

    `batch_id` is the batch that credited the employee account, where it leads there. In a list the number is the list's with
    the line's, because one transfer carries many.
    """
    found = _waiting(bridging_id)
    if found.decided_by == hand.by:
        raise Refused(problems.SAME_HAND)
    number = bank_ref.strip()
    if not number or Bridging.objects.filter(bank_ref=number).exists():
        raise Refused(problems.BANK_REF_USED)
    found.state, found.bank_ref, found.batch_id = "moved", number, batch_id or found.batch_id
    return _settled(found, hand)


@transaction.atomic
def withdraw_bridging(*, bridging_id: int, hand: ByHand) -> Bridging:
    """It was a mistake and no money has moved. Raises Refused `bridging_settled`. A participation that it ended goes on, one
    that it began ends; the accounts are put back by the caller."""
    found = _waiting(bridging_id)
    require_in_no_list(bridging_id=bridging_id)
    restore_participation(bridging=found, hand=hand)
    found.state = "withdrawn"
    return _settled(found, hand)


@transaction.atomic
def join_by_bridging(
    *, person_id: int, place: str, community: str, tier: int, hand: ByHand, explain: Explain
) -> Participation:
    """Somebody of the employee scheme comes into this one without having been in it, sixty or not (人社部发〔2014〕17号 三).

    Raises Refused `person_is_dead`, `joined_already`, `registered_elsewhere`; Refusal for a tier not offered.
    """
    somebody = registry.person(person_id=person_id)
    if somebody.died_on is not None:
        raise Refused(problems.DEAD)
    if live_participation(person_id=somebody.pk) is not None:
        raise Refused(problems.JOINED_ALREADY)
    if not law.same_area(place=place, household=somebody.household_place):
        raise Refused(problems.REGISTERED_ELSEWHERE)
    law.year_due(tier=tier, place=place, on=hand.today, explain=explain)
    made = Participation.objects.create(
        person=somebody, place=place[:6], community=community, joined_on=hand.today, reference=hand.reference,
        recorded_by=hand.by, recorded_at=hand.at,
    )  # fmt: skip
    TierChoice.objects.create(
        participation=made, from_year=hand.today.year, tier=tier, reference=hand.reference,
        chosen_by=hand.by, chosen_at=hand.at,
    )  # fmt: skip
    return made


def require_in_no_list(*, bridging_id: int) -> None:
    """Raise Refused `in_a_transfer_list` where an open list holds its money."""
    if BridgingListLine.objects.filter(bridging_id=bridging_id, outcome="open").exists():
        raise Refused(problems_of_money.IN_A_LIST)


def _waiting(bridging_id: int) -> Bridging:
    found = Bridging.objects.select_for_update().get(pk=bridging_id)
    if found.state != "decided":
        raise Refused(problems.BRIDGING_SETTLED)
    return found


def _settled(found: Bridging, hand: ByHand) -> Bridging:
    found.settled_on, found.settled_by = hand.today, hand.by
    found.save(update_fields=["state", "bank_ref", "batch_id", "settled_on", "settled_by"])
    return found
