"""Somebody in need asks: on the list and paid for from this month, or public first; what stands in the way is told."""

from __future__ import annotations

from typing import Any

from renshe.domains.premium_help import api as premium_help
from renshe.laws import library
from renshe.services.premium_help.conftest import OCTOBER, PLACE, hand, programme

CODE = "premium_help.apply"
FORM = {"insurance": "medical", "group": "minimum_living", "certificate": "低保2025001"}


def test_who_asks_is_listed_and_the_month_is_claimed(office: Any, person: Any) -> None:
    made = programme()
    case = office(CODE, place=PLACE).closed(FORM, subject_id=person.pk)
    (helped,) = premium_help.help_of(person_id=person.pk)
    assert (helped.list.state, helped.list.document, helped.from_month) == (
        "approved",
        case.number,
        OCTOBER,
    )
    claim = premium_help.make_claims(
        programme_id=made.pk, month=OCTOBER, explain=library.explain, recorded=hand("clerk")
    ).claim
    assert claim is not None
    assert claim.amount_fen == 74_600
    assert office(CODE, place=PLACE).found(FORM, subject_id=person.pk) == ["helped_already"]


def test_a_programme_that_makes_lists_public_approves_later(office: Any, person: Any) -> None:
    programme(public_days=7)
    office(CODE, place=PLACE).closed(FORM, subject_id=person.pk)
    (helped,) = premium_help.help_of(person_id=person.pk)
    assert helped.list.state == "public"


def test_no_programme_and_another_group_stand_in_the_way(office: Any, person: Any) -> None:
    assert office(CODE, place=PLACE).found(FORM, subject_id=person.pk) == ["help_no_programme"]
    programme()
    other = {**FORM, "group": "destitute"}
    assert office(CODE, place=PLACE).found(other, subject_id=person.pk) == ["help_no_programme"]


def test_granted_by_mistake_it_is_as_if_never_listed(office: Any, person: Any) -> None:
    programme()
    case = office(CODE, place=PLACE).closed(FORM, subject_id=person.pk)
    office(CODE, place=PLACE).reversed(case.number)
    (helped,) = premium_help.help_of(person_id=person.pk)
    assert helped.last_month == OCTOBER - 1
