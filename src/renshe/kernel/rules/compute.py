"""Compute columns: Arrow in, Arrow out, through a generated kernel; doubtful rows go the exact way.

A row is doubtful where a fact is missing or out of range, a rule refuses, a table has no such key, or a
certified float lies too near a rounding step. Such rows are explained one by one; those that refuse are
reported by row with their refusal, and their outputs are null.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from renshe.kernel.rules.columns.assemble import Kernel, Output, assemble
from renshe.kernel.rules.columns.cache import load
from renshe.kernel.rules.columns.values import CannotCompile
from renshe.kernel.rules.explain import explain_with
from renshe.kernel.rules.facts import AnyFact, FactType, HistoryType
from renshe.kernel.rules.refusal import Refusal
from renshe.kernel.rules.ruleset import RuleSet

_PER_THREAD = 50_000


@dataclass(frozen=True)
class Computed:
    """The outputs by target (int64 in units of ``1/scale``, see ``outputs``), and what did not come from the kernel."""

    table: pa.Table
    outputs: tuple[Output, ...]
    refused: tuple[tuple[int, Refusal], ...]
    exact_rows: int
    ruleset_hash: str
    source: str = ""
    why_not_compiled: str = ""

    @property
    def exact_share(self) -> float:
        """The share of rows that took the exact way."""
        return self.exact_rows / self.table.num_rows if self.table.num_rows else 0.0


@dataclass
class Columns:
    """A fact table as contiguous arrays in the kernel's order, and rows that cannot enter it at all."""

    arrays: list[np.ndarray[Any, Any]] = field(default_factory=list)
    unfit: np.ndarray[Any, Any] | None = None


def compute_with(
    ruleset: RuleSet,
    targets: Sequence[str],
    table: pa.Table,
    *,
    place: str,
    on: dt.date,
    known_on: dt.date | None = None,
    mode: str = "demonstration",
    threads: int = 2,
) -> Computed:
    """Amounts of ``targets`` for every row of ``table``, whose columns are named like the facts.

    Money columns are fen, decimals are integers in units of the fact's scale, codes are strings, histories
    are lists of structs. Raises :class:`Refusal` where a parameter or rule is missing for everybody.
    """
    try:
        kernel = assemble(ruleset, targets, place=place, on=on, known_on=known_on, mode=mode)
    except CannotCompile as reason:
        return _all_exact(ruleset, targets, table, place, on, known_on, mode, str(reason))
    columns = fact_columns(ruleset.facts, kernel.facts, table)
    rows = table.num_rows
    outs = np.empty((len(kernel.outputs), rows), np.int64)
    bad = np.zeros(rows if kernel.guarded else 1, np.bool_)
    run_kernel(kernel, columns.arrays, outs, bad, threads)
    doubtful = bad if kernel.guarded else np.zeros(rows, np.bool_)
    if columns.unfit is not None:
        doubtful = doubtful | columns.unfit
    where = np.flatnonzero(doubtful)
    refused: list[tuple[int, Refusal]] = []
    known = KnownRefusals(table)
    for row in where:
        values = known.of(int(row)) or _exact_row(
            ruleset, targets, kernel.outputs, table, int(row), place, on, known_on, mode, known
        )
        if isinstance(values, Refusal):
            refused.append((int(row), values))
            continue
        for out, value in zip(outs, values, strict=True):
            out[row] = value
    mask = None
    if refused:
        mask = np.zeros(rows, np.bool_)
        mask[[row for row, _ in refused]] = True
    result = pa.table(
        {
            output.target: _column(output, out, mask)
            for output, out in zip(kernel.outputs, outs, strict=True)
        }
    )
    return Computed(result, kernel.outputs, tuple(refused), len(where), ruleset.hash, kernel.source)


def run_kernel(
    kernel: Kernel,
    arrays: Sequence[np.ndarray[Any, Any]],
    outs: np.ndarray[Any, Any],
    bad: np.ndarray[Any, Any],
    threads: int,
) -> None:
    """Run the compiled kernel over all rows, split over threads outside it."""
    function = load(kernel.source)
    rows = outs.shape[1]
    parts = max(1, min(threads, rows // _PER_THREAD))
    edges = [rows * part // parts for part in range(parts + 1)]
    if parts == 1:
        function(0, rows, *arrays, outs, bad)
        return
    with ThreadPoolExecutor(parts) as pool:
        jobs = [
            pool.submit(function, first, last, *arrays, outs, bad)
            for first, last in pairwise(edges)
        ]
        for job in jobs:
            job.result()


def fact_columns(facts: Mapping[str, AnyFact], names: Sequence[str], table: pa.Table) -> Columns:
    """The kernel's arrays out of an Arrow table; a column that is not there at all is an error by name."""
    found = Columns()
    for name in names:
        if name not in table.column_names:
            raise KeyError(
                f"the table lacks the fact {name!r}; it has {', '.join(table.column_names)}"
            )
        kind = facts[name]
        column = table.column(name)
        column = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
        if isinstance(column, pa.ChunkedArray):
            column = column.chunk(0) if column.num_chunks else pa.array([], column.type)
        if column.null_count:
            nulls = pc.is_null(column).to_numpy(zero_copy_only=False)
            found.unfit = nulls if found.unfit is None else found.unfit | nulls
        if isinstance(kind, HistoryType):
            _history_arrays(found, kind, column)
        else:
            found.arrays.append(_scalar_array(name, kind, column))
    return found


def _history_arrays(found: Columns, kind: HistoryType, column: Any) -> None:
    if not (pa.types.is_list(column.type) or pa.types.is_large_list(column.type)):
        raise TypeError(f"the history {kind.name} must be a list of structs, not {column.type}")
    found.arrays.append(column.offsets.to_numpy())
    values = column.values
    for key, sub in kind.fields.items():
        found.arrays.append(_scalar_array(f"{kind.name}.{key}", sub, values.field(key)))
    lengths = np.diff(column.offsets.to_numpy())
    too_long = lengths > kind.max_entries
    if too_long.any():
        found.unfit = too_long if found.unfit is None else found.unfit | too_long


def _scalar_array(name: str, kind: FactType, column: Any) -> np.ndarray[Any, Any]:
    if kind.unit == "code":
        if pa.types.is_dictionary(column.type):
            column = column.dictionary_decode()
        positions = pc.index_in(column, pa.array(kind.values, column.type))
        return np.asarray(pc.fill_null(positions, -1).to_numpy(zero_copy_only=False)).astype(
            np.int32, copy=False
        )
    if pa.types.is_boolean(column.type):
        return np.asarray(column.fill_null(False).to_numpy(zero_copy_only=False)).astype(np.int8)
    if not pa.types.is_integer(column.type):
        raise TypeError(
            f"the fact {name} must be whole numbers in units of 1/{kind.scale}, not {column.type}"
        )
    if column.null_count:
        column = column.fill_null(0)
    return np.ascontiguousarray(column.to_numpy(zero_copy_only=False))


def _plain(kind: AnyFact, value: Any) -> Any:
    if value is None or (isinstance(kind, FactType) and kind.unit in ("code", "flag")):
        return value
    if isinstance(kind, HistoryType):
        return [{key: _plain(sub, item[key]) for key, sub in kind.fields.items()} for item in value]
    return Fraction(value, kind.scale)


class Read(dict[str, Any]):
    """Facts of one person that remember, in order, which of them were asked."""

    def __init__(self, facts: Mapping[str, Any]) -> None:
        super().__init__(facts)
        self.asked: dict[str, None] = {}

    def __contains__(self, name: object) -> bool:
        self.asked[str(name)] = None
        return super().__contains__(name)

    def __getitem__(self, name: str) -> Any:
        self.asked[name] = None
        return super().__getitem__(name)


class KnownRefusals:
    """Refusals of one computation, by the facts that were read up to them.

    The law sees nothing but what it reads, in a fixed order: whoever has the same values in the facts that led to a refusal
    is refused with the same words, so a missing parameter is met once and not by every tenth person.
    """

    def __init__(self, table: pa.Table) -> None:
        self._table = table
        self._found: dict[tuple[str, ...], dict[tuple[Any, ...], Refusal]] = {}

    def of(self, row: int) -> Refusal | None:
        """The refusal that a row is known to meet, or None."""
        for names, refusals in self._found.items():
            refusal = refusals.get(self._values(names, row))
            if refusal is not None:
                return refusal
        return None

    def keep(self, row: int, asked: Sequence[str], refusal: Refusal) -> None:
        """Remember a refusal with what was read before it; a history is not compared, so nothing is kept with one."""
        names = tuple(name for name in asked if name in self._table.column_names)
        if not any(pa.types.is_nested(self._table.schema.field(name).type) for name in names):
            self._found.setdefault(names, {})[self._values(names, row)] = refusal

    def _values(self, names: tuple[str, ...], row: int) -> tuple[Any, ...]:
        return tuple(self._table.column(name)[row].as_py() for name in names)


def _exact_row(
    ruleset: RuleSet,
    targets: Sequence[str],
    outputs: Sequence[Output],
    table: pa.Table,
    row: int,
    place: str,
    on: dt.date,
    known_on: dt.date | None,
    mode: str,
    known: KnownRefusals,
) -> list[int] | Refusal:
    facts = Read({
        name: _plain(ruleset.facts[name], table.column(name)[row].as_py())
        for name in table.column_names
        if name in ruleset.facts
    })  # fmt: skip
    try:
        explained = explain_with(
            ruleset,
            targets[0],
            facts,
            place=place,
            on=on,
            known_on=known_on,
            mode=mode,
            also=tuple(targets[1:]),
        )
    except Refusal as refusal:
        known.keep(row, list(facts.asked), refusal)
        return refusal
    values = [explained.value, *(explained.others[name].value for name in targets[1:])]
    return [_stored(output, value) for output, value in zip(outputs, values, strict=True)]


def _stored(output: Output, value: Any) -> int:
    if output.codes:
        return output.codes.index(value)
    number = Fraction(value) * output.scale
    if number.denominator != 1:
        raise ValueError(f"{output.target}: {value} is not a multiple of 1/{output.scale}")
    return int(number)


def _column(output: Output, values: np.ndarray[Any, Any], mask: np.ndarray[Any, Any] | None) -> Any:
    if output.codes:
        return pa.DictionaryArray.from_arrays(
            pa.array(values.astype(np.int32), mask=mask), pa.array(output.codes)
        )
    return pa.array(values, mask=mask)


def _all_exact(
    ruleset: RuleSet,
    targets: Sequence[str],
    table: pa.Table,
    place: str,
    on: dt.date,
    known_on: dt.date | None,
    mode: str,
    reason: str,
) -> Computed:
    values: dict[str, list[Any]] = {target: [] for target in targets}
    scale = dict.fromkeys(targets, 1)
    refused: list[tuple[int, Refusal]] = []
    for row in range(table.num_rows):
        facts = {
            name: _plain(ruleset.facts[name], table.column(name)[row].as_py())
            for name in table.column_names
            if name in ruleset.facts
        }
        try:
            explained = explain_with(
                ruleset,
                targets[0],
                facts,
                place=place,
                on=on,
                known_on=known_on,
                mode=mode,
                also=tuple(targets[1:]),
            )
        except Refusal as refusal:
            refused.append((row, refusal))
            for target in targets:
                values[target].append(None)
            continue
        for target in targets:
            node = explained.root if target == targets[0] else explained.others[target]
            values[target].append(node.value)
    for target, column in values.items():
        numbers = [v for v in column if isinstance(v, Fraction)]
        scale[target] = int(np.lcm.reduce([n.denominator for n in numbers])) if numbers else 1
    columns = {
        t: [int(v * scale[t]) if isinstance(v, Fraction) else v for v in values[t]] for t in targets
    }
    outputs = tuple(Output(t, "number", scale[t]) for t in targets)
    return Computed(
        pa.table(columns),
        outputs,
        tuple(refused),
        table.num_rows,
        ruleset.hash,
        why_not_compiled=reason,
    )
