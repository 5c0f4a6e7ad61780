"""Stories about powers given: delegates, acting for family, breaking the glass, two persons, the quarter's review."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from renshe.domains.identity import api as identity
from renshe.domains.identity.api import RoleCode, Subject
from renshe.domains.identity.models import TwoPersonLimit
from renshe.kernel.codes.problem import Refused

pytestmark = pytest.mark.django_db
TODAY = date(2025, 10, 15)
NOW = datetime(2025, 10, 15, 2, 0, tzinfo=UTC)
YEAR_END = date(2025, 12, 31)


def account(username: str, role: RoleCode | None = None, *, place: str = "440400", **fields):
    made = identity.open_account(username=username, display_name=username, password=None, **fields)
    if role:
        identity.grant_role(account=made, role=role, place=place, valid_from=date(2025, 1, 1))
    return made


def may(who, action: str, subject: Subject | None = None, *, on: date = TODAY) -> bool:
    who.refresh_from_db()
    return identity.allowed(account=who, action=action, subject=subject, on=on)


def refused_with(reason_code: str, act, /, **arguments) -> None:
    with pytest.raises(Refused) as refusal:
        act(**arguments)
    assert refusal.value.codes == (reason_code,)


OURS = Subject(kind="employer", id=5)


@pytest.fixture
def first():
    return account("first", RoleCode.EMPLOYER_CLERK, employer_id=5)


def appointed(first, username: str = "zhao", *, actions=("contributions.look",), **dates):
    given = {"valid_from": TODAY, "valid_to": YEAR_END, **dates}
    return identity.appoint_delegate(
        first=first, username=username, actions=actions, on=TODAY, **given
    )


def test_a_delegate_may_do_what_he_was_given_from_his_first_to_his_last_day(first):
    zhao = account("zhao")
    appointed(first, valid_from=TODAY + timedelta(days=1))
    assert not may(zhao, "contributions.look", OURS)
    tomorrow = TODAY + timedelta(days=1)
    assert may(zhao, "contributions.look", OURS, on=tomorrow)
    assert may(zhao, "contributions.look", OURS, on=YEAR_END)
    assert not may(zhao, "contributions.look", OURS, on=YEAR_END + timedelta(days=1))
    assert not may(zhao, "contributions.declare", OURS, on=tomorrow)
    assert not may(zhao, "contributions.look", Subject(kind="employer", id=6), on=tomorrow)
    assert not may(zhao, "delegates.appoint", OURS, on=tomorrow)


def test_a_delegate_appoints_nobody_and_gives_nobody_what_cannot_be_given(first):
    zhao = account("zhao")
    account("qian")
    appointed(first)
    zhao.refresh_from_db()
    refused_with("not_first_delegate", appointed, first=zhao, username="qian")
    for actions in ((), ("delegates.appoint",), ("books.close",)):
        refused_with(
            "actions_not_delegable", appointed, first=first, username="qian", actions=actions
        )
    refused_with("account_unknown", appointed, first=first, username="nobody-at-all")


def test_neither_staff_nor_another_employers_clerk_becomes_a_delegate(first):
    account("clerk", RoleCode.COUNTER_CLERK)
    account("theirs", RoleCode.EMPLOYER_CLERK, employer_id=6)
    for username in ("clerk", "theirs"):
        refused_with("account_elsewhere", appointed, first=first, username=username)


def test_appointing_again_replaces_and_dismissing_ends_at_once(first):
    zhao = account("zhao", RoleCode.INSURED_PERSON, person_id=9)
    appointed(first)
    appointed(first, actions=("contributions.declare",))
    assert may(zhao, "contributions.declare", OURS)
    assert not may(zhao, "contributions.look", OURS)
    identity.dismiss_delegate(first=first, account_id=zhao.pk, on=TODAY)
    assert not may(zhao, "contributions.declare", OURS)
    assert may(zhao, "person.look", Subject(kind="person", id=9))


def test_the_first_delegate_hands_over_and_keeps_nothing(first):
    zhao = account("zhao")
    appointed(first)
    refused_with(
        "first_stays", identity.dismiss_delegate, first=first, account_id=first.pk, on=TODAY
    )
    identity.hand_over(first=first, username="zhao", on=TODAY)
    assert may(zhao, "delegates.appoint", OURS)
    assert not may(first, "contributions.look", OURS)
    (only,) = identity.delegates_of(employer_id=5, on=TODAY)
    assert (only.account_id, only.given_by) == (zhao.pk, "first")


@pytest.fixture
def mother():
    return account("mother", RoleCode.INSURED_PERSON, person_id=70)


@pytest.fixture
def son():
    return account("son", RoleCode.INSURED_PERSON, person_id=71)


def invited(mother, *, actions=("person.look", "pension.look"), valid_to=YEAR_END):
    return identity.invite_agent(
        principal=mother, person_shown="张*", relation="儿子", actions=actions,
        valid_to=valid_to, on=TODAY, at=NOW,
    )  # fmt: skip


def for_mother(mandate) -> Subject:
    return Subject(kind="person", id=70, mandate_id=mandate.pk)


def test_a_son_acts_for_his_mother_within_what_she_agreed_to_until_she_ends_it(mother, son):
    mandate, code = invited(mother)
    assert not may(son, "pension.look", for_mother(mandate))
    accepted = identity.accept_invitation(agent=son, code=code.lower(), on=TODAY, at=NOW)
    assert may(son, "pension.look", for_mother(accepted))
    assert not may(son, "contributions.look", for_mother(accepted))
    assert not may(son, "person.unmask", for_mother(accepted))
    assert not may(son, "pension.look", for_mother(accepted), on=YEAR_END + timedelta(days=1))
    identity.end_mandate(mandate_id=accepted.pk, by=mother, at=NOW)
    assert not may(son, "pension.look", for_mother(accepted))


def test_without_saying_that_he_acts_for_her_a_son_sees_nothing_of_his_mother(mother, son):
    mandate, code = invited(mother)
    identity.accept_invitation(agent=son, code=code, on=TODAY, at=NOW)
    assert not may(son, "pension.look", Subject(kind="person", id=70))
    wrong = Subject(kind="person", id=72, mandate_id=mandate.pk)
    assert not may(son, "pension.look", wrong)
    assert not may(account("thief"), "pension.look", for_mother(mandate))
    assert not may(son, "pension.look", Subject(kind="employer", id=70, mandate_id=mandate.pk))


def test_an_invitation_works_once_within_a_week_and_not_for_oneself(mother, son):
    _, code = invited(mother)
    refused_with(
        "mandate_self", identity.accept_invitation, agent=mother, code=code, on=TODAY, at=NOW
    )
    late = NOW + timedelta(days=8)
    refused_with(
        "mandate_code", identity.accept_invitation, agent=son, code=code, on=TODAY, at=late
    )
    identity.accept_invitation(agent=son, code=code, on=TODAY, at=NOW)
    other = account("other")
    refused_with(
        "mandate_code", identity.accept_invitation, agent=other, code=code, on=TODAY, at=NOW
    )
    refused_with("mandate_code", identity.accept_invitation, agent=other, code="", on=TODAY, at=NOW)


def test_nobody_but_the_two_ends_a_mandate(mother, son):
    mandate, code = invited(mother)
    identity.accept_invitation(agent=son, code=code, on=TODAY, at=NOW)
    refused_with("not_yours", identity.end_mandate, mandate_id=mandate.pk, by=account("x"), at=NOW)
    identity.end_mandate(mandate_id=mandate.pk, by=son, at=NOW)
    refused_with("mandate_state", identity.end_mandate, mandate_id=mandate.pk, by=son, at=NOW)


def asked(guardian, **changed):
    given = {
        "person_id": 88, "person_shown": "王*", "born_on": date(2010, 3, 1), "adult_ward": False,
        "relation": "父亲", "actions": ("person.look",), "evidence_id": 1, "place": "440402001",
        "valid_to": date(2035, 1, 1), "on": TODAY, "at": NOW, **changed,
    }  # fmt: skip
    return identity.request_guardianship(agent=guardian, **given)


def decided(mandate, by, *, granted=True, words=""):
    return identity.decide_guardianship(
        mandate_id=mandate.pk, granted=granted, words=words, by=by, on=TODAY, at=NOW
    )


def test_a_guardian_acts_for_a_child_once_staff_saw_the_evidence_and_until_it_is_grown_up(son):
    clerk = account("clerk", RoleCode.COUNTER_CLERK)
    mandate = asked(son)
    child = Subject(kind="person", id=88, mandate_id=mandate.pk)
    assert not may(son, "person.look", child)
    (waiting,) = identity.guardianships_asked(places=["440400"])
    assert waiting == mandate
    assert identity.guardianships_asked(places=["310112"]) == []
    refused_with("mandate_self", decided, mandate=mandate, by=son)
    assert decided(mandate, clerk).valid_to == date(2028, 2, 29)
    assert may(son, "person.look", child, on=date(2028, 2, 29))
    assert not may(son, "person.look", child, on=date(2028, 3, 1))


def test_a_guardians_request_is_refused_with_a_reason_and_opens_nothing(son):
    clerk = account("clerk", RoleCode.COUNTER_CLERK)
    mandate = asked(son)
    refused_with("words_missing", decided, mandate=mandate, by=clerk, granted=False)
    decided(mandate, clerk, granted=False, words="出生证明不清楚")
    assert not may(son, "person.look", Subject(kind="person", id=88, mandate_id=mandate.pk))
    refused_with("mandate_state", decided, mandate=mandate, by=clerk)
    refused_with("ward_is_adult", asked, guardian=son, born_on=date(1990, 1, 1))
    refused_with("dates_wrong", asked, guardian=son, valid_to=date(2040, 1, 1))


def opened(clerk, *, reason="病人昏迷，医院急需确认参保地", at=NOW, person=9):
    return identity.open_emergency(
        account=clerk, subject_kind="person", subject_id=person, reason=reason,
        fields=["name", "id_number"], at=at,
    )  # fmt: skip


def test_the_glass_is_broken_for_half_an_hour_and_its_owner_sees_it():
    clerk = account("clerk", RoleCode.COUNTER_CLERK)
    refused_with("words_missing", opened, clerk=clerk, reason="急")
    emergency = opened(clerk)
    (look,) = identity.looks_at(person_id=9)
    assert look == emergency.look
    (told,) = identity.emergencies_about(person_id=9, since=NOW - timedelta(days=30))
    assert told == emergency
    subject = {"account": clerk, "subject_kind": "person", "subject_id": 9}
    assert identity.emergency_open_now(**subject, at=NOW + timedelta(minutes=29)) == emergency
    assert identity.emergency_open_now(**subject, at=NOW + timedelta(minutes=30)) is None
    assert identity.emergency_open_now(**subject | {"subject_id": 10}, at=NOW) is None
    assert opened(clerk, at=NOW + timedelta(minutes=5)) == emergency


def test_whoever_owes_a_report_breaks_no_second_glass():
    clerk, auditor = account("clerk", RoleCode.COUNTER_CLERK), account("auditor")
    emergency, later = opened(clerk), NOW + timedelta(hours=1)
    refused_with("emergency_open_report", opened, clerk=clerk, at=later, person=10)
    judge = {"emergency_id": emergency.pk, "justified": True, "words": "属实", "at": later}
    refused_with("emergency_state", identity.judge_emergency, by=auditor, **judge)
    written = {"emergency_id": emergency.pk, "words": "已联系医院，确认参保地为珠海", "at": later}
    refused_with("not_yours", identity.report_emergency, account=auditor, **written)
    identity.report_emergency(account=clerk, **written)
    refused_with("own_emergency", identity.judge_emergency, by=clerk, **judge)
    assert identity.judge_emergency(by=auditor, **judge).judged == "justified"
    assert opened(clerk, at=later, person=10).subject_id == 10


def limited(amount_fen: int, valid_from: date = TODAY, *, action: str = "contributions.approve"):
    return identity.set_two_person_limit(
        action=action, amount_fen=amount_fen, valid_from=valid_from, reason="内控制度",
        by=account(f"sec{amount_fen}"), on=TODAY, at=NOW,
    )  # fmt: skip


def test_an_amount_above_the_limit_needs_a_second_person_and_without_a_limit_every_amount_does():
    needs = identity.needs_second_person
    assert needs("contributions.approve", 1, on=TODAY)
    limited(1_000_000)
    limited(500_000, TODAY + timedelta(days=1))
    assert not needs("contributions.approve", 1_000_000, on=TODAY)
    assert needs("contributions.approve", 1_000_001, on=TODAY)
    assert needs("contributions.approve", -1_000_001, on=TODAY)
    assert needs("contributions.approve", 1_000_000, on=TODAY + timedelta(days=1))
    assert needs("pension.approve", 1, on=TODAY)


def test_a_limit_is_never_set_back_in_time_nor_rewritten():
    refused_with("dates_wrong", limited, amount_fen=1, valid_from=TODAY - timedelta(days=1))
    refused_with("action_unknown", limited, amount_fen=2, action="money.give")
    row = limited(3)
    for act in (row.delete, lambda: TwoPersonLimit.objects.update(amount_fen=9)):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_each_quarter_every_staff_role_is_kept_or_taken_away_by_somebody_else():
    clerk = account("clerk", RoleCode.COUNTER_CLERK)
    chief = account("chief", RoleCode.SECURITY_ADMINISTRATOR)
    account("person", RoleCode.INSURED_PERSON, person_id=1)
    roles = {one.role.account.username: one.role for one in identity.staff_roles(on=TODAY)}
    assert set(roles) == {"clerk", "chief"}
    review = {"by": chief, "on": TODAY, "at": NOW}
    refused_with("own_role", identity.review_role, role_id=roles["chief"].pk, keep=True, **review)
    identity.review_role(role_id=roles["clerk"].pk, keep=True, **review)
    refused_with(
        "review_done", identity.review_role, role_id=roles["clerk"].pk, keep=True, **review
    )
    next_quarter = date(2026, 1, 5)
    assert all(one.reviewed is None for one in identity.staff_roles(on=next_quarter))
    review |= {"on": next_quarter}
    identity.review_role(role_id=roles["clerk"].pk, keep=False, **review)
    assert not may(
        clerk, "person.look", Subject(kind="person", id=1, place="440400"), on=next_quarter
    )


def test_quarters_have_names():
    days = {date(2025, 1, 1): "2025Q1", date(2025, 3, 31): "2025Q1", date(2025, 12, 31): "2025Q4"}
    assert {day: identity.quarter_of(day) for day in days} == days
