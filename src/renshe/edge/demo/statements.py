"""Statements of the city's bank, treasury and fiscal accounts for a month, as the outside world would send them.

The expenditure account of the pension fund is the simulated bank's own: payments, returns, interest and a charge.
Treasury and fiscal accounts report what passed through them by day, with the fiscal account's interest on top.
"""

from __future__ import annotations

import datetime as dt

from django.db import connection

from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.edge.month_one_off import files_of_month
from renshe.flows import contribution_to_ledger as ledger
from renshe.gateways.bank.contract import RensheBankFormat
from renshe.gateways.bank.simulator import SimulatedBank
from renshe.kernel.periods import last_day
from renshe.runs.monthly_pension_payment import bank as pension_bank

ROLES = {"1002": "income", "1003": "fiscal", "1004": "expenditure", "1005": "treasury"}
_BANKS = {
    "income": "中国工商银行",
    "fiscal": "市财政局",
    "expenditure": "中国建设银行",
    "treasury": "中国人民银行国库",
}

_MOVED = """
SELECT a.code, e.reason, e.cause_id, e.entry_on, sum(l.debit_fen - l.credit_fen)::bigint
  FROM funds_line l JOIN funds_entry e ON e.id = l.entry_id JOIN funds_account a ON a.id = l.account_id
 WHERE e.fund_id = %s AND e.book = 'cash' AND a.is_money AND e.accounting_month <= %s
 GROUP BY 1, 2, 3, 4 ORDER BY 4, 2, 3
"""
_CAUSE = {
    "contributions_received": "received:{day}",
    "moved_to_fiscal": "fiscal:{day}",
    "fund_use_transfer": "plan:{cause}",
    "opening": "opening",
}


def open_bank_accounts(*, place: str, valid_from: dt.date) -> None:
    """One account of each role for each fund; numbers are invented and begin with the place."""
    for number, fund in enumerate(funds.funds(), start=1):
        for kind, role in enumerate(("treasury", "fiscal", "expenditure", "income"), start=1):
            funds.add_bank_account(
                fund=fund.code,
                role=role,
                bank_name=_BANKS[role],
                number=f"{place}0{number}{kind}00000001",
                valid_from=valid_from,
            )


def load_statements(*, place: str, period: int, seed: int, by: str, at: dt.datetime) -> int:
    """Load every account's lines up to the end of a month; returns how many are new. Loading again adds nothing."""
    open_bank_accounts(place=place, valid_from=dt.date(2025, 1, 1))
    new = 0
    for fund in funds.funds():
        accounts = {row.role: row.id for row in funds.bank_accounts(fund=fund.code)}
        with connection.cursor() as cursor:
            cursor.execute(_MOVED, [fund.code, period])
            moved = cursor.fetchall()
        for code, reason, cause, day, fen in moved:
            words = _CAUSE.get(reason)
            if words is None or (
                code == "1004" and reason == "fund_use_transfer" and fund.code in pension.FUNDS
            ):
                continue
            known = words.format(day=day, cause=cause)
            new += funds.load_statement(
                bank_account_id=accounts[ROLES[code]],
                lines=[
                    (
                        f"{known}:{code}:{cause}"[:80],
                        day,
                        int(fen),
                        _BANKS[ROLES[code]],
                        reason,
                        known,
                    )
                ],
            )
        new += _fiscal_interest(fund.code, accounts["fiscal"], period, by)
    for paying in pension.FUNDS:
        _pension_bank(paying, place, period, seed, by, at)
    return new


def _fiscal_interest(fund: str, account_id: int, period: int, by: str) -> int:
    """The month's interest on the fiscal account, at 0.3 % a year; booked from the statement line."""
    day = last_day(period)
    balance = sum(
        row.closing_fen
        for row in funds.trial_balance(fund=fund, book="cash", accounting_month=period)
        if row.code == "1003"
    )
    reference = f"I{fund[:10]}{period}"
    interest = balance * 3 // 1000 // 12
    new = (
        funds.load_statement(
            bank_account_id=account_id,
            lines=[
                (reference, day, interest, "市财政局", "结息", f"interest_received:{reference}")
            ],
        )
        if interest > 0
        else 0
    )
    if new:
        ledger.other_money(
            fund=fund,
            kind="interest",
            account="1003",
            amount_fen=interest,
            booked_on=day,
            accounting_month=period,
            cause_id=reference,
            posted_by=by,
        )
    return new


def _pension_bank(fund: str, place: str, period: int, seed: int, by: str, at: dt.datetime) -> None:
    """The bank's statement of the expenditure account of a fund that pays pensions, made by the simulated bank itself."""
    account = next(row for row in funds.bank_accounts(fund=fund) if row.role == "expenditure")
    first, last = dt.date(period // 12, period % 12 + 1, 1), last_day(period)
    payments, transfers = [], []
    for batch in pension.batches_of(place=place, period=period):
        payments += [
            (content, batch.filed_on)
            for _, _, content in pension_bank.outgoing_files(batch_id=batch.batch_id)
            if batch.filed_on and batch.fund == fund
        ]
    payments += files_of_month(place=place, period=period, fund=fund)
    for plan in funds.plans(accounting_month=period, state="transferred"):
        if plan.fund == fund:
            transfers.append((str(plan.id), first + dt.timedelta(days=11), plan.amount_fen))
    opening = sum(
        row.opening_fen
        for row in funds.trial_balance(fund=fund, book="cash", accounting_month=period)
        if row.code == "1004"
    )
    if not (opening or payments or transfers):
        return
    content = SimulatedBank(seed).statement(
        account=account.number,
        from_on=first,
        to_on=last,
        opening=opening,
        transfers=transfers,
        payments=payments,
    )
    interest = f"I{last:%Y%m%d}" if fund == pension.EMPLOYEE_FUND else f"I{last:%Y%m%d}:{fund}"
    pension_bank.take_statement(
        content=content,
        bank_format=RensheBankFormat(),
        bank_account_id=account.id,
        accounting_month=period,
        by=by,
        at=at,
    )
    if not any(
        r.cause_id == interest
        for r in funds.account_journal(
            fund=fund, book="cash", account="4201", from_month=period, to_month=period
        )
    ):
        ledger.other_money(
            fund=fund,
            kind="interest",
            account="1004",
            amount_fen=36_850,
            booked_on=last,
            accounting_month=period,
            cause_id=interest,
            posted_by=by,
        )
