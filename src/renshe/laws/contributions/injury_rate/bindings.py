"""How examples of work-injury rates by class and float are read."""

from __future__ import annotations

from typing import Any

from renshe.kernel.rules.examples import Question, as_is, binding, percent, yuan
from renshe.laws.contributions.example_words import fen, month_start

# An example without a period asks about the eight classes in force since October 2015.
NOW = "2026-01-01"


@binding("WI-04")
def class_and_float(inputs: dict[str, Any]) -> Question | None:
    """The rate in percent, the contribution on a payroll, and whether the float exists."""
    if "risk_class" not in inputs:
        return None
    period = inputs.get("period") or inputs.get("date")
    on = month_start(period) if period is not None else NOW
    if on is None:
        return None
    facts = {"injury_class": inputs["risk_class"], "injury_float": inputs.get("float_percent", 100)}
    answers = {
        "rate_percent": percent("injury_rate_by_class"),
        "valid": as_is("injury_float_allowed"),
    }
    if "payroll" in inputs:
        facts["payroll"] = fen(inputs["payroll"])
        answers["contribution"] = yuan("injury_contribution_on_payroll")
    return Question(place="CN", on=on, facts=facts, answers=answers)
