"""How a month comes in, place by place: sums that agree with the month, rates that flatter nobody, places that add up."""

import datetime as dt
from fractions import Fraction

import pytest
from django.test import Client

from renshe.domains.contributions.api import PlaceCollection, month_overview
from renshe.domains.identity.api import RoleCode, grant_role, open_account
from renshe.domains.registry.api import Employer, load_places
from renshe.portals.conftest import SINCE, Town, signed_in
from renshe.portals.finance import collection as module
from renshe.portals.finance.collection import collection, enclosing, rate_words
from renshe.portals.layout.formats import yuan

OCTOBER = 2025 * 12 + 9
PLACES = "/finance/months/2025-10/places/"
STREET = "310112114"


def at(place: str, *, bills: int = 1, due: int = 100, received: int = 100) -> PlaceCollection:
    return PlaceCollection(
        place=place, bills=bills, heads=bills, due_fen=due, received_fen=received, late_fen=0
    )


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (None, "—"),
        (Fraction(0), "0.0%"),
        (Fraction(9_999_999, 10_000_000), "99.9%"),
        (Fraction(1), "100%"),
        (Fraction(29, 1000), "2.9%"),
    ],
)
def test_a_rate_is_cut_and_never_rounded_up_to_everything(
    rate: Fraction | None, words: str
) -> None:
    assert rate_words(rate) == words


def test_a_few_payers_from_elsewhere_do_not_widen_the_map() -> None:
    assert enclosing([at("310112", bills=9), at("310112001"), at("110101")]) == "310112"
    assert enclosing([at("440400", bills=9), at("440402001"), at("440404100")]) == "440400"


def test_many_streets_are_folded_into_their_districts_and_lose_no_fen(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_places(city="shanghai")
    streets = [at(f"31011{2 + n % 2}{n:03d}", due=100 + n, received=n) for n in range(50)]
    monkeypatch.setattr(module, "collection_by_place", lambda **_asked: streets)
    found = collection(period=OCTOBER, as_of=dt.date(2025, 10, 31))
    assert found is not None
    assert [(row.name, row.bills) for row in found.rows] == [("闵行区", 25), ("宝山区", 25)]
    assert sum(row.due_fen for row in found.rows) == sum(one.due_fen for one in streets)
    assert found.due_fen == sum(one.due_fen for one in streets)
    assert all(row.tile and not row.url.endswith("-own/") for row in found.rows)


def test_the_page_shows_every_street_and_the_sums_of_the_month(town: Town) -> None:
    load_places(city="shanghai")
    Employer.objects.filter(pk=town.city.employers[0].pk).update(place=STREET)
    page = town.browser("accountant").get(PLACES).content.decode()
    overview = month_overview(period=OCTOBER)
    assert f'<td class="money">{yuan(overview.due_fen)}</td>' in page.partition("<tfoot>")[2]
    assert f'<td class="money">{yuan(overview.received_fen)}</td>' in page.partition("<tfoot>")[2]
    assert page.count("<tr data-tile=") == 13
    assert f'<a href="{PLACES}{STREET}/">' in page


def test_a_street_leads_to_its_bills_and_a_person_who_pays_for_himself_is_masked(
    town: Town,
) -> None:
    load_places(city="shanghai")
    Employer.objects.filter(pk=town.city.employers[0].pk).update(place=STREET)
    accountant = town.browser("accountant")
    street = accountant.get(f"{PLACES}{STREET}/").content.decode()
    assert town.city.employers[0].name in street
    assert "/finance/bills/" in street
    for place in (STREET, "310112-own", "310112"):
        page = accountant.get(f"{PLACES}{place}/").content.decode()
        for person in town.city.people:
            assert person.id_number not in page


@pytest.mark.parametrize("wrong", ["CN", "999999", "310112114203", "310112-other", "31"])
def test_what_is_no_street_or_district_is_not_found(town: Town, wrong: str) -> None:
    assert town.browser("accountant").get(f"{PLACES}{wrong}/").status_code == 404


def test_a_month_without_bills_says_what_will_stand_there(town: Town) -> None:
    page = town.browser("accountant").get("/finance/months/2031-01/places/").content.decode()
    assert 'class="blank"' in page
    assert "data-chart" not in page


def test_who_looks_at_books_but_not_at_contributions_is_led_to_no_payer(town: Town) -> None:
    load_places(city="shanghai")
    operator = newcomer("operator", role=RoleCode.RUN_OPERATOR, place="310112")
    page = operator.get(PLACES).content.decode()
    assert "data-chart" in page
    assert f'href="{PLACES}' not in page
    assert operator.get(f"{PLACES}310112-own/").status_code == 403


def test_an_accountant_of_another_place_and_strangers_to_the_books_are_refused(town: Town) -> None:
    elsewhere = newcomer("elsewhere", role=RoleCode.FUND_ACCOUNTANT, place="440402")
    assert elsewhere.get(f"{PLACES}310112-own/").status_code == 403
    assert town.browser("clerk").get(PLACES).status_code == 403
    assert town.browser("person").get(f"{PLACES}310112-own/").status_code == 403


def newcomer(username: str, *, role: RoleCode, place: str) -> Client:
    """Somebody of the office with one role at a place, signed in."""
    account = open_account(
        username=username, display_name=username, password="a long enough password"
    )
    grant_role(account=account, role=role, place=place, valid_from=SINCE)
    return signed_in(Client(), account)
