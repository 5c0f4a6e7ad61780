"""The two-person rule by amount, and the quarterly review of who holds which role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from renshe.domains.identity.models import Account, Role, RoleReview, TwoPersonLimit
from renshe.domains.identity.operations import revoke_role
from renshe.domains.identity.permissions import ACTIONS
from renshe.domains.identity.refusals import problem
from renshe.domains.identity.roles import RoleCode
from renshe.kernel.codes.problem import Refused


def needs_second_person(action: str, amount_fen: int, *, on: date) -> bool:
    """Whether an action on this amount needs a second person on a day.

    More than the limit needs one. Where no limit was ever set everything needs one: nothing is let through because
    a table is empty. A refund is judged by its size, whatever its sign.
    """
    limit = two_person_limit(action=action, on=on)
    return limit is None or abs(amount_fen) > limit.amount_fen


def two_person_limit(*, action: str, on: date) -> TwoPersonLimit | None:
    """The limit in force for an action on a day; of two with the same first day the later row counts."""
    return (
        TwoPersonLimit.objects.filter(action=action, valid_from__lte=on)
        .order_by("-valid_from", "-pk")
        .first()
    )


def two_person_limits() -> list[TwoPersonLimit]:
    """Every limit that was ever set, by action, the latest first."""
    return list(TwoPersonLimit.objects.order_by("action", "-valid_from", "-pk"))


def set_two_person_limit(
    *,
    action: str,
    amount_fen: int,
    valid_from: date,
    reason: str,
    by: Account,
    on: date,
    at: datetime,
) -> TwoPersonLimit:
    """Set a limit from a day on, never back in time. The caller records the act."""
    if action not in ACTIONS:
        raise Refused(problem("action_unknown"))
    if not reason.strip():
        raise Refused(problem("words_missing"))
    if valid_from < on or amount_fen < 0:
        raise Refused(problem("dates_wrong"))
    return TwoPersonLimit.objects.create(
        action=action,
        amount_fen=amount_fen,
        valid_from=valid_from,
        set_by=by.username,
        set_at=at,
        reason=reason.strip(),
    )


def quarter_of(day: date) -> str:
    """2025-10-31 → 2025Q4."""
    return f"{day.year}Q{(day.month + 2) // 3}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleStanding:
    """A staff role in force and whether this quarter's review has passed it."""

    role: Role
    reviewed: RoleReview | None


def staff_roles(*, on: date) -> list[RoleStanding]:
    """Every staff role in force on a day with its review of the quarter; those not yet reviewed first."""
    rows = list(
        Role.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=on),
            valid_from__lte=on,
            account__is_active=True,
        )
        .exclude(role__in=[RoleCode.INSURED_PERSON, RoleCode.EMPLOYER_CLERK])
        .select_related("account")
        .order_by("account__username", "pk")
    )
    reviews = {
        review.role_id: review
        for review in RoleReview.objects.filter(role__in=rows, quarter=quarter_of(on))
    }
    found = [RoleStanding(role=row, reviewed=reviews.get(row.pk)) for row in rows]
    return sorted(found, key=lambda one: one.reviewed is not None)


@transaction.atomic
def review_role(*, role_id: int, keep: bool, by: Account, on: date, at: datetime) -> RoleReview:
    """Pass a role for this quarter, or take it away at once. The caller records the act."""
    role = Role.objects.select_for_update().select_related("account").get(pk=role_id)
    if role.account_id == by.pk:
        raise Refused(problem("own_role"))
    if not keep and role.valid_from >= on:
        # A role that began today was held today: it ends today, so that its review has a row to stand on.
        revoke_role(role_id=role.pk, last_day=role.valid_from)
    elif not keep:
        revoke_role(role_id=role.pk, last_day=on - timedelta(days=1))
    try:
        with transaction.atomic():
            return RoleReview.objects.create(
                role=role, quarter=quarter_of(on), kept=keep, by=by.username, at=at
            )
    except IntegrityError as twice:
        raise Refused(problem("review_done")) from twice
