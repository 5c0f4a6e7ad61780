"""What is really so in the city, kept apart from everything the product can read.

A truth is a planted fraud, a planted mistake or a fact the bureau has not heard of. Truths are written to one file
in the installation's home, readable by its owner alone; no table of the database and no page knows of them.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from renshe.edge.demo.draws import Draws
from renshe.edge.home import home

FILE = "truth.json"


def truth_folder() -> Path:
    """Where the truth of the city built last lies."""
    return home() / "demo"


@dataclass(frozen=True)
class Truth:
    """One case: `kind` names it, `subject` is a person's or an employer's id, `detail` says what is really so."""

    kind: str
    subject_kind: str
    subject: int
    detail: dict[str, Any] = field(default_factory=dict)


def per_100_000(people: int, rate: int) -> int:
    """How many cases a city of this size has: at least one."""
    return max(1, people * rate // 100_000)


def pick(*, draws: Draws, stream: str, candidates: np.ndarray, count: int) -> np.ndarray:
    """`count` of the candidates (all, if there are fewer), in order of their numbers, the same for any chunking."""
    order = np.argsort(draws.words(stream, candidates.astype(np.int64)), kind="stable")
    return np.sort(candidates[order[:count]])


def counts(truths: Iterable[Truth]) -> dict[str, int]:
    """How many cases of each kind there are."""
    return dict(sorted(Counter(truth.kind for truth in truths).items()))


def write_truths(*, truths: Iterable[Truth], folder: Path) -> Path:
    """Write all truths to the folder's truth file (0600), in a stable order; returns the file."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    rows = [asdict(t) for t in sorted(truths, key=lambda t: (t.kind, t.subject_kind, t.subject))]
    text = (
        "[\n"
        + ",\n".join(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows)
        + "\n]\n"
    )
    path = folder / FILE
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        handle.write(text)
    return path


def read_truths(*, folder: Path) -> list[Truth]:
    """The truths of the city built last. Raises FileNotFoundError where none was built."""
    rows = json.loads((folder / FILE).read_text(encoding="utf-8"))
    return [Truth(**row) for row in rows]
