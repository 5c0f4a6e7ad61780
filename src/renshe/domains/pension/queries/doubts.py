"""What on a roster deserves a look before money moves: each doubt with its lines, set-based and few."""

from dataclasses import dataclass

from django.db import connection, transaction

from renshe.domains.pension.models import PaymentBatch
from renshe.foundation.bulk import whole_tables
from renshe.kernel.periods import first_day

LISTED = 200
"""How many lines of one doubt are named; the count is always complete."""
VERY_OLD_MONTHS = 105 * 12

# One pass over the roster; only the lines with a doubt go on.
ROSTER = """
SELECT v.code, s.line_no, s.person_id FROM (
    SELECT r.line_no, r.person_id,
           p.died_on IS NOT NULL AND a.state IN ('provisional', 'final') AS dead_not_ended,
           coalesce(c.account_name <> p.name, false) AS name_differs,
           r.kind = 'regular' AND p.birth_on <= %(very_old)s AS very_old
      FROM pension_roster r
      JOIN registry_person p ON p.id = r.person_id
      JOIN pension_award a ON a.id = r.award_id
      LEFT JOIN pension_payee_account c ON c.person_id = r.person_id AND c.valid_to IS NULL
     WHERE r.batch_id = %(batch_id)s) s
 CROSS JOIN LATERAL (VALUES ('dead_not_ended', s.dead_not_ended), ('name_differs', s.name_differs),
                            ('very_old', s.very_old)) v (code, found)
 WHERE (s.dead_not_ended OR s.name_differs OR s.very_old) AND v.found
UNION ALL
SELECT 'shared_account', r.line_no, r.person_id
  FROM (SELECT bank_code, account_number FROM pension_payee_account WHERE valid_to IS NULL
         GROUP BY bank_code, account_number HAVING count(*) > 1) shared
  JOIN pension_payee_account c USING (bank_code, account_number)
  JOIN pension_roster r ON r.batch_id = %(batch_id)s AND r.person_id = c.person_id
 WHERE c.valid_to IS NULL
"""

LINES = {
    "amount_jumped": """
        SELECT n.line_no, n.person_id FROM pension_payment_line n
          JOIN pension_payment_batch b ON b.batch_id = n.batch_id
          JOIN pension_payment_batch bo ON bo.fund = b.fund AND bo.place = b.place AND bo.period = b.period - 1
                                       AND bo.attempt = 1
          JOIN pension_payment_line o ON o.batch_id = bo.batch_id AND o.person_id = n.person_id
                                     AND o.kind = 'regular'
         WHERE n.batch_id = %(batch_id)s AND n.kind = 'regular'
           AND abs((n.net_fen + n.deduction_fen) - (o.net_fen + o.deduction_fen)) * 10
               > (o.net_fen + o.deduction_fen) * 3""",
    "nothing_left": """
        SELECT line_no, person_id FROM pension_payment_line
         WHERE batch_id = %(batch_id)s AND net_fen = 0""",
}


@dataclass(frozen=True)
class Doubt:
    """One kind of doubt about a batch: how many lines, and the first of them as `(line, person)`."""

    code: str
    count: int
    lines: tuple[tuple[int, int], ...]


def roster_doubts(*, batch_id: int) -> list[Doubt]:
    """Doubts about a frozen roster: dead_not_ended, name_differs, very_old, shared_account."""
    period = PaymentBatch.objects.values_list("period", flat=True).get(batch_id=batch_id)
    very_old = first_day(period - VERY_OLD_MONTHS)
    return _doubts(ROSTER, {"batch_id": batch_id, "very_old": very_old})


def line_doubts(*, batch_id: int) -> list[Doubt]:
    """Doubts about drawn lines: amount_jumped, nothing_left."""
    union = " UNION ALL ".join(
        f"SELECT '{code}' AS code, line_no, person_id FROM ({query}) q"
        for code, query in LINES.items()
    )
    return _doubts(union, {"batch_id": batch_id})


def _doubts(query: str, values: dict[str, object]) -> list[Doubt]:
    with transaction.atomic(), connection.cursor() as cursor, whole_tables(cursor):
        cursor.execute(
            "SELECT code, max(total), array_agg(line_no ORDER BY line_no),"
            "       array_agg(person_id ORDER BY line_no)"
            "  FROM (SELECT code, line_no, person_id, count(*) OVER (PARTITION BY code) AS total,"
            "               row_number() OVER (PARTITION BY code ORDER BY line_no) AS place"
            f"         FROM ({query}) doubt) numbered"
            f" WHERE place <= {LISTED} GROUP BY code ORDER BY code",
            values,
        )
        return [
            Doubt(code=code, count=count, lines=tuple(zip(lines, people, strict=True)))
            for code, count, lines, people in cursor.fetchall()
        ]
