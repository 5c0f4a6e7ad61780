"""Whom and what a visitor sees: the people, groups and hand-overs of his place."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404

from renshe.domains.registry import api as registry
from renshe.domains.retirees import api as retirees
from renshe.kernel.codes.divisions import lies_within
from renshe.portals.layout.access import Visit, may_at, own_place

SEE, ACT, MARK = "retirees.look", "retirees.care", "retirees.party"


def chosen_place(visit: Visit) -> str:
    """The place that the address names where it lies within the visitor's own; else his own."""
    own, asked = own_place(visit, SEE), visit.request.GET.get("place", "")
    plain = asked.isascii() and asked.isdigit() and len(asked) in (6, 9, 12)
    return asked if plain and lies_within(asked, own) else own


def place_of(person_id: int) -> str:
    """Where somebody belongs: the community that looks after him, else that which he is offered to, else where he lives."""
    care = retirees.care_now(person_id=person_id)
    if care is not None:
        return care.community
    offer = retirees.waiting(person_id=person_id)
    return offer.to_place if offer else registry.person(person_id=person_id).residence_place


def own_person(visit: Visit, person_id: int, *, action: str = SEE) -> registry.Person:
    """A retiree at a place where the visitor may do the action. Raises Http404 for anybody else."""
    try:
        who = registry.person(person_id=person_id)
    except registry.Person.DoesNotExist:
        raise Http404 from None
    known = retirees.is_retiree(person_id=who.pk) or retirees.care_history(person_id=who.pk)
    if not known or not may_at(visit, action=action, place=place_of(who.pk)):
        raise Http404
    return who


def by(visit: Visit) -> retirees.By:
    """The visitor as who records something now."""
    assert visit.account is not None
    return retirees.By(name=visit.account.username, at=visit.now, today=visit.today)


def short_names(codes: Iterable[str]) -> dict[str, str]:
    """The names of places by code, one query; a code without a name of ours stands for itself."""
    wanted = set(codes)
    rows = registry.Place.objects.filter(code__in=wanted).values_list("code", "name")
    found = dict(rows.order_by("code"))
    return {code: found.get(code, code) for code in wanted}


def number(text: str) -> int:
    """A number of a form, 0 where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 15 else 0


def typed(visit: Visit, *names: str, kept: bool) -> dict[str, str]:
    """What a form's fields held, to be shown again where it was refused; empty texts where nothing was."""
    return {name: visit.request.POST.get(name, "") if kept else "" for name in names}
