"""The developer portal: its name and navigation. Anybody may read it."""

from django.utils.translation import gettext_lazy as _

from renshe.portals.layout.chrome import NavigationEntry
from renshe.portals.layout.portal import Portal

DEVELOPER = Portal(
    code="developer",
    title=_("开放接口"),
    home="developer:home",
    navigation=(
        NavigationEntry(label=_("开始使用"), name="developer:home"),
        NavigationEntry(
            label=_("接口目录"), name="developer:reference", covers=("developer:operation",)
        ),
        NavigationEntry(label=_("问题代码"), name="developer:problems"),
        NavigationEntry(label=_("事件订阅"), name="developer:webhooks"),
        NavigationEntry(label=_("沙箱"), name="developer:sandbox"),
        NavigationEntry(label=_("更新日志"), name="developer:changelog"),
    ),
)
