"""The employer portal: its name, navigation and who may enter."""

from django.utils.translation import gettext_lazy as _

from renshe.portals.layout.access import own_employer
from renshe.portals.layout.chrome import NavigationEntry
from renshe.portals.layout.portal import Portal

DELEGATES = own_employer("delegates.appoint")
"""Only the first delegate gives powers; nobody else is led to a page that is closed to him."""
EMPLOYER = Portal(
    code="employer",
    title=_("单位社会保险"),
    home="employer:this_month",
    navigation=(
        NavigationEntry(label=_("本月"), name="employer:this_month", covers=("employer:month",)),
        NavigationEntry(label=_("员工"), name="employer:staff", covers=("employer:retiring",)),
        NavigationEntry(
            label=_("报名册"),
            name="employer:roster_now",
            covers=("employer:roster", "employer:declaration"),
        ),
        NavigationEntry(
            label=_("历月与账单"),
            name="employer:history",
            covers=("employer:bill", "employer:explain_contribution"),
        ),
        NavigationEntry(label=_("欠费与退费"), name="employer:owing"),
        NavigationEntry(
            label=_("机关事业养老"),
            name="employer:institution",
            covers=("employer:institution_entering",),
        ),
        NavigationEntry(
            label=_("年金"),
            name="employer:annuity",
            covers=("employer:annuity_cap", "employer:annuity_leaving"),
        ),
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
        NavigationEntry(label=_("经办人"), name="signin:delegates", access=DELEGATES),
    ),
)
LOOK = own_employer("contributions.look")
DECLARE = own_employer("contributions.declare")
