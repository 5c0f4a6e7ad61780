"""A retiree moves: the address is registered, the old community goes on until the new one accepts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from renshe.domains.registry import api as registry
from renshe.domains.retirees import api as retirees
from renshe.services.conftest import Office
from renshe.services.retirees.conftest import BY, communities

CODE = "retirees.change_address"
Make = Callable[..., Any]


def answers(place: str) -> dict[str, str]:
    return {"residence_place": place, "address": "云岚路1号2栋303房", "phone": ""}


def test_the_new_community_is_offered_and_the_old_one_goes_on_until_it_accepts(
    office: Make, retiree: int
) -> None:
    here, there = communities()
    case = office(CODE).closed(answers(there), subject_id=retiree)
    assert case.path == "immediate"
    assert registry.person(person_id=retiree).address == "云岚路1号2栋303房"
    care, offer = retirees.care_now(person_id=retiree), retirees.waiting(person_id=retiree)
    assert care is not None
    assert care.community == here
    assert offer is not None
    assert (offer.from_community, offer.to_place) == (here, there)
    retirees.accept(hand_over_id=offer.pk, by=BY)
    ended, now = sorted(retirees.care_history(person_id=retiree), key=lambda one: one.pk)
    assert (ended.end, now.community, now.source) == ("handed_over", there, "moved")


def test_a_move_within_the_community_changes_the_address_only(office: Make, retiree: int) -> None:
    case = office(CODE).closed(answers(communities()[0]), subject_id=retiree)
    assert "社区不变" in case.decision["zh"]
    assert retirees.waiting(person_id=retiree) is None


def test_a_place_elsewhere_is_a_remote_residence_and_is_refused(office: Make, retiree: int) -> None:
    assert office(CODE).found(answers("440100"), subject_id=retiree) == ["lives_elsewhere"]
    assert office(CODE).found(answers(communities()[1])) == ["subject_missing"]


def test_who_draws_no_pension_is_refused(office: Make, retiree: int, make_person: Make) -> None:
    assert office(CODE).found(answers(communities()[1]), subject_id=make_person().pk) == [
        "not_a_retiree"
    ]


def test_self_correction_brings_the_address_back_and_the_offer_is_void(
    office: Callable[..., Office], retiree: int
) -> None:
    desk = office(CODE)
    case = desk.closed(answers(communities()[1]), subject_id=retiree)
    desk.reversed(case.number)
    assert registry.person(person_id=retiree).residence_place == communities()[0]
    assert retirees.waiting(person_id=retiree) is None
