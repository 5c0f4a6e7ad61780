"""Drawing a pension by law: components, state and first month, with the receipt that replays them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from renshe.domains.pension.facts import Explain
from renshe.domains.pension.refusals import UNEVEN_COMPONENTS
from renshe.kernel.periods import Month, first_day
from renshe.kernel.rules import Explanation, Refusal

TARGET = "monthly_pension"
COMPONENTS = {
    "basic_fen": "basic_pension",
    "account_fen": "account_pension",
    "transitional_fen": "transitional_pension",
    "other_fen": "other_items",
}
"""Columns of an award and the rules that give them."""


@dataclass(frozen=True)
class Determination:
    """A pension as the law gives it: the parts, whether it is final, when it starts, and how it was found."""

    amounts: dict[str, int]
    total_fen: int
    state: str
    starts_month: Month
    facts: dict[str, Any]
    receipt: dict[str, Any]
    explanation: Explanation


def determine(
    *, facts: Mapping[str, Any], place: str, known_on: date, explain: Explain
) -> Determination:
    """Compute a monthly pension for the retirement month in `facts`, as the law was known on a day.

    Raises Refusal with the law's own reason where a fact, a parameter or an entitlement is missing.
    """
    on = first_day(facts["retirement_month"])
    when = {"place": place, "on": on, "known_on": known_on}
    explanation = explain(TARGET, facts, **when)
    nodes = {node.name: node.value for node in explanation.root.walk()}
    amounts = {column: int(nodes[name]) for column, name in COMPONENTS.items()}
    total = int(explanation.value)
    if sum(amounts.values()) != total:
        raise Refusal(UNEVEN_COMPONENTS, subject=f"{sum(amounts.values())} ≠ {total}", place=place)
    receipt = {
        "target": TARGET,
        "place": place,
        "on": on.isoformat(),
        "known_on": known_on.isoformat(),
        "ruleset_hash": explanation.ruleset_hash,
        "confidence": explanation.confidence,
    }
    return Determination(
        amounts=amounts,
        total_fen=total,
        state=str(explain("award_state", facts, **when).value),
        starts_month=int(explain("pension_start_month", facts, **when).value),
        facts=dict(facts),
        receipt=receipt,
        explanation=explanation,
    )


def replay(
    *, receipt: Mapping[str, Any], facts: Mapping[str, Any], explain: Explain
) -> Explanation:
    """The explanation of an award again, from its receipt: same place, days and facts."""
    return explain(
        receipt["target"],
        facts,
        place=receipt["place"],
        on=date.fromisoformat(receipt["on"]),
        known_on=date.fromisoformat(receipt["known_on"]),
    )
