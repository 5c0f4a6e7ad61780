"""An employer paid for the wrong person: the months go to the right one, and both accounts are as they should be."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from renshe.domains.contributions import api as contributions
from renshe.domains.contributions.models import AccountCorrection, Bill, CorrectionRequest
from renshe.domains.contributions.test_small_city import add_person, insure
from renshe.domains.funds import api as funds
from renshe.domains.pension.models import Award
from renshe.kernel.rules import Refusal
from renshe.services.contributions.conftest import (
    NOVEMBER_2025,
    OCTOBER_2024,
    Bureau,
    at,
    broken,
)
from renshe.services.contributions.move_months import decide
from renshe.services.contributions.move_months.claim import MoveClaim, claim_move, examine
from renshe.services.contributions.refund.claim import MonthClaim, claim_months
from renshe.services.contributions.refund.decide import post as post_refunds

OCTOBER_2025 = OCTOBER_2024 + 12
# The second person's 10,100 yuan: 42.4 percent is pension, medical, unemployment and injury with maternity.
MOVED = 242_400 + 121_200 + 10_100 + 4_040
INTEREST = 529


@pytest.fixture
def right(bureau: Bureau) -> int:
    """The one who really worked at the factory all the time."""
    person = add_person(bureau.city, name="冯十一")
    insure(person, bureau.factory, since=dt.date(2024, 1, 1))
    return int(person.pk)


def claim(bureau: Bureau, right: int, **changed: Any) -> MoveClaim:
    """October 2024 was paid for the second person and meant for the right one."""
    made = MoveClaim(
        bureau.second, right, bureau.factory.pk, [OCTOBER_2024], bureau.evidence, "证件号码填写错误"
    )
    return replace(made, **changed)


def moved(bureau: Bureau, asked: MoveClaim, month: int = NOVEMBER_2025) -> Any:
    """Through all hands."""
    request = claim_move(claim=asked, month=month, hand=bureau.hand("clerk"))
    decide.review(request_id=request.pk, hand=bureau.hand("reviewer"))
    decide.approve(request_id=request.pk, hand=bureau.hand("approver"))
    return decide.post(month=month, hand=bureau.hand("accountant"))


def test_the_months_change_hands_with_credit_and_interest_and_no_money_moves(
    bureau: Bureau, right: int
) -> None:
    before = {code: bureau.balance(code) for code in ("1004", "1005", "4001", "R1101", "R2201")}
    posted = moved(bureau, claim(bureau, right))
    assert (posted.fen, len(posted.done)) == (MOVED, 1)
    assert bureau.account_of(right) == 80_800 + INTEREST
    assert bureau.account_of(bureau.second) == 80_800, "October 2025 is his own"
    assert {code: bureau.balance(code) for code in before} == before
    journal = funds.entries_of_batch(batch_id=posted.batch_id)
    assert [(row.account, row.debit_fen, row.credit_fen) for row in journal] == [
        ("R2201", 80_800 + INTEREST, 0), ("R2201", 0, 80_800 + INTEREST),
    ]  # fmt: skip
    bill = Bill.objects.get(kind="correction")
    original = Bill.objects.get(employer=bureau.factory, period=OCTOBER_2024, kind="regular")
    assert (bill.total_fen, bill.heads, bill.state, bill.received_on) == (
        0, 0, "credited", at(OCTOBER_2024).date(),
    )  # fmt: skip
    assert original.state == "credited"
    (month,) = contributions.timeline_of(person_id=right).months
    assert (month.period, month.state, month.credit_fen) == (OCTOBER_2024, "paid", 80_800)
    assert [m.period for m in contributions.timeline_of(person_id=bureau.second).months] == [
        OCTOBER_2025
    ]
    wrong_lines = contributions.lines_of_year(person_id=bureau.second, year=2024).rows
    assert [line.state for line in wrong_lines] == ["reversed", "reversed"]
    assert broken() == {}


def test_the_open_year_bears_for_the_right_one_what_it_no_longer_bears_for_the_wrong_one(
    bureau: Bureau, right: int
) -> None:
    moved(bureau, claim(bureau, right, periods=[OCTOBER_2024, OCTOBER_2025]))
    rows = {row["person_id"]: row for row in contributions.credits_of_year(year=2025).to_pylist()}
    owed = 12 * (80_800 + INTEREST) + 3 * 80_800
    assert rows[right]["credit_product_fen"] == owed
    assert rows[right]["credit_fen"] == 80_800 + INTEREST + 80_800
    # What the wrong one has of 2025 bears nothing: what he opened the year with is counted off in full.
    assert rows[bureau.second]["credit_product_fen"] == 3 * 80_800 - owed
    assert sum(AccountCorrection.objects.values_list("amount_fen", flat=True)) == 0
    assert sum(AccountCorrection.objects.values_list("product_fen", flat=True)) == 0
    assert broken() == {}


def test_a_month_that_moved_and_is_then_refunded_takes_back_the_interest_of_all_its_time(
    bureau: Bureau, right: int
) -> None:
    moved(bureau, claim(bureau, right))
    bureau.leave(right)
    asked = MonthClaim(
        right,
        bureau.factory.pk,
        [OCTOBER_2024],
        "no_employment",
        "employer",
        bureau.evidence,
        "误缴",
        "x",
    )
    request = claim_months(claim=asked, month=NOVEMBER_2025 + 1, hand=bureau.hand("clerk"))
    assert (request.totals["account_fen"], request.totals["interest_fen"]) == (80_800, INTEREST)
    decide.review(request_id=request.pk, hand=bureau.hand("reviewer"))
    decide.approve(request_id=request.pk, hand=bureau.hand("approver"))
    post_refunds(month=NOVEMBER_2025 + 1, hand=bureau.hand("accountant"))
    assert bureau.account_of(right) == 0
    rows = {row["person_id"]: row for row in contributions.credits_of_year(year=2025).to_pylist()}
    assert (rows[right]["credit_fen"], rows[right]["credit_product_fen"]) == (0, 0)
    assert broken() == {}


def test_a_pension_of_the_right_one_is_told_because_more_is_due_and_one_of_the_wrong_stops_it(
    bureau: Bureau, right: int
) -> None:
    def award(person: int) -> None:
        Award.objects.create(
            person_id=person, kind="old_age", state="final", starts_month=OCTOBER_2025, place="310112", basic_fen=1,
            account_fen=0, total_fen=1, decided_by="determiner", decided_at=at(OCTOBER_2025),
        )  # fmt: skip

    award(right)
    assert examine(claim=claim(bureau, right), month=NOVEMBER_2025).redetermine == (OCTOBER_2024,)
    award(bureau.second)
    with pytest.raises(Refusal, match="benefits_drawn"):
        examine(claim=claim(bureau, right), month=NOVEMBER_2025)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"right_person_id": "second"}, "same_person"),
        ({"right_person_id": "own"}, "ground_not_shown"),
        ({"right_person_id": "third"}, "already_paid"),
        ({"periods": [OCTOBER_2024 + 1]}, "nothing_paid"),
        ({"evidence_id": 10**9}, "evidence_needed"),
    ],
)
def test_what_cannot_be_moved_is_refused_with_its_reason(
    bureau: Bureau, right: int, changed: dict[str, Any], code: str
) -> None:
    named = {k: getattr(bureau, v) if isinstance(v, str) else v for k, v in changed.items()}
    with pytest.raises(Refusal) as refusal:
        claim_move(
            claim=claim(bureau, right, **named), month=NOVEMBER_2025, hand=bureau.hand("clerk")
        )
    assert refusal.value.code == code
    assert refusal.value.reason.next_step_zh
    assert not CorrectionRequest.objects.exists()


def test_two_moves_of_one_day_are_one_batch_with_lines_numbered_through(
    bureau: Bureau, right: int
) -> None:
    other = add_person(bureau.city, name="陈十二")
    insure(other, bureau.factory, since=dt.date(2024, 1, 1))
    for asked in (claim(bureau, right), claim(bureau, other.pk, person_id=bureau.third)):
        request = claim_move(claim=asked, month=NOVEMBER_2025, hand=bureau.hand("clerk"))
        decide.review(request_id=request.pk, hand=bureau.hand("reviewer"))
        decide.approve(request_id=request.pk, hand=bureau.hand("approver"))
    posted = decide.post(month=NOVEMBER_2025, hand=bureau.hand("accountant"))
    assert len(posted.done) == 2
    page = contributions.lines_of_batch(batch_id=posted.batch_id)
    assert [row.line_no for row in page.rows] == [1, 2, 3, 4]
    assert bureau.account_of(other.pk) == 81_600 + 534
    assert broken() == {}
