"""The land portal: its name, navigation and who may enter."""

from django.utils.translation import gettext_lazy as _

from renshe.portals.layout.access import staff
from renshe.portals.layout.chrome import NavigationEntry
from renshe.portals.layout.portal import Portal

LAND = Portal(
    code="land",
    title=_("征地保障"),
    home="land:projects",
    density="dense",
    navigation=(
        NavigationEntry(
            label=_("征地项目"),
            name="land:projects",
            covers=(
                "land:project",
                "land:explain_quota",
                "land:explain_allowance",
                "land:explain_award",
            ),
        ),
        NavigationEntry(label=_("待遇增加"), name="land:rises", covers=("land:explain_rise",)),
        NavigationEntry(label=_("指标监测"), name="land:watch"),
        NavigationEntry(label=_("医疗保障"), name="land:cover"),
        NavigationEntry(label=_("办件"), name="casework:home", access=staff("case.look")),
        NavigationEntry(label=_("基金财务"), name="finance:this_month", access=staff("books.look")),
    ),
)
PUBLIC = Portal(
    code="land",
    title=_("征地人员名单公示"),
    home="land:public_lists",
    navigation=(
        NavigationEntry(
            label=_("名单公示"), name="land:public_lists", covers=("land:public_list",)
        ),
        NavigationEntry(label=_("办事指南"), name="public:guides"),
    ),
)
LOOK = staff("pension.look")
HANDLE, REVIEW, APPROVE, BOOK = "case.handle", "case.review", "case.approve", "books.post"
