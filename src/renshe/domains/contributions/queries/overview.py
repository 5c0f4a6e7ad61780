"""A month at a glance: declarations, heads, due, received, the collection rate, and money in suspense."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from django.db import connection

from renshe.domains.contributions.models import FUNDS
from renshe.kernel.periods import Month


@dataclass(frozen=True)
class FundMonth:
    """One fund's part of a month: due and received principal, fen."""

    fund: str
    due_fen: int
    received_fen: int


@dataclass(frozen=True)
class MonthOverview:
    """A period at a place: who declared, what is due for it and what of that came in.

    `collection_rate` (征缴率) is what was collected for the period over what is due for the period; arrears of older
    periods and surcharge are in neither. It is None where nothing is due.
    """

    period: Month
    employers_insuring: int
    employers_declared: int
    employers_late: int
    employers_carried: int
    rows_bad: int
    bills: int
    heads: int
    due_fen: int
    received_fen: int
    surcharge_fen: int
    bills_credited: int
    by_state: dict[str, int]
    by_fund: tuple[FundMonth, ...]

    @property
    def collection_rate(self) -> Fraction | None:
        """Collected for the period ÷ due for the period, exact."""
        return Fraction(self.received_fen, self.due_fen) if self.due_fen else None


def month_overview(*, period: Month, place_prefix: str = "") -> MonthOverview:
    """The overview of a period; `place_prefix` keeps payers whose place begins with these digits. Three queries."""
    like = f"{place_prefix}%"
    with connection.cursor() as cursor:
        declared = _declared(cursor, period=period, like=like)
        states, heads, due, received, surcharge, credited, funds = _billed(
            cursor, period=period, like=like
        )
    return MonthOverview(
        period=period,
        **declared,
        bills=sum(states.values()),
        heads=heads,
        due_fen=due,
        received_fen=received,
        surcharge_fen=surcharge,
        bills_credited=credited,
        by_state=states,
        by_fund=funds,
    )


def _declared(cursor: object, *, period: Month, like: str) -> dict[str, int]:
    cursor.execute(  # type: ignore[attr-defined]
        """SELECT count(DISTINCT d.employer_id) FILTER (WHERE channel <> 'carry_forward'),
                  count(DISTINCT d.employer_id) FILTER (WHERE late),
                  count(DISTINCT d.employer_id) FILTER (WHERE channel = 'carry_forward'),
                  coalesce((SELECT count(*) FROM contributions_declared_row r
                             JOIN contributions_declaration x ON x.id = r.declaration_id
                             JOIN registry_employer y ON y.id = x.employer_id
                            WHERE r.state = 'bad' AND x.period = %(period)s AND y.place LIKE %(like)s), 0)
             FROM contributions_declaration d JOIN registry_employer e ON e.id = d.employer_id
            WHERE d.period = %(period)s AND d.state IN ('accepted', 'partly_accepted', 'assessed')
              AND e.place LIKE %(like)s""",
        {"period": period, "like": like},
    )
    sent, late, carried, bad = cursor.fetchone()  # type: ignore[attr-defined]
    cursor.execute(  # type: ignore[attr-defined]
        """SELECT count(*) FROM registry_employer e
            WHERE e.place LIKE %(like)s AND EXISTS (
                  SELECT FROM enrolment_spell s WHERE s.employer_id = e.id AND s.status = 'active'
                     AND s.span @> make_date(%(period)s / 12, %(period)s %% 12 + 1, 1))""",
        {"period": period, "like": like},
    )
    (insuring,) = cursor.fetchone()  # type: ignore[attr-defined]
    return {
        "employers_insuring": insuring,
        "employers_declared": sent,
        "employers_late": late,
        "employers_carried": carried,
        "rows_bad": bad,
    }


def _billed(
    cursor: object, *, period: Month, like: str
) -> tuple[dict[str, int], int, int, int, int, int, tuple[FundMonth, ...]]:
    dues = ", ".join(
        f"coalesce(sum({fund}_employer_fen + {fund}_personal_fen), 0)::bigint" for fund in FUNDS
    )
    cursor.execute(  # type: ignore[attr-defined]
        f"""SELECT state, count(*), coalesce(sum(heads), 0)::bigint, sum(total_fen)::bigint,
                   sum(received_fen)::bigint, sum(surcharge_fen)::bigint, count(credited_batch_id), {dues}
              FROM contributions_bill b
              LEFT JOIN registry_employer e ON e.id = b.employer_id
              LEFT JOIN registry_person p ON p.id = b.person_id
             WHERE b.period = %s AND coalesce(e.place, p.residence_place) LIKE %s
             GROUP BY state ORDER BY state""",
        [period, like],
    )
    rows = cursor.fetchall()  # type: ignore[attr-defined]
    cursor.execute(  # type: ignore[attr-defined]
        """SELECT a.insurance, sum(a.amount_fen)::bigint
             FROM contributions_allocation a JOIN contributions_bill b ON b.id = a.bill_id
             LEFT JOIN registry_employer e ON e.id = b.employer_id
             LEFT JOIN registry_person p ON p.id = b.person_id
            WHERE b.period = %s AND a.share <> 'surcharge'
              AND coalesce(e.place, p.residence_place) LIKE %s
            GROUP BY 1""",
        [period, like],
    )
    came = dict(cursor.fetchall())  # type: ignore[attr-defined]
    sums = [sum(row[number] for row in rows) for number in range(2, 11)]
    funds = tuple(
        FundMonth(fund=fund, due_fen=sums[5 + number], received_fen=came.get(fund, 0))
        for number, fund in enumerate(FUNDS)
    )
    states = {row[0]: row[1] for row in rows}
    return states, sums[0], sums[1], sums[2], sums[3], sums[4], funds


@dataclass(frozen=True)
class SuspenseItem:
    """Money that paid nothing yet, and how long it has lain (暂收款账龄)."""

    receipt_id: int
    external_ref: str
    payer_uscc: str
    received_on: dt.date
    left_fen: int
    days: int
    reason: str


def suspense_items(*, as_of: dt.date, limit: int = 500) -> list[SuspenseItem]:
    """Receipts with money left, the oldest first; reason `unknown_payer` or `overpaid`."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT r.id, r.external_ref, r.payer_uscc, r.received_on,
                      (r.amount_fen - coalesce(a.fen, 0) - coalesce(f.fen, 0))::bigint, %s - r.received_on,
                      CASE WHEN EXISTS (SELECT FROM registry_employer WHERE uscc = r.payer_uscc)
                             OR EXISTS (SELECT FROM registry_person WHERE id_number = r.payer_uscc)
                           THEN 'overpaid' ELSE 'unknown_payer' END
                 FROM contributions_receipt r
                 LEFT JOIN LATERAL (SELECT sum(amount_fen) AS fen FROM contributions_allocation
                                     WHERE receipt_id = r.id) a ON true
                 LEFT JOIN LATERAL (SELECT sum(amount_fen) AS fen FROM contributions_refund
                                     WHERE receipt_id = r.id) f ON true
                WHERE r.state = 'suspense' ORDER BY r.received_on, r.id LIMIT %s""",
            [as_of, limit],
        )
        return [SuspenseItem(*row) for row in cursor.fetchall()]
