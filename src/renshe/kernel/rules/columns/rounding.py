"""Rounding in columns: integer division where the value is exact, a certified float otherwise."""

from __future__ import annotations

import math

from renshe.kernel.rules.columns.arithmetic import multiply, paren, times
from renshe.kernel.rules.columns.lines import Body
from renshe.kernel.rules.columns.values import Approx, CannotCompile, Exact, Number, constant, fits
from renshe.kernel.rules.rounding import Rounding

# A float64 beyond this holds halves no longer; such a row goes the exact way.
LARGEST = 2.0**50


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
    near = body.let("near", value.doubt(settled.code))
    body.doubt(f"{function}({settled.code} - {near}) != {function}({settled.code} + {near})")
    body.doubt(f"abs({settled.code}) > {LARGEST!r}")
    return Exact(f"np.int64({function}({settled.code}))", 1, *_whole_bounds(value))


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


def _whole_bounds(value: Approx) -> tuple[int, int]:
    return math.floor(max(value.low, -LARGEST)) - 1, math.ceil(min(value.high, LARGEST)) + 1


def _round_approx(body: Body, value: Approx, mode: str) -> Exact:
    settled = body.settle(value, "x")
    assert isinstance(settled, Approx)
    signed = value.low - value.worst < 0
    x = body.let("x_abs", f"abs({settled.code})") if signed else settled.code
    shift = {"half_up": 0.5, "half_even": 0.5, "up": 0.0, "down": 0.0}[mode]
    function = "math.ceil" if mode == "up" else "math.floor"
    near = body.let("near", f"{value.doubt(x)} + {x} * {2.0**-51!r}")
    body.doubt(f"{function}({x} + ({shift!r} - {near})) != {function}({x} + ({shift!r} + {near}))")
    body.doubt(f"{x} > {LARGEST!r}")
    code = f"np.int64({function}({x} + {shift!r}))"
    if signed:
        code = f"{code} * (1 if {settled.code} >= 0 else -1)"
    return Exact(code, 1, *_whole_bounds(value))
