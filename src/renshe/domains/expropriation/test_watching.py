"""What the law gives by age, and the figures that are watched: which side moved the ratio, whether rises are equal."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from renshe.domains import conftest as made_up
from renshe.domains.expropriation import api as expropriation
from renshe.kernel.codes.problem import Refused
from renshe.kernel.rules import Refusal
from renshe.laws import library

TODAY = dt.date(2025, 10, 15)


@pytest.fixture
def demonstration() -> None:
    """The law with the demonstration's assumptions, as a city has it."""
    overlays, _ = library.configured()
    library.configure(overlays=overlays, mode="demonstration")


@pytest.mark.parametrize(
    ("age", "yuan"), [(59, 0), (60, 40), (69, 40), (70, 80), (79, 80), (80, 120), (99, 120)]
)
def test_the_elder_allowance_turns_at_sixty_seventy_and_eighty(
    demonstration: None, age: int, yuan: int
) -> None:
    told = library.explain("land_elder_allowance", {"land_age_now": age}, place="310112", on=TODAY)
    assert told.value == yuan * 100


def test_minhangs_own_amounts_refuse_without_the_citys_assumptions() -> None:
    """What was not retrieved is not made up: production has no amount, Zhuhai's known standard is there."""
    library.configure(overlays=(), mode="production")
    asked = {"age_at_expropriation": 70, "sex": "M"}
    with pytest.raises(Refusal):
        library.explain("land_allowance_first", asked, place="310112", on=TODAY)
    assert library.explain("land_allowance_first", asked, place="440400", on=TODAY).value == 46_000


def figure(scheme: str, month: int, people: int, fen: int, **more: Any) -> None:
    new = expropriation.NewFigure(
        place="310112",
        month=month,
        scheme=scheme,
        people=people,
        total_fen=fen,
        source="发放汇总",
        **more,
    )
    who = expropriation.Recorded(by="x", at=made_up.NOW, today=TODAY)
    expropriation.record_figure(new=new, recorded=who)


def test_the_ratio_says_which_side_moved_it(db: None) -> None:
    """1.50 at first; the allowance rises by 100 yuan, then the rural pension by 80."""
    figure("rural", 100, 10, 1_440_000)
    figure("land", 100, 20, 4_320_000)
    figure("rural", 101, 10, 1_440_000)
    figure(
        "land",
        101,
        20,
        4_520_000,
        rise_fen=10_000,
        rise_on=dt.date(2025, 1, 1),
        why_zh="年度增加",
        why_en="yearly rise",
    )
    figure("rural", 102, 10, 1_520_000)
    figure("land", 102, 20, 4_520_000)
    first, second, third = expropriation.ratio_history(place="310112")
    assert (first.hundredths, first.from_land) == (150, None)
    assert (second.hundredths, second.from_land, second.from_rural, second.why_zh) == (
        157,
        7,
        0,
        "年度增加",
    )
    assert (third.hundredths, third.from_land, third.from_rural) == (149, 0, -8)
    with pytest.raises(Refused, match="不能改写"):
        figure("land", 102, 20, 1)


def test_rises_are_equal_only_in_yuan_and_on_the_day(db: None) -> None:
    january = dt.date(2025, 1, 1)
    figure("land", 100, 20, 1, rise_fen=10_000, rise_on=january)
    figure("town", 100, 20, 1, rise_fen=10_000, rise_on=january)
    assert [one.equal for one in expropriation.rises(place="310112")] == [True]
    figure("town", 112, 20, 1, rise_fen=10_000, rise_on=dt.date(2026, 2, 1))
    figure("land", 112, 20, 1, rise_fen=10_000, rise_on=dt.date(2026, 1, 1))
    assert [one.equal for one in expropriation.rises(place="310112")] == [False, True]
