"""The public site: what anybody may read without an account."""

from django.utils.translation import gettext_lazy as _

from renshe.portals.layout.chrome import NavigationEntry
from renshe.portals.layout.portal import Portal

PUBLIC = Portal(
    code="public",
    title=_("劳动和社会保障"),
    home="public:home",
    navigation=(
        NavigationEntry(label=_("首页"), name="public:home"),
        NavigationEntry(label=_("办事指南"), name="public:guides", covers=("public:guide",)),
        NavigationEntry(
            label=_("计算器"),
            name="public:calculators",
            covers=(
                "public:retirement",
                "public:retirement_explained",
                "public:contribution",
                "public:contribution_explained",
            ),
        ),
        NavigationEntry(label=_("文书核验"), name="public:verify", covers=("public:verified",)),
        NavigationEntry(
            label=_("政策和公告"),
            name="public:news",
            covers=("public:news_item", "public:publicity", "public:publicity_item"),
        ),
    ),
)
