"""The casework portal: its name, navigation and who may enter."""

from django.utils.translation import gettext_lazy as _

from renshe.portals.layout.access import staff
from renshe.portals.layout.chrome import NavigationEntry
from renshe.portals.layout.portal import Portal

LOOK = staff("case.look")
CERTIFICATION = staff("pension.look")
RESIDENT = staff("pension.look")

CASEWORK = Portal(
    code="casework",
    title=_("办件"),
    home="casework:home",
    density="dense",
    navigation=(
        NavigationEntry(label=_("待我处理"), name="casework:home", access=LOOK),
        NavigationEntry(
            label=_("全部在办"),
            name="casework:all_open",
            access=LOOK,
            covers=(
                "casework:queue",
                "casework:case",
                "casework:paper",
                "casework:together",
                "casework:figure",
                "casework:rating",
            ),
        ),
        NavigationEntry(
            label=_("质量与评价"),
            name="casework:quality",
            access=LOOK,
            covers=("casework:quality_summary", "casework:check", "casework:follow_up"),
        ),
        NavigationEntry(
            label=_("资格认证"),
            name="casework:certification",
            access=CERTIFICATION,
            covers=(
                "casework:hit",
                "casework:pension_claims",
                "casework:pension_claim",
                "casework:claim_amount",
            ),
        ),
        NavigationEntry(
            label=_("待遇名单"),
            name="casework:pension_lists",
            access=CERTIFICATION,
            covers=(
                "casework:pension_list",
                "casework:list_amount",
                "casework:pension_invalidity",
                "casework:invalidity_amount",
            ),
        ),
        NavigationEntry(
            label=_("居民养老"),
            name="casework:resident",
            access=RESIDENT,
            covers=(
                "casework:double_benefits",
                "casework:resident_money",
                "casework:resident_corrections",
                "casework:resident_lists",
            ),
        ),
        NavigationEntry(
            label=_("转移接续"),
            name="casework:transfers",
            access=CERTIFICATION,
            covers=("casework:transfer_letter",),
        ),
        NavigationEntry(
            label=_("退休档案"),
            name="casework:retirement",
            access=CERTIFICATION,
            covers=("casework:retirement_file",),
        ),
        NavigationEntry(
            label=_("编制内人员"),
            name="casework:established",
            access=CERTIFICATION,
            covers=("casework:established_one",),
        ),
        NavigationEntry(label=_("退休人员"), name="community:rate", access=staff("retirees.look")),
        NavigationEntry(label=_("征地保障"), name="land:projects", access=staff("pension.look")),
        NavigationEntry(
            label=_("参保资助"), name="helping:programmes", access=staff("pension.look")
        ),
        NavigationEntry(label=_("受理台"), name="counter:home", access=staff("case.apply")),
        NavigationEntry(label=_("基金财务"), name="finance:this_month", access=staff("books.look")),
    ),
)
