"""What stands in somebody's individual account today, and what was drawn from it for months that were not due."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from renshe.domains.contributions import api as contributions
from renshe.domains.funds import api as funds
from renshe.domains.pension.kinds import EMPLOYEE_FUND
from renshe.domains.registry import api as registry


@dataclass(frozen=True)
class AccountStanding:
    """An individual account, all numbers of its owner together (fen). `credited_fen` and `drawn_fen` are those of months
    of the books after the last closed year; interest of the open year is not booked yet. `undue_fen` is what pensions
    paid after death have drawn and nobody has put back."""

    closed_year: int
    closing_fen: int
    credited_fen: int
    drawn_fen: int
    undue_fen: int

    @property
    def balance_fen(self) -> int:
        """What the account holds as booked."""
        return self.closing_fen + self.credited_fen - self.drawn_fen

    @property
    def left_fen(self) -> int:
        """What the dead person left: the balance, and what was drawn for months after death (社会保险法 第十四条)."""
        return self.balance_fen + self.undue_fen


# As the yearly run counts payouts (`payouts.py`), and what decisions set off or put back.
_DRAWN = """
SELECT coalesce((SELECT sum(l.account_fen) FROM pension_payment_line l
         JOIN pension_payment_batch b ON b.batch_id = l.batch_id AND b.accounting_month > %(last)s AND b.fund = %(fund)s
         JOIN funds_batch f ON f.id = l.batch_id AND f.state = 'posted'
         LEFT JOIN pension_payment_stop s ON s.batch_id = l.batch_id AND s.line_no = l.line_no AND NOT s.still_due
        WHERE l.person_id = ANY(%(people)s) AND l.kind <> 'retry' AND s.id IS NULL), 0)
     + coalesce((SELECT sum(d.amount_fen - d.restored_fen) FROM pension_overpayment_decision d
         JOIN pension_overpayment o ON o.id = d.overpayment_id
        WHERE o.person_id = ANY(%(people)s) AND d.kind = 'account' AND d.state = 'approved'
          AND d.accounting_month > %(last)s), 0)
     - coalesce((SELECT sum(u.account_fen) FROM pension_undue_decision u
         JOIN pension_payment_batch b ON b.batch_id = u.batch_id AND b.fund = %(fund)s
        WHERE u.person_id = ANY(%(people)s) AND u.state = 'approved' AND u.accounting_month > %(last)s), 0)
"""
_UNDUE = """
SELECT coalesce((SELECT sum(l.account_fen) FROM pension_overpayment o
         CROSS JOIN LATERAL jsonb_array_elements(o.lines) AS e(line)
         JOIN pension_payment_line l ON l.batch_id = split_part(e.line ->> 'instruction', '-', 1)::bigint
                                    AND l.line_no = split_part(e.line ->> 'instruction', '-', 2)::int
         JOIN pension_payment_batch b ON b.batch_id = l.batch_id AND b.fund = %(fund)s
        WHERE o.person_id = ANY(%(people)s) AND o.cause = 'death_known_late' AND e.line ? 'instruction'), 0)
     - coalesce((SELECT sum(d.restored_fen) FROM pension_overpayment_decision d
         JOIN pension_overpayment o ON o.id = d.overpayment_id
        WHERE o.person_id = ANY(%(people)s) AND d.kind = 'account' AND d.state = 'approved'), 0)
"""


def account_standing(*, person_id: int) -> AccountStanding:
    """The account of a person, merged numbers included, read within the current transaction."""
    people = registry.everybody_who_is(person_id=person_id)
    year = funds.last_account_year() or 0
    closing = sum(
        row.closing_fen
        for one in people
        for row in funds.account_years(person_id=one)
        if row.year == year
    )
    asked = {"people": people, "last": year * 12 + 11, "fund": EMPLOYEE_FUND}
    with connection.cursor() as cursor:
        cursor.execute(_DRAWN, asked)
        drawn = int(cursor.fetchone()[0])
        cursor.execute(_UNDUE, asked)
        undue = int(cursor.fetchone()[0])
    return AccountStanding(
        closed_year=year,
        closing_fen=closing,
        credited_fen=contributions.credited_since(person_ids=people, year=year),
        drawn_fen=drawn,
        undue_fen=undue,
    )
