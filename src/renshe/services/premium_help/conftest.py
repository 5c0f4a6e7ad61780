"""A programme of Minhang and somebody in need, for the stories of the items of premium help."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from renshe.domains.conftest import id_number
from renshe.domains.premium_help import api as premium_help
from renshe.domains.registry import api as registry
from renshe.laws import library

TODAY = dt.date(2025, 10, 15)
OCTOBER = 2025 * 12 + 9
PLACE = "310112"


def hand(by: str) -> premium_help.Recorded:
    """Somebody today."""
    return premium_help.Recorded(by=by, at=dt.datetime(2025, 10, 15, 2, tzinfo=dt.UTC), today=TODAY)


@pytest.fixture(autouse=True)
def _law(_the_law_as_it_was: None) -> None:
    """The demonstration's law, which has every parameter."""
    library.configure(overlays=library.configured()[0], mode="demonstration")


@pytest.fixture
def person(db: None, make_person: Any) -> registry.Person:
    """Somebody of Minhang."""
    person: registry.Person = make_person(
        id_number=id_number(region="310112"), household_place=PLACE, residence_place=PLACE
    )
    return person


def programme(*, public_days: int = 0) -> premium_help.HelpProgramme:
    """Open for people on minimum living allowance, medical insurance."""
    new = premium_help.NewProgramme(
        place=PLACE, name="低保医疗资助", insurance="medical", groups=("minimum_living",), source="district_budget",
        payer_name="闵行区财政局", fixed_fen=None, budget_fen=10_000_000, from_month=2025 * 12, to_month=2025 * 12 + 11,
        public_days=public_days, instrument="闵府办〔2025〕1号（示例）",
    )  # fmt: skip
    made = premium_help.propose(new=new, recorded=hand("one"))
    return premium_help.open_programme(programme_id=made.pk, recorded=hand("two"))
