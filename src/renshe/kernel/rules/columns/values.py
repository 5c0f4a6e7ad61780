"""Values of the compiler: code for a number together with what is proved about it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

LIMIT = 2**62
UNIT_ROUNDOFF = 2.0**-53


class CannotCompile(Exception):
    """The rule has no column form that could be proved; the caller computes such rows one by one, exactly."""


@dataclass(frozen=True)
class Exact:
    """The number ``code / (den * dyn)``: an int64 numerator in ``[low, high]``, a constant denominator and,
    where a variable divides, code of a positive int64 denominator in ``[dyn_low, dyn_high]``."""

    code: str
    den: int
    low: int
    high: int
    dyn: str | None = None
    dyn_low: int = 1
    dyn_high: int = 1

    @property
    def constant(self) -> Fraction | None:
        """The value, if it is known while compiling."""
        return Fraction(self.low, self.den) if self.low == self.high and self.dyn is None else None

    @property
    def magnitude(self) -> float:
        """An upper bound of the absolute value."""
        return max(abs(self.low), abs(self.high)) / (self.den * self.dyn_low)

    @property
    def bounds(self) -> tuple[float, float]:
        """Lower and upper bound of the value itself."""
        ends = [
            n / (self.den * d) for n in (self.low, self.high) for d in (self.dyn_low, self.dyn_high)
        ]
        return min(ends), max(ends)


@dataclass(frozen=True)
class Approx:
    """A float64 whose distance from the true value is at most ``error + relative * |value|`` (certified).

    ``low`` and ``high`` bound the true value.
    """

    code: str
    error: float
    low: float
    high: float
    relative: float = 0.0

    @property
    def magnitude(self) -> float:
        """An upper bound of the absolute value."""
        return max(abs(self.low), abs(self.high)) * (1 + self.relative) + self.error

    @property
    def worst(self) -> float:
        """The error bound in absolute terms, whatever the value."""
        return self.error + self.relative * self.magnitude

    def doubt(self, code: str) -> str:
        """Code of the error bound for the value in ``code``."""
        if self.relative == 0.0:
            return repr(self.error)
        bound = f"abs({code}) * {self.relative!r}"
        return f"({bound} + {self.error!r})" if self.error else f"({bound})"


@dataclass(frozen=True)
class Truth:
    """A condition; ``constant`` if it is decided while compiling."""

    code: str
    constant: bool | None = None


@dataclass(frozen=True)
class Symbol:
    """A code out of a list, held as its position."""

    code: str
    values: tuple[str, ...]
    constant: str | None = None


@dataclass(frozen=True)
class Never:
    """What a path that refuses gives: nothing."""


Number = Exact | Approx
Value = Exact | Approx | Truth | Symbol | Never


def constant(value: Fraction | int) -> Exact:
    """A number known while compiling."""
    number = Fraction(value)
    if abs(number.numerator) >= LIMIT or number.denominator >= LIMIT:
        raise CannotCompile(f"the constant {number} does not fit 64 bits")
    return Exact(str(number.numerator), number.denominator, number.numerator, number.numerator)


def fits(low: int, high: int) -> bool:
    """Whether a numerator in this range is safe, with room for one doubling."""
    return low > -LIMIT and high < LIMIT
