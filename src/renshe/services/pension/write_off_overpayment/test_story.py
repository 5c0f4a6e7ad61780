"""What can never come back is given up on its papers, by three people, and only after everything else was tried."""

from dataclasses import replace
from datetime import date

import pytest

from renshe.domains.pension import api as pension
from renshe.kernel.rules import Refusal
from renshe.services.pension.conftest import NOVEMBER, SEPTEMBER
from renshe.services.pension.recover_overpayment import account
from renshe.services.pension.write_off_overpayment import decide

TODAY = date(2025, 11, 20)


@pytest.fixture
def owed(pensioners):
    """The second pensioner died in August; his account paid all it had, and 5,000.00 yuan are left."""
    debt = pensioners.die(pensioners.second, date(2025, 8, 15))
    left = pension.account_standing(person_id=pensioners.second).left_fen
    with_rest = left + 500_000 - debt.principal_fen
    pension.Overpayment.objects.filter(pk=debt.pk).update(principal_fen=left + 500_000)
    _found(pensioners, debt.pk, with_rest)
    decision = account.propose(
        overpayment_id=debt.pk, instrument="沪人社稽〔2025〕21号", evidence_id=pensioners.evidence, reason="抵扣",
        hand=pensioners.hand("clerk"),
    )  # fmt: skip
    account.review(decision_id=decision.pk, hand=pensioners.hand("reviewer"))
    account.approve(
        decision_id=decision.pk, accounting_month=NOVEMBER, hand=pensioners.hand("approver")
    )
    debt.refresh_from_db()
    assert pension.open_fen(overpayment=debt) == 500_000
    assert pensioners.broken() == {}
    return debt


def _found(pensioners, overpayment_id, fen):
    """The books know the larger receivable too."""
    from renshe.domains.funds import api as funds

    funds.post_entry(
        entry=funds.NewEntry("rights", "employee_pension", TODAY, "overpayment_found", "test", str(overpayment_id),
                             (funds.Post("R1201", debit_fen=fen), funds.Post("R5101", credit_fen=fen))),
        accounting_month=NOVEMBER, posted_by="clerk",
    )  # fmt: skip


def proposal(pensioners, owed, **changed):
    """The dead man left nothing else."""
    made = pension.Proposal(
        owed.pk, "no_estate", "遗产清查报告〔2025〕3号", pensioners.evidence, "确无遗产可供清偿"
    )
    return replace(made, **changed)


def small(pensioners, person_id, fen=19_999, *, cause="agency_error"):
    """A debt of 199.99 yuan, in the books."""
    debt = pension.Overpayment.objects.create(
        person_id=person_id, cause=cause, from_month=SEPTEMBER, to_month=SEPTEMBER, principal_fen=fen,
        known_on=date(2025, 11, 1), notified_on=date(2025, 11, 2),
    )  # fmt: skip
    _found(pensioners, debt.pk, fen)
    return debt


def test_what_a_dead_man_without_estate_owes_leaves_the_receivable(pensioners, owed):
    assert pensioners.balance("R1201") == 500_000
    decision = decide.propose(proposal=proposal(pensioners, owed), hand=pensioners.hand("clerk"))
    assert decision.amount_fen == 500_000
    with pytest.raises(Refusal, match="two_people_needed"):
        decide.review(decision_id=decision.pk, hand=pensioners.hand("clerk"))
    decide.review(decision_id=decision.pk, hand=pensioners.hand("reviewer"))
    decide.approve(
        decision_id=decision.pk, accounting_month=NOVEMBER, hand=pensioners.hand("approver")
    )
    owed.refresh_from_db()
    assert owed.state == "written_off"
    assert (pensioners.balance("R1201"), pensioners.balance("R5901")) == (0, 500_000)
    assert pensioners.broken() == {}
    with pytest.raises(Refusal, match="nothing_owed"):
        decide.examine(proposal=proposal(pensioners, owed), on=TODAY)


def test_an_account_with_money_in_it_pays_first(pensioners):
    debt = pensioners.die(pensioners.second, date(2025, 8, 15))
    with pytest.raises(Refusal) as first:
        decide.examine(proposal=proposal(pensioners, debt), on=TODAY)
    assert (first.value.code, "抵扣" in first.value.reason.next_step_zh) == ("account_first", True)


def test_a_pension_that_still_runs_pays_by_deduction_however_small_the_debt(pensioners):
    debt = small(pensioners, pensioners.third)
    with pytest.raises(Refusal, match="set_off_possible"):
        decide.examine(proposal=proposal(pensioners, debt, ground="uneconomic"), on=TODAY)


def test_a_small_debt_of_one_who_has_no_pension_is_given_up_and_its_deductions_end(pensioners):
    debt = small(pensioners, pensioners.third)
    hold = pension.offset_from_pension(
        overpayment_id=debt.pk,
        from_month=NOVEMBER,
        monthly_fen=5_000,
        recorded_by="clerk",
        known_on=TODAY,
    )
    pension.Award.objects.filter(person_id=pensioners.third).update(
        state="ended", ends_month=SEPTEMBER
    )
    uneconomic = proposal(pensioners, debt, ground="uneconomic")
    assert decide.examine(proposal=uneconomic, on=TODAY) == 19_999
    decision = decide.propose(proposal=uneconomic, hand=pensioners.hand("clerk"))
    decide.review(decision_id=decision.pk, hand=pensioners.hand("reviewer"))
    decide.approve(
        decision_id=decision.pk, accounting_month=NOVEMBER, hand=pensioners.hand("approver")
    )
    hold.refresh_from_db()
    assert hold.cancelled_on == TODAY
    assert pensioners.broken() == {}


def test_what_does_not_fit_its_ground_is_refused_with_clause_and_next_step(pensioners, owed):
    def code(debt, **changed):
        with pytest.raises(Refusal) as refusal:
            decide.examine(proposal=proposal(pensioners, debt, **changed), on=TODAY)
        assert refusal.value.reason.clause
        assert refusal.value.reason.next_step_zh
        assert refusal.value.reason.next_step_en
        return refusal.value.code

    assert code(owed, ground="uneconomic") == "ground_not_shown"
    assert code(owed, instrument="") == "evidence_needed"
    assert code(owed, evidence_id=10**9) == "evidence_needed"
    pension.Award.objects.filter(person_id=pensioners.third).update(
        state="ended", ends_month=SEPTEMBER
    )
    living = small(pensioners, pensioners.third)
    assert code(living) == "ground_not_shown"
    assert (
        code(small(pensioners, pensioners.third, 20_000), ground="uneconomic") == "ground_not_shown"
    )
    fraud = small(pensioners, pensioners.third, 100, cause="fraud")
    assert code(fraud, ground="uneconomic") == "fraud_not_forgiven"
    assert (
        decide.examine(proposal=proposal(pensioners, fraud, ground="execution_ended"), on=TODAY)
        == 100
    )
    pension.Overpayment.objects.filter(pk=living.pk).update(notified_on=None)
    assert code(living, ground="uneconomic") == "not_notified"
    with pytest.raises(ValueError, match="no ground"):
        decide.examine(proposal=proposal(pensioners, living, ground="mercy"), on=TODAY)


def test_a_refused_write_off_changes_nothing_and_may_be_proposed_anew(pensioners, owed):
    decision = decide.propose(proposal=proposal(pensioners, owed), hand=pensioners.hand("clerk"))
    with pytest.raises(Refusal, match="reason_needed"):
        decide.refuse(decision_id=decision.pk, hand=pensioners.hand("reviewer"), why="")
    decide.refuse(decision_id=decision.pk, hand=pensioners.hand("reviewer"), why="材料不足")
    owed.refresh_from_db()
    assert (owed.state, pensioners.balance("R1201")) == ("open", 500_000)
    again = decide.propose(proposal=proposal(pensioners, owed), hand=pensioners.hand("clerk"))
    assert again.pk > decision.pk
    with pytest.raises(Refusal, match="decision_unknown"):
        decide.review(decision_id=10**9, hand=pensioners.hand("reviewer"))
