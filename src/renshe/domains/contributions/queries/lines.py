"""Lines as people look them up: a person's year, and what is in a batch, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

from renshe.domains.contributions.careers import TWELVE
from renshe.domains.contributions.states import STATES
from renshe.kernel.periods import Month

PAGE = 200
MOST = 1000


@dataclass(frozen=True)
class LineRow:
    """One line with its names, unmasked: the page that shows it masks it or logs the look. Amounts are fen.

    `state` is where its money stands: that of its bill, or `refunded` where a refund took the month back; `reversed`
    where it was moved or replaced by a right line, and where the line itself takes back another.
    """

    batch_id: int
    line_no: int
    bill_id: int
    period: Month
    kind: str
    months: int
    state: str
    person_id: int
    person_name: str
    id_number: str
    employer_id: int | None
    employer_name: str
    declared_wage_fen: int
    pension_base_fen: int
    medical_base_fen: int
    unemployment_base_fen: int
    injury_base_fen: int
    pension_employer_fen: int
    pension_personal_fen: int
    medical_employer_fen: int
    medical_personal_fen: int
    unemployment_employer_fen: int
    unemployment_personal_fen: int
    injury_employer_fen: int
    maternity_employer_fen: int
    account_credit_fen: int

    @property
    def total_fen(self) -> int:
        """All shares of the line."""
        return (
            self.pension_employer_fen + self.pension_personal_fen
            + self.medical_employer_fen + self.medical_personal_fen
            + self.unemployment_employer_fen + self.unemployment_personal_fen
            + self.injury_employer_fen + self.maternity_employer_fen
        )  # fmt: skip

    @property
    def state_names(self) -> tuple[str, str]:
        """The state in Chinese and English."""
        return STATES.get(self.state, ("已冲转", "reversed"))


@dataclass(frozen=True)
class LinePage:
    """A page of lines and its last one as (period, batch_id, line_no), from which the next page goes on.

    `following` is None on the last page; a batch goes on from the line_no alone.
    """

    rows: tuple[LineRow, ...]
    following: tuple[int, int, int] | None


# A line answered by one of opposite sign is no month any more: under a refund its money went back.
_LINES = """
SELECT l.batch_id, l.line_no, l.bill_id, l.period, l.kind, l.months,
       CASE WHEN l.months = -1 THEN CASE WHEN b.state = 'refunded' THEN 'refunded' ELSE 'reversed' END
            WHEN answer.state IS NULL THEN CASE WHEN b.credited_batch_id IS NOT NULL AND b.state = 'part_received'
                                                THEN 'credited' ELSE b.state END
            WHEN answer.replaced OR answer.state <> 'refunded' THEN 'reversed'
            ELSE 'refunded' END,
       l.person_id, p.name, p.id_number, l.employer_id, coalesce(e.name, ''), l.declared_wage_fen, l.pension_base_fen,
       l.medical_base_fen, l.unemployment_base_fen, l.injury_base_fen, l.pension_employer_fen, l.pension_personal_fen,
       l.medical_employer_fen, l.medical_personal_fen, l.unemployment_employer_fen, l.unemployment_personal_fen,
       l.injury_employer_fen, l.maternity_employer_fen, l.account_credit_fen
  FROM contributions_line l
  JOIN contributions_bill b ON b.id = l.bill_id
  JOIN registry_person p ON p.id = l.person_id
  LEFT JOIN registry_employer e ON e.id = l.employer_id
  LEFT JOIN LATERAL (
       SELECT c.state, EXISTS (SELECT FROM contributions_line n
                                WHERE n.bill_id = c.id AND n.person_id = l.person_id AND n.months = 1
                                  AND n.employer_id IS NOT DISTINCT FROM l.employer_id) AS replaced
         FROM contributions_line r JOIN contributions_bill c ON c.id = r.bill_id
        WHERE r.person_id = l.person_id AND r.period = l.period AND r.months = -1
          AND r.employer_id IS NOT DISTINCT FROM l.employer_id AND r.batch_id > l.batch_id
          AND (c.credited_batch_id IS NOT NULL OR c.corrects_id = l.bill_id)
        ORDER BY r.batch_id LIMIT 1) answer ON l.months = 1
"""


def lines_of_year(
    *, person_id: int, year: int, after: tuple[int, int, int] = (0, 0, 0), limit: int = PAGE
) -> LinePage:
    """The lines of a person's calendar year by month, merged duplicates and corrections included, a page at a time.

    `after` is the `following` of the page before; `limit` is at most MOST, whatever is asked. History from before
    go-live has no lines. Two queries.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT array_agg(id) FROM (
                   SELECT %s::bigint AS id UNION SELECT merged_id FROM registry_person_alias
                    WHERE person_id = %s AND undone_at IS NULL) everyone""",
            [person_id, person_id],
        )
        (people,) = cursor.fetchone()
    where = """WHERE l.person_id = ANY(%(people)s::bigint[]) AND l.period BETWEEN %(first)s AND %(last)s
                 AND (l.period, l.batch_id, l.line_no) > (%(a)s, %(b)s, %(c)s)
               ORDER BY l.period, l.batch_id, l.line_no"""
    a, b, c = after
    asked = {"people": people, "first": year * TWELVE, "last": year * TWELVE + TWELVE - 1,
             "a": a, "b": b, "c": c}  # fmt: skip
    return _page(where, asked, limit)


def lines_of_batch(*, batch_id: int, after: int = 0, limit: int = PAGE) -> LinePage:
    """The lines that a batch posted, by number, a page at a time; a batch without lines has an empty page.

    `after` is the last line_no seen; `limit` is at most MOST. The batch's own partition is all that is read of lines,
    but for corrections of those shown.
    """
    where = """WHERE l.batch_id = %(batch)s AND l.line_no > %(after)s ORDER BY l.line_no"""
    return _page(where, {"batch": batch_id, "after": after}, limit)


@dataclass(frozen=True)
class AllocationRow:
    """One amount that a batch gave to, or took back from, a share of a bill; `allocation_id` orders the pages. Fen."""

    allocation_id: int
    receipt_id: int
    external_ref: str
    bill_id: int
    period: Month
    insurance: str
    share: str
    amount_fen: int


def allocations_of_batch(
    *, batch_id: int, after: int = 0, limit: int = PAGE
) -> list[AllocationRow]:
    """Which money a batch gave to which bills, a page at a time (`after`: the last allocation_id seen)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT a.id, a.receipt_id, r.external_ref, a.bill_id, b.period, a.insurance, a.share, a.amount_fen
                 FROM contributions_allocation a
                 JOIN contributions_receipt r ON r.id = a.receipt_id JOIN contributions_bill b ON b.id = a.bill_id
                WHERE a.batch_id = %s AND a.id > %s ORDER BY a.id LIMIT %s""",
            [batch_id, after, _bounded(limit)],
        )
        return [AllocationRow(*row) for row in cursor.fetchall()]


def _page(where: str, asked: dict[str, Any], limit: int) -> LinePage:
    limit = _bounded(limit)
    with connection.cursor() as cursor:
        cursor.execute(f"{_LINES} {where} LIMIT %(limit)s", {**asked, "limit": limit + 1})
        rows = [LineRow(*row) for row in cursor.fetchall()]
    shown = tuple(rows[:limit])
    last = shown[-1] if len(rows) > limit else None
    return LinePage(shown, (last.period, last.batch_id, last.line_no) if last else None)


def _bounded(limit: int) -> int:
    return max(1, min(limit, MOST))
