"""Rows of a person lie together: linked files are split by people into portions on disk, and checked portion by portion.

Memory holds one portion at a time, however many people there are; of everybody only the numbers are kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import polars as pl
import pyarrow.parquet as pq

from renshe.foundation.columns import plain_text
from renshe.runs.take_over.contract import MONTHS
from renshe.runs.take_over.faults import FaultLog

PEOPLE_OF_PORTION = 32_768


class Portions:
    """Checked rows in a folder: `{file}-{portion}.parquet`, and undivided files as `{file}.parquet`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open: dict[Path, pq.ParquetWriter] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Finish the files, so that they can be read."""
        for writer in self._open.values():
            writer.close()
        self._open.clear()

    def numbers(self) -> list[int]:
        """The portions there are."""
        return sorted(
            {int(path.stem.rpartition("-")[2]) for path in self.folder.glob("*-*.parquet")}
        )

    def clear(self) -> None:
        """Drop what an earlier check left."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for path in self.folder.glob("*.parquet"):
            path.unlink()

    def add(self, *, file: str, frame: pl.DataFrame) -> None:
        """Append rows to an undivided file."""
        self._write(self.folder / f"{file}.parquet", frame)

    def split(self, *, file: str, frame: pl.DataFrame) -> None:
        """Append linked rows (with person_index) to the portions of their people."""
        marked = frame.with_columns(portion=pl.col("person_index") // PEOPLE_OF_PORTION)
        for (number,), part in marked.partition_by(
            "portion", as_dict=True, include_key=False
        ).items():
            self._write(self.folder / f"{file}-{number}.parquet", part)

    def _write(self, path: Path, frame: pl.DataFrame) -> None:
        table = plain_text(frame.to_arrow())
        if path not in self._open:
            self._open[path] = pq.ParquetWriter(path, table.schema, compression="zstd")
        self._open[path].write_table(table)

    def read(self, *, file: str, portion: int | None = None) -> pl.DataFrame | None:
        """The rows of an undivided file or of one portion; None where there are none."""
        path = self.folder / (f"{file}.parquet" if portion is None else f"{file}-{portion}.parquet")
        return pl.read_parquet(path) if path.exists() else None

    def slices(self, *, file: str) -> Iterator[pl.DataFrame]:
        """The rows of an undivided file, a row group at a time."""
        path = self.folder / f"{file}.parquet"
        if path.exists():
            with pq.ParquetFile(path) as rows:
                for batch in rows.iter_batches(batch_size=PEOPLE_OF_PORTION):
                    frame = pl.from_arrow(batch)
                    assert isinstance(frame, pl.DataFrame)
                    yield frame

    def last_position(self, *, file: str, column: str) -> int | None:
        """The largest value of a position column of an undivided file; None where it has no row."""
        path = self.folder / f"{file}.parquet"
        found = (
            pl.scan_parquet(path).select(pl.col(column).max()).collect().item()
            if path.exists()
            else None
        )
        return None if found is None else int(found)

    def people_of(self, portion: int) -> pl.DataFrame:
        """The people of one portion."""
        first = portion * PEOPLE_OF_PORTION
        here = pl.col("person_index").is_between(first, first + PEOPLE_OF_PORTION - 1)
        return pl.scan_parquet(self.folder / "people.parquet").filter(here).collect()

    def parts(self, *, file: str) -> Iterator[tuple[int, pl.DataFrame]]:
        """All portions of a file, in order."""
        paths = self.folder.glob(f"{file}-*.parquet")
        for number in sorted(int(path.stem.rpartition("-")[2]) for path in paths):
            frame = self.read(file=file, portion=number)
            assert frame is not None
            yield number, frame


def note_duplicates(
    *, frame: pl.DataFrame, key: list[str], file: str, log: FaultLog, code: str = "duplicate_row"
) -> None:
    """Note every row whose key was there before, naming the first row that has it."""
    given = frame.filter(pl.col(key[-1]).is_not_null())
    marked = given.with_columns(first=pl.col("row").min().over(key))
    again = marked.filter(pl.col("row") > pl.col("first"))
    if again.height:
        log.note_rows(
            file=file, rows=again["row"], column=key[-1], fault=code, details=again.select(pl.format("{}", "first")).to_series()
        )  # fmt: skip


def check_portion(*, store: Portions, number: int, log: FaultLog) -> None:
    """What must hold between the rows of one person: no key twice, no month paid twice, nothing both paid and owed."""
    keys = {
        "wages": ["person_index", "employer_index", "year_start_month"], "accounts": ["person_index"],
        "awards": ["person_index"], "arrears": ["person_index", "employer_index", "period"],
    }  # fmt: skip
    frames = {file: store.read(file=file, portion=number) for file in (*keys, "careers", "spells")}
    for file, key in keys.items():
        frame = frames[file]
        if frame is not None:
            note_duplicates(frame=frame, key=key, file=file, log=log)
    if frames["spells"] is not None:
        _note_overlaps(frames["spells"], log)
    if frames["careers"] is not None:
        _note_twice(frames["careers"], log)
        if frames["arrears"] is not None:
            _note_paid_and_owed(frames["careers"], frames["arrears"], log)


def _note_overlaps(spells: pl.DataFrame, log: FaultLog) -> None:
    """Work injury alone may run at several employers at once."""
    lane = (
        pl.when(pl.col("insurance") == 4).then(pl.col("employer_index").fill_null(-1)).otherwise(-2)
    )
    group = ["person_index", "insurance", "lane"]
    ordered = spells.with_columns(lane=lane, last=pl.col("end_month").fill_null(10**6)).sort(
        *group, "start_month", "row"
    )
    marked = ordered.with_columns(
        before=pl.col("last").cum_max().shift(1).over(group),
        other=pl.col("row").shift(1).over(group),
    )
    bad = marked.filter(pl.col("before") >= pl.col("start_month"))
    log.note_rows(
        file="spells",
        rows=bad["row"],
        column="start_month",
        fault="overlapping_spells",
        details=bad["other"],
    )


def _note_twice(careers: pl.DataFrame, log: FaultLog) -> None:
    """The same employer and year twice is a duplicate; two employers that both mark a month overlap."""
    note_duplicates(
        frame=careers, key=["person_index", "employer_index", "year"], file="careers", log=log
    )
    group = ["person_index", "year"]
    several = careers.filter(pl.len().over(group) > 1).sort(*group, "row")
    times = [
        ((pl.col("paid").cast(pl.Int32) & (1 << n)) != 0).cast(pl.Int32).sum().over(group).alias(f"m{name}")
        for n, name in enumerate(MONTHS)
    ]  # fmt: skip
    counted = several.with_columns(times)
    here = [
        (pl.col(f"m{name}") > 1) & ((pl.col("paid").cast(pl.Int32) & (1 << n)) != 0)
        for n, name in enumerate(MONTHS)
    ]
    hit = counted.filter(
        pl.any_horizontal(here) & (pl.col("row") > pl.col("row").min().over(group))
    )
    first = pl.coalesce(pl.when(pl.col(f"m{name}") > 1).then(pl.lit(name)) for name in MONTHS)
    details = hit.select(pl.format("{}-{}", "year", first)).to_series() if hit.height else None
    log.note_rows(
        file="careers", rows=hit["row"], column="paid", fault="overlapping_months", details=details
    )


def _note_paid_and_owed(careers: pl.DataFrame, arrears: pl.DataFrame, log: FaultLog) -> None:
    owed = arrears.select(
        "row",
        "person_index",
        "employer_index",
        year=pl.col("period") // 12,
        number=pl.col("period") % 12,
    )
    both = owed.join(
        careers.select("person_index", "employer_index", pl.col("year").cast(pl.Int32), "paid"),
        on=["person_index", "employer_index", "year"], nulls_equal=True,
    ).filter(pl.col("paid").cast(pl.Int32) // pl.lit(2).pow(pl.col("number")).cast(pl.Int32) % 2 == 1)  # fmt: skip
    log.note_rows(file="arrears", rows=both["row"], column="period", fault="paid_and_owed")
