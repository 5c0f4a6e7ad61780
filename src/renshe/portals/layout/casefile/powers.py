"""What a visitor of the office may do with cases, and where: asked once for each request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from renshe.domains.cases import api as cases
from renshe.domains.identity.api import Look, places_of, record_look
from renshe.domains.registry.api import everybody_who_is
from renshe.kernel.codes.divisions import lies_within
from renshe.kernel.codes.problem import Refused
from renshe.portals.layout.access import Visit, held_roles

CLOSE = ("family", "guardian", "delegate")
"""Capacities in which somebody applies for another without the office having a hand in it."""


@dataclass(frozen=True, kw_only=True)
class Powers:
    """Places within which the visitor may look at, hand in, handle, review and approve cases."""

    look: tuple[str, ...]
    apply: tuple[str, ...]
    handle: tuple[str, ...]
    review: tuple[str, ...]
    approve: tuple[str, ...]

    def may(self, power: str, place: str) -> bool:
        """Whether `look`, `apply`, `handle`, `review` or `approve` is allowed at a place."""
        return any(lies_within(place, outer) for outer in getattr(self, power))

    def acts_at(self, place: str) -> bool:
        """Whether the visitor may do anything at all with a case of this place beyond looking."""
        return any(self.may(power, place) for power in ("handle", "review", "approve"))


def powers_of(visit: Visit) -> Powers:
    """The visitor's powers, asked once for each request; none for whoever is no staff."""
    known: Any = visit.request
    if not hasattr(known, "case_powers"):
        known.case_powers = _asked_powers(visit)
    powers: Powers = known.case_powers
    return powers


def _asked_powers(visit: Visit) -> Powers:
    account = visit.account
    assert account is not None
    held = held_roles(visit, account)

    def at(action: str) -> tuple[str, ...]:
        return tuple(places_of(account=account, action=action, on=visit.today, held=held))

    return Powers(
        look=at("case.look"),
        apply=at("case.apply"),
        handle=at("case.handle"),
        review=at("case.review"),
        approve=at("case.approve"),
    )


def actor_of(visit: Visit) -> cases.Actor:
    """The visitor as he acts on a case."""
    account = visit.account
    assert account is not None
    return cases.Actor(
        account.username,
        visit.now,
        visit.today,
        person_id=account.person_id,
        employer_id=account.employer_id,
    )


def case_for(visit: Visit, number: str, *, powers: Powers, taken_in: bool = False) -> cases.Case:
    """The case, for staff of the place that decides it; with `taken_in` also for staff of the place that took it in.

    Raises Http404 for an unknown number and PermissionDenied for a case of another place.
    """
    try:
        case = cases.case_by_number(number=number)
    except Refused:
        raise Http404 from None
    if case.state == "draft" and visit.account and case.applicant != visit.account.username:
        raise PermissionDenied  # what is not handed in is nobody else's business
    here = powers.may("look", case.place)
    if not here and not (taken_in and powers.may("look", case.received_at_place)):
        raise PermissionDenied
    return case


def is_own_affair(visit: Visit, case: cases.Case) -> bool:
    """Whether the case is about the visitor himself, about whom he acts for now, or about his own employer, or was handed in
    by him for somebody close.

    A person who was registered twice is one human being under all his numbers. Legal source: 行政许可法 55；公务员法 76.
    """
    account = visit.account
    if account is None:
        return False
    if case.applicant == account.username and case.on_behalf in CLOSE:
        return True
    if case.subject_id is None:
        return False
    if case.subject_kind == "employer":
        return account.employer_id == case.subject_id
    if case.subject_kind != "person":
        return False
    own = {one for one in (account.person_id, visit.person_id) if one is not None}
    if case.subject_id in own:
        return True
    return any(case.subject_id in everybody_who_is(person_id=one) for one in own)


def record_case_look(
    visit: Visit, case: cases.Case, *, purpose: str, fields: Sequence[str]
) -> None:
    """Record that the visitor sees somebody's data in full: once a day for the same purpose, so that the list stays readable."""
    account = visit.account
    assert account is not None
    if case.subject_id is None or case.subject_kind not in ("person", "employer"):
        return
    day = visit.now.replace(hour=0, minute=0, second=0, microsecond=0)
    same = Look.objects.filter(
        account=account, subject_kind=case.subject_kind, subject_id=case.subject_id,
        purpose=purpose, looked_at__gte=day,
    )  # fmt: skip
    if not same.exists():
        record_look(
            account=account,
            subject_kind=case.subject_kind,
            subject_id=case.subject_id,
            purpose=purpose,
            fields=fields,
            looked_at=visit.now,
        )


__all__ = ["Powers", "actor_of", "case_for", "is_own_affair", "powers_of", "record_case_look"]
