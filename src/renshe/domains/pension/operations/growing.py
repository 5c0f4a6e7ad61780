"""The rises that a benefit has missed because it was claimed late: each on the amount before it, with a receipt of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from renshe.domains.pension.kinds import Growth, kind_of
from renshe.domains.pension.models import Adjustment, Arrears, Award
from renshe.domains.pension.operations.determination import COMPONENTS
from renshe.domains.pension.operations.settling import open_month, owe
from renshe.domains.pension.operations.signatures import Signatures
from renshe.domains.pension.queries.awards import stopped_months
from renshe.domains.registry import api as registry
from renshe.kernel.periods import Month, first_day, month_containing, year_of
from renshe.kernel.rules import Explain, Refusal

ELDER_MONTHS = {"M": 65 * 12, "F": 60 * 12}
"""From which month of life somebody is an elder of the yearly plans."""


@dataclass(frozen=True)
class Waiting:
    """A rise that the law gives no amount for: which rule, for which month, and why. Later rises of the rule wait with it."""

    rule: str
    month: Month
    refusal: Refusal

    def words(self, language: str) -> str:
        """Why, and what comes next, for whoever waits: without the names that programs have for rules."""
        reason = self.refusal.reason
        zh = language == "zh"
        said = (reason.zh, reason.next_step_zh) if zh else (reason.en, reason.next_step_en)
        return ("；" if zh else "; ").join(part for part in said if part)


@dataclass(frozen=True)
class Grown:
    """What was made up for: the rises in the order of their months, the months owed for them, and what waits for law."""

    rises: tuple[Adjustment, ...]
    arrears: tuple[Arrears, ...]
    waiting: tuple[Waiting, ...]


@dataclass(frozen=True)
class Step:
    """A rise as the law gives it: by how much (fen a month), and the facts that its receipt keeps."""

    fen: int
    facts: dict[str, Any]
    ruleset_hash: str


def ages_at(*, birth_month: Month, sex: str, month: Month) -> dict[str, Any]:
    """Ages that rules of growth ask in a month; a year of life counts from the month that completes it.

    The same as the yearly run counts for everybody (`runs/yearly_pension_adjustment/standards`).
    """
    months, last = month - birth_month, month // 12 * 12 - 1 - birth_month
    elder = ELDER_MONTHS[sex]
    return {
        "resident_age": months // 12, "land_age_now": months // 12, "age_at_adjustment": last // 12,
        "turned_elder_last_year": elder <= last < elder + 12,
    }  # fmt: skip


def rise_by_law(
    *, growth: Growth, facts: dict[str, Any], before: int, place: str, month: Month, known_on: dt.date, explain: Explain
) -> Step:  # fmt: skip
    """By how much one rule of growth raises `before` (fen) in a month. Raises Refusal with the law's own reason."""
    asked = facts | ({growth.before: before} if growth.before else {})
    answer = explain(growth.rule, asked, place=place, on=first_day(month), known_on=known_on)
    fen = int(answer.value) - before if growth.level else int(answer.value)
    kept = asked | ({"level_before": before} if growth.level else {})
    return Step(fen, kept, answer.ruleset_hash)


@transaction.atomic
def grow_since_start(
    *, award_id: int, known_on: dt.date, signed: Signatures, explain: Explain,
    rules: Collection[str] | None = None,
) -> Grown:  # fmt: skip
    """Raise an award by everything that the law gave since its first month; months already frozen are owed.

    A yearly rule is asked for every January, a level for every month, up to the month that is paid next. What has its rise
    stays. Where the law refuses, that rule's later rises wait too, because each stands on the one before. The first award
    was determined by the law of its first month; this makes a late claim worth what one in time would be. `rules` names the
    rules that are asked; without it all of the kind are.
    """
    award = Award.objects.select_for_update().get(pk=award_id)
    person = registry.person(person_id=award.person_id)
    until = open_month(award, known_on=known_on)
    last = max(until, month_containing(known_on))
    rises: list[Adjustment] = []
    waiting: list[Waiting] = []
    for growth in kind_of(award.kind).growths:
        if rules is not None and growth.rule not in rules:
            continue
        had = dict(
            award.adjustments.filter(target=growth.rule).values_list("from_month", "amount_fen")
        )
        begun = sum(getattr(award, column) for column in growth.columns)
        for month in _months(award, growth, last, had):
            before = begun + sum(fen for since, fen in had.items() if since < month)
            ages = ages_at(
                birth_month=month_containing(person.birth_on), sex=person.sex, month=month
            )
            facts = ages | {name: award.facts[name] for name in growth.facts}
            try:
                step = rise_by_law(
                    growth=growth, facts=facts, before=before, place=award.place, month=month, known_on=known_on,
                    explain=explain,
                )  # fmt: skip
            except Refusal as refusal:
                waiting.append(Waiting(growth.rule, month, refusal))
                break
            if step.fen > 0:
                rises.append(_write(award, growth, month, step, known_on=known_on, signed=signed))
                had[month] = step.fen
    rises.sort(key=lambda one: (one.from_month, one.pk))
    owed = _owed(award, rises, until=until, known_on=known_on)
    return Grown(tuple(rises), tuple(owed), tuple(waiting))


def _months(award: Award, growth: Growth, last: Month, had: Mapping[Month, int]) -> list[Month]:
    """Months after the first in which a rule may raise and has not: a level after the last it reached, a yearly rise in every
    January of a year without one.

    The amount that an old system handed over is that of the day of the take-over, its rises included.
    """
    over = month_containing(award.decided_at.date()) if award.receipt.get("taken_over") else 0
    first = max(award.starts_month, over) + 1
    if not growth.yearly:
        return list(range(max(first, max(had, default=0) + 1), last + 1))
    years = {year_of(month) for month in had}
    return [
        month for month in range(first, last + 1) if month % 12 == 0 and year_of(month) not in years
    ]


def _write(
    award: Award, growth: Growth, month: Month, step: Step, *, known_on: dt.date, signed: Signatures
) -> Adjustment:
    return Adjustment.objects.create(
        award=award, target=growth.rule, year=year_of(month), from_month=month, amount_fen=step.fen, known_on=known_on,
        receipt={
            "target": growth.rule, "place": award.place, "on": first_day(month).isoformat(),
            "known_on": known_on.isoformat(), "ruleset_hash": step.ruleset_hash, "determined_by": signed.determined_by,
            "reviewed_by": signed.reviewed_by, "facts": step.facts,
        },
    )  # fmt: skip


def _owed(
    award: Award, rises: list[Adjustment], *, until: Month, known_on: dt.date
) -> list[Arrears]:
    """The rises of each past month together: one cause known on one day is owed once for a month."""
    if not rises:
        return []
    span = range(rises[0].from_month, until)
    stopped = stopped_months(person_id=award.person_id, months=span)
    owed = {
        month: dict.fromkeys(COMPONENTS, 0)
        | {"other_fen": sum(one.amount_fen for one in rises if one.from_month <= month)}
        for month in span
        if month not in stopped
    }
    rules = {one.target for one in rises}
    rule = rules.pop() if len(rules) == 1 else ""
    return owe(award=award, months=owed, cause="adjustment", known_on=known_on, rule=rule)
