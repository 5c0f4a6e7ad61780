"""Where each role begins. An account with one role goes straight to its pages."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from renshe.domains.identity.api import RoleCode, mandates_held, roles_on
from renshe.portals.layout.access import SIGNED_IN, Visit
from renshe.portals.signin.portal import ENTRANCE

DOORS: tuple[tuple[str, str, Any, Any], ...] = (
    (
        RoleCode.INSURED_PERSON,
        "citizen:overview",
        _("我的社会保险"),
        _("缴费记录、个人账户、养老金，每个数都能点开看依据"),
    ),
    (
        RoleCode.EMPLOYER_CLERK,
        "employer:this_month",
        _("单位社会保险"),
        _("本月申报、差错更正、账单和缴费状态"),
    ),
    (
        RoleCode.INSTITUTION_MEMBER,
        "institution:home",
        _("机构办理"),
        _("以本机构名义依法请求、报告，看进度和文书"),
    ),
    (
        RoleCode.INSTITUTION_ADMINISTRATOR,
        "institution:members",
        _("机构管理"),
        _("提名、确认和终止本机构的经办人，看本机构的请求"),
    ),
    (
        RoleCode.COUNTER_CLERK,
        "counter:home",
        _("窗口"),
        _("找人、收件、受理、打印回执、日结，全部用键盘"),
    ),
    (
        RoleCode.COUNTER_CLERK,
        "casework:home",
        _("办件"),
        _("待领取、我手上的、快到期的，左边材料右边表格"),
    ),
    (
        RoleCode.COMMUNITY_WORKER,
        "community:home",
        _("退休人员服务"),
        _("今天要看望谁、答应过的事、待接收的移交，手机上就能记"),
    ),
    (
        RoleCode.REVIEWER,
        "casework:home",
        _("办件（复核）"),
        _("待复核的办件，与登记不一致的标亮，同类件一起办"),
    ),
    (
        RoleCode.APPROVER,
        "casework:home",
        _("办件（审批）"),
        _("待审批的办件，自行纠正"),
    ),
    (
        RoleCode.FUND_SUPERVISOR,
        "casework:home",
        _("办件（监督）"),
        _("只读查看办件"),
    ),
    (
        RoleCode.FUND_ACCOUNTANT,
        "finance:this_month",
        _("基金财务"),
        _("本月收支、报表、从报表行追到每个人每个月"),
    ),
    (
        RoleCode.FUND_SUPERVISOR,
        "finance:this_month",
        _("基金财务（监督）"),
        _("只读查看账簿、报表和明细"),
    ),
    (
        RoleCode.RUN_OPERATOR,
        "finance:this_month",
        _("批处理（只读）"),
        _("查看每次运行的批次、控制总数和要人处理的事；运行和续跑在服务器的命令行"),
    ),
    (
        RoleCode.LEGAL_OFFICER,
        "administration:parameters",
        _("政策参数"),
        _("每项标准从哪天起执行、依据哪份文件、来源是否可靠"),
    ),
    (
        RoleCode.FUND_SUPERVISOR,
        "administration:parameters",
        _("政策参数（只读）"),
        _("每项标准从哪天起执行、依据哪份文件、来源是否可靠"),
    ),
    (
        RoleCode.SYSTEM_ADMINISTRATOR,
        "administration:accounts",
        _("系统管理"),
        _("开立和停用账号，接口客户端和单点登录"),
    ),
    (
        RoleCode.SECURITY_ADMINISTRATOR,
        "administration:roles",
        _("安全管理"),
        _("授予、收回和每季度复核角色，解锁，双人限额"),
    ),
    (
        RoleCode.AUDIT_ADMINISTRATOR,
        "administration:emergencies",
        _("审计管理"),
        _("评判紧急查看，检索操作记录"),
    ),
)

ACTING = (_("代家人办理"), _("选择替谁办，看得见的只有他同意的"))


@dataclass(frozen=True, kw_only=True)
class Door:
    """One portal that the account may enter."""

    title: str
    purpose: str
    url: str


@dataclass(frozen=True, kw_only=True)
class HomePage:
    """What `signin/pages/home.html` may use."""

    display_name: str
    doors: tuple[Door, ...]


@ENTRANCE.page(template="signin/pages/home.html", access=SIGNED_IN)
def home(visit: Visit) -> HomePage | HttpResponse:
    """Show the doors of the account's roles, or pass through the only one."""
    assert visit.account is not None
    held = {role.role for role in roles_on(account=visit.account, on=visit.today)}
    doors = tuple(
        Door(title=str(title), purpose=str(purpose), url=reverse(name))
        for code, name, title, purpose in DOORS
        if code in held
    )
    if mandates_held(agent=visit.account, on=visit.today):
        acting = Door(title=str(ACTING[0]), purpose=str(ACTING[1]), url=reverse("signin:acting"))
        doors = (*doors, acting)
    if len(doors) == 1:
        return HttpResponseRedirect(doors[0].url)
    return HomePage(display_name=visit.account.display_name, doors=doors)
