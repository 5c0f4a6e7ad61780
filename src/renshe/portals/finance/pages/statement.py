"""A statement of one fund: trial balance, income statement, balance sheet; each line leads to its account."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from renshe.domains.funds.api import (
    BalanceRow,
    balance_sheet,
    batches,
    income_statement,
    month_is_closed,
    trial_balance,
)
from renshe.kernel.periods import Month, month_containing
from renshe.portals.finance.books import (
    KIND_SLUGS,
    Funds,
    ledger_address,
    month_address,
    month_from,
    statement_address,
)
from renshe.portals.finance.portal import BOOKS, FINANCE
from renshe.portals.finance.words import BOOKS as BOOK_WORDS
from renshe.portals.finance.words import GROUPS
from renshe.portals.layout.access import Visit
from renshe.portals.layout.insurances import in_language

TITLES: dict[str, Any] = {
    "trial_balance": gettext_lazy("试算平衡表"),
    "income": gettext_lazy("收支表"),
    "balance_sheet": gettext_lazy("资产负债表"),
}
KINDS = {slug: kind for kind, slug in KIND_SLUGS.items()}
TEMPLATE = "finance/pages/statement.html"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One choice of a row of choices (fund, book, statement)."""

    label: str
    url: str
    here: bool


@dataclass(frozen=True, kw_only=True)
class TrialLine:
    """One account of the trial balance, in fen."""

    code: str
    name: str
    url: str
    opening_fen: int
    debit_fen: int
    credit_fen: int
    closing_fen: int
    side: str


@dataclass(frozen=True, kw_only=True)
class StatementLine:
    """One line of the income statement or the balance sheet; cumulative only in the former."""

    code: str
    name: str
    url: str
    amount_fen: int
    cumulative_fen: int


@dataclass(frozen=True, kw_only=True)
class StatementGroup:
    """A titled group of lines with its sum."""

    title: str
    lines: tuple[StatementLine, ...]
    total_fen: int
    cumulative_fen: int


@dataclass(frozen=True, kw_only=True)
class StatementPage:
    """What `finance/pages/statement.html` may use. `kind` is trial_balance, income or balance_sheet."""

    kind: str
    title: str
    fund_name: str
    accounting_month: int
    before_url: str
    after_url: str
    month_url: str
    funds: tuple[Choice, ...]
    books: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    trial: tuple[TrialLine, ...]
    debit_fen: int
    credit_fen: int
    groups: tuple[StatementGroup, ...]
    bottom_title: str
    bottom_fen: int
    bottom_cumulative_fen: int
    balanced: bool
    closed: bool


@dataclass(frozen=True)
class Question:
    """Which statement is asked for."""

    fund: str
    book: str
    kind: str
    month: Month


@FINANCE.page(template=TEMPLATE, access=BOOKS)
def statements(visit: Visit) -> HttpResponse:
    """Go to the pension fund's income statement of the last month posted."""
    posted = batches(limit=1)
    month = posted[0].accounting_month if posted else month_containing(visit.today)
    first = next(iter(Funds().by_code), None)
    if first is None:
        raise Http404
    address = statement_address(fund=first, book="cash", kind="income", month=month)
    return HttpResponseRedirect(address)


@FINANCE.page(template=TEMPLATE, access=BOOKS)
def statement(visit: Visit, *, fund: str, book: str, kind: str, slug: str) -> StatementPage:
    """Show one statement of one fund and book."""
    known = Funds()
    if fund not in known.by_code or book not in BOOK_WORDS or kind not in KINDS:
        raise Http404
    asked = Question(fund=fund, book=book, kind=KINDS[kind], month=month_from(slug))
    later = asked.month < month_containing(visit.today)
    return _page(asked, known=known, later=later)


def _page(asked: Question, *, known: Funds, later: bool) -> StatementPage:
    trial: list[BalanceRow] = []
    groups: tuple[StatementGroup, ...] = ()
    bottom, cumulative, balanced = 0, 0, True
    if asked.kind == "trial_balance":
        trial = trial_balance(fund=asked.fund, book=asked.book, accounting_month=asked.month)
        balanced = sum(row.debit_fen - row.credit_fen for row in trial) == 0
    elif asked.kind == "income":
        groups, bottom, cumulative = _income(asked)
    else:
        sheet = balance_sheet(fund=asked.fund, book=asked.book, accounting_month=asked.month)
        groups = tuple(_group(one, {}, asked) for one in sheet.groups)
        bottom, balanced = sheet.groups[0][2], sheet.balanced
    return StatementPage(
        kind=asked.kind,
        title=str(TITLES[asked.kind]),
        fund_name=known.name(asked.fund),
        accounting_month=asked.month,
        before_url=_address(asked, month=asked.month - 1),
        after_url=_address(asked, month=asked.month + 1) if later else "",
        month_url=month_address(asked.month),
        funds=tuple(
            Choice(label=known.name(code), url=_address(asked, fund=code), here=code == asked.fund)
            for code in known.by_code
        ),
        books=tuple(
            Choice(label=str(words), url=_address(asked, book=code), here=code == asked.book)
            for code, words in BOOK_WORDS.items()
        ),
        kinds=tuple(
            Choice(label=str(words), url=_address(asked, kind=code), here=code == asked.kind)
            for code, words in TITLES.items()
        ),
        trial=tuple(_trial_line(row, asked) for row in trial),
        debit_fen=sum(row.debit_fen for row in trial),
        credit_fen=sum(row.credit_fen for row in trial),
        groups=groups,
        bottom_title=_("收支差") if asked.kind == "income" else _("资产总计"),
        bottom_fen=bottom,
        bottom_cumulative_fen=cumulative,
        balanced=balanced,
        closed=month_is_closed(fund=asked.fund, book=asked.book, accounting_month=asked.month),
    )


def _income(asked: Question) -> tuple[tuple[StatementGroup, ...], int, int]:
    """The month beside the year so far; a line that did not move this month is still shown."""
    first = asked.month // 12 * 12
    year = income_statement(
        fund=asked.fund, book=asked.book, from_month=first, to_month=asked.month
    )
    month = income_statement(
        fund=asked.fund, book=asked.book, from_month=asked.month, to_month=asked.month
    )
    moved = {row.code: row.closing_fen for _kind, rows, _sum in month.groups for row in rows}
    groups = tuple(_group(one, moved, asked, cumulative=True) for one in year.groups)
    return groups, month.bottom_fen, year.bottom_fen


def _group(
    one: tuple[str, Sequence[BalanceRow], int],
    moved: dict[str, int],
    asked: Question,
    *,
    cumulative: bool = False,
) -> StatementGroup:
    kind, rows, total = one
    lines = tuple(
        StatementLine(
            code=row.code,
            name=in_language(zh=row.name_zh, en=row.name_en),
            url=_account(asked, row.code),
            amount_fen=moved.get(row.code, 0) if cumulative else row.closing_fen,
            cumulative_fen=row.closing_fen if cumulative else 0,
        )
        for row in rows
    )
    return StatementGroup(
        title=str(GROUPS[kind]),
        lines=lines,
        total_fen=sum(line.amount_fen for line in lines) if cumulative else total,
        cumulative_fen=total if cumulative else 0,
    )


def _trial_line(row: BalanceRow, asked: Question) -> TrialLine:
    debit = row.kind in ("asset", "expenditure")
    return TrialLine(
        code=row.code,
        name=in_language(zh=row.name_zh, en=row.name_en),
        url=_account(asked, row.code),
        opening_fen=row.opening_fen,
        debit_fen=row.debit_fen,
        credit_fen=row.credit_fen,
        closing_fen=row.closing_fen,
        side=_("借") if debit else _("贷"),
    )


def _account(asked: Question, code: str) -> str:
    return ledger_address(fund=asked.fund, book=asked.book, code=code, month=asked.month)


def _address(
    asked: Question,
    *,
    fund: str | None = None,
    book: str | None = None,
    kind: str | None = None,
    month: Month | None = None,
) -> str:
    return statement_address(
        fund=fund or asked.fund,
        book=book or asked.book,
        kind=kind or asked.kind,
        month=asked.month if month is None else month,
    )
