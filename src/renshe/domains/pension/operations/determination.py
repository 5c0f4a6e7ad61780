"""Drawing a pension by law: components, state and first month, with the receipt that replays them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from renshe.domains.pension.kinds import KINDS, kind_of
from renshe.domains.pension.refusals import UNEVEN_COMPONENTS
from renshe.kernel.periods import Month, first_day
from renshe.kernel.rules import Explain, Explanation, Refusal

COMPONENTS = KINDS["old_age"].components
"""Columns of an award and the rules that give an old-age pension's."""


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
    *,
    facts: Mapping[str, Any],
    place: str,
    known_on: date,
    explain: Explain,
    kind: str = "old_age",
    starts_month: Month | None = None,
) -> Determination:
    """Compute a monthly benefit by the rules of its kind, as the law was known on a day.

    An old-age pension is that of the retirement month in `facts` and starts when the law says; every other kind is that of
    `starts_month`. Raises Refusal with the law's own reason where a fact, a parameter or an entitlement is missing.
    """
    law = kind_of(kind)
    if law.start_rule is None:
        if starts_month is None:
            raise ValueError(f"{kind}: the first month is the decision's, so it must be told")
        on = first_day(facts[law.law_month] if law.law_month else starts_month)
    else:
        on = first_day(facts["retirement_month"])
    when = {"place": place, "on": on, "known_on": known_on}
    explanation = explain(law.target, facts, **when)
    nodes = {node.name: node.value for node in explanation.root.walk()}
    amounts = dict.fromkeys(COMPONENTS, 0) | {
        column: int(nodes[name]) for column, name in law.components.items()
    }
    total = int(explanation.value)
    if sum(amounts.values()) != total:
        raise Refusal(UNEVEN_COMPONENTS, subject=f"{sum(amounts.values())} ≠ {total}", place=place)
    receipt = {
        "target": law.target,
        "place": place,
        "on": on.isoformat(),
        "known_on": known_on.isoformat(),
        "ruleset_hash": explanation.ruleset_hash,
        "confidence": explanation.confidence,
    }
    return Determination(
        amounts=amounts,
        total_fen=total,
        state=str(explain(law.state_rule, facts, **when).value) if law.state_rule else "final",
        starts_month=int(explain(law.start_rule, facts, **when).value)
        if law.start_rule
        else starts_month or 0,
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
