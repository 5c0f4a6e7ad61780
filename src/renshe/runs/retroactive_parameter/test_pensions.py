"""A base published late makes provisional pensions final: set by set the same as one by one, owed by month, one voucher."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from django.db import connection, transaction

from renshe.domains.audit import api as audit
from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.domains.pension.conftest import KNOWN, RETIRED, Retiree, load_history
from renshe.domains.pension.operations.roster import NewBatch
from renshe.domains.registry import api as registry
from renshe.kernel.codes.national_id import check_digit
from renshe.kernel.rules import Refusal
from renshe.laws import library
from renshe.runs.context import RunContext, silent
from renshe.runs.retroactive_parameter import award_rows, pensions

AT = dt.datetime(2025, 11, 20, 9, tzinfo=dt.UTC)
NOVEMBER = 2025 * 12 + 10
CONTEXT = RunContext(
    place="440400", period=NOVEMBER, accounting_month=NOVEMBER, at=AT, by="operator"
)
SIGNED = pension.Signatures(
    determined_by="determiner", reviewed_by="reviewer", at=AT, known_on=AT.date()
)
LATE_BASE = """
calculation_base_of_year:
  zh: 养老金计发基数
  unit: yuan
  key: year
  rows:
    - {{place: "440000", from: 2025-01-01, to: open, key: 2025, value: "{yuan}", instrument: 更正通知, confidence: V,
        known_from: {known}}}
account_crediting_rate:
  zh: 个人账户记账利率
  unit: percent
  key: year
  rows:
    - {{place: CN, from: 2025-01-01, to: open, key: 2025, value: "2.62", instrument: 公布, confidence: V, known_from: {known}}}
latest_published_crediting_year:
  zh: 已公布记账利率的最近年度
  unit: number
  rows:
    - {{place: CN, from: 1992-01-01, to: open, value: "2025", instrument: 公布, confidence: V, known_from: {known}}}
"""

PLAN_OF_2026 = "".join(
    f"""
{name}:
  zh: 测试方案
  unit: {unit}
  {key}
  rows:
    - {{place: "440000", from: 2026-01-01, to: open, {at}value: "{value}",
       instrument: 测试方案, confidence: V, known_from: 2026-05-30}}
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


@pytest.fixture
def retired(fresh_database: Any) -> Iterator[list[Retiree]]:
    """Three men with pensions of May 2025, before that year's base was known, paid up to October.

    The first one's account was recognised, the second's follows from the career, the third's from a closed year.
    """
    fresh_database.become("runner")
    before = dict(library._SETTINGS)
    men = []
    for number, base in enumerate((600_000, 700_000, 1_200_000)):
        man = Retiree(somebody(number))
        years = [(year, 0b1111_1111_1111, base) for year in range(2005, 2025)]
        load_history(
            person_id=man.person.pk, years=[*years, (2025, 0b1111, base)], key=f"history {number}"
        )
        man.recognise("local_addition", 0)
        if number == 0:
            man.recognise("account_balance", 16_000_000)
        if number == 2:
            closed(man.person.pk, year=2024, fen=21_000_000)
        man.grant()
        men.append(man)
    freeze(NOVEMBER - 1)
    yield men
    library.configure(overlays=before["overlays"], mode=before["mode"])


def closed(person_id: int, *, year: int, fen: int) -> None:
    """A closed account year."""
    batch_id = funds.open_batch(
        kind="take_over", accounting_month=RETIRED, run_key=f"account {person_id}"
    )
    row = {"line_no": 1, "person_id": person_id, "year": year, "opening_fen": fen, "credit_fen": 0, "interest_fen": 0,
           "payout_fen": 0, "closing_fen": fen}  # fmt: skip
    rows = pa.table({name: [value] for name, value in row.items()})
    stage = funds.stage_account_year(batch_id=batch_id, rows=rows)
    with stage, transaction.atomic(), connection.cursor() as cursor:
        stage.attach(cursor)
        funds.post_batch(
            batch_id=batch_id, rows=1, totals={}, entries=[], posted_by="test", posted_at=AT
        )


def freeze(period: int) -> None:
    """A month whose roster is frozen, so that earlier months can only be paid as arrears."""
    pension.freeze_month_roster(batch=NewBatch(
        fund="employee_pension", batch_id=period, period=period, place="440400", attempt=1, pays="month", accounting_month=period,
        frozen_at=AT, frozen_by="clerk",
    ))  # fmt: skip


def one_by_one(signed: pension.Signatures = SIGNED) -> dict[int, dict[str, Any]]:
    """What redetermining each award by itself would write, taken back again."""
    found = {}
    with transaction.atomic():
        for old in list(
            pension.Award.objects.filter(state__in=["provisional", "final", "suspended"])
        ):
            new = pension.redetermine_award(
                award_id=old.pk, cause="final_base", signed=signed, explain=library.explain
            )
            found[old.person_id] = rows_of(new.award)
        transaction.set_rollback(True)
    return found


def rows_of(award: pension.Award) -> dict[str, Any]:
    """Everything that a determination wrote for one award, without numbers."""
    columns = ("basic_fen", "account_fen", "transitional_fen", "other_fen")
    return {
        "award": [getattr(award, name) for name in (*columns, "total_fen", "state", "starts_month", "ends_month")],
        "balance": award.facts["account_balance"],
        "known_on": award.receipt["known_on"], "hash": award.receipt["ruleset_hash"],
        "confidence": award.receipt["confidence"],
        "events": list(award.events.order_by("id").values_list("verb", "source", "target", "actor")),
        "adjustments": list(award.adjustments.order_by("year").values_list("year", "from_month", "amount_fen")),
        "arrears": list(award.arrears.order_by("period").values_list("period", "months", "known_on", *columns)),
        "overpayments": [
            (row.cause, row.from_month, row.to_month, row.principal_fen, row.lines)
            for row in pension.Overpayment.objects.filter(award=award)
        ],
    }  # fmt: skip


def months_owed(rows: dict[str, Any]) -> list[int]:
    """Each month that is owed; a row of arrears may stand for several."""
    return [first + n for first, count, *_ in rows["arrears"] for n in range(count)]


def in_force() -> dict[int, dict[str, Any]]:
    """The rows of everybody's award in force."""
    return {
        award.person_id: rows_of(award)
        for award in pension.Award.objects.filter(state__in=["provisional", "final", "suspended"])
    }


def test_a_base_published_late_is_settled_for_all_as_it_would_be_for_each(
    retired: list[Retiree],
) -> None:
    expected = one_by_one()
    totals = pensions.run(CONTEXT, signed=SIGNED)
    assert in_force() == expected
    # The crediting rate of the year is still unknown, so they stay provisional.
    assert {rows["award"][5] for rows in expected.values()} == {"provisional"}
    assert (totals["changed"], totals["not_ours"], totals["refused"], totals["overpaid_fen"]) == (
        3,
        0,
        0,
        0,
    )
    owed = sum(row[1] * sum(row[3:]) for rows in expected.values() for row in rows["arrears"])
    assert totals["arrears_fen"] == owed > 0
    assert months_owed(expected[retired[0].person.pk]) == list(range(RETIRED + 1, NOVEMBER))
    assert any(name == "latest_calculation_base_year" for name in totals["parameters"])
    old = pension.Award.objects.filter(state="redetermined")
    assert {award.person_id for award in old} == set(expected)
    assert all(award.replaced_by.state == "provisional" for award in old)


def test_a_correction_downwards_is_one_receivable_for_each_and_one_entry_for_all(
    retired: list[Retiree], tmp_path: Path
) -> None:
    pensions.run(CONTEXT, signed=SIGNED)
    path = tmp_path / "corrected.yaml"
    path.write_text(LATE_BASE.format(yuan="9093", known="2025-12-05"), encoding="utf-8")
    library.configure(overlays=[*library._SETTINGS["overlays"], path], mode="demonstration")
    freeze(NOVEMBER)
    later = dt.datetime(2025, 12, 10, 9, tzinfo=dt.UTC)
    december = RunContext(
        place="440400", period=NOVEMBER + 1, accounting_month=NOVEMBER + 1, at=later, by="operator"
    )
    signed = pension.Signatures(
        determined_by="determiner", reviewed_by="reviewer", at=later, known_on=later.date()
    )
    totals = pensions.run(december, signed=signed)
    assert totals["arrears_fen"] == 0
    assert {rows["award"][5] for rows in in_force().values()} == {"final"}
    over = list(pension.Overpayment.objects.order_by("person_id"))
    assert [row.person_id for row in over] == [man.person.pk for man in retired]
    assert all(
        (row.from_month, row.to_month, row.cause) == (RETIRED + 1, NOVEMBER, "redetermined_lower")
        for row in over
    )
    assert all(sum(line["fen"] for line in row.lines) == row.principal_fen for row in over)
    lines = funds.entries_of_batch(batch_id=totals["batch_id"])
    assert len({line.entry_id for line in lines}) == 1
    sides = {line.code: (line.debit_fen, line.credit_fen) for line in funds.trial_balance(
        fund="employee_pension", book="rights", accounting_month=NOVEMBER + 1)}  # fmt: skip
    assert (
        sides["R1201"][0]
        == sides["R5101"][1]
        == totals["overpaid_fen"]
        == sum(row.principal_fen for row in over)
    )


def test_every_yearly_adjustment_is_replayed_upon_the_new_amount(
    retired: list[Retiree], tmp_path: Path
) -> None:
    plan, corrected = tmp_path / "plan.yaml", tmp_path / "corrected.yaml"
    plan.write_text(PLAN_OF_2026, encoding="utf-8")
    corrected.write_text(LATE_BASE.format(yuan="9593", known="2026-06-10"), encoding="utf-8")
    overlays = library._SETTINGS["overlays"]
    library.configure(overlays=[*overlays, plan], mode="demonstration")
    pensions.run(CONTEXT, signed=SIGNED)
    freeze(2026 * 12 + 4)
    for award in list(pension.Award.objects.filter(state="provisional")):
        pension.adjust_award(
            award_id=award.pk, year=2026, known_on=dt.date(2026, 6, 1), explain=library.explain
        )
    old = {person: rows["adjustments"][0][2] for person, rows in in_force().items()}
    library.configure(overlays=[*overlays, plan, corrected], mode="demonstration")
    at = dt.datetime(2026, 6, 20, 9, tzinfo=dt.UTC)
    signed = pension.Signatures(
        determined_by="determiner", reviewed_by="reviewer", at=at, known_on=at.date()
    )
    expected = one_by_one(signed)
    june = RunContext(
        place="440400", period=2026 * 12 + 5, accounting_month=2026 * 12 + 5, at=at, by="operator"
    )
    pensions.run(june, signed=signed)
    assert in_force() == expected
    assert all(rows["adjustments"][0][2] > old[person] for person, rows in expected.items())
    assert {len(months_owed(rows)) for rows in expected.values()} == {2026 * 12 + 5 - RETIRED - 1}


def test_where_the_law_lacks_something_the_award_stays_as_it_is_and_is_named(
    retired: list[Retiree],
) -> None:
    award = pension.Award.objects.earliest("id")
    pension.Adjustment.objects.create(
        award=award, year=2031, from_month=2031 * 12, amount_fen=20_000, known_on=KNOWN, receipt={}
    )
    found = pensions.preview(place="440400", known_on=AT.date(), progress=silent)
    assert [(award.pk, "missing_parameter")] == [
        (pk, refusal.code) for pk, refusal in found.refused
    ]
    assert award.pk not in found.awards["award_id"].to_list()
    assert found.awards.height == 2


def test_a_preview_lists_each_person_and_month_and_writes_nothing(
    retired: list[Retiree], tmp_path: Path
) -> None:
    seen = pensions.preview(place="440400", known_on=AT.date(), progress=silent)
    seen.write_csv(tmp_path / "differences.csv")
    with (tmp_path / "differences.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == 3 * (NOVEMBER - RETIRED - 1)
    assert {row["cause"] for row in rows} == {"redetermined"}
    assert rows[0]["month"] == "2025-05"
    assert pension.Award.objects.filter(state="redetermined").count() == 0
    assert not pension.Arrears.objects.exclude(cause="first_award").exists()
    nothing_yet = pensions.preview(place="440400", known_on=dt.date(2025, 6, 30), progress=silent)
    assert nothing_yet.affected == 0


def test_months_in_which_a_pension_was_stopped_are_not_owed(retired: list[Retiree]) -> None:
    man = retired[0]
    pension.Hold.objects.create(
        person=man.person, kind="manual", from_month=RETIRED + 3, to_month=RETIRED + 4, reason="x", recorded_by="x",
        known_on=KNOWN,
    )  # fmt: skip
    expected = one_by_one()
    pensions.run(CONTEXT, signed=SIGNED)
    assert in_force() == expected
    months = months_owed(expected[man.person.pk])
    assert not {RETIRED + 3, RETIRED + 4} & set(months)


@pytest.mark.parametrize("point", ["write", "pension_differences", "finish"])
def test_a_run_that_fails_is_run_again_and_nobody_is_paid_twice(
    retired: list[Retiree], monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    class Killed(Exception):
        """The process is gone."""

    expected = one_by_one()
    where = pensions.audit if point == "finish" else pensions
    real = getattr(where, point)

    def gone(*given: Any, **asked: Any) -> None:
        if point == "write":
            real(*given, **asked)
        raise Killed

    monkeypatch.setattr(where, point, gone)
    with pytest.raises(Killed):
        pensions.run(CONTEXT, signed=SIGNED)
    monkeypatch.undo()
    totals = pensions.run(CONTEXT, signed=SIGNED)
    assert in_force() == expected
    assert pensions.run(CONTEXT, signed=SIGNED) == totals
    run = audit.run_by_key(key=CONTEXT.key(pensions.KIND, AT.date().isoformat()))
    assert run is not None
    assert (run.attempt, run.state) == (2, "done")


def test_an_award_changed_by_somebody_else_meanwhile_stops_everything(
    retired: list[Retiree], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = award_rows.award_heads

    def meanwhile(**asked: Any) -> Any:
        heads = real(**asked)
        retired[0].recognise("account_balance", 17_000_000, known_on=AT.date())
        old = pension.in_force(person_id=retired[0].person.pk)
        assert old is not None
        pension.redetermine_award(
            award_id=old.pk, cause="redetermined", signed=SIGNED, explain=library.explain
        )
        return heads

    monkeypatch.setattr(award_rows, "award_heads", meanwhile)
    with pytest.raises(Refusal, match="awards_changed_meanwhile"):
        pensions.run(CONTEXT, signed=SIGNED)
    assert pension.Award.objects.filter(state="redetermined").count() == 1
    monkeypatch.undo()
    assert pensions.run(CONTEXT, signed=SIGNED)["changed"] == 2
