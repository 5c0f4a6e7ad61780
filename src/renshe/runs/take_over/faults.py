"""What can be wrong with a handed-over row, each with the way to mend it, and the log that lists every case."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Self

import polars as pl

from renshe.kernel.codes.problem import Problem
from renshe.kernel.yaml_files import read_yaml

HEADER = ("file", "row", "column", "code", "reason_zh", "fix_zh", "reason_en", "fix_en", "detail")
_TEXTS = Path(__file__).with_name("faults.yaml")
WHOLE_FILE = 0
"""The row number of a fault that concerns a file as a whole."""


@cache
def _texts() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = read_yaml(_TEXTS.read_text(encoding="utf-8"))
    return loaded


def problem(code: str) -> Problem:
    """The problem of this code. Raises KeyError."""
    found = _texts()[code]
    return Problem(
        code=code,
        zh=found["zh"],
        en=found["en"],
        next_step_zh=found["fix_zh"],
        next_step_en=found["fix_en"],
    )


def codes() -> tuple[str, ...]:
    """Every code of this module; those of id numbers, names and credit codes come from the kernel."""
    return tuple(_texts())


class FaultLog:
    """Writes each fault to a CSV as it is found and counts them by file and code.

    Rows on the quarantine list are not reported: `spare` takes the list first.
    """

    def __init__(self, path: Path) -> None:
        self._handle = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._handle)
        self._writer.writerow(HEADER)
        self._spared: dict[str, set[int]] = {}
        self.counts: dict[str, Counter[str]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._handle.close()

    @property
    def total(self) -> int:
        """How many faults there are in all."""
        return sum(sum(counter.values()) for counter in self.counts.values())

    def spare(self, rows: Mapping[str, Iterable[int]]) -> None:
        """From here on say nothing of these rows."""
        self._spared = {file: set(numbers) for file, numbers in rows.items()}

    def spared(self, file: str) -> set[int]:
        """The rows of a file that were put aside."""
        return self._spared.get(file, set())

    def note(
        self, *, file: str, row: int, column: str, fault: Problem | str, detail: str = ""
    ) -> None:
        """One fault; nothing where the row was put aside."""
        if row in self._spared.get(file, ()):
            return
        found = problem(fault) if isinstance(fault, str) else fault
        self._writer.writerow((
            file, row or "", column, found.code, found.zh, found.next_step_zh, found.en,
            found.next_step_en, detail,
        ))  # fmt: skip
        self.counts.setdefault(file, Counter())[found.code] += 1

    def note_rows(
        self,
        *,
        file: str,
        rows: pl.Series,
        column: str,
        fault: Problem | str,
        details: pl.Series | None = None,
    ) -> None:
        """The same fault of many rows."""
        texts = (
            details.cast(pl.String).fill_null("").to_list()
            if details is not None
            else [""] * len(rows)
        )
        for row, detail in zip(rows.to_list(), texts, strict=True):
            self.note(file=file, row=row, column=column, fault=fault, detail=detail)
