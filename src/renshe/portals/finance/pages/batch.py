"""One batch: its control totals, its entries, and the payers or people in it, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.urls import reverse

from renshe.domains.contributions.api import Bill
from renshe.domains.funds.api import JournalRow, batch_by_id, entries_of_batch
from renshe.domains.identity.api import mask_id_number, mask_name, places_of
from renshe.domains.pension.api import Award, PaymentLine
from renshe.domains.registry.api import Person
from renshe.kernel.codes.divisions import lies_within
from renshe.portals.finance.books import Funds, entry_address, month_address
from renshe.portals.finance.pages.bill import payer_place
from renshe.portals.finance.portal import BOOKS, CONTRIBUTIONS, FINANCE, PENSION
from renshe.portals.finance.words import BOOKS as BOOK_WORDS
from renshe.portals.finance.words import TOTALS, batch_word, reason_word, word
from renshe.portals.layout.access import Visit
from renshe.portals.layout.paging import ROWS, Following, whole_number

AMOUNTS = ("basic_fen", "account_fen", "transitional_fen", "other_fen", "deduction_fen", "net_fen")


@dataclass(frozen=True, kw_only=True)
class ControlTotal:
    """One control total of the batch; money where `is_money`, else a count. `of` names the fund of a part."""

    title: str
    of: str
    value: int
    is_money: bool


@dataclass(frozen=True, kw_only=True)
class BatchEntry:
    """One entry that the batch posted."""

    entry_id: int
    url: str
    fund_name: str
    book_name: str
    reason: str
    amount_fen: int


@dataclass(frozen=True, kw_only=True)
class BillInBatch:
    """One payer's bill that the batch made, paid or credited. A person who pays for himself is masked.

    Of another place's payer nothing is told but the money: `url` and names are empty.
    """

    number: int
    url: str
    payer: str
    payer_code: str
    period: int
    heads: int
    total_fen: int
    received_fen: int
    state: str


@dataclass(frozen=True, kw_only=True)
class PaymentInBatch:
    """One person's payment, masked; `cells` are fen in the order of the page's columns.

    Of somebody whose pension another place keeps nothing is told but the money: `url` and names are empty.
    """

    line_no: int
    url: str
    name: str
    id_number: str
    period: int
    cells: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class BatchPage:
    """What `finance/pages/batch.html` may use. A batch has bills or payments or, taken over, neither."""

    batch_id: int
    kind: str
    state: str
    fund_name: str
    accounting_month: int
    month_url: str
    period: int | None
    run_key: str
    edition: str
    posted_at: datetime | None
    rows_count: int
    totals: tuple[ControlTotal, ...]
    entries: tuple[BatchEntry, ...]
    bills: tuple[BillInBatch, ...]
    columns: tuple[str, ...]
    payments: tuple[PaymentInBatch, ...]
    following: Following | None


@FINANCE.page(template="finance/pages/batch.html", access=BOOKS)
def batch(visit: Visit, *, number: int) -> BatchPage:
    """Show one batch and a page of what is in it."""
    row = batch_by_id(batch_id=number)
    if row is None:
        raise Http404
    known = Funds()
    after = whole_number(visit.request.GET.get("after", ""))
    bills = _bills(number, after=after)
    payments = [] if bills else _payments(number, after=after)
    shown: Sequence[Any] = bills or payments
    sees_payers = seen_within(visit, CONTRIBUTIONS.action) if bills else ()
    keys = [one.pk for one in bills] or [one.line_no for one in payments]
    return BatchPage(
        batch_id=number,
        kind=batch_word(row.kind),
        state=row.state,
        fund_name=known.name(row.fund),
        accounting_month=row.accounting_month,
        month_url=month_address(row.accounting_month),
        period=row.period,
        run_key=row.run_key,
        edition=row.ruleset_hash[:12],
        posted_at=row.posted_at,
        rows_count=row.rows,
        totals=tuple(_totals(row.totals, known)),
        entries=tuple(_entries(entries_of_batch(batch_id=number), known)),
        bills=tuple(_bill(one, seen=sees_payers) for one in bills[:ROWS]),
        columns=tuple(word(TOTALS, name) for name in AMOUNTS),
        payments=tuple(_named(payments[:ROWS], visit=visit)),
        following=Following(
            after=str(after) if after else "",
            next_after=str(keys[ROWS - 1]) if len(shown) > ROWS else "",
            shown=min(len(shown), ROWS),
            total=None,
        )
        if shown
        else None,
    )


def _bills(number: int, *, after: int) -> list[Bill]:
    """Bills that the batch made, or else credited, or else gave money to, by number."""
    given = Bill.objects.filter(allocations__batch_id=number).values("pk")
    for chosen in (Q(batch_id=number), Q(credited_batch_id=number), Q(pk__in=given)):
        rows = Bill.objects.filter(chosen, pk__gt=after).select_related("employer", "person")
        found = list(rows.order_by("pk")[: ROWS + 1])
        if found:
            return found
    return []


def seen_within(visit: Visit, action: str) -> tuple[str, ...]:
    """The places whose records the visitor may see. One query, however many rows are asked about."""
    assert visit.account is not None
    return tuple(places_of(account=visit.account, action=action, on=visit.today))


def _is_seen(place: str, within: Sequence[str]) -> bool:
    return any(lies_within(place, outer) for outer in within)


def _bill(bill: Bill, *, seen: Sequence[str]) -> BillInBatch:
    own = bill.employer is None
    payer = bill.person if own else bill.employer
    shown = _is_seen(payer_place(bill), seen)
    name, code = (
        (mask_name(payer.name), mask_id_number(payer.id_number))
        if own
        else (payer.name, payer.uscc)
    )
    return BillInBatch(
        number=bill.pk,
        url=reverse("finance:bill", kwargs={"number": bill.pk}) if shown else "",
        payer=name if shown else "",
        payer_code=code if shown else "",
        period=bill.period,
        heads=bill.heads,
        total_fen=bill.total_fen,
        received_fen=bill.received_fen,
        state=bill.state,
    )


def _payments(number: int, *, after: int) -> list[PaymentLine]:
    lines = PaymentLine.objects.filter(batch_id=number, line_no__gt=after).order_by("line_no")
    return list(lines[: ROWS + 1])


def _named(lines: Sequence[PaymentLine], *, visit: Visit) -> list[PaymentInBatch]:
    """The lines with their people, masked. Three queries."""
    if not lines:
        return []
    people = Person.objects.in_bulk({line.person_id for line in lines})
    places = dict(
        Award.objects.filter(pk__in={line.award_id for line in lines}).values_list("pk", "place")
    )
    within = seen_within(visit, PENSION.action)
    return [
        _payment(line, people[line.person_id], shown=_is_seen(places[line.award_id], within))
        for line in lines
    ]


def _payment(line: PaymentLine, person: Person, *, shown: bool) -> PaymentInBatch:
    parts = {"number": line.batch_id, "line_no": line.line_no}
    return PaymentInBatch(
        line_no=line.line_no,
        url=reverse("finance:payment_row", kwargs=parts) if shown else "",
        name=mask_name(person.name) if shown else "",
        id_number=mask_id_number(person.id_number) if shown else "",
        period=line.period,
        cells=tuple(getattr(line, name) for name in AMOUNTS),
    )


def _totals(totals: dict[str, Any], known: Funds) -> list[ControlTotal]:
    """Control totals as rows; one that is split by fund becomes a row for each fund."""
    rows = []
    for name, value in totals.items():
        parts = value.items() if isinstance(value, dict) else [("", value)]
        for part, number in parts:
            if isinstance(number, int) and not isinstance(number, bool):
                rows.append(
                    ControlTotal(
                        title=word(TOTALS, name),
                        of=known.name(part) or part,
                        value=number,
                        is_money=name.endswith("_fen"),
                    )
                )
    return rows


def _entries(lines: Sequence[JournalRow], known: Funds) -> list[BatchEntry]:
    by_entry: dict[int, list[JournalRow]] = {}
    for line in lines:
        by_entry.setdefault(line.entry_id, []).append(line)
    return [
        BatchEntry(
            entry_id=number,
            url=entry_address(number),
            fund_name=known.name(rows[0].fund),
            book_name=word(BOOK_WORDS, rows[0].book),
            reason=reason_word(rows[0].reason),
            amount_fen=sum(row.debit_fen for row in rows),
        )
        for number, rows in by_entry.items()
    ]
