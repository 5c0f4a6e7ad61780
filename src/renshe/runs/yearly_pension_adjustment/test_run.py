"""A plan published in summer raises every pension since January: the same as one by one, owed once, signed by two."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from renshe.domains.audit import api as audit
from renshe.domains.pension import api as pension
from renshe.domains.pension.conftest import KNOWN, Retiree, load_history
from renshe.domains.pension.operations.roster import NewBatch
from renshe.domains.registry import api as registry
from renshe.kernel.codes.national_id import check_digit
from renshe.kernel.rules import Refusal
from renshe.laws import library
from renshe.runs.context import RunContext
from renshe.runs.yearly_pension_adjustment.run import KIND, preview, run

AT = dt.datetime(2026, 7, 20, 9, tzinfo=dt.UTC)
JULY = 2026 * 12 + 6
JANUARY = 2026 * 12
CONTEXT = RunContext(place="440400", period=JULY, accounting_month=JULY, at=AT, by="operator")
SIGNED = pension.Signatures(
    determined_by="determiner", reviewed_by="reviewer", at=AT, known_on=AT.date()
)
PLAN = "".join(
    f"""
{name}:
  zh: 测试方案
  unit: {unit}
  {key}
  rows:
    - {{place: "440000", from: 2026-01-01, to: open, {at}value: "{value}",
       instrument: 测试方案, confidence: V, known_from: 2026-07-10}}
"""
    for name, unit, key, at, value in (
        ("adjustment_plan_year", "number", "", "", "2026"),
        ("adjustment_flat", "yuan", "key: year", "key: 2026, ", "30"),
        ("adjustment_percent", "percent", "key: year", "key: 2026, ", "1"),
        ("adjustment_per_year", "yuan", "key: year", "key: 2026, ", "1"),
        ("adjustment_years_minimum", "yuan", "key: year", "key: 2026, ", "15"),
        ("adjustment_extra_after_years", "years", "key: year", "key: 2026, ", "15"),
        ("adjustment_extra_per_year", "yuan", "key: year", "key: 2026, ", "1"),
        ("adjustment_age_addition", "yuan", "key: tier", "key: 0, ", "0"),
    )
)


def somebody(number: int) -> registry.Person:
    """A man of Zhuhai born on 1965-03-12."""
    first = f"44040219650312{number * 2 + 1:03d}"
    return registry.register_person(
        id_number=first + check_digit(first), name="陈建国", ethnic_code="01", household_place="440402",
        residence_place="440402", actor="clerk", at=AT, as_of=KNOWN,
    )  # fmt: skip


def freeze(period: int) -> None:
    """A month whose roster is frozen, so that earlier months can only be paid as arrears."""
    pension.freeze_month_roster(batch=NewBatch(
        fund="employee_pension", batch_id=period, period=period, place="440400", attempt=1, pays="month", accounting_month=period,
        frozen_at=AT, frozen_by="clerk",
    ))  # fmt: skip


@pytest.fixture
def retired(fresh_database: Any, tmp_path: Any) -> Iterator[list[Retiree]]:
    """Three men with pensions since May 2025, of which June 2026 is frozen, and a plan of 2026 known in July."""
    fresh_database.become("runner")
    before = dict(library._SETTINGS)
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    library.configure(overlays=[*before["overlays"], tmp_path / "plan.yaml"], mode=before["mode"])
    men = []
    for number, base in enumerate((600_000, 700_000, 1_200_000)):
        man = Retiree(somebody(number))
        years = [(year, 0b1111_1111_1111, base) for year in range(2005 + number, 2025)]
        load_history(
            person_id=man.person.pk, years=[*years, (2025, 0b1111, base)], key=f"history {number}"
        )
        man.recognise("local_addition", 0)
        man.recognise("account_balance", 16_000_000 + number)
        man.grant()
        men.append(man)
    freeze(JULY - 1)
    yield men
    library.configure(overlays=before["overlays"], mode=before["mode"])


def rows() -> list[tuple[Any, ...]]:
    """Everything that an adjustment writes, without numbers."""
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT 'adjustment', a.person_id, j.year, j.from_month, j.amount_fen, j.known_on, j.receipt->>'place',
                   j.receipt->>'on', j.receipt->>'known_on', j.receipt->>'ruleset_hash',
                   (j.receipt->'facts')::text
              FROM pension_adjustment j JOIN pension_award a ON a.id = j.award_id
            UNION ALL
            SELECT 'arrears', person_id, period, months, other_fen, known_on, cause, basic_fen::text, account_fen::text,
                   transitional_fen::text, '' FROM pension_arrears WHERE cause = 'adjustment'
            ORDER BY 1, 2, 3, 6""")
        return cursor.fetchall()


def one_by_one() -> list[tuple[Any, ...]]:
    """What adjusting each award by itself writes, taken back again."""
    with transaction.atomic():
        for award in pension.Award.objects.order_by("pk"):
            pension.adjust_award(
                award_id=award.pk, year=2026, known_on=SIGNED.known_on, explain=library.explain
            )
        found = rows()
        transaction.set_rollback(True)
    return found


def test_everybody_is_raised_as_one_by_one_and_the_months_since_january_are_owed(retired):
    expected = one_by_one()
    totals = run(CONTEXT, year=2026, signed=SIGNED)
    assert rows() == expected
    assert totals["adjusted"] == 3
    assert totals["arrears_rows"] == 3
    assert totals["arrears_fen"] == 6 * totals["increase_fen"]
    parts = ("flat_fen", "years_fen", "percentage_fen", "age_fen", "turned_fen")
    assert sum(totals[part] for part in parts) == totals["increase_fen"] > 0
    receipt = pension.Adjustment.objects.first().receipt
    assert (receipt["determined_by"], receipt["reviewed_by"]) == ("determiner", "reviewer")


def test_run_again_it_finds_what_was_done(retired):
    first = run(CONTEXT, year=2026, signed=SIGNED)
    before = rows()
    assert run(CONTEXT, year=2026, signed=SIGNED) == first
    assert rows() == before
    later = preview(place="440400", year=2026, known_on=SIGNED.known_on)
    assert (later.totals["already_adjusted"], later.totals["adjusted"]) == (3, 0)


def test_the_next_roster_pays_the_raised_pension_and_the_months_owed(retired):
    totals = run(CONTEXT, year=2026, signed=SIGNED)
    freeze(JULY)
    frozen = pension.roster_heads(batch_id=JULY)
    assert frozen
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pension_arrears WHERE roster_batch_id = %s", [JULY])
        assert cursor.fetchone()[0] >= totals["arrears_rows"]


def test_a_preview_writes_nothing_and_shows_the_rise_by_place(retired):
    before = rows()
    found = preview(place="440400", year=2026, known_on=SIGNED.known_on)
    assert rows() == before
    (row,) = found.by_place().to_dicts()
    assert (row["place"], row["heads"]) == ("440402", 3)
    assert row["increase_fen"] == found.totals["increase_fen"]
    assert row["least_fen"] <= row["increase_fen"] / 3 <= row["most_fen"]


def test_an_award_taken_over_with_its_months_alone_is_raised_the_same(retired, fresh_database):
    fresh_database.become("owner")  # nobody else may change what an award rests on
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE pension_award DISABLE TRIGGER USER")
        cursor.execute("""
            UPDATE pension_award SET facts = facts - 'career' - 'deemed_months' || jsonb_build_object('contribution_months',
              (SELECT sum((y->>'months')::int) FROM jsonb_array_elements(facts->'career') y)
              + (facts->>'deemed_months')::int)""")
        cursor.execute("ALTER TABLE pension_award ENABLE TRIGGER USER")
    fresh_database.become("runner")
    expected = one_by_one()
    run(CONTEXT, year=2026, signed=SIGNED)
    assert rows() == expected
    rise = pension.Adjustment.objects.select_related("award").first()
    told = library.explain(
        "adjustment_increase", rise.receipt["facts"], place=rise.receipt["place"], on=dt.date(2026, 1, 1),
        known_on=SIGNED.known_on, given=pension.handed_in(rise.award.facts),
    )  # fmt: skip
    assert (told.value, told.ruleset_hash) == (rise.amount_fen, rise.receipt["ruleset_hash"])


def test_before_the_plan_is_known_nobody_is_raised_and_nothing_is_written(retired):
    with pytest.raises(Refusal):
        preview(place="440400", year=2026, known_on=dt.date(2026, 7, 9))
    assert [row for row in rows() if row[0] == "adjustment"] == []


def test_who_served_a_sentence_outside_in_january_loses_the_adjustment_and_a_later_stop_only_its_months(
    retired,
):
    in_prison, stopped, _ = retired
    told = pension.Recorded(by="clerk", at=AT, known_on=dt.date(2026, 7, 1), reason="核查")
    pension.record_custody(
        person_id=in_prison.person.pk, stage="community", from_month=JANUARY - 2, recorded=told
    )
    pension.suspend_pension(
        person_id=stopped.person.pk, kind="manual", from_month=JANUARY + 3, recorded=told
    )
    expected = one_by_one()
    totals = run(CONTEXT, year=2026, signed=SIGNED)
    assert rows() == expected
    assert (totals["lost_for_good"], totals["adjusted"], totals["arrears_rows"]) == (1, 2, 2)
    assert sorted(row[3] for row in rows() if row[0] == "arrears") == [3, 6]


def test_who_lacks_a_fact_is_listed_with_the_reason_and_the_others_are_raised(
    retired, fresh_database
):
    fresh_database.become("owner")  # nobody else may change what an award rests on
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE pension_award DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE pension_award SET facts = facts - 'deemed_months' WHERE person_id = %s",
            [retired[0].person.pk],
        )
        cursor.execute("ALTER TABLE pension_award ENABLE TRIGGER USER")
    fresh_database.become("runner")
    totals = run(CONTEXT, year=2026, signed=SIGNED)
    assert (totals["adjusted"], totals["refused"]) == (2, 1)
    run_row = audit.run_by_key(key=CONTEXT.key(KIND, "2026"))
    assert run_row is not None
    (note,) = run_row.attention
    assert "deemed_months" in note["subject"]
