"""A person's months looked up: each once as it stands, the lines behind them, and what is in a batch, page by page."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pyarrow as pa
import pytest

from renshe.domains.contributions import api
from renshe.domains.contributions.models import Bill
from renshe.domains.contributions.test_month import (
    ON_TIME,
    assessed,
    credit,
    nothing_is_broken,
    pay,
)
from renshe.domains.contributions.test_small_city import (
    NOON,
    NOVEMBER,
    OCTOBER,
    City,
    add_person,
    declare_wages,
    insure,
    new_batch,
    plain_lines,
    post_billed,
    small_city,
)

LATER = dt.date(2025, 12, 3)


@pytest.fixture
def city(fresh_database: Any) -> City:
    """The small city with October assessed, paid and credited; Django is the runner."""
    fresh_database.become("runner")
    made = small_city()
    declare_wages(made)
    _, employer, own = assessed(made)
    pay(
        ("T1", made.employers[0].uscc, ON_TIME, employer.total_fen, OCTOBER),
        ("T2", made.people[3].id_number, ON_TIME, own.total_fen, OCTOBER),
        key="full",
    )
    credit("credit")
    return made


def bill_difference(city: City, *, wage_fen: int) -> Bill:
    """October of the first person turns out to rest on a higher wage: the old line answered, the right one beside it,
    under one bill of the difference."""
    facts = {"person_id": [city.people[0].pk], "employer_id": [city.employers[0].pk]}
    old, right = (
        pl.from_arrow(plain_lines(pa.table({**facts, "declared_wage_fen": [fen]}), OCTOBER))
        for fen in (1_000_000, wage_fen)
    )
    signed = [name for name in old.columns if name.endswith("_fen") or name == "months"]
    batch_id = new_batch("difference", period=NOVEMBER, kind="retroactive_contributions")
    billed = api.prepare_bills(
        lines=pl.concat([old.with_columns(-pl.col(name) for name in signed), right]).to_arrow(),
        batch_id=batch_id,
        kind="back_payment",
        due_on=LATER,
    )
    post_billed(billed, batch_id=batch_id)
    return Bill.objects.get(kind="back_payment")


def reverse(person_id: int, employer_id: int, key: str = "reverse") -> int:
    """October taken back from a person; the batch."""
    batch_id = new_batch(key, kind="contribution_refund")
    reversal = api.reverse_months(
        batch_id=batch_id,
        person_id=person_id,
        employer_id=employer_id,
        periods=[OCTOBER],
        benefits_drawn=lambda *_: False,
    )
    post_billed(reversal, batch_id=batch_id)
    for bill in Bill.objects.filter(batch_id=batch_id):
        decision = api.Decision("错缴", "counter", "approver", LATER, NOVEMBER, batch_id)
        api.refund_correction(bill_id=bill.pk, decision=decision)
    return batch_id


def test_a_difference_that_was_settled_shows_one_month_with_what_is_right_now(city: City) -> None:
    person, employer = city.people[0].pk, city.employers[0]
    bill = bill_difference(city, wage_fen=1_200_000)
    before = api.timeline_of(person_id=person).months
    assert [(m.state, m.base_fen) for m in before] == [("paid", 1_000_000), ("owed", 1_200_000)]
    pay(("T9", employer.uscc, LATER, bill.total_fen, None), key="difference money")
    credit("difference credit")
    (month,) = api.timeline_of(person_id=person).months
    assert (month.state, month.base_fen, month.credit_fen) == ("paid", 1_200_000, 96_000)
    assert (month.bill_id, month.kind) == (bill.pk, "back_payment")
    (year,) = api.career_of(person_id=person, base_caps={})
    assert (year.months, year.base_sum_fen, year.credit_fen) == (1, 1_200_000, 96_000)
    nothing_is_broken()


def test_a_month_that_was_taken_back_is_gone_and_paid_anew_it_is_there_once(city: City) -> None:
    person, employer = city.people[1].pk, city.employers[0].pk
    reverse(person, employer)
    assert api.timeline_of(person_id=person).months == ()
    facts = pa.table({"person_id": [person], "employer_id": [employer], "period": [OCTOBER],
                      "declared_wage_fen": [700_000]})  # fmt: skip
    batch_id = new_batch("again", kind="contribution_back_payment")
    billed = api.assess_back_payment(
        batch_id=batch_id, facts=facts, due_on=LATER, assess=plain_lines
    )
    post_billed(billed, batch_id=batch_id)
    total = Bill.objects.get(batch_id=batch_id).total_fen
    pay(("T9", city.employers[0].uscc, LATER, total, None), key="again money")
    credit("again credit")
    (month,) = api.timeline_of(person_id=person).months
    assert (month.state, month.base_fen) == ("paid", 700_000)


def test_a_month_that_was_given_up_is_owed_by_nobody(city: City) -> None:
    newcomer = add_person(city, name="冯十一")
    insure(newcomer, city.employers[1])
    facts = pa.table({"person_id": [newcomer.pk], "employer_id": [city.employers[1].pk], "period": [OCTOBER - 1],
                      "declared_wage_fen": [500_000]})  # fmt: skip
    batch_id = new_batch("old", kind="contribution_back_payment")
    post_billed(
        api.assess_back_payment(batch_id=batch_id, facts=facts, due_on=ON_TIME, assess=plain_lines),
        batch_id=batch_id,
    )
    assert [m.state for m in api.timeline_of(person_id=newcomer.pk).months] == ["owed"]
    bill = Bill.objects.get(batch_id=batch_id)
    proposal = api.propose_write_off(
        bill_id=bill.pk,
        instrument="（2025）沪03破8号",
        reason="破产终结",
        proposed_by="a",
        proposed_at=NOON,
    )
    given_up = new_batch("write off", kind="contribution_write_off")
    api.approve_write_off(
        write_off_id=proposal, approved_by="b", approved_at=NOON, batch_id=given_up
    )
    assert api.timeline_of(person_id=newcomer.pk).months == ()


def test_a_persons_year_lists_every_line_with_where_its_money_stands(city: City) -> None:
    first, second, employer = city.people[0].pk, city.people[1].pk, city.employers[0]
    bill = bill_difference(city, wage_fen=1_200_000)
    states = [
        (row.kind, row.months, row.state)
        for row in api.lines_of_year(person_id=first, year=2025).rows
    ]
    assert states == [
        ("regular", 1, "credited"),
        ("back_payment", -1, "reversed"),
        ("back_payment", 1, "assessed"),
    ]
    pay(("T9", employer.uscc, LATER, bill.total_fen, None), key="difference money")
    credit("difference credit")
    reverse(second, employer.pk)
    lines = api.lines_of_year(person_id=first, year=2025).rows
    assert [row.state for row in lines] == ["reversed", "reversed", "credited"]
    shares = 1_200_000 * 16 // 100 + 96_000 + 108_000 + 24_000 + 6_000 * 2 + 4_800 + 12_000
    assert sum(row.total_fen for row in lines) == shares
    refunded = api.lines_of_year(person_id=second, year=2025).rows
    assert [(row.months, row.state, row.state_names[0]) for row in refunded] == [
        (1, "refunded", "已退费"), (-1, "refunded", "已退费"),
    ]  # fmt: skip
    assert api.lines_of_year(person_id=first, year=2024).rows == ()


def test_a_year_and_a_batch_are_read_page_by_page_and_no_page_is_endless(city: City) -> None:
    person = city.people[0].pk
    bill_difference(city, wage_fen=1_200_000)
    seen, after = [], (0, 0, 0)
    for _ in range(9):
        page = api.lines_of_year(person_id=person, year=2025, after=after, limit=1)
        seen += page.rows
        if page.following is None:
            break
        after = page.following
    assert seen == list(api.lines_of_year(person_id=person, year=2025, limit=10**9).rows)
    assert len(seen) == 3
    batch_id = Bill.objects.get(employer=city.employers[0], kind="regular").batch_id
    first = api.lines_of_batch(batch_id=batch_id, limit=3)
    assert [row.line_no for row in first.rows] == [1, 2, 3]
    assert first.following is not None
    rest = api.lines_of_batch(batch_id=batch_id, limit=3, after=first.following[2])
    assert ([row.line_no for row in rest.rows], rest.following) == ([4], None)
    assert {row.person_name for row in (*first.rows, *rest.rows)} == {p.name for p in city.people}
    assert api.lines_of_batch(batch_id=10**9).rows == ()


def test_what_a_batch_gave_to_bills_is_listed_with_the_receipt_it_came_from(city: City) -> None:
    bill = Bill.objects.get(employer=city.employers[0], kind="regular")
    batch_id = bill.allocations.values_list("batch_id", flat=True)[0]
    rows = api.allocations_of_batch(batch_id=batch_id)
    mine = [row for row in rows if row.bill_id == bill.pk]
    assert sum(row.amount_fen for row in mine) == bill.total_fen
    assert {row.external_ref for row in mine} == {"T1"}
    page = api.allocations_of_batch(batch_id=batch_id, limit=2)
    assert page == rows[:2]
    assert api.allocations_of_batch(batch_id=batch_id, after=page[-1].allocation_id) == rows[2:]
