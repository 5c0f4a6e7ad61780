"""An application for arbitration: its claims, its place, and the year within which to bring it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from renshe.domains.audit import api as audit
from renshe.domains.cases import api as cases
from renshe.domains.conftest import NOW, TODAY
from renshe.domains.employment import api as employment
from renshe.kernel.working_days import working_days_after
from renshe.services.conftest import Office
from renshe.services.labour.apply_arbitration.service import limitation_ends

CODE = "labour.apply_arbitration"
Make = Callable[..., Any]
DISMISSED = {
    "occupation": "装配工", "address": "翠香街道1号", "phone": "13812345678", "respondent": "珠海第1制造有限公司",
    "respondent_address": "珠海市香洲区", "respondent_head": "李某，总经理", "work_place": "440402",
    "employed_from": "2019-09-01", "employed_until": "2025-09-30", "knew_on": "2025-09-30", "interrupted": "no",
    "claim_damages": "117000", "claim_wages": "9000", "claim_relation": "on", "facts": "无故辞退",
    "evidence_list": "辞退通知、工资条（本人持有）",
}  # fmt: skip
DAY = dt.date


def test_an_application_is_accepted_with_its_list_of_claims(
    office: Make, make_employer: Make, make_person: Make
) -> None:
    """What the register knows is filled in; each claim says whether an award on it would be final."""
    employer, person = make_employer(), make_person(address="翠香街道1号")
    who = {"employer_id": employer.pk, "person_id": person.pk}
    act = employment.Act(reason="招用", reference="x", known_on=TODAY, actor="clerk", at=NOW)
    employment.file_contract(
        **who, act=act,
        terms=employment.Terms(
            kind="open_ended", began_on=DAY(2019, 9, 1), signed_on=None, ends_on=None, probation_months=0,
            occupation="装配工", work_place="440402", hours="standard", wage_fen=900_000,
        ),
    )  # fmt: skip
    employment.end_contract(**who, ended_on=DAY(2025, 9, 30), reason="employment_ended", act=act)
    at: Office = office(CODE)
    filled = at.declared.service.prefill(at.asked(subject_id=person.pk))
    assert filled["respondent_uscc"] == employer.uscc
    assert (filled["employed_from"], filled["employed_until"]) == ("2019-09-01", "2025-09-30")
    case = at.closed({**DISMISSED, **filled}, subject_id=person.pk)
    sheet = case.examination["sheet"]
    assert sheet["total_fen"] == 12_600_000
    assert [(one["code"], one["final"]) for one in sheet["claims"]] == [
        ("claim_wages", True), ("claim_damages", False), ("claim_relation", None),
    ]  # fmt: skip
    assert sheet["limitation_ends_on"] == "2026-09-30"
    (event, *_) = audit.events_about(subject_kind="employer", subject_id=employer.pk)
    assert (event.verb, event.reason) == ("labour.arbitration_accepted", case.number)
    assert at.reversed(case.number).state == "reversed"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"claim_damages": "", "claim_wages": "", "claim_relation": ""}, "no_claim"),
        ({"claim_damages": "0", "claim_wages": "", "claim_relation": ""}, "claim_is_zero"),
        ({"work_place": "310112"}, "belongs_elsewhere"),
        ({"work_place": "999999"}, "work_place_unknown"),
        ({"knew_on": "2025-12-01"}, "days_out_of_order"),
        ({"employed_until": "2019-01-01"}, "days_out_of_order"),
    ],
)
def test_what_cannot_be_accepted_is_found(
    office: Make, make_person: Make, changed: dict[str, str], code: str
) -> None:
    """Nothing claimed, not here, days that cannot be."""
    assert office(CODE).found({**DISMISSED, **changed}, subject_id=make_person().pk) == [code]


def test_the_employers_seat_is_enough(office: Make, make_employer: Make, make_person: Make) -> None:
    """劳动争议调解仲裁法 21: the place of work or the seat."""
    told = {**DISMISSED, "work_place": "310112", "respondent_uscc": make_employer().uscc}
    assert office(CODE).found(told, subject_id=make_person().pk) == []


@pytest.mark.parametrize(
    ("told", "ends_on"),
    [
        ({"knew_on": DAY(2024, 10, 15), "claim_damages": 1}, DAY(2025, 10, 15)),
        ({"knew_on": DAY(2024, 2, 29), "claim_damages": 1}, DAY(2025, 2, 28)),
        ({"knew_on": DAY(2022, 1, 1), "interrupted_on": DAY(2025, 1, 6), "claim_damages": 1}, DAY(2026, 1, 6)),
        ({"knew_on": DAY(2020, 1, 1), "claim_wages": 1}, None),
        ({"knew_on": DAY(2020, 1, 1), "employed_until": DAY(2025, 3, 31), "claim_wages": 1}, DAY(2026, 3, 31)),
        ({"knew_on": DAY(2020, 1, 1), "claim_wages": 1, "claim_overtime": 1}, DAY(2021, 1, 1)),
    ],
)  # fmt: skip
def test_the_year_runs_from_knowledge_interruption_or_the_end_of_work(
    told: dict[str, Any], ends_on: dt.date | None
) -> None:
    """For unpaid wages not while the employment lasts (劳动争议调解仲裁法 27)."""
    assert limitation_ends(told) == ends_on


def test_a_year_that_is_over_is_shown_and_refuses_nothing(office: Make, make_person: Make) -> None:
    """It is the other side's to plead; on its last day it is not over."""
    person = make_person()
    late = {**DISMISSED, "employed_until": "2024-10-14", "knew_on": "2024-10-14"}
    assert office(CODE).noticed(late, subject_id=person.pk) == ["year_of_limitation_over"]
    last = {**DISMISSED, "employed_until": "2024-10-15", "knew_on": "2024-10-15"}
    assert office(CODE).noticed(last, subject_id=person.pk) == []
    again = {
        **late,
        "interrupted": "yes",
        "interrupted_on": "2025-03-03",
        "interrupted_how": "投诉",
    }
    at: Office = office(CODE)
    assert at.noticed(again, subject_id=person.pk) == []
    assert at.granted(late, subject_id=person.pk).state == "granted"


def test_who_is_not_accepted_or_not_answered_goes_to_court_and_not_to_reconsideration(
    office: Make, make_person: Make
) -> None:
    """劳动争议调解仲裁法 29: on the refusal, and already on the receipt, because silence for five days opens the court too."""
    at: Office = office(CODE)
    person = make_person()
    refused = at.submitted(DISMISSED, subject_id=person.pk)
    cases.not_accept(
        number=refused.number, item=at.declared.item, words="不属于受案范围", actor=at.actor("li", days=1)
    )  # fmt: skip
    accepted = at.submitted(DISMISSED, subject_id=person.pk)
    accepted = cases.accept(
        number=accepted.number, item=at.declared.item, actor=at.actor("li", days=3)
    )
    for case in (refused, accepted):
        (paper,) = cases.papers_of(case=case)
        assert "人民法院起诉" in paper.content["remedy"]["zh"]
        assert "复议" not in str(paper.content["remedy"])
        assert paper.content["remedy"]["basis"] == "劳动争议调解仲裁法 29"
    assert accepted.due_on == working_days_after(at.today, 5)  # from receipt, not from acceptance
