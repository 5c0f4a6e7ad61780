"""A year is paid at the counter: the law's amount, a receipt, both books, and a day that closes on the fen."""

from __future__ import annotations

from typing import Any

import pytest

from renshe.domains.conftest import id_number, make_person
from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.flows import resident_account
from renshe.flows import resident_counter as till
from renshe.flows.test_resident import books, broken, hand, joined, refusal
from renshe.laws import library

__all__ = ["make_person"]
PLACE = "440402"


@pytest.fixture
def man(db: None, make_person: Any) -> registry.Person:
    """Forty, of Zhuhai, in the scheme with the tier of 1,200 yuan."""
    library.configure(overlays=library.configured()[0], mode="demonstration")
    person: registry.Person = make_person()
    joined(person)
    return person


def take(person: registry.Person, year: int = 2025, tier: int = 1200, **more: Any) -> resident.ResidentPayment:  # fmt: skip
    return till.take(
        person_id=person.pk,
        year=year,
        tier=tier,
        place=PLACE,
        hand=more.get("by", hand(by="teller")),
    )


def test_the_money_is_taken_once_under_the_orders_number(man: registry.Person) -> None:
    years = till.payable_years(person_id=man.pk, hand=hand())
    assert (years[0].year, years[0].back, years[0].chosen) == (2025, False, 1200)
    assert all(one.back for one in years[1:])
    assert resident.open_orders(person_id=man.pk) == [], "looking makes no order"
    payment = take(man)
    assert (payment.amount_fen, payment.channel, payment.external_ref[:6]) == (
        120_000,
        "counter",
        "JM2025",
    )
    assert resident.counter_payment(number=payment.external_ref) == payment
    assert sum(resident_account.balance(person_id=man.pk).values()) == 120_000
    assert [books(code) for code in ("1005", "4001", "R2201")] == [120_000] * 3
    assert refusal(lambda: take(man)) == ("year_is_paid",)
    assert 2025 not in [one.year for one in till.payable_years(person_id=man.pk, hand=hand())]
    assert broken() == {}


def test_another_tier_of_the_place_may_be_paid_and_no_other(man: registry.Person) -> None:
    assert refusal(lambda: take(man, tier=1000)) == ("tier_not_offered",)
    assert take(man, tier=720).amount_fen == 72_000
    told = till.due_explained(tier=720, place=PLACE, on=hand().today)
    assert told is not None
    assert told.value == 72_000
    assert till.due_explained(tier=1000, place=PLACE, on=hand().today) is None


def test_whoever_is_in_no_scheme_or_in_that_of_another_place_pays_elsewhere(
    man: registry.Person, make_person: Any
) -> None:
    stranger = make_person(id_number=id_number(sequence=103))
    assert refusal(lambda: take(stranger)) == ("not_in_the_scheme",)
    away = {"person_id": man.pk, "year": 2025, "tier": 1200, "place": "440403", "hand": hand()}
    assert refusal(lambda: till.take(**away)) == ("taken_elsewhere",)


def test_a_day_closes_on_the_fen_once_and_another_person_takes_it_over(
    man: registry.Person, make_person: Any
) -> None:
    teller = hand(by="teller")
    close = {"place": PLACE, "slip_ref": "JK-1", "hand": teller}
    assert refusal(lambda: resident.close_teller_day(counted_fen=0, **close)) == (
        "teller_took_nothing",
    )
    take(man)
    take(man, 2024)
    wrong = refusal(lambda: resident.close_teller_day(counted_fen=239_999, **close))
    assert wrong == ("teller_count_differs",)
    day = resident.close_teller_day(counted_fen=240_000, **close)
    assert (day.payments, day.total_fen) == (2, 240_000)
    assert refusal(lambda: take(man, 2023)) == ("teller_day_closed",)
    assert take(man, 2023, by=hand(by="colleague")).year == 2023
    assert refusal(lambda: resident.receive_teller_day(day_id=day.pk, hand=teller)) == (
        "two_people_needed",
    )
    assert [one.pk for one in resident.teller_days_waiting(place=PLACE)] == [day.pk]
    resident.receive_teller_day(day_id=day.pk, hand=hand(by="cashier"))
    assert resident.teller_days_waiting(place=PLACE) == []
    assert broken() == {}


def test_a_day_that_is_not_its_payments_is_found(man: registry.Person) -> None:
    """A mutation of the closed sum: the proof names the day."""
    take(man)
    day = resident.close_teller_day(place=PLACE, counted_fen=120_000, slip_ref="JK-2", hand=hand(by="teller"))  # fmt: skip
    resident.TellerDay.objects.filter(pk=day.pk).update(total_fen=120_001)
    assert list(broken()) == ["resident_teller_day_is_its_payments"]
