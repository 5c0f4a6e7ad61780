"""A claim handed in late is worth what one in time would be: the first month's law, every rise since, every month owed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from renshe.domains import conftest as made_up
from renshe.domains.expropriation import api as expropriation
from renshe.domains.pension import api as pension
from renshe.flows import land_rises
from renshe.flows.expropriation_to_pension import Account, Claimed, allowance_claimed
from renshe.laws import library

NOVEMBER, JANUARY, FEBRUARY = 2025 * 12 + 10, 2026 * 12, 2026 * 12 + 1
MARCH_10 = dt.date(2026, 3, 10)
AT = dt.datetime(2026, 3, 10, 2, tzinfo=dt.UTC)
LATE = expropriation.Recorded(by="reviewer", at=AT, today=MARCH_10)
SIGNED = pension.Signatures(determined_by="clerk", reviewed_by="reviewer", at=AT, known_on=MARCH_10)


@pytest.fixture
def seventy(village: Any, make_person: Callable[..., Any]) -> Any:
    """A man who is seventy in February 2026; the project's money is booked in October 2025."""
    person = make_person(
        id_number=made_up.id_number(birth="19560220", sequence=107, region="310112"), name="李四",
        household_place="310112", residence_place="310112",
    )  # fmt: skip
    expropriation.add_member(
        project_id=village.project.pk, person_id=person.pk, recorded=village.hand(days=20), explain=library.explain
    )  # fmt: skip
    village.settled()
    return person


def claimed(person: Any) -> Claimed:
    return allowance_claimed(
        person_id=person.pk, reference="迟到", account=Account(bank_code="102", number="6222021234567890128", name=person.name),
        recorded=LATE, signed=SIGNED,
    )  # fmt: skip


def test_the_first_month_gives_the_law_and_january_and_the_birthday_their_rises(
    seventy: Any,
) -> None:
    made = claimed(seventy)
    assert (made.allowance.amount_fen, made.allowance.elder_fen) == (216_000, 4_000), (
        "69 in November"
    )
    assert made.award.starts_month == NOVEMBER
    assert [(one.target, one.from_month, one.amount_fen) for one in made.grown.rises] == [
        ("land_increase", JANUARY, 8_000),
        ("land_elder_allowance", FEBRUARY, 4_000),
    ]
    assert made.monthly_fen == 232_000
    assert made.grown.waiting == ()


def test_what_is_owed_is_each_month_at_the_amount_of_that_month(seventy: Any) -> None:
    made = claimed(seventy)
    due = pension.monthly_amounts(award=made.award, until=2026 * 12 + 2)
    assert [sum(amounts.values()) for amounts in due.values()] == [
        220_000,
        220_000,
        228_000,
        232_000,
    ]
    assert made.owed_fen == 900_000 == sum(sum(amounts.values()) for amounts in due.values())
    spans = [(one.cause, one.period, one.months, one.total_fen) for one in made.arrears]
    assert spans == [
        ("first_award", NOVEMBER, 4, 880_000),
        ("adjustment", JANUARY, 1, 8_000),
        ("adjustment", FEBRUARY, 1, 12_000),
    ]


def test_each_rise_has_a_receipt_that_explains_it_again(seventy: Any) -> None:
    for rise in claimed(seventy).grown.rises:
        assert (rise.receipt["determined_by"], rise.receipt["reviewed_by"]) == (
            "clerk",
            "reviewer",
        )
        receipt, facts = rise.receipt, dict(rise.receipt["facts"])
        before = facts.pop("level_before", 0)
        told = library.explain(
            receipt["target"], facts, place=receipt["place"], on=dt.date.fromisoformat(receipt["on"]),
            known_on=dt.date.fromisoformat(receipt["known_on"]),
        )  # fmt: skip
        assert int(told.value) - before == rise.amount_fen


def test_the_yearly_run_that_comes_afterwards_finds_the_rise_done(seventy: Any) -> None:
    claimed(seventy)
    for found in land_rises.rises_of(place="310112", year=2026, today=MARCH_10):
        assert (found.done, found.due, found.waiting) == (1, (), ())
    again = land_rises.make_up(place="310112", signed=SIGNED, write=True)
    assert (again.seen, again.raised, again.owed_fen) == (1, 0, 0)


def test_a_claim_in_time_that_missed_its_rises_is_made_up_for(seventy: Any) -> None:
    early = expropriation.Recorded(by="clerk", at=made_up.NOW, today=made_up.TODAY)
    in_time = allowance_claimed(
        person_id=seventy.pk, reference="准时", account=Account(bank_code="102", number="6222021234567890128", name="李四"),
        recorded=early, signed=pension.Signatures("clerk", "reviewer", made_up.NOW, made_up.TODAY),
    )  # fmt: skip
    assert in_time.owed_fen == 0
    year, band = land_rises.rises_of(place="310112", year=2026, today=MARCH_10)
    assert [(len(one.due), one.due[0].rise_fen) for one in (year, band)] == [(1, 8_000), (1, 4_000)]
    shown = land_rises.make_up(place="310112", signed=SIGNED, write=False)
    assert (shown.raised, shown.monthly_fen, shown.owed_fen) == (1, 12_000, 8_000 + 12_000)
    assert in_time.award.adjustments.count() == 0, "only shown"
    land_rises.make_up(place="310112", signed=SIGNED, write=True)
    due = pension.monthly_amounts(award=in_time.award, until=2026 * 12 + 3)
    assert sum(due[2026 * 12 + 2].values()) == 232_000


def test_where_no_standard_is_published_the_rise_waits_and_who_waits_is_listed(
    seventy: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = expropriation.ExpropriationProject.objects.get()
    expropriation.ExpropriationProject.objects.filter(pk=project.pk).update(place="440400")
    made = claimed(seventy)
    assert (made.award.total_fen, made.monthly_fen) == (46_000, 46_000)
    (waiting,) = made.grown.waiting
    assert (waiting.rule, waiting.month, waiting.refusal.code) == (
        "land_increase",
        JANUARY,
        "land_rise_not_published",
    )
    year, _band = land_rises.rises_of(place="440400", year=2026, today=MARCH_10)
    ((refusal, people),) = year.by_reason
    assert (people, year.waiting[0].person_id) == (1, seventy.pk)
    assert refusal.reason.clause
    assert refusal.reason.next_step_zh
    published = library.explain

    def with_a_standard(rule: str, facts: Any, **when: Any) -> Any:
        lower = dict(facts) | ({"land_allowance_before": 43_000} if rule == "land_increase" else {})
        return published(rule, lower, **when)

    monkeypatch.setattr(library, "explain", with_a_standard)
    later = land_rises.make_up(place="440400", signed=SIGNED, write=True)
    assert (later.raised, later.monthly_fen, later.owed_fen) == (1, 3_000, 2 * 3_000)
