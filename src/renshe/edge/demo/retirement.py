"""Who retires within a year of the demonstration's day, and the determination sheet of every award it was taken over with."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from itertools import chain

import pyarrow as pa

from renshe.domains.pension.api import Award
from renshe.domains.retirement_file import api as retirement_file
from renshe.flows.determination_sheet import TITLES, content_of
from renshe.foundation.bulk import copy_rows
from renshe.laws import library

PART = 50_000
BY = "take_over"


def prepare_retirements(*, place: str, as_of: dt.date) -> int:
    """The list of the coming twelve months and the sheets of awards in being; how many sheets."""
    at = dt.datetime.combine(as_of, dt.time(1), dt.UTC)
    by = retirement_file.By(name=BY, at=at, today=as_of)
    retirement_file.draw_list(place=place, by=by, explain=library.explain)
    return load_sheets(at=at)


def load_sheets(*, at: dt.datetime) -> int:
    """One sheet for every pension or invalidity award that has none, in parts that fit a memory; how many."""
    rows: list[tuple[int, str, str]] = []
    count = 0
    for row in _drawn():
        rows.append(row)
        if len(rows) == PART:
            count += _copied(rows, at)
            rows = []
    return count + (_copied(rows, at) if rows else 0)


def _drawn() -> Iterator[tuple[int, str, str]]:
    known = retirement_file.DeterminationSheet.objects.values("award_id")
    rows = Award.objects.filter(kind__in=tuple(TITLES)).exclude(pk__in=known).order_by("pk")
    # An old system's award says nothing of its career on the sheet, which is most of what is stored of it.
    taken_over = rows.exclude(receipt__has_key="known_on").defer("facts")
    ours = rows.filter(receipt__has_key="known_on")
    for award in chain(taken_over.iterator(chunk_size=5000), ours.iterator(chunk_size=5000)):
        content = content_of(award=award)
        yield (
            award.pk,
            json.dumps(content, ensure_ascii=False),
            retirement_file.content_hash(content),
        )


def _copied(rows: list[tuple[int, str, str]], at: dt.datetime) -> int:
    numbers, texts, hashes = zip(*rows, strict=True)
    count = len(rows)
    return copy_rows(
        table="retirement_file_sheet",
        data=pa.table(
            {
                "award_id": pa.array(numbers, pa.int64()),
                "content": pa.array(texts, pa.string()),
                "sha256": pa.array(hashes, pa.string()),
                "drawn_by": pa.array([BY] * count, pa.string()),
                "drawn_at": pa.array([at.isoformat()] * count, pa.string()),
            }
        ),
    )
