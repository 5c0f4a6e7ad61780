"""The sheet of a claimed allowance: as granted in its first month, each rise since, what it is now, what is owed."""

from __future__ import annotations

from typing import Any

from renshe.domains.expropriation import api as expropriation
from renshe.flows.expropriation_to_pension import Claimed
from renshe.kernel.periods import format_month
from renshe.laws import library


def sheet_of(told: Claimed) -> dict[str, Any]:
    """Every figure with what the law was asked with, so that each is explained; sums say their terms."""
    allowance, award = told.allowance, told.award
    when = {"place": award.receipt["place"], "on": award.receipt["on"], "known_on": award.receipt["known_on"]}  # fmt: skip
    sheet: dict[str, Any] = {
        part: _named(part, allowance.starts_month)
        | {
            "fen": fen,
            "explain": {
                "target": part,
                "facts": expropriation.facts_of_part(part=part, facts=allowance.facts),
            }
            | when,
        }
        for part, fen in (
            ("land_allowance_first", allowance.amount_fen),
            ("land_elder_allowance", allowance.elder_fen),
        )
    }
    for number, rise in enumerate(told.grown.rises):
        facts = dict(rise.receipt["facts"])
        before = facts.pop("level_before", 0)
        sheet[f"rise_{number}"] = _named(rise.target, rise.from_month) | {
            "fen": before + rise.amount_fen,
            "explain": rise.receipt | {"facts": facts},
        }
    total = {"zh": "现在每月", "en": "Each month now", "fen": told.monthly_fen}
    if told.grown.rises:
        terms = [award.total_fen, *(one.amount_fen for one in told.grown.rises)]
        total["formula"] = " + ".join(yuan(fen) for fen in terms)
    sheet["total"] = total
    if told.owed_fen:
        sheet["owed"] = {"zh": "以前月份补发", "en": "Owed for past months", "fen": told.owed_fen}
    return sheet


def yuan(fen: int) -> str:
    """Yuan with two decimals, without separators: for formulas and papers."""
    return f"{fen // 100}.{fen % 100:02d}"


def _named(rule: str, month: int) -> dict[str, Any]:
    said = library.ruleset().rules[rule][-1]
    since = format_month(month)
    return {"zh": f"{said.zh}（{since}起）", "en": f"{said.en} (from {since})"}
