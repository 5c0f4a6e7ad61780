"""One retiree: offered to a community, accepted, returned, moved on, living elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.domains.retirees import problems
from renshe.domains.retirees.hand import By
from renshe.domains.retirees.models import CareHandOver, RemoteResidence, RetireeCare
from renshe.kernel.codes.divisions import city_stem, stem
from renshe.kernel.codes.problem import Refused

IN_FORCE = ("provisional", "final", "suspended")


def is_retiree(*, person_id: int) -> bool:
    """Whether somebody draws an employee's old-age pension and lives."""
    people = registry.everybody_who_is(person_id=person_id)
    if registry.person(person_id=person_id).died_on is not None:
        return False
    rows = pension.Award.objects.filter(person_id__in=people, kind="old_age", state__in=IN_FORCE)
    return rows.exists()


def care_now(*, person_id: int) -> RetireeCare | None:
    """Who looks after somebody, if anybody does."""
    people = registry.everybody_who_is(person_id=person_id)
    return RetireeCare.objects.filter(person_id__in=people, until_on=None).first()


def waiting(*, person_id: int) -> CareHandOver | None:
    """The hand-over of somebody that waits, offered or returned."""
    people = registry.everybody_who_is(person_id=person_id)
    rows = CareHandOver.objects.filter(person_id__in=people, state__in=("offered", "returned"))
    return rows.first()


def remote_now(*, person_id: int) -> RemoteResidence | None:
    """Where somebody lives outside the city, if he does."""
    people = registry.everybody_who_is(person_id=person_id)
    return RemoteResidence.objects.filter(person_id__in=people, until_on=None).first()


@transaction.atomic
def moved(*, person_id: int, by: By) -> CareHandOver | None:
    """After a change of residence: offer the person to the new community; None where nothing changes hands.

    The community so far goes on until the new one accepts, or until another district of the city says that it has
    (`taken_elsewhere`). An offer to another place is void. A remote residence ends. Raises Refused `not_a_retiree`,
    `lives_elsewhere`.
    """
    who = registry.person(person_id=person_id)
    if not is_retiree(person_id=who.pk):
        raise Refused(problems.NOT_RETIRED)
    if not is_our_city(code=who.residence_place):
        raise Refused(problems.ELSEWHERE)
    _end_remote(who.pk, by.today)
    care, open_offer = care_now(person_id=who.pk), waiting(person_id=who.pk)
    if open_offer is not None:
        if open_offer.to_place == who.residence_place:
            return open_offer
        _void(open_offer, by, "居住地又有变更")
    if care is not None and care.community == who.residence_place:
        return None
    if care is None and not is_ours(code=who.residence_place):
        return None
    return CareHandOver.objects.create(
        person=who, from_community=care.community if care else "", to_place=who.residence_place, why="moved",
        list_no=f"{by.today:%Y-%m}-{who.residence_place}-moved", offered_on=by.today, offered_by=by.name,
    )  # fmt: skip


@transaction.atomic
def accept(*, hand_over_id: int, by: By, community: str = "") -> RetireeCare:
    """The community takes somebody over: the care so far ends the same day. `community` where the offer names none.

    Raises Refused `hand_over_decided`, `community_unknown`, `not_a_retiree`.
    """
    offer = _locked(hand_over_id, ("offered",))
    to = offer.to_place if len(offer.to_place) == 12 else community
    if len(to) != 12 or not to.startswith(stem(offer.to_place)) or not _is_community(to):
        raise Refused(problems.NO_COMMUNITY)
    if not is_retiree(person_id=offer.person_id):
        raise Refused(problems.NOT_RETIRED)
    _decided(offer, "accepted", by)
    care = care_now(person_id=offer.person_id)
    if care is not None:
        end_care(care=care, end="handed_over", on=by.today, by=by.name)
    source = {"newly_retired": "newly_retired", "moved": "moved"}.get(offer.why, "correction")
    return RetireeCare.objects.create(
        person_id=offer.person_id, community=to, from_on=by.today, source=source, recorded_by=by.name,
        recorded_at=by.at,
    )  # fmt: skip


@transaction.atomic
def taken_elsewhere(*, hand_over_id: int, reference: str, by: By) -> CareHandOver:
    """A district of the city that keeps its own register has taken somebody over: the care here ends today.

    `reference` is its letter or list. Raises Refused `hand_over_decided`, `reason_missing`, `community_is_ours`.
    """
    if not reference.strip():
        raise Refused(problems.REASON)
    offer = _locked(hand_over_id, ("offered",))
    if is_ours(code=offer.to_place):
        raise Refused(problems.OURS_TO_ACCEPT)
    _decided(offer, "accepted", by, reference)
    care = care_now(person_id=offer.person_id)
    if care is not None:
        end_care(care=care, end="handed_over", on=by.today, by=by.name)
    return offer


@transaction.atomic
def give_back(*, hand_over_id: int, reason: str, by: By) -> CareHandOver:
    """Not our resident: back to the street, which offers him elsewhere. Raises Refused `hand_over_decided`, `reason_missing`."""
    if not reason.strip():
        raise Refused(problems.REASON)
    return _decided(_locked(hand_over_id, ("offered",)), "returned", by, reason)


@transaction.atomic
def offer_again(*, hand_over_id: int, community: str, by: By) -> CareHandOver:
    """The street names another community for somebody who was returned. Raises Refused."""
    old = _locked(hand_over_id, ("returned",))
    if not _is_community(community):
        raise Refused(problems.NO_COMMUNITY)
    _void(old, by, f"改交{community}")
    return CareHandOver.objects.create(
        person_id=old.person_id, from_employer_id=old.from_employer_id, from_community=old.from_community,
        to_place=community, why="correction", list_no=f"{by.today:%Y-%m}-{community}-again",
        offered_on=by.today, offered_by=by.name,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRemote:
    """Where somebody lives outside the city: a division's code, or a country in words where abroad."""

    abroad: bool
    where: str
    way: str
    from_on: date
    reference: str = ""


@transaction.atomic
def live_elsewhere(*, person_id: int, new: NewRemote, by: By) -> RemoteResidence:
    """Record a remote residence with its way of certification; the community's care ends.

    Raises Refused `not_a_retiree`, `lives_here`, `consulate_is_abroad`.
    """
    who = registry.person(person_id=person_id)
    if not is_retiree(person_id=who.pk):
        raise Refused(problems.NOT_RETIRED)
    if not new.abroad and is_our_city(code=new.where):
        raise Refused(problems.IS_HERE)
    if new.way == "consulate" and not new.abroad:
        raise Refused(problems.PLACE_ABROAD)
    _end_remote(who.pk, by.today)
    care, offer = care_now(person_id=who.pk), waiting(person_id=who.pk)
    if care is not None:
        end_care(care=care, end="left", on=by.today, by=by.name)
    if offer is not None:
        _void(offer, by, "异地居住")
    return RemoteResidence.objects.create(
        person=who, abroad=new.abroad, where=new.where, way=new.way, from_on=new.from_on,
        reference=new.reference, recorded_by=by.name, recorded_at=by.at,
    )  # fmt: skip


@transaction.atomic
def withdraw_remote(*, remote_id: int, by: By) -> None:
    """A remote residence that was recorded wrongly ends today; the care that ended by it is offered again by the next run."""
    _end_remote(RemoteResidence.objects.get(pk=remote_id).person_id, by.today)


@transaction.atomic
def end_by_death(*, person_id: int, by: By) -> None:
    """A death is known: care, offers and remote residence end today. Nothing happens where there was none."""
    care, offer = care_now(person_id=person_id), waiting(person_id=person_id)
    if care is not None:
        end_care(care=care, end="died", on=by.today, by=by.name)
    if offer is not None:
        _void(offer, by, "已去世")
    _end_remote(person_id, by.today)


def is_ours(*, code: str) -> bool:
    """Whether communities of this installation lie in a place's district."""
    return registry.Place.objects.filter(level="community", code__startswith=code[:6]).exists()


def is_our_city(*, code: str) -> bool:
    """Whether a place lies in the city of our communities: another district of it is a move, not living elsewhere."""
    return registry.Place.objects.filter(
        level="community", code__startswith=city_stem(code)
    ).exists()


def end_care(*, care: RetireeCare, end: str, on: date, by: str) -> None:
    """Write the end of a care; never before it began."""
    care.until_on, care.end, care.ended_by = max(on, care.from_on), end, by
    care.save(update_fields=["until_on", "end", "ended_by"])


def _end_remote(person_id: int, on: date) -> None:
    found = remote_now(person_id=person_id)
    if found is not None:
        found.until_on = max(on, found.from_on)
        found.save(update_fields=["until_on"])


def _locked(hand_over_id: int, states: tuple[str, ...]) -> CareHandOver:
    found = CareHandOver.objects.select_for_update().get(pk=hand_over_id)
    if found.state not in states:
        raise Refused(problems.DECIDED)
    return found


def _decided(offer: CareHandOver, state: str, by: By, reason: str = "") -> CareHandOver:
    offer.state, offer.decided_on, offer.decided_by = state, by.today, by.name
    offer.reason = reason.strip()[:255]
    offer.save(update_fields=["state", "decided_on", "decided_by", "reason"])
    return offer


def _void(offer: CareHandOver, by: By, reason: str) -> None:
    _decided(offer, "void", by, reason)


def _is_community(code: str) -> bool:
    return registry.Place.objects.filter(code=code, level="community").exists()
