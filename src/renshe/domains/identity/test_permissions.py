"""Stories about who may do what."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from renshe.domains.identity import api as identity
from renshe.domains.identity.api import RoleCode, Subject
from renshe.domains.identity.permissions import ACTIONS, GRANTS
from renshe.foundation.invariants import prove
from renshe.kernel.codes.problem import Refused

pytestmark = pytest.mark.django_db

TODAY = date(2025, 10, 15)
NOW = datetime(2025, 10, 15, 2, 0, tzinfo=UTC)


def account_with(role: RoleCode | None = None, *, place: str = "440400", **fields: int):
    """An account that holds one role since the first of the year."""
    account = identity.open_account(
        username=f"somebody-{role}-{place}", display_name="某人", password=None, **fields
    )
    if role is not None:
        identity.grant_role(account=account, role=role, place=place, valid_from=date(2025, 1, 1))
    return account


def test_an_account_without_role_may_do_nothing():
    account = account_with()
    assert not any(identity.allowed(account=account, action=action, on=TODAY) for action in ACTIONS)


def test_what_is_in_no_table_is_denied_to_everybody():
    account = account_with(RoleCode.COUNTER_CLERK)
    assert not identity.allowed(account=account, action="pension.invent", on=TODAY)


def test_a_visitor_who_has_not_signed_in_is_denied():
    from django.contrib.auth.models import AnonymousUser

    assert not identity.allowed(account=AnonymousUser(), action="person.look", on=TODAY)


def test_a_clerk_reaches_every_street_of_her_city_and_no_other_city():
    clerk = account_with(RoleCode.COUNTER_CLERK, place="440400")
    for place, expected in (
        ("440402001001", True),
        ("440400", True),
        ("440300", False),
        ("CN", False),
    ):
        subject = Subject(kind="person", id=1, place=place)
        assert (
            identity.allowed(account=clerk, action="person.look", subject=subject, on=TODAY)
            is expected
        )


def test_a_record_without_place_is_shown_to_no_clerk():
    clerk = account_with(RoleCode.COUNTER_CLERK, place="CN")
    subject = Subject(kind="person", id=1)
    assert not identity.allowed(account=clerk, action="person.look", subject=subject, on=TODAY)


def test_an_insured_person_sees_himself_and_nobody_else():
    account = account_with(RoleCode.INSURED_PERSON, person_id=7)
    own, other = Subject(kind="person", id=7, place="440402"), Subject(kind="person", id=8)
    assert identity.allowed(account=account, action="pension.look", subject=own, on=TODAY)
    assert not identity.allowed(account=account, action="pension.look", subject=other, on=TODAY)
    employer = Subject(kind="employer", id=7)
    assert not identity.allowed(account=account, action="pension.look", subject=employer, on=TODAY)


def test_an_employers_clerk_sees_people_only_through_her_employer():
    account = account_with(RoleCode.EMPLOYER_CLERK, employer_id=5)
    for subject, expected in (
        (Subject(kind="employer", id=5), True),
        (Subject(kind="employer", id=6), False),
        (Subject(kind="person", id=9, employer_id=5), True),
        (Subject(kind="person", id=5), False),
        (Subject(kind="person", id=9, employer_id=6), False),
    ):
        assert (
            identity.allowed(account=account, action="person.look", subject=subject, on=TODAY)
            is expected
        )


def test_an_own_role_without_own_record_opens_nothing():
    clerk = account_with(RoleCode.EMPLOYER_CLERK)
    subject = Subject(kind="person", id=9, employer_id=None)
    assert not identity.allowed(account=clerk, action="person.look", subject=subject, on=TODAY)


def test_a_role_counts_from_its_first_to_its_last_day():
    account = account_with()
    role = identity.grant_role(
        account=account, role=RoleCode.RUN_OPERATOR, place="CN",
        valid_from=date(2025, 10, 1), valid_to=date(2025, 10, 31),
    )  # fmt: skip
    days = {date(2025, 9, 30): False, date(2025, 10, 1): True, date(2025, 10, 31): True}
    for day, expected in {**days, date(2025, 11, 1): False}.items():
        assert identity.allowed(account=account, action="runs.operate", on=day) is expected
    identity.revoke_role(role_id=role.pk, last_day=date(2025, 10, 10))
    assert not identity.allowed(account=account, action="runs.operate", on=TODAY)
    identity.revoke_role(role_id=role.pk, last_day=date(2025, 9, 1))
    assert identity.roles_on(account=account, on=date(2025, 10, 1)) == []


def test_an_account_that_is_switched_off_may_do_nothing_at_once():
    clerk = account_with(RoleCode.COUNTER_CLERK)
    identity.switch_off_account(account_id=clerk.pk)
    clerk.refresh_from_db()
    assert not identity.allowed(account=clerk, action="person.look", on=TODAY)
    assert identity.places_of(account=clerk, action="person.look", on=TODAY) == []


def test_handling_and_approving_are_never_in_one_hand():
    account = account_with(RoleCode.COUNTER_CLERK)
    for role in (RoleCode.REVIEWER, RoleCode.APPROVER):
        with pytest.raises(Refused) as refusal:
            identity.grant_role(account=account, role=role, place="440403", valid_from=TODAY)
        assert refusal.value.codes == ("duties_separated",)


def test_duties_that_were_held_one_after_the_other_are_accepted():
    account = account_with()
    identity.grant_role(
        account=account, role=RoleCode.COUNTER_CLERK, place="440400",
        valid_from=date(2024, 1, 1), valid_to=date(2024, 12, 31),
    )  # fmt: skip
    identity.grant_role(
        account=account, role=RoleCode.APPROVER, place="440400", valid_from=date(2025, 1, 1)
    )
    assert [breaches for _, breaches, _ in prove(invariants=identity.INVARIANTS)] == [[]]


def test_separated_duties_that_slipped_past_the_door_are_proved_wrong():
    account = account_with(RoleCode.SYSTEM_ADMINISTRATOR)
    identity.Role.objects.create(
        account=account, role=RoleCode.AUDIT_ADMINISTRATOR, place="440400", valid_from=TODAY
    )
    ((_, breaches, count),) = prove(invariants=identity.INVARIANTS)
    assert count == 1
    assert breaches[0].row == str(account.pk)


def test_administrators_see_no_business():
    business = {
        action for action in ACTIONS if action.split(".")[0] in ("person", "pension", "books")
    }
    for role in (
        RoleCode.SYSTEM_ADMINISTRATOR, RoleCode.SECURITY_ADMINISTRATOR,
        RoleCode.AUDIT_ADMINISTRATOR,
    ):  # fmt: skip
        assert not business & (GRANTS[role].own | GRANTS[role].place)


def test_every_role_is_in_the_table_and_every_grant_is_an_action():
    assert set(GRANTS) == set(RoleCode)
    granted = frozenset().union(*(grant.own | grant.place for grant in GRANTS.values()))
    assert granted == set(ACTIONS)


def test_a_guarded_page_answers_403_and_says_what_to_ask_for(rf):
    @identity.require("books.close", on=lambda request: TODAY)
    def page(request):
        return "shown"

    request = rf.get("/")
    request.user = account_with(RoleCode.COUNTER_CLERK)
    with pytest.raises(identity.NotAllowed, match="结账"):
        page(request)
    request.user = account_with(RoleCode.FUND_ACCOUNTANT)
    assert page(request) == "shown"


def test_a_page_with_a_misspelt_permission_cannot_be_made():
    with pytest.raises(KeyError):
        identity.require("book.close", on=lambda request: TODAY)


def test_a_username_is_never_given_twice():
    account_with()
    with pytest.raises(Refused) as refusal:
        account_with()
    assert refusal.value.codes == ("username_taken",)


def test_a_person_sees_who_looked_at_what_and_why():
    clerk = account_with(RoleCode.COUNTER_CLERK)
    identity.record_look(
        account=clerk, subject_kind="person", subject_id=7, purpose="核对退休申请",
        fields=["id_number"], looked_at=NOW,
    )  # fmt: skip
    identity.record_look(
        account=clerk,
        subject_kind="person",
        subject_id=8,
        purpose="核对",
        fields=["name"],
        looked_at=NOW,
    )
    (look,) = identity.looks_at(person_id=7)
    assert (look.account, look.purpose, look.fields) == (clerk, "核对退休申请", ["id_number"])


def test_a_look_without_purpose_is_refused():
    clerk = account_with(RoleCode.COUNTER_CLERK)
    with pytest.raises(Refused):
        identity.record_look(
            account=clerk,
            subject_kind="person",
            subject_id=7,
            purpose=" ",
            fields=["name"],
            looked_at=NOW,
        )


def test_a_recorded_look_cannot_be_taken_back():
    clerk = account_with(RoleCode.COUNTER_CLERK)
    look = identity.record_look(
        account=clerk,
        subject_kind="person",
        subject_id=7,
        purpose="核对",
        fields=["name"],
        looked_at=NOW,
    )
    for act in (look.delete, lambda: identity.Look.objects.update(purpose="别的")):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_the_database_refuses_a_role_that_nobody_knows():
    account = account_with()
    with pytest.raises(IntegrityError), transaction.atomic():
        identity.Role.objects.create(account=account, role="king", place="CN", valid_from=TODAY)


@pytest.mark.parametrize(
    ("mask", "text", "shown"),
    [
        (identity.mask_name, "张三", "张*"),
        (identity.mask_name, "张三丰", "张*丰"),
        (identity.mask_name, "欧阳娜娜", "欧**娜"),
        (identity.mask_name, "𬍛𬒈", "𬍛*"),
        (identity.mask_name, "买买提·吐尔逊", "买***"),
        (identity.mask_name, "MARIA SMITH", "M***"),
        (identity.mask_name, "张", "*"),
        (identity.mask_name, "", ""),
        (identity.mask_id_number, "11010519491231002X", "1101**********002X"),
        (identity.mask_phone, "13812345678", "138****5678"),
        (identity.mask_phone, "12345", "*****"),
        (identity.mask_bank_account, "6222021234567890", "************7890"),
        (identity.mask_address, "珠海市香洲区翠香街道紫荆路8号", "珠海市香洲区翠香街道****"),
        (identity.mask_address, "北京市朝阳区建国路8号", "北京市朝阳区****"),
        (identity.mask_address, "不详", "**"),
    ],
)
def test_masking_shows_enough_to_tell_apart_and_no_more(mask, text, shown):
    assert mask(text) == shown
