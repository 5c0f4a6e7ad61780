"""Contributions paid in error go back: principal to the payer, credit and its interest out of the account, in four hands."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from renshe.domains.contributions import api as contributions
from renshe.domains.contributions.models import (
    AccountCorrection,
    Bill,
    CorrectionRequest,
    Receipt,
    Refund,
)
from renshe.domains.funds import api as funds
from renshe.domains.pension.models import Award
from renshe.domains.registry.models import Person
from renshe.flows import correction_requests
from renshe.kernel.rules import Refusal
from renshe.services.contributions.conftest import (
    NOVEMBER_2025,
    OCTOBER_2024,
    Bureau,
    at,
    broken,
)
from renshe.services.contributions.refund import decide
from renshe.services.contributions.refund.claim import (
    MoneyClaim,
    MonthClaim,
    claim_months,
    claim_suspense,
    examine_months,
)

OCTOBER_2025 = OCTOBER_2024 + 12
# The second person's shares at 10,100 yuan: 16 + 8, 9 + 2 + 1, 0.5 + 0.5 and 0.4 percent.
PENSION, MEDICAL, UNEMPLOYMENT, INJURY = 161_600 + 80_800, 90_900 + 20_200 + 10_100, 10_100, 4_040
PAID = PENSION + MEDICAL + UNEMPLOYMENT + INJURY
# 808.00 yuan credited in October 2024 stood three months of that year at 2.62 percent: 80,800 × 3 ÷ 12 × 0.0262.
INTEREST = 529


def claim(bureau: Bureau, **changed: Any) -> MonthClaim:
    """The second person's October 2024 was paid without employment."""
    return replace(
        MonthClaim(bureau.second, bureau.factory.pk, [OCTOBER_2024], "no_employment", "employer", bureau.evidence,
                   "双方无劳动关系", "沪劳人仲（2025）办字第8号"),
        **changed,
    )  # fmt: skip


def through_all_hands(bureau: Bureau, request: CorrectionRequest) -> list[Any]:
    """Reviewed, approved and posted by three more people."""
    decide.review(request_id=request.pk, hand=bureau.hand("reviewer"))
    decide.approve(request_id=request.pk, hand=bureau.hand("approver"))
    return decide.post(month=NOVEMBER_2025, hand=bureau.hand("accountant"))


def test_a_month_without_employment_goes_back_with_credit_and_interest_taken_out_of_the_account(
    bureau: Bureau,
) -> None:
    bureau.leave(bureau.second)
    before = {
        code: bureau.balance(code) for code in ("1004", "R2201", "R1101", "4001", "R5201", "R5301")
    }
    assert bureau.account_of(bureau.second) == 80_800 + INTEREST + 80_800
    request = claim_months(claim=claim(bureau), month=NOVEMBER_2025, hand=bureau.hand("clerk"))
    assert request.amount_fen == PAID
    assert request.totals == {
        "refund_fen": {"employee_pension": PENSION, "employee_medical": MEDICAL, "unemployment": UNEMPLOYMENT,
                       "work_injury": INJURY},
        "account_fen": 80_800,
        "interest_fen": INTEREST,
    }  # fmt: skip
    assert bureau.account_of(bureau.second) == 80_800 + INTEREST + 80_800, "asking moves nothing"
    months, money = through_all_hands(bureau, request)
    assert (months.done, months.fen, months.refused, money.batch_id) == (
        [request.pk],
        PAID,
        [],
        None,
    )
    assert bureau.account_of(bureau.second) == 80_800
    assert bureau.balance("1004") == before["1004"] - PENSION
    assert bureau.balance("4001") == before["4001"] - PENSION
    assert bureau.balance("R2201") == before["R2201"] - 80_800 - INTEREST
    assert bureau.balance("R5301") == before["R5301"] - 80_800
    assert bureau.balance("R5201") == before["R5201"] - INTEREST
    assert bureau.balance("R1101") == before["R1101"] == 0
    assert bureau.balance("1004", fund="employee_medical") == 10_000_000 - MEDICAL
    refunds = Refund.objects.filter(batch_id=months.batch_id)
    assert sum(refunds.values_list("amount_fen", flat=True)) == PAID
    assert set(refunds.values_list("requested_by", "approved_by")) == {("clerk", "approver")}
    (line, answer) = contributions.lines_of_year(person_id=bureau.second, year=2024).rows
    assert (line.state, answer.months, answer.state) == ("refunded", -1, "refunded")
    career = contributions.career_of(person_id=bureau.second, base_caps={})
    assert [entry.year for entry in career] == [2025]
    assert broken() == {}


def test_the_year_that_is_still_open_bears_interest_as_if_the_money_had_never_been_there(
    bureau: Bureau,
) -> None:
    bureau.leave(bureau.second)
    untouched = {
        row["person_id"]: row for row in contributions.credits_of_year(year=2025).to_pylist()
    }
    through_all_hands(
        bureau, claim_months(claim=claim(bureau), month=NOVEMBER_2025, hand=bureau.hand("clerk"))
    )
    (row,) = AccountCorrection.objects.all()
    assert (row.person_id, row.year, row.amount_fen) == (bureau.second, 2025, -INTEREST)
    # The line takes 80,800 with two months' weight out of the year; the rest of twelve months is the correction's.
    assert row.product_fen == -(12 * (80_800 + INTEREST) - 2 * 80_800)
    now = {row["person_id"]: row for row in contributions.credits_of_year(year=2025).to_pylist()}
    assert now[bureau.second]["credit_fen"] == 80_800 - 80_800 - INTEREST
    assert now[bureau.second]["credit_product_fen"] == 3 * 80_800 - 12 * (80_800 + INTEREST)
    for person in (bureau.first, bureau.third, bureau.own):
        assert now[person] == untouched[person]


def test_every_hand_is_another_persons_and_nothing_is_posted_before_it_is_approved(
    bureau: Bureau,
) -> None:
    bureau.leave(bureau.second)
    request = claim_months(claim=claim(bureau), month=NOVEMBER_2025, hand=bureau.hand("clerk"))
    with pytest.raises(Refusal, match="two_people_needed"):
        decide.review(request_id=request.pk, hand=bureau.hand("clerk"))
    with pytest.raises(Refusal, match="state_forbids"):
        decide.approve(request_id=request.pk, hand=bureau.hand("approver"))
    assert [
        posted.batch_id
        for posted in decide.post(month=NOVEMBER_2025, hand=bureau.hand("accountant"))
    ] == [None, None]
    decide.review(request_id=request.pk, hand=bureau.hand("reviewer"))
    for taken in ("clerk", "reviewer"):
        with pytest.raises(Refusal, match="two_people_needed"):
            decide.approve(request_id=request.pk, hand=bureau.hand(taken))
    decide.approve(request_id=request.pk, hand=bureau.hand("approver"))
    for taken in ("clerk", "approver"):
        with pytest.raises(Refusal, match="two_people_needed"):
            decide.post(month=NOVEMBER_2025, hand=bureau.hand(taken))
    assert not Refund.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        CorrectionRequest.objects.filter(pk=request.pk).update(approved_by="clerk")
    decide.post(month=NOVEMBER_2025, hand=bureau.hand("accountant"))
    posted = Refund.objects.count()
    assert [
        one.batch_id for one in decide.post(month=NOVEMBER_2025, hand=bureau.hand("accountant"))
    ] == [None, None]
    assert Refund.objects.count() == posted
    assert broken() == {}


def test_months_that_an_awarded_pension_rests_on_are_refused_with_clause_and_next_step(
    bureau: Bureau,
) -> None:
    bureau.leave(bureau.second)
    Award.objects.create(
        person_id=bureau.second, kind="old_age", state="final", starts_month=OCTOBER_2025 + 1, place="310112",
        basic_fen=200_000, account_fen=50_000, total_fen=250_000, decided_by="determiner", decided_at=at(OCTOBER_2025),
    )  # fmt: skip
    with pytest.raises(Refusal) as drawn:
        examine_months(claim=claim(bureau), month=NOVEMBER_2025)
    assert drawn.value.code == "benefits_drawn"
    assert "社会保险法 16" in drawn.value.reason.clause
    assert "重核" in drawn.value.reason.next_step_zh
    assert not CorrectionRequest.objects.exists()


def test_a_pension_awarded_between_claim_and_posting_stops_that_refund_alone(
    bureau: Bureau,
) -> None:
    for person in (bureau.second, bureau.third):
        bureau.leave(person)
    stopped = claim_months(claim=claim(bureau), month=NOVEMBER_2025, hand=bureau.hand("clerk"))
    good = claim_months(
        claim=claim(bureau, person_id=bureau.third), month=NOVEMBER_2025, hand=bureau.hand("clerk")
    )
    for request in (stopped, good):
        decide.review(request_id=request.pk, hand=bureau.hand("reviewer"))
        decide.approve(request_id=request.pk, hand=bureau.hand("approver"))
    Award.objects.create(
        person_id=bureau.second, kind="old_age", state="final", starts_month=OCTOBER_2025, place="310112",
        basic_fen=1, account_fen=0, total_fen=1, decided_by="determiner", decided_at=at(OCTOBER_2025),
    )  # fmt: skip
    months, _ = decide.post(month=NOVEMBER_2025, hand=bureau.hand("accountant"))
    assert months.done == [good.pk]
    assert [(number, why.code) for number, why in months.refused] == [
        (stopped.pk, "benefits_drawn")
    ]
    stopped.refresh_from_db()
    assert (stopped.state, "养老待遇" in stopped.refused_why) == ("refused", True)
    assert broken() == {}


def test_months_after_death_are_shown_by_the_register_and_the_month_of_death_is_not_refunded(
    bureau: Bureau,
) -> None:
    Person.objects.filter(pk=bureau.second).update(
        died_on=dt.date(2024, 9, 30), death_known_on=dt.date(2025, 11, 1)
    )
    found = examine_months(claim=claim(bureau, ground="after_death"), month=NOVEMBER_2025)
    assert found.amount_fen == PAID
    Person.objects.filter(pk=bureau.second).update(died_on=dt.date(2024, 10, 1))
    with pytest.raises(Refusal, match="ground_not_shown"):
        examine_months(claim=claim(bureau, ground="after_death"), month=NOVEMBER_2025)


def test_months_in_which_the_pension_runs_go_back_though_it_was_awarded(bureau: Bureau) -> None:
    Award.objects.create(
        person_id=bureau.second, kind="old_age", state="final", starts_month=OCTOBER_2025, place="310112",
        basic_fen=1, account_fen=0, total_fen=1, decided_by="determiner", decided_at=at(OCTOBER_2025),
    )  # fmt: skip
    retired = claim(bureau, ground="after_retirement", periods=[OCTOBER_2025])
    request = claim_months(claim=retired, month=NOVEMBER_2025, hand=bureau.hand("clerk"))
    # 808.00 yuan of October, in the open year: no interest is booked yet, and two of its three months are left.
    assert (request.totals["account_fen"], request.totals["interest_fen"]) == (80_800, 0)
    through_all_hands(bureau, request)
    assert AccountCorrection.objects.get().product_fen == -80_800
    assert bureau.account_of(bureau.second) == 80_800 + INTEREST
    with pytest.raises(Refusal, match="ground_not_shown"):
        examine_months(claim=replace(retired, periods=[OCTOBER_2024]), month=NOVEMBER_2025)
    assert broken() == {}


def test_a_month_paid_by_two_employers_goes_back_from_one_once_its_enrolment_is_corrected(
    bureau: Bureau,
) -> None:
    bureau.assess(OCTOBER_2025, [(bureau.third, bureau.other.pk, 600_000)])
    bureau.pay_all(OCTOBER_2025)
    twice = claim(
        bureau, person_id=bureau.third, periods=[OCTOBER_2025], ground="paid_twice", instrument=""
    )
    with pytest.raises(Refusal, match="still_insured"):
        examine_months(claim=twice, month=NOVEMBER_2025)
    elsewhere = replace(twice, employer_id=bureau.other.pk)
    request = claim_months(claim=elsewhere, month=NOVEMBER_2025, hand=bureau.hand("clerk"))
    bill = Bill.objects.get(employer=bureau.other)
    assert bill.state == "credited"
    through_all_hands(bureau, request)
    bill.refresh_from_db()
    assert bill.state == "refunded", "nothing of the bill is left"
    original = Bill.objects.get(employer=bureau.factory, period=OCTOBER_2025)
    assert original.state == "credited"
    overview = contributions.month_overview(period=OCTOBER_2025)
    assert (overview.heads, overview.collection_rate) == (4, 1)
    bureau.leave(bureau.first)
    once = replace(twice, person_id=bureau.first)
    with pytest.raises(Refusal, match="ground_not_shown"):
        examine_months(claim=once, month=NOVEMBER_2025)
    proved = replace(once, instrument="苏州市社保缴费证明 202511-88")
    assert examine_months(claim=proved, month=NOVEMBER_2025).amount_fen > 0
    assert broken() == {}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"periods": [OCTOBER_2024 + 3]}, "nothing_paid"),
        ({"evidence_id": 10**9}, "evidence_needed"),
        ({"employer_id": None}, "nothing_paid"),
    ],
)
def test_what_was_not_paid_or_is_not_proved_is_refused(
    bureau: Bureau, changed: dict[str, Any], code: str
) -> None:
    bureau.leave(bureau.second)
    with pytest.raises(Refusal) as refusal:
        examine_months(claim=claim(bureau, **changed), month=NOVEMBER_2025)
    assert refusal.value.code == code
    assert refusal.value.reason.clause
    assert refusal.value.reason.next_step_zh
    assert refusal.value.reason.next_step_en


def test_a_ground_that_there_is_not_is_an_error_and_the_same_months_are_asked_for_once(
    bureau: Bureau,
) -> None:
    bureau.leave(bureau.second)
    with pytest.raises(ValueError, match="no ground"):
        examine_months(claim=claim(bureau, ground="whim"), month=NOVEMBER_2025)
    request = claim_months(claim=claim(bureau), month=NOVEMBER_2025, hand=bureau.hand("clerk"))
    with pytest.raises(Refusal, match="asked_already"):
        claim_months(claim=claim(bureau, periods=[OCTOBER_2024, OCTOBER_2025]), month=NOVEMBER_2025,
                     hand=bureau.hand("clerk"))  # fmt: skip
    with pytest.raises(Refusal, match="reason_needed"):
        decide.refuse(request_id=request.pk, hand=bureau.hand("reviewer"), why=" ")
    decide.refuse(request_id=request.pk, hand=bureau.hand("reviewer"), why="材料不全")
    assert (
        claim_months(claim=claim(bureau), month=NOVEMBER_2025, hand=bureau.hand("clerk")).pk
        > request.pk
    )
    with pytest.raises(Refusal, match="request_unknown"):
        decide.review(request_id=10**9, hand=bureau.hand("reviewer"))


def test_a_bill_that_still_owes_gives_nothing_back(bureau: Bureau) -> None:
    bureau.assess(OCTOBER_2025 + 1, [(bureau.second, bureau.factory.pk, 1_010_000)])
    bureau.receive(NOVEMBER_2025, ("part", bureau.factory.uscc, PENSION))
    bureau.leave(bureau.second)
    with pytest.raises(Refusal, match="not_fully_paid"):
        examine_months(claim=claim(bureau, periods=[OCTOBER_2025 + 1]), month=NOVEMBER_2025)


def test_without_money_in_the_expenditure_account_a_plan_is_needed_first(bureau: Bureau) -> None:
    bureau.leave(bureau.second)
    funds.post_entry(
        entry=funds.NewEntry("cash", "work_injury", at(OCTOBER_2025).date(), "sent_back", "test", "1",
                             (funds.Post("1003", debit_fen=9_999_000), funds.Post("1004", credit_fen=9_999_000))),
        accounting_month=OCTOBER_2025, posted_by="accountant",
    )  # fmt: skip
    request = claim_months(claim=claim(bureau), month=NOVEMBER_2025, hand=bureau.hand("clerk"))
    decide.review(request_id=request.pk, hand=bureau.hand("reviewer"))
    decide.approve(request_id=request.pk, hand=bureau.hand("approver"))
    with pytest.raises(Refusal) as poor:
        decide.post(month=NOVEMBER_2025, hand=bureau.hand("accountant"))
    assert (poor.value.code, poor.value.subject) == (
        "money_missing",
        f"work_injury: 1000 < {INJURY}",
    )
    assert not Refund.objects.exists()
    (plan,) = decide.request_money(month=NOVEMBER_2025, prepared_by="accountant")
    assert decide.request_money(month=NOVEMBER_2025, prepared_by="accountant") == [plan]
    assert funds.plans()[0].amount_fen == INJURY - 1000
    funds.approve_plan(plan_id=plan, approved_by="supervisor", approved_at=at(NOVEMBER_2025))
    funds.transfer_plan(plan_id=plan, transferred_on=at(NOVEMBER_2025).date(), posted_by="cashier")
    decide.post(month=NOVEMBER_2025, hand=bureau.hand("accountant"))
    assert bureau.balance("1004", fund="work_injury") == 0
    assert broken() == {}


def test_a_month_settled_by_a_later_difference_goes_back_out_of_both_receipts(
    bureau: Bureau,
) -> None:
    from renshe.domains.contributions.test_lines_and_timeline import bill_difference
    from renshe.flows import contribution_to_ledger as ledger

    bill = bill_difference(bureau.city, wage_fen=1_200_000)
    post = bureau.posting("difference owed", NOVEMBER_2025, "test")
    ledger.contributions_assessed(
        posting=post, rows=2,
        due_fen={"employee_pension": 48_000, "employee_medical": 24_000, "unemployment": 2_000, "work_injury": 800},
    )  # fmt: skip
    bureau.receive(NOVEMBER_2025, ("difference", bureau.factory.uscc, bill.total_fen), day=10)
    bureau.leave(bureau.first)
    settled = claim(bureau, person_id=bureau.first, periods=[OCTOBER_2025])
    request = claim_months(claim=settled, month=NOVEMBER_2025, hand=bureau.hand("clerk"))
    assert request.amount_fen == 288_000 + 144_000 + 12_000 + 4_800
    through_all_hands(bureau, request)
    refunds = dict(Refund.objects.values_list("receipt__external_ref", "amount_fen"))
    assert refunds.pop("difference") == bill.total_fen == 74_800
    assert sum(refunds.values()) == request.amount_fen - 74_800
    assert contributions.timeline_of(person_id=bureau.first).months[-1].period == OCTOBER_2024
    assert broken() == {}


def test_a_posting_that_dies_at_its_end_leaves_nothing_and_is_done_once_by_the_next(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(Exception):
        """The process is gone."""

    def gone(_point: str) -> None:
        raise Killed

    bureau.leave(bureau.second)
    request = claim_months(claim=claim(bureau), month=NOVEMBER_2025, hand=bureau.hand("clerk"))
    decide.review(request_id=request.pk, hand=bureau.hand("reviewer"))
    decide.approve(request_id=request.pk, hand=bureau.hand("approver"))
    before = bureau.balance("R2201")
    monkeypatch.setattr(correction_requests, "crash_point", gone)
    with pytest.raises(Killed):
        decide.post(month=NOVEMBER_2025, hand=bureau.hand("accountant"))
    monkeypatch.undo()
    request.refresh_from_db()
    assert (request.state, bureau.balance("R2201"), Refund.objects.count()) == (
        "approved",
        before,
        0,
    )
    assert broken() == {}
    months, _ = decide.post(month=NOVEMBER_2025, hand=bureau.hand("accountant"))
    assert months.fen == PAID
    assert (
        contributions.account_movements(
            person_id=bureau.second, employer_id=bureau.factory.pk, periods=[OCTOBER_2024]
        )
        == []
    )
    assert broken() == {}


def money(bureau: Bureau, **changed: Any) -> MoneyClaim:
    """The factory claims back what it paid twice."""
    receipt = Receipt.objects.get(external_ref="twice")
    return replace(
        MoneyClaim(receipt.pk, bureau.factory.uscc, 500_000, "overpaid", "employer", bureau.evidence, "重复扣款"), **changed
    )  # fmt: skip


def test_money_that_paid_nothing_goes_back_to_its_payer_and_leaves_suspense(bureau: Bureau) -> None:
    bureau.receive(NOVEMBER_2025, ("twice", bureau.factory.uscc, 800_000))
    assert bureau.balance("2001") == 800_000
    request = claim_suspense(claim=money(bureau), hand=bureau.hand("clerk"))
    _, suspense = through_all_hands(bureau, request)
    assert (suspense.done, suspense.fen) == ([request.pk], 500_000)
    assert (bureau.balance("2001"), bureau.balance("1004")) == (300_000, 9_500_000)
    with pytest.raises(Refusal, match="more_than_there_is"):
        claim_suspense(claim=money(bureau), hand=bureau.hand("clerk"))
    through_all_hands(
        bureau, claim_suspense(claim=money(bureau, amount_fen=300_000), hand=bureau.hand("clerk"))
    )
    assert bureau.balance("2001") == 0
    assert Receipt.objects.get(external_ref="twice").state == "refunded"
    assert broken() == {}


def test_suspense_is_not_refunded_to_others_nor_to_a_payer_who_owes(bureau: Bureau) -> None:
    bureau.receive(NOVEMBER_2025, ("twice", bureau.factory.uscc, 800_000))
    with pytest.raises(Refusal, match="not_the_payer"):
        claim_suspense(claim=money(bureau, payer_code=bureau.other.uscc), hand=bureau.hand("clerk"))
    with pytest.raises(Refusal, match="more_than_there_is"):
        claim_suspense(claim=money(bureau, amount_fen=800_001), hand=bureau.hand("clerk"))
    with pytest.raises(Refusal, match="more_than_there_is"):
        claim_suspense(claim=money(bureau, amount_fen=0), hand=bureau.hand("clerk"))
    bureau.assess(NOVEMBER_2025, [(bureau.first, bureau.factory.pk, 1_000_000)])
    with pytest.raises(Refusal, match="arrears_first"):
        claim_suspense(claim=money(bureau), hand=bureau.hand("clerk"))
    assert not CorrectionRequest.objects.exists()
