"""Another tier: from this year while it is not paid, else from the next; put back by self-correction."""

from __future__ import annotations

from typing import Any

from renshe.domains.resident import api as resident
from renshe.services.resident.conftest import pay

CODE = "resident.change_tier"


def tiers(person: Any) -> list[int]:
    participation = resident.live_participation(person_id=person.pk)
    assert participation is not None
    return [resident.tier_of_year(participation=participation, year=year) for year in (2025, 2026)]


def test_the_new_tier_holds_from_the_year_chosen_and_can_be_put_back(office: Any, man: Any) -> None:
    item = office(CODE)
    case = item.closed({"tier": "720", "from_year": "2026"}, subject_id=man.pk)
    assert case.path == "immediate"
    assert tiers(man) == [1200, 720]
    item.reversed(case.number)
    assert tiers(man) == [1200, 1200]


def test_a_year_that_is_paid_keeps_its_tier_and_the_form_offers_the_next(
    office: Any, man: Any
) -> None:
    item = office(CODE)
    told = item.declared.service.prefill(item.asked(subject_id=man.pk))
    assert told == {"from_year": "2025", "tier": "1200"}
    pay(man)
    assert item.declared.service.prefill(item.asked(subject_id=man.pk))["from_year"] == "2026"
    assert item.found({"tier": "720", "from_year": "2025"}, subject_id=man.pk) == ["tier_year_over"]
    assert item.found({"tier": "999", "from_year": "2026"}, subject_id=man.pk) == [
        "tier_not_offered"
    ]


def test_whoever_is_not_in_the_scheme_is_told_to_join(office: Any, make_person: Any) -> None:
    stranger = make_person()
    found = office(CODE).found({"tier": "720", "from_year": "2026"}, subject_id=stranger.pk)
    assert found == ["not_in_the_scheme"]
