"""All months of the employer, newest first."""

from dataclasses import dataclass

from renshe.domains.contributions.api import Bill, bills_of_payer
from renshe.portals.employer.office import (
    bill_address,
    month_address,
    my_employer,
    open_fen,
    trend_of,
)
from renshe.portals.employer.portal import EMPLOYER, LOOK
from renshe.portals.layout.access import Visit
from renshe.portals.layout.charts import Chart
from renshe.portals.layout.paging import Paging, paging_from

MOST_BILLS = 600
ROWS = 24


@dataclass(frozen=True, kw_only=True)
class BillOfMonth:
    """One bill in the history."""

    period: int
    month_url: str
    bill_url: str
    kind: str
    heads: int
    total_fen: int
    received_fen: int
    surcharge_fen: int
    state: str


@dataclass(frozen=True, kw_only=True)
class HistoryPage:
    """What `employer/pages/history.html` may use."""

    employer_name: str
    bills: tuple[BillOfMonth, ...]
    owed_fen: int
    trend: Chart | None
    paging: Paging


@EMPLOYER.page(template="employer/pages/history.html", access=LOOK)
def history(visit: Visit) -> HistoryPage:
    """Show the employer's bills, the latest first, and what is owed in all."""
    unit = my_employer(visit)
    bills = bills_of_payer(employer_id=unit.pk, limit=MOST_BILLS)
    paging = paging_from(visit.request.GET.get("page", ""), total=len(bills), rows=ROWS)
    overdue = [bill for bill in bills if bill.due_on < visit.today]
    return HistoryPage(
        employer_name=unit.name,
        bills=tuple(_bill(bill) for bill in bills[paging.offset : paging.last]),
        owed_fen=sum(open_fen(bill) for bill in overdue),
        trend=trend_of(bills, until=bills[0].period) if bills else None,
        paging=paging,
    )


def _bill(bill: Bill) -> BillOfMonth:
    return BillOfMonth(
        period=bill.period,
        month_url=month_address(bill.period),
        bill_url=bill_address(bill.pk),
        kind=bill.kind,
        heads=bill.heads,
        total_fen=bill.total_fen,
        received_fen=bill.received_fen,
        surcharge_fen=bill.surcharge_fen,
        state=bill.state,
    )
