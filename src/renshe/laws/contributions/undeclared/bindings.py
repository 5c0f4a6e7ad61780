"""How examples of undeclared months are read."""

from __future__ import annotations

from typing import Any

from renshe.kernel.rules.examples import Question, answer, binding, yuan
from renshe.laws.contributions.example_words import fen, month_start

WORDS = {"last_month": "上月缴费数额的110%", "business_and_workers": "经营状况、职工人数等有关情况"}
NOW = "2025-01-01"  # neither text has changed since the law came into force


@binding("CON-05")
def undeclared(inputs: dict[str, Any]) -> Question | None:
    """110 % of last month; without one there is no figure, only what a clerk assesses by."""
    if inputs.get("declared", False):
        return None
    last = inputs.get("last_month_amount")
    on = month_start(inputs.get("period")) or NOW
    answers = {
        "assessed": yuan("undeclared_assessment"),
        "basis": answer("undeclared_basis", by=lambda code: WORDS[code]),
    }
    if not last:
        answers["assessed"] = answer("undeclared_basis", by=lambda code: None)
    return Question(
        place="CN", on=on, facts={"last_month_assessed": fen(last or 0)}, answers=answers
    )
