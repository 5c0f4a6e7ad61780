"""The monthly declaration is found like every item and leads to its door; nothing can be granted past the roster."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from renshe.kernel.codes.problem import Refused
from renshe.services import catalogue
from renshe.services.conftest import Office

CODE = "contributions.monthly_declaration"


@pytest.mark.parametrize("typed", ["报名册", "申报工资", "每月社保", "payroll"])
def test_it_is_the_first_hit_for_what_a_clerk_types(typed: str) -> None:
    """In the words of an office."""
    assert next(one.code for one in catalogue.search(typed)) == CODE


def test_it_has_a_door_and_asks_nothing_of_its_own() -> None:
    """Whoever starts it is led to the roster; neither counter nor API opens a case of it."""
    item = catalogue.declared(CODE).item
    assert item.door is not None
    assert item.door.address == "/employer/roster/"
    assert len(item.door.steps) > 2
    assert item.fields == ()
    assert item.channels == ("online",)


def test_a_case_of_it_is_never_granted(
    office: Callable[..., Any], make_employer: Callable[..., Any]
) -> None:
    """A roster is a declaration with rows; a signature replaces none of them."""
    at: Office = office(CODE)
    employer = make_employer()
    asked = at.asked(subject_id=employer.pk)
    (finding,) = at.declared.service.examine(asked).findings
    assert (finding.problem.code, finding.refuses) == ("declared_at_its_door", True)
    with pytest.raises(Refused, match="报名册"):
        at.declared.service.grant(asked)
