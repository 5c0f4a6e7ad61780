"""Money for the wrong person, refunds, back-payments and write-offs: answered by new rows, never by changed ones."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
import pytest
from django.db import DatabaseError, connection, transaction

from renshe.domains.contributions import api
from renshe.domains.contributions.models import Bill, Refund
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
from renshe.kernel.rules import Refusal

LATER = dt.date(2025, 12, 3)


@pytest.fixture
def city(fresh_database: Any) -> City:
    """The small city with October assessed, fully paid and credited; Django is the runner."""
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


def months_of(person_id: int) -> int:
    return sum(entry.months for entry in api.career_of(person_id=person_id, base_caps={}))


def nobody_drew(_person_id: int, _period: int) -> bool:
    return False


def decision(batch_id: int) -> api.Decision:
    return api.Decision("错缴退费", "counter", "approver", LATER, NOVEMBER + 1, batch_id)


def test_a_month_paid_for_the_wrong_person_goes_to_the_right_one_with_its_old_day_of_receipt(
    city: City,
) -> None:
    wrong, right = city.people[0], add_person(city, name="冯十一")
    insure(right, city.employers[0])
    batch_id = new_batch("move", kind="contribution_correction")
    moved = api.move_months(
        batch_id=batch_id,
        employer_id=city.employers[0].pk,
        wrong_person_id=wrong.pk,
        right_person_id=right.pk,
        periods=[OCTOBER],
        benefits_drawn=nobody_drew,
    )
    post_billed(moved, batch_id=batch_id)
    bill = Bill.objects.get(kind="correction")
    assert (bill.total_fen, bill.state, bill.received_on, bill.heads) == (0, "credited", ON_TIME, 0)
    assert (months_of(wrong.pk), months_of(right.pk)) == (0, 1)
    assert api.timeline_of(person_id=wrong.pk).months == ()
    assert api.timeline_of(person_id=right.pk).months[0].credit_fen == 80_000
    nothing_is_broken()


def test_months_cannot_be_moved_twice_or_to_somebody_who_has_them_or_after_benefits(
    city: City,
) -> None:
    wrong, other = city.people[0], city.people[1]
    asked = {
        "batch_id": new_batch("move"),
        "employer_id": city.employers[0].pk,
        "wrong_person_id": wrong.pk,
        "right_person_id": other.pk,
        "periods": [OCTOBER],
        "benefits_drawn": nobody_drew,
    }
    with pytest.raises(Refusal) as taken:
        api.move_months(**asked)
    newcomer = add_person(city)
    with pytest.raises(Refusal) as drawn:
        api.move_months(
            **{**asked, "right_person_id": newcomer.pk, "benefits_drawn": lambda *_: True}
        )
    with pytest.raises(Refusal) as unpaid:
        api.move_months(**{**asked, "right_person_id": newcomer.pk, "periods": [NOVEMBER]})
    codes = [refusal.value.code for refusal in (taken, drawn, unpaid)]
    assert codes == ["already_paid", "benefits_drawn", "nothing_paid"]


def test_a_month_after_death_is_reversed_and_its_principal_goes_back_to_the_payer(
    city: City,
) -> None:
    dead = city.people[1]
    batch_id = new_batch("reverse", kind="contribution_refund")
    reversal = api.reverse_months(
        batch_id=batch_id,
        person_id=dead.pk,
        employer_id=city.employers[0].pk,
        periods=[OCTOBER],
        benefits_drawn=nobody_drew,
    )
    post_billed(reversal, batch_id=batch_id)
    bill = Bill.objects.get(kind="correction")
    api.refund_correction(bill_id=bill.pk, decision=decision(batch_id))
    bill.refresh_from_db()
    paid = 1_010_000 * 16 // 100 + 80_800 + 90_900 + 10_100 + 20_200 + 5_050 * 2 + 4_040
    assert (bill.total_fen, bill.received_fen, bill.state) == (-paid, -paid, "refunded")
    assert sum(Refund.objects.values_list("amount_fen", flat=True)) == paid
    assert (months_of(dead.pk), months_of(city.people[0].pk)) == (0, 1)
    overview = api.month_overview(period=OCTOBER)
    assert overview.collection_rate == 1
    assert overview.heads == 3
    with pytest.raises(Refusal):
        api.refund_correction(bill_id=bill.pk, decision=decision(batch_id))
    nothing_is_broken()


def test_a_back_payment_is_billed_period_by_period_with_each_periods_own_wage(city: City) -> None:
    person = city.people[0]
    facts = pa.table(
        {
            "person_id": [person.pk] * 2,
            "employer_id": [city.employers[0].pk] * 2,
            "period": [OCTOBER - 20, OCTOBER - 19],
            "declared_wage_fen": [500_000, 600_000],
        }
    )
    batch_id = new_batch("back", kind="contribution_back_payment")
    billed = api.assess_back_payment(
        batch_id=batch_id, facts=facts, due_on=LATER, assess=plain_lines
    )
    post_billed(billed, batch_id=batch_id)
    bills = Bill.objects.filter(kind="back_payment").order_by("period")
    assert [(bill.period, bill.pension_personal_fen) for bill in bills] == [
        (OCTOBER - 20, 40_000),
        (OCTOBER - 19, 48_000),
    ]
    pay(
        ("T9", city.employers[0].uscc, LATER, sum(bill.total_fen for bill in bills), None),
        key="back money",
    )
    credit("back credit")
    career = api.career_of(person_id=person.pk, base_caps={})
    assert [(entry.year, entry.months) for entry in career] == [(2024, 2), (2025, 1)]
    assert [(gap.first, gap.last) for gap in api.timeline_of(person_id=person.pk).gaps] == [
        (OCTOBER - 18, OCTOBER - 1)
    ]
    nothing_is_broken()


def test_a_bill_is_written_off_by_two_people_and_takes_no_money_afterwards(city: City) -> None:
    facts = pa.table(
        {
            "person_id": [city.people[0].pk],
            "employer_id": [city.employers[0].pk],
            "period": [OCTOBER - 30],
            "declared_wage_fen": [500_000],
        }
    )
    batch_id = new_batch("old", kind="contribution_back_payment")
    billed = api.assess_back_payment(
        batch_id=batch_id, facts=facts, due_on=ON_TIME, assess=plain_lines
    )
    post_billed(billed, batch_id=batch_id)
    bill = Bill.objects.get(kind="back_payment")
    proposal = api.propose_write_off(
        bill_id=bill.pk,
        instrument="沪人社核〔2025〕1号",
        reason="单位破产终结",
        proposed_by="reviewer",
        proposed_at=NOON,
    )
    given_up = new_batch("write off", kind="contribution_write_off")
    with pytest.raises(Refusal) as alone:
        api.approve_write_off(
            write_off_id=proposal, approved_by="reviewer", approved_at=NOON, batch_id=given_up
        )
    assert alone.value.code == "two_people_needed"
    api.approve_write_off(
        write_off_id=proposal, approved_by="approver", approved_at=NOON, batch_id=given_up
    )
    bill.refresh_from_db()
    assert bill.state == "written_off"
    done = pay(("T9", city.employers[0].uscc, LATER, 100, None), key="too late")
    assert done.suspense_fen == 100
    with pytest.raises(Refusal) as paid_bill:
        api.propose_write_off(
            bill_id=Bill.objects.get(kind="regular", employer=city.employers[0]).pk,
            instrument="x",
            reason="x",
            proposed_by="reviewer",
            proposed_at=NOON,
        )
    assert paid_bill.value.code == "state_forbids"


def test_a_posted_line_cannot_be_changed_or_removed(city: City) -> None:
    for statement in (
        "UPDATE contributions_line SET months = 1",
        "DELETE FROM contributions_allocation",
    ):
        with (
            pytest.raises(DatabaseError, match=r"only ever gains rows|permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
