"""Stories about changes that come after a month has begun: the months they reached are on a list until settled."""

from datetime import UTC, date, datetime

import pytest

from renshe.domains.conftest import NOW, TODAY
from renshe.domains.enrolment import api as enrolment
from renshe.domains.enrolment.api import Recording
from renshe.foundation.invariants import prove
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import format_month, parse_month

pytestmark = pytest.mark.django_db

JUNE, AUGUST, OCTOBER = (parse_month(f"2025-{month}") for month in ("06", "08", "10"))


def because(reason, **changed):
    return Recording(
        **{"reason": reason, "known_on": TODAY, "actor": "clerk", "at": NOW, **changed}
    )


def listed(**asked):
    """Employer, month and cause of what stands on the list."""
    return [
        (row.employer_id, format_month(row.period), row.change.kind, row.state)
        for row in enrolment.late_months_of(**asked)
    ]


@pytest.fixture
def hired(make_person, make_employer):
    """Somebody who joined pension and injury in June 2025, reported in June."""
    person, employer = make_person(), make_employer()
    enrolment.join(
        person_id=person.pk, employer_id=employer.pk, insurances=[1, 4], from_month=JUNE,
        person_kind="employee",
        record=because(
            "employment", known_on=date(2025, 5, 28), at=datetime(2025, 5, 28, 2, tzinfo=UTC)
        ),
    )  # fmt: skip
    return person, employer


def test_a_change_for_a_month_to_come_leaves_nothing_on_the_list(hired):
    person, employer = hired
    assert listed(person_id=person.pk) == []
    enrolment.leave(
        person_id=person.pk,
        employer_id=employer.pk,
        last_month=OCTOBER,
        record=because("resignation"),
    )
    assert listed(person_id=person.pk) == []


def test_a_leaver_reported_late_lists_every_month_since_once_whatever_the_insurances(hired):
    person, employer = hired
    enrolment.leave(
        person_id=person.pk, employer_id=employer.pk, last_month=AUGUST - 1,
        record=because("resignation"),
    )  # fmt: skip
    assert listed(person_id=person.pk) == [
        (employer.pk, month, "leave", "open") for month in ("2025-08", "2025-09", "2025-10")
    ]


def test_a_late_move_lists_both_employers(hired, make_employer):
    person, old = hired
    new = make_employer(2)
    enrolment.move(
        person_id=person.pk, from_employer_id=old.pk, to_employer_id=new.pk, first_month=OCTOBER,
        record=because("调动"),
    )  # fmt: skip
    assert listed(person_id=person.pk) == [
        (old.pk, "2025-10", "move", "open"), (new.pk, "2025-10", "move", "open"),
    ]  # fmt: skip


def test_midnight_in_the_city_decides_which_month_has_begun(hired):
    person, employer = hired
    # 17:00 UTC on the last of September is one in the morning of the first of October there.
    late_evening = datetime(2025, 9, 30, 17, 0, tzinfo=UTC)
    enrolment.leave(
        person_id=person.pk, employer_id=employer.pk, last_month=OCTOBER - 1,
        record=because("resignation", known_on=date(2025, 9, 30), at=late_evening),
    )  # fmt: skip
    assert listed(person_id=person.pk) == [(employer.pk, "2025-10", "leave", "open")]


def test_a_second_change_of_a_month_is_a_second_row_so_neither_can_hide_the_other(hired):
    person, employer = hired
    where = {"person_id": person.pk, "employer_id": employer.pk, "insurances": [1]}
    enrolment.suspend(**where, from_month=OCTOBER, record=because("停薪留职"))
    (first,) = enrolment.late_months_of(person_id=person.pk)
    enrolment.resume(**where, from_month=OCTOBER, record=because("复岗"))
    enrolment.settle_late_months(
        verdicts=[(first.pk, "agrees", "", None)], settled_by="run", settled_at=NOW
    )
    assert listed(person_id=person.pk) == [
        (employer.pk, "2025-10", "suspend", "agrees"), (employer.pk, "2025-10", "resume", "open"),
    ]  # fmt: skip


def test_what_waits_stays_on_the_list_and_what_is_settled_is_settled_once(hired):
    person, employer = hired
    enrolment.cancel(
        person_id=person.pk, employer_id=employer.pk, insurances=[1, 4], from_month=JUNE,
        record=because("误登同名人员"),
    )  # fmt: skip
    rows = list(enrolment.late_months_of(person_id=person.pk))
    waiting = [(row.pk, "waiting", "not_paid_yet", None) for row in rows]
    for _ in range(2):
        moved = enrolment.settle_late_months(verdicts=waiting, settled_by="run", settled_at=NOW)
        assert moved == len(rows) == 5
    done = [(row.pk, "agrees", "", None) for row in rows]
    assert enrolment.settle_late_months(verdicts=done, settled_by="run", settled_at=NOW) == 5
    assert enrolment.settle_late_months(verdicts=done, settled_by="other", settled_at=NOW) == 0
    assert {row.settled_by for row in enrolment.late_months_of(person_id=person.pk)} == {"run"}


def test_a_month_is_closed_by_hand_only_with_a_word_and_only_if_it_is_listed(hired):
    person, employer = hired
    enrolment.leave(
        person_id=person.pk, employer_id=employer.pk, last_month=OCTOBER - 1,
        record=because("resignation"),
    )  # fmt: skip
    where = {"person_id": person.pk, "employer_id": employer.pk, "actor": "head", "at": NOW}
    for asked in ({"period": OCTOBER, "reason": " "}, {"period": AUGUST, "reason": "已线下退费"}):
        with pytest.raises(Refused) as refusal:
            enrolment.close_late_month(**where, **asked)
        assert refusal.value.code == "no_late_month"
    assert enrolment.close_late_month(**where, period=OCTOBER, reason="已线下退费") == 1
    assert listed(employer_id=employer.pk) == [(employer.pk, "2025-10", "leave", "closed")]


def test_a_month_called_corrected_by_a_batch_that_is_not_posted_is_proved_wrong(hired):
    person, employer = hired
    enrolment.leave(
        person_id=person.pk, employer_id=employer.pk, last_month=OCTOBER - 1,
        record=because("resignation"),
    )  # fmt: skip
    (row,) = enrolment.late_months_of(person_id=person.pk)
    enrolment.settle_late_months(
        verdicts=[(row.pk, "corrected", "", 999_999)], settled_by="run", settled_at=NOW
    )
    broken = {one.name for one, _, count in prove(invariants=enrolment.INVARIANTS) if count}
    assert broken == {"enrolment_corrected_months_are_posted"}
