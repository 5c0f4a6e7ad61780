"""Somebody objects to a public list: it cannot be confirmed before the answer."""

from __future__ import annotations

from typing import Any

import pytest

from renshe.domains.expropriation import api as expropriation
from renshe.kernel.codes.problem import Refused

CODE = "expropriation.object_to_list"
FORM = {"approval_number": "沪府土〔2025〕1号", "words": "漏了我父亲"}


def test_an_objection_enters_the_project_and_holds_the_list_up(office: Any, village: Any) -> None:
    village.public()
    case = office(CODE).closed(FORM, subject_id=village.worker.pk)
    (objection,) = expropriation.objections(project_id=village.project.pk)
    assert (objection.words, objection.reference, objection.state) == (
        "漏了我父亲",
        case.number,
        "open",
    )
    with pytest.raises(Refused, match="没有答复"):
        expropriation.confirm_by_street(
            project_id=village.project.pk, recorded=village.hand(days=-30)
        )
    with pytest.raises(Refused, match="不能撤销"):
        office(CODE).reversed(case.number)


def test_a_list_that_is_not_public_and_a_number_that_is_none_are_told(
    office: Any, village: Any
) -> None:
    assert office(CODE).found(FORM, subject_id=village.worker.pk) == ["not_public"]
    assert office(CODE).found({**FORM, "approval_number": "?"}, subject_id=village.worker.pk) == [
        "project_unknown"
    ]
