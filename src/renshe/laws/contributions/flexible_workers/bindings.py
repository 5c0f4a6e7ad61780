"""How examples of flexible workers' contributions are read."""

from __future__ import annotations

from typing import Any

from renshe.kernel.rules.examples import Question, binding, yuan
from renshe.laws.contributions.example_words import fen, month_start, place_of


def _question(inputs: dict[str, Any], total: tuple[str, ...]) -> Question | None:
    place, on = place_of(inputs), month_start(inputs.get("period") or inputs.get("month"))
    if place is None or on is None or inputs.get("status", "flexible") != "flexible":
        return None
    facts = {"declared_wage": fen(inputs["chosen_base"]), "person_kind": "flexible"}
    pooled, account = yuan("flexible_pension_pooled"), yuan("flexible_pension_account")
    answers = {
        "base": yuan("flexible_pension_base"), "pension": yuan("flexible_pension"),
        "to_pool": pooled, "pooled": pooled, "to_account": account, "account": account,
        "medical": yuan("flexible_medical"), "total": yuan(*total),
    }  # fmt: skip
    return Question(place=place, on=on, facts=facts, answers=answers)


@binding("CON-04")
def shares(inputs: dict[str, Any]) -> Question | None:
    """Pension with its two parts, medical, and both together."""
    return _question(inputs, ("flexible_total",))


@binding("flexible_contribution")
def pension_shares(inputs: dict[str, Any]) -> Question | None:
    """Pension alone: its total, the pooled part and the part for the account."""
    return _question(inputs, ("flexible_pension",))
