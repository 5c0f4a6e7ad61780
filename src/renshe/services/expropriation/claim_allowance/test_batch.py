"""All the old of a project at once: proposed by one, decided by another, whom nothing can be granted listed with the reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from renshe.domains import conftest as made_up
from renshe.domains.expropriation import api as expropriation
from renshe.domains.pension import api as pension
from renshe.flows import land_batch_award as batch
from renshe.kernel.codes.problem import Refused
from renshe.laws import library


def with_account(person: Any) -> None:
    pension.change_payee_account(
        person_id=person.pk, bank_code="102", account_number="6222021234567890128", account_name=person.name,
        verified_on=made_up.TODAY, valid_from=made_up.TODAY,
    )  # fmt: skip


@pytest.fixture
def other(village: Any, make_person: Callable[..., Any]) -> Any:
    """A second old man of the list, who has no bank account on record."""
    person = make_person(
        id_number=made_up.id_number(birth="19550301", sequence=105, region="310112"), name="李三",
        household_place="310112", residence_place="310112",
    )  # fmt: skip
    expropriation.add_member(
        project_id=village.project.pk, person_id=person.pk, recorded=village.hand(days=20), explain=library.explain
    )  # fmt: skip
    village.settled()
    with_account(village.old)
    return person


def drawn(person: Any) -> int | None:
    award = pension.in_force(person_id=person.pk, kind="land_allowance")
    return award.total_fen if award else None


def test_two_people_grant_whoever_can_be_granted_and_the_rest_is_listed(
    village: Any, other: Any
) -> None:
    number = village.project.pk
    proposed = batch.awards_proposed(project_id=number, recorded=village.hand("clerk"))
    assert [(row.get("fen"), row.get("code")) for row in proposed.rows] == [
        (220_000, None), (None, "no_account_on_record"),
    ]  # fmt: skip
    assert drawn(village.old) is None, "what is proposed is only tried"
    with pytest.raises(Refused, match="等复核"):
        batch.awards_proposed(project_id=number, recorded=village.hand("clerk"))
    with pytest.raises(Refused, match="不同的人"):
        batch.awards_decided(project_id=number, recorded=village.hand("clerk"))
    decided = batch.awards_decided(project_id=number, recorded=village.hand("reviewer"))
    assert (decided.state, decided.decided_by) == ("done", "reviewer")
    assert (drawn(village.old), drawn(other)) == (220_000, None)
    allowance = expropriation.allowance_of(person_id=village.old.pk)
    assert allowance is not None
    assert allowance.reference == f"批量-{decided.pk}"
    with pytest.raises(Refused, match="没有可以批量核定"):
        batch.awards_proposed(project_id=number, recorded=village.hand("clerk"))


def test_not_agreed_to_nobody_is_granted_and_the_reason_stands(village: Any, other: Any) -> None:
    number = village.project.pk
    batch.awards_proposed(project_id=number, recorded=village.hand("clerk"))
    with pytest.raises(Refused, match="没有写明理由"):
        batch.awards_refused(project_id=number, reason=" ", recorded=village.hand("reviewer"))
    refused = batch.awards_refused(
        project_id=number, reason="名单待核", recorded=village.hand("reviewer")
    )
    assert (refused.state, refused.reason, drawn(village.old)) == ("refused", "名单待核", None)


def test_an_amount_that_changed_since_is_not_granted(village: Any, other: Any) -> None:
    number = village.project.pk
    proposed = batch.awards_proposed(project_id=number, recorded=village.hand("clerk"))
    proposed.rows[0]["fen"] += 1
    proposed.save()
    decided = batch.awards_decided(project_id=number, recorded=village.hand("reviewer"))
    assert decided.rows[0]["code"] == "amount_changed"
    assert drawn(village.old) is None
