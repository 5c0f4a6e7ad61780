"""After a correction the year closes, by the real run, as if the error had never been made: for the wrong one and the right."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from renshe.domains.contributions import api as contributions
from renshe.domains.contributions.test_small_city import add_person, insure
from renshe.domains.funds import api as funds
from renshe.runs.context import RunContext
from renshe.runs.yearly_account_interest.run import run as close_accounts
from renshe.runs.yearly_contribution_close.run import run as close_contributions
from renshe.services.contributions.conftest import (
    NOVEMBER_2025,
    OCTOBER_2024,
    Bureau,
    at,
    broken,
    bureau,
)
from renshe.services.contributions.move_months import decide as move
from renshe.services.contributions.move_months.claim import MoveClaim, claim_move
from renshe.services.contributions.refund import decide as refund
from renshe.services.contributions.refund.claim import MonthClaim, claim_months

JANUARY = 2026 * 12
# A month's interest rates: 2.62 percent of 2024, 1.50 of 2025.
CREDIT_2024 = 80_800
INTEREST_2024 = 529
ZONE = dt.timezone(dt.timedelta(hours=8))

__all__ = ["bureau"]


def year_end(bureau: Bureau) -> RunContext:
    """January's runs."""
    return RunContext("310112", JANUARY, JANUARY, at(JANUARY), "run_operator")


def closing(person: int, year: int = 2025) -> int:
    """What an account closed a year with (fen)."""
    return {row.year: row.closing_fen for row in funds.account_years(person_id=person)}.get(year, 0)


def signed(bureau: Bureau, decide: Any, request: Any, month: int = NOVEMBER_2025) -> None:
    """Reviewed, approved and posted."""
    decide.review(request_id=request.pk, hand=bureau.hand("reviewer"))
    decide.approve(request_id=request.pk, hand=bureau.hand("approver"))
    decide.post(month=month, hand=bureau.hand("accountant"))


def test_a_refunded_month_leaves_an_account_that_never_had_it(bureau: Bureau) -> None:
    bureau.leave(bureau.second)
    asked = MonthClaim(bureau.second, bureau.factory.pk, [OCTOBER_2024], "no_employment", "employer", bureau.evidence,
                       "双方无劳动关系", "x")  # fmt: skip
    signed(
        bureau, refund, claim_months(claim=asked, month=NOVEMBER_2025, hand=bureau.hand("clerk"))
    )
    close_accounts(year_end(bureau), year=2025)
    # October 2025 alone: 808.00 yuan for three months at 1.50 percent.
    assert closing(bureau.second) == 80_800 + 303
    # The first person's: (80,000 + 524) × 1.50 percent, and his own October.
    assert closing(bureau.first) == 80_524 + 80_000 + round(
        80_524 * 0.015 + 80_000 * 3 / 12 * 0.015
    )
    assert broken() == {}


def test_a_moved_month_closes_on_the_right_ones_account_to_the_fen(bureau: Bureau) -> None:
    person = add_person(bureau.city, name="冯十一")
    insure(person, bureau.factory, since=dt.date(2024, 1, 1))
    asked = MoveClaim(bureau.second, person.pk, bureau.factory.pk, [OCTOBER_2024, OCTOBER_2024 + 12], bureau.evidence,
                      "证件号码填写错误")  # fmt: skip
    signed(bureau, move, claim_move(claim=asked, month=NOVEMBER_2025, hand=bureau.hand("clerk")))
    close_accounts(year_end(bureau), year=2025)
    opening = CREDIT_2024 + INTEREST_2024
    earned = round(opening * 0.015 + 80_800 * 3 / 12 * 0.015)
    assert closing(person.pk) == opening + 80_800 + earned
    assert closing(bureau.second) == 0
    assert broken() == {}


@pytest.mark.parametrize("close_first", [True, False])
def test_a_refund_before_or_after_the_years_rows_were_made_leaves_the_same_careers(
    bureau: Bureau, close_first: bool
) -> None:
    bureau.leave(bureau.second)
    asked = MonthClaim(bureau.second, bureau.factory.pk, [OCTOBER_2024], "no_employment", "employer", bureau.evidence,
                       "双方无劳动关系", "x")  # fmt: skip
    context = RunContext("310112", NOVEMBER_2025, NOVEMBER_2025, at(NOVEMBER_2025), "run_operator")
    if close_first:
        close_contributions(context, year=2024)
    signed(
        bureau, refund, claim_months(claim=asked, month=NOVEMBER_2025, hand=bureau.hand("clerk"))
    )
    if not close_first:
        close_contributions(context, year=2024)
    people = [bureau.first, bureau.second, bureau.third, bureau.own]
    found = contributions.careers_table(person_ids=people, base_caps={})
    assert found["year"].to_pylist() == [[2024, 2025], [2025], [2024, 2025], [2024, 2025]]
    assert found["base_sum_fen"].to_pylist() == [
        [1_000_000] * 2,
        [1_010_000],
        [1_020_000] * 2,
        [1_030_000] * 2,
    ]
    assert broken() == {}
