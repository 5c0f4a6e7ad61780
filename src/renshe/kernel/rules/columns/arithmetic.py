"""Arithmetic on proved values. An operation whose 64-bit form cannot be proved becomes a certified float."""

from __future__ import annotations

import math
from fractions import Fraction

from renshe.kernel.rules.columns.values import (
    UNIT_ROUNDOFF,
    Approx,
    CannotCompile,
    Exact,
    Number,
    Truth,
    constant,
    fits,
)


def paren(code: str) -> str:
    """The code in parentheses unless it is a plain name or number."""
    plain = code.replace("_", "a").replace(".", "a")
    return code if plain.isalnum() else f"({code})"


def times(code: str, factor: int) -> str:
    """Code multiplied by a constant, folded where possible."""
    if factor == 1:
        return code
    if code.lstrip("-").isdigit():
        return str(int(code) * factor)
    return f"{paren(code)} * {factor}"


def product(left: str, right: str) -> str:
    """Code of a product, with ones left out and constants folded."""
    if left.lstrip("-").isdigit():
        return times(right, int(left)) if right != "1" else left
    if right.lstrip("-").isdigit():
        return times(left, int(right))
    return f"{paren(left)} * {paren(right)}"


def to_approx(x: Number) -> Approx:
    """The value as a float64 with the error that conversion and division may make."""
    if isinstance(x, Approx):
        return x
    low, high = x.bounds
    known = x.constant
    if known is not None:
        return Approx(repr(float(known)), 0.0, float(known), float(known), UNIT_ROUNDOFF)
    denominator = times(x.dyn, x.den) if x.dyn else str(x.den)
    code = f"float({x.code})" if denominator == "1" else f"{paren(x.code)} / {paren(denominator)}"
    roundings = 1 if max(abs(x.low), abs(x.high)) < 2**53 and x.den * x.dyn_high < 2**53 else 3
    return Approx(code, 0.0, low, high, UNIT_ROUNDOFF * (roundings + 1))


def add(x: Number, y: Number, sign: int = 1) -> Number:
    """Sum, or difference with ``sign`` −1."""
    if isinstance(x, Exact) and isinstance(y, Exact):
        found = _add_exact(x, y, sign)
        if found is not None:
            return found
    a, b = to_approx(x), to_approx(y)
    low, high = a.low + min(sign * b.low, sign * b.high), a.high + max(sign * b.low, sign * b.high)
    code = f"{paren(a.code)} {'+' if sign > 0 else '-'} {paren(b.code)}"
    if sign > 0 and a.low >= 0 and b.low >= 0:
        return Approx(
            code, a.error + b.error, low, high, max(a.relative, b.relative) + 2 * UNIT_ROUNDOFF
        )
    return Approx(code, a.worst + b.worst + max(abs(low), abs(high)) * UNIT_ROUNDOFF * 2, low, high)


def _add_exact(x: Exact, y: Exact, sign: int) -> Exact | None:
    if y.constant == 0:
        return x
    if x.constant == 0 and sign > 0:
        return y
    den = math.lcm(x.den, y.den)
    fx, fy = den // x.den, den // y.den
    if (x.dyn is None and y.dyn is None) or x.dyn == y.dyn:
        left, right = _scaled(x, fx), _scaled(y, fy)
        dyn, dlow, dhigh = x.dyn, x.dyn_low, x.dyn_high
    elif x.dyn is None or y.dyn is None:
        whole, part = (x, y) if x.dyn is None else (y, x)
        f_whole, f_part = (fx, fy) if x.dyn is None else (fy, fx)
        assert part.dyn is not None
        w = _scaled(whole, f_whole)
        ends = [n * d for n in w[1:] for d in (part.dyn_low, part.dyn_high)]
        lifted = (product(w[0], part.dyn), min(ends), max(ends))
        p = _scaled(part, f_part)
        left, right = (lifted, p) if x.dyn is None else (p, lifted)
        dyn, dlow, dhigh = part.dyn, part.dyn_low, part.dyn_high
    else:
        return None
    if not (fits(*left[1:]) and fits(*right[1:])):
        return None
    low = left[1] + (right[1] if sign > 0 else -right[2])
    high = left[2] + (right[2] if sign > 0 else -right[1])
    if not fits(low, high):
        return None
    code = f"{paren(left[0])} {'+' if sign > 0 else '-'} {paren(right[0])}"
    return Exact(_folded(code, low, high), den, low, high, dyn, dlow, dhigh)


def _folded(code: str, low: int, high: int) -> str:
    return str(low) if low == high else code


def _scaled(x: Exact, factor: int) -> tuple[str, int, int]:
    return times(x.code, factor), x.low * factor, x.high * factor


def multiply(x: Number, y: Number) -> Number:
    """Product; constant factors are cancelled against denominators first."""
    if isinstance(x, Exact) and isinstance(y, Exact):
        found = _multiply_exact(x, y)
        if found is not None:
            return found
    a, b = to_approx(x), to_approx(y)
    ends = [p * q for p in (a.low, a.high) for q in (b.low, b.high)]
    low, high = min(ends), max(ends)
    code = f"{paren(a.code)} * {paren(b.code)}"
    if a.error == 0 and b.error == 0:
        return Approx(code, 0.0, low, high, (a.relative + b.relative + UNIT_ROUNDOFF) * 1.001)
    error = (
        a.magnitude * b.worst
        + b.magnitude * a.worst
        + a.worst * b.worst
        + max(abs(low), abs(high)) * UNIT_ROUNDOFF * 2
    )
    return Approx(code, error, low, high)


def _multiply_exact(x: Exact, y: Exact) -> Exact | None:
    if x.constant is not None:
        x, y = y, x
    factor = y.constant
    if factor is not None:
        if factor == 0:
            return constant(0)
        ratio = Fraction(factor.numerator, factor.denominator * x.den)
        numerator, den = ratio.numerator, ratio.denominator
        ends = (x.low * numerator, x.high * numerator)
        if not fits(min(ends), max(ends)) or not fits(0, den):
            return None
        return Exact(
            _folded(times(x.code, numerator), min(ends), max(ends)),
            den,
            min(ends),
            max(ends),
            x.dyn,
            x.dyn_low,
            x.dyn_high,
        )
    ends4 = [p * q for p in (x.low, x.high) for q in (y.low, y.high)]
    den = x.den * y.den
    if not fits(min(ends4), max(ends4)) or not fits(0, den):
        return None
    dyn, dlow, dhigh = _joined(x, y)
    if not fits(0, dhigh):
        return None
    return Exact(product(x.code, y.code), den, min(ends4), max(ends4), dyn, dlow, dhigh)


def _joined(x: Exact, y: Exact) -> tuple[str | None, int, int]:
    if x.dyn is None:
        return y.dyn, y.dyn_low, y.dyn_high
    if y.dyn is None:
        return x.dyn, x.dyn_low, x.dyn_high
    return product(x.dyn, y.dyn), x.dyn_low * y.dyn_low, x.dyn_high * y.dyn_high


def reciprocal(y: Number) -> Number:
    """One divided by a value that is proved positive (or is a constant other than zero)."""
    if isinstance(y, Exact):
        known = y.constant
        if known is not None:
            if known == 0:
                raise CannotCompile("division by a constant zero")
            return constant(1 / known)
        if y.low <= 0:
            raise CannotCompile("a denominator is not proved positive")
        numerator = times(y.dyn, y.den) if y.dyn else str(y.den)
        return Exact(numerator, 1, y.den * y.dyn_low, y.den * y.dyn_high, y.code, y.low, y.high)
    if y.low - y.worst <= 0:
        raise CannotCompile("an approximate denominator is not proved positive")
    low, high = 1 / y.high, 1 / y.low
    code = f"1.0 / {paren(y.code)}"
    if y.error == 0:
        return Approx(code, 0.0, low, high, (y.relative + UNIT_ROUNDOFF) * 1.001)
    return Approx(code, y.worst / ((y.low - y.worst) * y.low) + high * UNIT_ROUNDOFF * 2, low, high)


def compare(operator: str, x: Number, y: Number) -> tuple[Truth, str | None]:
    """A comparison, and code of the condition under which a float could not decide it (or None)."""
    difference = add(x, y, sign=-1)
    if isinstance(difference, Exact):
        known = _decided(operator, difference.low, difference.high)
        if known is not None:
            return Truth(str(known), known), None
        if (
            isinstance(x, Exact)
            and isinstance(y, Exact)
            and x.den == y.den
            and not x.dyn
            and not y.dyn
        ):
            return Truth(f"{paren(x.code)} {operator} {paren(y.code)}"), None
        return Truth(f"{paren(difference.code)} {operator} 0"), None
    a, b = to_approx(x), to_approx(y)
    doubt = (
        f"abs({paren(a.code)} - {paren(b.code)}) <= ({a.doubt(a.code)} + {b.doubt(b.code)}) * 1.001 + "
        f"(abs({a.code}) + abs({b.code})) * {UNIT_ROUNDOFF!r}"
    )
    return Truth(f"{paren(a.code)} {operator} {paren(b.code)}"), doubt


def _decided(operator: str, low: int, high: int) -> bool | None:
    always = {
        "<": high < 0,
        "<=": high <= 0,
        ">": low > 0,
        ">=": low >= 0,
        "==": low == high == 0,
        "!=": high < 0 or low > 0,
    }[operator]
    never = {
        "<": low >= 0,
        "<=": low > 0,
        ">": high <= 0,
        ">=": high < 0,
        "==": high < 0 or low > 0,
        "!=": low == high == 0,
    }[operator]
    return True if always else False if never else None


def select(condition: str, x: Number, y: Number) -> Number:
    """One of two numbers by a condition."""
    if isinstance(x, Exact) and isinstance(y, Exact):
        if x.dyn is None and y.dyn is None:
            den = math.lcm(x.den, y.den)
            left, right = _scaled(x, den // x.den), _scaled(y, den // y.den)
            if fits(*left[1:]) and fits(*right[1:]):
                return Exact(
                    f"{paren(left[0])} if {condition} else {paren(right[0])}",
                    den,
                    min(left[1], right[1]),
                    max(left[2], right[2]),
                )
        else:
            dx, dy = (times(v.dyn, v.den) if v.dyn else str(v.den) for v in (x, y))
            low = min(x.den * x.dyn_low, y.den * y.dyn_low)
            high = max(x.den * x.dyn_high, y.den * y.dyn_high)
            return Exact(
                f"{paren(x.code)} if {condition} else {paren(y.code)}",
                1,
                min(x.low, y.low),
                max(x.high, y.high),
                f"({paren(dx)} if {condition} else {paren(dy)})",
                low,
                high,
            )
    a, b = to_approx(x), to_approx(y)
    return Approx(
        f"{paren(a.code)} if {condition} else {paren(b.code)}",
        max(a.error, b.error),
        min(a.low, b.low),
        max(a.high, b.high),
        max(a.relative, b.relative),
    )
