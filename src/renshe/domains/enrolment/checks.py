"""Invariants of enrolment, re-proved over all rows by `renshe prove`."""

from __future__ import annotations

from renshe.domains.enrolment.states import INSURANCES_OF
from renshe.foundation.invariants import Invariant


def _outside() -> str:
    """The pairs of kind and insurance that the table does not allow, as SQL; our own constants."""
    allowed = ", ".join(
        f"('{kind}', {int(insurance)})"
        for kind, insurances in INSURANCES_OF.items()
        for insurance in sorted(insurances)
    )
    return f"(person_kind, insurance) NOT IN ({allowed})"


INVARIANTS = (
    Invariant(
        "enrolment_ends_with_death",
        "死亡次月起不再参保",
        "nobody is insured after the month of death",
        "owner-default",
        """
        SELECT s.id::text, format('person %s died on %s', p.id, p.died_on)
        FROM enrolment_spell s JOIN registry_person p ON p.id = s.person_id
        WHERE s.status <> 'cancelled' AND p.died_on IS NOT NULL
          AND coalesce(upper(s.span), 'infinity')
              > date_trunc('month', p.died_on) + interval '1 month'
        """,
    ),
    Invariant(
        "enrolment_ends_with_the_employer",
        "单位注销次月起无人参保",
        "nobody is insured through an employer after the month it closed in",
        "社会保险法 五十七",
        """
        SELECT s.id::text, format('employer %s closed on %s', e.id, e.closed_on)
        FROM enrolment_spell s JOIN registry_employer e ON e.id = s.employer_id
        WHERE s.status <> 'cancelled' AND e.closed_on IS NOT NULL
          AND coalesce(upper(s.span), 'infinity')
              > date_trunc('month', e.closed_on) + interval '1 month'
        """,
    ),
    Invariant(
        "enrolment_of_merged_people_agrees",
        "合并人员的参保时间不重叠",
        "a merged duplicate and its survivor are not insured twice",
        "decision 0004",
        """
        SELECT s.id::text, format('overlaps spell %s', t.id)
        FROM registry_person_alias a
        JOIN enrolment_spell s ON s.person_id = a.merged_id AND s.status <> 'cancelled'
        JOIN enrolment_spell t ON t.person_id = a.person_id AND t.status <> 'cancelled'
         AND t.insurance = s.insurance AND t.span && s.span
        WHERE a.undone_at IS NULL
          AND (s.insurance <> 4 OR s.employer_id IS NOT DISTINCT FROM t.employer_id)
        """,
    ),
    Invariant(
        "enrolment_kind_fits_insurance",
        "人员类别与险种相符",
        "everybody is only in insurances of their kind",
        "社会保险法 十、二十三、三十三、四十四、五十三",
        f"""
        SELECT id::text, format('%s in %s', person_kind, insurance) FROM enrolment_spell
        WHERE status <> 'cancelled' AND {_outside()}
        """,
    ),
    Invariant(
        "enrolment_corrected_months_are_posted",
        "已更正的追溯月份都有已过账的更正批次",
        "a late month that was corrected names the posted batch that corrected it",
        "owner-default",
        """
        SELECT m.id::text, format('batch %s is not posted', m.batch_id)
        FROM enrolment_late_month m
        LEFT JOIN funds_batch b ON b.id = m.batch_id AND b.state = 'posted'
        WHERE m.state = 'corrected' AND b.id IS NULL
        """,
    ),
)
