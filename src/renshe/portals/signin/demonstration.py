"""Accounts of the demonstration city that a newcomer may enter as, by role."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from renshe.domains.identity.api import Role, RoleCode

MOST_PER_ROLE = 4
ROLES: tuple[tuple[str, Any, Any], ...] = (
    (RoleCode.EMPLOYER_CLERK, _("单位经办人"), _("报名册，看账单和与上月的差别")),
    (RoleCode.INSURED_PERSON, _("参保人"), _("看缴费、个人账户、养老金，每个数怎么来的")),
    (RoleCode.COUNTER_CLERK, _("窗口经办"), _("收件、受理、提出办理意见")),
    (RoleCode.REVIEWER, _("复核"), _("复核经办意见，签字")),
    (RoleCode.APPROVER, _("审批"), _("审批，自行纠正")),
    (RoleCode.FUND_ACCOUNTANT, _("基金会计"), _("看本月收支、报表，追到每个人每个月")),
    (RoleCode.FUND_SUPERVISOR, _("基金监督"), _("只读查看账簿、报表和明细")),
    (RoleCode.SYSTEM_ADMINISTRATOR, _("系统管理员"), _("开立和停用账号，接口客户端和单点登录")),
    (
        RoleCode.SECURITY_ADMINISTRATOR,
        _("安全管理员"),
        _("授予、收回和每季度复核角色，解锁，双人限额"),
    ),
    (RoleCode.AUDIT_ADMINISTRATOR, _("审计管理员"), _("评判紧急查看，检索操作记录")),
)


@dataclass(frozen=True, kw_only=True)
class DemonstrationAccount:
    """One account to pick."""

    username: str
    display_name: str


@dataclass(frozen=True, kw_only=True)
class DemonstrationRole:
    """A role with what it does and the accounts to pick from."""

    title: str
    purpose: str
    accounts: tuple[DemonstrationAccount, ...]


def demonstration_roles(*, on: date) -> tuple[DemonstrationRole, ...]:
    """The first few accounts of each role that has pages, in force on a day. One query."""
    in_force = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    numbered = (
        Role.objects.filter(
            in_force,
            role__in=[code for code, _title, _purpose in ROLES],
            valid_from__lte=on,
            account__is_active=True,
        )
        .annotate(number=Window(RowNumber(), partition_by="role", order_by="pk"))
        .filter(number__lte=MOST_PER_ROLE)
        .order_by("pk")
        .values_list("role", "account__username", "account__display_name")
    )
    by_role: dict[str, list[DemonstrationAccount]] = {}
    for role, username, display_name in numbered:
        account = DemonstrationAccount(username=username, display_name=display_name)
        by_role.setdefault(role, []).append(account)
    return tuple(
        DemonstrationRole(title=str(title), purpose=str(purpose), accounts=tuple(by_role[code]))
        for code, title, purpose in ROLES
        if code in by_role
    )
