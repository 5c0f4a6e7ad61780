"""Four portals in one folder: three administrators and those who answer for the parameters of law, each with their own
navigation and access."""

from django.utils.translation import gettext_lazy as _

from renshe.portals.layout.access import staff
from renshe.portals.layout.chrome import NavigationEntry
from renshe.portals.layout.portal import Portal

SYSTEM = Portal(
    code="administration",
    title=_("系统管理"),
    home="administration:accounts",
    density="dense",
    navigation=(
        NavigationEntry(
            label=_("账号"), name="administration:accounts", covers=("administration:account",)
        ),
        NavigationEntry(label=_("接口与单点登录"), name="administration:machines"),
        NavigationEntry(label=_("发出的消息"), name="administration:outbox"),
    ),
)
SECURITY = Portal(
    code="administration",
    title=_("安全管理"),
    home="administration:roles",
    density="dense",
    navigation=(
        NavigationEntry(label=_("谁有什么角色"), name="administration:roles"),
        NavigationEntry(label=_("角色与权限表"), name="administration:matrix"),
        NavigationEntry(label=_("锁定与会话"), name="administration:locks"),
        NavigationEntry(label=_("双人限额"), name="administration:limits"),
        NavigationEntry(label=_("机构"), name="administration:institutions"),
    ),
)
AUDIT = Portal(
    code="administration",
    title=_("审计管理"),
    home="administration:emergencies",
    density="dense",
    navigation=(
        NavigationEntry(label=_("紧急查看"), name="administration:emergencies"),
        NavigationEntry(label=_("操作记录"), name="administration:events"),
    ),
)
LAW = Portal(
    code="administration",
    title=_("政策参数管理"),
    home="administration:parameters",
    density="dense",
    navigation=(NavigationEntry(label=_("政策参数"), name="administration:parameters"),),
)
OPEN_ACCOUNTS = staff("accounts.open")
MACHINES = staff("machines.manage")
GRANT = staff("accounts.grant")
REGISTER = staff("institutions.register")
LOOK = staff("audit.look")
LOOK_AT_LAW = staff("parameters.look")
