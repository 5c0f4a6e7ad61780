"""Two schemes become one at the legal age: the account goes over whole, what both cover comes back, and nothing is lost.

The two people are of Zhuhai. Han Guoqiang (60, sixteen years as an employee) goes from the resident scheme to the employees';
He Xiuying (53, eight years as an employee) goes the other way, and a man of sixty with seven and eight years adds them up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa
import pytest
from django.db import connection, transaction

from renshe.domains.conftest import id_number
from renshe.domains.enrolment import api as enrolment
from renshe.domains.enrolment.models import Spell
from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.domains.pension.conftest import load_history
from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.flows import bridging_to_ledger as ledger
from renshe.flows import resident_account
from renshe.flows import resident_to_ledger as residents
from renshe.flows.bridging import against_employee_claim, explained
from renshe.flows.checks_bridging import BRIDGING_INVARIANTS
from renshe.flows.contribution_to_ledger import Posting, account_interest_credited
from renshe.foundation.invariants import prove
from renshe.kernel.codes.problem import Refused
from renshe.laws import library
from renshe.services.conftest import Office

CODE = "pension.bridge_schemes"
TODAY = dt.date(2025, 10, 15)
AT = dt.datetime(2025, 10, 15, 2, tzinfo=dt.UTC)
HAND = resident.ByHand(by="clerk", at=AT, today=TODAY)
CASHIER = resident.ByHand(by="cashier", at=AT, today=TODAY)
ALL, SECOND_HALF = 0b1111_1111_1111, 0b1111_1100_0000
BANK = {"bank_code": "103", "account_number": "6228480000000000018", "account_name": "王小明"}
JOIN = {"community": "440402001001", "tier": "720"}
OCTOBER = 2025 * 12 + 9


@pytest.fixture
def city(pensioners: Any, fresh_database: Any, _the_law_as_it_was: None) -> Iterator[Any]:
    """Books of an employee fund, and the demonstration's law, which has every parameter."""
    library.configure(overlays=library.configured()[0], mode="demonstration")
    yield pensioners
    assert pensioners.broken() == {}


@pytest.fixture
def insured(city: Any, fresh_database: Any, make_person: Any) -> Callable[..., registry.Person]:
    """Somebody with a career in the employee scheme and an account of it at the end of 2024."""

    def make(
        *,
        birth: str,
        years: list[tuple[int, int]],
        closing_fen: int,
        sequence: int = 101,
        **more: Any,
    ) -> registry.Person:
        person = make_person(id_number=id_number(birth=birth, sequence=sequence), **more)
        fresh_database.become("runner")
        career = [(year, mask, 300_000) for year, mask in years]
        load_history(person_id=person.pk, years=career, key=f"history-{person.pk}")
        _account(person.pk, closing_fen)
        fresh_database.become("app")
        return person

    return make


def _account(person_id: int, fen: int) -> None:
    """The account as the closed year 2024 left it, in the books too."""
    row = {
        "line_no": 1, "person_id": person_id, "year": 2024, "opening_fen": 0, "credit_fen": 0, "interest_fen": fen,
        "payout_fen": 0, "closing_fen": fen,
    }  # fmt: skip
    table = pa.table({name: pa.array([value], pa.int64()) for name, value in row.items()})
    batch_id = funds.open_batch(
        kind="yearly_account_interest", accounting_month=OCTOBER - 1, run_key=f"account-{person_id}"
    )
    post = Posting(batch_id, OCTOBER - 1, dt.date(2025, 9, 1), "run_operator", AT)
    stage = funds.stage_account_year(batch_id=batch_id, rows=table)
    with stage, transaction.atomic(), connection.cursor() as cursor:
        stage.attach(cursor)
        account_interest_credited(posting=post, rows=1, interest_fen=fen)


def in_residents(person: registry.Person, *years: int) -> None:
    """In the resident scheme since 2006 with 1,200 yuan for each of these years."""
    made = resident.Participation.objects.create(
        person=person, place="440402", community="440402001001", joined_on=dt.date(2006, 3, 1), recorded_by="clerk",
        recorded_at=AT,
    )  # fmt: skip
    resident.TierChoice.objects.create(
        participation=made, from_year=2006, tier=1200, chosen_by="clerk", chosen_at=AT
    )
    for year in years:
        paid = resident.Paid(
            year=year, tier=1200, amount_fen=120_000, channel="counter", external_ref=f"T{person.pk}-{year}", paid_on=TODAY
        )  # fmt: skip
        residents.year_paid(person_id=person.pk, paid=paid, hand=HAND, explain=library.explain)


def held(person: registry.Person) -> int:
    return sum(resident_account.balance(person_id=person.pk).values())


def account_of(person: registry.Person) -> int:
    """What an employee's pension of this month would be determined from (fen)."""
    facts = pension.award_facts(
        person_id=person.pk, place="440402", retirement_month=OCTOBER, known_on=TODAY, explain=library.explain
    )  # fmt: skip
    return int(facts["account_balance"])


@pytest.fixture
def han(insured: Any) -> registry.Person:
    """Sixty in March 2025; paid as an employee from July 2009 to 2024; five resident years, of which 2009 and 2010 overlap."""
    years = [(2009, SECOND_HALF), *((year, ALL) for year in range(2010, 2025))]
    person = insured(birth="19650312", years=years, closing_fen=3_000_000)
    in_residents(person, 2006, 2007, 2008, 2009, 2010)
    return person


@pytest.fixture
def he(insured: Any) -> registry.Person:
    """A worker of 53 with eight years as an employee, long out of it, in no other scheme."""
    years = [(year, ALL) for year in range(2012, 2020)]
    return insured(
        birth="19720518",
        years=years,
        closing_fen=2_000_000,
        sequence=102,
        retirement_category="F50",
    )


# ---- from the resident scheme to the employees' ------------------------------------------------------------------------


def test_the_resident_account_joins_the_employee_account_and_months_of_both_come_back(
    han: registry.Person,
) -> None:
    before, office = account_of(han), Office(CODE, today=TODAY)
    case = office.granted(BANK, subject_id=han.pk)
    done = resident.bridging_of(person_id=han.pk)
    assert done is not None
    # 17号 七: six months of 2009 and all of 2010 are the employee scheme's; 600 and 1,200 yuan come back, 3,600 go over.
    (payout,) = resident.payouts_of(person_id=han.pk)
    assert (payout.kind, payout.amount_fen, payout.state) == ("refund", 180_000, "owed")
    assert (done.direction, done.account_fen, done.state) == (
        resident.TO_EMPLOYEE,
        420_000,
        "decided",
    )
    # 17号 五: resident years are no employee months.
    assert (done.counted_months, done.double_months) == (186, 6)
    assert case.amount_fen == 600_000
    assert held(han) == 0
    last = resident.last_participation(person_id=han.pk)
    assert last is not None
    assert last.ended_why == "to_employee_scheme"
    assert account_of(han) == before, "the money is on its way"
    assert [one.code for one, _ in against_employee_claim(person_id=han.pk)] == [
        "bridging_on_its_way"
    ]
    ledger.money_moved(bridging_id=done.pk, bank_ref="B-77", hand=CASHIER)
    # As any money of October it bears the interest of that one month up to retirement: 4,200 yuan at 2.62 % a year.
    assert account_of(han) == before + 420_000 + 917
    assert against_employee_claim(person_id=han.pk) == []


def test_two_people_move_the_money_once_and_then_nothing_is_withdrawn(han: registry.Person) -> None:
    office = Office(CODE, today=TODAY)
    case = office.granted(BANK, subject_id=han.pk)
    done = resident.bridging_of(person_id=han.pk)
    assert done is not None
    move = {"bridging_id": done.pk, "bank_ref": "B-1"}
    approver = resident.ByHand(by=done.decided_by, at=AT, today=TODAY)
    assert _codes(lambda: ledger.money_moved(**move, hand=approver)) == ("two_people_needed",)
    assert _codes(lambda: ledger.money_moved(bridging_id=done.pk, bank_ref=" ", hand=CASHIER)) == (
        "bank_ref_used",
    )
    ledger.money_moved(**move, hand=CASHIER)
    assert _codes(lambda: ledger.money_moved(**move, hand=CASHIER)) == ("bridging_settled",)
    with pytest.raises(Refused) as told:
        office.reversed(case.number)
    assert told.value.codes == ("bridging_settled",)
    assert office.found(BANK, subject_id=han.pk) == ["bridged_already"]


def test_a_mistake_is_put_back_while_no_money_has_moved(han: registry.Person) -> None:
    office, before = Office(CODE, today=TODAY), resident_account.balance(person_id=han.pk)
    case = office.granted(BANK, subject_id=han.pk)
    office.reversed(case.number)
    assert resident_account.balance(person_id=han.pk) == before
    assert resident.live_participation(person_id=han.pk) is not None
    assert resident.bridging_of(person_id=han.pk) is None
    assert [one.state for one in resident.payouts_of(person_id=han.pk)] == ["cancelled"]
    assert office.found(BANK, subject_id=han.pk) == [], "it may be asked for again"


def test_each_amount_is_explained_by_the_law_of_its_day(han: registry.Person) -> None:
    Office(CODE, today=TODAY).granted(BANK, subject_id=han.pk)
    done = resident.bridging_of(person_id=han.pk)
    assert done is not None
    told = {
        part: explained(done, part)
        for part in ("account", "direction", "months", "refund-2009-own")
    }
    assert {part: answer and answer.value for part, answer in told.items()} == {
        "account": 3_420_000, "direction": "resident_to_employee", "months": 186, "refund-2009-own": 60_000,
    }  # fmt: skip
    assert explained(done, "refund-2008-own") is None


def test_an_account_is_asked_for_where_something_comes_back(han: registry.Person) -> None:
    office = Office(CODE, today=TODAY)
    assert office.found({}, subject_id=han.pk) == ["bridging_bank_needed"]
    assert office.found({**BANK, "account_name": "李四"}, subject_id=han.pk) == ["not_own_account"]


# ---- from the employee scheme to the residents' ------------------------------------------------------------------------


def test_with_too_few_years_the_employee_account_and_its_months_go_to_the_resident_scheme(
    he: registry.Person,
) -> None:
    office = Office(CODE, today=TODAY)
    assert office.found({}, subject_id=he.pk) == ["bridging_community_needed"]
    case = office.granted(JOIN, subject_id=he.pk)
    done = resident.bridging_of(person_id=he.pk)
    assert done is not None
    assert (done.direction, done.account_fen, done.counted_months) == (
        resident.TO_RESIDENT,
        2_000_000,
        96,
    )
    assert case.amount_fen == 2_000_000
    assert account_of(he) == 0
    assert held(he) == 0, "it arrives with the money"
    ledger.money_moved(bridging_id=done.pk, bank_ref="B-2", hand=CASHIER)
    assert resident_account.balance(person_id=he.pk) == {"own": 2_000_000, "government": 0, "collective": 0}  # fmt: skip
    assert resident.years_counted(person_id=he.pk) == 8
    assert [one.code for one, _ in against_employee_claim(person_id=he.pk)] == [
        "bridged_to_resident"
    ]


def test_what_leaves_the_employee_scheme_comes_back_when_it_was_a_mistake(
    he: registry.Person,
) -> None:
    office, before = Office(CODE, today=TODAY), account_of(he)
    case = office.granted(JOIN, subject_id=he.pk)
    office.reversed(case.number)
    assert account_of(he) == before
    assert resident.live_participation(person_id=he.pk) is None


def test_years_of_both_schemes_make_a_resident_pension_on_the_whole_account(insured: Any) -> None:
    years = [(year, ALL) for year in range(2014, 2022)]
    man = insured(birth="19650312", years=years, closing_fen=2_400_000)
    in_residents(man, *range(2007, 2014))
    claim = Office("resident.claim_pension", today=TODAY)
    answers = {**BANK, "phone": "13800000000"}
    assert claim.found(answers, subject_id=man.pk) == ["resident_years_short"]
    assert "bridge_first" in claim.noticed(answers, subject_id=man.pk)
    Office(CODE, today=TODAY).granted({}, subject_id=man.pk)
    assert "bridging_on_its_way" in claim.found(answers, subject_id=man.pk)
    done = resident.bridging_of(person_id=man.pk)
    assert done is not None
    ledger.money_moved(bridging_id=done.pk, bank_ref="B-3", hand=CASHIER)
    claim.granted(answers, subject_id=man.pk)
    award = pension.in_force(person_id=man.pk, kind="resident")
    assert award is not None
    # Seven years here and eight there; 8,400 yuan here and 24,000 there. The years were together in October.
    facts = award.facts
    assert (facts["resident_years"], facts["resident_account_balance"]) == (15, 3_240_000)
    assert award.starts_month == OCTOBER + 1


# ---- what the law and the registers say against it ---------------------------------------------------------------------


def test_nothing_is_bridged_before_the_age_or_beside_a_pension_or_without_months(
    insured: Any, city: Any, fresh_database: Any
) -> None:
    office = Office(CODE, today=TODAY)
    young = insured(birth="19700312", years=[(2020, ALL)], closing_fen=1, sequence=103)
    assert office.found(JOIN, subject_id=young.pk) == ["not_yet_at_retirement_age"]
    assert office.found(JOIN, subject_id=city.first) == ["bridging_no_employee_months"]
    fresh_database.become("runner")
    load_history(person_id=city.second, years=[(2020, ALL, 300_000)], key="drawing")
    fresh_database.become("app")
    assert office.found(JOIN, subject_id=city.second) == ["draws_a_pension_already"]
    assert office.found(JOIN) == ["subject_missing"]


def test_whoever_still_works_or_is_in_no_resident_scheme_is_told_what_to_do(insured: Any) -> None:
    office = Office(CODE, today=TODAY)
    man = insured(birth="19650312", years=[(2020, ALL)], closing_fen=1_000, sequence=105)
    Spell.objects.create(
        person=man, employer=None, insurance=enrolment.Insurance.PENSION, span=(dt.date(2025, 1, 1), None), status="active",
        person_kind="flexible", join_reason="own_payer", known_on=TODAY, recorded_by="clerk", recorded_at=AT,
    )  # fmt: skip
    assert office.found(JOIN, subject_id=man.pk) == ["bridging_still_insured"]
    full = insured(
        birth="19650312", years=[(year, ALL) for year in range(2005, 2025)], closing_fen=1_000, sequence=107
    )  # fmt: skip
    assert office.found({}, subject_id=full.pk) == ["not_in_the_scheme"]


def test_an_account_that_did_not_arrive_is_found(he: registry.Person) -> None:
    """A mutation: the credit is one fen short, so the proof names the case."""
    Office(CODE, today=TODAY).granted(JOIN, subject_id=he.pk)
    done = resident.bridging_of(person_id=he.pk)
    assert done is not None
    ledger.money_moved(bridging_id=done.pk, bank_ref="B-4", hand=CASHIER)
    with transaction.atomic():
        resident.Bridging.objects.filter(pk=done.pk).update(account_fen=done.account_fen + 1)
        found = {one.name for one, rows, count in prove(invariants=BRIDGING_INVARIANTS) if count}
        transaction.set_rollback(True)
    assert found == {"bridged_account_arrives", "bridging_sums_are_equal"}


def _codes(act: Callable[[], Any]) -> tuple[str, ...]:
    with pytest.raises(Refused) as told:
        act()
    return told.value.codes
