"""How examples of contribution bases are read: limits by ratio, limits by table, a wage clamped."""

from __future__ import annotations

from typing import Any

from renshe.kernel.rules.examples import Question, binding, yuan
from renshe.laws.contributions.example_words import (
    GUANGDONG,
    fen,
    month_start,
    person_kind_of,
    place_of,
    scheme_of,
)

ANY_DAY = "2025-01-01"  # the ratio rule has not changed since 1991


@binding("CON-01")
def limits(inputs: dict[str, Any]) -> Question | None:
    """Limits by ratio of an average wage, limits as published, or a declared base clamped."""
    place = place_of(inputs)
    if place is None:
        return None
    if "avg_monthly_wage" in inputs:
        return _by_ratio(place, inputs)
    on = month_start(inputs.get("period") or inputs.get("effective_from"))
    scheme = scheme_of(inputs)
    if on is None or scheme is None:
        return None
    kind, target = scheme
    if "declared_base" not in inputs:
        return _published(place, on) if kind == "employee" and target == "pension_base" else None
    facts = {"declared_wage": fen(inputs["declared_base"]), "person_kind": kind}
    return Question(place=place, on=on, facts=facts, answers={"base": yuan(target)})


def _by_ratio(place: str, inputs: dict[str, Any]) -> Question:
    facts: dict[str, Any] = {"published_average_wage": fen(inputs["avg_monthly_wage"])}
    answers = {}
    for side, given in (("floor", "floor_ratio"), ("cap", "cap_ratio")):
        if given in inputs:
            facts[given] = inputs[given]
            answers[side] = yuan(f"{side}_from_average_wage")
    return Question(place=place, on=ANY_DAY, facts=facts, answers=answers)


def _published(place: str, on: str) -> Question:
    floor, cap = yuan("pension_base_floor"), yuan("pension_base_cap")
    return Question(
        place=place, on=on, facts={}, answers={"floor": floor, "cap": cap, "ceiling": cap}
    )


@binding("CON-03")
def fixed_for_the_year(inputs: dict[str, Any]) -> Question | None:
    """The wage declared for the contribution year is the base, whatever was earned since."""
    place, on = place_of(inputs), month_start(inputs.get("period"))
    kind = person_kind_of(inputs)
    if place is None or on is None or kind is None:
        return None
    facts = {"declared_wage": fen(inputs["declared_base_for_year"]), "person_kind": kind}
    return Question(place=place, on=on, facts=facts, answers={"base": yuan("pension_base")})


@binding("contribution_base_bounds")
def bounds(inputs: dict[str, Any]) -> Question | None:
    """Floor and ceiling in force at a place on a day; a province's ceiling at the province."""
    place, on = place_of(inputs), inputs.get("effective_from") or inputs.get("period")
    if place is None and str(inputs.get("region", "")).lower().startswith("guangdong"):
        place = GUANGDONG
    if place is None or month_start(on) is None:
        return None
    return _published(place, str(month_start(on)))
