"""A registration that stands is taken back by two people while nothing rests on it; what it said stays on record."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import Error, transaction

from renshe.domains import conftest as made_up
from renshe.domains.institution_staff import api as staff
from renshe.domains.institution_staff import conftest as institution
from renshe.domains.institution_staff import test_entering as entering
from renshe.domains.pension.models import Award
from renshe.flows import institution_to_ledger as ledger
from renshe.flows import institution_undo as flow
from renshe.foundation.invariants import prove
from renshe.kernel.codes.problem import Refused
from renshe.laws import library

hospital, doctor = institution.hospital, entering.doctor
make_person, make_employer = made_up.make_person, made_up.make_employer
pytestmark = pytest.mark.django_db
WHY = "档案中是合同制人员，登记有误"


@pytest.fixture
def stands(hospital: Any, doctor: Any) -> staff.StaffProposal:
    """The doctor on the register with her service before the reform, by li and wang."""
    made = entering.asked(hospital)
    staff.recognise_proposal(proposal_id=made.pk, hand=hospital.hand("li"))
    return staff.review_proposal(proposal_id=made.pk, hand=hospital.hand("wang"))


def ask(hospital: Any, stands: staff.StaffProposal, by: str = "li") -> staff.StaffProposal:
    return flow.undo_asked(proposal_id=stands.pk, why=WHY, hand=hospital.hand(by))


def test_two_people_take_it_back_and_it_never_counted(
    hospital: Any, doctor: Any, stands: staff.StaffProposal
) -> None:
    assert staff.service_before(person_id=doctor.pk, known_on=made_up.TODAY) is not None
    with pytest.raises(Refused, match="没有写明原因"):
        flow.undo_asked(proposal_id=stands.pk, why=" ", hand=hospital.hand("li"))
    ask(hospital, stands)
    assert staff.live_member(person_id=doctor.pk) is not None, "one hand changes nothing"
    with pytest.raises(Refused, match="同一人"):
        flow.undone(proposal_id=stands.pk, hand=hospital.hand("li"))
    tomorrow = made_up.TODAY + dt.timedelta(days=1)
    hand = staff.ByHand(by="zhao", at=made_up.NOW + dt.timedelta(days=1), today=tomorrow)
    gone = flow.undone(proposal_id=stands.pk, hand=hand)
    assert (gone.state, gone.undo_asked_by, gone.undone_by) == ("undone", "li", "zhao")
    assert staff.live_member(person_id=doctor.pk) is None
    assert staff.last_member(person_id=doctor.pk) is None, (
        "an entry by mistake is no time in the scheme"
    )
    assert staff.service_before(person_id=doctor.pk, known_on=tomorrow) is None
    assert staff.service_before(person_id=doctor.pk, known_on=made_up.TODAY) is not None, (
        "what was known that day"
    )
    kept = staff.ServiceBefore.objects.get(pk=stands.service_id)
    assert (kept.deemed_months, kept.withdrawn.why) == (stands.deemed_months, WHY)
    with pytest.raises(Refused, match="现在不能办这一步"):
        flow.undone(proposal_id=stands.pk, hand=hospital.hand("zhao"))
    assert entering.asked(hospital).state == "asked", "the body may ask anew"
    assert [one.name for one, rows, _ in prove(invariants=staff.INVARIANTS) if rows] == []


def test_the_second_hand_may_let_it_stand(
    hospital: Any, doctor: Any, stands: staff.StaffProposal
) -> None:
    ask(hospital, stands)
    again = staff.keep(proposal_id=stands.pk, why="档案核对无误", hand=hospital.hand("zhao"))
    assert again.state == "done"
    assert staff.live_member(person_id=doctor.pk) is not None
    assert ask(hospital, stands, by="qian").undo_asked_by == "qian"


def test_not_while_a_pension_rests_on_it(
    hospital: Any, doctor: Any, stands: staff.StaffProposal
) -> None:
    ask(hospital, stands)
    award = Award.objects.create(
        person_id=doctor.pk, kind="institution", state="provisional", starts_month=institution.SEPTEMBER, place="440400",
        basic_fen=100, account_fen=0, total_fen=100, facts={}, receipt={}, decided_by="li", decided_at=made_up.NOW,
    )  # fmt: skip
    with pytest.raises(Refused, match="养老金已经按这份认定核定"):
        flow.undone(proposal_id=stands.pk, hand=hospital.hand("zhao"))
    staff.keep(proposal_id=stands.pk, why="已退休", hand=hospital.hand("zhao"))
    with pytest.raises(Refused, match="养老金已经按这份认定核定"):
        ask(hospital, stands)
    Award.objects.filter(pk=award.pk).update(state="redetermined")
    assert ask(hospital, stands).state == "undo_asked", (
        "what a better award replaced rests on nothing"
    )


def test_not_while_months_are_declared_and_again_once_they_are_reversed(
    hospital: Any, doctor: Any, stands: staff.StaffProposal
) -> None:
    rows = (staff.DeclaredWage(person_id=doctor.pk, wage_fen=900_000),)
    file = ledger.month_declared(
        employer_id=hospital.body.pk, period=institution.SEPTEMBER, read=staff.ReadMonth(rows=rows, errors=(), sha256=""),
        file_name="九月", hand=hospital.hand(),
    )  # fmt: skip
    with pytest.raises(Refused, match="已经为此人申报了月份"):
        ask(hospital, stands)
    ledger.month_reversed(file_id=file.pk, reason="误登", hand=hospital.hand())
    ask(hospital, stands)
    flow.undone(proposal_id=stands.pk, hand=hospital.hand("zhao"))
    assert staff.members_in(employer_id=hospital.body.pk, month=institution.SEPTEMBER) == []


def test_withdrawn_service_is_not_in_the_facts_of_a_pension(
    hospital: Any, doctor: Any, stands: staff.StaffProposal
) -> None:
    asked: dict[str, Any] = {
        "person_id": doctor.pk, "retirement_month": institution.SEPTEMBER, "annuity_fen": 0, "known_on": made_up.TODAY,
        "explain": library.explain,
    }  # fmt: skip
    assert staff.award_facts(**asked)["deemed_months"] == stands.deemed_months
    ask(hospital, stands)
    flow.undone(proposal_id=stands.pk, hand=hospital.hand("zhao"))
    with pytest.raises(Refused, match="没有参加机关事业单位养老保险"):
        staff.award_facts(**asked)


def test_the_database_itself_wants_two_people(
    hospital: Any, doctor: Any, stands: staff.StaffProposal
) -> None:
    asked = ask(hospital, stands)
    with pytest.raises(Error), transaction.atomic():
        staff.StaffProposal.objects.filter(pk=asked.pk).update(
            state="undone", undone_by="li", undone_at=made_up.NOW
        )
