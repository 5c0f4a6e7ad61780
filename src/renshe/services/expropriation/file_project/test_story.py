"""A land user files a project: the quota is the law's, and terms that do not add up are told at their field."""

from __future__ import annotations

from typing import Any

import pytest

from renshe.domains.expropriation import api as expropriation
from renshe.kernel.codes.problem import Refused

CODE = "expropriation.file_project"
FORM = {
    "approval_number": "粤府土审〔2025〕9号", "name": "港区二期", "place": "440402", "village_group": "三组",
    "approved_on": "2025-09-01", "land_taken": "20000", "land_group": "90000", "group_people": "121", "months_bought": "180",
    "cost_working": "100000", "cost_old": "150000.50", "one_off_minor": "0", "account_percent": "40", "reserve_percent": "5",
    "land_user_percent": "70", "government_percent": "20", "collective_percent": "10", "person_percent": "0",
    "due_on": "2026-03-01",
}  # fmt: skip


def test_a_filed_project_has_its_quota_its_terms_and_its_payers(
    office: Any, make_employer: Any
) -> None:
    unit = make_employer()
    case = office(CODE).closed(FORM, subject_id=unit.pk)
    made = expropriation.project_numbered(approval_number=FORM["approval_number"])
    assert made is not None
    assert (made.quota, made.cost_old_fen, made.reserve_permille, made.state) == (
        27,
        15_000_050,
        50,
        "listed",
    )
    shares = {one.payer: (one.permille, one.payer_name) for one in made.shares.order_by("pk")}
    assert shares["land_user"] == (700, unit.name)
    assert "person" not in shares
    with pytest.raises(Refused, match="不能直接撤销"):
        office(CODE).reversed(case.number)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"land_user_percent": "60"}, "shares_wrong"),
        ({"land_taken": "90001"}, "terms_wrong"),
        ({"reserve_percent": "61"}, "terms_wrong"),
    ],
)
def test_terms_that_do_not_add_up_stand_in_the_way(
    office: Any, make_employer: Any, changed: dict, code: str
) -> None:
    assert office(CODE).found({**FORM, **changed}, subject_id=make_employer().pk) == [code]


def test_the_same_approval_is_filed_once_and_by_somebody(office: Any, make_employer: Any) -> None:
    office(CODE).closed(FORM, subject_id=make_employer().pk)
    assert office(CODE).found(FORM, subject_id=make_employer(2).pk) == ["approval_number_taken"]
    assert office(CODE).found({**FORM, "approval_number": "x"}) == ["subject_missing"]
