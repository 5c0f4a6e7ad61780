"""Established staff retire: in the transition by both methods, since October 2024 by the new one, with the annuity beside it."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from renshe.domains import conftest as made_up
from renshe.domains.annuity import api as annuity
from renshe.domains.institution_staff import api as staff
from renshe.domains.institution_staff import conftest as institution
from renshe.domains.pension import api as pension
from renshe.domains.retirement_file import api as retirement_file
from renshe.flows import institution_to_ledger as ledger
from renshe.flows.checks_institution import INSTITUTION_INVARIANTS
from renshe.foundation.invariants import prove
from renshe.kernel.codes.problem import Refused
from renshe.laws import library
from renshe.services import conftest as offices
from renshe.services.pension.correct_pension.finalise import Finalised, finalise_year

office = offices.office
make_person = made_up.make_person
make_employer = made_up.make_employer
hospital = institution.hospital
CODE = "pension.claim_institution_pension"
OCTOBER = 2025 * 12 + 9


def form(person: Any, month: str = "2025-10") -> dict[str, str]:
    return {
        "retirement_month": month, "bank_code": "102", "account_number": "6222021234567890128",
        "account_name": person.name,
    }  # fmt: skip


def books(*people: Any) -> None:
    """The fund as the old system handed it over."""
    ledger.taken_over(
        cash_fen={"1003": 900_000_000, "1004": 90_000_000}, accounts_fen=institution.OPENING * len(people),
        opened_on=dt.date(2025, 9, 30), month=2025 * 12 + 8, by="take_over",
    )  # fmt: skip


@pytest.fixture
def doctor(hospital: Any) -> Any:
    """A man whose legal month is October 2025, with 300 deemed months, in a fund with books."""
    person = hospital.enter(born="19650812", sequence=701)
    hospital.recognised(person)
    books(person)
    return person


def test_since_october_2024_the_new_method_counts_alone_and_the_account_is_divided(
    office: Any, doctor: Any
) -> None:
    case = office(CODE).closed(form(doctor), subject_id=doctor.pk)
    award = pension.in_force(person_id=doctor.pk, kind="institution")
    assert award is not None
    balance = award.facts["account_balance"]
    # 60,000 yuan of the end of 2024, with ten months of 2025 at 2024's 2.62 percent: its own rate comes in July 2026.
    assert balance == 6_131_000
    assert award.state == "provisional"
    months, base = 423, Decimal(930_700)
    index = (award.receipt and _index(award)) or Decimal(0)
    basic = _fen((base + base * index) / 2 * months / 12 / 100)
    # 1.4 percent for each of 25 years, at the index of the post: 9307 × 1.36 × 25 × 1.4 % (2025's base comes in November).
    transitional = _fen(base * Decimal("1.36") * 25 * Decimal("0.014"))
    assert transitional == 443_013
    assert (award.basic_fen, award.transitional_fen, award.other_fen) == (basic, transitional, 0)
    assert award.total_fen == case.amount_fen == basic + transitional + award.account_fen
    assert (award.starts_month, award.receipt["on"]) == (OCTOBER + 1, "2025-10-01")
    assert staff.balance(person_id=doctor.pk) == balance, "the interest to the month is credited"
    left = staff.last_member(person_id=doctor.pk)
    assert left is not None
    assert (left.last_month, left.why_ended) == (OCTOBER, "retired")
    again = pension.replay(receipt=award.receipt, facts=award.facts, explain=library.explain)
    assert again.value == award.total_fen


def test_once_base_and_rate_are_published_it_becomes_final_and_the_account_with_it(
    office: Any, doctor: Any
) -> None:
    """Guangdong's 9,493 and the rate of 1.5 percent: more by the base, less in the account, both booked, arrears owed."""
    case = office(CODE).closed(form(doctor), subject_id=doctor.pk)
    assert "预发" in case.decision["zh"]
    old = pension.in_force(person_id=doctor.pk, kind="institution")
    assert old is not None
    # The base is known in November, the rate not before July: until then it stays as it is.
    assert finalised(dt.date(2025, 12, 1)).kept == [old.pk]
    found = finalised(dt.date(2026, 7, 20))
    assert (len(found.final), found.elsewhere, found.refused) == (1, [], [])
    new = pension.in_force(person_id=doctor.pk, kind="institution")
    assert new is not None
    assert (new.state, new.facts["account_balance"]) == ("final", 6_075_000)
    assert staff.balance(person_id=doctor.pk) == 6_075_000
    # 9493 × 1.36 × 25 × 1.4 %, and the account over the same divisor.
    assert new.transitional_fen == 451_867
    assert new.account_fen == _fen(Decimal(6_075_000) * old.account_fen / Decimal(6_131_000))
    assert found.after_fen == new.total_fen > old.total_fen == found.before_fen
    owed = pension.Arrears.objects.filter(award=new)
    assert sum(one.total_fen for one in owed) == found.arrears_fen > 0
    assert finalised(dt.date(2026, 7, 20)).final == []
    sheet = retirement_file.sheet_of(award=new)
    assert sheet is not None, "the final pension has a sheet of its own, to be confirmed again"
    assert (sheet.content["total_fen"], sheet.content["provisional"]) == (new.total_fen, False)
    first = retirement_file.sheet_of(award=old)
    assert first is not None
    assert (first.content["total_fen"], first.content["provisional"]) == (old.total_fen, True)
    broken = [one.name for one, rows, _ in prove(invariants=INSTITUTION_INVARIANTS) if rows]
    assert broken == []


def finalised(day: dt.date) -> Finalised:
    signed = pension.Signatures("determiner", "reviewer", at=made_up.NOW, known_on=day)
    return finalise_year(
        year=2025,
        signed=signed,
        explain=library.explain,
        accounting_month=day.year * 12 + day.month - 1,
    )


def test_in_2023_nine_tenths_of_the_excess_is_paid_on_top_of_the_old_method(
    office: Any, hospital: Any
) -> None:
    person = hospital.enter(born="19630605", sequence=703, last_year=2022)
    hospital.recognised(person)
    books(person)
    office(CODE).closed(form(person, "2023-06"), subject_id=person.pk)
    award = pension.in_force(person_id=person.pk, kind="institution")
    assert award is not None
    steps = pension.replay(receipt=award.receipt, facts=award.facts, explain=library.explain)
    told = {node.name: node.value for node in steps.root.walk()}
    # (2334 × 90 % + 2350 + 460 + 195.50) × 1.28: the old method of a public sheet, with the city's growth of 2023.
    old = _fen(Decimal("5106.10") * 100 * Decimal("1.28"))
    assert told["institution_old_method"] == old == 653_581
    new = int(told["institution_new_basic_pension"])
    assert award.total_fen == old + _fen((new - old) * Decimal("0.9"))
    assert old < award.total_fen < new
    assert len(pension.Arrears.objects.filter(award=award)) > 0, "past months are owed"


def test_where_the_old_method_is_higher_it_is_the_floor(office: Any, hospital: Any) -> None:
    person = hospital.enter(born="19630605", sequence=705, last_year=2022)
    low = {name: getattr(institution.BEFORE, name) for name in institution.BEFORE.__slots__}
    hospital.recognised(
        person, staff.Before(**low | {"deemed_index": 3_000, "basic_wage_fen": 900_000})
    )
    books(person)
    office(CODE).closed(form(person, "2023-06"), subject_id=person.pk)
    award = pension.in_force(person_id=person.pk, kind="institution")
    assert award is not None
    old = _fen((Decimal(900_000) * Decimal("0.9") + 300_550) * Decimal("1.28"))
    assert award.total_fen == old
    assert award.other_fen > 0, "the supplement up to the old method is a part of its own"


def test_the_occupational_annuity_is_decided_beside_and_not_paid_by_the_fund(
    office: Any, hospital: Any, doctor: Any
) -> None:
    recorded = annuity.Recorded(
        by="take_over", at=made_up.NOW, known_on=made_up.TODAY, reason="方案备案"
    )
    plan = annuity.file_plan(
        employer_id=hospital.body.pk,
        terms=annuity.Terms(
            kind="occupational", name="职业年金", trustee="受托人", starts_month=OCTOBER - 1, joins_after_months=0,
            employer_rate=800, personal_rate=400, full_vesting_years=0, notional=False,
        ),
        explain=library.explain, recorded=recorded,
    )  # fmt: skip
    annuity.take_contributions(
        plan_id=plan.pk, explain=library.explain, recorded=recorded,
        sent=annuity.Sent(period=OCTOBER - 1, payroll_fen=1_000_000_00, file_name="年金", sha256=""),
        rows=[annuity.Paid(person_id=doctor.pk, employer_fen=6_092_024, personal_fen=3_046_012)],
    )  # fmt: skip
    office(CODE).closed(form(doctor), subject_id=doctor.pk)
    award = pension.in_force(person_id=doctor.pk, kind="institution")
    assert award is not None
    # 91,380.36 over 139 months of the table for sixty: the annuity of a public sheet.
    assert award.facts["occupational_annuity_monthly"] == 65_741
    (account,) = annuity.accounts_of(person_id=doctor.pk)
    assert account.payout is not None
    assert (account.payout.months, account.payout.starts_month) == (139, OCTOBER + 1)
    parts = award.basic_fen + award.account_fen + award.transitional_fen
    assert award.total_fen == parts, (
        "the annuity is in the comparison and not in what the fund pays"
    )


def test_what_stands_in_the_way_is_said(
    office: Any, hospital: Any, doctor: Any, make_person: Any
) -> None:
    young = hospital.enter(born="19800812", sequence=707)
    stranger = make_person(id_number=made_up.id_number(birth="19650812", sequence=709), name="生人")
    in_2022 = hospital.enter(born="19620605", sequence=711, last_year=2021)
    assert office(CODE).found(form(young), subject_id=young.pk) == ["retirement_too_early"]
    assert office(CODE).found(form(stranger), subject_id=stranger.pk) == [
        "never_in_institution_scheme"
    ]
    assert office(CODE).found(form(doctor, "2026-03"), subject_id=doctor.pk) == ["claimed_too_soon"]
    assert "account_name_differs" in office(CODE).found(
        form(doctor) | {"account_name": "别人"}, subject_id=doctor.pk
    )
    # Nothing was recognised of the service before the reform: seven years are short, and no index is made up.
    assert office(CODE).found(form(in_2022, "2022-06"), subject_id=in_2022.pk) == [
        "contribution_months_short"
    ]


def test_a_month_that_the_body_owes_stands_in_the_way_until_it_is_paid(
    office: Any, hospital: Any, doctor: Any
) -> None:
    read = staff.ReadMonth(
        rows=(staff.DeclaredWage(person_id=doctor.pk, wage_fen=900_000),), errors=(), sha256=""
    )
    file = ledger.month_declared(
        employer_id=hospital.body.pk,
        period=institution.SEPTEMBER,
        read=read,
        file_name="九月",
        hand=hospital.hand(),
    )
    assert office(CODE).found(form(doctor), subject_id=doctor.pk) == ["institution_months_unpaid"]
    money = staff.Money(amount_fen=file.due_fen, received_on=made_up.TODAY, external_ref="SW1")
    ledger.month_received(file_id=file.pk, money=money, hand=hospital.hand("cashier"))
    case = office(CODE).closed(form(doctor), subject_id=doctor.pk)
    assert case.amount_fen
    with pytest.raises(Refused, match="不撤销"):
        office(CODE).reversed(case.number)


def _index(award: pension.Award) -> Decimal:
    steps = pension.replay(receipt=award.receipt, facts=award.facts, explain=library.explain)
    value = next(
        node.value for node in steps.root.walk() if node.name == "institution_average_index"
    )
    return Decimal(value.numerator) / Decimal(value.denominator)


def _fen(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))
