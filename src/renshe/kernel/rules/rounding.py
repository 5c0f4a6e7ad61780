"""Rounding as a cited part of a rule: a mode, a quantum and the clause that orders it.

Amounts are fen, so the quantum of ``"fen"`` is 1, of ``"jiao"`` 10 and of ``"yuan"`` 100; a decimal
text such as ``"0.1"`` rounds plain numbers. All modes work on the magnitude, so that a reversal of
an amount is the exact negative of the amount.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

_QUANTA = {"fen": Fraction(1), "jiao": Fraction(10), "yuan": Fraction(100)}
MODES = ("half_up", "half_even", "up", "down")


@dataclass(frozen=True)
class Rounding:
    """How a named amount is rounded: ``mode`` of :data:`MODES`, ``quantum``, and the clause."""

    mode: str
    quantum: Fraction
    label: str
    clause: str

    def apply(self, value: Fraction) -> Fraction:
        """The nearest multiple of the quantum in the direction of the mode."""
        scaled = abs(value) / self.quantum
        whole, rest = divmod(scaled.numerator, scaled.denominator)
        up = {
            "half_up": 2 * rest >= scaled.denominator,
            "half_even": 2 * rest > scaled.denominator
            or (2 * rest == scaled.denominator and whole % 2 == 1),
            "up": rest > 0,
            "down": False,
        }[self.mode]
        magnitude = (whole + up) * self.quantum
        return magnitude if value >= 0 else -magnitude

    def describe(self) -> str:
        """The rounding in words for the engine's own output, such as ``half_up fen``."""
        return f"{self.mode} {self.label}"


def _rounding(mode: str, quantum: str, clause: str) -> Rounding:
    if not clause:
        raise ValueError("a rounding needs its clause; where the law is silent: 'owner-default'")
    value = _QUANTA.get(quantum)
    if value is None:
        value = Fraction(quantum)
    if value <= 0:
        raise ValueError(f"a rounding quantum must be positive, not {quantum}")
    return Rounding(mode=mode, quantum=value, label=quantum, clause=clause)


def half_up(quantum: str, *, clause: str) -> Rounding:
    """Nearest, ties away from zero (四舍五入)."""
    return _rounding("half_up", quantum, clause)


def half_even(quantum: str, *, clause: str) -> Rounding:
    """Nearest, ties to the even neighbour (四舍六入五成双)."""
    return _rounding("half_even", quantum, clause)


def round_up(quantum: str, *, clause: str) -> Rounding:
    """Any remainder counts as a whole quantum (见分进角 with ``"jiao"``)."""
    return _rounding("up", quantum, clause)


def round_down(quantum: str, *, clause: str) -> Rounding:
    """Any remainder is dropped."""
    return _rounding("down", quantum, clause)
