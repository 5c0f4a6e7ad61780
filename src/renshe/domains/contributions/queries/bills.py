"""Bills as people look at them: one bill with its lines and money, a payer's bills, and the plan for the collector."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pyarrow as pa
from django.db import connection

from renshe.domains.contributions.models import COMPONENTS, Allocation, Bill
from renshe.domains.contributions.states import STATES
from renshe.domains.registry.api import predecessors
from renshe.foundation.bulk import read_arrow
from renshe.kernel.periods import Month


@dataclass(frozen=True)
class BillDetail:
    """One bill on one page: what is due, what came in, from which receipts, and where it stands."""

    bill: Bill
    payer_code: str
    payer_name: str
    state_zh: str
    state_en: str
    due: dict[str, int]
    received: dict[str, int]
    money: list[dict[str, object]]

    @property
    def open_fen(self) -> int:
        """Principal and surcharge still owed."""
        owed = self.bill.total_fen - self.bill.received_fen
        return owed + self.bill.surcharge_fen - self.bill.surcharge_received_fen


def bill_detail(*, bill_id: int) -> BillDetail:
    """Everything about a bill except its lines (`bill_lines`). Raises Bill.DoesNotExist."""
    bill = Bill.objects.select_related("employer", "person").get(pk=bill_id)
    rows = (
        Allocation.objects.filter(bill_id=bill_id)
        .order_by("receipt__received_on", "id")
        .values(
            "receipt_id",
            "receipt__external_ref",
            "receipt__received_on",
            "insurance",
            "share",
            "amount_fen",
            "batch_id",
        )
    )
    received: dict[str, int] = {}
    for row in rows:
        name = f"{row['insurance']}_{row['share']}"
        received[name] = received.get(name, 0) + row["amount_fen"]
    zh, en = STATES[bill.state]
    code = bill.employer.uscc if bill.employer else bill.person.id_number
    name = bill.employer.name if bill.employer else bill.person.name
    return BillDetail(
        bill=bill,
        payer_code=code,
        payer_name=name,
        state_zh=zh,
        state_en=en,
        due={part: getattr(bill, f"{part}_fen") for part in COMPONENTS},
        received=received,
        money=list(rows),
    )


def bill_lines(*, bill_id: int, limit: int = 200, after: int = 0) -> list[dict[str, object]]:
    """The lines of a bill in order, a page at a time (`after` is the last line_no seen), with names.

    Names and id numbers are unmasked; the page that shows them masks them or logs the look.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT l.*, p.name AS person_name, p.id_number
                 FROM contributions_line l JOIN registry_person p ON p.id = l.person_id
                WHERE l.batch_id = (SELECT batch_id FROM contributions_bill WHERE id = %s)
                  AND l.bill_id = %s AND l.line_no > %s
                ORDER BY l.line_no LIMIT %s""",
            [bill_id, bill_id, after, limit],
        )
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def bills_of_payer(
    *, employer_id: int | None = None, person_id: int | None = None, limit: int = 60
) -> list[Bill]:
    """A payer's bills, the latest period first."""
    return list(
        Bill.objects.filter(employer_id=employer_id, person_id=person_id).order_by(
            "-period", "-id"
        )[:limit]
    )


def assessed_plan(*, batch_id: int, role: str = "runner") -> pa.Table:
    """The bills of a batch that go to the collector, with the payer's code and name; reads what is committed."""
    components = ", ".join(f"b.{name}_fen" for name in COMPONENTS)
    return read_arrow(
        role=role,
        sql=f"""
        SELECT b.id AS bill_id, coalesce(e.uscc, p.id_number) AS payer_code,
               coalesce(e.name, p.name) AS payer_name, b.period::bigint AS period, b.kind, b.due_on,
               b.heads::bigint AS heads, {components}, b.total_fen
          FROM contributions_bill b
          LEFT JOIN registry_employer e ON e.id = b.employer_id
          LEFT JOIN registry_person p ON p.id = b.person_id
         WHERE b.batch_id = {int(batch_id)} AND b.kind <> 'correction' AND b.total_fen > 0
         ORDER BY b.id""",
    )


def batches_not_sent(*, before: int) -> list[int]:
    """Posted batches older than this one with back payments that no plan has taken to the collector yet."""
    rows = Bill.objects.filter(
        state="assessed", kind="back_payment", batch_id__lt=before, total_fen__gt=0
    )
    return sorted(rows.values_list("batch_id", flat=True).distinct())


@dataclass(frozen=True)
class Arrears:
    """What is owed past its day, of one age band: bills, payers, principal and surcharge (fen)."""

    band: str
    zh: str
    bills: int
    payers: int
    principal_fen: int
    surcharge_fen: int


_BANDS = (
    ("1-3 months", "3个月以内"),
    ("4-12 months", "4至12个月"),
    ("1-2 years", "1至2年"),
    ("over 2 years", "2年以上"),
)


def arrears_by_age(*, as_of: dt.date, place_prefix: str = "") -> list[Arrears]:
    """Bills past their due day by age in days since, all bands listed. `place_prefix`: an employer's place begins so."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT CASE WHEN age <= 92 THEN 0 WHEN age <= 366 THEN 1 WHEN age <= 731 THEN 2 ELSE 3 END,
                      count(*), count(DISTINCT payer), sum(principal)::bigint, sum(surcharge)::bigint
                 FROM (SELECT %(as_of)s::date - b.due_on AS age, coalesce(b.employer_id, -b.person_id) AS payer,
                              b.total_fen - b.received_fen AS principal,
                              b.surcharge_fen - b.surcharge_received_fen AS surcharge
                         FROM contributions_bill b
                         LEFT JOIN registry_employer e ON e.id = b.employer_id
                         LEFT JOIN registry_person p ON p.id = b.person_id
                        WHERE b.state IN ('assessed', 'sent', 'part_received') AND b.kind <> 'correction'
                          AND b.due_on < %(as_of)s
                          AND coalesce(e.place, p.residence_place) LIKE %(below)s) overdue
                GROUP BY 1""",
            {"as_of": as_of, "below": f"{place_prefix}%"},
        )
        found = {row[0]: row[1:] for row in cursor.fetchall()}
    return [
        Arrears(
            band=band,
            zh=zh,
            bills=row[0],
            payers=row[1],
            principal_fen=row[2],
            surcharge_fen=row[3],
        )
        for number, (band, zh) in enumerate(_BANDS)
        for row in [found.get(number, (0, 0, 0, 0))]
    ]


def arrears_of(*, employer_id: int, as_of: dt.date) -> list[Bill]:
    """An employer's bills past their day, the oldest first: what stands in the way of deregistration.

    With them those of every employer that was merged into it, whose debts it took over (社会保险法 57; 民法典 67).
    """
    return list(
        Bill.objects.filter(
            employer_id__in=[employer_id, *predecessors(employer_id=employer_id)],
            due_on__lt=as_of,
            state__in=["assessed", "sent", "part_received"],
        )
        .exclude(kind="correction")
        .order_by("period", "id")
    )


def last_period_billed(*, employer_id: int, before: Month) -> Month | None:
    """The latest period before a month for which an employer has a regular bill."""
    return (
        Bill.objects.filter(employer_id=employer_id, period__lt=before, kind="regular")
        .order_by("-period")
        .values_list("period", flat=True)
        .first()
    )
