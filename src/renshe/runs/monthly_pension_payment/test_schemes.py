"""Every scheme is paid by the same steps, each from its own fund, and one death ends them all."""

from datetime import date

import pytest

from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.domains.pension.test_pensioners import add_pensioners
from renshe.flows.contribution_to_ledger import opening_balances
from renshe.kernel.rules import Refusal
from renshe.runs.monthly_pension_payment.conftest import AT, OCTOBER, PLACE, Month
from renshe.runs.monthly_pension_payment.test_stoppages import recorded

SIGNED = pension.Signatures("handler", "reviewer", AT, date(2025, 10, 2))
ACCOUNTS = 11_151 * 139 * 2


def grant(
    person_id, *, kind="resident", starts=OCTOBER, basic=153_000, account=11_151, explain=None
):
    return pension.grant_benefit(
        kind=kind, person_id=person_id, place="310112", facts={"resident_account_balance": account * 139},
        starts_month=starts, signed=SIGNED, explain=explain or Told(kind, basic, account),
    )  # fmt: skip


class Told:
    """A law that gives what it is told: these stories are about paying, not about amounts."""

    def __init__(self, kind, basic, account):
        law = pension.kind_of(kind)
        self.values = dict.fromkeys(law.components.values(), 0)
        self.values[law.components["basic_fen"]] = basic
        if "account_fen" in law.components:
            self.values[law.components["account_fen"]] = account
        self.total = sum(self.values.values())

    def __call__(self, target, facts, *, place, on, known_on=None, given=None):
        nodes = [
            type("Node", (), {"name": name, "value": fen}) for name, fen in self.values.items()
        ]
        root = type("Root", (), {"walk": staticmethod(lambda: nodes)})
        return type("Answer", (), {
            "root": root, "value": self.total, "ruleset_hash": "h", "confidence": "V"})  # fmt: skip


def balance(fund, book, account, period=OCTOBER):
    rows = funds.trial_balance(fund=fund, book=book, accounting_month=period)
    return {row.code: row.closing_fen for row in rows}.get(account, 0)


@pytest.fixture
def residents(month):
    """A pensioner of the employees who also draws a resident's pension under another roof, and one who draws only that."""
    people = add_pensioners(count=2)
    opening_balances(
        fund="resident_pension", cash_fen={"1003": 50_000_000}, receivable_fen=0,
        individual_accounts_fen=ACCOUNTS, opened_on=date(2025, 9, 30), accounting_month=OCTOBER - 1,
        posted_by="take_over",
    )  # fmt: skip
    for person in people:
        grant(person)
    return people


def test_each_fund_pays_its_own_roster_and_its_own_books(residents, month):
    employees, scheme = month, Month(fund="resident_pension")
    employees.pay_all()
    assert balance("resident_pension", "cash", "5001") == 0
    closed = scheme.pay_all()
    assert closed.totals["paid"] == 2
    assert balance("resident_pension", "cash", "5001") == 2 * (153_000 + 11_151)
    assert balance("resident_pension", "rights", "R5101") == 2 * 153_000
    assert balance("resident_pension", "rights", "R2201") == ACCOUNTS - 2 * 11_151
    assert pension.funds_in_payment(place=PLACE) == ["employee_pension", "resident_pension"]
    heads = pension.month_balance(fund="resident_pension", place=PLACE, period=OCTOBER)
    assert (heads.movements["new"].heads, heads.closes) == (2, True)
    assert pension.account_payouts_of_year(year=2025).num_rows == 2, "the employees' accounts alone"


def test_one_death_ends_every_benefit_and_each_fund_claims_its_own(residents, month):
    scheme = Month(fund="resident_pension")
    for one in (month, scheme):
        one.pay_all()
        one.next().pay_all()
    settled = pension.end_pension_by_death(
        person_id=residents[0],
        died_on=date(2025, 10, 30),
        recorded=recorded(known_on=date(2025, 12, 5)),
    )
    assert {award.kind for award in settled.awards} == {"old_age", "resident"}
    assert {award.state for award in settled.awards} == {"ended"}
    claims = {claim.fund: claim.principal_fen for claim in settled.overpayments}
    assert claims == {"employee_pension": 300_001, "resident_pension": 164_151}


def test_a_stop_holds_every_benefit_and_its_end_brings_each_back(residents, month):
    hold = pension.suspend_pension(
        person_id=residents[0],
        kind="manual",
        from_month=OCTOBER,
        recorded=recorded(known_on=date(2025, 10, 20)),
    ).hold
    scheme = Month(fund="resident_pension")
    for one in (month, scheme):
        assert one.freeze().totals["roster_regular"] == 1
    owed = pension.restore_pension(
        hold_id=hold.pk,
        last_month=OCTOBER,
        recorded=recorded(known_on=date(2025, 10, 20)),
        back_pay=True,
    )
    assert {(row.award.kind, row.period, row.total_fen) for row in owed} == {
        ("old_age", OCTOBER, 300_001), ("resident", OCTOBER, 164_151),
    }  # fmt: skip


def test_one_benefit_ends_for_another_and_the_rest_goes_on(residents, month):
    scheme = Month(fund="resident_pension")
    scheme.pay_all()
    award = pension.in_force(person_id=residents[0], kind="resident")
    ended = pension.end_award(
        award_id=award.pk,
        last_month=OCTOBER - 1,
        recorded=recorded(known_on=date(2025, 10, 20)),
        cause="double_benefit",
    )
    (claim,) = ended.overpayments
    assert (claim.cause, claim.fund, claim.principal_fen) == (
        "double_benefit", "resident_pension", 153_000,
    )  # fmt: skip
    assert pension.in_force(person_id=residents[0]).state == "final"
    assert month.freeze().totals["roster_regular"] == 2
    again = pension.end_award(
        award_id=award.pk,
        last_month=OCTOBER - 1,
        recorded=recorded(known_on=date(2025, 10, 20)),
        cause="double_benefit",
    )
    assert again.overpayments == []


def test_the_same_benefit_is_not_granted_twice_and_an_unknown_one_never(residents):
    with pytest.raises(Refusal, match="already_in_force"):
        grant(residents[0])
    with pytest.raises(Refusal, match="no_such_kind"):
        pension.kind_of("winter_coal")
    with pytest.raises(Refusal, match="no_such_kind"):
        Month(fund="unemployment").freeze()


def test_a_deduction_is_taken_only_from_the_fund_that_overpaid(residents, month):
    scheme = Month(fund="resident_pension")
    scheme.pay_all()
    award = pension.in_force(person_id=residents[0], kind="resident")
    owed = pension.Overpayment.objects.create(
        person_id=residents[0], award=award, cause="agency_error", from_month=OCTOBER, to_month=OCTOBER,
        principal_fen=60_000, known_on=date(2025, 10, 20), notified_on=date(2025, 10, 21),
    )  # fmt: skip
    pension.offset_from_pension(
        overpayment_id=owed.pk, from_month=OCTOBER + 1, monthly_fen=20_000, recorded_by="clerk",
        known_on=date(2025, 10, 21),
    )  # fmt: skip
    for one, taken in ((month.next(), 0), (scheme.next(), 20_000)):
        one.freeze()
        one.check()
        assert one.plan().totals["deduction_fen"] == taken
