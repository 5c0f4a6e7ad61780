"""After the money: months compared with deaths, employee insurance and leaving; each finding decided by another person."""

from __future__ import annotations

from django.db import connection, transaction

from renshe.domains.premium_help import problems
from renshe.domains.premium_help.hand import Recorded
from renshe.domains.premium_help.models import HelpFinding, HelpLine, HelpProgramme
from renshe.kernel.codes.problem import Refused

COMPARISON = "comparison"
"""Who finds what the registers say; so anybody may decide it."""
# A month of medical insurance is compared with the month itself, a year of the resident pension with the year before which
# somebody died. A person merged into another is looked at under both numbers.
_FOUND = """
WITH line AS (
  SELECT l.id, l.person_id, l.period, l.insurance, make_date(l.period / 12, l.period %% 12 + 1, 1) AS first_day, h.last_month,
    h.left_why
  FROM premium_help_line l JOIN premium_help_person h ON h.id = l.helped_id
  JOIN premium_help_claim c ON c.id = l.claim_id AND c.state IN ('approved', 'settled')
  WHERE h.programme_id = %(programme)s AND l.reverses_id IS NULL
    AND NOT EXISTS (SELECT FROM premium_help_line r WHERE r.reverses_id = l.id)),
people AS (
  SELECT line.id AS line_id, line.person_id AS person_id FROM line
  UNION SELECT line.id, a.merged_id FROM line JOIN registry_person_alias a
    ON a.person_id = line.person_id AND a.undone_at IS NULL
  UNION SELECT line.id, a.person_id FROM line JOIN registry_person_alias a
    ON a.merged_id = line.person_id AND a.undone_at IS NULL)
SELECT DISTINCT line.id, 'died', 'died ' || p.died_on FROM line JOIN people x ON x.line_id = line.id
  JOIN registry_person p ON p.id = x.person_id AND p.died_on < line.first_day
UNION
SELECT line.id, 'employed', 'employer ' || min(s.employer_id) FROM line JOIN people x ON x.line_id = line.id
  JOIN enrolment_spell s ON s.person_id = x.person_id AND s.insurance = 2 AND s.status = 'active' AND s.employer_id IS NOT NULL
    AND s.span @> line.first_day
  WHERE line.insurance = 'medical' GROUP BY line.id
UNION
SELECT line.id, 'no_longer_in_need', line.left_why FROM line
  WHERE line.last_month < line.period
ORDER BY 1, 2"""


@transaction.atomic
def compare(*, programme_id: int, recorded: Recorded) -> int:
    """Hold every month that a programme claims or paid against the registers; how many new findings there are."""
    programme = HelpProgramme.objects.select_for_update().get(pk=programme_id)
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, {"programme": programme.pk})
        rows = cursor.fetchall()
    known = set(
        HelpFinding.objects.filter(line_id__in={row[0] for row in rows}).values_list(
            "line_id", "kind"
        )
    )
    fresh = [row for row in rows if (row[0], row[1]) not in known]
    HelpFinding.objects.bulk_create(
        HelpFinding(
            line_id=line, kind=kind, evidence=evidence[:255], found_on=recorded.today, found_by=COMPARISON
        )
        for line, kind, evidence in fresh
    )  # fmt: skip
    return len(fresh)


@transaction.atomic
def not_credited(*, line_ids: list[int], why: str, recorded: Recorded) -> None:
    """The money came and these could not be credited any more: they go back with the next return, by themselves."""
    HelpFinding.objects.bulk_create(
        HelpFinding(
            line_id=line, kind="not_credited", evidence=why[:255], found_on=recorded.today, found_by=COMPARISON,
            state="upheld", reason=why[:255], decided_by=recorded.by, decided_at=recorded.at,
        )
        for line in line_ids
    )  # fmt: skip


@transaction.atomic
def decide(*, finding_id: int, uphold: bool, reason: str, recorded: Recorded) -> HelpFinding:
    """The month goes back with the next return, or stays, with the reason.

    Raises Refused `help_step_wrong`, `two_people_needed`, `reason_missing`; `help_is_credited` for a year that stands in an
    account of the resident scheme.
    """
    found = (
        HelpFinding.objects.select_for_update(of=("self",))
        .select_related("line__claim")
        .get(pk=finding_id)
    )
    if found.state != "open":
        raise Refused(problems.WRONG_STEP)
    if found.found_by == recorded.by:
        raise Refused(problems.SAME_HAND)
    if not reason.strip():
        raise Refused(problems.REASON)
    if uphold and is_credited(found.line):
        raise Refused(problems.CREDITED)
    found.state, found.reason = "upheld" if uphold else "kept", reason.strip()[:255]
    found.decided_by, found.decided_at = recorded.by, recorded.at
    found.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    return found


def is_credited(line: HelpLine) -> bool:
    """Whether a year of the resident pension stands in the person's account; pooled insurance credits nobody."""
    return (
        line.insurance == "resident_pension"
        and line.claim.state == "settled"
        and not line.findings.filter(kind="not_credited").exists()
    )
