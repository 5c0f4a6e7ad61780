"""The entrance portal, and the pages of one's own account behind it."""

from django.utils.translation import gettext_lazy as _

from renshe.portals.layout.chrome import NavigationEntry
from renshe.portals.layout.portal import Portal

ENTRANCE = Portal(
    code="signin", title=_("劳动和社会保障"), home="signin:home", density="phone-first"
)
ACCOUNT = Portal(
    code="signin",
    title=_("我的账号"),
    home="signin:home",
    density="phone-first",
    navigation=(
        NavigationEntry(label=_("回首页"), name="signin:home"),
        NavigationEntry(
            label=_("登录与安全"),
            name="signin:security",
            covers=("signin:app", "signin:add_key", "signin:password", "signin:confirm"),
        ),
        NavigationEntry(
            label=_("代家人办理"), name="signin:acting", covers=("signin:guardian", "signin:invite")
        ),
    ),
)
