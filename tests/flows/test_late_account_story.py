"""An award counts what was reversed, moved or made good after a year of the account was closed: to the fen as the year closes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pyarrow as pa
import pytest

from renshe.domains.contributions import api as contributions
from renshe.domains.contributions.test_small_city import add_person, insure
from renshe.domains.pension.api import interest_by_law, with_late
from renshe.domains.pension.facts import account_facts, listed_career
from renshe.laws import library
from renshe.runs.retroactive_parameter import award_rows
from renshe.runs.retroactive_parameter.award_facts import since_closing
from renshe.runs.yearly_account_interest.run import run as close_accounts
from renshe.services.contributions.conftest import NOVEMBER_2025, OCTOBER_2024, Bureau, bureau
from renshe.services.contributions.move_months import decide as move
from renshe.services.contributions.move_months.claim import MoveClaim, claim_move
from renshe.services.contributions.refund import decide as refund
from renshe.services.contributions.refund.claim import MonthClaim, claim_months
from tests.flows.test_corrections_story import closing, signed, year_end

DECEMBER_2025 = 2025 * 12 + 11
PLACE = "310112"
INTEREST = interest_by_law(place=PLACE, explain=library.explain)
NOVEMBER_2026 = NOVEMBER_2025 + 12

__all__ = ["bureau"]


def career(person: int) -> list[dict[str, int]]:
    """The person's career as an award lists it."""
    return listed_career(contributions.career_of(person_id=person, base_caps={}), last_year=2025)


def at_retirement(person: int) -> int:
    """The account by law for one who retires in December 2025, when a year's interest is whole (fen)."""
    facts = {"career": career(person), "retirement_month": DECEMBER_2025}
    asked = account_facts(person_id=person, facts=facts, interest=INTEREST)
    on = dt.date(2025, 12, 1)
    return int(library.explain("account_balance_at", asked, place=PLACE, on=on).value)


def in_bulk(people: list[int]) -> list[list[dict[str, int]]]:
    """The same careers since the last closed year, set by set, as a retroactive parameter computes."""
    heads = pl.DataFrame({
        "award_id": people, "person_id": people, "starts_month": [DECEMBER_2025 + 1] * len(people),
        "law_place": [PLACE] * len(people),
    })  # fmt: skip
    closed = award_rows.closed_years(person_ids=people)
    facts = pa.table({
        "career": [career(person) for person in people], "retirement_month": [DECEMBER_2025] * len(people),
    })  # fmt: skip
    late = award_rows.late_movements(heads=heads, closed=closed)
    found: list[list[dict[str, int]]] = since_closing(
        heads=heads, facts=facts, closed=closed, late=late
    ).to_pylist()
    return found


def one_by_one(people: list[int]) -> list[list[dict[str, int]]]:
    facts = [{"career": career(person), "retirement_month": DECEMBER_2025} for person in people]
    return [
        account_facts(person_id=person, facts=fact, interest=INTEREST)["career"]
        for person, fact in zip(people, facts, strict=True)
    ]


def refunded(bureau: Bureau, month: int = NOVEMBER_2025) -> None:
    """The second person's October 2024 is taken back, in November 2025 or later."""
    bureau.leave(bureau.second)
    asked = MonthClaim(bureau.second, bureau.factory.pk, [OCTOBER_2024], "no_employment", "employer", bureau.evidence,
                       "双方无劳动关系", "x")  # fmt: skip
    claim = claim_months(claim=asked, month=month, hand=bureau.hand("clerk"))
    signed(bureau, refund, claim, month)


def test_a_month_reversed_after_its_year_was_closed_is_not_in_the_award(bureau: Bureau) -> None:
    before = at_retirement(bureau.second)
    untouched = at_retirement(bureau.first)
    refunded(bureau)
    assert before - at_retirement(bureau.second) > 80_800
    close_accounts(year_end(bureau), year=2025)
    assert closing(bureau.second) == 80_800 + 303
    assert closing(bureau.first) == untouched


def test_the_award_is_what_the_year_closes_with(bureau: Bureau) -> None:
    refunded(bureau)
    awarded = at_retirement(bureau.second)
    assert in_bulk([bureau.first, bureau.second]) == one_by_one([bureau.first, bureau.second])
    close_accounts(year_end(bureau), year=2025)
    assert awarded == closing(bureau.second)


def test_months_of_a_closed_and_of_the_open_year_moved_at_once_are_each_counted_once(
    bureau: Bureau,
) -> None:
    right = add_person(bureau.city, name="冯十一")
    insure(right, bureau.factory, since=dt.date(2024, 1, 1))
    asked = MoveClaim(bureau.second, right.pk, bureau.factory.pk, [OCTOBER_2024, OCTOBER_2024 + 12], bureau.evidence,
                      "证件号码填写错误")  # fmt: skip
    signed(bureau, move, claim_move(claim=asked, month=NOVEMBER_2025, hand=bureau.hand("clerk")))
    late = contributions.late_movements(person_id=bureau.second, closed_year=2024)
    assert sum(one.fen for one in late) == -80_800 - 529
    awarded = at_retirement(bureau.second)
    close_accounts(year_end(bureau), year=2025)
    assert awarded == closing(bureau.second) == 0


def test_what_is_taken_back_after_the_year_of_retirement_was_closed_takes_nothing_that_came_later(
    bureau: Bureau,
) -> None:
    close_accounts(year_end(bureau), year=2025)
    whole = at_retirement(bureau.second)
    assert whole == closing(bureau.second)
    refunded(bureau, NOVEMBER_2026)
    # October 2024 had 808.00 yuan and 5.29 of interest of 2024; 2025 earned 12.20 on both, which were in the pension's
    # account. What 2025 had paid by its whole year goes out of the account of 2026, not twice out of the pension.
    assert at_retirement(bureau.second) == 80_800 + 303
    assert whole - at_retirement(bureau.second) == 80_800 + 529 + 1_220
    assert in_bulk([bureau.first, bureau.second]) == one_by_one([bureau.first, bureau.second])


def test_a_month_given_to_the_right_one_after_the_year_of_retirement_counts_as_if_always_there(
    bureau: Bureau,
) -> None:
    right = add_person(bureau.city, name="冯十一")
    insure(right, bureau.factory, since=dt.date(2024, 1, 1))
    close_accounts(year_end(bureau), year=2025)
    asked = MoveClaim(bureau.second, right.pk, bureau.factory.pk, [OCTOBER_2024, OCTOBER_2024 + 12], bureau.evidence,
                      "证件号码填写错误")  # fmt: skip
    whole = at_retirement(bureau.second)
    claim = claim_move(claim=asked, month=NOVEMBER_2026, hand=bureau.hand("clerk"))
    signed(bureau, move, claim, NOVEMBER_2026)
    assert at_retirement(bureau.second) == 0
    assert at_retirement(right.pk) == whole


@pytest.mark.parametrize(
    ("booked", "fen", "credit", "product"),
    [
        (2025 * 12 + 2, 1_000, 1_000, 10_000),  # March: ten months to the year's end
        (2025 * 12 + 9, 1_000, 1_000, 6_000),  # after June's retirement: nothing is earned up to it
        (2026 * 12 + 3, 1_000, 1_000, 6_000),  # a year later: the money is the person's all the same
        (2025 * 12 + 9, -1_000, 0, 6_000),  # taken from what the year opened with
    ],
)  # fmt: skip
def test_a_month_made_good_late_counts_from_the_month_of_the_books(
    booked: int, fen: int, credit: int, product: int
) -> None:
    opening = {"year": 2024, "months": 0, "base_sum": 0, "credit": 50_000, "credit_product": 0}
    late = contributions.LateMovement(
        month=booked, dated_back=False, booked=booked, since=booked, fen=fen, product_fen=fen * (12 - booked % 12)
    )  # fmt: skip
    found = with_late([opening], late=[late], retirement_month=2025 * 12 + 5, interest=INTEREST)
    assert found[0] == ({**opening, "credit": 49_000} if fen < 0 else opening)
    assert (found[1]["year"], found[1]["credit"], found[1]["credit_product"]) == (
        2025,
        credit,
        product,
    )


def test_without_late_movements_a_career_stays_as_it_is(bureau: Bureau) -> None:
    listed: list[dict[str, Any]] = career(bureau.first)
    same = with_late(listed, late=[], retirement_month=DECEMBER_2025, interest=INTEREST)
    assert same is listed
