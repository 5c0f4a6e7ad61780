"""Accounts of the demonstration city that a newcomer may enter as, by what they do, with what to try first."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from renshe.domains.identity.api import Role, RoleCode

MOST_PER_ROLE = 6
# The city's own accounts: for each group, username and what to try first. Whoever is in no group comes under his role.
GROUPS: tuple[tuple[Any, tuple[tuple[str, Any], ...]], ...] = (
    (
        _("办自己和家里人的事"),
        (
            ("insured", _("参保人：打开“我的办件”，有一件等您补正；再看谁查看过我的信息")),
            ("pensioner", _("退休人员：看这个月养老金怎么算出来的，换卡的办件正在复核")),
            ("family", _("家里人：选择替长辈办理，看得见的只有他同意的")),
        ),
    ),
    (
        _("替单位办事"),
        (
            ("hr", _("单位经办人：新招员工的办件要补正；看账单、和上月的差别、委派了谁")),
            ("payroll", _("单位薪酬：只能申报工资、看账单，看看哪些办不了")),
        ),
    ),
    (
        _("窗口和经办"),
        (
            ("counter", _("窗口经办：先办今天早上收到的件，再到“办件”看快到期和已超期的")),
            ("counter2", _("另一位经办：有同事移交来的件；自己经办的件自己不能复核")),
            ("street", _("街道服务点：只看得见本街道的件，收件后移交区里")),
        ),
    ),
    (
        _("复核、审批、抽查"),
        (
            ("reviewer", _("复核：打开待复核，与登记不一致的地方标亮，同意或退回")),
            ("reviewer2", _("另一位复核：同一件不能再由经办人签字")),
            ("approver", _("审批：签第三个字；已办结的有误可以自行纠正")),
            ("approver2", _("另一位审批：复核过的人不能再审批")),
            ("checker", _("抽查：没有经手过的人，从办结的件里抽查")),
        ),
    ),
    (
        _("管基金"),
        (
            ("accountant", _("基金会计：从报表的一个数追到每个人每个月")),
            ("supervisor", _("基金监督：查看账簿、明细和办件，批准会计编的发放批次")),
            ("legal", _("政策参数管理：查每项标准的执行时间、依据和来源是否可靠")),
            ("operator", _("批处理操作：看每次运行入了哪些账、留下什么要人处理")),
        ),
    ),
    (
        _("管系统：三个人互相制约"),
        (
            ("sysadmin", _("系统管理员：开立和停用账号，接口客户端和单点登录")),
            ("secadmin", _("安全管理员：授予、收回和每季度复核角色，解锁")),
            ("auditadmin", _("审计管理员：评判紧急查看，检索操作记录")),
        ),
    ),
)
ROLES: tuple[tuple[str, Any, Any], ...] = (
    (RoleCode.EMPLOYER_CLERK, _("单位经办人"), _("报名册，看账单和与上月的差别")),
    (RoleCode.INSURED_PERSON, _("参保人"), _("看缴费、个人账户、养老金，每个数怎么来的")),
    (
        RoleCode.INSTITUTION_MEMBER,
        _("机构经办人"),
        _("以本机构名义依法请求、报告，看进度和文书"),
    ),
    (
        RoleCode.INSTITUTION_ADMINISTRATOR,
        _("机构管理员"),
        _("提名、确认和终止本机构的经办人，看本机构的请求"),
    ),
    (RoleCode.COUNTER_CLERK, _("窗口经办"), _("收件、受理、提出办理意见")),
    (RoleCode.REVIEWER, _("复核"), _("复核经办意见，签字")),
    (RoleCode.APPROVER, _("审批"), _("审批，自行纠正")),
    (RoleCode.FUND_ACCOUNTANT, _("基金会计"), _("看本月收支、报表，追到每个人每个月")),
    (RoleCode.FUND_SUPERVISOR, _("基金监督"), _("查看账簿、报表和明细，批准发放批次")),
    (RoleCode.LEGAL_OFFICER, _("政策参数管理"), _("查每项标准的执行时间、依据和来源是否可靠")),
    (RoleCode.RUN_OPERATOR, _("批处理操作"), _("看每次运行入了哪些账、留下什么要人处理")),
    (RoleCode.SYSTEM_ADMINISTRATOR, _("系统管理员"), _("开立和停用账号，接口客户端和单点登录")),
    (
        RoleCode.SECURITY_ADMINISTRATOR,
        _("安全管理员"),
        _("授予、收回和每季度复核角色，解锁，双人限额"),
    ),
    (RoleCode.AUDIT_ADMINISTRATOR, _("审计管理员"), _("评判紧急查看，检索操作记录")),
)
_NAMED = tuple(username for _title, members in GROUPS for username, _first in members)


@dataclass(frozen=True, kw_only=True)
class DemonstrationAccount:
    """One account to pick, and what to try first with it."""

    username: str
    display_name: str
    try_first: str


@dataclass(frozen=True, kw_only=True)
class DemonstrationGroup:
    """Accounts that do the same kind of thing."""

    title: str
    accounts: tuple[DemonstrationAccount, ...]


def demonstration_groups(*, on: date) -> tuple[DemonstrationGroup, ...]:
    """The accounts that may be picked on a day. One query.

    Those whom the city names come in its groups; others that hold a role with pages, such as accounts opened by a system
    administrator, by role after them, the first few of each. People of the city who have no password are not offered.
    """
    named: dict[str, DemonstrationAccount] = {}
    first = {username: words for _title, members in GROUPS for username, words in members}
    others: dict[str, dict[str, DemonstrationAccount]] = {}
    purposes = {str(code): purpose for code, _title, purpose in ROLES}
    for role, username, display_name in _held(on):
        into = named if username in first else others.setdefault(role, {})
        words = first.get(username) or purposes[role]
        into.setdefault(
            username,
            DemonstrationAccount(
                username=username, display_name=display_name, try_first=str(words)
            ),
        )
    groups = [
        (title, [named[username] for username, _first in members if username in named])
        for title, members in GROUPS
    ]
    groups += [(title, list(others.get(str(code), {}).values())) for code, title, _purpose in ROLES]
    return tuple(
        DemonstrationGroup(title=str(title), accounts=tuple(accounts))
        for title, accounts in groups
        if accounts
    )


def _held(on: date) -> list[tuple[str, str, str]]:
    """(role, username, shown name) of everybody who may be picked, the city's own and the first few others of each role."""
    in_force = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    rows = (
        Role.objects.filter(
            in_force,
            role__in=[code for code, _title, _purpose in ROLES],
            valid_from__lte=on,
            account__is_active=True,
        )
        .exclude(~Q(account__username__in=_NAMED), account__password__startswith="!")
        .annotate(number=Window(RowNumber(), partition_by="role", order_by="pk"))
        .filter(Q(number__lte=MOST_PER_ROLE) | Q(account__username__in=_NAMED))
        .order_by("pk")
        .values_list("role", "account__username", "account__display_name")
    )
    return [(str(role), username, shown) for role, username, shown in rows]
