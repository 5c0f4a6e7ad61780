"""Under how many numbers somebody stands is asked once for a page, whichever domains the page puts together."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection

from renshe.domains.resident import api as resident
from renshe.flows import resident_to_ledger
from renshe.laws import library
from renshe.portals.conftest import NOON, Town
from renshe.portals.test_query_budgets import BUDGETS, queries_of

HAND = resident.ByHand(by="clerk", at=NOON, today=dt.date(2025, 10, 20))
OF_THE_SURVIVOR = '"registry_person_alias"."person_id" = '
"""Only the question for everybody who is one human being asks the aliases for a survivor."""


@pytest.fixture
def villager(town: Town) -> Town:
    """The town, of which the person is in the residents' scheme of his district and has paid two years."""
    person = town.city.people[0]
    joined = resident.Participation.objects.create(
        person=person, place="310112", community="310112001001", joined_on=dt.date(2020, 3, 1), recorded_by="clerk",
        recorded_at=NOON,
    )  # fmt: skip
    resident.TierChoice.objects.create(
        participation=joined, from_year=2020, tier=800, chosen_by="clerk", chosen_at=NOON
    )
    for year in (2023, 2024):
        paid = resident.Paid(
            year=year, tier=800, amount_fen=80_000, channel="counter", external_ref=f"T{year}", paid_on=HAND.today
        )  # fmt: skip
        resident_to_ledger.year_paid(
            person_id=person.pk, paid=paid, hand=HAND, explain=library.explain
        )
    return town


@pytest.mark.parametrize(
    ("account", "address"),
    [
        ("person", "/me/resident/"),
        ("person", "/me/pension/picture/"),
        ("pensioner", "/me/community/"),
        ("pensioner", "/me/transfers/"),
        ("pensioner", "/me/certification/"),
    ],
)
def test_a_page_of_many_parts_asks_once_who_somebody_is(
    villager: Town, account: str, address: str
) -> None:
    browser = villager.browser(account)
    page, count = queries_of(browser, address)
    assert count <= BUDGETS[page], f"{address}: {count} queries, {page} may need {BUDGETS[page]}"
    sent: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        sent.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        browser.get(address)
    asked = [sql for sql in sent if OF_THE_SURVIVOR in sql]
    assert len(asked) == 1, asked
