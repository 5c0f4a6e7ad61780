"""Until when proofs hold, who is late, what waits to be checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl
from django.db import connection
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, When

from renshe.domains.certification.models import Comparison, DueWarning, Hit, Proof
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.foundation.bulk import read_arrow
from renshe.kernel.codes.divisions import stem

# The last success: a proof that stands, or the decision on a first pension, for which the person was seen. A pension
# taken over from an old system without any proof counts from the day it was taken over.
_STANDINGS = """
WITH alias AS (SELECT merged_id, person_id FROM registry_person_alias WHERE undone_at IS NULL),
drawn AS (
  SELECT coalesce(a.person_id, w.person_id) AS person_id, w.place, w.state,
         (w.decided_at AT TIME ZONE 'Asia/Shanghai')::date AS decided_on,
         w.replaces_id IS NULL AS first, coalesce((w.receipt ->> 'taken_over')::boolean, false) AS taken_over
    FROM pension_award w LEFT JOIN alias a ON a.merged_id = w.person_id),
proved AS (
  SELECT coalesce(a.person_id, p.person_id) AS person_id, max(p.proved_on) AS proved_on
    FROM certification_proof p
    LEFT JOIN certification_proof_withdrawal x ON x.proof_id = p.id
    LEFT JOIN alias a ON a.merged_id = p.person_id
   WHERE x.id IS NULL GROUP BY 1),
granted AS (
  SELECT person_id, max(decided_on) FILTER (WHERE first AND NOT taken_over) AS granted_on,
         min(decided_on) AS known_on
    FROM drawn GROUP BY 1)
SELECT d.person_id, min(d.place) AS place, bool_and(d.state = 'suspended') AS suspended,
       coalesce(greatest(min(p.proved_on), min(g.granted_on)), min(g.known_on)) AS last_on
  FROM drawn d JOIN granted g ON g.person_id = d.person_id
  LEFT JOIN proved p ON p.person_id = d.person_id
 WHERE d.state IN ('provisional', 'final', 'suspended') AND {where}
 GROUP BY d.person_id ORDER BY d.person_id
"""


def standings(*, place: str) -> pl.DataFrame:
    """person_id, place, suspended and last_on (the last success) of everybody with a pension in force at a place."""
    where = f"d.place LIKE '{stem(place)}%'"
    return pl.DataFrame(pl.from_arrow(read_arrow(sql=_STANDINGS.format(where=where))))


def last_success(*, person_id: int) -> date | None:
    """The last success of one person who draws a pension, or None for whoever draws none."""
    people = sorted({person_id, *registry.everybody_who_is(person_id=person_id)})
    listed = ",".join(str(int(one)) for one in people)
    with connection.cursor() as cursor:
        # Narrowed everywhere: one person's page must not read the register.
        sql = _STANDINGS.replace(
            "FROM pension_award w LEFT JOIN alias a ON a.merged_id = w.person_id",
            f"FROM pension_award w LEFT JOIN alias a ON a.merged_id = w.person_id WHERE w.person_id IN ({listed})",
        ).replace("WHERE x.id IS NULL", f"WHERE x.id IS NULL AND p.person_id IN ({listed})")
        cursor.execute(sql.format(where="true"))
        rows = cursor.fetchall()
    return rows[0][3] if rows else None


def proofs_of(*, person_id: int) -> QuerySet[Proof]:
    """Every proof of a human being, withdrawn ones too, the latest first."""
    people = registry.everybody_who_is(person_id=person_id)
    rows = Proof.objects.filter(person_id__in=people).select_related("withdrawal")
    return rows.order_by("-proved_on", "-pk")


def warned() -> pl.DataFrame:
    """person_id, due_on, warned_on of every warning that was given."""
    rows = read_arrow(
        sql="SELECT person_id, due_on, warned_on FROM certification_due_warning ORDER BY 1, 2"
    )
    return pl.DataFrame(pl.from_arrow(rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """Somebody whose pension is suspended because nothing proved him entitled: since which month, told when."""

    person_id: int
    place: str
    from_month: int
    stopped_on: date
    warned_on: date | None
    told: bool


_OVERDUE = """
SELECT h.person_id, w.place, h.from_month, h.known_on, g.warned_on, coalesce(g.told, false)
  FROM pension_hold h
  JOIN pension_award w ON w.person_id = h.person_id AND w.state = 'suspended'
  LEFT JOIN LATERAL (SELECT warned_on, told FROM certification_due_warning g
                      WHERE g.person_id = h.person_id ORDER BY due_on DESC LIMIT 1) g ON true
 WHERE h.kind = 'overdue_certification' AND h.cancelled_on IS NULL AND h.to_month IS NULL AND w.place LIKE %s
"""


def overdue_count(*, place: str) -> int:
    """How many pensions are suspended at a place for want of a proof."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({_OVERDUE}) late", [f"{stem(place)}%"])
        return int(cursor.fetchone()[0])


def overdue_people(*, place: str, offset: int = 0, most: int = 50) -> list[Overdue]:
    """Who is suspended for want of a proof, the longest stopped first."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_OVERDUE} ORDER BY h.from_month, h.person_id LIMIT %s OFFSET %s",
            [f"{stem(place)}%", most, offset],
        )
        rows = cursor.fetchall()
    names = ("person_id", "place", "from_month", "stopped_on", "warned_on", "told")
    return [Overdue(**dict(zip(names, row, strict=True))) for row in rows]


def coming_due(*, place: str) -> QuerySet[DueWarning]:
    """Warnings of those who have not proved since and are not suspended yet, the first to be due first."""
    later = Proof.objects.filter(withdrawal__isnull=True).values("person_id")
    rows = DueWarning.objects.select_related("person")
    proved = later.filter(person_id=OuterRef("person_id"), proved_on__gte=OuterRef("warned_on"))
    held = pension.Hold.objects.filter(
        person_id=OuterRef("person_id"), kind__in=("overdue_certification", "death"),
        cancelled_on=None, to_month=None,
    )  # fmt: skip
    rows = rows.filter(
        ~Exists(proved), ~Exists(held), person__residence_place__startswith=stem(place)
    )
    return rows.order_by("due_on", "pk")


def open_hits(*, place: str, kind: str = "") -> QuerySet[Hit]:
    """What waits to be checked at a place, deaths first, then as they came."""
    rows = Hit.objects.filter(state="open", comparison__place__startswith=stem(place))
    if kind:
        rows = rows.filter(kind=kind)
    first = Case(When(kind="death", then=0), default=1)
    return rows.select_related("person", "comparison").order_by(first, "kind", "pk")


def hit(*, hit_id: int) -> Hit:
    """One hit. Raises Hit.DoesNotExist."""
    return Hit.objects.select_related("person", "comparison").get(pk=hit_id)


def hits_decided(*, place: str, most: int = 20) -> list[Hit]:
    """What was decided last at a place."""
    rows = Hit.objects.filter(comparison__place__startswith=stem(place)).exclude(state="open")
    return list(rows.select_related("person").order_by("-decided_at", "-pk")[:most])


def comparisons_at(*, place: str, most: int = 20) -> list[Comparison]:
    """The last comparisons of a place."""
    rows = Comparison.objects.filter(place__startswith=stem(place))
    return list(rows.order_by("-compared_at", "-pk")[:most])


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What people found out about the hits of one file: confirmed, dismissed as wrong, still open."""

    confirmed: int
    dismissed: int
    open: int


def outcomes(*, comparison_ids: Iterable[int]) -> dict[int, Outcome]:
    """The outcome of each of some comparisons that found anybody."""
    rows = Hit.objects.filter(comparison_id__in=list(comparison_ids)).values("comparison_id")
    counted = rows.annotate(
        confirmed=Count("pk", filter=Q(state="confirmed")),
        dismissed=Count("pk", filter=Q(state="dismissed")), waiting=Count("pk", filter=Q(state="open")),
    )  # fmt: skip
    return {
        row["comparison_id"]: Outcome(
            confirmed=row["confirmed"], dismissed=row["dismissed"], open=row["waiting"]
        )
        for row in counted
    }


def live_overdue_holds(*, person_id: int) -> list[pension.Hold]:
    """The stops that a new proof ends, also under merged numbers."""
    people = registry.everybody_who_is(person_id=person_id)
    return list(
        pension.Hold.objects.filter(
            person_id__in=people, kind="overdue_certification", cancelled_on=None, to_month=None
        ).order_by("pk")
    )


def suspended_among(*, person_ids: Iterable[int]) -> list[tuple[int, str]]:
    """Those of some people whose pension is stopped for want of a proof, with its place."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT h.person_id, w.place FROM pension_hold h"
            "  JOIN pension_award w ON w.person_id = h.person_id AND w.state = 'suspended'"
            " WHERE h.kind = 'overdue_certification' AND h.cancelled_on IS NULL AND h.to_month IS NULL"
            "   AND h.person_id = ANY(%s) ORDER BY 1",
            [list(person_ids)],
        )
        return cursor.fetchall()


_PROVED = """
SELECT DISTINCT h.person_id FROM pension_hold h
  JOIN pension_award w ON w.person_id = h.person_id AND w.state = 'suspended' AND w.place LIKE %s
  JOIN certification_proof p ON p.person_id = h.person_id AND p.proved_on >= h.known_on
  LEFT JOIN certification_proof_withdrawal x ON x.proof_id = p.id
 WHERE h.kind = 'overdue_certification' AND h.cancelled_on IS NULL AND h.to_month IS NULL AND x.id IS NULL
   AND NOT EXISTS (SELECT FROM pension_people_list_row r WHERE r.award_id = w.id AND r.state = 'open')
 ORDER BY 1
"""


def proved_while_suspended(*, place: str) -> list[int]:
    """Who is still suspended at a place for want of a proof though one came in since, and waits on no list."""
    with connection.cursor() as cursor:
        cursor.execute(_PROVED, [f"{stem(place)}%"])
        return [person for (person,) in cursor.fetchall()]


_PAID = """
SELECT count(DISTINCT m.month), coalesce(sum((l.net_fen + l.deduction_fen) / l.months), 0)::bigint, max(m.month)
  FROM pension_payment_line l
 CROSS JOIN LATERAL generate_series(l.period, l.period + l.months - 1) AS m(month)
  JOIN pension_payment_batch b ON b.batch_id = l.batch_id AND b.filed_on IS NOT NULL
 WHERE l.person_id = ANY(%s) AND m.month > %s
   AND NOT EXISTS (SELECT FROM pension_payment_stop s WHERE s.batch_id = l.batch_id AND s.line_no = l.line_no)
   AND NOT EXISTS (SELECT FROM pension_bank_result f
                    WHERE f.batch_id = l.batch_id AND f.line_no = l.line_no AND f.status = 'failed')
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidSince:
    """What went to the bank for months after an event: how many months, fen, and the last of them."""

    months: int
    fen: int
    last: int | None


def paid_since(*, person_id: int, month: int) -> PaidSince:
    """What was paid to a person for months after `month`, as far as it did not come back."""
    people = sorted(registry.everybody_who_is(person_id=person_id))
    with connection.cursor() as cursor:
        cursor.execute(_PAID, [people, month])
        months, fen, last = cursor.fetchone()
    return PaidSince(months=months, fen=fen, last=last)
