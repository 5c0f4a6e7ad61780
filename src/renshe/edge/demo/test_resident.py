"""The demonstration city's residents: accounts are the law's to the fen, and the books say the same."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from renshe.domains.resident import api as resident
from renshe.edge.demo.build import build_city
from renshe.flows import resident_account
from renshe.flows.checks_resident import RESIDENT_INVARIANTS
from renshe.foundation.invariants import prove
from renshe.laws import library

TODAY = dt.date(2025, 10, 20)


@pytest.mark.parametrize("place", ["440400", "310112"])
def test_every_list_has_people_and_every_account_is_what_the_law_gives(
    place: str, fresh_database: Any, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RENSHE_HOME", str(tmp_path))
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    fresh_database.become("runner")
    build_city(place=place, people=1500)
    invariants = [*resident.INVARIANTS, *RESIDENT_INVARIANTS]
    assert [(one.name, rows) for one, rows, n in prove(invariants=invariants) if n] == []
    rows = resident.communities(place=place, year=2025, month=2025 * 12 + 9)
    counts = {name: sum(row.counts[name] for row in rows) for name in resident.LISTS}
    assert all(counts[name] for name in ("due", "paid", "double", "outside", "sixty_next_year")), (
        counts
    )
    assert 0 < sum(row.covered for row in rows) < sum(row.registered for row in rows)
    for name in resident.LISTS:
        listed = resident.people_on(
            place=place, year=2025, month=2025 * 12 + 9, name=name, most=2000
        )
        assert len(listed) == counts[name]
    _interest_is_the_laws(place)


def _interest_is_the_laws(place: str) -> None:
    """Interest of each year and source is what the law says of that source's opening balance."""
    checked = 0
    for participation in resident.Participation.objects.order_by("pk")[:25]:
        rows = list(resident.credits_of(person_id=participation.person_id))
        for year in resident_account.years(person_id=participation.person_id):
            for source, opening in year.opening_by_source.items():
                earned = [
                    row.amount_fen
                    for row in rows
                    if row.kind == "interest" and row.year == year.year and row.source == source
                ]
                if not earned:
                    continue
                told = library.explain(
                    "resident_account_interest", {"resident_account_balance": opening}, place=place,
                    on=dt.date(year.year, 12, 31),
                )  # fmt: skip
                assert earned == [told.value], (participation.pk, year.year, source)
                checked += 1
    assert checked > 10
