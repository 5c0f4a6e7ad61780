"""What a benchmark says and how it is written down: machine, versions, durability settings, ratios."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

PACKAGES = (
    "numba",
    "numpy",
    "polars",
    "pyarrow",
    "pgpq",
    "psycopg",
    "django",
    "granian",
    "openfisca-core",
)


@dataclass
class Section:
    """One benchmark: what was measured, under which settings, as a table with remarks."""

    title: str
    what: str
    columns: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def markdown(self) -> str:
        """The section as text for docs/benchmarks.md."""
        lines = [
            f"## {self.title}",
            "",
            self.what,
            "",
            "| " + " | ".join(self.columns) + " |",
            "|" + " --- |" * len(self.columns),
        ]
        lines += ["| " + " | ".join(row) + " |" for row in self.rows]
        return "\n".join([*lines, "", *(f"- {remark}" for remark in self.remarks), ""])


def peak_mb() -> int:
    """The process's own peak resident memory in MB.

    Not `getrusage`: its peak outlives `exec`, so that a small worker of a large starter would show the starter's.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:", 1)[1].split(None, 1)[0]) // 1024


def machine() -> list[str]:
    """The machine and the versions, one fact a line."""
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    memory = next(
        (
            int(line.split()[1]) // 1024 // 1024
            for line in Path("/proc/meminfo").read_text(encoding="utf-8").splitlines()
            if line.startswith("MemTotal")
        ),
        0,
    )
    versions = []
    for name in PACKAGES:
        try:
            versions.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            continue
    return [
        f"{model}, {len(os.sched_getaffinity(0))} cores, {memory} GiB, {platform.system()} {platform.release()}",
        f"Python {platform.python_version()}; " + ", ".join(versions),
    ]


def database_settings() -> str:
    """The durability settings of the connected server."""
    from django.db import connection

    names = (
        "server_version",
        "fsync",
        "synchronous_commit",
        "full_page_writes",
        "wal_level",
        "wal_compression",
        "shared_buffers",
        "max_wal_size",
    )
    with connection.cursor() as cursor:
        found = []
        for name in names:
            cursor.execute(f"SHOW {name}")
            found.append(f"{name}={cursor.fetchone()[0]}")
    return "PostgreSQL: " + ", ".join(found)


def write(path: Path, sections: Sequence[Section], on: dt.date, settings: Sequence[str]) -> None:
    """Write docs/benchmarks.md; sections measured now replace those of the same title, others stay."""
    kept: dict[str, str] = {}
    if path.exists():
        for block in path.read_text(encoding="utf-8").split("\n## ")[1:]:
            kept[block.splitlines()[0]] = "## " + block.rstrip() + "\n"
    for section in sections:
        kept[section.title] = section.markdown()
    head = [
        "# Benchmarks",
        "",
        f"Written by `make bench`, last on {on}. Ratios are within one run on one machine; times alone say little.",
        "",
        *(f"- {line}" for line in [*machine(), *settings]),
        "",
    ]
    path.write_text("\n".join(head) + "\n" + "\n".join(kept.values()), encoding="utf-8")
