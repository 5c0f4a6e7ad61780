"""The community portal: its name, navigation and who may enter. Written for a telephone first."""

from django.utils.translation import gettext_lazy as _

from renshe.portals.layout.access import staff
from renshe.portals.layout.chrome import NavigationEntry
from renshe.portals.layout.portal import Portal

LOOK, CARE, PARTY = staff("retirees.look"), staff("retirees.care"), staff("retirees.party")
COMMUNITY = Portal(
    code="community",
    title=_("退休人员服务"),
    home="community:home",
    density="phone-first",
    navigation=(
        NavigationEntry(label=_("今天"), name="community:home", access=LOOK),
        NavigationEntry(
            label=_("名单"),
            name="community:people",
            covers=("community:person", "community:visit", "community:party"),
            access=LOOK,
        ),
        NavigationEntry(label=_("移交"), name="community:hand_over", access=LOOK),
        NavigationEntry(
            label=_("互助小组"), name="community:groups", covers=("community:group",), access=LOOK
        ),
        NavigationEntry(label=_("管理率"), name="community:rate", access=LOOK),
        NavigationEntry(label=_("办件"), name="casework:home", access=staff("case.look")),
    ),
)
