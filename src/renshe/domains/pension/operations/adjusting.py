"""The yearly adjustment of one award, and its replay on a better one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from renshe.domains.pension.facts import adjustment_facts, handed_in
from renshe.domains.pension.kinds import kind_of
from renshe.domains.pension.models import Adjustment, Arrears, Award
from renshe.domains.pension.operations.determination import COMPONENTS, Determination
from renshe.domains.pension.operations.settling import open_month, owe
from renshe.domains.pension.operations.signatures import Signatures
from renshe.domains.pension.queries.awards import stopped_months
from renshe.kernel.periods import Month, first_day
from renshe.kernel.rules import Explain

PLAN = "adjustment_increase"
"""The rule of the yearly plan."""


def replay_adjustments(
    *, old: Award, new: Award, drawn: Determination, signed: Signatures, explain: Explain
) -> None:
    """Apply each rise of the old award to the new one, in the order of its months, each on the amount before it.

    A rise of a month in which the new one had not begun is no rise of it.
    """
    later = old.adjustments.filter(from_month__gt=new.starts_month)
    for adjustment in later.order_by("from_month", "id"):
        if adjustment.target == PLAN:
            _adjust(
                award=new,
                year=adjustment.year,
                from_month=adjustment.from_month,
                facts=drawn.facts,
                known_on=signed.known_on,
                explain=explain,
            )
        else:
            _grow_again(adjustment, new=new, known_on=signed.known_on, explain=explain)


def _grow_again(adjustment: Adjustment, *, new: Award, known_on: date, explain: Explain) -> None:
    """One rise of a standard on a better award: the same rule and month, from the amount that the new award had before."""
    growth = next(one for one in kind_of(new.kind).growths if one.rule == adjustment.target)
    earlier = new.adjustments.filter(target=growth.rule).values_list("amount_fen", flat=True)
    before = sum(getattr(new, column) for column in growth.columns) + sum(earlier)
    facts = {
        name: fact for name, fact in adjustment.receipt["facts"].items() if name != "level_before"
    }
    facts |= {name: new.facts[name] for name in growth.facts}
    if growth.before:
        facts[growth.before] = before
    answer = explain(
        growth.rule, facts, place=new.place, on=first_day(adjustment.from_month), known_on=known_on
    )
    amount = int(answer.value) - before if growth.level else int(answer.value)
    kept = facts | ({"level_before": before} if growth.level else {})
    if amount > 0:
        Adjustment.objects.create(
            award=new, target=growth.rule, year=adjustment.year, from_month=adjustment.from_month,
            amount_fen=amount, known_on=known_on,
            receipt=adjustment.receipt | {
                "known_on": known_on.isoformat(), "ruleset_hash": answer.ruleset_hash, "facts": kept,
            },
        )  # fmt: skip


def _adjust(
    *,
    award: Award,
    year: int,
    from_month: Month,
    facts: Mapping[str, Any],
    known_on: date,
    explain: Explain,
) -> Adjustment:
    before = award.total_fen + sum(
        award.adjustments.filter(year__lt=year).values_list("amount_fen", flat=True)
    )
    asked = adjustment_facts(
        birth_month=facts["birth_month"],
        category=facts["retirement_category"],
        facts=facts,
        year=year,
        before_fen=before,
    )
    on = first_day(from_month)
    answer = explain(
        PLAN, asked, place=award.place, on=on, known_on=known_on, given=handed_in(facts),
    )  # fmt: skip
    receipt = {
        "target": PLAN,
        "place": award.place,
        "on": on.isoformat(),
        "known_on": known_on.isoformat(),
        "ruleset_hash": answer.ruleset_hash,
        "facts": {
            name: value for name, value in asked.items() if name not in ("career", "deemed_months")
        },
    }
    return Adjustment.objects.create(
        award=award,
        year=year,
        from_month=from_month,
        amount_fen=int(answer.value),
        receipt=receipt,
        known_on=known_on,
    )


@transaction.atomic
def adjust_award(
    *, award_id: int, year: int, known_on: date, explain: Explain
) -> tuple[Adjustment, list[Arrears]] | None:
    """The yearly adjustment of one award from January of `year`, with arrears for months already frozen.

    None for who was not on pension by 31 December before, or lost this adjustment for good (服刑,
    缓刑: 劳社厅函〔2001〕44号). Basis: 社会保险法 第十八条.
    """
    award = Award.objects.select_for_update().get(pk=award_id)
    january = year * 12
    if award.starts_month >= january or award.state not in ("provisional", "final", "suspended"):
        return None
    if january in stopped_months(
        person_id=award.person_id, months=range(january, january + 1), only_without_adjustment=True
    ):
        return None
    done = award.adjustments.filter(year=year, target=PLAN).first()
    if done is not None:
        return done, []
    until = open_month(award, known_on=known_on)
    made = _adjust(
        award=award,
        year=year,
        from_month=january,
        facts=award.facts,
        known_on=known_on,
        explain=explain,
    )
    amounts = dict.fromkeys(COMPONENTS, 0) | {"other_fen": made.amount_fen}
    stopped = stopped_months(person_id=award.person_id, months=range(january, until))
    owed = {month: amounts for month in range(january, until) if month not in stopped}
    return made, owe(award=award, months=owed, cause="adjustment", known_on=known_on)
