"""Rounding in columns: integer division where the value is exact, a certified float otherwise."""

from __future__ import annotations

import math
from fractions import Fraction

from renshe.kernel.rules.columns.arithmetic import multiply, paren, times
from renshe.kernel.rules.columns.lines import Body
from renshe.kernel.rules.columns.values import LIMIT, Approx, CannotCompile, Exact, Number, constant, fits
from renshe.kernel.rules.rounding import Rounding


def round_value(body: Body, value: Number, rounding: Rounding) -> Exact:
    """The value rounded by the rule's rounding, as an exact multiple of its quantum."""
    if isinstance(value, Exact) and value.constant is not None:
        return constant(rounding.apply(value.constant))
    scaled = multiply(value, constant(1 / rounding.quantum))
    if isinstance(scaled, Exact):
        if not (scaled.dyn is None and scaled.den == 1):
            scaled = _round_exact(body, scaled, rounding.mode)
    else:
        scaled = _round_approx(body, scaled, rounding.mode)
    back = multiply(scaled, constant(rounding.quantum))
    assert isinstance(back, Exact)
    return back


def floor_value(body: Body, value: Number, *, up: bool = False) -> Exact:
    """The whole part (or the next whole number with ``up``) of a value."""
    if isinstance(value, Exact):
        if value.constant is not None:
            known = value.constant
            return constant(math.ceil(known) if up else math.floor(known))
        if value.den == 1 and value.dyn is None:
            return value
        denominator = _denominator(value)
        low, high = (math.floor(b) for b in value.bounds)
        if up:
            return Exact(f"-((-{paren(value.code)}) // {denominator})", 1, low, high + 1)
        return Exact(f"{paren(value.code)} // {denominator}", 1, low - 1, high)
    settled = body.settle(value, "part")
    assert isinstance(settled, Approx)
    function = "math.ceil" if up else "math.floor"
    body.doubt(f"{function}({settled.code} - {value.error!r}) != {function}({settled.code} + {value.error!r})")
    return Exact(f"np.int64({function}({settled.code}))", 1, math.floor(value.low) - 1, math.ceil(value.high) + 1)


def _denominator(value: Exact) -> str:
    return paren(times(value.dyn, value.den)) if value.dyn else str(value.den)


def _round_exact(body: Body, value: Exact, mode: str) -> Exact:
    code, low, high = value.code, value.low, value.high
    largest = value.den * value.dyn_high
    if not fits(2 * low - largest, 2 * high + largest):
        raise CannotCompile("the rounding of an exact value would overflow 64 bits")
    signed = low < 0
    code = body.let("n", code)
    magnitude = body.let("n_abs", f"abs({code})") if signed else code
    denominator = body.let("d", _denominator(value))
    rounded = _magnitude(body, magnitude, denominator, mode)
    if signed:
        rounded = f"({rounded}) * (1 if {code} >= 0 else -1)"
    bounds = value.bounds
    return Exact(rounded, 1, math.floor(bounds[0]), math.ceil(bounds[1]))


def _magnitude(body: Body, n: str, d: str, mode: str) -> str:
    if mode == "down":
        return f"{paren(n)} // {d}"
    constant_d = int(d) if d.isdigit() else None
    if mode == "up":
        return f"({paren(n)} + {constant_d - 1 if constant_d else f'({d} - 1)'}) // {d}"
    if constant_d is not None and constant_d % 2 == 0:
        half_up = f"({paren(n)} + {constant_d // 2}) // {constant_d}"
    else:
        half_up = f"(2 * {paren(n)} + {d}) // {times(d, 2) if constant_d else f'(2 * {d})'}"
    if mode == "half_up":
        return half_up
    top = body.let("r", half_up)
    twice = times(d, 2) if constant_d else f"(2 * {d})"
    return f"{top} - (1 if (2 * {paren(n)} + {d}) % {twice} == 0 and {top} % 2 == 1 else 0)"


def _round_approx(body: Body, value: Approx, mode: str) -> Exact:
    if value.magnitude >= 2.0**51 or not math.isfinite(value.error) or value.error > 0.25:
        raise CannotCompile("the certified error is too large to round")
    settled = body.settle(value, "x")
    assert isinstance(settled, Approx)
    signed = value.low - value.error < 0
    x = body.let("x_abs", f"abs({settled.code})") if signed else settled.code
    shift = {"half_up": 0.5, "half_even": 0.5, "up": 0.0, "down": 0.0}[mode]
    function = "math.ceil" if mode == "up" else "math.floor"
    error = value.error + value.magnitude * 2.0**-52
    body.doubt(f"{function}({x} + {shift - error!r}) != {function}({x} + {shift + error!r})")
    code = f"np.int64({function}({x} + {shift!r}))"
    if signed:
        code = f"{code} * (1 if {settled.code} >= 0 else -1)"
    if abs(value.low) >= LIMIT or abs(value.high) >= LIMIT:
        raise CannotCompile("out of range")
    return Exact(code, 1, math.floor(value.low) - 1, math.ceil(value.high) + 1)


def as_fraction(text: str) -> Fraction:
    """A literal of a rule as an exact number (``0.083`` stays 83/1000)."""
    return Fraction(text)
