"""The finance portal: its name, navigation and who may enter."""

from django.utils.translation import gettext_lazy as _

from renshe.portals.layout.access import staff
from renshe.portals.layout.chrome import NavigationEntry
from renshe.portals.layout.portal import Portal

FINANCE = Portal(
    code="finance",
    title=_("基金财务"),
    home="finance:this_month",
    density="dense",
    navigation=(
        NavigationEntry(
            label=_("本月"),
            name="finance:this_month",
            covers=("finance:month", "finance:places", "finance:place"),
        ),
        NavigationEntry(
            label=_("报表"),
            name="finance:statements",
            covers=("finance:statement", "finance:ledger", "finance:entry"),
        ),
        NavigationEntry(
            label=_("批次与明细"),
            name="finance:batches",
            covers=(
                "finance:batch",
                "finance:bill",
                "finance:contribution_row",
                "finance:payment_row",
                "finance:explain_contribution",
                "finance:explain_award",
            ),
        ),
        NavigationEntry(
            label=_("一次性待遇"),
            name="finance:one_off",
            covers=(
                "finance:one_off_batch",
                "finance:one_off_benefit",
                "finance:explain_survivors",
            ),
        ),
        NavigationEntry(
            label=_("居民养老付款"),
            name="finance:residents",
            covers=(
                "finance:resident_batch",
                "finance:resident_payout",
                "finance:bridgings",
                "finance:bridging_list",
            ),
        ),
        NavigationEntry(
            label=_("年金发放"),
            name="finance:annuities",
            covers=("finance:annuity_batch", "finance:annuity_payout", "finance:explain_annuity"),
        ),
        NavigationEntry(label=_("机关养老到账"), name="finance:institution"),
        NavigationEntry(
            label=_("挂账与失败"), name="finance:open_items", covers=("finance:undue",)
        ),
        NavigationEntry(label=_("办件"), name="casework:home", access=staff("case.look")),
    ),
)
BOOKS = staff("books.look")
CONTRIBUTIONS = staff("contributions.look")
PENSION = staff("pension.look")
