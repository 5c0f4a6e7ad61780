"""A month of contributions, from declared wages to credited accounts, with every invariant proven at the end."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pyarrow as pa
import pytest
from django.db import IntegrityError, connection

from renshe.domains.contributions import api
from renshe.domains.contributions.models import Allocation, Bill, Receipt
from renshe.domains.contributions.test_small_city import (
    DUE,
    NOVEMBER,
    OCTOBER,
    PLACE,
    City,
    add_person,
    bill_table,
    close_batch,
    declare_wages,
    insure,
    new_batch,
    small_city,
)
from renshe.foundation.invariants import prove
from renshe.kernel.rules import Refusal

ON_TIME, LATE = dt.date(2025, 10, 20), dt.date(2025, 11, 4)


def receipts(*rows: tuple[str, str, dt.date, int, int | None]) -> pa.Table:
    """Receipts as a file brings them: reference, payer's code, day, fen, period."""
    frame = pl.DataFrame(
        rows,
        schema={
            "external_ref": pl.String,
            "payer_uscc": pl.String,
            "received_on": pl.Date,
            "amount_fen": pl.Int64,
            "period": pl.Int64,
        },
        orient="row",
    )
    return frame.to_arrow()


def pay(
    *rows: tuple[str, str, dt.date, int, int | None], key: str, **options: Any
) -> api.Allocated:
    """Take down receipts and allocate them in a posted batch."""
    api.record_receipts(rows=receipts(*rows), accounting_month=OCTOBER, file_id=None)
    batch_id = new_batch(key, kind="contribution_receipts")
    done = api.allocate_receipts(batch_id=batch_id, as_of=dt.date(2026, 1, 1), **options)
    close_batch(batch_id, rows=done.rows)
    return done


def credit(key: str) -> api.Credited:
    """Credit what can be credited, in a posted batch."""
    batch_id = new_batch(key, kind="contribution_crediting")
    done = api.credit_bills(batch_id=batch_id, as_of=dt.date(2026, 1, 1))
    close_batch(batch_id)
    return done


def nothing_is_broken() -> None:
    """Every invariant of the domain holds over all rows."""
    broken = {
        one.name: breaches for one, breaches, count in prove(invariants=api.INVARIANTS) if count
    }
    assert broken == {}


@pytest.fixture
def city(fresh_database: Any) -> City:
    """The small city with wages declared, Django being the runner."""
    fresh_database.become("runner")
    made = small_city()
    declare_wages(made)
    return made


def assessed(city: City) -> tuple[int, Bill, Bill]:
    """October assessed: the batch, the employer's bill and the bill of the one who pays for himself."""
    batch_id = bill_table(api.assessment_table(period=OCTOBER, place=PLACE))
    api.mark_sent(batch_id=batch_id, sent_on=dt.date(2025, 10, 16))
    return (
        batch_id,
        Bill.objects.get(employer=city.employers[0]),
        Bill.objects.get(person=city.people[3]),
    )


def test_everybody_insured_is_assessed_once_with_the_wage_of_the_year(city: City) -> None:
    table = pl.from_arrow(api.assessment_table(period=OCTOBER, place=PLACE))
    assert table["person_id"].to_list() == [person.pk for person in city.people]
    assert table["declared_wage_fen"].to_list() == [1_000_000, 1_010_000, 1_020_000, 1_030_000]
    assert table["declared"].to_list() == [False, False, False, True]
    assert table["employer_kind"].to_list() == ["enterprise"] * 3 + ["own"]
    parts = [api.assessment_table(period=OCTOBER, place=PLACE, part=n, parts=3) for n in range(3)]
    assert sorted(pa.concat_tables(parts)["person_id"].to_pylist()) == table["person_id"].to_list()


def test_bills_are_the_sums_of_their_lines_and_each_payer_has_his_own(city: City) -> None:
    _, employer, own = assessed(city)
    assert (employer.heads, employer.pension_personal_fen) == (3, 80_000 + 80_800 + 81_600)
    assert employer.medical_employer_fen == 3_030_000 // 10  # nine percent and maternity's one
    assert (own.heads, own.total_fen) == (1, 206_000 + 20_600)
    assert {employer.state, own.state} == {"sent"}
    nothing_is_broken()


def test_a_second_assessment_of_the_month_takes_only_who_came_late(city: City) -> None:
    assessed(city)
    late = add_person(city)
    insure(late, city.employers[0])
    again = api.assessment_table(period=OCTOBER, place=PLACE)
    assert again["person_id"].to_pylist() == [late.pk]
    assert again["wage_source"].to_pylist() == ["none"]


def test_full_payment_credits_the_month_and_fills_the_career(city: City) -> None:
    _, employer, own = assessed(city)
    done = pay(
        ("T1", city.employers[0].uscc, ON_TIME, employer.total_fen, OCTOBER),
        ("T2", city.people[3].id_number, ON_TIME, own.total_fen, OCTOBER),
        key="full",
    )
    assert done.given_fen == employer.total_fen + own.total_fen
    assert (done.suspense_fen, done.bills_fully_received) == (0, 2)
    credited = credit("credit")
    assert (credited.bills, credited.person_months) == (2, 4)
    assert credited.account_credit_fen == 80_000 + 80_800 + 81_600 + 82_400
    assert credit("credit again") == api.Credited(bills=0, person_months=0, account_credit_fen=0)
    entry = api.career_of(person_id=city.people[0].pk, base_caps={})[0]
    assert (entry.year, entry.months, entry.base_sum_fen) == (2025, 1, 1_000_000)
    assert entry.credit_product_fen == 80_000 * 3  # October stands three months
    overview = api.month_overview(period=OCTOBER, place_prefix="31")
    assert overview.collection_rate == 1
    assert (overview.heads, overview.by_state) == (4, {"credited": 2})
    assert sum(fund.received_fen for fund in overview.by_fund) == overview.received_fen
    nothing_is_broken()


def test_months_count_once_the_personal_pension_share_is_in_though_the_rest_is_owed(
    city: City,
) -> None:
    _, employer, _ = assessed(city)
    pay(
        ("T1", city.employers[0].uscc, ON_TIME, employer.pension_personal_fen - 1, OCTOBER),
        key="short",
    )
    assert credit("nothing yet").bills == 0
    assert api.career_of(person_id=city.people[0].pk, base_caps={}) == []
    assert api.timeline_of(person_id=city.people[0].pk).months[0].state == "owed"
    pay(("T2", city.employers[0].uscc, LATE, 1, OCTOBER), key="the last fen")
    assert credit("now").bills == 1
    employer.refresh_from_db()
    assert (employer.state, employer.received_on) == ("part_received", LATE)
    assert api.timeline_of(person_id=city.people[0].pk).months_paid == 1
    pay(
        ("T3", city.employers[0].uscc, LATE, employer.total_fen - employer.received_fen, None),
        key="rest",
    )
    employer.refresh_from_db()
    assert employer.state == "credited"
    nothing_is_broken()


def test_over_payment_and_unknown_payer_wait_in_suspense_until_given_back_by_two_people(
    city: City,
) -> None:
    _, employer, _ = assessed(city)
    done = pay(
        ("T1", city.employers[0].uscc, ON_TIME, employer.total_fen + 500, None),
        ("T2", "91310112MA999999XX", ON_TIME, 700, None),
        key="over",
    )
    assert done.suspense_fen == 1200
    items = api.suspense_items(as_of=LATE)
    assert [(item.left_fen, item.reason, item.days) for item in items] == [
        (500, "overpaid", 15),
        (700, "unknown_payer", 15),
    ]
    decision = api.Decision("多缴退回", "counter", "counter", LATE, NOVEMBER, new_batch("refund"))
    with pytest.raises(Refusal) as refusal:
        api.refund_suspense(receipt_id=items[0].receipt_id, amount_fen=500, decision=decision)
    assert refusal.value.code == "two_people_needed"
    decision = api.Decision("多缴退回", "counter", "approver", LATE, NOVEMBER, decision.batch_id)
    with pytest.raises(Refusal):
        api.refund_suspense(receipt_id=items[0].receipt_id, amount_fen=501, decision=decision)
    api.refund_suspense(receipt_id=items[0].receipt_id, amount_fen=500, decision=decision)
    assert Receipt.objects.get(pk=items[0].receipt_id).state == "refunded"
    assert [item.external_ref for item in api.suspense_items(as_of=LATE)] == ["T2"]
    nothing_is_broken()


def test_a_payment_number_that_came_before_refuses_the_whole_file_without_effect(
    city: City,
) -> None:
    rows = receipts(("T1", "A", ON_TIME, 5, None))
    api.record_receipts(rows=rows, accounting_month=OCTOBER, file_id=None)
    more = receipts(("T2", "A", ON_TIME, 5, None), ("T1", "A", ON_TIME, 5, None))
    with pytest.raises(Refusal) as known:
        api.record_receipts(rows=more, accounting_month=OCTOBER, file_id=None)
    assert (known.value.code, known.value.subject) == ("reference_known", "T1")
    twice = receipts(("T3", "A", ON_TIME, 5, None), ("T3", "A", ON_TIME, 5, None))
    with pytest.raises(Refusal) as repeated:
        api.record_receipts(rows=twice, accounting_month=OCTOBER, file_id=None)
    assert repeated.value.code == "reference_twice"
    assert list(Receipt.objects.values_list("external_ref", flat=True)) == ["T1"]


def surcharge_of(parts: pa.Table) -> pa.Array:
    """Five ten-thousandths a day, half up: what the test knows, not the law."""
    frame = pl.from_arrow(parts)
    days = pl.col("paid_on") - pl.col("due_on")
    return (
        frame.select((pl.col("principal_fen") * 5 * days * 2 + 10_000) // 20_000)
        .to_series()
        .to_arrow()
    )


def test_late_money_is_charged_to_the_day_it_came_and_each_fund_gets_its_own_surcharge(
    city: City,
) -> None:
    _, employer, _ = assessed(city)
    days = (LATE - DUE).days
    shares = {"pension": employer.pension_employer_fen + employer.pension_personal_fen}
    done = pay(
        ("T1", city.employers[0].uscc, LATE, employer.total_fen + 100_000, OCTOBER),
        key="late",
        surcharge_of=surcharge_of,
    )
    employer.refresh_from_db()
    assert employer.received_fen == employer.total_fen
    assert employer.surcharge_received_fen == employer.surcharge_fen == done.surcharge_charged_fen
    assert abs(employer.pension_surcharge_fen - shares["pension"] * 5 * days / 10_000) <= 1
    assert done.by_fund["pension", "surcharge"] == employer.pension_surcharge_fen
    assert done.suspense_fen == 100_000 - employer.surcharge_fen
    # Paid principal stops growing: charged again a month later, nothing changes.
    assert (
        api.charge_surcharge(as_of=dt.date(2025, 12, 31), surcharge_of=surcharge_of) > 0
    )  # the other payer
    employer.refresh_from_db()
    assert employer.surcharge_fen == done.surcharge_charged_fen
    nothing_is_broken()


def test_charging_the_same_day_twice_changes_nothing_and_an_earlier_payment_lowers_it_again(
    city: City,
) -> None:
    _, employer, own = assessed(city)
    first = api.charge_surcharge(as_of=dt.date(2025, 12, 31), surcharge_of=surcharge_of)
    assert first > 0
    assert api.charge_surcharge(as_of=dt.date(2025, 12, 31), surcharge_of=surcharge_of) == 0
    arrears = api.arrears_by_age(as_of=dt.date(2025, 12, 31), place_prefix="31")
    youngest = arrears[0]
    assert (youngest.band, youngest.bills, youngest.surcharge_fen) == ("1-3 months", 2, first)
    assert [one.pk for one in api.arrears_of(employer_id=city.employers[0].pk, as_of=LATE)] == [
        employer.pk
    ]
    pay(
        ("T1", city.people[3].id_number, LATE, own.total_fen, None),
        key="early",
        surcharge_of=surcharge_of,
    )
    own.refresh_from_db()
    assert own.surcharge_fen == sum(
        (fen * 5 * (LATE - DUE).days * 2 + 10_000) // 20_000 for fen in (206_000, 20_600)
    )
    nothing_is_broken()


def test_arrears_of_a_merged_employer_are_paid_by_its_successor(city: City) -> None:
    _, employer, _ = assessed(city)
    old, heir = city.employers[0], city.employers[1]
    old.closed_on, old.successor = dt.date(2025, 10, 31), heir
    old.save()
    owed = [one.pk for one in api.arrears_of(employer_id=heir.pk, as_of=LATE)]
    assert owed == [employer.pk], "the successor owes what the merged employer owed"
    done = pay(("T1", heir.uscc, LATE, employer.total_fen, None), key="heir")
    assert (done.bills_fully_received, done.suspense_fen) == (1, 0)
    assert api.arrears_of(employer_id=heir.pk, as_of=LATE) == []


def test_people_of_a_merged_employer_keep_their_wages_and_are_not_billed_a_second_time(
    city: City,
) -> None:
    """After the merger their spells are the successor's; what the old unit declared and owed for them still counts."""
    assessed(city)
    old, heir = city.employers[0], city.employers[1]
    old.closed_on, old.successor = dt.date(2025, 9, 30), heir
    old.save()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE enrolment_spell SET employer_id = %s WHERE employer_id = %s", [heir.pk, old.pk]
        )
    assert api.assessment_table(period=OCTOBER, place=PLACE).num_rows == 0
    november = pl.from_arrow(api.assessment_table(period=OCTOBER + 1, place=PLACE))
    theirs = november.filter(pl.col("employer_id") == heir.pk)
    assert theirs["declared_wage_fen"].to_list() == [1_000_000, 1_010_000, 1_020_000]
    assert theirs["last_month_wage_fen"].to_list() == [1_000_000, 1_010_000, 1_020_000]
    parts = [
        api.assessment_table(period=OCTOBER + 1, place=PLACE, part=n, parts=3) for n in range(3)
    ]
    whole = pl.from_arrow(pa.concat_tables(parts)).sort("person_id")
    assert whole["declared_wage_fen"].to_list()[:3] == [1_000_000, 1_010_000, 1_020_000]


def test_a_batch_allocates_once_and_a_bill_takes_no_more_than_it_is(city: City) -> None:
    _, employer, _ = assessed(city)
    pay(("T1", city.employers[0].uscc, ON_TIME, 100, None), key="once")
    batch_id = Allocation.objects.latest("id").batch_id
    with pytest.raises(Refusal) as refusal:
        api.allocate_receipts(batch_id=batch_id, as_of=LATE)
    assert refusal.value.code == "state_forbids"
    with pytest.raises(IntegrityError):
        Bill.objects.filter(pk=employer.pk).update(received_fen=employer.total_fen + 1)
