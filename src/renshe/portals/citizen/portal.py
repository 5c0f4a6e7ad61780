"""The citizen portal: its name, navigation and who may enter."""

from django.utils.translation import gettext_lazy as _

from renshe.portals.layout.access import own_person
from renshe.portals.layout.chrome import NavigationEntry
from renshe.portals.layout.portal import Portal

CITIZEN = Portal(
    code="citizen",
    title=_("我的社会保险"),
    home="citizen:overview",
    density="phone-first",
    navigation=(
        NavigationEntry(label=_("首页"), name="citizen:overview"),
        NavigationEntry(
            label=_("缴费"),
            name="citizen:contributions",
            covers=("citizen:contribution_year", "citizen:premium_help"),
        ),
        NavigationEntry(label=_("个人账户"), name="citizen:account"),
        NavigationEntry(
            label=_("养老金"),
            name="citizen:pension",
            covers=(
                "citizen:certification",
                "citizen:institution",
                "citizen:explain_institution",
                "citizen:land",
                "citizen:transfers",
                "citizen:bridging",
                "citizen:explain_bridging",
                "citizen:community",
                "citizen:party",
                "citizen:sheet",
                "citizen:retirement_file",
                "citizen:picture",
                "citizen:outlook",
                "citizen:annuity",
                "citizen:personal_pension",
            ),
        ),
        NavigationEntry(label=_("居民养老"), name="citizen:resident"),
        NavigationEntry(
            label=_("办件"),
            name="applying:cases",
            covers=(
                "applying:case",
                "applying:start",
                "applying:form",
                "applying:papers",
                "applying:review",
                "applying:letter",
                "applying:figure",
                "applying:withdraw",
            ),
        ),
        NavigationEntry(label=_("消息"), name="applying:inbox"),
        NavigationEntry(label=_("谁看过"), name="citizen:looks"),
    ),
)
CONTRIBUTIONS = own_person("contributions.look")
PENSION = own_person("pension.look")
MYSELF = own_person("person.look")
UNMASK = own_person("person.unmask")
