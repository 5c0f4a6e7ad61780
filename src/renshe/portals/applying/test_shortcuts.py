"""A home leads on: to what its reader comes for most, and to nothing that he may not do."""

from __future__ import annotations

import pytest

from renshe.portals.citizen.pages.contributions import AFTER_ARREARS
from renshe.portals.citizen.pages.overview import OFTEN_DRAWING, OFTEN_INSURED
from renshe.portals.citizen.pages.pension import BEFORE
from renshe.portals.conftest import Town
from renshe.portals.employer.pages.month import OFTEN as EMPLOYERS
from renshe.portals.public.pages.home import OFTEN as ANYBODYS
from renshe.services import catalogue

PERSONS = {*OFTEN_INSURED, *OFTEN_DRAWING, *BEFORE, *AFTER_ARREARS}


@pytest.mark.parametrize("code", sorted({*PERSONS, *EMPLOYERS, *ANYBODYS}))
def test_every_shortcut_is_an_item_that_its_reader_may_apply_for_online(code: str) -> None:
    """None leads to a counter or to somebody else's item."""
    item = catalogue.declared(code).item
    assert "online" in item.channels
    assert code not in PERSONS or "insured_person" in item.applicants
    assert code not in EMPLOYERS or "employer_clerk" in item.applicants


@pytest.mark.parametrize(
    ("who", "address", "code"),
    [
        ("person", "/me/", OFTEN_INSURED[0]),
        ("pensioner", "/me/", OFTEN_DRAWING[0]),
        ("pensioner", "/me/pension/", OFTEN_DRAWING[1]),
        ("person", "/me/contributions/", "information.rights_record"),
        ("clerk", "/employer/", EMPLOYERS[0]),
    ],
)
def test_a_home_leads_to_what_is_done_there(town: Town, who: str, address: str, code: str) -> None:
    """One press from the page to where the item begins."""
    browser = town.browser(who)
    page = browser.get(address).content.decode()
    assert f'href="/apply/{code}/"' in page
    assert browser.get(f"/apply/{code}/").status_code in (200, 302)
