"""A pension that came back after a death is found undue: the account gets its part again, and every invariant holds."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.domains.registry.models import PersonAlias
from renshe.flows.pension_to_ledger import pension_returned
from renshe.kernel.rules import Refusal
from renshe.services.pension.conftest import NOVEMBER, SEPTEMBER
from renshe.services.pension.undue_payment import decide

OCTOBER = SEPTEMBER + 1


@pytest.fixture
def returned(pensioners):
    """The bank returned the second pensioner's October; he had died in August, and nobody knew."""
    line = pension.PaymentLine.objects.get(person_id=pensioners.second, period=OCTOBER)
    lines = pension.PaymentLine.objects.filter(batch_id=line.batch_id)
    pension.PaymentFile.objects.create(
        batch_id=line.batch_id, part=1, first_line=1, last_line=3, rows=3,
        total_fen=sum(one.net_fen for one in lines), sha256="x",
    )  # fmt: skip
    pension.BankResult.objects.create(
        instruction=line.instruction, batch_id=line.batch_id, line_no=line.line_no, status="failed",
        reason_code="account_closed",
    )  # fmt: skip
    pension_returned(
        fund=pension.EMPLOYEE_FUND, file_id="r", accounting_month=OCTOBER, entry_on=date(2025, 10, 21),
        returned=[(line.instruction, line.net_fen)], posted_by="clerk",
    )  # fmt: skip
    assert pensioners.broken() == {}
    return line


def die(pensioners, died_on=date(2025, 8, 15)):
    return pensioners.die(pensioners.second, died_on)


def proposal(pensioners, line, **changed):
    made = pension.UndueProposal(
        line.instruction,
        "death",
        "沪社保核〔2025〕7号",
        pensioners.evidence,
        "死亡后月份，银行退回",
    )
    return replace(made, **changed)


def test_the_month_leaves_the_books_and_the_account_has_its_part_again(pensioners, returned):
    september = die(pensioners)
    assert [line["period"] for line in september.lines] == [SEPTEMBER]
    drawn = pension.account_standing(person_id=pensioners.second)
    at = pensioners.at(NOVEMBER)
    made = decide.propose(proposal=proposal(pensioners, returned), by="accountant", at=at)
    assert (made.net_fen, made.account_fen) == (returned.net_fen, returned.account_fen)
    decide.approve(decision_id=made.pk, accounting_month=NOVEMBER, by="supervisor", at=at)
    after = pension.account_standing(person_id=pensioners.second)
    assert after.balance_fen - drawn.balance_fen == returned.account_fen
    assert after.undue_fen == drawn.undue_fen
    assert (pensioners.balance("R2101"), pensioners.balance("2001")) == (0, 0)
    assert pensioners.balance("R1201") == september.principal_fen
    year = pension.account_payouts_of_year(year=2025)
    mine = year.filter([one == pensioners.second for one in year["person_id"].to_pylist()])
    # Drawn in September and October, put back in November: 4 + 3 − 2 months of the year.
    assert mine.to_pylist() == [{
        "person_id": pensioners.second, "payout_fen": returned.account_fen,
        "payout_product_fen": 5 * returned.account_fen,
    }]  # fmt: skip
    assert pensioners.broken() == {}


def test_what_was_decided_stands_and_is_decided_once(pensioners, returned):
    die(pensioners)
    at = pensioners.at(NOVEMBER)
    made = decide.propose(proposal=proposal(pensioners, returned), by="accountant", at=at)
    decide.approve(decision_id=made.pk, accounting_month=NOVEMBER, by="supervisor", at=at)
    with pytest.raises(Refusal, match="state_forbids"):
        decide.approve(decision_id=made.pk, accounting_month=NOVEMBER, by="other", at=at)
    with pytest.raises(Refusal, match="not_waiting"):
        decide.propose(proposal=proposal(pensioners, returned), by="accountant", at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        pension.UndueDecision.objects.filter(pk=made.pk).update(state="refused")


def test_a_decision_that_the_books_lost_is_told_by_an_invariant(pensioners, returned):
    die(pensioners)
    at = pensioners.at(NOVEMBER)
    decide.propose(proposal=proposal(pensioners, returned), by="accountant", at=at)
    pension.UndueDecision.objects.update(
        state="approved", approved_by="supervisor", approved_at=at, accounting_month=NOVEMBER
    )
    assert set(pensioners.broken()) >= {
        "undue_payments_are_booked", "benefits_payable_are_unpaid_lines", "individual_accounts_are_their_rows",
    }  # fmt: skip


def test_a_closed_month_takes_no_decision(pensioners, returned):
    die(pensioners)
    at = pensioners.at(NOVEMBER)
    made = decide.propose(proposal=proposal(pensioners, returned), by="accountant", at=at)
    for book in ("cash", "rights"):
        funds.close_month(
            fund="employee_pension",
            book=book,
            accounting_month=OCTOBER,
            closed_by="a",
            closed_at=at,
        )
    with pytest.raises(Refusal, match="month_closed"):
        decide.approve(decision_id=made.pk, accounting_month=OCTOBER, by="supervisor", at=at)
    made.refresh_from_db()
    assert made.state == "handled"


def test_what_does_not_fit_is_refused_with_clause_and_next_step(pensioners, returned):
    def code(**changed):
        with pytest.raises(Refusal) as refusal:
            decide.examine(proposal=proposal(pensioners, returned, **changed))
        reason = refusal.value.reason
        assert reason.clause
        assert reason.next_step_zh
        assert reason.next_step_en
        return refusal.value.code

    assert code() == "ground_not_shown"
    registry.record_death(
        person_id=pensioners.second, died_on=date(2025, 8, 15), known_on=date(2025, 11, 3), reason="医院报告",
        actor="clerk", at=pensioners.at(NOVEMBER),
    )  # fmt: skip
    assert code(instrument=" ") == "evidence_needed"
    assert code(evidence_id=10**9) == "evidence_needed"
    assert code(reason="") == "reason_needed"
    assert code(instruction="1-999") == "not_waiting"
    assert code(instruction="甲") == "not_waiting"
    assert code(ground="paid_already") == "ground_not_shown"


def test_a_month_paid_to_the_same_person_under_another_number_is_undue(pensioners, returned):
    other = pension.PaymentLine.objects.get(person_id=pensioners.third, period=OCTOBER)
    pension.BankResult.objects.create(
        instruction=other.instruction, batch_id=other.batch_id, line_no=other.line_no, status="paid",
        settled_on=date(2025, 10, 20),
    )  # fmt: skip
    doubled = proposal(pensioners, returned, ground="paid_already")
    with pytest.raises(Refusal, match="ground_not_shown"):
        decide.examine(proposal=doubled)
    PersonAlias.objects.create(
        merged_id=pensioners.second, person_id=pensioners.third, merged_into_id=pensioners.third,
        reason="同一人", merged_by="clerk", merged_at=pensioners.at(NOVEMBER),
    )  # fmt: skip
    assert decide.examine(proposal=doubled).line.pk == returned.pk
