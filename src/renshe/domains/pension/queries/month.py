"""The month in heads and fen: 人数金额变动平衡表, set-based, for a million people in seconds.

last month + new + restored − dead − suspended − ended − stopped ± changed = this month.
"""

from dataclasses import dataclass

from django.db import connection

from renshe.domains.pension.models import PaymentBatch
from renshe.domains.pension.queries.payments import BatchOutcome, outcome_of
from renshe.domains.pension.queries.undue import undue_in_month
from renshe.kernel.periods import Month

MOVEMENTS = """
WITH before AS (
    SELECT l.person_id, l.net_fen + l.deduction_fen AS fen FROM pension_payment_line l
      LEFT JOIN pension_payment_stop s ON s.batch_id = l.batch_id AND s.line_no = l.line_no
     WHERE l.batch_id = %(before)s AND l.kind = 'regular' AND s.id IS NULL
), now AS (
    SELECT l.person_id, l.net_fen + l.deduction_fen AS fen FROM pension_payment_line l
      LEFT JOIN pension_payment_stop s ON s.batch_id = l.batch_id AND s.line_no = l.line_no
     WHERE l.batch_id = %(now)s AND l.kind = 'regular' AND s.id IS NULL
), moved AS (
    SELECT coalesce(n.person_id, b.person_id) AS person_id, b.fen AS old_fen, n.fen AS new_fen
      FROM before b FULL JOIN now n ON n.person_id = b.person_id
     WHERE b.fen IS DISTINCT FROM n.fen
), told AS (
    SELECT m.*, CASE
        WHEN m.old_fen IS NOT NULL AND m.new_fen IS NOT NULL THEN 'changed'
        WHEN m.old_fen IS NULL AND EXISTS (
            SELECT FROM pension_payment_line e JOIN pension_payment_batch eb ON eb.batch_id = e.batch_id
             WHERE e.person_id = m.person_id AND e.kind = 'regular' AND eb.fund = %(fund)s
               AND e.period < %(period)s) THEN 'restored'
        WHEN m.old_fen IS NULL THEN 'new'
        WHEN p.died_on IS NOT NULL THEN 'dead'
        WHEN EXISTS (SELECT FROM pension_hold h WHERE h.person_id = m.person_id
                        AND h.kind IN ('custody', 'overdue_certification', 'manual')
                        AND h.from_month <= %(period)s
                        AND (h.to_month IS NULL OR h.to_month >= %(period)s)
                        AND h.cancelled_on IS NULL) THEN 'suspended'
        WHEN EXISTS (SELECT FROM pension_payment_line x JOIN pension_payment_stop s
                         ON s.batch_id = x.batch_id AND s.line_no = x.line_no
                      WHERE x.batch_id = %(now)s AND x.person_id = m.person_id) THEN 'stopped'
        ELSE 'ended' END AS movement
      FROM moved m JOIN registry_person p ON p.id = m.person_id
)
SELECT movement, count(*), sum(coalesce(new_fen, 0) - coalesce(old_fen, 0))::bigint
  FROM told GROUP BY movement
"""

REGULAR = """
SELECT count(*), coalesce(sum(l.net_fen + l.deduction_fen), 0)::bigint FROM pension_payment_line l
  LEFT JOIN pension_payment_stop s ON s.batch_id = l.batch_id AND s.line_no = l.line_no
 WHERE l.batch_id = %s AND l.kind = 'regular' AND s.id IS NULL
"""

ARREARS = """
SELECT count(DISTINCT l.person_id), coalesce(sum(l.net_fen + l.deduction_fen), 0)::bigint
  FROM pension_payment_line l
  LEFT JOIN pension_payment_stop s ON s.batch_id = l.batch_id AND s.line_no = l.line_no
 WHERE l.batch_id = %s AND l.kind = 'arrears' AND s.id IS NULL
"""

MOVEMENT_NAMES = {
    "new": "新增",
    "restored": "恢复",
    "changed": "金额变动",
    "dead": "死亡",
    "suspended": "暂停",
    "stopped": "单笔停发",
    "ended": "其他终止",
}
"""Movements of the balance in its printed order."""

LEAVING = ("dead", "suspended", "stopped", "ended")


@dataclass(frozen=True)
class HeadsAndFen:
    """People and money of one line of the balance; money is negative where it leaves."""

    heads: int = 0
    fen: int = 0


@dataclass(frozen=True)
class MonthBalance:
    """The balance of one month at one place, gross of deductions. `closes` says that it comes out even.

    `undue` is what of this month did not arrive and was found never due since. It stays in the movements, because a
    month's balance is reported once; whoever asks what was really paid takes it off."""

    period: Month
    last_month: HeadsAndFen
    movements: dict[str, HeadsAndFen]
    this_month: HeadsAndFen
    arrears: HeadsAndFen
    undue: HeadsAndFen

    @property
    def computed(self) -> HeadsAndFen:
        """Last month and the movements together: what this month must be."""
        heads = self.last_month.heads
        for name, moved in self.movements.items():
            if name != "changed":
                heads += -moved.heads if name in LEAVING else moved.heads
        fen = self.last_month.fen + sum(moved.fen for moved in self.movements.values())
        return HeadsAndFen(heads, fen)

    @property
    def closes(self) -> bool:
        """Whether the movements explain the month, in heads and in fen."""
        return self.computed == self.this_month


def month_balance(*, fund: str, place: str, period: Month) -> MonthBalance:
    """The balance of heads and fen of a fund's first attempt at a month against the month before.

    Without a batch for the month before, everybody is new. Raises PaymentBatch.DoesNotExist without one for this month.
    """
    first = PaymentBatch.objects.filter(fund=fund, place=place, attempt=1)
    now = first.get(period=period)
    before = first.filter(period=period - 1).first()
    before_id = before.batch_id if before else 0
    with connection.cursor() as cursor:
        values = {"before": before_id, "now": now.batch_id, "period": period, "fund": fund}
        cursor.execute(MOVEMENTS, values)
        found = {name: HeadsAndFen(heads, fen) for name, heads, fen in cursor.fetchall()}
        sums = []
        for statement, batch in (
            (REGULAR, before_id),
            (REGULAR, now.batch_id),
            (ARREARS, now.batch_id),
        ):
            cursor.execute(statement, [batch])
            sums.append(HeadsAndFen(*cursor.fetchone()))
    return MonthBalance(
        period=period,
        last_month=sums[0],
        movements={name: found.get(name, HeadsAndFen()) for name in MOVEMENT_NAMES},
        this_month=sums[1],
        arrears=sums[2],
        undue=HeadsAndFen(*undue_in_month(fund=fund, place=place, period=period)),
    )


@dataclass(frozen=True)
class MonthOverview:
    """The month on one page: its batches with what became of them."""

    period: Month
    batches: list[tuple[PaymentBatch, BatchOutcome]]


def month_overview(*, place: str, period: Month) -> MonthOverview:
    """All attempts of a month at a place, fund by fund in order, each with what became of it."""
    rows = PaymentBatch.objects.filter(place=place, period=period).order_by("fund", "attempt")
    return MonthOverview(
        period=period,
        batches=[(batch, outcome_of(batch=batch)) for batch in rows],
    )
