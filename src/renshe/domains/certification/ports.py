"""What certification needs of the line to other bodies: a file read, with what was wrong in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

import pyarrow as pa

REPORTED = pa.schema(
    [
        ("line_no", pa.int32()),
        ("id_number", pa.string()),
        ("name", pa.string()),
        ("event_on", pa.date32()),
        ("detail", pa.string()),
    ]
)
"""One usable row for each person and day that a file names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A line that cannot be used, and why; `code` groups the reasons."""

    line_no: int
    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A file as read: `records` counts its lines, `rows` has the usable ones (REPORTED), `faults` the first of the others."""

    place: str
    kind: str
    records: int
    rows: pa.Table
    bad_rows: int
    faults: tuple[Fault, ...]


class PopulationFormat(Protocol):
    """Reads what the police, prisons, the medical agency and other pension agencies send."""

    def read(self, *, content: bytes, as_of: dt.date) -> Reported:
        """The file's rows. Raises Refused with the line where the file as a whole is broken."""
        ...
