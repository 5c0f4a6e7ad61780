"""A pension that came back and was never due: out of the queue and both books, by two people; and every way it may not go."""

from datetime import UTC, date, datetime

import pytest

from renshe.domains.documents import api as documents
from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.domains.pension.test_pensioners import add_pensioners
from renshe.domains.registry import api as registry
from renshe.flows import checks
from renshe.flows.pension_to_ledger import overpayments_found
from renshe.flows.undue_payments import payment_found_undue
from renshe.foundation.invariants import prove
from renshe.kernel.rules import Refusal
from renshe.runs.monthly_pension_payment.conftest import OCTOBER, PLACE, PlainBank

NOVEMBER = OCTOBER + 1
AT = datetime(2025, 11, 20, 2, 0, tzinfo=UTC)


def closing(code, *, book="rights", month=NOVEMBER):
    rows = funds.trial_balance(fund="employee_pension", book=book, accounting_month=month)
    return next((row.closing_fen for row in rows if row.code == code), 0)


def broken():
    """Invariants that break, but the accounts': nobody here has a closed account year (the service's story proves it)."""
    every = [*funds.INVARIANTS, *pension.INVARIANTS, *checks.INVARIANTS]
    return {
        one.name: [f"{breach.row}: {breach.detail}" for breach in breaches]
        for one, breaches, count in prove(invariants=every, limit=3)
        if count and one.name != "individual_accounts_are_their_rows"
    }


def dies(person_id, died_on, *, known_on=date(2025, 11, 18)):
    at = datetime(known_on.year, known_on.month, known_on.day, tzinfo=UTC)
    registry.record_death(
        person_id=person_id, died_on=died_on, known_on=known_on, reason="医院报告", actor="clerk", at=at,
    )  # fmt: skip
    recorded = pension.Recorded(by="clerk", at=at, known_on=known_on, reason="医院报告")
    return pension.end_pension_by_death(person_id=person_id, died_on=died_on, recorded=recorded)


def proposal(instruction, *, ground="death"):
    paper = documents.store(
        name="死亡证明.pdf", media_type="application/pdf", content=b"%PDF death", direction="in", at=AT,
    )  # fmt: skip
    return pension.UndueProposal(
        instruction, ground, "沪社保核〔2025〕7号", paper.pk, "死亡后月份，退回"
    )


def propose(instruction, *, ground="death", by="accountant"):
    return pension.propose_undue(proposal=proposal(instruction, ground=ground), by=by, at=AT)


def approve(decision, *, by="supervisor", month=NOVEMBER):
    return payment_found_undue(decision_id=decision.pk, accounting_month=month, by=by, at=AT)


def failed(month, *, line=2, count=5):
    """October paid, one line of it returned by the bank: its instruction and its owner."""
    people = add_pensioners(count=count)
    month.freeze()
    month.until_filed()
    name = f"{month.batch_id}-{line}"
    month.bank = PlainBank(failing=[name])
    month.answer()
    month.close()
    return name, people[line - 1]


def test_a_returned_month_after_death_leaves_queue_and_books_and_everything_ties(month):
    name, person = failed(month)
    assert dies(person, date(2025, 9, 28)).overpayments == []
    line = pension.PaymentLine.objects.get(batch_id=month.batch_id, line_no=2)
    assert (line.account_fen > 0, closing("R2101"), closing("2001", book="cash")) == (
        True, 300_002, 300_002,
    )  # fmt: skip
    spent, accounts = closing("R5101"), closing("R2201")
    decision = propose(name)
    assert [(row.ready, row.undue_proposed) for row in pension.failed_payments()] == [(False, True)]
    with pytest.raises(Refusal, match="undue_proposed"):
        month.freeze_retry(instructions=[name])
    with pytest.raises(Refusal, match="two_people_needed"):
        approve(decision, by="accountant")
    approve(decision)
    assert pension.failed_payments() == []
    assert pension.waiting_payments(place=PLACE)["returned"].count == 0
    assert (closing("R2101"), closing("2001", book="cash")) == (0, 0)
    assert closing("R5101") == spent - (300_002 - line.account_fen)
    assert closing("R2201") == accounts + line.account_fen
    assert closing("5001", book="cash") == sum(300_000 + n for n in (1, 3, 4, 5))
    shown = pension.person_pension(person_ids=[person], month=NOVEMBER).payments
    assert [(one.net_fen, one.outcome) for one in shown] == [(300_002, "undue")]
    assert broken() == {}


def test_the_months_balance_stands_as_reported_and_says_what_of_it_was_undue(month):
    name, person = failed(month)
    dies(person, date(2025, 9, 28))
    before = pension.month_balance(fund=pension.EMPLOYEE_FUND, place=PLACE, period=OCTOBER)
    approve(propose(name))
    after = pension.month_balance(fund=pension.EMPLOYEE_FUND, place=PLACE, period=OCTOBER)
    assert (after.this_month, after.movements) == (before.this_month, before.movements)
    assert after.closes
    assert (after.undue.heads, after.undue.fen) == (1, 300_002)
    paid = pension.batch_outcome(batch_id=month.batch_id)
    assert after.this_month.fen - after.undue.fen == paid.paid_fen
    month.next().pay_all()
    november = pension.month_balance(fund=pension.EMPLOYEE_FUND, place=PLACE, period=NOVEMBER)
    assert (november.movements["dead"].heads, november.closes) == (1, True)


def test_what_was_set_off_in_it_is_owed_again(month):
    people = add_pensioners(count=3)
    owed = pension.Overpayment.objects.create(
        person_id=people[1], cause="agency_error", from_month=OCTOBER - 3, to_month=OCTOBER - 3,
        principal_fen=50_000, known_on=date(2025, 9, 1), notified_on=date(2025, 9, 2),
    )  # fmt: skip
    overpayments_found(
        [owed], accounting_month=OCTOBER, entry_on=date(2025, 10, 1), posted_by="clerk"
    )
    pension.offset_from_pension(
        overpayment_id=owed.pk, from_month=OCTOBER, monthly_fen=30_000, recorded_by="clerk",
        known_on=date(2025, 9, 3),
    )  # fmt: skip
    month.freeze()
    month.until_filed()
    month.bank = PlainBank(failing=[f"{month.batch_id}-2"])
    month.answer()
    dies(people[1], date(2025, 9, 1))
    assert closing("R1201") == 20_000
    approve(propose(f"{month.batch_id}-2"))
    owed.refresh_from_db()
    assert (owed.recovered_fen, closing("R1201"), closing("R2101")) == (0, 50_000, 0)
    assert broken() == {}


def test_a_second_attempt_that_failed_too_is_found_undue_under_its_own_instruction(month):
    name, person = failed(month)
    month.freeze_retry(instructions=[name])
    month.until_filed()
    second = f"{month.batch_id}-1"
    month.bank = PlainBank(failing=[second])
    month.answer()
    dies(person, date(2025, 9, 30))
    with pytest.raises(Refusal, match="not_waiting"):
        propose(name)
    decision = approve(propose(second))
    assert (decision.instruction, f"{decision.batch_id}-{decision.line_no}") == (second, name)
    assert (closing("R2101"), closing("2001", book="cash")) == (0, 0)
    assert broken() == {}


def test_money_that_came_back_in_a_later_year_is_other_income(month):
    name, person = failed(month)
    dies(person, date(2025, 9, 28))
    january = 2026 * 12
    spent = closing("5001", book="cash", month=january)
    approve(propose(name), month=january)
    assert closing("4501", book="cash", month=january) == 300_002
    assert closing("5001", book="cash", month=january) == spent


def test_a_stopped_line_that_stayed_owed_leaves_the_rights_book_alone(month):
    people = add_pensioners(count=4)
    month.freeze()
    month.check()
    month.plan()
    month.stop(line_no=3, reason="account_in_doubt", still_due=True)
    month.sign_and_fund()
    month.write_files()
    month.answer()
    month.close()
    dies(people[2], date(2025, 8, 3))
    cash = closing("5001", book="cash")
    decision = approve(propose(f"{month.batch_id}-3"))
    assert decision.suspense is None
    assert (closing("R2101"), closing("5001", book="cash")) == (0, cash)
    assert broken() == {}


def test_a_month_claimed_back_while_its_fate_was_unknown_settles_the_claim_and_is_taken_back_once(
    month,
):
    people = add_pensioners(count=4)
    month.freeze()
    month.until_filed()
    name = f"{month.batch_id}-2"
    month.bank = PlainBank(unsure={name: "failed"})
    month.answer()
    (claim,) = dies(people[1], date(2025, 9, 2)).overpayments
    overpayments_found(
        [claim], accounting_month=NOVEMBER, entry_on=date(2025, 11, 18), posted_by="clerk"
    )
    with pytest.raises(Refusal, match="not_waiting"):
        propose(name)
    month.answer_unknown()
    spent = closing("R5101")
    approve(propose(name))
    claim.refresh_from_db()
    assert (claim.state, claim.recovered_fen) == ("settled", 300_002)
    assert closing("R5101") == spent
    assert (closing("R1201"), closing("R2101"), closing("2001", book="cash")) == (0, 0, 0)
    assert broken() == {}


def test_a_month_that_is_due_by_the_registers_is_not_found_undue(month):
    name, person = failed(month)
    for ground in ("death", "imprisoned", "award_ended", "paid_already"):
        with pytest.raises(Refusal, match="ground_not_shown") as refused:
            propose(name, ground=ground)
        assert refused.value.reason.clause
    dies(person, date(2025, 10, 1))  # the month of death is payable
    for ground in ("death", "award_ended"):
        with pytest.raises(Refusal, match="ground_not_shown"):
            propose(name, ground=ground)
    with pytest.raises(ValueError, match="no ground"):
        propose(name, ground="mercy")
    with pytest.raises(Refusal, match="not_waiting"):
        propose(f"{month.batch_id}-1")


def test_a_proposal_that_is_refused_lets_the_payment_be_paid_again(month):
    name, person = failed(month)
    pension.record_custody(
        person_id=person, stage="imprisoned", from_month=OCTOBER,
        recorded=pension.Recorded("clerk", AT, date(2025, 11, 18), "判决"),
    )  # fmt: skip
    decision = propose(name, ground="imprisoned")
    with pytest.raises(Refusal, match="asked_already"):
        propose(name, ground="imprisoned")
    with pytest.raises(Refusal, match="reason_needed"):
        pension.refuse_undue(decision_id=decision.pk, by="supervisor", at=AT, why=" ")
    pension.refuse_undue(decision_id=decision.pk, by="supervisor", at=AT, why="判决未生效")
    assert closing("R2101") == 300_002
    with pytest.raises(Refusal, match="state_forbids"):
        approve(decision)
    assert month.freeze_retry(instructions=[name]).totals["roster_retry"] == 1


def test_what_was_tried_again_meanwhile_cannot_be_approved(month):
    name, person = failed(month)
    dies(person, date(2025, 9, 28))
    decision = propose(name)
    registry.withdraw_death(
        person_id=person, reason="误报", evidence_file_id=decision.evidence_id, known_on=date(2025, 11, 19),
        actor="clerk", at=AT,
    )  # fmt: skip
    with pytest.raises(Refusal, match="ground_not_shown"):
        approve(decision)
    assert closing("R2101") == 300_002


def test_a_death_reported_twice_holds_once_and_an_earlier_one_replaces_it(month):
    people = add_pensioners(count=2)
    month.pay_all()
    recorded = pension.Recorded("clerk", AT, date(2025, 11, 18), "比对")
    told = {"person_id": people[0], "recorded": recorded}
    first = pension.end_pension_by_death(died_on=date(2025, 9, 20), **told)
    again = pension.end_pension_by_death(died_on=date(2025, 9, 28), **told)
    assert (again.hold.pk, again.overpayments) == (first.hold.pk, [])
    assert pension.Overpayment.objects.count() == 1
    earlier = pension.end_pension_by_death(died_on=date(2025, 8, 28), **told)
    live = pension.Hold.objects.filter(kind="death", cancelled_on__isnull=True)
    assert [hold.from_month for hold in live] == [OCTOBER - 1]
    assert earlier.hold.pk != first.hold.pk
    first.awards[0].refresh_from_db()
    assert first.awards[0].ends_month == OCTOBER - 2
    with pytest.raises(Refusal, match="death_recorded_earlier"):
        pension.end_pension_by_death(died_on=date(2025, 10, 3), **told)
