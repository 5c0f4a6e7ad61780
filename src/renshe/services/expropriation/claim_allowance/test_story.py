"""One of the old claims the allowance: the district's standard with the part for age, from the month after the money."""

from __future__ import annotations

from typing import Any

import pytest

from renshe.domains.expropriation import api as expropriation
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Refused

CODE = "expropriation.claim_allowance"
FORM = {
    "phone": "13800000000", "bank_code": "102", "account_number": "6222021234567890128", "account_name": "李二",
}  # fmt: skip


def test_the_allowance_is_the_standard_and_the_part_for_sixty(office: Any, village: Any) -> None:
    village.settled()
    case = office(CODE).closed(FORM, subject_id=village.old.pk)
    assert case.amount_fen == 220_000
    granted = expropriation.allowance_of(person_id=village.old.pk)
    assert granted is not None
    assert (granted.amount_fen, granted.elder_fen, granted.starts_month) == (
        216_000,
        4_000,
        2025 * 12 + 10,
    )
    award = pension.in_force(person_id=village.old.pk, kind="land_allowance")
    assert award is not None
    assert (award.basic_fen, award.other_fen, award.total_fen, award.starts_month) == (
        216_000, 4_000, 220_000, 2025 * 12 + 10,
    )  # fmt: skip
    assert office(CODE).found(FORM, subject_id=village.old.pk) == ["allowance_granted"]


def test_granted_by_mistake_it_ends_once_nothing_is_paid_and_the_row_stays(
    office: Any, village: Any
) -> None:
    village.settled()
    case = office(CODE).closed(FORM, subject_id=village.old.pk)
    with pytest.raises(Refused, match="还在发放"):
        office(CODE).reversed(case.number)
    award = pension.in_force(person_id=village.old.pk, kind="land_allowance")
    assert award is not None
    actor = office(CODE).actor("zhao")
    pension.end_award(
        award_id=award.pk, last_month=award.starts_month - 1,
        recorded=pension.Recorded(by="zhao", at=actor.at, known_on=office(CODE).today, reason="核定有误"),
    )  # fmt: skip
    office(CODE).reversed(case.number)
    granted = expropriation.allowance_of(person_id=village.old.pk)
    assert granted is not None
    assert granted.ended_on == office(CODE).today
    assert expropriation.facts_for_award(person_id=village.old.pk, on=granted.ended_on) == []


def test_an_account_of_somebody_else_stands_in_the_way(office: Any, village: Any) -> None:
    village.settled()
    assert office(CODE).found({**FORM, "account_name": "王五"}, subject_id=village.old.pk) == [
        "account_name_differs"
    ]


def test_the_workers_and_the_dead_and_unsettled_projects_get_none(
    office: Any, village: Any
) -> None:
    assert office(CODE).found(FORM, subject_id=village.old.pk) == ["not_of_the_old"]
    village.settled()
    assert office(CODE).found({**FORM, "account_name": "李一"}, subject_id=village.worker.pk) == [
        "not_of_the_old"
    ]
    at = office(CODE).actor("clerk").at
    registry.record_death(
        person_id=village.old.pk, died_on=office(CODE).today, known_on=office(CODE).today, reason="医院报告",
        actor="clerk", at=at,
    )  # fmt: skip
    assert office(CODE).found(FORM, subject_id=village.old.pk) == ["subject_dead"]
