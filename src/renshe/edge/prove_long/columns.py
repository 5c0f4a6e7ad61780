"""A million people by two roads: the engine's columns against independent ones, and a sample against its explanations.

The people are drawn so that every kind meets every bound and every tie, then spread over wages and careers as wide as the
law allows. Work goes in chunks, so that memory does not grow with the number of people.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa

from renshe.edge.prove_long import independent
from renshe.kernel.rules import Refusal
from renshe.laws import library

CHUNK = 100_000
ON = dt.date(2025, 10, 1)
KINDS = (
    "employee",
    "flexible",
    "civil_service",
    "drawing_pension",
    "retiree_injury_only",
    "migrant_contract",
)
EDGES = (
    0,
    1,
    207_999,
    208_000,
    208_001,
    477_499,
    477_500,
    477_501,
    550_999,
    551_000,
    551_001,
    745_999,
    746_000,
    746_001,
    2_754_899,
    2_754_900,
    2_754_901,
    3_730_199,
    3_730_200,
    3_730_201,
    2_000_000_000,
)
TIES = 25  # half a fen at 2, 6 and 10 percent lies at multiples of this many fen
Report = Callable[[str, int, int], None]
Facts = dict[str, Any]


@dataclass
class Agreement:
    """One law at one place: people, values compared, values that differ, rows off the kernel, people explained."""

    title: str
    place: str
    people: int = 0
    values: int = 0
    differing: int = 0
    exact_rows: int = 0
    refused: int = 0
    explained: int = 0
    explained_differing: int = 0
    seconds: float = 0.0
    examples: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether nothing differed, nobody was refused, and somebody was compared at all."""
        return self.people > 0 and not (self.differing or self.refused or self.explained_differing)


@dataclass(frozen=True)
class Question:
    """A law at a place: how its people are drawn, what is asked, and the independent answer."""

    title: str
    place: str
    targets: tuple[str, ...]
    draw: Callable[[int, int], Facts]
    answer: Callable[[Facts], pl.DataFrame]


def questions() -> tuple[Question, ...]:
    """What is compared: contributions of October 2025 and pensions that begin in 2025, in both cities."""
    pensions = (
        "contribution_months",
        "average_contribution_index",
        "basic_pension",
        "account_pension",
    )
    return (
        Question(
            "contributions, October 2025",
            "310112",
            independent.CONTRIBUTIONS,
            contributors,
            lambda facts: independent.shanghai_contributions(_frame(facts)),
        ),
        Question(
            "contributions, October 2025",
            "440402",
            independent.CONTRIBUTIONS,
            contributors,
            lambda facts: independent.zhuhai_contributions(_frame(facts)),
        ),
        Question(
            "pensions from 2025",
            "310112",
            (*pensions, "transitional_pension"),
            _with_deemed_service,
            lambda facts: independent.shanghai_pensions(_frame(facts), facts["years"]),
        ),
        Question(
            "pensions from 2025",
            "440402",
            pensions,
            pensioners,
            lambda facts: independent.guangdong_pensions(_frame(facts), facts["years"]),
        ),
    )


def contributors(count: int, seed: int) -> Facts:
    """A quarter at the bounds of either city, a quarter at ties of half a fen, the rest widely spread."""
    draw = np.random.default_rng(seed)
    wage = (
        np.round(np.exp(draw.normal(9.0, 0.9, count)) * 100).astype(np.int64).clip(0, 2_000_000_000)
    )
    wage[: count // 4] = draw.choice(np.array(EDGES), count // 4)
    wage[count // 4 : count // 2] = draw.integers(8_000, 160_000, count // 2 - count // 4) * TIES
    return {
        "declared_wage": wage,
        "person_kind": _choice(draw, KINDS, count),
        "employer_kind": _choice(
            draw, ("enterprise", "institution", "government", "individual"), count
        ),
        "employer_size": _choice(draw, ("large", "medium", "small", "micro"), count),
        "injury_rate": draw.choice(
            np.array([200, 400, 700, 900, 1100, 1300, 1600, 1900, 3001]), count
        ),
    }


def pensioners(count: int, seed: int, *, deemed: bool = False) -> Facts:
    """Careers of one to thirty-one years since 1994 with part years, claims in 2025 from 50 to 63 and eleven months."""
    draw = np.random.default_rng(seed)
    first = draw.integers(independent.FIRST_CAREER_YEAR, 2025, count)
    lengths = 2025 - first
    person = np.repeat(np.arange(count, dtype=np.int64), lengths)
    starts = np.cumsum(lengths) - lengths
    year = np.repeat(first, lengths) + np.arange(len(person)) - np.repeat(starts, lengths)
    months = draw.choice(np.array([12, 12, 12, 12, 11, 7, 6, 5, 3, 1]), len(person))
    level = np.repeat(draw.uniform(0.3, 4.2, count), lengths)
    wage = ((300 + (year - 1990) ** 2.2 * 4) * level * 100).astype(np.int64) + draw.integers(
        0, 100, len(person)
    )
    years = pl.DataFrame(
        {
            "person": person,
            "year": year.astype(np.int64),
            "months": months.astype(np.int64),
            "base_sum": wage * months,
        }
    )
    retirement = draw.integers(2025 * 12, 2025 * 12 + 12, count)
    return {
        "years": years,
        "lengths": lengths,
        "retirement_month": retirement,
        "birth_month": retirement - draw.integers(50 * 12, 64 * 12, count),
        "account_balance": draw.integers(0, 60_000_000, count),
        "deemed_months": draw.integers(0, 240, count) * (draw.random(count) < 0.5)
        if deemed
        else np.zeros(count, np.int64),
        "virtual_account_balance": draw.integers(0, 3_000_000, count)
        if deemed
        else np.zeros(count, np.int64),
        "deemed_workplace": pa.array(["none"] * count),
    }


def _with_deemed_service(count: int, seed: int) -> Facts:
    return pensioners(count, seed, deemed=True)


def compare_columns(*, people: int, sample: int, seed: int, report: Report) -> list[Agreement]:
    """Every question for so many people, and of each an equal part of the sample by explanation too."""
    found = []
    asked = questions()
    for number, question in enumerate(asked):
        agreement = Agreement(question.title, question.place)
        started = time.perf_counter()
        for first in range(0, people, CHUNK):
            count = min(CHUNK, people - first)
            facts = question.draw(count, seed + number * 1_000_003 + first)
            told = -(-sample // len(asked)) * count // people
            _compare(question, facts, agreement, told)
            report(f"{question.title} {question.place}", first + count, people)
        agreement.seconds = time.perf_counter() - started
        found.append(agreement)
    return found


def _compare(question: Question, facts: Facts, agreement: Agreement, sample: int) -> None:
    table = _table(facts)
    computed = library.compute(question.targets, table, place=question.place, on=ON)
    expected = question.answer(facts)
    agreement.people += table.num_rows
    agreement.exact_rows += computed.exact_rows
    agreement.refused += len(computed.refused)
    ours = {
        name: np.asarray(computed.table[name].fill_null(-1).to_numpy()) for name in question.targets
    }
    for name in question.targets:
        theirs = expected[name].cast(pl.Int64).to_numpy()
        wrong = np.flatnonzero(ours[name] != theirs)
        agreement.values += table.num_rows
        agreement.differing += len(wrong)
        agreement.examples += [
            f"{name}: {ours[name][row]} here, {theirs[row]} independently, of {_told(table, int(row))}"
            for row in wrong[:2]
            if len(agreement.examples) < 6
        ]
    scales = {output.target: output.scale for output in computed.outputs}
    for row in _spread(table.num_rows, sample):
        _explain(
            question,
            table,
            row,
            {name: Fraction(int(ours[name][row]), scales[name]) for name in question.targets},
            agreement,
        )


def _explain(
    question: Question,
    table: pa.Table,
    row: int,
    columns: dict[str, Fraction],
    agreement: Agreement,
) -> None:
    """The same person explained: the tree's values must be those of the columns."""
    agreement.explained += 1
    try:
        told = library.explain(
            question.targets[0],
            _person(table, row),
            place=question.place,
            on=ON,
            also=question.targets[1:],
        )
    except Refusal as refusal:
        agreement.explained_differing += 1
        agreement.examples.append(f"refused {refusal} of {_told(table, row)}")
        return
    values = {
        question.targets[0]: told.value,
        **{name: told.others[name].value for name in question.targets[1:]},
    }
    wrong = [name for name in question.targets if values[name] != columns[name]]
    if wrong:
        agreement.explained_differing += 1
        agreement.examples.append(
            f"{wrong[0]}: explained {values[wrong[0]]}, computed {columns[wrong[0]]}, "
            f"of {_told(table, row)}"
        )


def _frame(facts: Facts) -> pl.DataFrame:
    """The facts of each person for the independent answer; pensioners are numbered by their place."""
    plain = {name: column for name, column in facts.items() if name not in ("years", "lengths")}
    frame = pl.DataFrame(
        {
            name: pl.Series(column) if isinstance(column, np.ndarray) else pl.from_arrow(column)
            for name, column in plain.items()
        }
    )
    return frame.with_columns(person=pl.int_range(frame.height, dtype=pl.Int64))


def _table(facts: Facts) -> pa.Table:
    """The facts as the engine takes them: a career is a list of years."""
    columns = {
        name: pa.array(column) if isinstance(column, np.ndarray) else column
        for name, column in facts.items()
        if name not in ("years", "lengths")
    }
    if "years" in facts:
        columns["career"] = _careers(facts["years"], facts["lengths"])
    return pa.table(columns)


def _careers(years: pl.DataFrame, lengths: np.ndarray[Any, Any]) -> pa.Array:
    names = ("year", "months", "base_sum", "credit", "credit_product")
    told = years.with_columns(
        credit=pl.col("base_sum") * 8 // 100, credit_product=pl.col("base_sum") * 8 // 100 * 6
    )
    entries = pa.StructArray.from_arrays(
        [pa.array(told[name].to_numpy(), pa.int64()) for name in names], names
    )
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), entries)


def _person(table: pa.Table, row: int) -> Facts:
    values = {name: table.column(name)[row].as_py() for name in table.column_names}
    if "injury_rate" in values:
        values["injury_rate"] = Fraction(values["injury_rate"], 100_000)
    return values


def _told(table: pa.Table, row: int) -> str:
    return str(_person(table, row))[:400]


def _spread(rows: int, sample: int) -> Iterator[int]:
    """So many rows at equal distances."""
    return iter(range(0, rows, max(1, rows // sample)) if sample else range(0))


def _choice(draw: np.random.Generator, values: tuple[str, ...], count: int) -> pa.Array:
    return pa.array(np.array(values)[draw.integers(0, len(values), count)])
