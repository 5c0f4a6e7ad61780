"""Two pensions at once are found and settled: the basic parts come back, the account stays the person's, the books agree."""

import datetime as dt

import pytest

from renshe.domains.conftest import id_number, make_person
from renshe.domains.pension import api as pension
from renshe.domains.pension.test_pensioners import add_pensioners
from renshe.domains.registry.models import Person, PersonAlias
from renshe.domains.resident import api as resident
from renshe.domains.resident.models import Participation, ResidentCredit
from renshe.flows import double_benefits, resident_account
from renshe.flows import resident_to_ledger as ledger
from renshe.kernel.codes.problem import Refused
from renshe.runs.monthly_pension_payment.conftest import AT, OCTOBER, PLACE, Month
from renshe.runs.monthly_pension_payment.test_resident_accounts import broken
from renshe.runs.monthly_pension_payment.test_schemes import balance, grant

__all__ = ["make_person"]
DAY = dt.date(2025, 10, 20)
BASIC, DRAWS = 153_000, 11_151
PAYEE = resident.PayTo(bank_code="103", account_number="6228480000000000018", account_name="王小明")


def hand(reference="Z9", by="zhao"):
    return resident.ByHand(by=by, at=AT, today=DAY, reference=reference)


def in_scheme(person_id, held):
    """In the scheme with an account of that much own money as taken over, and the fund's money with it."""
    Participation.objects.create(
        person_id=person_id, place="310112", community="310112001001", joined_on=dt.date(2012, 1, 5),
        recorded_by="take_over", recorded_at=AT,
    )  # fmt: skip
    ResidentCredit.objects.create(
        person_id=person_id, year=2024, source="own", kind="opening", amount_fen=held, accounting_month=OCTOBER - 1,
        booked_on=dt.date(2024, 12, 31), cause="take_over:resident_pension", recorded_by="take_over", recorded_at=AT,
    )  # fmt: skip
    ledger.accounts_taken_over(
        cash_fen={"1003": 50_000_000}, accounts_fen={"own": held}, opened_on=dt.date(2025, 9, 30), month=OCTOBER - 1,
        by="take_over",
    )  # fmt: skip
    grant(person_id)


@pytest.fixture
def pensioner(month):
    """An employee's pensioner."""
    return add_pensioners(count=1)[0]


def settle(person_id, **more):
    return double_benefits.settle(
        person_id=person_id, payee=PAYEE, hand=more.get("hand", hand()), reason="比对"
    )


def test_a_full_account_pays_what_is_due_and_the_rest_is_the_persons(pensioner):
    in_scheme(pensioner, 300_000)
    Month(fund="resident_pension").pay_all()
    (found,) = double_benefits.everybody(place=PLACE)
    assert (found.person_id, found.since, found.other.kind) == (pensioner, OCTOBER, "old_age")
    one = settle(pensioner)
    left = 300_000 - DRAWS - BASIC
    assert (one.reckoned.due_fen, one.reckoned.set_off_fen, one.reckoned.open_fen) == (
        BASIC,
        BASIC,
        0,
    )
    assert (one.reckoned.returned_fen, one.payout.amount_fen, one.payout.kind) == (
        left,
        left,
        "returned",
    )
    assert [(claim.state, claim.recovered_fen) for claim in one.overpayments] == [
        ("settled", BASIC)
    ]
    assert sum(resident_account.balance(person_id=pensioner).values()) == 0
    assert resident.live_participation(person_id=pensioner) is None
    assert pension.in_force(person_id=pensioner, kind="resident") is None
    assert pension.in_force(person_id=pensioner) is not None, "the employee's pension goes on"
    assert [
        balance("resident_pension", "rights", code) for code in ("R1201", "R2201", "R2101")
    ] == [0, 0, left]
    assert broken() == []
    assert double_benefits.everybody(place=PLACE) == []
    with pytest.raises(Refused) as told:
        settle(pensioner, hand=hand("Z10"))
    assert told.value.codes == ("draws_no_two_pensions",)
    means = resident.ByOtherMeans(how="cheque", voucher="B9", why="收款人要求支票")
    ledger.paid_out(payout_id=one.payout.pk, means=means, hand=hand("", by="cashier"))
    assert balance("resident_pension", "rights", "R2101") == 0
    assert broken() == []


def test_a_small_account_pays_what_it_can_and_the_rest_stays_a_receivable(pensioner):
    in_scheme(pensioner, 25_000)
    Month(fund="resident_pension").pay_all()
    one = settle(pensioner)
    off = 25_000 - DRAWS
    assert (one.reckoned.set_off_fen, one.reckoned.open_fen, one.reckoned.returned_fen) == (
        off,
        BASIC - off,
        0,
    )
    assert one.payout is None
    assert balance("resident_pension", "rights", "R1201") == BASIC - off
    assert broken() == []


def test_before_a_month_was_paid_nothing_is_due_and_the_whole_account_is_returned(pensioner):
    in_scheme(pensioner, 25_000)
    frozen = Month(fund="resident_pension")
    frozen.freeze()
    frozen.check()
    frozen.plan()
    one = settle(pensioner)
    assert (one.reckoned.due_fen, one.payout.amount_fen) == (0, 25_000)
    assert balance("resident_pension", "rights", "R2101") == 25_000
    assert broken() == []


def test_two_numbers_of_one_person_are_found_and_settled_as_one(pensioner, make_person):
    one = Person.objects.get(pk=pensioner)
    other = make_person(id_number=id_number(birth="19600101", sequence=501))
    in_scheme(other.pk, 300_000)
    assert double_benefits.everybody(place=PLACE) == []
    PersonAlias.objects.create(
        person=one,
        merged_id=other.pk,
        merged_into=one,
        reason="同一人",
        merged_by="zhao",
        merged_at=AT,
    )
    (found,) = double_benefits.everybody(place=PLACE)
    assert found.person_id == pensioner
    assert settle(pensioner).payout.amount_fen == 300_000
    assert broken() == []
