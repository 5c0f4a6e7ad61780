"""Named lists: what a village adds, and for whom the government pays."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from renshe.domains.resident import law, problems
from renshe.domains.resident.hand import ByHand
from renshe.domains.resident.models import NamedHelp
from renshe.domains.resident.operations.joining import required
from renshe.kernel.codes.problem import Refused
from renshe.kernel.rules import Explain


@transaction.atomic
def list_collective(
    *, person_id: int, year: int, amount_fen: int, instrument: str, hand: ByHand, explain: Explain
) -> NamedHelp:
    """A village's resolution adds money to somebody's account of a year. Raises Refused above the cap or listed already."""
    participation = required(person_id=person_id)
    cap = law.collective_cap(place=participation.place, on=hand.today, explain=explain)
    if not 0 < amount_fen <= cap:
        raise Refused(problems.OVER_CAP)
    return _listed(participation.pk, year, "collective", amount_fen, instrument, hand)


@transaction.atomic
def list_in_need(
    *, person_id: int, year: int, kind: str, instrument: str, hand: ByHand, explain: Explain
) -> NamedHelp:
    """The government pays the lowest tier for a poor or severely disabled person in a year. Raises Refused."""
    participation = required(person_id=person_id)
    fen = law.help_of(place=participation.place, on=_day(year, hand.today), explain=explain)
    return _listed(participation.pk, year, kind, fen, instrument, hand)


def _day(year: int, today: dt.date) -> dt.date:
    return today if year == today.year else dt.date(year, 12, 31)


def _listed(
    participation: int, year: int, kind: str, fen: int, instrument: str, hand: ByHand
) -> NamedHelp:
    if not instrument.strip():
        raise Refused(problems.INSTRUMENT_MISSING)
    if NamedHelp.objects.filter(participation_id=participation, year=year, kind=kind).exists():
        raise Refused(problems.LISTED_ALREADY)
    return NamedHelp.objects.create(
        participation_id=participation, year=year, kind=kind, amount_fen=fen, instrument=instrument.strip()[:120],
        listed_by=hand.by, listed_at=hand.at,
    )  # fmt: skip
