"""Bring Arrow columns to the exact types that a table's columns have.

Binary COPY takes bytes as they are: eight bytes for a four-byte column are refused by the server, so
widths are matched here, and a value that does not fit is an error before anything is sent.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

BINARY = {
    "int2": pa.int16(),
    "int4": pa.int32(),
    "int8": pa.int64(),
    "float8": pa.float64(),
    "bool": pa.bool_(),
    "text": pa.string(),
    "varchar": pa.string(),
    "bpchar": pa.string(),
    "date": pa.date32(),
    "bytea": pa.binary(),
    "_int2": pa.list_(pa.int16()),
    "_int4": pa.list_(pa.int32()),
    "_int8": pa.list_(pa.int64()),
}


class NoSuchColumn(ValueError):
    """The table lacks a column that the data have."""


class NotAsText(ValueError):
    """The column's type has no safe text form here."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a table: its name and PostgreSQL's short name of its type."""

    name: str
    kind: str

    @property
    def binary(self) -> bool:
        """Whether binary COPY knows this type."""
        return self.kind in BINARY


def columns_of(cursor: Any, *, table: str, names: Sequence[str]) -> list[Column]:
    """The named columns of a table, in the order of the names. Raises NoSuchColumn."""
    cursor.execute(
        "SELECT a.attname, t.typname FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid"
        " WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped",
        (table,),
    )
    kinds = dict(cursor.fetchall())
    missing = [name for name in names if name not in kinds]
    if missing:
        raise NoSuchColumn(f"{table} has no column {', '.join(missing)}")
    return [Column(name=name, kind=kinds[name]) for name in names]


def conform(data: pa.Table, columns: Sequence[Column]) -> pa.Table:
    """The same rows in the types of the table. Raises pyarrow.ArrowInvalid where a value is lost."""
    schema = pa.schema([(column.name, BINARY[column.kind]) for column in columns])
    return data.cast(schema)


def plain_text(data: pa.Table) -> pa.Table:
    """The same rows with every text as a plain Arrow string; the same table where nothing needs casting.

    Polars hands out text as string views or large strings; binary COPY's encoder, Parquet appended file by
    file and the rule kernel take plain strings only. Raises pyarrow.ArrowInvalid where one chunk of a column
    holds more than two gibibytes of text, which a plain string cannot address.
    """
    for number, field in enumerate(data.schema):
        if pa.types.is_string_view(field.type) or pa.types.is_large_string(field.type):
            plain = field.with_type(pa.string())
            data = data.set_column(number, plain, data.column(number).cast(pa.string()))
    return data


def text_rows(data: pa.Table) -> bytes:
    """The rows as CSV for COPY: an unquoted empty field is null, a quoted one is empty text.

    Raises NotAsText for bytes and for lists of anything but whole numbers.
    """
    plain = [_plain(column) for column in data.columns]
    sink = io.BytesIO()
    options = csv.WriteOptions(include_header=False, quoting_style="needed")
    csv.write_csv(pa.table(plain, names=data.column_names), sink, options)
    return sink.getvalue()


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A list becomes PostgreSQL's array text, such as {1,NULL,3}; everything else stays."""
    if pa.types.is_binary(column.type):
        raise NotAsText("bytes can only go into a table whose columns all have binary types")
    if not pa.types.is_list(column.type):
        return column
    if not pa.types.is_integer(column.type.value_type):
        raise NotAsText(f"a list of {column.type.value_type} cannot be copied as text")
    return pa.chunked_array([_array_text(chunk) for chunk in column.chunks], pa.string())


def _array_text(chunk: pa.ListArray) -> pa.Array:
    words = pc.fill_null(pc.cast(chunk.values, pa.string()), "NULL")
    # Offsets count from the start of `values`, also where the chunk is a slice of a longer one.
    offsets = pa.array(chunk.offsets.to_numpy(), pa.int32())
    joined = pc.binary_join(pa.ListArray.from_arrays(offsets, words), ",")
    text = pc.binary_join_element_wise("{", joined, "}", "")
    return pc.if_else(chunk.is_null(), pa.scalar(None, pa.string()), text)
