"""Opening accounts, giving and taking roles, and recording looks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from renshe.domains.identity.models import Account, Look, Role
from renshe.domains.identity.permissions import SEPARATED
from renshe.domains.identity.roles import RoleCode
from renshe.kernel.codes.divisions import is_place_code
from renshe.kernel.codes.problem import Problem, Refused


@transaction.atomic
def open_account(
    *,
    username: str,
    display_name: str,
    password: str | None,
    person_id: int | None = None,
    employer_id: int | None = None,
    language: str = Account.Language.CHINESE,
) -> Account:
    """Open an account; without a password it cannot sign in by password.

    Refuses a username that is or was somebody's: recorded acts name it for ever.
    """
    if not username or username != username.strip():
        raise Refused(
            Problem(
                code="username_shape",
                zh="用户名为空或前后有空格",
                en="the username is empty or has blanks around it",
                next_step_zh="请重新填写用户名",
                next_step_en="Type the username again",
            )
        )
    if Account.objects.filter(username=username).exists():
        raise Refused(
            Problem(
                code="username_taken",
                zh=f"用户名 {username} 已被使用，且不可重新分配",
                en=f"the username {username} is or was somebody's and is never given again",
                next_step_zh="请另取用户名",
                next_step_en="Choose another",
            )
        )
    return Account.objects.create_user(
        username,
        password,
        display_name=display_name,
        person_id=person_id,
        employer_id=employer_id,
        language=language,
    )


def switch_off_account(*, account_id: int) -> None:
    """End an account's access at once. Accounts are never deleted."""
    Account.objects.filter(pk=account_id).update(is_active=False)


@transaction.atomic
def grant_role(
    *,
    account: Account,
    role: RoleCode,
    place: str,
    valid_from: date,
    valid_to: date | None = None,
    limited_to: Sequence[str] | None = None,
    given_by: str = "",
) -> Role:
    """Give an account a role at a place. Refuses duties that nobody may hold at the same time.

    `limited_to` narrows the role to some of its actions; `given_by` is the username of who gives it.
    """
    if not is_place_code(place):
        raise Refused(
            Problem(
                code="place_unknown",
                zh=f"{place} 不是行政区划代码",
                en=f"{place!r} is no code of a division",
                next_step_zh="请填写 GB/T 2260 代码，全国填 CN",
                next_step_en="Use a GB/T 2260 code, or CN for the nation",
                clause="GB/T 2260",
            )
        )
    Account.objects.select_for_update().get(pk=account.pk)
    overlapping = Role.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from), account=account
    )
    if valid_to is not None:
        overlapping = overlapping.filter(valid_from__lte=valid_to)
    for held in overlapping.order_by("pk"):
        if any({RoleCode(held.role), role} == pair for pair in SEPARATED):
            raise Refused(_separated(RoleCode(held.role), role))
    return Role.objects.create(
        account=account,
        role=role,
        place=place,
        valid_from=valid_from,
        valid_to=valid_to,
        limited_to=None if limited_to is None else list(limited_to),
        given_by=given_by,
    )


def revoke_role(*, role_id: int, last_day: date) -> None:
    """Take a role away; it stays in force to the end of `last_day`.

    A role that would only have begun later was never held, so its row goes.
    """
    role = Role.objects.get(pk=role_id)
    if last_day < role.valid_from:
        role.delete()
        return
    role.valid_to = last_day
    role.save(update_fields=["valid_to"])


def record_look(
    *,
    account: Account,
    subject_kind: str,
    subject_id: int,
    purpose: str,
    fields: Sequence[str],
    looked_at: datetime,
) -> Look:
    """Record that somebody's unmasked data are about to be shown. Do it before showing them.

    Refuses an empty purpose, because a look without reason is not lawful (PIPL 6).
    """
    if not purpose.strip() or not fields:
        raise Refused(
            Problem(
                code="look_without_purpose",
                zh="查看完整信息须写明目的和字段",
                en="a look at unmasked data names its purpose and its fields",
                next_step_zh="请填写查看目的",
                next_step_en="State the purpose",
                clause="个人信息保护法 六",
            )
        )
    return Look.objects.create(
        account=account,
        subject_kind=subject_kind,
        subject_id=subject_id,
        purpose=purpose.strip(),
        fields=list(fields),
        looked_at=looked_at,
    )


def _separated(held: RoleCode, wanted: RoleCode) -> Problem:
    return Problem(
        code="duties_separated",
        zh=f"“{held.label}”与“{wanted.label}”不得由同一人担任",
        en=f"{held.value} and {wanted.value} must be held by different people",
        next_step_zh="请先收回原角色，或授予另一账号",
        next_step_en="Take the other role away first, or grant it to another account",
        clause="GB/T 22239-2019；社会保险经办条例 三十七",
    )
