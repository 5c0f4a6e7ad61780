"""A resident's monthly pension draws on the account without a row: the balance, the statement and the books agree."""

import datetime as dt

import pytest

from renshe.domains.conftest import make_person
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.domains.resident.models import Participation, ResidentCredit
from renshe.flows import resident_account
from renshe.flows import resident_to_ledger as ledger
from renshe.flows.checks_resident import RESIDENT_INVARIANTS
from renshe.flows.pension_to_ledger import overpayments_found
from renshe.foundation.invariants import prove
from renshe.kernel.codes.problem import Refused
from renshe.runs.monthly_pension_payment.conftest import AT, OCTOBER, Month
from renshe.runs.monthly_pension_payment.test_schemes import balance, grant
from renshe.runs.monthly_pension_payment.test_stoppages import recorded
from renshe.runs.resident_interest.run import interest_of

__all__ = ["make_person"]
TODAY = dt.date(2025, 10, 2)
HELD = {"own": 20_000, "government": 5_000, "collective": 0}
DRAWS = 11_151


def hand(reference="", today=TODAY):
    return resident.ByHand(by="clerk", at=AT, today=today, reference=reference)


@pytest.fixture
def pensioner(month, make_person):
    """Sixty, with 250 yuan in the account as taken over, drawing 111.51 a month of it beside a basic part."""
    man = make_person()
    participation = Participation.objects.create(
        person=man, place="310112", community="310112001001", joined_on=dt.date(2012, 1, 5), recorded_by="take_over",
        recorded_at=AT,
    )  # fmt: skip
    for source, fen in HELD.items():
        if fen:
            ResidentCredit.objects.create(
                person=man, year=2024, source=source, kind="opening", amount_fen=fen, accounting_month=OCTOBER - 1,
                booked_on=dt.date(2024, 12, 31), cause="take_over:resident_pension", recorded_by="take_over", recorded_at=AT,
            )  # fmt: skip
    ledger.accounts_taken_over(
        cash_fen={"1003": 50_000_000}, accounts_fen=HELD, opened_on=dt.date(2025, 9, 30), month=OCTOBER - 1, by="take_over"
    )  # fmt: skip
    pension.change_payee_account(
        person_id=man.pk, bank_code="103", account_number="6228480000000000018", account_name=man.name,
        verified_on=TODAY, valid_from=TODAY,
    )  # fmt: skip
    grant(man.pk)
    assert participation.ended_on is None
    return man


def scheme():
    return Month(fund="resident_pension")


def broken():
    every = [*resident.INVARIANTS, *RESIDENT_INVARIANTS]
    return [(one.name, rows) for one, rows, count in prove(invariants=every) if count]


def test_each_month_takes_its_account_part_own_money_first_and_the_books_say_so(pensioner):
    one = scheme()
    one.pay_all()
    assert resident_account.balance(person_id=pensioner.pk) == {
        "own": 20_000 - DRAWS, "government": 5_000, "collective": 0,
    }  # fmt: skip
    one.next().pay_all()
    assert resident_account.balance(person_id=pensioner.pk) == {
        "own": 0, "government": 25_000 - 2 * DRAWS, "collective": 0,
    }  # fmt: skip
    assert balance("resident_pension", "rights", "R2201", OCTOBER + 1) == 25_000 - 2 * DRAWS
    (_, year) = resident_account.years(person_id=pensioner.pk)
    assert (year.opening_fen, year.came["pension"], year.closing_fen) == (
        25_000, -2 * DRAWS, 25_000 - 2 * DRAWS,
    )  # fmt: skip
    facts = resident_account.award_facts(person_id=pensioner.pk, on=TODAY)
    assert facts["resident_account_balance"] == 25_000 - 2 * DRAWS
    assert facts["draws_resident_pension"] is True
    assert facts["draws_other_pension"] is False
    assert broken() == []


def test_a_pension_that_outlives_its_account_is_paid_on_and_nothing_falls_below_zero(pensioner):
    one = scheme()
    for _ in range(3):
        one.pay_all()
        one = one.next()
    assert sum(resident_account.balance(person_id=pensioner.pk).values()) == 0
    (_, year) = resident_account.years(person_id=pensioner.pk)
    assert (year.came["pension"], year.closing_fen) == (-25_000, 0)


def test_a_line_that_was_stopped_and_never_due_drew_nothing(pensioner):
    one = scheme()
    one.freeze()
    one.check()
    one.plan()
    assert sum(resident_account.balance(person_id=pensioner.pk).values()) == 25_000 - DRAWS
    one.stop(line_no=1, still_due=False)
    assert resident_account.balance(person_id=pensioner.pk) == HELD
    assert broken() == []


def test_interest_is_borne_by_what_pensions_left_when_the_year_began(pensioner):
    scheme().pay_all()
    rows = {row.source: row.amount_fen for row in interest_of(place="310112", year=2025)}
    assert set(rows) == {"own", "government"}, "drawn within the year, so on the whole opening"
    assert pension.account_drawn(person_ids=None, kind="resident", before=2025 * 12) == {}
    assert pension.account_drawn(person_ids=None, kind="resident") == {pensioner.pk: {2025: DRAWS}}
    assert pension.account_drawn(person_ids=[pensioner.pk], kind="old_age") == {}


def test_what_was_paid_after_death_is_claimed_whole_and_its_account_part_is_inherited(pensioner):
    one = scheme()
    one.pay_all()
    one.next().pay_all()
    registry.record_death(
        person_id=pensioner.pk, died_on=dt.date(2025, 10, 20), known_on=dt.date(2025, 12, 5), reason="社区报告",
        actor="clerk", at=AT,
    )  # fmt: skip
    stopped = pension.end_pension_by_death(
        person_id=pensioner.pk,
        died_on=dt.date(2025, 10, 20),
        recorded=recorded(known_on=dt.date(2025, 12, 5)),
    )
    overpayments_found(
        stopped.overpayments, accounting_month=OCTOBER + 2, entry_on=dt.date(2025, 12, 5), posted_by="clerk"
    )  # fmt: skip
    assert [claim.principal_fen for claim in stopped.overpayments] == [164_151]
    assert balance("resident_pension", "rights", "R1201", OCTOBER + 2) == 164_151
    # October was due and stays drawn; November was claimed with its account part, which the heirs get.
    assert sum(resident_account.balance(person_id=pensioner.pk).values()) == 25_000 - DRAWS
    assert broken() == []
    payee = resident.PayTo(
        bank_code="103", account_number="6228480000000000018", account_name="王一"
    )
    later = dt.date(2025, 12, 8)
    payout = ledger.account_inherited(person_id=pensioner.pk, payee=payee, hand=hand("J1", later))
    assert payout.amount_fen == 25_000 - DRAWS
    assert sum(resident_account.balance(person_id=pensioner.pk).values()) == 0
    assert broken() == []
    with pytest.raises(Refused) as told:
        ledger.account_inherited(person_id=pensioner.pk, payee=payee, hand=hand("J2", later))
    assert told.value.codes == ("account_is_empty",)
