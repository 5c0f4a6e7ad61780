"""The premium-help portal: its name, navigation and who may enter."""

from django.utils.translation import gettext_lazy as _

from renshe.portals.layout.access import staff
from renshe.portals.layout.chrome import NavigationEntry
from renshe.portals.layout.portal import Portal

HELP = Portal(
    code="helping",
    title=_("参保资助"),
    home="helping:programmes",
    density="dense",
    navigation=(
        NavigationEntry(
            label=_("资助项目"),
            name="helping:programmes",
            covers=(
                "helping:programme", "helping:new", "helping:person", "helping:explain", "helping:audit",
            ),
        ),
        NavigationEntry(label=_("报送机构"), name="helping:bodies"),
        NavigationEntry(label=_("资金来源与指标"), name="helping:statement"),
        NavigationEntry(label=_("办件"), name="casework:home", access=staff("case.look")),
        NavigationEntry(label=_("基金财务"), name="finance:this_month", access=staff("books.look")),
    ),
)  # fmt: skip
PUBLIC = Portal(
    code="helping",
    title=_("资助名单公示"),
    home="helping:public_lists",
    navigation=(
        NavigationEntry(
            label=_("名单公示"),
            name="helping:public_lists",
            covers=("helping:public_list",),
        ),
        NavigationEntry(label=_("办事指南"), name="public:guides"),
    ),
)
LOOK = staff("pension.look")
HANDLE, REVIEW, APPROVE, BOOK = "case.handle", "case.review", "case.approve", "books.post"
