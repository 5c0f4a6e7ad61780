"""A form that comes late: what it changes is on the list of late months at once, whoever calls."""

import pytest

from renshe.domains.conftest import NOW, TODAY
from renshe.domains.enrolment import api as enrolment
from renshe.kernel.periods import format_month, parse_month
from renshe.services.registration.change_enrolment import decide as change
from renshe.services.registration.handling import Submission

pytestmark = pytest.mark.django_db


@pytest.fixture
def insured(make_person, make_employer):
    person, employer = make_person(), make_employer()
    enrolment.join(
        person_id=person.pk, employer_id=employer.pk, insurances=[1, 2, 3, 4, 5],
        from_month=parse_month("2025-06"), person_kind="employee",
        record=enrolment.Recording(reason="employment", known_on=TODAY, actor="c", at=NOW),
    )  # fmt: skip
    return person, employer


def report(employer, person, month):
    """The employer's clerk reports in October that somebody left with a month."""
    return change.submit_records(
        employer_id=employer.pk,
        records=[{
            "change": "减少", "id_number": person.id_number, "name": person.name, "insurances": "全部",
            "month": month, "reason": "本人辞职",
        }],
        submission=Submission(actor="unit-clerk", at=NOW, known_on=TODAY),
    )  # fmt: skip


def listed(person):
    rows = enrolment.late_months_of(person_id=person.pk).filter(change__kind="leave")
    return [(format_month(row.period), row.state, row.change.recorded_by) for row in rows]


def test_a_leaver_reported_late_by_form_lists_the_months_since(insured):
    person, employer = insured
    assert report(employer, person, "2025-08").good == 1
    assert listed(person) == [
        ("2025-09", "open", "unit-clerk"), ("2025-10", "open", "unit-clerk"),
    ]  # fmt: skip


def test_a_refused_row_lists_nothing(insured):
    person, employer = insured
    assert report(employer, person, "2025-05").bad == 1
    assert listed(person) == []
