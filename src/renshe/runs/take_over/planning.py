"""Checking everything that was handed over, without writing a row of the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl

from renshe.runs.take_over import contract
from renshe.runs.take_over.contract import FileSpec
from renshe.runs.take_over.faults import FaultLog
from renshe.runs.take_over.parsing import parse
from renshe.runs.take_over.portions import Portions, check_portion, note_duplicates
from renshe.runs.take_over.reading import chunks, find_source
from renshe.runs.take_over.row_checks import checks_of, note_checks
from renshe.runs.take_over.summary import Summary, Tally
from renshe.runs.take_over.ties import Ties, tie_controls

Progress = Callable[[str, int, int], None]
Registered = Callable[[str], pl.Series]
"""Numbers that are registered here already: asked for `id_number` and `uscc`."""

_PERSON_KEYS = {"person_no": pl.String, "person_index": pl.Int32, "person_aside": pl.Boolean,
                "birth_month": pl.Int32, "death_month": pl.Int32}  # fmt: skip
_EMPLOYER_KEYS = {"employer_no": pl.String, "employer_index": pl.Int32, "employer_aside": pl.Boolean,
                  "closed_month": pl.Int32}  # fmt: skip


class Planning:
    """One check of one folder. `check` does everything and returns the summary."""

    def __init__(
        self, *, folder: Path, store: Portions, log: FaultLog, place: str, as_of: dt.date,
        registered: Registered, progress: Progress,
    ) -> None:  # fmt: skip
        self.folder, self.store, self.log = folder, store, log
        self.as_of, self.registered, self.progress = as_of, registered, progress
        self.summary = Summary(place=place, as_of=as_of.isoformat())
        self.ties = Ties(log)
        self._people = pl.DataFrame(schema=_PERSON_KEYS)
        self._employers = pl.DataFrame(schema=_EMPLOYER_KEYS)

    def check(self) -> Summary:
        """Read every file, note every fault, and keep what was read for the load."""
        self._take_quarantine()
        self._read_people()
        self._read_employers()
        for spec in contract.LINKED:
            for frame in self._parsed(spec):
                self._link(frame, spec=spec)
        for frame in self._parsed(contract.BOOKS):
            self._keep(frame, spec=contract.BOOKS, aside=self._aside(frame, contract.BOOKS))
        return self._finish()

    def _finish(self) -> Summary:
        self.store.close()
        numbers = self.store.numbers()
        for at, number in enumerate(numbers):
            check_portion(store=self.store, number=number, log=self.log)
            self.progress("核对 compare", at + 1, len(numbers))
        books = self.store.read(file="books")
        if books is not None:
            note_duplicates(frame=books, key=["fund", "item"], file="books", log=self.log)
        self.summary.account_year = self.ties.account_year()
        self.ties.tie_books(books)
        controls = list(self._parsed(contract.TOTALS))
        tie_controls(controls=controls, files=self.summary.files, log=self.log)
        for name, tally in self.summary.files.items():
            tally.faults = dict(self.log.counts.get(name, {}))
        self.summary.faults = self.log.total
        return self.summary

    def _parsed(self, spec: FileSpec) -> Iterator[pl.DataFrame]:
        source = find_source(folder=self.folder, spec=spec, log=self.log)
        if source is None:
            return
        tally = Tally(sha256=source.sha256, size=source.size, encoding=source.encoding)
        self.summary.files[spec.name] = tally
        for chunk in chunks(source=source, spec=spec, log=self.log):
            yield parse(chunk, spec=spec, as_of=self.as_of, log=self.log)
            self.progress(f"{spec.zh} {spec.name}", tally.rows, 0)

    def _take_quarantine(self) -> None:
        listed: dict[str, list[int]] = {}
        known = {spec.name for spec in contract.HANDED_OVER}
        for frame in self._parsed(contract.QUARANTINE):
            for row, file, number in frame.select("row", "file", "row_number").iter_rows():
                if file in known and number is not None:
                    listed.setdefault(file, []).append(number)
                else:
                    self.log.note(
                        file="quarantine", row=row, column="file", fault="quarantine_unknown"
                    )
        self.log.spare(listed)

    def _aside(self, frame: pl.DataFrame, spec: FileSpec) -> pl.Series:
        rows = sorted(self.log.spared(spec.name))
        return frame["row"].is_in(pl.Series(rows, dtype=pl.Int64).implode()) if rows else (
            pl.Series([False], dtype=pl.Boolean).new_from_index(0, frame.height)
        )  # fmt: skip

    def _keep(self, frame: pl.DataFrame, *, spec: FileSpec, aside: pl.Series) -> pl.DataFrame:
        """Count a chunk, check its rows, keep those that are not put aside."""
        self.summary.files[spec.name].count(frame=frame, aside=aside, spec=spec)
        kept = frame.filter(~aside)
        note_checks(
            frame=kept, file=spec.name, checks=checks_of(spec.name, as_of=self.as_of), log=self.log
        )
        if spec not in contract.LINKED:
            self.store.add(file=spec.name, frame=kept)
        return kept

    def _read_people(self) -> None:
        keys, numbers, done = [self._people], [], 0
        for frame in self._parsed(contract.PEOPLE):
            index = pl.int_range(done, done + frame.height, dtype=pl.Int32, eager=True)
            frame, done = frame.with_columns(person_index=index), done + frame.height
            aside = self._aside(frame, contract.PEOPLE)
            kept = self._keep(frame, spec=contract.PEOPLE, aside=aside)
            numbers.append(kept.select("row", "person_no", "id_number"))
            birth, death = (_month_of(name) for name in ("id_birth_on", "died_on"))
            keys.append(
                frame.with_columns(person_aside=aside, birth_month=birth, death_month=death).select(
                    list(_PERSON_KEYS)
                )
            )
        if numbers:
            self._note_known(pl.concat(numbers), file="people", key="person_no", number="id_number",
                             twice="duplicate_id_number")  # fmt: skip
        self._people = pl.concat(keys).drop_nulls("person_no").unique("person_no", keep="first")

    def _read_employers(self) -> None:
        keys, numbers, done = [self._employers], [], 0
        for frame in self._parsed(contract.EMPLOYERS):
            index = pl.int_range(done, done + frame.height, dtype=pl.Int32, eager=True)
            frame, done = frame.with_columns(employer_index=index), done + frame.height
            aside = self._aside(frame, contract.EMPLOYERS)
            kept = self._keep(frame, spec=contract.EMPLOYERS, aside=aside)
            numbers.append(kept.select("row", "employer_no", "uscc", "successor_no"))
            keys.append(
                frame.with_columns(
                    employer_aside=aside, closed_month=_month_of("closed_on")
                ).select(list(_EMPLOYER_KEYS))
            )
        if numbers:
            every = pl.concat(numbers)
            self._note_known(
                every, file="employers", key="employer_no", number="uscc", twice="duplicate_row"
            )
            lost = every.filter(pl.col("successor_no").is_not_null()).join(
                every.filter(pl.col("employer_no").is_not_null()),
                left_on="successor_no",
                right_on="employer_no",
                how="anti",
            )
            self.log.note_rows(
                file="employers", rows=lost["row"], column="successor_no", fault="unknown_employer"
            )
        self._employers = (
            pl.concat(keys).drop_nulls("employer_no").unique("employer_no", keep="first")
        )

    def _note_known(
        self, every: pl.DataFrame, *, file: str, key: str, number: str, twice: str
    ) -> None:
        note_duplicates(frame=every, key=[key], file=file, log=self.log)
        note_duplicates(frame=every, key=[number], file=file, log=self.log, code=twice)
        here = self.registered(number)
        known = every.filter(pl.col(number).is_in(here.implode())) if len(here) else every.clear()
        self.log.note_rows(file=file, rows=known["row"], column=number, fault="already_registered")

    def _link(self, frame: pl.DataFrame, *, spec: FileSpec) -> None:
        """Give rows the positions of their person and employer; rows of those put aside are put aside with them."""
        linked = frame.join(self._people, on="person_no", how="left", maintain_order="left")
        unknown = linked["person_no"].is_not_null() & linked["person_index"].is_null()
        self.log.note_rows(
            file=spec.name,
            rows=linked["row"].filter(unknown),
            column="person_no",
            fault="unknown_person",
        )
        aside = self._aside(linked, spec) | linked["person_aside"].fill_null(False)
        if "employer_no" in frame.columns:
            linked = linked.join(
                self._employers, on="employer_no", how="left", maintain_order="left"
            )
            strange = linked["employer_no"].is_not_null() & linked["employer_index"].is_null()
            self.log.note_rows(file=spec.name, rows=linked["row"].filter(strange), column="employer_no",
                               fault="unknown_employer")  # fmt: skip
            aside = aside | linked["employer_aside"].fill_null(False)
        kept = self._keep(linked, spec=spec, aside=aside)
        self.ties.count(kept, file=spec.name)
        drop = [name for name in ("person_no", "employer_no", "person_aside", "employer_aside", "birth_month",
                                  "death_month", "closed_month") if name in kept.columns]  # fmt: skip
        self.store.split(
            file=spec.name, frame=kept.filter(pl.col("person_index").is_not_null()).drop(drop)
        )


def _month_of(name: str) -> pl.Expr:
    return pl.col(name).dt.year().cast(pl.Int32) * 12 + pl.col(name).dt.month().cast(pl.Int32) - 1
