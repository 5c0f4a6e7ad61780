"""Somebody objects to a public list: it is not approved before the answer."""

from __future__ import annotations

from typing import Any

import pytest

from renshe.domains.conftest import id_number
from renshe.domains.premium_help import api as premium_help
from renshe.kernel.codes.problem import Refused
from renshe.services.premium_help.conftest import OCTOBER, PLACE, hand, programme

CODE = "premium_help.objection"
FORM = {"document": "民政〔2025〕3号", "words": "他家有两套出租房"}


def test_an_objection_is_entered_and_holds_the_list_up(
    office: Any, person: Any, make_person: Any
) -> None:
    made = programme(public_days=7)
    other = make_person(
        id_number=id_number(region="310112", sequence=301), name="赵二", household_place=PLACE, residence_place=PLACE
    )  # fmt: skip
    filed = premium_help.file_list(
        programme_id=made.pk, new=premium_help.NewList(origin="civil_affairs", document="民政〔2025〕3号", from_month=OCTOBER),
        people=[premium_help.Named(other, "minimum_living")], recorded=hand("one"),
    )  # fmt: skip
    assert office(CODE, place=PLACE).found(FORM, subject_id=person.pk) == ["help_list_unknown"]
    premium_help.publish(list_id=filed.pk, recorded=hand("one"))
    case = office(CODE, place=PLACE).closed(FORM, subject_id=person.pk)
    (entered,) = premium_help.objections_of(programme_id=made.pk)
    assert (entered.words, entered.reference, entered.state) == (
        "他家有两套出租房", case.number, "open",
    )  # fmt: skip
    with pytest.raises(Refused, match="不能撤销"):
        office(CODE, place=PLACE).reversed(case.number)
