"""Query results as columns, read within the current transaction.

`foundation.bulk.read_arrow` sees only what is committed; the operations here must see their own rows.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import pyarrow as pa
from django.db import connection

from renshe.foundation.columns import plain_text


def read_frame(*, sql: str, schema: Mapping[str, Any], params: Sequence[Any] = ()) -> pl.DataFrame:
    """The rows of a query as a frame with this schema, through COPY, which is ten times faster than fetching.

    Texts that may be empty must not be asked for: COPY's csv cannot tell them from null reliably.
    """
    sink = io.BytesIO()
    statement = f"COPY ({sql}) TO STDOUT WITH (FORMAT csv)"
    with connection.cursor() as cursor, cursor.copy(statement, tuple(params) or None) as copy:
        for block in copy:
            sink.write(block)
    if not sink.tell():
        return pl.DataFrame(schema=dict(schema))
    sink.seek(0)
    return pl.read_csv(sink, has_header=False, schema=dict(schema))


def number_list(numbers: Sequence[int]) -> str:
    """Whole numbers as PostgreSQL array text, for `= ANY(%s::bigint[])`; anything else is refused."""
    return "{" + ",".join(str(int(number)) for number in numbers) + "}"


def arrow_of(frame: pl.DataFrame) -> pa.Table:
    """The frame as Arrow with plain strings, as COPY and other readers take it."""
    return plain_text(frame.to_arrow())
