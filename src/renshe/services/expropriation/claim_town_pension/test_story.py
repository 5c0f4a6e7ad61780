"""Somebody with town insurance reaches sixty: the share of the city's wage, to the next yuan, from the month after the claim."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest

from renshe.domains import conftest as made_up
from renshe.domains.expropriation import api as expropriation
from renshe.domains.pension import api as pension
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import month_containing
from renshe.laws import library

CODE = "expropriation.claim_town_pension"
FORM = {
    "phone": "13800000000", "bank_code": "102", "account_number": "6222021234567890128", "account_name": "李二",
    "agreed": "on",
}  # fmt: skip


def with_town(person_id: int, **changed: Any) -> expropriation.TownInsuranceRecord:
    """Sixteen years and five odd months, six years of them paid month by month."""
    given = {"months": 197, "months_paid": 72, "account_fen": 500_000, **changed}
    return expropriation.TownInsuranceRecord.objects.create(
        person_id=person_id, place="310112", recorded_by="x", recorded_at=made_up.NOW, **given
    )


def test_the_pension_is_the_share_of_last_years_wage_and_the_record_is_drawn(
    office: Any, village: Any
) -> None:
    record = with_town(village.old.pk)
    case = office(CODE).closed(FORM, subject_id=village.old.pk)
    claimed = month_containing(office(CODE).today)
    wage = library.explain(
        "town_wage", {"assessment_month": claimed}, place="310112", on=office(CODE).today
    )
    # 20 % for fifteen years, 0.5 % for the sixteenth, 0.042 % for each of five odd months; to the next yuan.
    share = Fraction(20) + Fraction("0.5") + 5 * Fraction("0.042")
    wanted = math.ceil(Fraction(int(wage.value)) * share / 100 / 100) * 100
    award = pension.in_force(person_id=village.old.pk, kind="town")
    assert award is not None
    assert (award.total_fen, award.starts_month) == (wanted, claimed + 1)
    assert case.amount_fen == wanted
    assert wage.value == 12_434_00
    record.refresh_from_db()
    assert (record.state, record.reference) == ("drawing", case.number)
    assert office(CODE).found(FORM, subject_id=village.old.pk) == ["town_not_kept"]


def test_too_young_or_too_few_months_paid_month_by_month_draws_nothing(
    office: Any, village: Any
) -> None:
    with_town(village.worker.pk)
    assert office(CODE).found({**FORM, "account_name": "李一"}, subject_id=village.worker.pk) == [
        "town_not_entitled"
    ]
    with_town(village.old.pk, months_paid=59)
    assert office(CODE).found(FORM, subject_id=village.old.pk) == ["town_not_entitled"]


def test_nobody_without_a_record_and_nobody_elses_account(office: Any, village: Any) -> None:
    assert office(CODE).found(FORM, subject_id=village.old.pk) == ["no_town_insurance"]
    with_town(village.old.pk)
    assert office(CODE).found({**FORM, "account_name": "王五"}, subject_id=village.old.pk) == [
        "account_name_differs"
    ]


def test_granted_by_mistake_the_record_is_kept_again_once_nothing_is_paid(
    office: Any, village: Any
) -> None:
    record = with_town(village.old.pk)
    case = office(CODE).closed(FORM, subject_id=village.old.pk)
    with pytest.raises(Refused, match="还在发放"):
        office(CODE).reversed(case.number)
    award = pension.in_force(person_id=village.old.pk, kind="town")
    assert award is not None
    actor = office(CODE).actor("zhao")
    pension.end_award(
        award_id=award.pk, last_month=award.starts_month - 1,
        recorded=pension.Recorded(by="zhao", at=actor.at, known_on=office(CODE).today, reason="核定有误"),
    )  # fmt: skip
    office(CODE).reversed(case.number)
    record.refresh_from_db()
    assert record.state == "kept"
