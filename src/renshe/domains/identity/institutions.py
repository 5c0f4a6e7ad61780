"""Institutions as account holders: registered with their purposes, kept by two administrators, acting through members.

Legal source: a body outside the bureau handles personal data only for a stated purpose and on a basis in law (个人信息保护法
六、十三、三十四); who admits somebody is not who named him (GB/T 22239-2019, 最小授权与相互制约).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from renshe.domains.identity.models import (
    Account,
    Institution,
    InstitutionRequest,
    Machine,
    Membership,
    Role,
)
from renshe.domains.identity.operations import grant_role, open_account, record_look, revoke_role
from renshe.domains.identity.queries import INSTITUTION_ROLES, institution_may, roles_on
from renshe.domains.identity.refusals import problem
from renshe.domains.identity.roles import RoleCode
from renshe.kernel.codes.credit_code import read_credit_code
from renshe.kernel.codes.divisions import is_place_code
from renshe.kernel.codes.problem import Problem, Refused

CERTIFICATE, DEATH = "institution.certificate", "institution.death"
PREMIUM_LIST = "institution.premium_list"
PURPOSES: dict[str, tuple[str, ...]] = {
    Institution.Kind.HOSPITAL: (DEATH,),
    Institution.Kind.BANK: (CERTIFICATE,),
    Institution.Kind.SCHOOL: (CERTIFICATE,),
    Institution.Kind.COURT: (CERTIFICATE,),
    Institution.Kind.AUTHORITY: (CERTIFICATE, DEATH, PREMIUM_LIST),
}
"""For what an institution of each kind may be registered; what stands here for none of them nobody does for any."""
LOOK_FIELD = "institution_request"
"""Under this field name the person's list of looks keeps that an institution asked or told something about him."""


def institutions() -> list[Institution]:
    """Every institution, those in force first."""
    return list(Institution.objects.select_related("account").order_by("ended_at", "name", "pk"))


def institution_in_force(*, institution_id: int) -> Institution:
    """The institution with this number. Raises Refused `institution_ended`."""
    found = Institution.objects.filter(pk=institution_id, ended_at__isnull=True).first()
    if found is None:
        raise Refused(problem("institution_ended"))
    return found


def institution_with_code(*, uscc: str) -> Institution | None:
    """The institution in force with this credit code, or None."""
    return Institution.objects.filter(uscc=uscc.strip().upper(), ended_at__isnull=True).first()


def administrators_of(*, institution_id: int, on: date) -> list[Role]:
    """Its administrators' roles in force on a day."""
    rows = Role.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        role=RoleCode.INSTITUTION_ADMINISTRATOR,
        account__institution_id=institution_id,
        valid_from__lte=on,
    )
    return list(rows.select_related("account").order_by("pk"))


def memberships_of(*, institution_id: int) -> list[Membership]:
    """Everybody who is, was or is to be a member; those who can act first, the ended last."""
    rows = Membership.objects.filter(institution_id=institution_id).select_related("account")
    order = {"invited": 0, "active": 1, "ended": 2}
    return sorted(rows, key=lambda one: (order[one.state], one.pk))


def requests_of(*, institution_id: int, after: int = 0, most: int = 50) -> list[InstitutionRequest]:
    """What an institution asked and told, the newest first."""
    rows = InstitutionRequest.objects.filter(institution_id=institution_id)
    return list(rows.order_by("-asked_at", "-pk")[after : after + most])


def request_of(*, institution_id: int, case_number: str) -> InstitutionRequest | None:
    """The request under a case's number, where it is this institution's; else None."""
    return InstitutionRequest.objects.filter(
        institution_id=institution_id, case_number=case_number
    ).first()


@transaction.atomic
def register_institution(
    *,
    uscc: str,
    name: str,
    kind: str,
    place: str,
    purposes: Sequence[str],
    administrators: Sequence[str],
    by: Account,
    on: date,
    at: datetime,
) -> Institution:
    """Register an institution with its own account, its purposes and its two administrators. The caller records the act.

    Raises Refused for a wrong credit code, a purpose its kind cannot have, fewer than two administrators, and accounts that
    belong to somebody else already.
    """
    code = read_credit_code(uscc.strip())
    if isinstance(code, Problem):
        raise Refused(code)
    chosen = sorted(set(purposes))
    if not name.strip() or not is_place_code(place):
        raise Refused(problem("words_missing"))
    if not chosen or not set(chosen) <= set(PURPOSES.get(kind, ())):
        raise Refused(problem("institution_purposes"))
    named = [one.strip() for one in administrators if one.strip()]
    if len(named) != 2 or len(set(named)) != 2 or by.username in named:
        raise Refused(problem("institution_two"))
    if institution_with_code(uscc=code) is not None:
        raise Refused(problem("institution_there"))
    own = open_account(
        username=f"institution:{code}:{_times(code) + 1}", display_name=name.strip(), password=None
    )
    made = Institution.objects.create(
        uscc=code, name=name.strip(), kind=kind, place=place, purposes=chosen, account=own,
        registered_by=by.username, registered_at=at,
    )  # fmt: skip
    for username in named:
        _make_administrator(made, username, by=by, on=on)
    return made


@transaction.atomic
def replace_administrator(
    *, institution_id: int, leaving: str, username: str, by: Account, on: date
) -> Account:
    """Put another account in an administrator's place, so that there are always two. The caller records the act."""
    held = _locked(institution_id)
    gone = Account.objects.filter(username=leaving.strip(), institution=held).first()
    standing = {one.account_id for one in administrators_of(institution_id=held.pk, on=on)}
    if gone is None or gone.pk not in standing:
        raise Refused(problem("not_institutions_administrator"))
    _leave(gone, on=on)
    return _make_administrator(held, username.strip(), by=by, on=on)


@transaction.atomic
def end_institution(*, institution_id: int, by: Account, on: date, at: datetime) -> Institution:
    """End an institution: every member, administrator and machine of it can do nothing more at once. The caller records it."""
    held = _locked(institution_id)
    Membership.objects.filter(institution=held).exclude(state=Membership.State.ENDED).update(
        state=Membership.State.ENDED, ended_by=by.username, ended_at=at
    )
    for account in Account.objects.filter(institution=held):
        _leave(account, on=on)
    Machine.objects.filter(institution=held, ended_at__isnull=True).update(
        ended_by=by.username, ended_at=at
    )
    held.ended_by, held.ended_at = by.username, at
    held.save(update_fields=["ended_by", "ended_at"])
    Account.objects.filter(pk=held.account_id).update(is_active=False)
    return held


@transaction.atomic
def invite_member(
    *, administrator: Account, username: str, purposes: Sequence[str], on: date, at: datetime
) -> Membership:
    """Name an account as a member for some of the institution's purposes; nothing opens until another administrator confirms.

    The caller records the act.
    """
    held = _own_institution(administrator, on=on)
    chosen = sorted(set(purposes))
    if not chosen or not set(chosen) <= set(held.purposes):
        raise Refused(problem("institution_purposes"))
    account = _free_account(username, on=on)
    try:
        with transaction.atomic():
            return Membership.objects.create(
                institution=held, account=account, state=Membership.State.INVITED, purposes=chosen,
                invited_by=administrator.username, invited_at=at,
            )  # fmt: skip
    except IntegrityError as twice:
        raise Refused(problem("institution_account")) from twice


@transaction.atomic
def confirm_member(
    *, administrator: Account, membership_id: int, on: date, at: datetime
) -> Membership:
    """Admit whom the other administrator named: from now on he acts for the institution. The caller records the act."""
    held = _own_institution(administrator, on=on)
    member = _membership(held, membership_id)
    if member.state != Membership.State.INVITED:
        raise Refused(problem("membership_state"))
    if administrator.username == member.invited_by:
        raise Refused(problem("membership_same_person"))
    account = _free_account(member.account.username, on=on)
    account.institution = held
    account.save(update_fields=["institution"])
    grant_role(
        account=account, role=RoleCode.INSTITUTION_MEMBER, place=held.place, valid_from=on,
        limited_to=["institution.look", *member.purposes], given_by=administrator.username,
    )  # fmt: skip
    member.state = Membership.State.ACTIVE
    member.confirmed_by, member.confirmed_at = administrator.username, at
    member.save(update_fields=["state", "confirmed_by", "confirmed_at"])
    return member


@transaction.atomic
def end_member(*, administrator: Account, membership_id: int, on: date, at: datetime) -> Membership:
    """End a member at once, or take back a naming. One administrator is enough: taking powers away never waits for a second.

    The caller records the act.
    """
    held = _own_institution(administrator, on=on)
    member = _membership(held, membership_id)
    if member.state == Membership.State.ENDED:
        raise Refused(problem("membership_state"))
    if member.state == Membership.State.ACTIVE:
        _leave(member.account, on=on)
    member.state = Membership.State.ENDED
    member.ended_by, member.ended_at = administrator.username, at
    member.save(update_fields=["state", "ended_by", "ended_at"])
    return member


@transaction.atomic
def record_request(
    *,
    institution_id: int,
    purpose: str,
    case_number: str,
    person_id: int,
    legal_basis: str,
    file_number: str,
    asked_by: str,
    at: datetime,
) -> InstitutionRequest:
    """Record what an institution asks or tells about a person, and that in the person's own list of looks.

    Raises Refused `institution_ended`, `institution_purposes`, `basis_missing`.
    """
    held = institution_in_force(institution_id=institution_id)
    basis, file = legal_basis.strip(), file_number.strip()
    if purpose not in (CERTIFICATE, DEATH) or not institution_may(held, purpose):
        raise Refused(problem("institution_purposes"))
    if not basis or not file:
        raise Refused(problem("basis_missing"))
    look = record_look(
        account=held.account,
        subject_kind="person",
        subject_id=person_id,
        purpose=f"{held.name}：{basis}，{file}（办件{case_number}）",
        fields=[LOOK_FIELD],
        looked_at=at,
    )
    return InstitutionRequest.objects.create(
        institution=held, purpose=purpose, case_number=case_number, person_id=person_id,
        legal_basis=basis, file_number=file, asked_by=asked_by, asked_at=at, look=look,
    )  # fmt: skip


@transaction.atomic
def record_reading(*, request: InstitutionRequest, by: str, at: datetime) -> None:
    """Record that the institution reads what was issued on its request, before it is shown."""
    record_look(
        account=request.institution.account,
        subject_kind="person",
        subject_id=request.person_id,
        purpose=f"{request.institution.name}：领取文书，{request.legal_basis}，{request.file_number}（经手{by}）",
        fields=[LOOK_FIELD],
        looked_at=at,
    )


def _times(code: str) -> int:
    """How often this credit code was registered before; its account's name is never given again."""
    return Institution.objects.filter(uscc=code).count()


def _locked(institution_id: int) -> Institution:
    found = (
        Institution.objects.select_for_update()
        .filter(pk=institution_id, ended_at__isnull=True)
        .first()
    )
    if found is None:
        raise Refused(problem("institution_ended"))
    return found


def _own_institution(administrator: Account, *, on: date) -> Institution:
    """The institution that this account administers on a day. Raises Refused."""
    held = {role.role for role in roles_on(account=administrator, on=on)}
    if RoleCode.INSTITUTION_ADMINISTRATOR not in held or administrator.institution_id is None:
        raise Refused(problem("not_institutions_administrator"))
    return _locked(administrator.institution_id)


def _membership(held: Institution, membership_id: int) -> Membership:
    found = (
        Membership.objects.select_for_update()
        .select_related("account")
        .filter(pk=membership_id, institution=held)
        .first()
    )
    if found is None:
        raise Refused(problem("membership_state"))
    return found


def _make_administrator(held: Institution, username: str, *, by: Account, on: date) -> Account:
    if username == by.username:
        raise Refused(problem("institution_two"))
    account = _free_account(username, on=on)
    account.institution = held
    account.save(update_fields=["institution"])
    grant_role(
        account=account, role=RoleCode.INSTITUTION_ADMINISTRATOR, place=held.place, valid_from=on,
        given_by=by.username,
    )  # fmt: skip
    return account


def _free_account(username: str, *, on: date) -> Account:
    """An account that belongs to no employer, institution or staff. Raises Refused `institution_account`."""
    account = (
        Account.objects.select_for_update()
        .filter(username=username.strip(), is_active=True)
        .first()
    )
    if account is None or hasattr(account, "stands_for"):
        raise Refused(problem("institution_account"))
    held = {role.role for role in roles_on(account=account, on=on)}
    tied = account.institution_id is not None or account.employer_id is not None
    if tied or held - {RoleCode.INSURED_PERSON}:
        raise Refused(problem("institution_account"))
    return account


def _leave(account: Account, *, on: date) -> None:
    """The account's roles for its institution end before today, and it belongs to none."""
    rows = Role.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        account=account,
        role__in=[role.value for role in INSTITUTION_ROLES],
    )
    for row in rows:
        # One that began today leaves no row, but for a review of it to stand on; the membership keeps who held it.
        kept = row.valid_from == on and row.reviews.exists()
        revoke_role(role_id=row.pk, last_day=on if kept else on - timedelta(days=1))
    account.institution = None
    account.save(update_fields=["institution"])
