"""Institutions as account holders: registered, kept by two, acting through members, and nothing beyond their purposes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from renshe.domains.identity import api as identity
from renshe.domains.identity.api import RoleCode, Subject
from renshe.domains.identity.permissions import ACTIONS
from renshe.foundation.invariants import prove
from renshe.kernel.codes.problem import Refused

pytestmark = pytest.mark.django_db

TODAY = date(2025, 10, 15)
NOW = datetime(2025, 10, 15, 2, 0, tzinfo=UTC)
COURT, HOSPITAL = "11310112000000001Q", "12310112000000002Q"
CERTIFICATE, DEATH = "institution.certificate", "institution.death"


def account(username, role=None, **fields):
    made = identity.open_account(username=username, display_name=username, password=None, **fields)
    if role is not None:
        identity.grant_role(account=made, role=role, place="310112", valid_from=TODAY)
    return made


@pytest.fixture
def security():
    return account("security", RoleCode.SECURITY_ADMINISTRATOR)


def registered(
    by, *, uscc=COURT, kind="court", purposes=(CERTIFICATE,), names=("an", "bo"), **more
):
    for name in names:
        if identity.account_named(username=name) is None:
            account(name)
    given = {
        "uscc": uscc, "name": "某区人民法院", "kind": kind, "place": "310112", "purposes": purposes,
        "administrators": names, "by": by, "on": TODAY, "at": NOW,
    }  # fmt: skip
    return identity.register_institution(**(given | more))


@pytest.fixture
def court(security):
    return registered(security)


def named(username):
    found = identity.account_named(username=username)
    assert found is not None
    return found


def admitted(username="judge", *, purposes=(CERTIFICATE,), on=TODAY):
    """A member whom `an` named and `bo` admitted."""
    if identity.account_named(username=username) is None:
        account(username)
    asked = identity.invite_member(
        administrator=named("an"), username=username, purposes=purposes, on=on, at=NOW
    )
    return identity.confirm_member(administrator=named("bo"), membership_id=asked.pk, on=on, at=NOW)


def may(username, action, institution, on=TODAY):
    subject = Subject(kind="institution", id=institution.pk)
    return identity.allowed(account=named(username), action=action, subject=subject, on=on)


def refused(code, act):
    with pytest.raises(Refused) as told:
        act()
    assert [one.code for one in told.value.problems] == [code]


def test_two_administrators_admit_a_member_who_then_has_his_purpose_and_nothing_else(court):
    account("judge")
    asked = identity.invite_member(
        administrator=named("an"), username="judge", purposes=[CERTIFICATE], on=TODAY, at=NOW
    )
    assert not may("judge", CERTIFICATE, court)
    refused(
        "membership_same_person",
        lambda: identity.confirm_member(
            administrator=named("an"), membership_id=asked.pk, on=TODAY, at=NOW
        ),
    )
    identity.confirm_member(administrator=named("bo"), membership_id=asked.pk, on=TODAY, at=NOW)
    opened = {one for one in ACTIONS if may("judge", one, court)}
    assert opened == {"institution.look", CERTIFICATE}
    everything = {
        one for one in ACTIONS if identity.allowed(account=named("judge"), action=one, on=TODAY)
    }
    assert everything == opened
    assert {one for one in ACTIONS if may("an", one, court)} == {
        "institution.look",
        "institution.members",
    }


def test_a_member_reaches_no_other_institution_and_no_person_employer_or_place(security, court):
    other = registered(
        security, uscc=HOSPITAL, kind="hospital", purposes=[DEATH], names=("cy", "di")
    )
    admitted()
    assert not may("judge", CERTIFICATE, other)
    assert not may("judge", "institution.look", other)
    for subject in (
        Subject(kind="person", id=1, place="310112"),
        Subject(kind="employer", id=court.pk, place="310112"),
        Subject(kind="place", place="310112"),
        Subject(kind="institution"),
    ):
        for action in ACTIONS:
            assert not identity.allowed(
                account=named("judge"), action=action, subject=subject, on=TODAY
            )
    refused(
        "membership_state",
        lambda: identity.end_member(
            administrator=named("cy"),
            membership_id=identity.memberships_of(institution_id=court.pk)[0].pk,
            on=TODAY,
            at=NOW,
        ),
    )


def test_an_ended_member_and_everybody_of_an_ended_institution_can_do_nothing_at_once(
    security, court
):
    member = admitted()
    identity.end_member(administrator=named("an"), membership_id=member.pk, on=TODAY, at=NOW)
    assert not may("judge", CERTIFICATE, court)
    assert not identity.allowed(account=named("judge"), action=CERTIFICATE, on=TODAY)
    again = admitted(on=TODAY + timedelta(days=1))
    assert may("judge", CERTIFICATE, court, on=TODAY + timedelta(days=1))
    identity.end_institution(
        institution_id=court.pk, by=security, on=TODAY + timedelta(days=2), at=NOW
    )
    for name in ("an", "bo", "judge"):
        assert not may(name, "institution.look", court, on=TODAY + timedelta(days=2))
    again.refresh_from_db()
    assert (again.state, again.ended_by) == ("ended", "security")
    refused(
        "institution_ended",
        lambda: identity.record_request(
            institution_id=court.pk, purpose=CERTIFICATE, case_number="1", person_id=7,
            legal_basis="民事诉讼法第七十条", file_number="（2025）1号", asked_by="judge", at=NOW,
        ),
    )  # fmt: skip
    assert registered(security, names=("ed", "fu")).uscc == COURT


def test_what_a_kind_cannot_have_nobody_is_registered_for(security):
    for kind, purposes in (("hospital", [CERTIFICATE]), ("court", [DEATH]), ("court", []), ("shop", [DEATH]),
                           ("authority", ["person.look"])):  # fmt: skip
        refused(
            "institution_purposes",
            lambda kind=kind, purposes=purposes: registered(security, kind=kind, purposes=purposes),
        )
    refused("credit_code_check", lambda: registered(security, uscc="11310112000000001A"))
    refused("institution_two", lambda: registered(security, names=("an", "an")))
    refused("institution_two", lambda: registered(security, names=("an", "security")))


def test_staff_clerks_and_other_institutions_people_are_nobodys_members(security, court):
    account("clerk", RoleCode.COUNTER_CLERK)
    account("hr", RoleCode.EMPLOYER_CLERK, employer_id=5)
    own = court.account.username
    for username in ("clerk", "hr", "bo", own, "no-such"):
        refused(
            "institution_account",
            lambda username=username: identity.invite_member(
                administrator=named("an"), username=username, purposes=[CERTIFICATE], on=TODAY, at=NOW
            ),
        )  # fmt: skip
    refused("institution_purposes", lambda: admitted("one", purposes=[DEATH]))
    admitted()
    refused(
        "not_institutions_administrator",
        lambda: identity.invite_member(
            administrator=named("judge"), username="x", purposes=[CERTIFICATE], on=TODAY, at=NOW
        ),
    )


@pytest.mark.parametrize("role", [RoleCode.COUNTER_CLERK, RoleCode.REVIEWER, RoleCode.APPROVER])
def test_a_member_never_becomes_staff_who_decides(court, role):
    admitted()
    refused(
        "duties_separated",
        lambda: identity.grant_role(
            account=named("judge"), role=role, place="310112", valid_from=TODAY
        ),
    )


def test_an_administrator_who_leaves_is_replaced_and_keeps_nothing(security, court):
    account("new")
    identity.replace_administrator(
        institution_id=court.pk, leaving="an", username="new", by=security, on=TODAY
    )
    assert not may("an", "institution.members", court)
    assert may("new", "institution.members", court)
    held = identity.administrators_of(institution_id=court.pk, on=TODAY)
    assert [role.account.username for role in held] == ["bo", "new"]


def test_no_request_without_basis_and_file_and_what_stands_is_never_changed(court):
    def ask(basis="民事诉讼法第七十条", file="（2025）沪0112民初1号", purpose=CERTIFICATE):
        return identity.record_request(
            institution_id=court.pk, purpose=purpose, case_number="310112-2025-1", person_id=7,
            legal_basis=basis, file_number=file, asked_by="judge", at=NOW,
        )  # fmt: skip

    refused("basis_missing", lambda: ask(basis="  "))
    refused("basis_missing", lambda: ask(file=""))
    refused("institution_purposes", lambda: ask(purpose=DEATH))
    asked = ask()
    (look,) = identity.looks_at(person_id=7)
    assert look.account.display_name == "某区人民法院"
    assert "民事诉讼法第七十条" in look.purpose
    assert "（2025）沪0112民初1号" in look.purpose
    with pytest.raises(DatabaseError), transaction.atomic():
        type(asked).objects.filter(pk=asked.pk).update(legal_basis="")
    assert not any(count for _, _, count in prove(invariants=identity.INVARIANTS))


def test_the_database_itself_refuses_a_member_admitted_by_who_named_him(court):
    from renshe.domains.identity.models import Membership

    account("judge")
    with pytest.raises(DatabaseError), transaction.atomic():
        Membership.objects.create(
            institution=court, account=named("judge"), state="active", purposes=[CERTIFICATE],
            invited_by="an", invited_at=NOW, confirmed_by="an", confirmed_at=NOW,
        )  # fmt: skip


def test_a_machine_of_an_institution_holds_its_purposes_alone(security, court):
    def machine(*actions, institution=court):
        made, _secret = identity.make_machine(
            name="接口",
            actions=actions,
            place="310112",
            institution=institution,
            by=security,
            at=NOW,
        )
        return made

    assert machine(CERTIFICATE, "institution.look").institution_id == court.pk
    for actions in ((DEATH,), ("person.look",), ("institution.members",)):
        refused("institution_purposes", lambda actions=actions: machine(*actions))
    identity.end_institution(institution_id=court.pk, by=security, on=TODAY, at=NOW)
    assert all(one.ended_at for one in identity.machines() if one.institution_id == court.pk)


def test_an_institutions_people_need_a_second_factor_where_it_counts():
    for role in identity.INSTITUTION_ROLES:
        assert identity.second_factor_needed([role], production=True)
