"""A member is grouped again after the register was corrected, or leaves a list that is not confirmed."""

from __future__ import annotations

from typing import Any

import pytest

from renshe.domains.expropriation import api as expropriation
from renshe.domains.registry.api import Person
from renshe.kernel.codes.problem import Refused

CODE = "expropriation.change_member"


def test_a_corrected_birth_date_moves_somebody_into_another_group(
    office: Any, village: Any
) -> None:
    Person.objects.filter(pk=village.worker.pk).update(birth_on="1965-01-01")
    case = office(CODE).granted(
        {"what": "regroup", "reason": "出生日期已更正"}, subject_id=village.worker.pk
    )
    (member,) = expropriation.memberships(person_id=village.worker.pk)
    assert (member.group, member.age) == ("old", 60)
    with pytest.raises(Refused, match="不能直接撤销"):
        office(CODE).reversed(case.number)


def test_somebody_is_taken_off_with_the_reason(office: Any, village: Any) -> None:
    village.public()
    office(CODE).closed({"what": "remove", "reason": "户口已迁出"}, subject_id=village.worker.pk)
    assert expropriation.memberships(person_id=village.worker.pk) == []


def test_a_confirmed_list_is_not_changed_by_a_case(office: Any, village: Any) -> None:
    village.settled()
    form = {"what": "remove", "reason": "户口已迁出"}
    assert office(CODE).found(form, subject_id=village.worker.pk) == ["not_on_open_list"]
