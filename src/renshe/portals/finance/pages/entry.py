"""One journal entry: its lines, why it was made, by what, and what it reverses."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404

from renshe.domains.funds.api import entry_lines
from renshe.portals.finance.books import (
    Funds,
    batch_address,
    entry_address,
    ledger_address,
    month_address,
)
from renshe.portals.finance.portal import BOOKS, FINANCE
from renshe.portals.finance.words import BOOKS as BOOK_WORDS
from renshe.portals.finance.words import CAUSES, reason_word, word
from renshe.portals.layout.access import Visit
from renshe.portals.layout.insurances import in_language


@dataclass(frozen=True, kw_only=True)
class EntryLine:
    """One line of the entry; the account leads back to its month."""

    code: str
    name: str
    account_url: str
    subject: str
    debit_fen: int
    credit_fen: int


@dataclass(frozen=True, kw_only=True)
class EntryPage:
    """What `finance/pages/entry.html` may use."""

    entry_id: int
    fund_name: str
    book_name: str
    accounting_month: int
    month_url: str
    entry_on: date
    reason: str
    note: str
    cause: str
    cause_id: str
    batch_id: int | None
    batch_url: str
    reverses_id: int | None
    reverses_url: str
    lines: tuple[EntryLine, ...]
    debit_fen: int
    credit_fen: int


@FINANCE.page(template="finance/pages/entry.html", access=BOOKS)
def entry(visit: Visit, *, number: int) -> EntryPage:
    """Show one entry with all its lines."""
    lines = entry_lines(entry_id=number)
    if not lines:
        raise Http404
    head = lines[0]
    return EntryPage(
        entry_id=number,
        fund_name=Funds().name(head.fund),
        book_name=word(BOOK_WORDS, head.book),
        accounting_month=head.accounting_month,
        month_url=month_address(head.accounting_month),
        entry_on=head.entry_on,
        reason=reason_word(head.reason),
        note=head.note,
        cause=word(CAUSES, head.cause_kind),
        cause_id=head.cause_id,
        batch_id=head.batch_id,
        batch_url=batch_address(head.batch_id),
        reverses_id=head.reverses_id,
        reverses_url=entry_address(head.reverses_id) if head.reverses_id else "",
        lines=tuple(
            EntryLine(
                code=line.account,
                name=in_language(zh=line.account_zh, en=line.account_en),
                account_url=ledger_address(
                    fund=line.fund,
                    book=line.book,
                    code=line.account,
                    month=line.accounting_month,
                ),
                subject=line.subject,
                debit_fen=line.debit_fen,
                credit_fen=line.credit_fen,
            )
            for line in lines
        ),
        debit_fen=sum(line.debit_fen for line in lines),
        credit_fen=sum(line.credit_fen for line in lines),
    )
