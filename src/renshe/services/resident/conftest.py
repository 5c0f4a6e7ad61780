"""A man of Zhuhai who is in the resident scheme, for the stories of its items."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from renshe.domains.enrolment import api as enrolment
from renshe.domains.enrolment.models import Spell
from renshe.domains.funds import api as funds
from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.flows import resident_account
from renshe.flows import resident_to_ledger as ledger
from renshe.flows.checks_resident import RESIDENT_INVARIANTS
from renshe.foundation.invariants import prove
from renshe.laws import library

TODAY = dt.date(2025, 10, 15)
AT = dt.datetime(2025, 10, 15, 2, tzinfo=dt.UTC)
HAND = resident.ByHand(by="clerk", at=AT, today=TODAY)
BANK = {"bank_code": "103", "account_number": "6228480000000000018", "account_name": "王小明"}


@pytest.fixture(autouse=True)
def _law(_the_law_as_it_was: None) -> None:
    """The demonstration's law, which has every parameter."""
    library.configure(overlays=library.configured()[0], mode="demonstration")


@pytest.fixture
def man(db: None, make_person: Callable[..., registry.Person]) -> registry.Person:
    """Forty, of Zhuhai, in the scheme since today with the tier of 1,200 yuan; nothing paid."""
    person = make_person()
    resident.join(
        person_id=person.pk, place="440402", community="440402001001", tier=1200, student=False,
        draws_other_pension=False, hand=HAND, explain=library.explain,
    )  # fmt: skip
    return person


def pay(person: registry.Person, year: int = 2025) -> resident.ResidentPayment:
    """A year paid at the counter."""
    paid = resident.Paid(
        year=year, tier=1200, amount_fen=120_000, channel="counter", external_ref=f"T{person.pk}-{year}", paid_on=TODAY
    )  # fmt: skip
    return ledger.year_paid(person_id=person.pk, paid=paid, hand=HAND, explain=library.explain)


def employed(person: registry.Person, first: str) -> None:
    """In the employee pension from a day on."""
    Spell.objects.create(
        person=person, employer=None, insurance=enrolment.Insurance.PENSION, span=(dt.date.fromisoformat(first), None),
        status="active", person_kind="flexible", join_reason="own_payer", known_on=TODAY, recorded_by="clerk",
        recorded_at=AT,
    )  # fmt: skip


def held(person: registry.Person) -> int:
    """What stands in the account (fen)."""
    return sum(resident_account.balance(person_id=person.pk).values())


def books_hold() -> None:
    """Accounts and books agree, and so does everything else of the scheme."""
    every: list[Any] = [*resident.INVARIANTS, *funds.INVARIANTS, *RESIDENT_INVARIANTS]
    assert [(one.name, rows) for one, rows, count in prove(invariants=every) if count] == []
