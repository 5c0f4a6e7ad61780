"""What on a roster deserves a look before money moves: each doubt with its lines, set-based and few."""

from dataclasses import dataclass

from django.db import connection

LISTED = 200
"""How many lines of one doubt are named; the count is always complete."""

DOUBTS = {
    "dead_not_ended": """
        SELECT r.line_no, r.person_id FROM pension_roster r
          JOIN registry_person p ON p.id = r.person_id
          JOIN pension_award a ON a.id = r.award_id
         WHERE r.batch_id = %(batch_id)s AND p.died_on IS NOT NULL
           AND a.state IN ('provisional', 'final')""",
    "shared_account": """
        SELECT line_no, person_id FROM (
            SELECT r.line_no, r.person_id, min(r.person_id) OVER same AS first_person,
                   max(r.person_id) OVER same AS last_person
              FROM pension_roster r
              JOIN pension_payee_account c ON c.person_id = r.person_id AND c.valid_to IS NULL
             WHERE r.batch_id = %(batch_id)s
            WINDOW same AS (PARTITION BY c.bank_code, c.account_number)) shared
         WHERE first_person <> last_person""",
    "name_differs": """
        SELECT r.line_no, r.person_id FROM pension_roster r
          JOIN registry_person p ON p.id = r.person_id
          JOIN pension_payee_account c ON c.person_id = r.person_id AND c.valid_to IS NULL
         WHERE r.batch_id = %(batch_id)s AND c.account_name <> p.name""",
    "very_old": """
        SELECT r.line_no, r.person_id FROM pension_roster r
          JOIN registry_person p ON p.id = r.person_id
         WHERE r.batch_id = %(batch_id)s AND r.kind = 'regular'
           AND extract(year FROM p.birth_on) * 12 + extract(month FROM p.birth_on) - 1
               <= r.period - 105 * 12""",
    "amount_jumped": """
        SELECT n.line_no, n.person_id FROM pension_payment_line n
          JOIN pension_payment_batch b ON b.batch_id = n.batch_id
          JOIN pension_payment_batch bo ON bo.place = b.place AND bo.period = b.period - 1
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


def batch_doubts(*, batch_id: int, codes: tuple[str, ...]) -> list[Doubt]:
    """The doubts of these kinds that a batch has; a kind without lines is left out."""
    found = []
    with connection.cursor() as cursor:
        for code in codes:
            cursor.execute(
                f"SELECT line_no, person_id, count(*) OVER () FROM ({DOUBTS[code]}) doubt"
                f" ORDER BY line_no LIMIT {LISTED}",
                {"batch_id": batch_id},
            )
            rows = cursor.fetchall()
            if rows:
                lines = tuple((line, person) for line, person, _ in rows)
                found.append(Doubt(code=code, count=rows[0][2], lines=lines))
    return found
