"""Freezing who is to be paid, and finding on the frozen roster who must not be.

Everything here is one set-based statement over the whole roster; nothing is done person by person.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from renshe.domains.pension.kinds import kinds_of_fund
from renshe.domains.pension.models import PaymentBatch
from renshe.domains.pension.places import place_prefix
from renshe.domains.pension.refusals import MONTH_TAKEN
from renshe.foundation.bulk import whole_tables
from renshe.kernel.periods import first_day
from renshe.kernel.rules import Refusal


@dataclass(frozen=True)
class NewBatch:
    """What fixes a payment batch before anybody is on it; `batch_id` is its funds batch."""

    batch_id: int
    fund: str
    period: int
    place: str
    attempt: int
    pays: str
    accounting_month: int
    frozen_at: datetime
    frozen_by: str


STOPPING_KINDS = "('death', 'custody', 'overdue_certification', 'manual')"

# What ended is due up to its last month: the month of death, or months before another benefit begins. Where a better award
# took its place from the start, that one is due.
REGULAR = f"""
INSERT INTO pension_roster (batch_id, line_no, person_id, award_id, period, kind)
SELECT %(batch_id)s, row_number() OVER (ORDER BY a.id), a.person_id, a.id, %(period)s, 'regular'
  FROM pension_award a
 WHERE a.state IN ('provisional', 'final', 'ended') AND a.kind = ANY(%(kinds)s) AND a.place LIKE %(prefix)s
   AND (a.state <> 'ended' OR NOT EXISTS (
       SELECT FROM pension_award n WHERE n.replaces_id = a.id AND n.starts_month <= %(period)s))
   AND a.starts_month <= %(period)s AND (a.ends_month IS NULL OR a.ends_month >= %(period)s)
   AND NOT EXISTS (SELECT FROM pension_hold h
                    WHERE h.person_id = a.person_id AND h.kind IN {STOPPING_KINDS}
                      AND h.cancelled_on IS NULL AND h.from_month <= %(period)s
                      AND (h.to_month IS NULL OR h.to_month >= %(period)s))
   AND NOT EXISTS (SELECT FROM registry_person p
                    WHERE p.id = a.person_id AND p.died_on < %(month_start)s)
"""

# A person whose pension is stopped keeps his arrears until it is restored.
ARREARS = f"""
WITH taken AS (
    SELECT x.id, x.person_id, x.award_id, x.period,
           %(offset)s + row_number() OVER (ORDER BY x.person_id, x.period, x.id) AS line_no
      FROM pension_arrears x JOIN pension_award a ON a.id = x.award_id
     WHERE x.roster_batch_id IS NULL AND x.cancelled_on IS NULL AND x.period <= %(period)s
       AND a.kind = ANY(%(kinds)s) AND a.place LIKE %(prefix)s
       AND NOT EXISTS (SELECT FROM pension_hold h
                        WHERE h.person_id = x.person_id AND h.kind IN {STOPPING_KINDS}
                          AND h.cancelled_on IS NULL AND h.from_month <= %(period)s
                          AND (h.to_month IS NULL OR h.to_month >= %(period)s))
), marked AS (
    UPDATE pension_arrears x SET roster_batch_id = %(batch_id)s, roster_line_no = t.line_no
      FROM taken t WHERE t.id = x.id
)
INSERT INTO pension_roster (batch_id, line_no, person_id, award_id, period, kind, arrears_id)
SELECT %(batch_id)s, line_no, person_id, award_id, period, 'arrears', id FROM taken
"""

RETRY = """
INSERT INTO pension_roster (batch_id, line_no, person_id, award_id, period, kind, attempt_of)
SELECT %(batch_id)s, row_number() OVER (ORDER BY l.batch_id, l.line_no), l.person_id, l.award_id,
       l.period, 'retry', l.batch_id || '-' || l.line_no
  FROM unnest(%(batches)s::bigint[], %(lines)s::int[]) AS chosen (batch_id, line_no)
  JOIN pension_payment_line l USING (batch_id, line_no)
"""


@transaction.atomic
def freeze_month_roster(*, batch: NewBatch) -> dict[str, int]:
    """Put on the roster every pension of the batch's fund due in the month and every month still owed; return the heads.

    Asked again for the same batch, it changes nothing and returns what was frozen. The unique constraints of the roster
    make it impossible that a month or a back payment is on two rosters.
    """
    if _open(batch):
        _refuse_overlap(batch)
        kinds = list(kinds_of_fund(batch.fund))
        with connection.cursor() as cursor, whole_tables(cursor):
            cursor.execute(
                REGULAR,
                {
                    "batch_id": batch.batch_id,
                    "period": batch.period,
                    "prefix": place_prefix(place=batch.place) + "%",
                    "month_start": first_day(batch.period),
                    "kinds": kinds,
                },
            )
            regular = cursor.rowcount
            cursor.execute(
                ARREARS,
                {
                    "batch_id": batch.batch_id,
                    "period": batch.period,
                    "prefix": place_prefix(place=batch.place) + "%",
                    "offset": regular,
                    "kinds": kinds,
                },
            )
    return roster_heads(batch_id=batch.batch_id)


@transaction.atomic
def freeze_retry_roster(*, batch: NewBatch, instructions: list[tuple[int, int]]) -> dict[str, int]:
    """Put failed or released instructions `(batch, line)` on a roster of their own, each a linked new attempt."""
    if _open(batch):
        with connection.cursor() as cursor:
            cursor.execute(
                RETRY,
                {
                    "batch_id": batch.batch_id,
                    "batches": [number for number, _ in instructions],
                    "lines": [number for _, number in instructions],
                },
            )
    return roster_heads(batch_id=batch.batch_id)


def roster_heads(*, batch_id: int) -> dict[str, int]:
    """Rows of a frozen roster by kind, with `rows` for all of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, count(*) FROM pension_roster WHERE batch_id = %s GROUP BY kind",
            [batch_id],
        )
        heads = dict(cursor.fetchall())
    return {
        "rows": sum(heads.values()),
        **{kind: heads.get(kind, 0) for kind in ("regular", "arrears", "retry")},
    }


def _refuse_overlap(batch: NewBatch) -> None:
    """A month is frozen once for a fund and a place: not again for a place within it, or around it."""
    mine = place_prefix(place=batch.place)
    taken = PaymentBatch.objects.filter(fund=batch.fund, period=batch.period, attempt=1).exclude(
        batch_id=batch.batch_id
    )
    for place in taken.values_list("place", flat=True):
        other = place_prefix(place=place)
        if mine.startswith(other) or other.startswith(mine):
            raise Refusal(MONTH_TAKEN, subject=place, place=batch.place)


def _open(batch: NewBatch) -> bool:
    """Make the batch under a lock on its month; False where it is there already."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"pension-payment {batch.period}"],
        )
    _, made = PaymentBatch.objects.get_or_create(
        batch_id=batch.batch_id,
        defaults={
            "fund": batch.fund,
            "period": batch.period,
            "place": batch.place,
            "attempt": batch.attempt,
            "pays": batch.pays,
            "accounting_month": batch.accounting_month,
            "state": "frozen",
            "frozen_at": batch.frozen_at,
            "frozen_by": batch.frozen_by,
        },
    )
    return made


# A month after death was never due; a month up to death stays owed, to the estate. A line that pays months on both sides
# of a death is stopped, and those before it are owed anew. A payment that failed is in the books as owed until somebody
# decides otherwise, so its retry is held back but stays owed.
DEAD_OR_WITHOUT_ACCOUNT = """
WITH found AS (
    SELECT r.batch_id, r.line_no, r.kind, d.dead, x.id AS arrears_id, m.died,
           r.period AS first, r.period + coalesce(x.months, 1) - 1 AS last
      FROM pension_roster r JOIN registry_person p ON p.id = r.person_id
      LEFT JOIN pension_arrears x ON x.id = r.arrears_id
      LEFT JOIN pension_payee_account c ON c.person_id = r.person_id AND c.valid_to IS NULL
     CROSS JOIN LATERAL (SELECT p.died_on IS NOT NULL
                            AND (p.died_on < %(month_start)s OR r.kind = 'retry') AS dead) d
     CROSS JOIN LATERAL (SELECT (extract(year FROM p.died_on) * 12 + extract(month FROM p.died_on) - 1)::int AS died) m
     WHERE r.batch_id = %(batch_id)s AND (d.dead OR c.id IS NULL)
), stopped AS (
    INSERT INTO pension_payment_stop (batch_id, line_no, reason, still_due, note, stopped_by, stopped_at)
    SELECT batch_id, line_no, CASE WHEN dead THEN 'death' ELSE 'no_account' END,
           NOT dead OR kind = 'retry' OR last <= died, '', %(by)s, %(at)s
      FROM found
    ON CONFLICT (batch_id, line_no) DO NOTHING
    RETURNING line_no, still_due
)
INSERT INTO pension_arrears (person_id, award_id, period, months, cause, basic_fen, account_fen, transitional_fen,
                             other_fen, known_on)
SELECT x.person_id, x.award_id, x.period, f.died - x.period + 1, x.cause, x.basic_fen, x.account_fen,
       x.transitional_fen, x.other_fen, (%(at)s::timestamptz AT TIME ZONE 'Asia/Shanghai')::date
  FROM stopped s JOIN found f ON f.line_no = s.line_no AND f.dead AND NOT s.still_due AND f.first <= f.died
  JOIN pension_arrears x ON x.id = f.arrears_id
"""

HELD = f"""
INSERT INTO pension_payment_stop (batch_id, line_no, reason, still_due, note, stopped_by, stopped_at)
SELECT DISTINCT ON (r.line_no) r.batch_id, r.line_no, h.kind, false, h.reason, %(by)s, %(at)s
  FROM pension_roster r
  JOIN pension_hold h ON h.person_id = r.person_id AND h.kind IN {STOPPING_KINDS}
   AND h.cancelled_on IS NULL AND h.from_month <= r.period
   AND (h.to_month IS NULL OR h.to_month >= r.period)
 WHERE r.batch_id = %(batch_id)s AND r.kind = 'regular'
 ORDER BY r.line_no, h.id
ON CONFLICT (batch_id, line_no) DO NOTHING
"""


@transaction.atomic
def stop_who_must_not_be_paid(*, batch_id: int, by: str, at: datetime) -> dict[str, int]:
    """Stop on the frozen roster the dead, the held and those without an account; return heads by reason.

    Deaths and holds known before the freeze are not on the roster; these became known since. Basis:
    社会保险经办条例 第二十五、二十六条; 劳社厅函〔2001〕44号. A line has one stop; asked again, none is added.
    """
    batch = PaymentBatch.objects.get(batch_id=batch_id)
    values = {
        "batch_id": batch_id,
        "month_start": first_day(batch.period),
        "by": by,
        "at": at,
    }
    with connection.cursor() as cursor, whole_tables(cursor):
        for statement in (HELD, DEAD_OR_WITHOUT_ACCOUNT):
            cursor.execute(statement, values)
        cursor.execute(
            "SELECT reason, count(*) FROM pension_payment_stop WHERE batch_id = %s GROUP BY reason",
            [batch_id],
        )
        return dict(cursor.fetchall())
