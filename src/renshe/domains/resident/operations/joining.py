"""Joining the scheme, choosing a tier, and the end of a participation."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from renshe.domains.registry import api as registry
from renshe.domains.resident import law, problems
from renshe.domains.resident.hand import ByHand
from renshe.domains.resident.models import Participation, TierChoice
from renshe.domains.resident.queries.standing import (
    last_participation,
    live_participation,
    year_is_paid,
)
from renshe.kernel.codes.problem import Refused
from renshe.kernel.rules import Explain


@transaction.atomic
def join(
    *, person_id: int, place: str, community: str, tier: int, student: bool, draws_other_pension: bool,
    hand: ByHand, explain: Explain,
) -> Participation:  # fmt: skip
    """Enter somebody in the scheme of a place with the tier of this year; the law says who may.

    Raises Refused with the law's answer, `joined_already` or `person_is_dead`, and Refusal where the place does not offer
    the tier. Basis: 国发〔2014〕8号 三、四.
    """
    somebody = registry.person(person_id=person_id)
    if somebody.died_on is not None:
        raise Refused(problems.DEAD)
    if live_participation(person_id=somebody.pk) is not None:
        raise Refused(problems.JOINED_ALREADY)
    facts = law.joining_facts(
        person=somebody, place=place, on=hand.today, student=student, draws_other_pension=draws_other_pension,
    )  # fmt: skip
    answer = str(explain("resident_joining", facts, place=place[:6], on=hand.today).value)
    if answer != "may_join":
        raise Refused(problems.JOINING_ANSWERS[answer])
    law.year_due(tier=tier, place=place, on=hand.today, explain=explain)
    made = Participation.objects.create(
        person=somebody, place=place[:6], community=community, joined_on=hand.today, reference=hand.reference,
        recorded_by=hand.by, recorded_at=hand.at,
    )  # fmt: skip
    _choice(made, tier=tier, from_year=hand.today.year, hand=hand)
    return made


@transaction.atomic
def resume(*, person_id: int, hand: ByHand) -> Participation:
    """A new participation that goes on where the last one ended, in its place and with the tier chosen last.

    Whoever calls this says why it may; age and employment are not asked again. Raises Refused `not_in_the_scheme`,
    `joined_already`, `person_is_dead`.
    """
    somebody = registry.person(person_id=person_id)
    if somebody.died_on is not None:
        raise Refused(problems.DEAD)
    last = last_participation(person_id=somebody.pk)
    if last is None:
        raise Refused(problems.NOT_JOINED)
    if last.ended_on is None:
        raise Refused(problems.JOINED_ALREADY)
    made = Participation.objects.create(
        person=somebody, place=last.place, community=last.community, joined_on=hand.today, reference=hand.reference,
        recorded_by=hand.by, recorded_at=hand.at,
    )  # fmt: skip
    chosen = TierChoice.objects.filter(participation=last).order_by("-from_year", "-pk").first()
    if chosen is not None:
        _choice(made, tier=chosen.tier, from_year=hand.today.year, hand=hand)
    return made


@transaction.atomic
def choose_tier(
    *, person_id: int, tier: int, from_year: int, hand: ByHand, explain: Explain
) -> TierChoice:
    """Another tier from a year on that is not paid yet. Raises Refused `not_in_the_scheme`, `tier_year_over`; Refusal
    where the place does not offer it."""
    participation = required(person_id=person_id)
    if from_year < hand.today.year or year_is_paid(
        person_id=participation.person_id, year=from_year
    ):
        raise Refused(problems.PAST_YEAR_CHOICE)
    law.year_due(tier=tier, place=participation.place, on=hand.today, explain=explain)
    return _choice(participation, tier=tier, from_year=from_year, hand=hand)


@transaction.atomic
def end_participation(*, person_id: int, why: str, on: dt.date) -> Participation:
    """Nobody pays on from that day; account and history stay. Raises Refused `not_in_the_scheme`."""
    participation = required(person_id=person_id, lock=True)
    participation.ended_on, participation.ended_why = on, why
    participation.save(update_fields=["ended_on", "ended_why"])
    return participation


def required(*, person_id: int, lock: bool = False) -> Participation:
    """The participation that is going on. Raises Refused `not_in_the_scheme`."""
    found = live_participation(person_id=person_id)
    if found is None:
        raise Refused(problems.NOT_JOINED)
    if lock:
        return Participation.objects.select_for_update().get(pk=found.pk)
    return found


def _choice(participation: Participation, *, tier: int, from_year: int, hand: ByHand) -> TierChoice:
    return TierChoice.objects.create(
        participation=participation, from_year=from_year, tier=tier, reference=hand.reference,
        chosen_by=hand.by, chosen_at=hand.at,
    )  # fmt: skip
