"""What a month is, where several things are true of it."""

from renshe.domains.contributions.api import TimelineMonth
from renshe.portals.citizen.grid import employer_letters, mark_of, month_states

JANUARY = 2020 * 12


def month(
    period: int, *, state: str = "paid", employer: int = 1, bill: int | None = None
) -> TimelineMonth:
    """One month at one employer."""
    return TimelineMonth(
        period, employer, f"employer {employer}", state, 1, 1, 1, 1, bill, "regular"
    )


def states(
    *months: TimelineMonth,
    not_yet_due: frozenset[int] = frozenset(),
    deemed: dict[int, int] | None = None,
    until: int = JANUARY,
) -> dict[int, str]:
    """The state of each month."""
    found = month_states(
        months=months, not_yet_due=not_yet_due, deemed_by_year=deemed or {}, until=until
    )
    return {one.period - JANUARY: one.state for one in found}


def test_a_month_between_two_contributions_is_a_gap() -> None:
    assert states(month(JANUARY), month(JANUARY + 2)) == {0: "paid", 1: "gap", 2: "paid"}


def test_months_since_the_last_contribution_are_a_gap_up_to_the_day_that_is_asked() -> None:
    assert states(month(JANUARY), until=JANUARY + 2) == {0: "paid", 1: "gap", 2: "gap"}


def test_a_month_owed_by_one_employer_and_paid_by_another_is_paid() -> None:
    both = (month(JANUARY, state="owed", bill=7), month(JANUARY, employer=2))
    assert states(*both) == {0: "paid"}


def test_a_bill_that_is_not_due_yet_is_pending_and_not_owed() -> None:
    one = month(JANUARY, state="owed", bill=7)
    assert states(one, not_yet_due=frozenset({7})) == {0: "pending"}
    assert states(one) == {0: "owed"}


def test_deemed_months_of_a_year_lie_before_its_first_contribution() -> None:
    found = states(month(JANUARY + 5), deemed={2020: 3}, until=JANUARY + 5)
    assert found == {2: "deemed", 3: "deemed", 4: "deemed", 5: "paid"}


def test_a_year_of_deemed_months_alone_ends_with_them() -> None:
    assert list(states(month(JANUARY + 12), deemed={2020: 2}, until=JANUARY + 12)) == [10, 11, 12]


def test_nobody_without_any_month_has_a_grid() -> None:
    assert states() == {}


def test_the_latest_employer_is_a_and_two_in_one_month_are_marked() -> None:
    found = month_states(
        months=(
            month(JANUARY, employer=5),
            month(JANUARY + 1, employer=9),
            month(JANUARY + 1, employer=5),
        ),
        not_yet_due=frozenset(),
        deemed_by_year={},
        until=JANUARY + 1,
    )
    letters = employer_letters(found)
    assert letters == {9: "A", 5: "B"}
    assert [mark_of(one, letters=letters) for one in found] == ["B", "A+"]
