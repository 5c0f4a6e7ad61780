"""Sixty with the years paid: an award that is paid from the month after; what stands against it is named with the way on."""

from __future__ import annotations

from typing import Any

import pytest

from renshe.domains.conftest import id_number
from renshe.domains.pension import api as pension
from renshe.domains.pension.models import Award
from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.domains.resident.models import Participation
from renshe.domains.retirement_file import api as retirement_file
from renshe.kernel.periods import first_day
from renshe.laws import library
from renshe.services.resident.conftest import AT, BANK, TODAY, books_hold, held, pay

CODE = "resident.claim_pension"
YEARS = range(2010, 2025)
OCTOBER = 2025 * 12 + 9


def aged(make_person: Any, birth: str, *, years: range = YEARS) -> registry.Person:
    """Somebody of Zhuhai in the scheme since 2010, the years paid with 1,200 yuan each."""
    person = make_person(id_number=id_number(birth=birth, sequence=401))
    Participation.objects.create(
        person=person, place="440402", community="440402001001", joined_on=TODAY.replace(year=2010), recorded_by="clerk",
        recorded_at=AT,
    )  # fmt: skip
    participation = resident.last_participation(person_id=person.pk)
    assert participation is not None
    resident.TierChoice.objects.create(
        participation=participation, from_year=2010, tier=1200, chosen_by="clerk", chosen_at=AT
    )
    for year in years:
        pay(person, year)
    return person


@pytest.fixture
def woman(db: None, make_person: Any) -> registry.Person:
    """Sixty in September with fifteen years."""
    return aged(make_person, "19650912")


def test_the_pension_is_the_laws_and_starts_the_month_after_sixty_and_the_last_year_paid(
    office: Any, woman: registry.Person
) -> None:
    case = office(CODE).closed(BANK, subject_id=woman.pk)
    award = pension.in_force(person_id=woman.pk, kind="resident")
    assert award is not None
    # The fifteenth year was paid in October, so the first month is November.
    assert award.starts_month == OCTOBER + 1
    facts = award.facts
    assert (facts["resident_years"], facts["resident_account_balance"]) == (15, 15 * 120_000)
    told = library.explain(
        "resident_pension", facts, place="440402", on=first_day(award.starts_month)
    )
    assert award.total_fen == told.value == case.amount_fen
    assert award.account_fen == 12_950, "18,000 yuan over the 139 months of sixty"
    paper = retirement_file.sheet_of(award=award)
    assert sum(one["fen"] for one in paper.content["parts"]) == award.total_fen
    assert (
        pension.PayeeAccount.objects.get(person_id=woman.pk).account_number
        == BANK["account_number"]
    )
    assert office(CODE).found(BANK, subject_id=woman.pk) == ["resident_pension_in_force"]
    books_hold()


def test_a_claim_three_months_ahead_starts_after_sixty_and_an_earlier_one_is_refused(
    office: Any, make_person: Any
) -> None:
    soon = aged(make_person, "19660112")
    case = office(CODE).granted(BANK, subject_id=soon.pk)
    assert case.decision["reference"]["award"]
    assert pension.in_force(person_id=soon.pk, kind="resident").starts_month == 2026 * 12 + 1


def test_what_stands_against_it_is_told_with_the_way_on(office: Any, make_person: Any) -> None:
    item = office(CODE)
    young = aged(make_person, "19660312")
    assert item.found(BANK, subject_id=young.pk) == ["resident_too_young"]
    assert item.found({**BANK, "account_name": "李四"}, subject_id=young.pk) == [
        "account_name_differs", "resident_too_young",
    ]  # fmt: skip
    stranger = make_person(id_number=id_number(birth="19650912", sequence=403))
    assert item.found(BANK, subject_id=stranger.pk) == ["not_in_the_scheme"]
    assert item.found(BANK) == ["subject_missing"]


def test_too_few_years_and_another_pension_are_refused(
    office: Any, man: registry.Person, make_person: Any
) -> None:
    item = office(CODE)
    short = aged(make_person, "19650912", years=range(2011, 2025))
    assert item.found(BANK, subject_id=short.pk) == ["resident_years_short"]
    pay(short, 2010)
    Award.objects.create(
        person_id=short.pk, kind="old_age", state="final", starts_month=OCTOBER, place="440402", basic_fen=1, account_fen=0,
        transitional_fen=0, other_fen=0, total_fen=1, facts={}, receipt={}, decided_by="x", decided_at=AT,
    )  # fmt: skip
    assert item.found(BANK, subject_id=short.pk) == ["draws_other_pension"]


def test_a_mistake_is_withdrawn_before_its_first_month_and_the_account_is_whole(
    office: Any, woman: registry.Person
) -> None:
    before = held(woman)
    item = office(CODE)
    case = item.closed(BANK, subject_id=woman.pk)
    item.reversed(case.number)
    assert pension.in_force(person_id=woman.pk, kind="resident") is None
    assert held(woman) == before
    assert item.found(BANK, subject_id=woman.pk) == []
    books_hold()
