"""A retiree lives with the children in another province, or abroad: care here ends, certification goes another way."""

from __future__ import annotations

from collections.abc import Callable

from renshe.domains.retirees import api as retirees
from renshe.services.conftest import Office
from renshe.services.retirees.conftest import communities

CODE = "retirees.remote_residence"
Make = Callable[..., Office]
AWAY = {
    "where": "country",
    "place": "440100",
    "state": "",
    "from_on": "2025-09-01",
    "way": "local_agency",
}
ABROAD = {
    "where": "abroad",
    "place": "",
    "state": "加拿大",
    "from_on": "2025-09-01",
    "way": "consulate",
}


def test_another_city_ends_the_care_here_and_keeps_the_way_of_certification(
    office: Make, retiree: int
) -> None:
    case = office(CODE).closed(AWAY, subject_id=retiree)
    assert case.path == "review"
    remote = retirees.remote_now(person_id=retiree)
    assert remote is not None
    assert (remote.where, remote.way, remote.abroad) == (
        "440100",
        "local_agency",
        False,
    )
    assert retirees.care_now(person_id=retiree) is None
    assert retirees.care_history(person_id=retiree)[0].end == "left"


def test_abroad_is_told_by_country_and_certified_by_a_consulate(office: Make, retiree: int) -> None:
    office(CODE).closed(ABROAD, subject_id=retiree)
    remote = retirees.remote_now(person_id=retiree)
    assert remote is not None
    assert (remote.where, remote.abroad) == ("加拿大", True)


def test_here_a_consulate_within_the_country_and_a_day_to_come_are_refused(
    office: Make, retiree: int
) -> None:
    desk = office(CODE)
    here = {**AWAY, "place": communities()[1]}
    assert desk.found(here, subject_id=retiree) == ["lives_here"]
    assert desk.found({**AWAY, "way": "consulate"}, subject_id=retiree) == ["consulate_is_abroad"]
    assert desk.found({**AWAY, "from_on": "2026-01-01"}, subject_id=retiree) == ["remote_in_future"]
    assert desk.found(AWAY) == ["subject_missing"]


def test_self_correction_offers_the_community_again(office: Make, retiree: int) -> None:
    desk = office(CODE)
    case = desk.closed(AWAY, subject_id=retiree)
    desk.reversed(case.number)
    assert retirees.remote_now(person_id=retiree) is None
    offer = retirees.waiting(person_id=retiree)
    assert offer is not None
    assert offer.to_place == communities()[0]
