"""The accounting month on one page: what needs a human, what is coming, what changed; folded, funds, payments and banks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.funds.api import (
    BalanceRow,
    BankReconciliation,
    BatchRow,
    MonthRow,
    bank_reconciliations,
    batches,
    months,
    trial_balances,
)
from renshe.domains.pension.api import PaymentBatch, outcome_of
from renshe.kernel.periods import Month, last_day, month_containing
from renshe.portals.finance.attention import Attention, what_needs_a_human
from renshe.portals.finance.books import (
    Funds,
    batch_address,
    month_address,
    month_from,
    statement_address,
)
from renshe.portals.finance.collection import places_address
from renshe.portals.finance.coming import Ahead, days_ahead
from renshe.portals.finance.portal import BOOKS, FINANCE
from renshe.portals.finance.words import ROLES, batch_word, word
from renshe.portals.layout.access import Visit
from renshe.portals.layout.insurances import insurance_name, short_name

MOST_BATCHES = 5
MOST_WAITING = 6
"""Rows of what waits that are shown at once; the rest stands in a fold below."""
TEMPLATE = "finance/pages/month.html"
INSURANCE = {
    "employee_pension": "pension",
    "employee_medical": "medical",
    "unemployment": "unemployment",
    "work_injury": "injury",
}


@dataclass(frozen=True, kw_only=True)
class FundMonth:
    """One fund in the month, in fen; `unpaid_fen` is what is due and not paid at its end.

    `moves` says whether the month has anything to tell of it: a movement, or a balance.
    """

    name: str
    short: str
    assessed_fen: int
    received_fen: int
    credited_fen: int
    paid_fen: int
    unpaid_fen: int
    balance_fen: int
    moves: bool
    closed: bool
    income_url: str
    trial_url: str


@dataclass(frozen=True, kw_only=True)
class BankLine:
    """One bank account: book against statement, what explains the gap and what does not."""

    fund: str
    role: str
    number: str
    book_fen: int
    statement_fen: int
    book_only_fen: int
    statement_only_fen: int
    unexplained_fen: int
    state: str


@dataclass(frozen=True, kw_only=True)
class PaymentAttempt:
    """One payment batch of pensions, in lines and fen."""

    title: str
    url: str
    due: int
    due_fen: int
    paid: int
    paid_fen: int
    failed: int
    failed_fen: int
    unknown: int
    unknown_fen: int
    stopped: int
    stopped_fen: int


@dataclass(frozen=True, kw_only=True)
class BatchLine:
    """One posting of the month."""

    id: int
    url: str
    accounting_month: int
    kind: str
    fund: str
    rows: int
    state: str


@dataclass(frozen=True, kw_only=True)
class MonthPage:
    """What `finance/pages/month.html` may use. `funds` and `banks` are those with something to tell; `still_funds` and
    `still_banks` count the others. `closed` and `open_books` count books of funds.
    """

    accounting_month: int
    before_url: str
    after_url: str
    funds: tuple[FundMonth, ...]
    still_funds: tuple[str, ...]
    banks: tuple[BankLine, ...]
    still_banks: int
    gaps: int
    payments: tuple[PaymentAttempt, ...]
    attention: tuple[Attention, ...]
    further: tuple[Attention, ...]
    ahead: tuple[Ahead, ...]
    batches: tuple[BatchLine, ...]
    open_books: int
    places_url: str
    batches_url: str
    assessed_fen: int
    received_fen: int
    credited_fen: int
    paid_fen: int
    unpaid_fen: int
    balance_fen: int
    due_fen: int
    failed: int


@FINANCE.page(template=TEMPLATE, access=BOOKS)
def this_month(visit: Visit) -> MonthPage:
    """Show the month that today lies in; before anything is posted in it, the last one posted."""
    now = month_containing(visit.today)
    posted = batches(limit=1)
    if posted and posted[0].accounting_month < now:
        now = posted[0].accounting_month
    return _page(visit, month=now)


@FINANCE.page(template=TEMPLATE, access=BOOKS)
def month(visit: Visit, *, slug: str) -> MonthPage:
    """Show any month."""
    return _page(visit, month=month_from(slug))


def _page(visit: Visit, *, month: Month) -> MonthPage:
    known = Funds()
    as_of = min(visit.today, last_day(month))
    states = months(accounting_month=month)
    open_books = sum(1 for row in states if row.state != "closed")
    rows = _funds(known, month=month, states=states)
    reconciled = [
        (known.name(code), bank)
        for code, accounts in bank_reconciliations(funds=list(known.by_code), as_of=as_of).items()
        for bank in accounts
    ]
    gaps = [(name, bank) for name, bank in reconciled if bank.unexplained_fen]
    told = [
        (name, bank)
        for name, bank in reconciled
        if bank.book_fen or bank.statement_fen or bank.unexplained_fen
    ]
    attempts = tuple(_attempts(month))
    waiting = what_needs_a_human(month=month, as_of=as_of, gaps=gaps)
    return MonthPage(
        accounting_month=month,
        before_url=month_address(month - 1),
        after_url=month_address(month + 1) if month < month_containing(visit.today) else "",
        funds=tuple(row for row in rows if row.moves),
        still_funds=tuple(row.name for row in rows if not row.moves),
        banks=tuple(_bank(name, bank) for name, bank in told),
        still_banks=len(reconciled) - len(told),
        gaps=len(gaps),
        payments=attempts,
        attention=waiting[:MOST_WAITING],
        further=waiting[MOST_WAITING:],
        ahead=days_ahead(visit, month=month, still_open=open_books),
        batches=tuple(
            batch_line(row, known) for row in batches(accounting_month=month, limit=MOST_BATCHES)
        ),
        open_books=open_books,
        places_url=places_address(month),
        batches_url=reverse("finance:batches"),
        assessed_fen=sum(fund.assessed_fen for fund in rows),
        received_fen=sum(fund.received_fen for fund in rows),
        credited_fen=sum(fund.credited_fen for fund in rows),
        paid_fen=sum(fund.paid_fen for fund in rows),
        unpaid_fen=sum(fund.unpaid_fen for fund in rows),
        balance_fen=sum(fund.balance_fen for fund in rows),
        due_fen=sum(one.due_fen for one in attempts),
        failed=sum(one.failed for one in attempts),
    )


def _funds(known: Funds, *, month: Month, states: Sequence[MonthRow]) -> list[FundMonth]:
    """Every fund in its order. Two queries."""
    cash, rights = (
        trial_balances(funds=list(known.by_code), book=book, accounting_month=month)
        for book in ("cash", "rights")
    )
    return [
        _fund(
            code, known, month=month, states=[row for row in states if row.fund == code],
            cash=_by_code(cash[code]), rights=_by_code(rights[code]),
        )
        for code in known.by_code
    ]  # fmt: skip


def batch_line(row: BatchRow, known: Funds) -> BatchLine:
    """A batch as a list shows it."""
    return BatchLine(
        id=row.id,
        url=batch_address(row.id),
        accounting_month=row.accounting_month,
        kind=batch_word(row.kind),
        fund=known.name(row.fund),
        rows=row.rows,
        state=row.state,
    )


def _fund(
    code: str,
    known: Funds,
    *,
    month: Month,
    states: Sequence[MonthRow],
    cash: Mapping[str, BalanceRow],
    rights: Mapping[str, BalanceRow],
) -> FundMonth:
    unpaid = rights.get("R2101")
    return FundMonth(
        name=known.name(code),
        short=_short(code),
        assessed_fen=_credited(rights.get("R4101")),
        received_fen=_credited(cash.get("4001")),
        credited_fen=-_credited(rights.get("R5301")),
        paid_fen=-_credited(cash.get("5001")),
        unpaid_fen=unpaid.closing_fen if unpaid else 0,
        balance_fen=sum(row.closing_fen for row in cash.values() if row.is_money),
        moves=bool(cash or rights),
        closed=bool(states) and all(row.state == "closed" for row in states),
        income_url=statement_address(fund=code, book="cash", kind="income", month=month),
        trial_url=statement_address(fund=code, book="cash", kind="trial_balance", month=month),
    )


def _short(code: str) -> str:
    if code in INSURANCE:
        return short_name(insurance_name(INSURANCE[code]))
    further = {
        "resident_pension": _("居民养老"),
        "institution_pension": _("机关养老"),
        "land_security": _("征地保障"),
        "town_insurance": _("镇保"),
    }
    return further.get(code, code)


def _by_code(rows: Sequence[BalanceRow]) -> Mapping[str, BalanceRow]:
    return {row.code: row for row in rows}


def _credited(row: BalanceRow | None) -> int:
    """What the month moved to the credit of an account."""
    return row.credit_fen - row.debit_fen if row else 0


def _bank(fund: str, bank: BankReconciliation) -> BankLine:
    return BankLine(
        fund=fund,
        role=word(ROLES, bank.role),
        number=f"…{bank.number[-4:]}",
        book_fen=bank.book_fen,
        statement_fen=bank.statement_fen,
        book_only_fen=bank.in_book_only_fen,
        statement_only_fen=bank.in_statement_only_fen,
        unexplained_fen=bank.unexplained_fen,
        state="differs" if bank.unexplained_fen else "agreed",
    )


def _attempts(month: Month) -> list[PaymentAttempt]:
    """Every payment batch posted in the month, each with what became of it; one that is not closed takes two queries."""
    titles = {
        "month": _("当月与补发"),
        "returned": _("银行退回重发"),
        "stopped": _("解除停发重发"),
    }
    found = []
    for row in PaymentBatch.objects.filter(accounting_month=month).order_by("batch_id")[:6]:
        told = outcome_of(batch=row)
        found.append(
            PaymentAttempt(
                title=titles[row.pays],
                url=batch_address(row.batch_id),
                due=told.lines,
                due_fen=told.due_fen,
                paid=told.paid,
                paid_fen=told.paid_fen,
                failed=told.failed,
                failed_fen=told.failed_fen,
                unknown=told.unknown,
                unknown_fen=told.unknown_fen,
                stopped=told.stopped,
                stopped_fen=told.stopped_fen,
            )
        )
    return found
