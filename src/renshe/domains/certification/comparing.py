"""A file of another body against everybody who draws a pension: copied beside the register and joined once.

Nothing here grows with the file in this process but the copy's own buffer: the join is the database's. What the file
tells of is either a silent pass (somebody used a doctor), or something that a human being has to check.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from renshe.domains.certification.models import Comparison
from renshe.domains.certification.ports import Reported
from renshe.foundation.bulk import copy_rows, whole_tables
from renshe.kernel.codes.divisions import stem
from renshe.kernel.codes.names import same_name

# Everything that binary copy needs and nothing else; the table is gone with the transaction.
_REPORTED = """
CREATE TEMPORARY TABLE certification_reported (
    line_no integer, id_number varchar(32), name varchar(128), event_on date, detail varchar(255)
) ON COMMIT DROP
"""
_ALIAS = "LEFT JOIN registry_person_alias a ON a.undone_at IS NULL AND a.merged_id"
_FOUND = f"""
CREATE TEMPORARY TABLE certification_found ON COMMIT DROP AS
SELECT DISTINCT ON (person_id, event_on) line_no, person_id, name, event_on, detail
  FROM (SELECT r.*, coalesce(a.person_id, p.id) AS person_id
          FROM certification_reported r
          JOIN registry_person p ON p.id_number = r.id_number {_ALIAS} = p.id) every
 ORDER BY person_id, event_on, line_no
"""
# One row for each pensioner who is named, with what the register says of him.
_DRAWING = f"""
CREATE TEMPORARY TABLE certification_drawing ON COMMIT DROP AS
SELECT f.*, p.name AS own_name, p.died_on, p.name = f.name AS same
  FROM certification_found f
  JOIN (SELECT DISTINCT coalesce(a.person_id, w.person_id) AS person_id
          FROM pension_award w {_ALIAS} = w.person_id
         WHERE w.state IN ('provisional', 'final', 'suspended') AND w.place LIKE %(place)s) w
    ON w.person_id = f.person_id
  JOIN registry_person p ON p.id = f.person_id
"""
_PASS = """
INSERT INTO certification_proof (person_id, proved_on, source, evidence, comparison_id, reference, recorded_by, recorded_at)
SELECT d.person_id, max(d.event_on), 'comparison', %(evidence)s, %(comparison)s, '', %(by)s, %(at)s
  FROM certification_drawing d
  LEFT JOIN (SELECT o.person_id, max(o.proved_on) AS last_on FROM certification_proof o
               LEFT JOIN certification_proof_withdrawal x ON x.proof_id = o.id
              WHERE x.id IS NULL GROUP BY 1) o ON o.person_id = d.person_id
 WHERE d.same AND d.event_on <= %(today)s AND d.died_on IS NULL
   AND NOT EXISTS (SELECT FROM certification_hit h
                    WHERE h.person_id = d.person_id AND h.kind = 'death' AND h.state = 'open')
   AND d.event_on > coalesce(o.last_on, '-infinity')
 GROUP BY d.person_id
RETURNING person_id
"""
# A prison term that is on record already is no news.
_HIT = """
INSERT INTO certification_hit
       (comparison_id, person_id, kind, event_on, line_no, reported_name, name_matches, detail, state, stage, finding, reason)
SELECT %(comparison)s, d.person_id, %(kind)s, d.event_on, d.line_no, d.name, d.same, d.detail, 'open', '', '', ''
  FROM certification_drawing d
 WHERE (%(kind)s <> 'medical_use' OR NOT d.same)
   AND NOT (%(kind)s = 'custody' AND EXISTS (
       SELECT FROM pension_hold h WHERE h.person_id = d.person_id AND h.kind IN ('custody', 'community_correction')
          AND h.cancelled_on IS NULL AND h.to_month IS NULL))
 ORDER BY d.line_no
    ON CONFLICT (person_id, kind, event_on) DO NOTHING
RETURNING id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A file that came: its name and hash, and who compares it when. `evidence` is written on every silent pass."""

    file_name: str
    sha256: str
    by: str
    at: datetime
    today: date

    @property
    def evidence(self) -> str:
        """What showed it, on a proof."""
        return f"{self.file_name} 就医记录比对"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The comparison, whether it is `new`, and whom it proved (person ids)."""

    comparison: Comparison
    new: bool
    passed: tuple[int, ...] = ()


@transaction.atomic
def compare(*, arrived: Arrived, reported: Reported) -> Compared:
    """Compare a file once: hits are written for people to check, medical use proves silently. The same again changes nothing.

    Basis: 社会保险经办条例 第二十六条 (shared information first, the person is not asked twice).
    """
    known = Comparison.objects.filter(
        place=reported.place, kind=reported.kind, sha256=arrived.sha256
    ).first()
    if known is not None:
        return Compared(comparison=known, new=False)
    with connection.cursor() as cursor:
        matched, drawing = _join(cursor, reported)
        number = _next_number(cursor)
        values = {
            "comparison": number, "kind": reported.kind, "today": arrived.today, "by": arrived.by,
            "at": arrived.at, "evidence": arrived.evidence,
        }  # fmt: skip
        with whole_tables(cursor):
            passed: list[int] = []
            if reported.kind == "medical_use":
                cursor.execute(_PASS, values)
                passed = sorted(person for (person,) in cursor.fetchall())
            cursor.execute(_HIT, values)
            hits = len(cursor.fetchall())
        cursor.execute("DROP TABLE certification_reported, certification_found, certification_drawing")  # fmt: skip
    made = Comparison.objects.create(
        pk=number, place=reported.place, kind=reported.kind, file_name=arrived.file_name,
        sha256=arrived.sha256, rows=reported.records, bad_rows=reported.bad_rows,
        faults=[asdict(one) for one in reported.faults], matched=matched, pensioners=drawing,
        passed=len(passed), hits=hits, compared_by=arrived.by, compared_at=arrived.at,
    )  # fmt: skip
    return Compared(comparison=made, new=True, passed=tuple(passed))


def _join(cursor: Any, reported: Reported) -> tuple[int, int]:
    """People of the register whom the file names, and those of them who draw a pension here."""
    cursor.execute(_REPORTED)
    copy_rows(table="certification_reported", data=reported.rows, cursor=cursor)
    cursor.execute("ANALYZE certification_reported")
    with whole_tables(cursor):
        cursor.execute(_FOUND)
        cursor.execute("ANALYZE certification_found")
        cursor.execute(_DRAWING, {"place": f"{stem(reported.place)}%"})
        cursor.execute("ANALYZE certification_drawing")
    _compare_names(cursor)
    cursor.execute(
        "SELECT (SELECT count(DISTINCT person_id) FROM certification_found),"
        " (SELECT count(DISTINCT person_id) FROM certification_drawing)"
    )
    matched, drawing = cursor.fetchone()
    return matched, drawing


def _compare_names(cursor: Any) -> None:
    """Names that are written otherwise may still be the same (dots, blanks, relics of old character sets)."""
    cursor.execute(
        "SELECT DISTINCT name, own_name FROM certification_drawing WHERE NOT same LIMIT 100000"
    )
    alike = [pair for pair in cursor.fetchall() if same_name(*pair)]
    if alike:
        cursor.executemany(
            "UPDATE certification_drawing SET same = true WHERE name = %s AND own_name = %s", alike
        )


def _next_number(cursor: Any) -> int:
    """The comparison's number before its row, whose counts are known last; hits and proofs name it already."""
    cursor.execute("SELECT nextval(pg_get_serial_sequence('certification_comparison', 'id'))")
    return int(cursor.fetchone()[0])
