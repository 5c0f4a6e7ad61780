"""Money that waits for a human: receipts held in suspense, which two people give to what is owed since, and pensions that
did not arrive."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

from renshe.domains.contributions.api import SuspenseItem, suspense_items
from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.pension.api import FailedPayment, failed_payments, waiting_payments
from renshe.domains.registry.api import Person
from renshe.kernel.codes.credit_code import read_credit_code
from renshe.kernel.codes.problem import Problem as BadCode
from renshe.portals.finance.one_off import APPROVE, POST, actor
from renshe.portals.finance.portal import BOOKS, FINANCE
from renshe.portals.layout.access import Visit, own_place, staff
from renshe.portals.layout.bank_reasons import STOPS, reason_words, stop_words
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.paging import whole_number
from renshe.portals.signin.trying import tried
from renshe.runs.monthly_collection import held
from renshe.runs.monthly_collection.surcharge import surcharge_of

TEMPLATE = "finance/pages/open_items.html"
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
class ProposalCard:
    """A proposal to give held money to what is owed; `may_answer` says that the visitor may, being another person."""

    number: int
    by: str
    as_of: date
    given_fen: int
    may_answer: bool
    why: str


@dataclass(frozen=True, kw_only=True)
class OpenItemsPage:
    """What `finance/pages/open_items.html` may use. Lists are cut at two hundred; sums and counts are whole."""

    as_of: date
    problems: tuple[Problem, ...]
    proposal: ProposalCard | None
    may_propose: bool
    receipts: tuple[HeldReceipt, ...]
    receipts_count: int
    receipts_fen: int
    failed: tuple[FailedRow, ...]
    failed_count: int
    failed_fen: int


@FINANCE.page(template=TEMPLATE, access=BOOKS)
def open_items(visit: Visit) -> OpenItemsPage | HttpResponse:
    """Show what waits, the oldest first; a post proposes to give held money, or answers the proposal."""
    if visit.request.method != "POST":
        return _page(visit)
    act = visit.request.POST.get("act", "")
    if act not in _ACTS:
        raise Http404
    action, do = _ACTS[act]
    place = own_place(visit, "books.look")
    by = actor(visit, action=action, place=place)
    problems = tried(lambda: do(visit, by, place))[1]
    if problems:
        page = _page(visit, problems=problems)
        return FINANCE.render(visit.request, template=TEMPLATE, context=page, status=409)
    return HttpResponseRedirect(reverse("finance:open_items"))


def _propose(visit: Visit, by: str, place: str) -> object:
    return held.propose(by=by, at=visit.now, today=visit.today, surcharge_of=surcharge_of)


def _approve(visit: Visit, by: str, place: str) -> object:
    return held.approve(
        number=_number(visit), place=place, by=by, at=visit.now, today=visit.today, surcharge_of=surcharge_of,
    )  # fmt: skip


def _refuse(visit: Visit, by: str, place: str) -> object:
    why = visit.request.POST.get("why", "")
    return held.refuse(number=_number(visit), by=by, at=visit.now, why=why)


_ACTS: dict[str, tuple[str, Callable[[Visit, str, str], object]]] = {
    "propose": (POST, _propose),
    "approve": (APPROVE, _approve),
    "refuse": (APPROVE, _refuse),
}


def _number(visit: Visit) -> int:
    return whole_number(visit.request.POST.get("proposal", "")) or 0


def _page(visit: Visit, *, problems: tuple[Problem, ...] = ()) -> OpenItemsPage:
    receipts = suspense_items(as_of=visit.today)
    waiting = waiting_payments().values()
    proposal = _proposal(visit)
    return OpenItemsPage(
        as_of=visit.today,
        problems=problems,
        proposal=proposal,
        may_propose=bool(receipts) and proposal is None and staff(POST).allows(visit),
        receipts=tuple(_receipt(item) for item in receipts[:MOST]),
        receipts_count=len(receipts),
        receipts_fen=sum(item.left_fen for item in receipts),
        failed=tuple(_failed(failed_payments(most=MOST))),
        failed_count=sum(kind.count for kind in waiting),
        failed_fen=sum(kind.fen for kind in waiting),
    )


def _proposal(visit: Visit) -> ProposalCard | None:
    found = held.waiting_proposal()
    if found is None:
        return None
    me = visit.account.username if visit.account else ""
    return ProposalCard(
        number=found.number,
        by=found.by,
        as_of=found.as_of,
        given_fen=found.given_fen,
        may_answer=me != found.by and staff(APPROVE).allows(visit),
        why=visit.request.POST.get("why", ""),
    )


def _receipt(item: SuspenseItem) -> HeldReceipt:
    code = item.payer_uscc
    # Whatever is no employer's code may be somebody's number, a foreigner's too.
    personal = isinstance(read_credit_code(code), BadCode)
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
