"""Merging and splitting people, after looking whether their insurance can be one person's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from renshe.domains.enrolment import api as enrolment
from renshe.domains.enrolment.api import Insurance
from renshe.domains.registry import api as registry
from renshe.flows.enrolment_to_contributions import assessed_twice
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.periods import Month, format_month, format_month_zh

NAMED = 12


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
    """Say that two records are one person. Raises Refused where they may be two, where both are insured in the same
    months, or where both stand assessed for one: one of the two was paid for somebody else, or twice.

    The bureau settles that first. It ends or cancels the wrong spell, which puts its months on the list of late months,
    and the run of corrections takes back what was assessed on them; nothing is decided here about whose the money is.
    """
    one = registry.everybody_who_is(person_id=survivor_id)
    other = registry.everybody_who_is(person_id=duplicate_id)
    alias = registry.merge_people(
        survivor_id=survivor_id, duplicate_id=duplicate_id, reason=reason,
        evidence_file_id=evidence_file_id, actor=actor, at=at,
    )  # fmt: skip
    problems = [
        *_overlap(enrolment.merge_conflicts(person_ids=[*one, *other])),
        *_twice(assessed_twice(one=one, other=other)),
    ]
    if problems:
        raise Refused(*problems)
    return alias


def split(*, duplicate_id: int, reason: str, actor: str, at: datetime) -> registry.PersonAlias:
    """Take a merged record apart again. Raises Refused where it is not merged."""
    return registry.split_people(duplicate_id=duplicate_id, reason=reason, actor=actor, at=at)


def _overlap(pairs: Iterable[tuple[enrolment.Spell, enrolment.Spell]]) -> list[Problem]:
    """Spells of both records in the same months."""
    names = _names(left.insurance for left, _ in pairs)
    if not names:
        return []
    return [
        Problem(
            code="merge_overlap",
            zh=f"两条记录的参保时间重叠：{names}",
            en="both records are insured in the same months",
            clause="社会保险法 五十八",
            next_step_zh="请先核实重复参保，终止或作废其中一段，再办理合并",
            next_step_en="End or cancel one of the two spells first, then merge",
        )
    ]


def _twice(months: list[tuple[Month, int]]) -> list[Problem]:
    """Months that stand assessed for both records, though their spells no longer overlap."""
    if not months:
        return []
    periods = sorted({period for period, _ in months})
    more = len(periods) - NAMED
    zh = "、".join(format_month_zh(period) for period in periods[:NAMED])
    en = ", ".join(format_month(period) for period in periods[:NAMED])
    return [
        Problem(
            code="merge_assessed_twice",
            zh=f"两条记录在同一月份均已核定{_names(number for _, number in months)}：{zh}"
            + (f"等{len(periods)}个月" if more > 0 else ""),
            en=f"both records are assessed for the same insurance in {en}"
            + (f" and {more} more months" if more > 0 else ""),
            clause="社会保险法 五十八",
            next_step_zh="请待参保变更追溯更正退还多核定的一份（未到账的须先到账），再办理合并",
            next_step_en="Let the run of corrections take the surplus back (what is unpaid must be paid first), then merge",
        )
    ]


def _names(insurances: Iterable[int]) -> str:
    return "、".join(str(Insurance(number).label) for number in sorted(set(insurances)))
