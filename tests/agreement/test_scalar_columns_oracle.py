"""Twenty thousand stratified people: what explains one person, what computes a city, and what shares no code agree."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from renshe.kernel.rules import Refusal
from renshe.laws import library
from renshe.runs.monthly_contribution_assessment.law import TARGETS
from tests.agreement.people import careers, contributors, plain
from tests.oracles import contributions as oracle

MONTHS = [
    ("310112", "2005-04-01"),
    ("310112", "2011-07-01"),
    ("310112", "2016-05-01"),
    ("310112", "2019-05-01"),
    ("310112", "2020-03-01"),
    ("310112", "2025-10-01"),
    ("440402", "2008-01-01"),
    ("440402", "2016-05-01"),
    ("440402", "2020-03-01"),
    ("440402", "2025-10-01"),
]
PER_MONTH = 1_600
CLAIMS = [
    ("310112", "2025-10-01"),
    ("440402", "2025-10-01"),
    ("310112", "2018-06-01"),
    ("440402", "2022-06-01"),
]
PER_CLAIM = 1_000


@pytest.mark.parametrize(("place", "on"), MONTHS)
def test_contributions_agree_to_the_fen_for_every_stratum(place: str, on: str) -> None:
    table = contributors(PER_MONTH, seed=int(on[:4]))
    day = dt.date.fromisoformat(on)
    computed = library.compute(TARGETS, table, place=place, on=day)
    assert computed.why_not_compiled == ""
    refused = dict(computed.refused)
    for row in range(table.num_rows):
        try:
            explained = library.explain(
                TARGETS[0],
                plain(table, row, {"injury_rate": 100_000}),
                place=place,
                on=day,
                also=TARGETS[1:],
            )
        except Refusal as refusal:
            assert refused[row].code == refusal.code
            continue
        values = [explained.value, *(explained.others[name].value for name in TARGETS[1:])]
        assert values == [computed.table[name][row].as_py() for name in TARGETS], (place, on, row)


@pytest.mark.parametrize(("place", "on"), CLAIMS)
def test_pensions_agree_to_the_fen_and_doubtful_rows_are_few(place: str, on: str) -> None:
    table = careers(PER_CLAIM, seed=int(on[:4]))
    day = dt.date.fromisoformat(on)
    targets = ("legal_retirement_month", "minimum_contribution_months", "contribution_months")
    computed = library.compute(targets, table, place=place, on=day)
    for row in range(table.num_rows):
        explained = library.explain(
            targets[0], plain(table, row, {}), place=place, on=day, also=targets[1:]
        )
        values = [explained.value, *(explained.others[name].value for name in targets[1:])]
        assert values == [computed.table[name][row].as_py() for name in targets]


def test_an_independent_implementation_gives_the_same_october() -> None:
    table = contributors(20_000, seed=7)
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    expected = oracle.shanghai_october_2025(frame.rename({"declared_wage": "wage_fen"}))
    computed = pl.from_arrow(
        library.compute(oracle.AMOUNTS, table, place="310112", on=dt.date(2025, 10, 1)).table
    )
    assert isinstance(computed, pl.DataFrame)
    keep = frame["person_kind"] != "retiree_injury_only"
    for name in oracle.AMOUNTS:
        differs = (computed[name] != expected[name]) & keep
        assert not differs.any(), (
            name,
            frame.filter(differs).head(3),
            computed.filter(differs)[name].head(3),
        )
