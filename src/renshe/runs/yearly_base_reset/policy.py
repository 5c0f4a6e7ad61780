"""Which wage stands where nobody declared a new one: dated data by place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from renshe.kernel.rules import Reason, Refusal
from renshe.kernel.rules.places import layers
from renshe.kernel.yaml_files import read_yaml

BASES = ("declared_wage", "mean_wage")
NO_POLICY = Reason(
    "no_reset_policy",
    "该地区该日没有年度基数结转口径",
    "no rule is recorded of what a carried wage is taken from",
    "owner-default",
    "请在 policies.yaml 中补充该地区的做法和依据",
    "add what this place does, and by which instrument",
)


@dataclass(frozen=True)
class Policy:
    """What a place does about people without a new wage, and by which instrument."""

    carry: bool
    basis: str
    instrument: str
    confidence: str


@cache
def _rows() -> list[dict[str, Any]]:
    text = Path(__file__).with_name("policies.yaml").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = read_yaml(text)["policies"]
    return rows


def policy_of(*, place: str, on: dt.date) -> Policy:
    """The policy in force, the nearest place first. Raises Refusal `no_reset_policy`."""
    for layer in layers(place):
        for row in _rows():
            ends = dt.date.max if row["to"] == "open" else row["to"]
            if str(row["place"]) == layer and row["from"] <= on <= ends:
                return Policy(
                    bool(row["carry"]), row["basis"], row["instrument"], row["confidence"]
                )
    raise Refusal(NO_POLICY, place=place, on=on.isoformat())
