"""Reading a handed-over file in chunks of text columns, whatever it is written in, with every row's own number."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import csv

from renshe.runs.take_over.contract import FileSpec
from renshe.runs.take_over.faults import WHOLE_FILE, FaultLog

BLOCK_BYTES = 8 * 2**20
_HASH_BLOCK = 2**20
_ROWS_OF_PARQUET = 65_536
_FOREIGN = {b"PK\x03\x04": "xlsx", b"\xd0\xcf\x11\xe0": "xls", b"%PDF": "pdf", b"\x1f\x8b": "gzip"}


@dataclass(frozen=True)
class Source:
    """One file as it lies there. `encoding` is that of a CSV, empty for Parquet."""

    path: Path
    sha256: str
    size: int
    encoding: str

    @property
    def is_parquet(self) -> bool:
        """Whether it is read as columns and not as text."""
        return self.path.suffix == ".parquet"


def find_source(*, folder: Path, spec: FileSpec, log: FaultLog) -> Source | None:
    """The file of a spec, or None where there is none or it cannot be read; both are noted where they are faults."""
    for suffix in (".csv", ".parquet"):
        path = folder / f"{spec.name}{suffix}"
        if path.is_file():
            return _sniffed(path, spec=spec, log=log)
    if spec.required:
        log.note(file=spec.name, row=WHOLE_FILE, column="", fault="file_missing")
    return None


def _sniffed(path: Path, *, spec: FileSpec, log: FaultLog) -> Source | None:
    """Hash and encoding in one pass. UTF-8 first: no GB18030 text of any length happens to be valid UTF-8."""
    digest = hashlib.sha256()
    utf8 = codecs.getincrementaldecoder("utf-8")()
    gb = codecs.getincrementaldecoder("gb18030")()
    able = {"utf-8": utf8, "gb18030": gb}
    with path.open("rb") as handle:
        first = handle.read(_HASH_BLOCK)
        kind = next((name for mark, name in _FOREIGN.items() if first.startswith(mark)), "")
        if not kind and path.suffix == ".csv" and b"\x00" in first:
            kind = "binary"
        block = first
        while block:
            digest.update(block)
            for name, decoder in list(able.items() if path.suffix == ".csv" else ()):
                try:
                    decoder.decode(block)
                except UnicodeDecodeError:
                    del able[name]
            block = handle.read(_HASH_BLOCK)
    if path.suffix == ".csv" and "utf-8" in able and utf8.getstate()[0]:
        del able["utf-8"]
    if kind or (path.suffix == ".csv" and not able):
        log.note(
            file=spec.name, row=WHOLE_FILE, column="", fault="file_kind", detail=kind or "encoding"
        )
        return None
    encoding = "" if path.suffix == ".parquet" else next(iter(able))
    return Source(path, digest.hexdigest(), path.stat().st_size, encoding)


def chunks(*, source: Source, spec: FileSpec, log: FaultLog) -> Iterator[pl.DataFrame]:
    """The rows in order, a chunk at a time: `row` and one text column for each of the spec's, stripped, empty as null.

    Rows that are blank throughout are left out; rows of the wrong shape are noted and left out.
    """
    try:
        raw = (
            _parquet_chunks(source, spec, log)
            if source.is_parquet
            else _csv_chunks(source, spec, log)
        )
        for table in raw:
            frame = pl.from_arrow(table)
            assert isinstance(frame, pl.DataFrame)
            yield _tidy(frame, spec)
    except (pa.ArrowInvalid, pa.ArrowKeyError, OSError) as error:
        log.note(
            file=spec.name,
            row=WHOLE_FILE,
            column="",
            fault="file_unreadable",
            detail=str(error)[:200],
        )


def _tidy(frame: pl.DataFrame, spec: FileSpec) -> pl.DataFrame:
    names = [column.name for column in spec.columns]
    clean = frame.select(
        "row",
        *(
            pl.col(name).str.strip_chars(" \t\r\n").replace("", None) if name in frame.columns
            else pl.lit(None, dtype=pl.String).alias(name)
            for name in names
        ),
    )  # fmt: skip
    return clean.filter(pl.any_horizontal(pl.col(*names).is_not_null()))


def _named(header: list[str], *, spec: FileSpec, log: FaultLog) -> dict[str, str] | None:
    """The column of the spec behind each name of the header; None where a required one is missing or one is twice."""
    known = {name: column.name for column in spec.columns for name in (column.name, column.zh)}
    found: dict[str, str] = {}
    good = True
    for title in header:
        name = known.get(title.strip().removeprefix("\ufeff"))
        if name is None:
            continue
        if name in found.values():
            log.note(file=spec.name, row=1, column=name, fault="column_twice")
            good = False
        found[title] = name
    for column in spec.columns:
        if column.required and column.name not in found.values():
            log.note(file=spec.name, row=1, column=column.name, fault="column_missing")
            good = False
    return found if good else None


def _csv_chunks(source: Source, spec: FileSpec, log: FaultLog) -> Iterator[pa.Table]:
    with source.path.open(
        "r", encoding=source.encoding.replace("utf-8", "utf-8-sig"), newline=""
    ) as handle:
        line = handle.readline()
    if not line.strip():
        log.note(file=spec.name, row=1, column="", fault="file_empty")
        return
    odd: list[int] = []

    def skip(bad: csv.InvalidRow) -> str:
        odd.append(bad.number)
        return "skip"

    with csv.open_csv(
        source.path,
        read_options=csv.ReadOptions(encoding=source.encoding, block_size=BLOCK_BYTES, use_threads=False),
        parse_options=csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=skip),
        convert_options=csv.ConvertOptions(
            column_types=dict.fromkeys(_titles(line), pa.string()), strings_can_be_null=False,
            quoted_strings_can_be_null=False,
        ),
    ) as reader:  # fmt: skip
        named = _named(reader.schema.names, spec=spec, log=log)
        if named is None:
            return
        last = 1
        for batch in reader:
            numbers, last = _numbered(batch.num_rows, after=last, odd=odd)
            table = (
                pa.Table.from_batches([batch])
                .select(list(named))
                .rename_columns(list(named.values()))
            )
            yield table.append_column("row", numbers)
    for number in odd:
        log.note(file=spec.name, row=number, column="", fault="row_shape")


def _titles(line: str) -> list[str]:
    """Names as the reader sees them, so that every column is read as text."""
    return list(csv.read_csv(pa.BufferReader(line.encode())).schema.names)


def _numbered(count: int, *, after: int, odd: list[int]) -> tuple[pa.Array, int]:
    """Row numbers for the next rows: those of skipped rows are left out."""
    skipped = [number for number in odd if number > after]
    numbers = np.arange(after + 1, after + 1 + count + len(skipped), dtype=np.int64)
    numbers = numbers[~np.isin(numbers, skipped)][:count] if skipped else numbers
    return pa.array(numbers), int(numbers[-1]) if count else after


def _parquet_chunks(source: Source, spec: FileSpec, log: FaultLog) -> Iterator[pa.Table]:
    with pq.ParquetFile(source.path) as file:
        named = _named(file.schema_arrow.names, spec=spec, log=log)
        if named is None:
            return
        for title, name in named.items():
            kind = file.schema_arrow.field(title).type
            if pa.types.is_floating(kind):
                log.note(file=spec.name, row=1, column=name, fault="money_as_float")
                return
        row = 1
        for batch in file.iter_batches(batch_size=_ROWS_OF_PARQUET, columns=list(named)):
            columns = {
                named[name]: pc.cast(batch.column(name), pa.string()) for name in batch.schema.names
            }
            numbers = pa.array(np.arange(row + 1, row + 1 + batch.num_rows, dtype=np.int64))
            row += batch.num_rows
            yield pa.table({**columns, "row": numbers})
