"""The casework portal: its name, navigation and who may enter."""

from django.utils.translation import gettext_lazy as _

from renshe.portals.layout.access import staff
from renshe.portals.layout.chrome import NavigationEntry
from renshe.portals.layout.portal import Portal

CASEWORK = Portal(
    code="casework",
    title=_("办件"),
    home="casework:home",
    density="dense",
    navigation=(
        NavigationEntry(label=_("待我处理"), name="casework:home"),
        NavigationEntry(
            label=_("全部在办"),
            name="casework:all_open",
            covers=(
                "casework:queue",
                "casework:case",
                "casework:paper",
                "casework:together",
                "casework:figure",
            ),
        ),
    ),
)
LOOK = staff("case.look")
