"""Individual accounts (个人账户): the yearly sub-ledger behind the control account R2201."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class AccountYear:
    """A person's account in one year: what it opened with, was credited, earned, paid out, and closed with (fen)."""

    year: int
    opening_fen: int
    credit_fen: int
    interest_fen: int
    payout_fen: int
    closing_fen: int
    batch_id: int


def account_years(*, person_id: int) -> list[AccountYear]:
    """A person's closed years, oldest first; a later batch for the same year is a correction and adds up."""
    sql = """
    SELECT year, max(opening_fen), sum(credit_fen)::bigint, sum(interest_fen)::bigint, sum(payout_fen)::bigint,
      max(opening_fen) + sum(credit_fen + interest_fen - payout_fen)::bigint, max(batch_id)
    FROM funds_account_year WHERE person_id = %s GROUP BY year ORDER BY year"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [person_id])
        return [AccountYear(*(int(v) for v in row)) for row in cursor.fetchall()]


def individual_account_total(*, year: int) -> int:
    """The sum of all accounts at the end of a closed year, in fen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(opening_fen + credit_fen + interest_fen - payout_fen), 0)::bigint "
                       "FROM funds_account_year WHERE year = %s", [year])
        return int(cursor.fetchone()[0])
