"""Between public bodies and enterprises: who goes takes months, account and pooled money along; who comes adds years."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from renshe.domains import conftest as made_up
from renshe.domains.institution_staff import api as staff
from renshe.domains.institution_staff import conftest as institution
from renshe.flows import institution_to_ledger as ledger
from renshe.kernel.codes.problem import Refused
from renshe.services import conftest as offices

office = offices.office
make_person = made_up.make_person
make_employer = made_up.make_employer
hospital = institution.hospital
CODE = "pension.move_institution_relation"
OUT = {"way": "to_enterprise", "partner": "广州市社会保险经办机构"}
IN = {
    "way": "from_enterprise", "partner": "广州市社会保险经办机构", "years": "2012 12 48000.00\n2013 6 27000",
    "account": "9500.00", "pooled": "9000.00",
}  # fmt: skip


@pytest.fixture
def nurse(hospital: Any) -> Any:
    """Ten years of the staff, 60,000 yuan in the account, books open."""
    person = hospital.enter(born="19850812", sequence=701)
    ledger.taken_over(
        cash_fen={"1003": 900_000_000, "1004": 90_000_000}, accounts_fen=institution.OPENING,
        opened_on=dt.date(2025, 9, 30), month=2025 * 12 + 8, by="take_over",
    )  # fmt: skip
    return person


def test_the_account_with_interest_and_twelve_percent_of_the_bases_go_along(
    office: Any, hospital: Any, nurse: Any
) -> None:
    assert office(CODE).found(OUT, subject_id=nurse.pk) == ["institution_still_in_service"]
    staff.leave(
        person_id=nurse.pk,
        last_month=institution.SEPTEMBER,
        why="to_enterprise",
        hand=hospital.hand(),
    )
    case = office(CODE).closed(OUT, subject_id=nurse.pk)
    (move,) = staff.moves_of(person_id=nurse.pk)
    # 123 months of 8,000 yuan are 984,000 yuan of bases; twelve percent of them are 118,080.
    assert (move.months, move.base_sum_fen, move.pooled_fen) == (123, 98_400_000, 11_808_000)
    # 60,000 yuan with ten months at 2.62 percent: in October 2025 the rate of 2025 was not published, so 2024's counts.
    assert move.account_fen == 6_131_000
    assert case.amount_fen == move.account_fen + move.pooled_fen
    assert staff.balance(person_id=nurse.pk) == 0
    assert office(CODE).found(OUT, subject_id=nurse.pk) == ["institution_moved_already"]
    with pytest.raises(Refused, match="不能撤销"):
        office(CODE).reversed(case.number)


def test_leaving_reads_the_rates_of_its_own_day_whenever_it_is_looked_at(
    hospital: Any, nurse: Any
) -> None:
    staff.leave(
        person_id=nurse.pk,
        last_month=institution.SEPTEMBER,
        why="to_enterprise",
        hand=hospital.hand(),
    )
    found = {
        day: staff.leaving(person_id=nurse.pk, on=day, explain=ledger.library.explain).interest_fen
        for day in (dt.date(2025, 10, 31), dt.date(2026, 6, 30), dt.date(2026, 7, 31))
    }
    # Ten months at 2.62 percent of 2024. In June 2026 the year 2025 still bears 2024's rate, and six months follow on it;
    # in July its own 1.5 percent is published and 2026 bears that: 60,000 × 1.015 × 7 / 12 × 1.5 %.
    assert found[dt.date(2025, 10, 31)] == 131_000
    assert found[dt.date(2026, 6, 30)] == 157_200 + 80_659
    assert found[dt.date(2026, 7, 31)] == 90_000 + 53_288


def test_who_comes_from_an_enterprise_adds_months_and_account(office: Any, nurse: Any) -> None:
    office(CODE).closed(IN, subject_id=nurse.pk)
    years = staff.paid_years(person_id=nurse.pk, until=2025)
    assert (years[2012], years[2013]) == ((12, 4_800_000), (6, 2_700_000))
    assert staff.balance(person_id=nurse.pk) == institution.OPENING + 950_000
    assert office(CODE).found(IN, subject_id=nurse.pk) == ["institution_year_there"]


def test_a_form_that_cannot_be_read_or_counts_a_year_twice_is_refused(
    office: Any, nurse: Any
) -> None:
    for years in ("二〇一二 12 48000", "2012 13 48000", "2012 12", "2012 12 48000\n2012 1 4000"):
        assert office(CODE).found(IN | {"years": years}, subject_id=nurse.pk) == [
            "institution_years_unreadable"
        ]
    assert office(CODE).found(IN | {"years": "2018 12 96000"}, subject_id=nurse.pk) == [
        "institution_year_there"
    ]


def test_an_enterprise_has_no_established_staff(
    hospital: Any, make_employer: Any, make_person: Any
) -> None:
    factory = make_employer(9)
    person = make_person(id_number=made_up.id_number(birth="19850812", sequence=713))
    with pytest.raises(Refused, match="机关和事业单位"):
        staff.join(
            person_id=person.pk,
            employer_id=factory.pk,
            from_month=staff.REFORM,
            hand=hospital.hand(),
            post=staff.Post(kind="institution", post="员工", rank="", hired_on=dt.date(2010, 1, 1)),
        )
