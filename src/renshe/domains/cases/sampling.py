"""How many decided cases of an item are looked at again, and the draw that nobody can foresee and everybody can repeat."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

STRATA = ("promised", "immediate", "signed")
"""Why a case is in its part of the draw: a promise stood for a paper, one person decided alone, or several signed."""


@dataclass(frozen=True, slots=True)
class Sampling:
    """Cases of each hundred decided in a month that are checked, by stratum; the first stratum that fits a case counts.

    The standing rates are owner-default: a promise instead of a paper is followed up (国办发〔2020〕42号, without a rate), and
    where one person decides alone nobody else has looked yet, so both are drawn more often than what several signed.
    """

    promised: int = 20
    immediate: int = 10
    signed: int = 5

    def rate_of(self, stratum: str) -> int:
        """Of a hundred in this stratum."""
        return int(getattr(self, stratum))


STANDING_RATES = Sampling()


def sampling_of(told: Mapping[str, Any] | None) -> Sampling:
    """The rates that a declaration names; those it leaves out are the standing ones. Raises ValueError, TypeError."""
    rates = Sampling(**{key: int(value) for key, value in (told or {}).items()})
    if not all(0 <= rates.rate_of(one) <= 100 for one in STRATA):
        raise ValueError("sampling rates are of a hundred")
    return rates


def stratum_of(*, path: str, promised: bool) -> str:
    """Which part of the draw a case belongs to."""
    if promised:
        return "promised"
    return "immediate" if path == "immediate" else "signed"


def seed_of(*, seal: str, item: str, month: int) -> str:
    """What decides the draw: the seal of the month's last day, which nobody knows while cases are still being decided."""
    return hashlib.sha256(f"{seal}\n{item}\n{month}".encode()).hexdigest()


def drawn(*, numbers: Sequence[str], per_hundred: int, seed: str) -> list[str]:
    """The numbers that are drawn, so many of each hundred, rounded up: at least one where there is any and a rate."""
    wanted = -(-len(numbers) * per_hundred // 100)
    ordered = sorted(numbers, key=lambda one: hashlib.sha256(f"{seed}\n{one}".encode()).hexdigest())
    return ordered[:wanted]
