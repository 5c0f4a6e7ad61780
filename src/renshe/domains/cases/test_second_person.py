"""Amounts and people: what one may decide alone is what the security administrator allowed, and nothing without it."""

import datetime as dt

import pytest

from renshe.domains.cases.operations.second_person import path_of_amount
from renshe.domains.identity.api import open_account, set_two_person_limit

TODAY = dt.date(2025, 10, 31)
NOW = dt.datetime(2025, 10, 31, 9, tzinfo=dt.UTC)


def limit(action: str, fen: int, *, since: dt.date = TODAY) -> None:
    by = open_account(username=f"security-{action}-{fen}", display_name="安", password=None)
    set_two_person_limit(
        action=action, amount_fen=fen, valid_from=since, reason="会议纪要", by=by, on=TODAY, at=NOW
    )


@pytest.mark.django_db
def test_without_a_limit_no_money_moves_on_one_signature() -> None:
    assert path_of_amount("immediate", 1, on=TODAY) == "review"
    assert path_of_amount("immediate", None, on=TODAY) == "immediate"
    assert path_of_amount("immediate", 0, on=TODAY) == "immediate"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fen", "path"), [(50_000, "immediate"), (50_001, "review"), (-50_000, "immediate"), (-50_001, "review")]
)  # fmt: skip
def test_above_the_limit_of_handling_a_second_person_signs(fen: int, path: str) -> None:
    limit("case.handle", 50_000)
    assert path_of_amount("immediate", fen, on=TODAY) == path


@pytest.mark.django_db
@pytest.mark.parametrize(("fen", "path"), [(900_000, "review"), (900_001, "approval")])
def test_above_the_limit_of_approval_a_third_person_signs(fen: int, path: str) -> None:
    assert path_of_amount("review", fen, on=TODAY) == "review"
    limit("case.approve", 900_000)
    assert path_of_amount("review", fen, on=TODAY) == path
    assert path_of_amount("immediate", fen, on=TODAY) == path


@pytest.mark.django_db
def test_a_limit_counts_from_its_day_and_no_path_gets_shorter() -> None:
    limit("case.approve", 100, since=TODAY + dt.timedelta(days=1))
    assert path_of_amount("review", 101, on=TODAY) == "review"
    assert path_of_amount("review", 101, on=TODAY + dt.timedelta(days=1)) == "approval"
    assert path_of_amount("approval", 1, on=TODAY) == "approval"
