"""One bill with its people: from the batch above it to each person's month below."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse

from renshe.domains.contributions.api import Bill, BillDetail, bill_detail, bill_lines
from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.registry.api import Employer
from renshe.portals.finance.books import batch_address
from renshe.portals.finance.portal import CONTRIBUTIONS, FINANCE
from renshe.portals.layout.access import Visit, may_at
from renshe.portals.layout.insurances import insurance_name
from renshe.portals.layout.paging import ROWS, Following, whole_number

FUNDS = ("pension", "medical", "unemployment", "injury")


@dataclass(frozen=True, kw_only=True)
class FundOfBill:
    """Due and received of one fund."""

    name: str
    employer_fen: int
    personal_fen: int
    received_fen: int


@dataclass(frozen=True, kw_only=True)
class MoneyOfBill:
    """One receipt's share in the bill."""

    reference: str
    received_on: date
    amount_fen: int
    batch_id: int
    batch_url: str


@dataclass(frozen=True, kw_only=True)
class PersonOfBill:
    """One person's month on the bill, masked."""

    line_no: int
    url: str
    name: str
    id_number: str
    base_fen: int
    pension_employer_fen: int
    pension_personal_fen: int
    credit_fen: int


@dataclass(frozen=True, kw_only=True)
class BillPage:
    """What `finance/pages/bill.html` may use."""

    number: int
    payer: str
    payer_code: str
    period: int
    kind: str
    state: str
    due_on: date
    heads: int
    total_fen: int
    received_fen: int
    surcharge_fen: int
    open_fen: int
    batch_id: int
    batch_url: str
    credited_batch_id: int | None
    credited_batch_url: str
    funds: tuple[FundOfBill, ...]
    money: tuple[MoneyOfBill, ...]
    people: tuple[PersonOfBill, ...]
    following: Following


def payer_place(bill: Bill) -> str:
    """Where the payer is kept: an employer's place, or where a person who pays for himself lives."""
    payer = bill.employer or bill.person
    place: str = payer.place if isinstance(payer, Employer) else payer.residence_place
    return place


def bill_of_place(visit: Visit, number: int) -> BillDetail:
    """A bill with its money. Raises Http404, or PermissionDenied for another place's payer."""
    try:
        detail = bill_detail(bill_id=number)
    except Bill.DoesNotExist:
        raise Http404 from None
    if not may_at(visit, action=CONTRIBUTIONS.action, place=payer_place(detail.bill)):
        raise PermissionDenied
    return detail


@FINANCE.page(template="finance/pages/bill.html", access=CONTRIBUTIONS)
def bill(visit: Visit, *, number: int) -> BillPage:
    """Show one bill and a page of its people."""
    detail = bill_of_place(visit, number)
    found = detail.bill
    after = whole_number(visit.request.GET.get("after", ""))
    rows = bill_lines(bill_id=number, limit=ROWS + 1, after=after)
    shown = rows[:ROWS]
    own = found.employer_id is None
    return BillPage(
        number=found.pk,
        payer=mask_name(detail.payer_name) if own else detail.payer_name,
        payer_code=mask_id_number(detail.payer_code) if own else detail.payer_code,
        period=found.period,
        kind=found.kind,
        state=found.state,
        due_on=found.due_on,
        heads=found.heads,
        total_fen=found.total_fen,
        received_fen=found.received_fen,
        surcharge_fen=found.surcharge_fen,
        open_fen=detail.open_fen,
        batch_id=found.batch_id,
        batch_url=batch_address(found.batch_id),
        credited_batch_id=found.credited_batch_id,
        credited_batch_url=batch_address(found.credited_batch_id),
        funds=tuple(_fund(detail, fund) for fund in FUNDS),
        money=tuple(_money(detail)),
        people=tuple(_person(number, row) for row in shown),
        following=Following(
            after=str(after) if after else "",
            next_after=str(shown[-1]["line_no"]) if len(rows) > ROWS else "",
            shown=len(shown),
            total=found.heads,
        ),
    )


def _fund(detail: BillDetail, fund: str) -> FundOfBill:
    received = detail.received
    return FundOfBill(
        name=insurance_name(fund),
        employer_fen=detail.due[f"{fund}_employer"],
        personal_fen=detail.due[f"{fund}_personal"],
        received_fen=received.get(f"{fund}_employer", 0) + received.get(f"{fund}_personal", 0),
    )


def _money(detail: BillDetail) -> list[MoneyOfBill]:
    """Money by receipt and batch, the oldest first."""
    sums: dict[tuple[Any, Any, Any], int] = {}
    for row in detail.money:
        key = (row["receipt__received_on"], row["receipt__external_ref"], row["batch_id"])
        sums[key] = sums.get(key, 0) + int(row["amount_fen"])  # type: ignore[call-overload]
    return [
        MoneyOfBill(
            reference=reference,
            received_on=received_on,
            amount_fen=fen,
            batch_id=batch_id,
            batch_url=batch_address(batch_id),
        )
        for (received_on, reference, batch_id), fen in sums.items()
    ]


def _person(number: int, row: dict[str, Any]) -> PersonOfBill:
    parts = {"number": number, "line_no": row["line_no"]}
    return PersonOfBill(
        line_no=row["line_no"],
        url=reverse("finance:contribution_row", kwargs=parts),
        name=mask_name(row["person_name"]),
        id_number=mask_id_number(row["id_number"]),
        base_fen=row["pension_base_fen"],
        pension_employer_fen=row["pension_employer_fen"],
        pension_personal_fen=row["pension_personal_fen"],
        credit_fen=row["account_credit_fen"],
    )
