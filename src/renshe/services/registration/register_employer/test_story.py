"""A unit is registered for social insurance, once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from renshe.domains.conftest import NOW, TODAY, credit_code_numbered
from renshe.domains.enrolment import api as enrolment
from renshe.domains.enrolment.api import Insurance, Recording
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Refused
from renshe.services.conftest import Office, invariants_hold

CODE = "registration.register_employer"
Make = Callable[..., Any]
UNIT = {
    "uscc": credit_code_numbered(7), "name": "珠海第七制造有限公司", "kind": "enterprise", "industry_code": "C",
    "size_class": "small", "injury_rate_class": "4", "place": "440402", "registered_on": "2025-10-01",
}  # fmt: skip


def test_a_unit_is_registered(office: Make) -> None:
    """Through the counter into the register, with its class of work injury."""
    at: Office = office(CODE)
    assert at.declared.service.prefill(at.asked()) == {}
    case = at.closed(UNIT)
    employer = registry.employer(employer_id=case.decision["reference"]["employer_id"])
    assert (employer.uscc, employer.industry_code, employer.injury_rate_class) == (
        UNIT["uscc"],
        "C",
        4,
    )
    assert employer.registered_on == dt.date(2025, 10, 1)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"injury_rate_class": "9"}, "value_unknown"),
        ({"place": "999999"}, "place_unknown"),
        ({"registered_on": "2025-12-01"}, "date_order"),
        ({"name": "珠海ＡＢＣ有限公司"}, "full_width"),
    ],
)
def test_what_the_register_refuses_stands_in_the_way(
    office: Make, changed: dict[str, str], code: str
) -> None:
    """By the register's own reasons."""
    assert office(CODE).found({**UNIT, **changed}) == [code]


def test_a_unit_that_is_registered_is_not_registered_again(
    office: Make, make_employer: Make
) -> None:
    """Its code is known; a late registration is noticed and not refused."""
    make_employer(7)
    assert office(CODE).found(UNIT) == ["employer_exists"]
    late = {**UNIT, "uscc": credit_code_numbered(8), "registered_on": "2025-09-01"}
    assert office(CODE).noticed(late) == ["registered_late"]


def test_a_mistake_is_closed_as_of_the_first_day_unless_somebody_is_insured_there(
    office: Make, make_person: Make
) -> None:
    """The row stays, as history."""
    at: Office = office(CODE)
    mistaken = at.granted(UNIT)
    at.reversed(mistaken.number)
    closed = registry.employer(employer_id=mistaken.decision["reference"]["employer_id"])
    assert closed.closed_on == closed.registered_on
    used = at.granted({**UNIT, "uscc": credit_code_numbered(9), "name": "珠海第九制造有限公司"})
    enrolment.join(
        person_id=make_person().pk, employer_id=used.decision["reference"]["employer_id"],
        insurances=[Insurance.PENSION], from_month=2025 * 12 + 9, person_kind="employee",
        record=Recording(reason="employment", known_on=TODAY, actor="clerk", at=NOW),
    )  # fmt: skip
    with pytest.raises(Refused, match="登记不能撤销"):
        at.reversed(used.number)
    invariants_hold()
