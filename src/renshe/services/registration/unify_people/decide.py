"""Merging and splitting people, after looking whether their insurance can be one person's."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from renshe.domains.enrolment import api as enrolment
from renshe.domains.enrolment.api import Insurance
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Problem, Refused


@transaction.atomic
def merge(
    *,
    survivor_id: int,
    duplicate_id: int,
    reason: str,
    evidence_file_id: int | None,
    actor: str,
    at: datetime,
) -> registry.PersonAlias:
    """Say that two records are one person. Raises Refused where they may be two, or where both are
    insured in the same months, which the bureau must settle first: one of the two was paid for
    somebody else, or twice.
    """
    alias = registry.merge_people(
        survivor_id=survivor_id, duplicate_id=duplicate_id, reason=reason,
        evidence_file_id=evidence_file_id, actor=actor, at=at,
    )  # fmt: skip
    everybody = registry.everybody_who_is(person_id=survivor_id)
    overlaps = enrolment.merge_conflicts(person_ids=everybody)
    if overlaps:
        names = {Insurance(left.insurance).label for left, _ in overlaps}
        raise Refused(
            Problem(
                code="merge_overlap",
                zh=f"两条记录的参保时间重叠：{'、'.join(sorted(names))}",
                en="both records are insured in the same months",
                next_step_zh="请先核实重复参保，终止或作废其中一段，再办理合并",
                next_step_en="End or cancel one of the two spells first, then merge",
            )
        )
    return alias


def split(*, duplicate_id: int, reason: str, actor: str, at: datetime) -> registry.PersonAlias:
    """Take a merged record apart again. Raises Refused where it is not merged."""
    return registry.split_people(duplicate_id=duplicate_id, reason=reason, actor=actor, at=at)
