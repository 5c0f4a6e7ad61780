"""Made-up contexts of a person's transfers between provinces. Nobody in them exists."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from renshe.portals.citizen.pages.transfers import (
    RelationLine,
    TransferLine,
    TransfersPage,
    YearLine,
)
from renshe.portals.layout.amounts import Amount

DAY = date(2025, 10, 13)
TOTAL = Amount(fen=1_032_000, explain_url="/me/explain/transfers/3/total/")


def transfers_page() -> TransfersPage:
    """One that arrived with double months, one under way and late, one refused."""
    arrived = TransferLine(
        title="转入", agency="绵阳市社会保险局", state="已记入", tone="good", opened_on=DAY, due_on=None, waits_for_us=False,
        late=False, months=24, total=TOTAL, pooled_fen=576_000, account_fen=456_000, refund_fen=192_000, refund_paid_on=DAY,
        refusal="", case_url="/my/cases/1/", before_1998_fen=40_000, stays_fen=0, ours=False,
        years=(
            YearLine(
                year=2006, places="湖北省", months=12, left_out=12, base_fen=2_400_000,
                pooled=Amount(fen=288_000, explain_url="/e"),
            ),
            YearLine(year=1997, places="", months=12, left_out=0, base_fen=600_000, pooled=Amount(fen=None)),
        ),
    )  # fmt: skip
    under_way = replace(
        arrived,
        state="等基金到账",
        tone="bad",
        due_on=DAY,
        late=True,
        total=None,
        months=None,
        years=(),
        refund_fen=0,
    )
    left = replace(
        arrived, title="转出", state="对方已收到", ours=True, stays_fen=90_000, refund_fen=0
    )
    refused = replace(under_way, state="没有办成", due_on=None, late=False, refusal="没有缴费记录")
    return TransfersPage(
        benefit="四川省", benefit_here=False, benefit_url="/me/explain/transfers/0/benefit/", household="四川省",
        relations=(
            RelationLine(province="四川省", months=144, last_month=2019 * 12, pays=True),
            RelationLine(province="广东省", months=84, last_month=2025 * 12 + 8, pays=False),
        ),
        temporary_url="/me/explain/transfers/0/temporary/", gone=True,
        transfers=(
            arrived, replace(arrived, refund_paid_on=None), under_way, replace(under_way, waits_for_us=True), refused, left,
            replace(refused, ours=True),
        ),
        in_url="/guides/pension.transfer_in/", certificate_url="/guides/pension.certificate_of_contributions/",
    )  # fmt: skip


TRANSFER_PAGES = {
    "citizen/pages/transfers.html": transfers_page,
    "citizen/pages/transfers.html#nobody": lambda: replace(
        transfers_page(), benefit="", relations=(), temporary_url="", gone=False, transfers=()
    ),
}
