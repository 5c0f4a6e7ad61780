"""Reads of the books: trial balance, statements, drill, open items, bank reconciliation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

_TRIAL = """
SELECT e.fund_id, a.code, a.name_zh, a.name_en, a.kind, a.confidence, a.is_money,
  coalesce(sum(l.debit_fen - l.credit_fen) FILTER (WHERE e.accounting_month < %(first)s), 0)::bigint,
  coalesce(sum(l.debit_fen) FILTER (WHERE e.accounting_month BETWEEN %(first)s AND %(last)s), 0)::bigint,
  coalesce(sum(l.credit_fen) FILTER (WHERE e.accounting_month BETWEEN %(first)s AND %(last)s), 0)::bigint
FROM funds_entry e JOIN funds_line l ON l.entry_id = e.id JOIN funds_account a ON a.id = l.account_id
WHERE e.fund_id = ANY(%(funds)s) AND e.book = %(book)s AND e.accounting_month <= %(last)s
GROUP BY e.fund_id, a.id ORDER BY e.fund_id, a.code
"""


@dataclass(frozen=True)
class BalanceRow:
    """One account: opening, debit, credit and closing in fen; opening and closing on the account's normal side."""

    code: str
    name_zh: str
    name_en: str
    kind: str
    confidence: str
    is_money: bool
    opening_fen: int
    debit_fen: int
    credit_fen: int
    closing_fen: int


def _rows(sql: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def trial_balance(
    *, fund: str, book: str, accounting_month: int, from_month: int | None = None
) -> list[BalanceRow]:
    """Every account that ever moved, for one month or for ``from_month`` to ``accounting_month``."""
    return trial_balances(
        funds=[fund], book=book, accounting_month=accounting_month, from_month=from_month
    )[fund]


def trial_balances(
    *, funds: Sequence[str], book: str, accounting_month: int, from_month: int | None = None
) -> dict[str, list[BalanceRow]]:
    """The trial balance of each fund, asked in one statement; a fund that never moved has no rows."""
    found: dict[str, list[BalanceRow]] = {fund: [] for fund in funds}
    for fund, code, zh, en, kind, confidence, money, before, debit, credit in _rows(
        _TRIAL,
        {
            "funds": list(funds),
            "book": book,
            "first": from_month or accounting_month,
            "last": accounting_month,
        },
    ):
        if not (before or debit or credit):
            continue
        sign = 1 if kind in ("asset", "expenditure") else -1
        opening = sign * int(before)
        closing = sign * (int(before) + int(debit) - int(credit))
        found[fund].append(
            BalanceRow(
                code, zh, en, kind, confidence, money, opening, int(debit), int(credit), closing
            )
        )
    return found


@dataclass(frozen=True)
class Statement:
    """A statement of one fund: titled groups of rows and a bottom line in fen."""

    kind: str
    fund: str
    book: str
    from_month: int
    to_month: int
    groups: tuple[tuple[str, tuple[BalanceRow, ...], int], ...]
    bottom_fen: int
    balanced: bool


def income_statement(*, fund: str, book: str = "cash", from_month: int, to_month: int) -> Statement:
    """Income and expenditure of the months (收支表); the year's closing entry is left out."""
    rows = _movement_without_close(fund, book, from_month, to_month)
    income = tuple(r for r in rows if r.kind == "income")
    spent = tuple(r for r in rows if r.kind == "expenditure")
    total_in, total_out = sum(r.closing_fen for r in income), sum(r.closing_fen for r in spent)
    return Statement(
        "income",
        fund,
        book,
        from_month,
        to_month,
        (("income", income, total_in), ("expenditure", spent, total_out)),
        total_in - total_out,
        True,
    )


def _movement_without_close(fund: str, book: str, first: int, last: int) -> list[BalanceRow]:
    sql = """
    SELECT a.code, a.name_zh, a.name_en, a.kind, a.confidence, a.is_money,
      sum(l.debit_fen)::bigint, sum(l.credit_fen)::bigint
    FROM funds_line l JOIN funds_entry e ON e.id = l.entry_id JOIN funds_account a ON a.id = l.account_id
    WHERE e.fund_id = %(fund)s AND e.book = %(book)s AND e.accounting_month BETWEEN %(first)s AND %(last)s
      AND e.reason <> 'year_close' AND a.kind IN ('income', 'expenditure')
    GROUP BY a.id ORDER BY a.code"""
    found = []
    for code, zh, en, kind, confidence, money, debit, credit in _rows(
        sql, {"fund": fund, "book": book, "first": first, "last": last}
    ):
        moved = int(credit) - int(debit) if kind == "income" else int(debit) - int(credit)
        found.append(
            BalanceRow(code, zh, en, kind, confidence, money, 0, int(debit), int(credit), moved)
        )
    return found


def balance_sheet(*, fund: str, book: str = "cash", accounting_month: int) -> Statement:
    """Assets against liabilities, net assets and the surplus not yet closed (资产负债表)."""
    rows = trial_balance(fund=fund, book=book, accounting_month=accounting_month)
    groups, totals = [], {}
    for kind in ("asset", "liability", "net_assets"):
        members = tuple(r for r in rows if r.kind == kind)
        totals[kind] = sum(r.closing_fen for r in members)
        groups.append((kind, members, totals[kind]))
    surplus = sum(r.closing_fen for r in rows if r.kind == "income") - sum(
        r.closing_fen for r in rows if r.kind == "expenditure"
    )
    groups.append(("surplus_of_the_year", (), surplus))
    bottom = totals["asset"] - totals["liability"] - totals["net_assets"] - surplus
    return Statement(
        "balance_sheet",
        fund,
        book,
        accounting_month,
        accounting_month,
        tuple(groups),
        bottom,
        bottom == 0,
    )


@dataclass(frozen=True)
class JournalRow:
    """One line of a journal with its entry's head."""

    entry_id: int
    entry_on: dt.date
    accounting_month: int
    book: str
    fund: str
    reason: str
    note: str
    cause_kind: str
    cause_id: str
    batch_id: int | None
    reverses_id: int | None
    account: str
    account_zh: str
    account_en: str
    debit_fen: int
    credit_fen: int
    subject: str


_JOURNAL = """
SELECT e.id, e.entry_on, e.accounting_month, e.book, e.fund_id, e.reason, e.note, e.cause_kind, e.cause_id,
  e.batch_id, e.reverses_id, a.code, a.name_zh, a.name_en, l.debit_fen, l.credit_fen, l.subject
FROM funds_line l JOIN funds_entry e ON e.id = l.entry_id JOIN funds_account a ON a.id = l.account_id
"""


def account_journal(
    *,
    fund: str,
    book: str,
    account: str,
    from_month: int,
    to_month: int,
    limit: int = 200,
    offset: int = 0,
) -> list[JournalRow]:
    """The lines behind a statement line, oldest first."""
    return [
        JournalRow(*row)
        for row in _rows(
            _JOURNAL
            + """WHERE e.fund_id = %(fund)s AND e.book = %(book)s AND a.code = %(account)s
        AND e.accounting_month BETWEEN %(first)s AND %(last)s ORDER BY e.id, l.id LIMIT %(limit)s OFFSET %(offset)s""",
            {
                "fund": fund,
                "book": book,
                "account": account,
                "first": from_month,
                "last": to_month,
                "limit": limit,
                "offset": offset,
            },
        )
    ]


def entry_lines(*, entry_id: int) -> list[JournalRow]:
    """All lines of one entry."""
    return [
        JournalRow(*row)
        for row in _rows(_JOURNAL + "WHERE e.id = %(id)s ORDER BY l.id", {"id": entry_id})
    ]


def entries_of_batch(*, batch_id: int) -> list[JournalRow]:
    """All journal lines that a batch posted."""
    return [
        JournalRow(*row)
        for row in _rows(
            _JOURNAL + "WHERE e.batch_id = %(id)s ORDER BY e.id, l.id", {"id": batch_id}
        )
    ]


@dataclass(frozen=True)
class OpenItem:
    """One item of suspense (暂收款) that is not cleared: what it is, how much, how old."""

    account: str
    subject: str
    amount_fen: int
    since: dt.date
    age_days: int


def open_items(*, fund: str, account: str, as_of: dt.date) -> list[OpenItem]:
    """Items of an account cleared item by item whose sum is not zero, oldest first, with their age in days."""
    sql = """
    SELECT l.subject, sum(l.credit_fen - l.debit_fen)::bigint, min(e.entry_on)
    FROM funds_line l JOIN funds_entry e ON e.id = l.entry_id JOIN funds_account a ON a.id = l.account_id
    WHERE e.fund_id = %(fund)s AND a.code = %(account)s AND e.entry_on <= %(as_of)s AND l.subject <> ''
    GROUP BY l.subject HAVING sum(l.credit_fen - l.debit_fen) <> 0 ORDER BY 3, 1"""
    return [
        OpenItem(account, subject, int(amount), since, (as_of - since).days)
        for subject, amount, since in _rows(sql, {"fund": fund, "account": account, "as_of": as_of})
    ]


@dataclass(frozen=True)
class BankReconciliation:
    """银行存款余额调节表 of one bank account: both balances, what explains the gap, and what does not."""

    bank_account_id: int
    role: str
    number: str
    book_fen: int
    statement_fen: int
    in_book_only_fen: int
    in_statement_only_fen: int
    unexplained_fen: int


_RECONCILED = """
WITH book AS (
  SELECT b.id, CASE e.reason
      WHEN 'contributions_received' THEN 'received:' || e.entry_on
      WHEN 'moved_to_fiscal' THEN 'fiscal:' || e.entry_on
      WHEN 'fund_use_transfer' THEN 'plan:' || e.cause_id
      WHEN 'pension_paid' THEN 'paid:' || e.entry_on
      WHEN 'pension_returned' THEN 'returned:' || to_char(e.entry_on, 'YYYY-MM')
      WHEN 'opening' THEN 'opening'
      ELSE e.reason || ':' || e.cause_id END AS cause,
    sum(l.debit_fen - l.credit_fen)::bigint AS fen
  FROM funds_bankaccount b JOIN funds_line l ON l.account_id = b.account_id
  JOIN funds_entry e ON e.id = l.entry_id AND e.fund_id = b.fund_id AND e.entry_on <= %(as_of)s
  WHERE b.fund_id = ANY(%(funds)s) GROUP BY 1, 2),
bank AS (
  SELECT s.bank_account_id AS id, s.cause_id AS cause, sum(s.amount_fen)::bigint AS fen
  FROM funds_statementline s JOIN funds_bankaccount b ON b.id = s.bank_account_id
  WHERE b.fund_id = ANY(%(funds)s) AND s.booked_on <= %(as_of)s GROUP BY 1, 2),
both_sides AS (
  SELECT coalesce(k.id, s.id) AS id, coalesce(k.fen, 0) AS book_fen, coalesce(s.fen, 0) AS bank_fen,
    k.cause IS NULL AS bank_only, s.cause IS NULL AS book_only
  FROM book k FULL JOIN bank s ON s.id = k.id AND s.cause = k.cause)
SELECT b.fund_id, b.id, b.role, b.number, coalesce(sum(x.book_fen), 0)::bigint, coalesce(sum(x.bank_fen), 0)::bigint,
  coalesce(sum(x.book_fen) FILTER (WHERE x.book_only), 0)::bigint,
  coalesce(sum(x.bank_fen) FILTER (WHERE x.bank_only), 0)::bigint
FROM funds_bankaccount b LEFT JOIN both_sides x ON x.id = b.id WHERE b.fund_id = ANY(%(funds)s)
GROUP BY b.id ORDER BY b.id"""


def bank_reconciliation(*, fund: str, as_of: dt.date) -> list[BankReconciliation]:
    """Each bank account of a fund: book balance against statement balance with the items on one side only.

    Items are matched by cause, in words that both sides know: ``received:day``, ``fiscal:day``, ``plan:number``,
    ``paid:day``, ``returned:month``, ``opening``; others by reason and cause.
    """
    return bank_reconciliations(funds=[fund], as_of=as_of)[fund]


def bank_reconciliations(
    *, funds: Sequence[str], as_of: dt.date
) -> dict[str, list[BankReconciliation]]:
    """The bank accounts of each fund as `bank_reconciliation` tells them, asked in one statement."""
    found: dict[str, list[BankReconciliation]] = {fund: [] for fund in funds}
    for fund, number_id, role, number, *sums in _rows(
        _RECONCILED, {"funds": list(funds), "as_of": as_of}
    ):
        book, bank, book_only, bank_only = map(int, sums)
        unexplained = book - book_only - (bank - bank_only)
        found[fund].append(
            BankReconciliation(
                number_id, role, number, book, bank, book_only, bank_only, unexplained
            )
        )
    return found
