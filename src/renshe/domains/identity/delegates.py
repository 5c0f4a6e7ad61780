"""An employer's delegates: the first one has every power of a clerk, and gives parts of it to others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from renshe.domains.identity.models import Account, Role
from renshe.domains.identity.operations import grant_role, revoke_role
from renshe.domains.identity.permissions import GRANTS
from renshe.domains.identity.queries import roles_on
from renshe.domains.identity.refusals import problem
from renshe.domains.identity.roles import RoleCode
from renshe.kernel.codes.problem import Refused

APPOINT = "delegates.appoint"
GIVEN: tuple[str, ...] = tuple(sorted(GRANTS[RoleCode.EMPLOYER_CLERK].own - {APPOINT}))
"""What a first delegate may give to others: all he has but the power to appoint."""


def delegates_of(*, employer_id: int, on: date) -> list[Role]:
    """The clerks' roles of an employer that are in force or still to come, the first delegate's first."""
    rows = Role.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        role=RoleCode.EMPLOYER_CLERK,
        account__employer_id=employer_id,
    ).select_related("account")
    return sorted(rows, key=lambda row: (row.limited_to is not None, row.valid_from, row.pk))


@transaction.atomic
def appoint_delegate(
    *,
    first: Account,
    username: str,
    actions: Sequence[str],
    valid_from: date,
    valid_to: date | None,
    on: date,
) -> Role:
    """Give an account some of the first delegate's powers, from a day to a day.

    A personal account becomes the employer's delegate besides; an account of another employer or of staff is
    refused. Appointing somebody again replaces what he had. The caller records the act.
    """
    own = _first_role(first, on=on)
    chosen = sorted(set(actions))
    if not chosen or not set(chosen) <= set(GIVEN):
        raise Refused(problem("actions_not_delegable"))
    if valid_from < on or (valid_to is not None and valid_to < valid_from):
        raise Refused(problem("dates_wrong"))
    account = _free_account(username, employer_id=_employer(first), on=on)
    _end_roles(account, on=valid_from)
    return grant_role(
        account=account,
        role=RoleCode.EMPLOYER_CLERK,
        place=own.place,
        valid_from=valid_from,
        valid_to=valid_to,
        limited_to=chosen,
        given_by=first.username,
    )


@transaction.atomic
def dismiss_delegate(*, first: Account, account_id: int, on: date) -> Account:
    """End a delegate's powers at once. The first delegate himself can only hand over. The caller records the act."""
    _first_role(first, on=on)
    account = _delegate(first, Q(pk=account_id))
    if account.pk == first.pk:
        raise Refused(problem("first_stays"))
    _end_roles(account, on=on)
    account.employer_id = None
    account.save(update_fields=["employer_id"])
    return account


@transaction.atomic
def hand_over(*, first: Account, username: str, on: date) -> Role:
    """Make another delegate the first one; the one who hands over keeps nothing. The caller records the act."""
    own = _first_role(first, on=on)
    account = _delegate(first, Q(username=username.strip()))
    if account.pk == first.pk:
        raise Refused(problem("first_stays"))
    _end_roles(account, on=on)
    _end_roles(first, on=on)
    first.employer_id = None
    first.save(update_fields=["employer_id"])
    return grant_role(
        account=account,
        role=RoleCode.EMPLOYER_CLERK,
        place=own.place,
        valid_from=on,
        given_by=first.username,
    )


def _first_role(account: Account, *, on: date) -> Role:
    """The role that makes somebody the first delegate, or Refused."""
    Account.objects.select_for_update().get(pk=account.pk)
    for role in roles_on(account=account, on=on):
        whole = role.role == RoleCode.EMPLOYER_CLERK and role.limited_to is None
        if whole and account.employer_id is not None:
            return role
    raise Refused(problem("not_first_delegate"))


def _employer(first: Account) -> int:
    assert first.employer_id is not None
    return first.employer_id


def _delegate(first: Account, which: Q) -> Account:
    account = (
        Account.objects.select_for_update()
        .filter(which, employer_id=_employer(first), roles__role=RoleCode.EMPLOYER_CLERK)
        .order_by("pk")
        .first()
    )
    if account is None:
        raise Refused(problem("not_own_employer"))
    return account


def _free_account(username: str, *, employer_id: int, on: date) -> Account:
    """The account to appoint, tied to the employer. Refused for strangers', staff's and unknown accounts."""
    account = (
        Account.objects.select_for_update()
        .filter(username=username.strip(), is_active=True)
        .first()
    )
    if account is None:
        raise Refused(problem("account_unknown"))
    held = {role.role for role in roles_on(account=account, on=on)}
    elsewhere = account.employer_id not in (None, employer_id)
    first = any(
        role.role == RoleCode.EMPLOYER_CLERK and role.limited_to is None
        for role in roles_on(account=account, on=on)
    )
    if first and not elsewhere:
        raise Refused(problem("first_stays"))
    if elsewhere or held - {RoleCode.INSURED_PERSON, RoleCode.EMPLOYER_CLERK}:
        raise Refused(problem("account_elsewhere"))
    if account.employer_id is None:
        account.employer_id = employer_id
        account.save(update_fields=["employer_id"])
    return account


def _end_roles(account: Account, *, on: date) -> None:
    """Clerk's roles end before `on`; those that would only have begun then go altogether."""
    rows = Role.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        account=account,
        role=RoleCode.EMPLOYER_CLERK,
    )
    for row in rows:
        revoke_role(role_id=row.pk, last_day=on - timedelta(days=1))
