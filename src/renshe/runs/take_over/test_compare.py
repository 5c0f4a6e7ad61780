"""Both systems side by side: who agrees, who differs and why, and who is in one of them only."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from renshe.kernel.money import format_yuan
from renshe.kernel.rules.refusal import BUILT_IN, Refusal
from renshe.laws import library
from renshe.runs.monthly_contribution_assessment.law import assess
from renshe.runs.take_over.comparing import Comparison
from renshe.runs.take_over.contract import BASES, COMPONENTS, SHARES
from renshe.runs.take_over.registered import registered_numbers
from renshe.runs.take_over.run import compare, load
from renshe.runs.take_over.test_folder import HandOver, credit_code, id_number, person, spells
from renshe.runs.take_over.test_load import CONTEXT

OCTOBER = 2025 * 12 + 9
MONTH = dataclasses.replace(
    CONTEXT, period=OCTOBER, accounting_month=OCTOBER, at=dt.datetime(2025, 10, 20, tzinfo=dt.UTC)
)
WORKER, OTHER, RETIRED = (
    id_number("19850615", 101),
    id_number("19900102", 102),
    id_number("19680512", 104),
)
Row = dict[str, str]
# Base 10,000 yuan at Shanghai's rates of October 2025 (16/8, 9/2, 0.5/0.5; maternity 1 % within medical here).
AMOUNTS = {"wage": 1_000_000, **dict.fromkeys(BASES, 1_000_000)}


@pytest.fixture
def city(fresh_database: Any, hand_over: HandOver) -> HandOver:
    """The folder taken over, with a third worker whose wage is far above the cap."""
    fresh_database.become("runner")
    hand_over.rows["people"].append(person("P5", "赵高薪", "19800301", 107, "M60"))
    hand_over.rows["spells"] += spells("P5", "D1", "2020-01")
    hand_over.rows["wages"].append(
        {"person_no": "P5", "employer_no": "D1", "year_start_month": "2025-07", "wage": "90000.00"}
    )
    assert hand_over.plan(registered=registered_numbers).ready
    load(context=CONTEXT, folder=hand_over.folder)
    return hand_over


def written(folder: Path, name: str, rows: list[Row]) -> None:
    """The old system's results of the month."""
    with (folder / f"{name}.csv").open("w", encoding="gb18030", newline="") as handle:
        writer = csv.DictWriter(handle, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def as_ours(folder: Path) -> dict[str, Row]:
    """What the old system would have written if it computed as we do, by id number."""
    written(folder, "month_contributions", [{"id_number": WORKER, **dict.fromkeys(SHARES, "0")}])
    (both,) = compare(context=MONTH, folder=folder, assess=assess, explain=library.explain)
    with both.report.open(encoding="utf-8-sig", newline="") as handle:
        listed = [row for row in csv.DictReader(handle) if row["class"] == "missing_there"]
    return {
        row["id_number"]: {
            "id_number": row["id_number"], "uscc": row["uscc"],
            **{name: row[f"{name}_yuan"] for name in ("wage", *BASES, *SHARES)},
        }
        for row in listed
    }  # fmt: skip


def compared(folder: Path, rows: list[Row]) -> tuple[Comparison, dict[str, Row]]:
    """The comparison and its list by id number."""
    written(folder, "month_contributions", rows)
    (both,) = compare(context=MONTH, folder=folder, assess=assess, explain=library.explain)
    with both.report.open(encoding="utf-8-sig", newline="") as handle:
        return both, {row["id_number"]: row for row in csv.DictReader(handle)}


def change(row: Row, **fen: int) -> Row:
    """The row with fen added to some of its yuan."""
    from renshe.kernel.money import yuan_to_fen

    return row | {
        name: format_yuan(yuan_to_fen(row[name]) + add, separators=False)
        for name, add in fen.items()
    }


def test_two_systems_that_agree_say_so_to_the_fen(city: HandOver) -> None:
    ours = as_ours(city.folder)
    assert len(ours) == 3
    both, _ = compared(city.folder, list(ours.values()))
    assert both.agreed
    assert [(row.code, row.heads) for row in both.classes] == [("equal", 3)]
    assert both.components["pension_personal"][0] == both.components["pension_personal"][1]
    assert ours[OTHER]["pension_personal"] == "640.00"


DIFFERENCES: dict[str, tuple[Callable[[dict[str, Row]], list[Row]], str, str]] = {
    "rounding up to the jiao": (
        lambda ours: [change(ours[WORKER], pension_personal=5, medical_personal=9)], WORKER, "rounding"),
    "another rate": (lambda ours: [change(ours[WORKER], injury_employer=1000)], WORKER, "rate"),
    "an old cap": (
        lambda ours: [change(ours[id_number("19800301", 107)], pension_base=-50_000, pension_personal=-4_000)],
        id_number("19800301", 107), "base_bound"),
    "another wage": (
        lambda ours: [change(ours[WORKER], wage=10_000, pension_base=10_000, pension_personal=800)], WORKER,
        "declared_wage"),
    "nobody there": (lambda ours: [ours[OTHER]], WORKER, "missing_there"),
    "nobody here": (
        lambda ours: [ours[WORKER] | {"id_number": id_number("19770707", 201)}], id_number("19770707", 201), "missing_here"),
    "another employer": (lambda ours: [ours[OTHER] | {"uscc": credit_code(1)}], OTHER, "missing_here"),
}  # fmt: skip


def test_every_difference_has_its_class_and_sums_of_both_sides(city: HandOver) -> None:
    ours = as_ours(city.folder)
    for name, (rows, number, expected) in DIFFERENCES.items():
        both, listed = compared(city.folder, rows(ours))
        assert not both.agreed or expected == "rounding", name
        classes = {row.code: row for row in both.classes}
        assert expected in classes, name
        if name != "another employer":
            assert listed[number]["class"] == expected, name
        assert sum(row.heads for row in both.classes) >= 3, name
    assert classes["missing_there"].there_fen == 0
    assert classes["missing_here"].here_fen == 0


def test_a_row_with_a_fault_is_listed_and_keeps_the_systems_from_agreeing(city: HandOver) -> None:
    ours = as_ours(city.folder)
    both, _ = compared(
        city.folder, [*ours.values(), ours[WORKER] | {"id_number": WORKER[:-1] + "Y"}]
    )
    assert both.faults == 1
    assert not both.agreed
    assert "id_shape" in (city.folder / "month_contributions-errors.csv").read_text(
        encoding="utf-8-sig"
    )


def pension_row(number: str, month: str = "", **fen: int) -> Row:
    """A pensioner's month in the old system: 2,500 600 300 450 yuan, with fen added."""
    parts = {"basic": 250_000, "account": 60_000, "transitional": 30_000, "other": 45_000}
    parts = {name: parts[name] + fen.get(name, 0) for name in COMPONENTS}
    yuan = {
        name: format_yuan(value, separators=False)
        for name, value in {**parts, "total": sum(parts.values())}.items()
    }
    return {"id_number": number, "retirement_month": month, **yuan}


def test_pensions_are_compared_by_component_with_what_the_next_roster_pays(city: HandOver) -> None:
    for row, expected, detail in (
        (pension_row(RETIRED), "equal", ""), (pension_row(RETIRED, other=3), "rounding", "other"),
        (pension_row(RETIRED, basic=100, account=-100), "award_component", "basic account"),
    ):  # fmt: skip
        written(city.folder, "month_pensions", [row, pension_row(id_number("19491001", 105))])
        (both,) = compare(context=MONTH, folder=city.folder, assess=assess, explain=library.explain)
        with both.report.open(encoding="utf-8-sig", newline="") as handle:
            listed = {line["id_number"]: line for line in csv.DictReader(handle)}
        assert (listed[RETIRED]["class"], listed[RETIRED]["detail"]) == (expected, detail)
        assert listed[id_number("19491001", 105)]["class"] == "missing_here"


def test_a_pension_that_begins_now_is_determined_by_law_or_refused_with_the_reason(
    city: HandOver,
) -> None:
    def refusing(target: str, *_: Any, **__: Any) -> Any:
        raise Refusal(BUILT_IN["missing_fact"], subject="local_addition")

    written(city.folder, "month_pensions", [pension_row(WORKER, month="2025-10")])
    (both,) = compare(context=MONTH, folder=city.folder, assess=assess, explain=refusing)
    text = both.report.read_text(encoding="utf-8-sig")
    assert "refused,missing_fact local_addition" in text
    assert [row.code for row in both.classes] == ["refused", "missing_there"]
