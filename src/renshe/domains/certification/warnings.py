"""Telling people before their proof ends; nobody is stopped without it."""

from __future__ import annotations

import polars as pl
import pyarrow as pa

from renshe.foundation.bulk import copy_rows


def record_warnings(*, rows: pl.DataFrame, cursor: object) -> int:
    """Write down who was warned, in the caller's transaction: person_id, due_on, warned_on, told. How many they were."""
    data: pa.Table = rows.select("person_id", "due_on", "warned_on", "told").to_arrow()
    return copy_rows(table="certification_due_warning", data=data, cursor=cursor)
