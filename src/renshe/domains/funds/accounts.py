"""Individual accounts (个人账户): the yearly sub-ledger behind the control account R2201."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
from django.db import connection

from renshe.foundation.bulk import StagedPartition, read_arrow


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


def last_account_year() -> int | None:
    """The last year whose individual accounts are closed, everybody's at once; None before the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(year) FROM funds_account_year")
        (year,) = cursor.fetchone()
        return None if year is None else int(year)


def individual_account_total(*, year: int) -> int:
    """The sum of all accounts at the end of a closed year, in fen."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(opening_fen + credit_fen + interest_fen - payout_fen), 0)::bigint "
            "FROM funds_account_year WHERE year = %s",
            [year],
        )
        return int(cursor.fetchone()[0])


def accounts_at_start(*, year: int, role: str = "runner") -> pa.Table:
    """Every account's balance at the start of a year: person_id, opening_fen (what the year before closed with)."""
    return read_arrow(
        role=role,
        sql=f"""
        SELECT person_id, (max(opening_fen) + sum(credit_fen + interest_fen - payout_fen))::bigint AS opening_fen
          FROM funds_account_year WHERE year = {int(year) - 1} GROUP BY person_id""",
    )


def stage_account_year(*, batch_id: int, rows: pa.Table) -> StagedPartition:
    """Put a year's accounts into the unattached partition of a batch; the caller attaches and closes it."""
    stage = StagedPartition(parent="funds_account_year", batch_id=batch_id)
    stage.create()
    stage.copy(rows)
    stage.key()
    stage.assert_no_orphans(column="person_id", table="registry_person")
    return stage
