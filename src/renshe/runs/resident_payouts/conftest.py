"""Three payouts of the residents' fund, owed in the books, and money of the fund at the finance bureau."""

from __future__ import annotations

from typing import Any

import pytest

from renshe.domains.conftest import id_number, make_person
from renshe.domains.resident import api as resident
from renshe.flows import resident_to_ledger as ledger
from renshe.flows.test_resident import TO, employed, hand, joined, paid, pay
from renshe.laws import library

__all__ = ["make_person"]
PLACE = "440402"


@pytest.fixture
def owed(fresh_database: Any, make_person: Any) -> list[resident.ResidentPayout]:
    """Three people with a year in both schemes: 400, 1,200 and 600 yuan come back; Django is who serves pages."""
    fresh_database.become("app")
    library.configure(overlays=library.configured()[0], mode="demonstration")
    found = []
    for number, first in enumerate(("2025-09-01", "2025-01-01", "2025-07-01"), start=1):
        person = make_person(id_number=id_number(sequence=201 + 2 * number))
        joined(person)
        pay(person, paid(external_ref=f"T{number}"))
        employed(person, first, None)
        payee = resident.PayTo(
            bank_code=TO.bank_code, account_number=f"62284800000000000{number:02d}", account_name=TO.account_name
        )  # fmt: skip
        found.append(
            ledger.double_year_refunded(
                person_id=person.pk, year=2025, payee=payee, explain=library.explain,
                hand=hand("2025-11-20", by="zhao", reference=f"Z-{number}"),
            )
        )  # fmt: skip
    assert [one.amount_fen for one in found] == [40_000, 120_000, 60_000]
    return found
