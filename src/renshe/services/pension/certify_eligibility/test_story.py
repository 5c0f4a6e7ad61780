"""A pensioner is certified at the counter or at home; what was suspended comes back; what is wrong is refused or undone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from renshe.domains.certification import api as certification
from renshe.domains.pension import api as pension
from renshe.kernel.codes.problem import Refused
from renshe.services.conftest import Office

CODE = "pension.certify_eligibility"
TODAY = dt.date(2025, 11, 20)
SEEN = {"source": "counter", "seen_on": "2025-11-20", "checked": "id_card", "more": ""}


@pytest.fixture
def among(pensioners: Any, fresh_database: Any) -> tuple[Office, Any]:
    """The office of the item in November 2025, among three pensioners paid for September and October."""
    fresh_database.become("app")
    return Office(CODE, place="310112", today=TODAY), pensioners


def suspended(person_id: int) -> None:
    """The pension stopped with October."""
    at = dt.datetime(2025, 10, 20, 1, tzinfo=dt.UTC)
    pension.suspend_pension(
        person_id=person_id, kind="overdue_certification", from_month=2025 * 12 + 9,
        recorded=pension.Recorded(by="take_over", at=at, known_on=at.date(), reason="逾期未认证"),
    )  # fmt: skip


def test_a_pensioner_at_the_counter_is_certified_at_once(among: Any) -> None:
    office, pensioners = among
    case = office.closed(SEEN, subject_id=pensioners.first)
    assert case.path == "immediate"
    (proof,) = certification.proofs_of(person_id=pensioners.first)
    assert (proof.source, proof.proved_on, proof.reference) == ("counter", TODAY, case.number)
    assert "身份证原件与本人一致" in proof.evidence
    assert certification.last_success(person_id=pensioners.first) == TODAY


def test_a_suspended_pension_comes_back_with_the_case(among: Any) -> None:
    office, pensioners = among
    suspended(pensioners.second)
    case = office.closed({**SEEN, "source": "home_visit"}, subject_id=pensioners.second)
    assert pension.Award.objects.get(person_id=pensioners.second).state == "final"
    assert case.decision["reference"]["restored"] == 1
    assert "1个月随下次发放补发" in case.decision["zh"]
    (owed,) = pension.Arrears.objects.filter(person_id=pensioners.second)
    assert (owed.period, owed.cause) == (2025 * 12 + 9, "hold_lifted")
    with pytest.raises(Refused, match="恢复了发放"):
        office.reversed(case.number)


def test_a_day_to_come_nobody_and_who_draws_nothing_are_refused(
    among: Any, make_person: Any
) -> None:
    office, pensioners = among
    tomorrow = {**SEEN, "seen_on": "2025-11-21"}
    assert office.found(tomorrow, subject_id=pensioners.first) == ["proof_in_future"]
    assert office.found(SEEN) == ["subject_missing"]
    assert office.found(SEEN, subject_id=make_person().pk) == ["nothing_to_certify"]


def test_self_correction_withdraws_the_proof(among: Any) -> None:
    office, pensioners = among
    before = certification.last_success(person_id=pensioners.first)
    case = office.closed(SEEN, subject_id=pensioners.first)
    office.reversed(case.number)
    assert certification.last_success(person_id=pensioners.first) == before
