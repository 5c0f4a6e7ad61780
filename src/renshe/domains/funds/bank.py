"""Bank and treasury accounts of the funds, and their statements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from renshe.domains.funds.models import Account, BankAccount

_CODE = {"income": "1002", "fiscal": "1003", "expenditure": "1004", "treasury": "1005"}


@dataclass(frozen=True)
class BankAccountRow:
    """An account of a fund at a bank, the finance bureau or the treasury."""

    id: int
    fund: str
    role: str
    bank_name: str
    number: str


def add_bank_account(
    *, fund: str, role: str, bank_name: str, number: str, valid_from: dt.date
) -> int:
    """Register an account; the same number twice returns the first."""
    account = Account.objects.get(book="cash", code=_CODE[role])
    row, _ = BankAccount.objects.get_or_create(
        number=number,
        defaults={
            "fund_id": fund,
            "role": role,
            "bank_name": bank_name,
            "account": account,
            "valid_from": valid_from,
        },
    )
    return int(row.pk)


def bank_accounts(*, fund: str | None = None) -> list[BankAccountRow]:
    """All accounts in use, by fund and role."""
    rows = BankAccount.objects.filter(valid_to=None).order_by("fund__ordinal", "role")
    if fund is not None:
        rows = rows.filter(fund_id=fund)
    return [BankAccountRow(b.pk, b.fund_id, b.role, b.bank_name, b.number) for b in rows]


def load_statement(
    *,
    bank_account_id: int,
    lines: Iterable[tuple[str, dt.date, int, str, str, str]],
) -> int:
    """Take in statement lines ``(external_ref, booked_on, amount_fen, counterparty, purpose, cause_id)``.

    A line already there by its reference is left alone, so that a file may be loaded again. Returns how many are new.
    """
    new = 0
    with connection.cursor() as cursor:
        for line in lines:
            cursor.execute(
                "INSERT INTO funds_statementline (bank_account_id, external_ref, booked_on, amount_fen, counterparty, "
                "purpose, cause_id) VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
                [bank_account_id, *line],
            )
            new += cursor.rowcount
    return new
