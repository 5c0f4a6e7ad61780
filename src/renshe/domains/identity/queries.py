"""Who may do what, and who looked at whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse

from renshe.domains.identity.mandates import mandate_in_force
from renshe.domains.identity.models import Account, Institution, Look, Role
from renshe.domains.identity.permissions import ACTIONS, GRANTS
from renshe.domains.identity.roles import RoleCode
from renshe.kernel.codes.divisions import lies_within

INSTITUTION_ROLES = (RoleCode.INSTITUTION_MEMBER, RoleCode.INSTITUTION_ADMINISTRATOR)
OWN_HOUSE = ("institution.look", "institution.members")
"""What an institution may do whatever it was registered for: read its own requests and keep its members."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whose records an action touches, as far as permission needs to know.

    `kind` is `person`, `employer`, `institution` or `place`; `place` is the division that keeps the records. For a
    person seen by an employer's clerk, `employer_id` names the employer through which the caller
    has found the person insured: the clerk may see that person only because of it. `mandate_id` names
    the mandate by which the caller acts for the person; without it nobody acts for anybody.
    """

    kind: str
    id: int | None = None
    place: str | None = None
    employer_id: int | None = None
    mandate_id: int | None = None


class NotAllowed(PermissionDenied):
    """The account may not do this. Django answers it with 403; `action` says what was tried."""

    def __init__(self, *, action: str) -> None:
        self.action = action
        name = ACTIONS.get(action)
        shown = f"{name.zh} / {name.en}" if name else action
        super().__init__(f"没有权限：{shown}。请向安全管理员申请相应角色。")


def roles_on(*, account: Account, on: date) -> list[Role]:
    """The roles an account holds on a day, in the order they were given."""
    in_force = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    return list(Role.objects.filter(in_force, account=account, valid_from__lte=on).order_by("pk"))


def allowed(
    *,
    account: Any,
    action: str,
    subject: Subject | None = None,
    on: date,
    held: Iterable[Role] | None = None,
) -> bool:
    """Whether an account may do an action on a day. Denied unless a row of the table says yes.

    Without a subject the question is whether any role of the account at any place may do it, which
    is enough to show a menu and never enough to show a record. Anonymous visitors, accounts that
    are switched off and unknown actions are denied. `held` is what `roles_on` gave for the same account and day, for
    callers that ask about several actions at once.
    """
    if not isinstance(account, Account) or not account.is_active or action not in ACTIONS:
        return False
    if subject is not None and subject.mandate_id is not None:
        return _mandate_allows(account=account, action=action, subject=subject, on=on)
    return any(
        _role_allows(role, account=account, action=action, subject=subject)
        for role in (roles_on(account=account, on=on) if held is None else held)
    )


def require_allowed(*, account: Any, action: str, subject: Subject | None = None, on: date) -> None:
    """Raise NotAllowed unless `allowed`."""
    if not allowed(account=account, action=action, subject=subject, on=on):
        raise NotAllowed(action=action)


def require(
    action: str,
    *,
    on: Callable[[HttpRequest], date],
    subject_of: Callable[..., Subject] | None = None,
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A decorator for a view: 403 unless the account may do `action`.

    `on` tells today from the request, because the clock is read only at the edge; `subject_of` gets
    the view's arguments and says whose records they are. Raises KeyError where the action is in no
    table, so that a page with a misspelt permission cannot be deployed.
    """
    if action not in ACTIONS:
        raise KeyError(f"no such action: {action}")

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            subject = None if subject_of is None else subject_of(request, *args, **kwargs)
            require_allowed(account=request.user, action=action, subject=subject, on=on(request))
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def places_of(
    *, account: Account, action: str, on: date, held: Iterable[Role] | None = None
) -> list[str]:
    """The places within which an account may do an action, for filtering lists. Empty: nowhere.

    `held` is what `roles_on` gave for the same account and day, for callers that ask about several actions at once.
    """
    return sorted(
        {
            role.place
            for role in (roles_on(account=account, on=on) if held is None else held)
            if account.is_active
            and action in GRANTS[RoleCode(role.role)].place
            and (role.limited_to is None or action in role.limited_to)
        }
    )


def account_named(*, username: str) -> Account | None:
    """The account with a username, or None."""
    return Account.objects.filter(username=username).first()


def account_numbered(*, number: int) -> Account | None:
    """The account with a number, or None."""
    return Account.objects.filter(pk=number).first()


def looks_at(*, person_id: int) -> QuerySet[Look]:
    """Every look at a person's unmasked data, latest first, for the person to see (PIPL 44, 45)."""
    return (
        Look.objects.filter(subject_kind="person", subject_id=person_id)
        .select_related("account", "emergency")
        .order_by("-looked_at", "-pk")
    )


def _mandate_allows(*, account: Account, action: str, subject: Subject, on: date) -> bool:
    """Whoever says he acts for somebody has that mandate's powers and, for this question, no others."""
    assert subject.mandate_id is not None
    mandate = mandate_in_force(mandate_id=subject.mandate_id, agent=account, on=on)
    return (
        mandate is not None
        and subject.kind == "person"
        and subject.id == mandate.person_id
        and action in mandate.actions
    )


def _role_allows(role: Role, *, account: Account, action: str, subject: Subject | None) -> bool:
    if role.limited_to is not None and action not in role.limited_to:
        return False
    grant = GRANTS[RoleCode(role.role)]
    if action in grant.place:
        if subject is None:
            return True
        return subject.place is not None and lies_within(subject.place, role.place)
    if action in grant.own:
        if subject is not None and role.role in INSTITUTION_ROLES:
            return _is_own_institution(account, action=action, subject=subject)
        return subject is None or _is_own(RoleCode(role.role), account=account, subject=subject)
    return False


def _is_own_institution(account: Account, *, action: str, subject: Subject) -> bool:
    """The account's institution is in force and, for what it asks or tells about people, has that purpose."""
    if subject.kind != "institution" or subject.id is None:
        return False
    if account.institution_id != subject.id:
        return False
    held = account.institution
    return held is not None and held.ended_at is None and institution_may(held, action)


def institution_may(held: Institution, action: str) -> bool:
    """Whether an action lies within what an institution was registered for; keeping its own house always does."""
    return action in held.purposes or action in OWN_HOUSE


def _is_own(role: RoleCode, *, account: Account, subject: Subject) -> bool:
    if role == RoleCode.INSURED_PERSON:
        return (
            subject.kind == "person" and subject.id is not None and subject.id == account.person_id
        )
    if account.employer_id is None:
        return False
    if subject.kind == "employer":
        return subject.id == account.employer_id
    return subject.kind == "person" and subject.employer_id == account.employer_id
