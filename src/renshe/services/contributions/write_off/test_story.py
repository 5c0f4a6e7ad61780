"""What a payer that is no more owes is given up on its papers; surcharge is waived by law, and does not come back."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from renshe.domains.contributions import api as contributions
from renshe.domains.contributions.models import Bill, CorrectionRequest, SurchargeWaiver, WriteOff
from renshe.domains.registry.models import Employer, Person
from renshe.flows.giving_up import late_surcharge
from renshe.kernel.rules import Refusal
from renshe.services.contributions.conftest import NOVEMBER_2025, Bureau, at, broken
from renshe.services.contributions.write_off import decide
from renshe.services.contributions.write_off.claim import (
    WaiverClaim,
    WriteOffClaim,
    claim_waiver,
    claim_write_off,
    examine_waiver,
    examine_write_off,
)

SEPTEMBER = NOVEMBER_2025 - 2
# 6,000 yuan at 24, 12, 1 and 0.4 percent.
OWED = {
    "employee_pension": 144_000,
    "employee_medical": 72_000,
    "unemployment": 6_000,
    "work_injury": 2_400,
}
SHARES = (96_000, 48_000, 60_000, 12_000, 3_000, 3_000, 2_400)
TODAY = at(NOVEMBER_2025, 20).date()


def surcharge(days: int) -> int:
    """Five ten-thousandths a day of each share, each rounded half up."""
    return sum((share * 5 * days * 2 + 10_000) // 20_000 for share in SHARES)


@pytest.fixture
def arrears(bureau: Bureau) -> Bill:
    """The other employer owes September for the third person, since 25 September."""
    bureau.assess(SEPTEMBER, [(bureau.third, bureau.other.pk, 600_000)])
    return Bill.objects.get(employer=bureau.other)


def claim(bureau: Bureau, **changed: Any) -> WriteOffClaim:
    """The other employer is bankrupt."""
    made = WriteOffClaim(
        "bankruptcy_ended",
        "（2025）沪03破8号之二",
        bureau.evidence,
        "破产财产分配终结",
        bureau.other.pk,
    )
    return replace(made, **changed)


def through_all_hands(bureau: Bureau, request: CorrectionRequest) -> list[Any]:
    """Reviewed, approved and posted by three more people."""
    decide.review(request_id=request.pk, hand=bureau.hand("reviewer"))
    decide.approve(request_id=request.pk, hand=bureau.hand("approver"))
    return decide.post(month=NOVEMBER_2025, hand=bureau.hand("accountant"))


def test_the_arrears_of_a_bankrupt_employer_leave_the_receivable_and_are_owed_by_nobody(
    bureau: Bureau, arrears: Bill
) -> None:
    assert bureau.balance("R1101") == OWED["employee_pension"]
    request = claim_write_off(claim=claim(bureau), hand=bureau.hand("clerk"))
    assert (request.amount_fen, request.totals["given_up_fen"]) == (sum(OWED.values()), OWED)
    write_off, waiver = through_all_hands(bureau, request)
    assert (write_off.fen, waiver.batch_id) == (sum(OWED.values()), None)
    arrears.refresh_from_db()
    assert arrears.state == "written_off"
    for fund, fen in OWED.items():
        assert bureau.balance("R1101", fund=fund) == 0
        assert bureau.balance("R5501", fund=fund) == fen
    row = WriteOff.objects.get()
    assert (row.proposed_by, row.approved_by, row.instrument) == (
        "clerk",
        "approver",
        "（2025）沪03破8号之二",
    )
    assert SEPTEMBER not in {
        m.period for m in contributions.timeline_of(person_id=bureau.third).months
    }
    bureau.receive(NOVEMBER_2025, ("too late", bureau.other.uscc, 1_000))
    assert bureau.balance("2001") == 1_000
    assert broken() == {}


def test_only_what_is_still_owed_of_a_part_paid_bill_is_given_up(
    bureau: Bureau, arrears: Bill
) -> None:
    bureau.receive(NOVEMBER_2025, ("part", bureau.other.uscc, 100_000))
    request = claim_write_off(claim=claim(bureau), hand=bureau.hand("clerk"))
    assert request.amount_fen == sum(OWED.values()) - 100_000
    through_all_hands(bureau, request)
    assert WriteOff.objects.get().principal_fen == sum(OWED.values()) - 100_000
    assert broken() == {}


def test_money_that_came_after_the_approval_sends_the_request_back(
    bureau: Bureau, arrears: Bill
) -> None:
    request = claim_write_off(claim=claim(bureau), hand=bureau.hand("clerk"))
    decide.review(request_id=request.pk, hand=bureau.hand("reviewer"))
    decide.approve(request_id=request.pk, hand=bureau.hand("approver"))
    bureau.receive(NOVEMBER_2025, ("surprise", bureau.other.uscc, 1))
    write_off, _ = decide.post(month=NOVEMBER_2025, hand=bureau.hand("accountant"))
    assert [(number, why.code) for number, why in write_off.refused] == [
        (request.pk, "changed_meanwhile")
    ]
    assert (write_off.batch_id, WriteOff.objects.count()) == (None, 0)
    arrears.refresh_from_db()
    assert arrears.state == "part_received"
    assert broken() == {}


def test_an_employer_that_lives_or_lives_on_in_another_or_proves_nothing_is_not_let_off(
    bureau: Bureau, arrears: Bill
) -> None:
    def code(asked: WriteOffClaim) -> str:
        with pytest.raises(Refusal) as refusal:
            examine_write_off(claim=asked, on=TODAY)
        assert refusal.value.reason.clause
        assert refusal.value.reason.next_step_zh
        return str(refusal.value.code)

    assert code(claim(bureau, ground="dissolved")) == "employer_still_open"
    assert code(claim(bureau, employer_id=bureau.factory.pk)) == "employer_still_open"
    assert code(claim(bureau, instrument=" ")) == "instrument_needed"
    assert code(claim(bureau, evidence_id=10**9)) == "evidence_needed"
    assert code(claim(bureau, employer_id=bureau.city.employers[2].pk)) == "nothing_owed"
    assert code(claim(bureau, ground="payer_dead")) == "ground_not_shown"
    Employer.objects.filter(pk=bureau.other.pk).update(
        closed_on=dt.date(2025, 11, 1), successor=bureau.factory
    )
    assert code(claim(bureau, ground="dissolved")) == "successor_owes"
    Employer.objects.filter(pk=bureau.other.pk).update(successor=None)
    assert examine_write_off(claim=claim(bureau, ground="dissolved"), on=TODAY).given_up_fen == OWED
    with pytest.raises(ValueError, match="no ground"):
        examine_write_off(claim=claim(bureau, ground="old"), on=TODAY)


def test_the_dues_of_an_own_payer_who_died_are_given_up_and_of_one_who_lives_not(
    bureau: Bureau,
) -> None:
    bureau.assess(SEPTEMBER, [(bureau.own, None, 500_000)])
    asked = claim(bureau, ground="payer_dead", employer_id=None, person_id=bureau.own)
    with pytest.raises(Refusal, match="ground_not_shown"):
        examine_write_off(claim=asked, on=TODAY)
    Person.objects.filter(pk=bureau.own).update(
        died_on=dt.date(2025, 10, 2), death_known_on=dt.date(2025, 10, 9)
    )
    request = claim_write_off(claim=asked, hand=bureau.hand("clerk"))
    assert request.amount_fen == 100_000 + 10_000
    through_all_hands(bureau, request)
    assert broken() == {}


def waiver(bureau: Bureau, bill: Bill, **changed: Any) -> WaiverClaim:
    """Surcharge up to the day before yesterday, by a relief notice."""
    made = WaiverClaim(
        "state_relief",
        "人社部发〔2025〕9号",
        bureau.evidence,
        "受灾缓缴",
        [bill.pk],
        TODAY - dt.timedelta(2),
    )
    return replace(made, **changed)


def test_waived_surcharge_is_gone_and_stays_gone_while_open_principal_goes_on_bearing(
    bureau: Bureau, arrears: Bill
) -> None:
    days = (TODAY - dt.timedelta(2) - arrears.due_on).days
    contributions.charge_surcharge(as_of=TODAY, surcharge_of=late_surcharge)
    arrears.refresh_from_db()
    assert arrears.surcharge_fen == surcharge(days + 2)
    request = claim_waiver(claim=waiver(bureau, arrears), hand=bureau.hand("clerk"))
    assert request.amount_fen == surcharge(days)
    _, posted = through_all_hands(bureau, request)
    arrears.refresh_from_db()
    assert arrears.surcharge_fen == surcharge(days + 2) - surcharge(days)
    # Charged again for the same day nothing changes; ten days later, ten days more.
    assert contributions.charge_surcharge(as_of=TODAY, surcharge_of=late_surcharge) == 0
    later = TODAY + dt.timedelta(10)
    contributions.charge_surcharge(as_of=later, surcharge_of=late_surcharge)
    arrears.refresh_from_db()
    assert arrears.surcharge_fen == surcharge(days + 12) - surcharge(days)
    with pytest.raises(Refusal, match="nothing_owed"):
        examine_waiver(claim=waiver(bureau, arrears), on=TODAY)
    assert posted.fen == request.amount_fen
    assert broken() == {}


def test_surcharge_that_was_not_charged_yet_is_waived_all_the_same(
    bureau: Bureau, arrears: Bill
) -> None:
    request = claim_waiver(claim=waiver(bureau, arrears), hand=bureau.hand("clerk"))
    through_all_hands(bureau, request)
    row = SurchargeWaiver.objects.get()
    parts = (row.pension_fen, row.medical_fen, row.unemployment_fen, row.injury_fen)
    assert sum(parts) == request.amount_fen
    bureau.receive(
        NOVEMBER_2025,
        ("all", bureau.other.uscc, sum(OWED.values())),
        day=18,
        surcharge_of=late_surcharge,
    )
    arrears.refresh_from_db()
    assert (arrears.state, arrears.surcharge_fen) == ("credited", 0)
    assert broken() == {}


def test_surcharge_is_waived_by_law_alone_and_not_before_it_arose(
    bureau: Bureau, arrears: Bill
) -> None:
    def code(**changed: Any) -> str:
        with pytest.raises(Refusal) as refusal:
            examine_waiver(claim=waiver(bureau, arrears, **changed), on=TODAY)
        return str(refusal.value.code)

    assert code(ground="agreement") == "waiver_without_law"
    assert code(instrument="") == "instrument_needed"
    assert code(until_on=TODAY + dt.timedelta(1)) == "nothing_owed"
    assert code(until_on=arrears.due_on) == "nothing_owed"
    assert code(evidence_id=10**9) == "evidence_needed"
