"""Finance, reading: the month, batches, statements, accounts, entries, what waits."""

from typing import Annotated, Any, Literal

from django.http import Http404
from ninja import Path, Schema

from renshe.domains.cases.api import Words
from renshe.domains.funds.api import (
    BalanceRow,
    account_journal,
    balance_sheet,
    bank_reconciliation,
    batch_by_id,
    batches,
    entries_of_batch,
    entry_lines,
    funds,
    income_statement,
    month_is_closed,
    trial_balance,
)
from renshe.kernel.periods import format_month, last_day
from renshe.portals.api.calling import Call
from renshe.portals.api.operation import Group
from renshe.portals.api.shapes import (
    USUAL,
    Cursor,
    Fen,
    Limit,
    Number,
    Page,
    Slug,
    TwoWords,
    key_of,
    month_of,
    month_text,
    page_of,
)
from renshe.portals.layout.access import staff

GROUP = Group("finance", Words("基金财务（只读）", "Finance, reading"))
BOOKS = staff("books.look")
FundCode = Annotated[
    str, Path(max_length=40, description="基金代码 / fund", examples=["employee_pension"])
]
Book = Annotated[Literal["cash", "rights"], Path(description="会计账或权益账 / book")]
Kind = Annotated[
    Literal["trial-balance", "income", "balance-sheet"], Path(description="报表 / statement")
]
AccountCode = Annotated[
    str, Path(max_length=20, description="科目代码 / account", examples=["4001"])
]


class BankOut(Schema):
    """One bank account: book against statement, and what nobody explains."""

    role: str
    number_tail: str
    book_fen: Fen
    statement_fen: Fen
    unexplained_fen: Fen


class FundMonthOut(Schema):
    """One fund in the month."""

    fund: str
    name: TwoWords
    cash_closed: bool
    rights_closed: bool
    money_fen: Fen
    income_fen: Fen
    expenditure_fen: Fen
    banks: list[BankOut]


class FinanceMonth(Schema):
    """The accounting month of every fund."""

    month: str
    funds: list[FundMonthOut]


class BatchOut(Schema):
    """One posting of one run with its control totals."""

    id: int
    kind: str
    fund: str | None
    accounting_month: str
    period: str | None
    run_key: str
    state: str
    rows: int
    totals: dict[str, Any]
    ruleset_hash: str
    posted_at: str | None


class Line(Schema):
    """One account in a statement."""

    code: str
    name: TwoWords
    kind: str
    opening_fen: Fen
    debit_fen: Fen
    credit_fen: Fen
    closing_fen: Fen


class GroupOut(Schema):
    """A titled group of lines with its sum."""

    kind: str
    lines: list[Line]
    total_fen: Fen


class StatementOut(Schema):
    """A statement of one fund and book. A trial balance is one group; its bottom line is debit less credit: zero."""

    fund: str
    book: str
    kind: str
    month: str
    closed: bool
    groups: list[GroupOut]
    bottom_fen: Fen
    balanced: bool


class JournalLine(Schema):
    """One line of the journal with its cause."""

    entry: int
    entry_on: str
    month: str
    book: str
    fund: str
    reason: str
    note: str
    cause_kind: str
    cause_id: str
    batch: int | None
    reverses: int | None
    account: str
    account_name: TwoWords
    debit_fen: Fen
    credit_fen: Fen
    subject: str


@GROUP.get(
    "/finance/months/{month}",
    id="read_finance_month",
    access=BOOKS,
    answer=FinanceMonth,
    title=("会计月份", "The accounting month"),
    says=(
        "各基金收支、余额、对账与结账状态。",
        "Income, expenditure, money, banks and closing of each fund.",
    ),
)
def read_finance_month(call: Call, month: Slug) -> FinanceMonth:
    """Every fund in a month."""
    period = month_of(month)
    as_of = min(call.today, last_day(period))
    found = []
    for one in funds():
        cash = trial_balance(fund=one.code, book="cash", accounting_month=period)
        found.append(
            FundMonthOut(
                fund=one.code,
                name=TwoWords(zh=one.name_zh, en=one.name_en),
                cash_closed=month_is_closed(fund=one.code, book="cash", accounting_month=period),
                rights_closed=month_is_closed(
                    fund=one.code, book="rights", accounting_month=period
                ),
                money_fen=sum(row.closing_fen for row in cash if row.is_money),
                income_fen=sum(r.credit_fen - r.debit_fen for r in cash if r.kind == "income"),
                expenditure_fen=sum(
                    r.debit_fen - r.credit_fen for r in cash if r.kind == "expenditure"
                ),
                banks=[
                    BankOut(
                        role=bank.role,
                        number_tail=bank.number[-4:],
                        book_fen=bank.book_fen,
                        statement_fen=bank.statement_fen,
                        unexplained_fen=bank.unexplained_fen,
                    )
                    for bank in bank_reconciliation(fund=one.code, as_of=as_of)
                ],
            )
        )
    return FinanceMonth(month=format_month(period), funds=found)


@GROUP.get(
    "/finance/batches",
    id="list_batches",
    access=BOOKS,
    answer=list[BatchOut],
    title=("批次", "Batches"),
    says=("最近二百批，最新在前。", "The latest two hundred, newest first."),
)
def list_batches(call: Call) -> list[BatchOut]:
    """Postings of runs."""
    return [_batch(one) for one in batches(limit=200)]


@GROUP.get(
    "/finance/batches/{number}",
    id="read_batch",
    access=BOOKS,
    answer=BatchOut,
    title=("一个批次", "One batch"),
    says=("控制总数与规则版本。", "Control totals and edition of the rules."),
)
def read_batch(call: Call, number: Number) -> BatchOut:
    """One posting."""
    found = batch_by_id(batch_id=number)
    if found is None:
        raise Http404
    return _batch(found)


@GROUP.get(
    "/finance/batches/{number}/entries",
    id="list_batch_entries",
    access=BOOKS,
    answer=list[JournalLine],
    title=("批次的分录", "Entries of a batch"),
    says=("借贷各行。", "Every line."),
)
def list_batch_entries(call: Call, number: Number) -> list[JournalLine]:
    """What the batch posted."""
    if batch_by_id(batch_id=number) is None:
        raise Http404
    return [_line(one) for one in entries_of_batch(batch_id=number)]


@GROUP.get(
    "/finance/statements/{fund}/{book}/{kind}/{month}",
    id="read_statement",
    access=BOOKS,
    answer=StatementOut,
    title=("报表", "A statement"),
    says=("试算平衡表、收支表、资产负债表。", "Trial balance, income statement, balance sheet."),
)
def read_statement(call: Call, fund: FundCode, book: Book, kind: Kind, month: Slug) -> StatementOut:
    """One statement of one fund and book."""
    period = month_of(month)
    _known(fund)
    head = {
        "fund": fund,
        "book": book,
        "kind": kind,
        "month": format_month(period),
        "closed": month_is_closed(fund=fund, book=book, accounting_month=period),
    }
    if kind == "trial-balance":
        rows = trial_balance(fund=fund, book=book, accounting_month=period)
        gap = sum(row.debit_fen - row.credit_fen for row in rows)
        groups = [GroupOut(kind="all", lines=[_account(row) for row in rows], total_fen=gap)]
        return StatementOut(**head, groups=groups, bottom_fen=gap, balanced=gap == 0)
    if kind == "income":
        told = income_statement(fund=fund, book=book, from_month=period, to_month=period)
    else:
        told = balance_sheet(fund=fund, book=book, accounting_month=period)
    return StatementOut(
        **head,
        bottom_fen=told.bottom_fen,
        balanced=told.balanced,
        groups=[
            GroupOut(kind=name, lines=[_account(row) for row in rows], total_fen=total)
            for name, rows, total in told.groups
        ],
    )


@GROUP.get(
    "/finance/accounts/{fund}/{book}/{code}/{month}",
    id="list_account_lines",
    access=BOOKS,
    answer=Page[JournalLine],
    title=("科目明细", "An account"),
    says=("一个月内的各行，从早到晚。", "Its lines in a month, oldest first."),
)
def list_account_lines(
    call: Call,
    fund: FundCode,
    book: Book,
    code: AccountCode,
    month: Slug,
    cursor: Cursor = "",
    limit: Limit = USUAL,
) -> Page[Any]:
    """The lines behind a statement's line."""
    period = month_of(month)
    _known(fund)
    (after,) = key_of(cursor, int) or (0,)
    rows = account_journal(
        fund=fund,
        book=book,
        account=code,
        from_month=period,
        to_month=period,
        limit=limit + 1,
        offset=min(after, 10**9),
    )
    numbered = list(enumerate(rows, after + 1))
    return page_of(numbered, limit=limit, show=lambda row: _line(row[1]), key=lambda row: (row[0],))


@GROUP.get(
    "/finance/entries/{number}",
    id="read_entry",
    access=BOOKS,
    answer=list[JournalLine],
    title=("一笔分录", "One entry"),
    says=("借贷各行与起因。", "Its lines and its cause."),
)
def read_entry(call: Call, number: Number) -> list[JournalLine]:
    """All lines of an entry."""
    found = entry_lines(entry_id=number)
    if not found:
        raise Http404
    return [_line(one) for one in found]


def _known(fund: str) -> None:
    if fund not in {one.code for one in funds()}:
        raise Http404


def _account(row: BalanceRow) -> Line:
    return Line(
        code=row.code,
        name=TwoWords(zh=row.name_zh, en=row.name_en),
        kind=row.kind,
        opening_fen=row.opening_fen,
        debit_fen=row.debit_fen,
        credit_fen=row.credit_fen,
        closing_fen=row.closing_fen,
    )


def _batch(row: Any) -> BatchOut:
    return BatchOut(
        id=row.id,
        kind=row.kind,
        fund=row.fund,
        accounting_month=format_month(row.accounting_month),
        period=month_text(row.period),
        run_key=row.run_key,
        state=row.state,
        rows=row.rows,
        totals=row.totals,
        ruleset_hash=row.ruleset_hash,
        posted_at=row.posted_at.isoformat() if row.posted_at else None,
    )


def _line(row: Any) -> JournalLine:
    return JournalLine(
        entry=row.entry_id,
        entry_on=row.entry_on.isoformat(),
        month=format_month(row.accounting_month),
        book=row.book,
        fund=row.fund,
        reason=row.reason,
        note=row.note,
        cause_kind=row.cause_kind,
        cause_id=row.cause_id,
        batch=row.batch_id,
        reverses=row.reverses_id,
        account=row.account,
        account_name=TwoWords(zh=row.account_zh, en=row.account_en),
        debit_fen=row.debit_fen,
        credit_fen=row.credit_fen,
        subject=row.subject,
    )
