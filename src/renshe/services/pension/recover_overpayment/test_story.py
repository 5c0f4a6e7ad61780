"""What was paid after a death is set off against the account that was left: its own part goes back first, then it pays."""

from datetime import date

import pytest

from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.kernel.rules import Refusal
from renshe.services.pension.conftest import LEFT_2024, NOVEMBER, SEPTEMBER
from renshe.services.pension.recover_overpayment import account
from renshe.services.pension.recover_overpayment.decide import take_recovery

AUGUST_15 = date(2025, 8, 15)
# Two months of the second pensioner: 2,000.02 from the pool and 1,000.00 from the account, each.
PRINCIPAL, DRAWN = 2 * 300_002, 2 * 100_000


def proposed(pensioners, owed, **changed):
    """What the family is told: the account pays."""
    return account.propose(**{
        "overpayment_id": owed.pk, "instrument": "沪人社稽〔2025〕21号", "evidence_id": pensioners.evidence,
        "reason": "遗属书面同意抵扣", "hand": pensioners.hand("clerk"), **changed,
    })  # fmt: skip


def approved(pensioners, decision):
    """Through two more people."""
    account.review(decision_id=decision.pk, hand=pensioners.hand("reviewer"))
    return account.approve(
        decision_id=decision.pk, accounting_month=NOVEMBER, hand=pensioners.hand("approver")
    )


def test_the_account_gets_back_what_months_after_death_drew_and_then_pays_the_overpayment(
    pensioners,
):
    owed = pensioners.die(pensioners.second, AUGUST_15)
    assert (owed.principal_fen, pensioners.balance("R1201")) == (PRINCIPAL, PRINCIPAL)
    before = pensioners.balance("R2201")
    standing = pension.account_standing(person_id=pensioners.second)
    assert (standing.balance_fen, standing.undue_fen) == (LEFT_2024 - DRAWN, DRAWN)
    decision = proposed(pensioners, owed)
    assert (decision.amount_fen, decision.restored_fen) == (PRINCIPAL, DRAWN)
    approved(pensioners, decision)
    owed.refresh_from_db()
    assert (owed.state, owed.recovered_fen) == ("settled", PRINCIPAL)
    assert pensioners.balance("R1201") == 0
    assert pensioners.balance("R2201") == before + DRAWN - PRINCIPAL
    standing = pension.account_standing(person_id=pensioners.second)
    # The heirs have the account as it stood at death, less every fen that came to them after it.
    assert standing.left_fen == standing.balance_fen == LEFT_2024 - PRINCIPAL
    assert pensioners.broken() == {}


def test_an_account_that_holds_less_pays_what_it_has_and_the_rest_is_still_owed(pensioners):
    owed = pensioners.die(pensioners.second, AUGUST_15)
    funds_left = LEFT_2024 - DRAWN
    pension.Overpayment.objects.filter(pk=owed.pk).update(principal_fen=3_000_000)
    decision = proposed(pensioners, owed)
    assert (decision.amount_fen, decision.restored_fen) == (funds_left + DRAWN, DRAWN)
    approved(pensioners, decision)
    owed.refresh_from_db()
    assert (owed.state, owed.principal_fen - owed.recovered_fen) == ("open", 500_000)
    assert pension.account_standing(person_id=pensioners.second).left_fen == 0
    with pytest.raises(Refusal, match="account_empty"):
        proposed(pensioners, owed)


def test_money_that_came_from_the_estate_first_leaves_the_account_only_the_rest_to_pay(pensioners):
    owed = pensioners.die(pensioners.second, AUGUST_15)
    take_recovery(
        overpayment_id=owed.pk, way="estate", amount_fen=550_000, received_on=date(2025, 11, 10), reference="bank-1",
        accounting_month=NOVEMBER, by="cashier",
    )  # fmt: skip
    decision = approved(pensioners, proposed(pensioners, owed))
    assert (decision.amount_fen, decision.restored_fen) == (PRINCIPAL - 550_000, DRAWN)
    assert pension.account_standing(person_id=pensioners.second).left_fen == LEFT_2024 - 50_004
    assert pensioners.broken() == {}
    payouts = {
        row["person_id"]: row for row in pension.account_payouts_of_year(year=2025).to_pylist()
    }
    # Two pensions drew 1,000.00 each in September and October; November put 1,499.96 back on balance.
    assert payouts[pensioners.second]["payout_fen"] == 200_000 + 50_004 - 200_000
    assert (
        payouts[pensioners.second]["payout_product_fen"] == 100_000 * 4 + 100_000 * 3 - 149_996 * 2
    )


def test_the_account_of_the_living_is_not_touched_nor_one_whose_heirs_were_not_told(pensioners):
    owed = pension.Overpayment.objects.create(
        person_id=pensioners.third, cause="agency_error", from_month=SEPTEMBER, to_month=SEPTEMBER,
        principal_fen=10_000, known_on=date(2025, 11, 1), notified_on=date(2025, 11, 2),
    )  # fmt: skip
    with pytest.raises(Refusal) as alive:
        proposed(pensioners, owed)
    assert (alive.value.code, "第十四条" in alive.value.reason.clause) == (
        "account_not_inherited",
        True,
    )
    untold = pensioners.die(pensioners.second, AUGUST_15, notified=False)
    with pytest.raises(Refusal, match="not_notified"):
        proposed(pensioners, untold)
    pension.notify_overpayment(overpayment_id=untold.pk, on=date(2025, 11, 5))
    for changed in ({"instrument": " "}, {"evidence_id": 10**9}):
        with pytest.raises(Refusal, match="evidence_needed"):
            proposed(pensioners, untold, **changed)
    assert not pension.OverpaymentDecision.objects.exists()


def test_three_people_decide_and_each_step_is_done_once(pensioners):
    owed = pensioners.die(pensioners.second, AUGUST_15)
    decision = proposed(pensioners, owed)
    with pytest.raises(Refusal, match="asked_already"):
        proposed(pensioners, owed)
    with pytest.raises(Refusal, match="state_forbids"):
        account.approve(
            decision_id=decision.pk, accounting_month=NOVEMBER, hand=pensioners.hand("approver")
        )
    with pytest.raises(Refusal, match="two_people_needed"):
        account.review(decision_id=decision.pk, hand=pensioners.hand("clerk"))
    account.review(decision_id=decision.pk, hand=pensioners.hand("reviewer"))
    for taken in ("clerk", "reviewer"):
        with pytest.raises(Refusal, match="two_people_needed"):
            account.approve(
                decision_id=decision.pk, accounting_month=NOVEMBER, hand=pensioners.hand(taken)
            )
    account.approve(
        decision_id=decision.pk, accounting_month=NOVEMBER, hand=pensioners.hand("approver")
    )
    with pytest.raises(Refusal, match="state_forbids"):
        account.approve(
            decision_id=decision.pk, accounting_month=NOVEMBER, hand=pensioners.hand("approver")
        )
    with pytest.raises(Refusal, match="nothing_owed"):
        proposed(pensioners, owed)
    assert pension.Recovery.objects.filter(overpayment=owed, way="account").count() == 1
    assert pensioners.broken() == {}


def test_what_came_back_meanwhile_sends_the_decision_back(pensioners):
    owed = pensioners.die(pensioners.second, AUGUST_15)
    decision = proposed(pensioners, owed)
    account.review(decision_id=decision.pk, hand=pensioners.hand("reviewer"))
    take_recovery(
        overpayment_id=owed.pk, way="recall", amount_fen=1, received_on=date(2025, 11, 10), reference="bank-2",
        accounting_month=NOVEMBER, by="cashier",
    )  # fmt: skip
    with pytest.raises(Refusal, match="changed_meanwhile"):
        account.approve(
            decision_id=decision.pk, accounting_month=NOVEMBER, hand=pensioners.hand("approver")
        )
    account.refuse(
        decision_id=decision.pk, hand=pensioners.hand("approver"), why="已有退款，重新核算"
    )
    assert proposed(pensioners, owed).amount_fen == PRINCIPAL - 1
    assert pensioners.broken() == {}


def test_a_way_by_which_no_money_comes_is_not_booked_as_cash(pensioners):
    owed = pensioners.die(pensioners.second, AUGUST_15)
    for way in ("account", "offset"):
        with pytest.raises(Refusal, match="not_cash"):
            take_recovery(
                overpayment_id=owed.pk, way=way, amount_fen=1, received_on=date(2025, 11, 10), reference=way,
                accounting_month=NOVEMBER, by="cashier",
            )  # fmt: skip
    rows = funds.trial_balance(fund="employee_pension", book="cash", accounting_month=NOVEMBER)
    assert "4501" not in {row.code for row in rows}
