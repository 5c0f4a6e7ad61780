"""One person's pension on one page: award, what it adds up to now, payments, what is owed either way."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from renshe.domains.pension.kinds import KINDS
from renshe.domains.pension.models import (
    Arrears,
    Award,
    Hold,
    Overpayment,
    PayeeAccount,
)
from renshe.domains.pension.states import IN_FORCE
from renshe.kernel.periods import Month

# A person's few lines first, each then looked up by its key: no plan may read a month's results for one person.
PAYMENTS = """
WITH mine AS MATERIALIZED (
    SELECT * FROM pension_payment_line l
     WHERE l.person_id = ANY(%s) ORDER BY l.period DESC, l.batch_id DESC LIMIT %s
)
SELECT l.batch_id, l.line_no, l.period, l.months, l.kind, l.basic_fen, l.account_fen, l.transitional_fen,
       l.other_fen, l.deduction_fen, l.net_fen, l.attempt_of,
       CASE WHEN EXISTS (SELECT FROM pension_undue_decision u WHERE u.state = 'approved'
                            AND u.instruction = l.batch_id || '-' || l.line_no) THEN 'undue'
            WHEN s.reason IS NOT NULL THEN 'stopped' WHEN w.status IS NOT NULL THEN w.status
            WHEN b.filed_on IS NOT NULL THEN 'sent' ELSE 'planned' END AS outcome,
       coalesce(s.reason, w.reason_code, ''), w.settled_on, a.kind
  FROM mine l
  JOIN pension_award a ON a.id = l.award_id
  JOIN pension_payment_batch b ON b.batch_id = l.batch_id
  LEFT JOIN LATERAL (SELECT reason FROM pension_payment_stop x
                      WHERE x.batch_id = l.batch_id AND x.line_no = l.line_no OFFSET 0) s ON true
  LEFT JOIN LATERAL (SELECT status, reason_code, settled_on FROM pension_bank_result r
                      WHERE r.batch_id = l.batch_id AND r.line_no = l.line_no
                        AND r.status IN ('paid', 'failed') OFFSET 0) w ON true
 ORDER BY l.period DESC, l.batch_id DESC
"""


@dataclass(frozen=True)
class PersonPayment:
    """One payment line, of one month or of several from `period` on, with what became of it: planned, stopped, sent,
    paid or failed, or `undue` where it did not arrive and was found never due."""

    batch_id: int
    line_no: int
    period: Month
    months: int
    kind: str
    basic_fen: int
    account_fen: int
    transitional_fen: int
    other_fen: int
    deduction_fen: int
    net_fen: int
    attempt_of: str | None
    outcome: str
    reason: str
    settled_on: date | None
    benefit: str

    @property
    def instruction(self) -> str:
        """Its id at the bank."""
        return f"{self.batch_id}-{self.line_no}"


@dataclass(frozen=True)
class PersonPension:
    """Everything the pension page of one person shows. Amounts are fen; the account number is masked by the portal.

    `current` is the benefit that was asked for, or the first of those in force as `kinds.py` lists them; `others` are the
    rest of what is in force.
    """

    awards: list[Award]
    current: Award | None
    others: list[Award]
    adjustments: list[tuple[int, int]]
    monthly_fen: int | None
    account: PayeeAccount | None
    holds: list[Hold]
    arrears: list[Arrears]
    overpayments: list[Overpayment]
    payments: list[PersonPayment]


def person_pension(
    *, person_ids: list[int], month: Month, limit: int = 120, kind: str = ""
) -> PersonPension:
    """The pension of one person as of a month; `person_ids` are all ids that are this person (merged ones too).

    With `kind` that benefit is the current one, or none where it is not in force.

    `monthly_fen` is what is due for that month before deductions, None where no award is in payment.
    """
    awards = list(Award.objects.filter(person_id__in=person_ids).order_by("-id"))
    order = list(KINDS)
    running = sorted(
        (award for award in awards if award.state in IN_FORCE),
        key=lambda award: order.index(award.kind),
    )
    current = next((award for award in running if kind in ("", award.kind)), None)
    adjustments: list[tuple[int, int]] = []
    monthly = None
    if current is not None:
        rows = current.adjustments.filter(from_month__lte=month).order_by("year")
        adjustments = list(rows.values_list("year", "amount_fen"))
        monthly = current.total_fen + sum(fen for _, fen in adjustments)
    with connection.cursor() as cursor:
        cursor.execute(PAYMENTS, [person_ids, limit])
        payments = [PersonPayment(*row) for row in cursor.fetchall()]
    live = {"person_id__in": person_ids}
    return PersonPension(
        awards=awards,
        current=current,
        others=[award for award in running if award is not current],
        adjustments=adjustments,
        monthly_fen=monthly,
        account=PayeeAccount.objects.filter(valid_to__isnull=True, **live).first(),
        holds=list(Hold.objects.filter(cancelled_on__isnull=True, **live).order_by("from_month")),
        arrears=list(
            Arrears.objects.filter(
                roster_batch_id__isnull=True, cancelled_on__isnull=True, **live
            ).order_by("period")
        ),
        overpayments=list(Overpayment.objects.filter(**live).order_by("id")),
        payments=payments,
    )


def award_receipt(*, award_id: int) -> dict[str, Any]:
    """What replays an award: its receipt and its facts."""
    award = Award.objects.get(pk=award_id)
    return {"receipt": award.receipt, "facts": award.facts}
