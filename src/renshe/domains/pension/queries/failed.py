"""The failed-payment queue (发放失败清单): pensions that are owed and did not arrive."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from renshe.domains.pension.ports import REASONS
from renshe.domains.pension.refusals import NOT_IN_QUEUE
from renshe.domains.pension.refusals_of_undue import UNDUE_OPEN
from renshe.kernel.rules import Refusal

# Few rows wait, so each looks up its line, its retry and its account by key: no city is read for them.
# What was found never due has left the queue; what is proposed as such waits in it, and is not paid again meanwhile.
# A stopped line may itself be a retry: its money lies in suspense under the instruction that the bank last returned.
QUEUE = """
WITH RECURSIVE open AS (
    SELECT batch_id, line_no, reason_code, settled_on AS recorded_on, true AS returned
      FROM pension_bank_result WHERE status = 'failed'
    UNION ALL
    SELECT batch_id, line_no, reason, stopped_at::date, false
      FROM pension_payment_stop WHERE still_due
), due AS MATERIALIZED (
    SELECT o.* FROM open o JOIN pension_payment_batch b ON b.batch_id = o.batch_id
     WHERE (%(place)s = '' OR b.place = %(place)s) AND %(fund)s IN ('', b.fund)
       AND (%(batch_id)s::bigint IS NULL OR (o.batch_id = %(batch_id)s AND o.line_no = %(line_no)s))
       AND (SELECT count(*) FROM pension_roster r
             WHERE r.attempt_of = o.batch_id || '-' || o.line_no) = 0
       AND (SELECT count(*) FROM pension_undue_decision d WHERE d.state = 'approved'
               AND d.instruction = o.batch_id || '-' || o.line_no) = 0
     ORDER BY o.batch_id, o.line_no LIMIT %(first)s
), queue AS (
    SELECT o.*, l.person_id, l.award_id, l.period, l.net_fen, l.payee_account_id, l.attempt_of
      FROM due o
     CROSS JOIN LATERAL (SELECT * FROM pension_payment_line p
                          WHERE p.batch_id = o.batch_id AND p.line_no = o.line_no OFFSET 0) l
), chain AS (
    SELECT batch_id, line_no, returned, batch_id || '-' || line_no AS at, attempt_of FROM queue
    UNION ALL
    SELECT c.batch_id, c.line_no, f.id IS NOT NULL, c.attempt_of, l.attempt_of
      FROM chain c
      JOIN pension_payment_line l ON l.batch_id = split_part(c.attempt_of, '-', 1)::bigint
                                 AND l.line_no = split_part(c.attempt_of, '-', 2)::int
      LEFT JOIN pension_bank_result f ON f.batch_id = l.batch_id AND f.line_no = l.line_no
                                     AND f.status = 'failed'
     WHERE NOT c.returned AND c.attempt_of IS NOT NULL
), waiting AS (
    SELECT q.batch_id, q.line_no, q.person_id, q.award_id, q.period, q.net_fen, q.reason_code,
           q.recorded_on, s.at AS suspense,
           c.id IS NOT NULL AND c.id IS DISTINCT FROM q.payee_account_id AS account_changed,
           EXISTS (SELECT FROM pension_undue_decision d WHERE d.state = 'handled'
                      AND d.instruction = q.batch_id || '-' || q.line_no) AS undue_proposed
      FROM queue q
      LEFT JOIN chain s ON s.batch_id = q.batch_id AND s.line_no = q.line_no AND s.returned
      LEFT JOIN LATERAL (SELECT a.id FROM pension_payee_account a
                          WHERE a.person_id = q.person_id AND a.valid_to IS NULL OFFSET 0) c ON true
)
"""
LISTED = """
SELECT * FROM waiting
 WHERE %(source)s IN ('', CASE WHEN suspense IS NULL THEN 'stopped' ELSE 'returned' END)
 ORDER BY batch_id, line_no LIMIT %(most)s
"""
COUNTED = """
SELECT suspense IS NOT NULL, reason_code, account_changed, undue_proposed, count(*), sum(net_fen)::bigint
  FROM waiting GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
"""
STAMP = """
SELECT (SELECT max(id) FROM pension_bank_result), (SELECT max(id) FROM pension_payment_stop),
       (SELECT count(*) FROM pension_payment_stop WHERE still_due),
       (SELECT max(batch_id) FROM pension_payment_batch), (SELECT max(id) FROM pension_payee_account),
       (SELECT max(id) FROM pension_undue_decision),
       (SELECT count(*) FROM pension_undue_decision WHERE state = 'handled')
"""
STANDS_S = 60
_COUNTED: dict[tuple[str, str], tuple[Any, float, dict[str, "WaitingPayments"]]] = {}


@dataclass(frozen=True)
class FailedPayment:
    """One pension that is owed and did not arrive: what stands in the way, and whether it can be paid again.

    `suspense` is the instruction under which the bank's returned money is held (暂收款); None where it never left us.
    """

    batch_id: int
    line_no: int
    person_id: int
    award_id: int
    period: int
    net_fen: int
    reason_code: str
    recorded_on: date | None
    suspense: str | None
    account_changed: bool
    undue_proposed: bool

    @property
    def instruction(self) -> str:
        """The instruction that failed or was stopped, for life."""
        return f"{self.batch_id}-{self.line_no}"

    @property
    def ready(self) -> bool:
        """Whether it can be paid again without anybody's decision: the account is new, or the old
        one may work again."""
        return not self.undue_proposed and _ready(self.reason_code, self.account_changed)


@dataclass(frozen=True)
class WaitingPayments:
    """How many payments of one source wait, how much money, and how many need nobody's decision."""

    count: int = 0
    fen: int = 0
    ready: int = 0


def _ready(reason_code: str, account_changed: bool) -> bool:
    if account_changed:
        return reason_code in REASONS or reason_code in ("no_account", "name_unwritable")
    reason = REASONS.get(reason_code)
    return reason is not None and not reason.needs_new_account


def failed_payments(
    *,
    source: str = "",
    place: str = "",
    fund: str = "",
    most: int | None = None,
    batch_id: int | None = None,
    line_no: int | None = None,
) -> list[FailedPayment]:
    """What is owed and did not arrive: `returned` by the bank, `stopped` by us while still due, or both ("").

    Of one place and fund, or of all. The oldest first, all or at `most` so many; only one line where `batch_id` and
    `line_no` name it.
    What has a new attempt is not in it, and what is unknown never is.
    """
    if source not in ("", "returned", "stopped"):
        raise ValueError(f"source is returned or stopped, not {source!r}")
    with connection.cursor() as cursor:
        # Without a source the first so many that wait are the first so many of the list: no more need be looked up.
        first = None if source else most
        values = {"place": place, "fund": fund, "source": source, "most": most, "first": first}
        values |= {"batch_id": batch_id, "line_no": line_no}
        cursor.execute(QUEUE + LISTED, values)
        return [FailedPayment(*row) for row in cursor.fetchall()]


def waiting_payments(*, place: str = "") -> dict[str, WaitingPayments]:
    """The queue counted, by source: `returned` and `stopped`.

    A count stands until a result, a stop, a batch or an account comes after it, and for a minute at most: every
    accountant's first page shows it, and it grows with what the bank returned.
    """
    with connection.cursor() as cursor:
        cursor.execute(STAMP)
        stamp = cursor.fetchone()
        key = (connection.settings_dict["NAME"], place)
        known = _COUNTED.get(key)
        if known and known[0] == stamp and time.monotonic() - known[1] < STANDS_S:
            return known[2]
        found = {"returned": WaitingPayments(), "stopped": WaitingPayments()}
        every = {"place": place, "fund": "", "first": None, "batch_id": None, "line_no": None}
        cursor.execute(QUEUE + COUNTED, every)
        for returned, reason_code, changed, proposed, count, fen in cursor.fetchall():
            source = "returned" if returned else "stopped"
            ready = count if not proposed and _ready(reason_code, changed) else 0
            before = found[source]
            found[source] = WaitingPayments(
                before.count + count, before.fen + int(fen), before.ready + ready
            )
    _COUNTED[key] = (stamp, time.monotonic(), found)
    return found


def choose_retries(
    *, queue: Sequence[FailedPayment], instructions: Sequence[str] | None
) -> list[FailedPayment]:
    """The payments of the queue to try again: the named ones, or all that are ready.

    Refuses an instruction that is not in the queue (paid, unknown, or tried again already), one that is proposed as
    undue, and an empty choice.
    """
    if instructions is None:
        chosen = [row for row in queue if row.ready]
    else:
        known = {row.instruction: row for row in queue}
        for instruction in instructions:
            if instruction not in known:
                raise Refusal(NOT_IN_QUEUE, subject=instruction)
        chosen = [known[instruction] for instruction in dict.fromkeys(instructions)]
        for row in chosen:
            if row.undue_proposed:
                raise Refusal(UNDUE_OPEN, subject=row.instruction)
    if not chosen:
        raise Refusal(NOT_IN_QUEUE, subject="∅")
    return chosen


def suspense_of_batch(*, batch_id: int) -> list[tuple[str, int]]:
    """For a batch of returned payments: the suspense items `(instruction, fen)` that its lines will clear."""
    with connection.cursor() as cursor:
        cursor.execute(SUSPENSE, {"batch_id": batch_id})
        return [(instruction, int(fen)) for instruction, fen in cursor.fetchall()]


SUSPENSE = """
WITH RECURSIVE chain AS (
    SELECT l.line_no, l.net_fen, l.attempt_of AS at FROM pension_payment_line l
      LEFT JOIN pension_payment_stop s ON s.batch_id = l.batch_id AND s.line_no = l.line_no
     WHERE l.batch_id = %(batch_id)s AND s.id IS NULL AND l.net_fen > 0
    UNION ALL
    SELECT c.line_no, c.net_fen, l.attempt_of FROM chain c
      JOIN pension_payment_line l ON l.batch_id = split_part(c.at, '-', 1)::bigint
                                 AND l.line_no = split_part(c.at, '-', 2)::int
     WHERE l.attempt_of IS NOT NULL
       AND NOT EXISTS (SELECT FROM pension_bank_result f WHERE f.batch_id = l.batch_id
                        AND f.line_no = l.line_no AND f.status = 'failed')
)
SELECT c.at, c.net_fen FROM chain c
  JOIN pension_bank_result f ON f.batch_id = split_part(c.at, '-', 1)::bigint
                            AND f.line_no = split_part(c.at, '-', 2)::int AND f.status = 'failed'
 ORDER BY c.line_no
"""
