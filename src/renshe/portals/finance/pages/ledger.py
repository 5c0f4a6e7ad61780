"""The lines of one account in a month: each leads to its entry."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404

from renshe.domains.funds.api import JournalRow, account_journal, trial_balance
from renshe.kernel.periods import format_month
from renshe.portals.finance.books import (
    Funds,
    batch_address,
    entry_address,
    month_from,
    statement_address,
)
from renshe.portals.finance.pages.statement import TITLES
from renshe.portals.finance.portal import BOOKS, FINANCE
from renshe.portals.finance.words import BOOKS as BOOK_WORDS
from renshe.portals.finance.words import reason_word, word
from renshe.portals.layout.access import Visit
from renshe.portals.layout.insurances import in_language
from renshe.portals.layout.paging import ROWS, Following, whole_number


@dataclass(frozen=True, kw_only=True)
class LedgerLine:
    """One journal line on the account."""

    entry_id: int
    entry_url: str
    entry_on: date
    reason: str
    note: str
    subject: str
    batch_id: int | None
    batch_url: str
    debit_fen: int
    credit_fen: int


@dataclass(frozen=True, kw_only=True)
class LedgerPage:
    """What `finance/pages/ledger.html` may use."""

    code: str
    name: str
    fund_name: str
    book_name: str
    accounting_month: int
    statement_url: str
    statement_title: str
    opening_fen: int
    debit_fen: int
    credit_fen: int
    closing_fen: int
    lines: tuple[LedgerLine, ...]
    following: Following


@FINANCE.page(template="finance/pages/ledger.html", access=BOOKS)
def ledger(visit: Visit, *, fund: str, book: str, code: str, slug: str) -> LedgerPage:
    """Show the month of one account; an account that never moved is not found."""
    known, month = Funds(), month_from(slug)
    if fund not in known.by_code or book not in BOOK_WORDS:
        raise Http404
    balances = trial_balance(fund=fund, book=book, accounting_month=month)
    row = next((one for one in balances if one.code == code), None)
    if row is None:
        raise Http404
    after = whole_number(visit.request.GET.get("after", ""))
    found = account_journal(
        fund=fund,
        book=book,
        account=code,
        from_month=month,
        to_month=month,
        limit=ROWS + 1,
        offset=after,
    )
    return LedgerPage(
        code=code,
        name=in_language(zh=row.name_zh, en=row.name_en),
        fund_name=known.name(fund),
        book_name=word(BOOK_WORDS, book),
        accounting_month=month,
        statement_url=statement_address(fund=fund, book=book, kind="trial_balance", month=month),
        statement_title=f"{TITLES['trial_balance']} {format_month(month)}",
        opening_fen=row.opening_fen,
        debit_fen=row.debit_fen,
        credit_fen=row.credit_fen,
        closing_fen=row.closing_fen,
        lines=tuple(_line(one) for one in found[:ROWS]),
        following=Following(
            after=str(after) if after else "",
            next_after=str(after + ROWS) if len(found) > ROWS else "",
            shown=min(len(found), ROWS),
            total=None,
        ),
    )


def _line(one: JournalRow) -> LedgerLine:
    return LedgerLine(
        entry_id=one.entry_id,
        entry_url=entry_address(one.entry_id),
        entry_on=one.entry_on,
        reason=reason_word(one.reason),
        note=one.note,
        subject=one.subject,
        batch_id=one.batch_id,
        batch_url=batch_address(one.batch_id),
        debit_fen=one.debit_fen,
        credit_fen=one.credit_fen,
    )
