"""Money that waits for a human: receipts held in suspense, and pensions that did not arrive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from renshe.domains.contributions.api import SuspenseItem, suspense_items
from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.pension.api import FailedPayment, failed_payments, waiting_payments
from renshe.domains.registry.api import Person
from renshe.kernel.codes.credit_code import read_credit_code
from renshe.kernel.codes.problem import Problem
from renshe.portals.finance.portal import BOOKS, FINANCE
from renshe.portals.layout.access import Visit
from renshe.portals.layout.bank_reasons import STOPS, reason_words, stop_words

MOST = 200
WHY: dict[str, Any] = {
    "unknown_payer": gettext_lazy("付款人不认识"),
    "overpaid": gettext_lazy("多缴，没有应缴可冲"),
}


@dataclass(frozen=True, kw_only=True)
class HeldReceipt:
    """One receipt with money left. A person's id number in place of a credit code is masked."""

    reference: str
    payer_code: str
    received_on: date
    left_fen: int
    days: int
    why: str


@dataclass(frozen=True, kw_only=True)
class FailedRow:
    """One pension that is owed and did not arrive, masked."""

    url: str
    undue_url: str
    undue_proposed: bool
    name: str
    id_number: str
    period: int
    net_fen: int
    reason: str
    recorded_on: date | None
    returned: bool
    ready: bool


@dataclass(frozen=True, kw_only=True)
class OpenItemsPage:
    """What `finance/pages/open_items.html` may use. Lists are cut at two hundred; sums and counts are whole."""

    as_of: date
    receipts: tuple[HeldReceipt, ...]
    receipts_count: int
    receipts_fen: int
    failed: tuple[FailedRow, ...]
    failed_count: int
    failed_fen: int


@FINANCE.page(template="finance/pages/open_items.html", access=BOOKS)
def open_items(visit: Visit) -> OpenItemsPage:
    """Show what waits, the oldest first."""
    held = suspense_items(as_of=visit.today)
    waiting = waiting_payments().values()
    return OpenItemsPage(
        as_of=visit.today,
        receipts=tuple(_receipt(item) for item in held[:MOST]),
        receipts_count=len(held),
        receipts_fen=sum(item.left_fen for item in held),
        failed=tuple(_failed(failed_payments(most=MOST))),
        failed_count=sum(kind.count for kind in waiting),
        failed_fen=sum(kind.fen for kind in waiting),
    )


def _receipt(item: SuspenseItem) -> HeldReceipt:
    code = item.payer_uscc
    # Whatever is no employer's code may be somebody's number, a foreigner's too.
    personal = isinstance(read_credit_code(code), Problem)
    return HeldReceipt(
        reference=item.external_ref,
        payer_code=mask_id_number(code) if personal else code,
        received_on=item.received_on,
        left_fen=item.left_fen,
        days=item.days,
        why=str(WHY.get(item.reason, item.reason)),
    )


def _failed(rows: Sequence[FailedPayment]) -> list[FailedRow]:
    people = Person.objects.in_bulk({row.person_id for row in rows})
    return [
        FailedRow(
            url=reverse(
                "finance:payment_row", kwargs={"number": row.batch_id, "line_no": row.line_no}
            ),
            undue_url=reverse(
                "finance:undue", kwargs={"number": row.batch_id, "line_no": row.line_no}
            ),
            undue_proposed=row.undue_proposed,
            name=mask_name(people[row.person_id].name),
            id_number=mask_id_number(people[row.person_id].id_number),
            period=row.period,
            net_fen=row.net_fen,
            reason=stop_words(row.reason_code)
            if row.reason_code in STOPS
            else reason_words(row.reason_code),
            recorded_on=row.recorded_on,
            returned=row.suspense is not None,
            ready=row.ready,
        )
        for row in rows
    ]
