"""Who comes onto the register and what counts of service before the reform: every cell judged, two people, once."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.db import Error, transaction

from renshe.domains import conftest as made_up
from renshe.domains.institution_staff import api as staff
from renshe.domains.institution_staff import conftest as institution
from renshe.kernel.codes.problem import Refused

make_person = made_up.make_person
make_employer = made_up.make_employer
hospital = institution.hospital
pytestmark = pytest.mark.django_db
NUMBER = made_up.id_number(birth="19670812", sequence=751)
ROW = {
    "id_number": NUMBER, "name": "张医", "kind": "事业单位", "post": "副主任医师", "rank": "薪级32级",
    "hired_on": "1989-07-01", "from_month": "2014-10", "deemed_months": "303", "deemed_index": "1.36",
    "basic_wage": "2334.00", "percent": "90", "living_subsidy": "2350", "added_pay": "460", "hardship": "0",
    "basis": "干部人事档案和2014年9月工资审批表",
}  # fmt: skip
NO_SERVICE = dict.fromkeys(
    ("deemed_months", "deemed_index", "basic_wage", "percent", "living_subsidy", "added_pay", "hardship"), ""
)  # fmt: skip


@pytest.fixture
def doctor(hospital: Any, make_person: Any) -> Any:
    return make_person(id_number=NUMBER, name="张医")


def read(hospital: Any, **changed: str) -> staff.ReadStaff:
    return staff.read_staff(
        [ROW | changed], employer_id=hospital.body.pk, today=hospital.hand().today
    )


def asked(hospital: Any, *, by: str = "clerk", recognised: bool = False, **changed: str) -> Any:
    found = read(hospital, **changed)
    assert found.errors == ()
    (made,) = staff.ask_for(
        employer_id=hospital.body.pk, rows=found.rows, recognised=recognised, hand=hospital.hand(by)
    )
    return made


def test_until_two_people_signed_nothing_counts_and_then_all_of_it_does(
    hospital: Any, doctor: Any
) -> None:
    """Asked by the body, recognised by one, reviewed by another: on the register, and service with its wage items."""
    made = asked(hospital)
    staff.recognise_proposal(proposal_id=made.pk, hand=hospital.hand("li"))
    assert staff.live_member(person_id=doctor.pk) is None
    with pytest.raises(Refused, match="不能是同一人"):
        staff.review_proposal(proposal_id=made.pk, hand=hospital.hand("li"))
    staff.review_proposal(proposal_id=made.pk, hand=hospital.hand("wang"))
    member = staff.live_member(person_id=doctor.pk)
    assert member is not None
    assert (member.from_month, member.kind, member.post) == (
        staff.REFORM,
        "institution",
        "副主任医师",
    )
    before = staff.service_before(person_id=doctor.pk, known_on=hospital.hand().today)
    assert before is not None
    assert (before.deemed_months, before.deemed_index, before.old_method_percent) == (
        303,
        13_600,
        9_000,
    )
    assert (before.basic_wage_fen, before.living_subsidy_fen, before.added_pay_fen, before.hardship_fen) == (
        233_400, 235_000, 46_000, 0,
    )  # fmt: skip
    assert (before.recognised_by, before.reviewed_by) == ("li", "wang")
    with pytest.raises(Refused, match="现在不能办这一步"):
        staff.review_proposal(proposal_id=made.pk, hand=hospital.hand("zhao"))


def test_what_the_office_enters_is_recognised_already_and_still_needs_another(
    hospital: Any, doctor: Any
) -> None:
    made = asked(hospital, by="counter", recognised=True, **NO_SERVICE)
    with pytest.raises(Refused, match="不能是同一人"):
        staff.review_proposal(proposal_id=made.pk, hand=hospital.hand("counter"))
    done = staff.review_proposal(proposal_id=made.pk, hand=hospital.hand("wang"))
    assert (done.member is not None, done.service) == (True, None)
    assert staff.service_before(person_id=doctor.pk, known_on=hospital.hand().today) is None


def test_service_alone_is_for_somebody_of_the_same_body_and_the_latest_counts(
    hospital: Any, doctor: Any, make_employer: Any
) -> None:
    assert [one.code for one in read(hospital, from_month="").errors] == [
        "not_on_the_staff_register"
    ]
    first = asked(hospital, recognised=True)
    staff.review_proposal(proposal_id=first.pk, hand=hospital.hand("wang"))
    assert [one.code for one in read(hospital).errors] == ["staff_elsewhere"]
    again = asked(hospital, recognised=True, from_month="", deemed_months="300")
    staff.review_proposal(proposal_id=again.pk, hand=hospital.hand("wang"))
    before = staff.service_before(person_id=doctor.pk, known_on=hospital.hand().today)
    assert before is not None
    assert before.deemed_months == 300
    other = make_employer(8, kind="institution", name="珠海市第八医院")
    found = staff.read_staff(
        [ROW | {"from_month": ""}], employer_id=other.pk, today=hospital.hand().today
    )
    assert [one.code for one in found.errors] == ["not_on_the_staff_register"]


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"id_number": "440402190001011234"}, "id_number", "person_unknown"),
        ({"name": "李四"}, "name", "name_differs"),
        ({"kind": "工人"}, "kind", "staff_kind_unreadable"),
        ({"post": ""}, "post", "staff_text_missing"),
        ({"basis": ""}, "basis", "staff_text_missing"),
        ({"hired_on": "一九八九年"}, "hired_on", "staff_day_unreadable"),
        ({"hired_on": "2999-01-01"}, "hired_on", "staff_day_unreadable"),
        ({"from_month": "十月"}, "from_month", "staff_month_unreadable"),
        ({"from_month": "2014-09"}, "from_month", "staff_month_outside"),
        ({"from_month": "2999-01"}, "from_month", "staff_month_outside"),
        ({"from_month": "", **NO_SERVICE}, "from_month", "staff_nothing_asked"),
        ({"deemed_months": "0"}, "deemed_months", "deemed_months_unreadable"),
        ({"deemed_months": "304"}, "deemed_months", "deemed_months_too_many"),
        ({"deemed_index": "1.36001"}, "deemed_index", "deemed_decimal_unreadable"),
        ({"deemed_index": ""}, "deemed_index", "deemed_decimal_unreadable"),
        ({"percent": "100.01"}, "percent", "deemed_decimal_unreadable"),
        ({"percent": "NaN"}, "percent", "deemed_decimal_unreadable"),
        ({"basic_wage": "0"}, "basic_wage", "deemed_amount_unreadable"),
        ({"hardship": ""}, "hardship", "deemed_amount_unreadable"),
    ],
)  # fmt: skip
def test_each_wrong_cell_is_told(
    hospital: Any, doctor: Any, changed: dict[str, str], field: str, code: str
) -> None:
    """July 1989 to September 2014 are 303 months: 304 cannot be deemed."""
    found = read(hospital, **changed)
    assert (field, code) in [(one.field, one.code) for one in found.errors]
    assert found.rows == ()


def test_the_template_is_filled_in_and_sent_back_and_one_bad_row_stops_the_list(
    hospital: Any, doctor: Any
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(staff.staff_template()))
    book.active.append([ROW[column.key] for column in staff.COLUMNS])
    book.active.append([(ROW | {"id_number": "1", "percent": "0"})[one.key] for one in staff.COLUMNS])  # fmt: skip
    sink = io.BytesIO()
    book.save(sink)
    found = staff.read_staff_file(
        sink.getvalue(), employer_id=hospital.body.pk, today=hospital.hand().today
    )
    assert found.rows == ()
    assert [(one.row_number, one.column, one.code) for one in found.errors] == [
        (4, "A", "person_unknown"), (4, "K", "deemed_decimal_unreadable"),
    ]  # fmt: skip


def test_one_request_stands_for_a_person_and_a_refused_one_says_why_and_is_asked_anew(
    hospital: Any, doctor: Any
) -> None:
    made = asked(hospital)
    with pytest.raises(Refused, match="已有一份在办"):
        asked(hospital)
    with pytest.raises(Refused, match="没有写明不通过的原因"):
        staff.refuse_proposal(proposal_id=made.pk, why=" ", hand=hospital.hand("li"))
    staff.refuse_proposal(proposal_id=made.pk, why="档案中是1990年", hand=hospital.hand("li"))
    again = asked(hospital)
    assert again.state == "asked"
    with pytest.raises(Error), transaction.atomic():
        staff.StaffProposal.objects.filter(pk=again.pk).update(
            state="done", recognised_by="li", decided_by="li"
        )


def test_an_enterprise_has_no_established_staff(
    hospital: Any, doctor: Any, make_employer: Any
) -> None:
    factory = make_employer(9)
    with pytest.raises(Refused, match="只有机关和事业单位"):
        staff.ask_for(
            employer_id=factory.pk, rows=read(hospital).rows, recognised=False, hand=hospital.hand()
        )
