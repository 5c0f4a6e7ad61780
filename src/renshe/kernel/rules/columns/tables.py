"""Keyed parameters in columns: constant arrays in the kernel, with missing keys flagged."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from renshe.kernel.rules.columns.arithmetic import paren
from renshe.kernel.rules.columns.values import CannotCompile, Exact, Never, Symbol, constant

if TYPE_CHECKING:
    from renshe.kernel.rules.columns.translate import TableValue, Translator


def look_up(translator: Translator, table: TableValue, key: object) -> Exact | Symbol | Never:
    """``table[key]``: folded for a constant key, an array read otherwise; a missing key flags the row."""
    if isinstance(key, Symbol):
        if key.constant is not None:
            return _fixed(translator, table, key.constant)
        keys: list[int | str] = list(key.values)
        index = translator.body.let("key", key.code)
        return _read(translator, table, keys, index, guard_range=False)
    if not isinstance(key, Exact) or key.dyn is not None or key.den != 1:
        raise CannotCompile(
            f"{translator.rule.name}: the key of {table.name} is not a whole number"
        )
    if key.constant is not None:
        return _fixed(translator, table, int(key.constant))
    numbers = [k for k in table.rows if isinstance(k, int) and key.low <= k <= key.high]
    if not numbers:
        translator.body.doubt("True")
        return Never()
    first, last = min(numbers), max(numbers)
    code = translator.body.let("key", key.code)
    guard = key.low < first or key.high > last
    index = f"{paren(code)} - {first}" if first else code
    if guard:
        translator.body.doubt(f"({code} < {first}) | ({code} > {last})")
        index = f"min(max({paren(code)} - {first}, 0), {last - first})"
    index = translator.body.let("at", index)
    return _read(translator, table, list(range(first, last + 1)), index, guard_range=guard)


def _fixed(translator: Translator, table: TableValue, key: int | str) -> Exact | Symbol | Never:
    if key not in table.rows:
        translator.body.doubt("True")
        return Never()
    value = table.rows[key]
    return Symbol("0", (value,), value) if isinstance(value, str) else constant(value)


def _read(
    translator: Translator,
    table: TableValue,
    keys: list[int] | list[int | str],
    index: str,
    guard_range: bool,
) -> Exact | Symbol:
    rows = [table.rows.get(key) for key in keys]
    present = [row for row in rows if row is not None]
    if any(isinstance(row, str) for row in present):
        values = tuple(dict.fromkeys(str(row) for row in present))
        numerators = [values.index(str(row)) if row is not None else 0 for row in rows]
        name = _array(translator, table.name, numerators, [row is not None for row in rows], index)
        return Symbol(f"{name}[{index}]", values)
    den = math.lcm(*(Fraction(row).denominator for row in present))
    numerators = [
        int(Fraction(row) * den) if row is not None else _filler(present, den) for row in rows
    ]
    name = _array(translator, table.name, numerators, [row is not None for row in rows], index)
    return Exact(f"{name}[{index}]", den, min(numerators), max(numerators))


def _filler(present: Sequence[Fraction | str], den: int) -> int:
    return int(Fraction(str(present[0])) * den) if present else 1


def _array(
    translator: Translator, stem: str, numerators: list[int], known: list[bool], index: str
) -> str:
    for name, (values, flags) in translator.tables.items():
        if name.startswith(f"T_{stem}") and values == numerators and flags == known:
            break
    else:
        name = (
            f"T_{stem}"
            if f"T_{stem}" not in translator.tables
            else f"T_{stem}_{len(translator.tables)}"
        )
        translator.tables[name] = (numerators, known)
    if not all(known):
        translator.body.doubt(f"{name}_missing[{index}]")
    return name
