"""Arrears are paid by the month: agreed by the office, kept or not as the money comes, and withdrawn when it was a mistake."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import Error, transaction

from renshe.domains.contributions import api as contributions
from renshe.domains.contributions.models import Instalment
from renshe.services.conftest import Office
from renshe.services.contributions.conftest import NOVEMBER_2025, Bureau, broken

CODE = "contributions.instalment_plan"
TODAY = dt.date(2025, 12, 10)


@pytest.fixture
def at(bureau: Bureau) -> Office:
    """Two weeks after November's bills were due and nobody paid."""
    bureau.assess(NOVEMBER_2025)
    return Office(CODE, place="310112", today=TODAY)


def asked(at: Office, bureau: Bureau, **changed: Any) -> dict[str, Any]:
    """Three parts from the end of the year on; what is owed is filled in."""
    filled = at.declared.service.prefill(at.asked(subject_id=bureau.factory.pk))
    return {
        **filled, "count": "3", "first_due_on": "2025-12-31", "security": "mortgage", "reason": "应收账款未回", **changed,
    }  # fmt: skip


def owed(bureau: Bureau) -> int:
    return sum(
        contributions.owed_on(contributions.arrears_of(employer_id=bureau.factory.pk, as_of=TODAY))
    )


def test_arrears_are_paid_in_parts_and_the_plan_tells_how_it_stands(
    bureau: Bureau, at: Office
) -> None:
    """Money pays bills by the order of allocation; the plan reads it from them."""
    total = owed(bureau)
    case = at.granted(asked(at, bureau), subject_id=bureau.factory.pk)
    assert case.amount_fen == total > 0
    assert case.approver == ("zhao" if total > 10_000_000 else "")
    plan = contributions.plan_in_force(employer_id=bureau.factory.pk)
    assert plan is not None
    assert plan.reference == case.number
    standing = contributions.standing_of(plan=plan, as_of=dt.date(2026, 1, 31))
    days = [one.due_on for one in standing.instalments]
    assert days == [dt.date(2025, 12, 31), dt.date(2026, 1, 31), dt.date(2026, 2, 28)]
    assert sum(one.amount_fen for one in standing.instalments) == total
    assert (standing.paid_fen, standing.behind_fen) == (0, standing.due_fen)
    first = standing.instalments[0].amount_fen
    bureau.receive(NOVEMBER_2025 + 1, ("part", bureau.factory.uscc, first))
    standing = contributions.standing_of(plan=plan, as_of=dt.date(2025, 12, 31))
    assert (standing.paid_fen, standing.behind_fen) == (first, 0)
    assert standing.next_due == standing.instalments[1]
    assert broken() == {}
    with pytest.raises(Error), transaction.atomic():
        Instalment.objects.update(amount_fen=1)


def test_what_cannot_be_agreed_is_refused_at_its_field(bureau: Bureau, at: Office) -> None:
    """Too many parts, too late a beginning, nothing owed, a second plan, a closed employer."""
    told = {"subject_id": bureau.factory.pk}
    assert at.found(asked(at, bureau, count="13"), **told) == ["plan_too_long"]
    assert at.found(asked(at, bureau, first_due_on="2026-03-01"), **told) == ["plan_begins_late"]
    assert at.found(asked(at, bureau, first_due_on="2025-12-10"), **told) == ["plan_begins_late"]
    other = {**asked(at, bureau), "owed": "100"}
    assert at.found(other, subject_id=bureau.other.pk) == ["no_arrears"]
    at.granted(asked(at, bureau), **told)
    assert at.found(asked(at, bureau), **told) == ["plan_in_force"]


def test_another_figure_is_shown_beside_ours_and_the_surcharge_is_always_said(
    bureau: Bureau, at: Office
) -> None:
    """Neither stands in the way."""
    case = at.submitted(asked(at, bureau, owed="1.00"), subject_id=bureau.factory.pk)
    (difference,) = case.examination["differences"]
    assert (difference["field"], difference["given"]) == ("owed", "1.00")
    assert [one["code"] for one in case.examination["findings"]] == ["surcharge_grows"]
    assert len(case.examination["sheet"]["instalments"]) == 3


def test_a_plan_is_withdrawn_and_what_was_paid_stays_paid(bureau: Bureau, at: Office) -> None:
    """Another one may be agreed then."""
    number = at.granted(asked(at, bureau), subject_id=bureau.factory.pk).number
    bureau.receive(NOVEMBER_2025 + 1, ("part", bureau.factory.uscc, 100_000))
    before = owed(bureau)
    at.reversed(number)
    assert contributions.plan_in_force(employer_id=bureau.factory.pk) is None
    assert owed(bureau) == before
    again = at.granted(asked(at, bureau, count="2"), subject_id=bureau.factory.pk)
    assert again.amount_fen == before
    assert broken() == {}
