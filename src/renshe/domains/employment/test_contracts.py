"""A contract is filed, ended, reopened and withdrawn, and never stands against the law of its term."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import Error, transaction

from renshe.domains import conftest as made_up
from renshe.domains.conftest import NOW, TODAY
from renshe.domains.employment import api as employment
from renshe.domains.employment.api import Act, ContractAct, Terms
from renshe.foundation.invariants import prove
from renshe.kernel.codes.problem import Refused

pytestmark = pytest.mark.django_db
make_employer, make_person = made_up.make_employer, made_up.make_person
Make = Callable[..., Any]
DAY = dt.date(2025, 10, 1)
TERMS = Terms(
    kind="fixed", began_on=DAY, signed_on=DAY, ends_on=dt.date(2027, 9, 30), probation_months=2,
    occupation="装配工", work_place="440402", hours="standard", wage_fen=600_000,
)  # fmt: skip
ACT = Act(reason="新录用", reference="440402-2025-1", known_on=TODAY, actor="clerk", at=NOW)


def broken() -> list[str]:
    return [one.name for one, found, _ in prove(invariants=employment.INVARIANTS) if found]


def test_a_contract_lives_through_its_acts(make_employer: Make, make_person: Make) -> None:
    """Filed, ended, reopened, withdrawn: four acts, and nothing else is forgotten."""
    who = {"employer_id": make_employer().pk, "person_id": make_person().pk}
    contract = employment.file_contract(**who, terms=TERMS, act=ACT)
    assert employment.contract_in_force(**who) == contract
    with pytest.raises(Refused, match="已经备案"):
        employment.file_contract(**who, terms=TERMS, act=ACT)
    employment.end_contract(**who, ended_on=TODAY, reason="resignation", act=ACT)
    assert employment.contract_in_force(**who) is None
    assert list(employment.contracts_at(employer_id=who["employer_id"], on=TODAY)) == [contract]
    after = TODAY + dt.timedelta(days=1)
    assert not employment.contracts_at(employer_id=who["employer_id"], on=after).exists()
    employment.reopen_contract(contract_id=contract.pk, act=ACT)
    assert employment.contract_in_force(**who) == contract
    employment.withdraw_contract(contract_id=contract.pk, act=ACT)
    assert not employment.contracts_of(person_id=who["person_id"]).exists()
    kinds = ContractAct.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["filed", "ended", "reopened", "withdrawn"]
    assert broken() == []


@pytest.mark.parametrize(
    ("kind", "ends", "most"),
    [
        ("fixed", dt.date(2025, 12, 30), 0), ("fixed", dt.date(2025, 12, 31), 1),
        ("fixed", dt.date(2026, 9, 29), 1), ("fixed", dt.date(2026, 9, 30), 2),
        ("fixed", dt.date(2028, 9, 29), 2), ("fixed", dt.date(2028, 9, 30), 6),
        ("open_ended", None, 6), ("task", None, 0), ("part_time", None, 0),
    ],
)  # fmt: skip
def test_probation_is_as_long_as_the_term_allows(
    kind: str, ends: dt.date | None, most: int
) -> None:
    """劳动合同法 19 and 70, to the day."""
    assert employment.longest_probation(kind=kind, began_on=DAY, ends_on=ends) == most


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"ends_on": None}, "term_missing"),
        ({"ends_on": dt.date(2025, 9, 1)}, "days_out_of_order"),
        ({"probation_months": 3}, "probation_too_long"),
        ({"wage_fen": 0}, "wage_missing"),
        ({"began_on": dt.date(2009, 1, 1)}, "employer_not_there"),
    ],
)
def test_terms_against_the_law_are_refused(
    make_employer: Make, make_person: Make, changed: dict[str, Any], code: str
) -> None:
    """Before anything is written."""
    with pytest.raises(Refused) as refused:
        employment.file_contract(
            employer_id=make_employer().pk, person_id=make_person().pk,
            terms=replace(TERMS, **changed), act=ACT,
        )  # fmt: skip
    assert refused.value.codes == (code,)


def test_what_was_recorded_stays(make_employer: Make, make_person: Make) -> None:
    """The database refuses to change an act."""
    employment.file_contract(
        employer_id=make_employer().pk, person_id=make_person().pk, terms=TERMS, act=ACT
    )
    with pytest.raises(Error), transaction.atomic():
        ContractAct.objects.update(reason="又一个")
    with pytest.raises(Refused, match="没有在本单位的用工备案"):
        employment.end_contract(
            employer_id=make_employer(2).pk, person_id=make_person(id_number=made_up.id_number(sequence=103)).pk,
            ended_on=TODAY, reason="resignation", act=ACT,
        )  # fmt: skip
