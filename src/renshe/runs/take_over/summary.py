"""What a check of handed-over files found: by file rows, sums and faults, and whether they may be loaded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from renshe.runs.take_over.contract import FileSpec

NAME = "summary.json"


@dataclass
class Tally:
    """Rows and sums (fen by measure) of one file: of all its rows, and of those put aside."""

    sha256: str = ""
    size: int = 0
    encoding: str = ""
    rows: int = 0
    rows_aside: int = 0
    sums: dict[str, int] = field(default_factory=dict)
    sums_aside: dict[str, int] = field(default_factory=dict)
    faults: dict[str, int] = field(default_factory=dict)

    def count(self, *, frame: pl.DataFrame, aside: pl.Series, spec: FileSpec) -> None:
        """Add the rows of a chunk."""
        self.rows += frame.height
        self.rows_aside += int(aside.sum())
        for measure, columns in spec.measures.items():
            each = frame.select(pl.sum_horizontal(pl.col(*columns).fill_null(0))).to_series()
            self.sums[measure] = self.sums.get(measure, 0) + int(each.sum())
            put = self.sums_aside.get(measure, 0)
            self.sums_aside[measure] = put + int(each.filter(aside).sum())

    @property
    def rows_loaded(self) -> int:
        """Rows that a load takes."""
        return self.rows - self.rows_aside

    def sum_loaded(self, measure: str) -> int:
        """The sum of a measure over the rows that a load takes."""
        return self.sums.get(measure, 0) - self.sums_aside.get(measure, 0)


@dataclass
class Summary:
    """The outcome of one check. `ready` says that nothing is wrong with any row that is not on the quarantine list."""

    place: str
    as_of: str
    files: dict[str, Tally] = field(default_factory=dict)
    faults: int = 0
    account_year: int | None = None

    @property
    def ready(self) -> bool:
        """Whether the files may be loaded."""
        return self.faults == 0

    def write(self, folder: Path) -> None:
        """Keep it beside the checked rows."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)
        (folder / NAME).write_text(text, encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Summary:
        """The summary of the last check. Raises FileNotFoundError where there was none."""
        raw: Mapping[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
        files = {name: Tally(**tally) for name, tally in raw["files"].items()}
        return cls(**{**raw, "files": files})
