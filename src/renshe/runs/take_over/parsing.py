"""From text to values, column by column over a whole chunk; what cannot be read is noted and becomes null."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import polars as pl

from renshe.kernel.codes.credit_code import read_credit_code
from renshe.kernel.codes.divisions import is_known_division, is_place_code
from renshe.kernel.codes.names import read_person_name
from renshe.kernel.codes.problem import Problem
from renshe.kernel.codes.standards import read_code
from renshe.runs.take_over.contract import Column, FileSpec
from renshe.runs.take_over.faults import FaultLog
from renshe.runs.take_over.id_numbers import read_id_numbers

_YUAN = r"^-?([0-9]{1,13}|[0-9]{1,3}(,[0-9]{3}){1,4})(\.[0-9]{1,2}0*)?$"
_PLAIN_NAME = r"^[\x{4E00}-\x{9FFF}\x{3400}-\x{4DBF}]{2,60}$"
_FULL_WIDTH = r"[\x{FF01}-\x{FF5E}\x{3000}]"
_UNCLEAN = r"[\x00-\x1f\x7f]"
_TEXT_MAX = 255
_JANUARY_FIRST = {format(mask, "012b")[::-1]: mask for mask in range(4096)}
"""Twelve signs, January first, as the mask that is kept: bit 0 is January."""


def parse(chunk: pl.DataFrame, *, spec: FileSpec, as_of: dt.date, log: FaultLog) -> pl.DataFrame:
    """The chunk with typed columns (money in fen, months as ordinals, flags as masks). Every fault is noted.

    An id column brings id_kind, id_birth_on and id_sex with it. Numbers of people and employers stay text.
    """
    typed: dict[str, pl.Series] = {}
    for column in spec.columns:
        text = chunk[column.name]
        if column.required:
            log.note_rows(file=spec.name, rows=chunk["row"].filter(text.is_null()), column=column.name,
                          fault="value_missing")  # fmt: skip
        if column.kind == "id":
            typed |= _ids(chunk["row"], text, spec=spec, column=column, as_of=as_of, log=log)
            continue
        values = _READERS[column.kind](text, column)
        if isinstance(values, _Judged):
            for at, problem in values.wrong:
                log.note(file=spec.name, row=chunk["row"][at], column=column.name, fault=problem)
            typed[column.name] = values.values
            continue
        _note_unread(chunk["row"], text, values, spec=spec, column=column, log=log)
        typed[column.name] = _within(chunk["row"], values, spec=spec, column=column, log=log)
    return pl.DataFrame({"row": chunk["row"], **typed})


class _Judged:
    """Values whose faults were found one by one, with words of their own."""

    def __init__(self, values: pl.Series, wrong: list[tuple[int, Problem]]) -> None:
        self.values, self.wrong = values, wrong


_CODE_OF = {"yuan": "not_yuan", "month": "not_month", "day": "not_day", "whole": "not_whole", "flags": "not_flags",
            "code": "unknown_code", "place": "not_place"}  # fmt: skip


def _note_unread(
    rows: pl.Series,
    text: pl.Series,
    values: pl.Series,
    *,
    spec: FileSpec,
    column: Column,
    log: FaultLog,
) -> None:
    bad = text.is_not_null() & values.is_null()
    if not bad.any():
        return
    wide = bad & text.str.contains(_FULL_WIDTH).fill_null(False)
    fault = _CODE_OF.get(column.kind, "text_unclean")
    log.note_rows(file=spec.name, rows=rows.filter(wide), column=column.name, fault="full_width")
    log.note_rows(file=spec.name, rows=rows.filter(bad & ~wide), column=column.name, fault=fault)


def _within(
    rows: pl.Series, values: pl.Series, *, spec: FileSpec, column: Column, log: FaultLog
) -> pl.Series:
    if column.kind not in ("yuan", "whole"):
        return values
    scale = 100 if column.kind == "yuan" else 1
    outside = ((values < column.low * scale) | (values > column.high * scale)).fill_null(False)
    if outside.any():
        fault = "negative_amount" if column.kind == "yuan" and column.low == 0 else "out_of_range"
        log.note_rows(file=spec.name, rows=rows.filter(outside), column=column.name, fault=fault)
    return values


def _yuan(text: pl.Series, _: Column) -> pl.Series:
    """Fen. At most two decimals and thirteen digits, so that a double holds a hundredfold exactly."""
    plain = text.str.replace_all(",", "")
    good = text.str.contains(_YUAN)
    frame = pl.DataFrame({"plain": plain, "good": good})
    return frame.select(
        pl.when("good").then((pl.col("plain").cast(pl.Float64, strict=False) * 100).round().cast(pl.Int64, strict=False))
    ).to_series()  # fmt: skip


def _month(text: pl.Series, _: Column) -> pl.Series:
    parts = text.str.extract_groups(r"^(?<year>[12][0-9]{3})-?(?<month>0[1-9]|1[0-2])$")
    return (
        parts.struct.field("year").cast(pl.Int32) * 12
        + parts.struct.field("month").cast(pl.Int32)
        - 1
    )


def _day(text: pl.Series, _: Column) -> pl.Series:
    shaped = text.str.extract(r"^([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{8})$", 1)
    return shaped.str.replace_all("-", "").str.to_date("%Y%m%d", strict=False)


def _whole(text: pl.Series, _: Column) -> pl.Series:
    return text.str.extract(r"^([0-9]{1,15})$", 1).cast(pl.Int64)


def _flags(text: pl.Series, _: Column) -> pl.Series:
    return text.replace_strict(_JANUARY_FIRST, default=None, return_dtype=pl.Int32)


def _code(text: pl.Series, column: Column) -> pl.Series:
    return text.replace_strict(
        {value: value for value in column.values}, default=None, return_dtype=pl.String
    )


def _text(text: pl.Series, column: Column) -> pl.Series | _Judged:
    if column.name == "ethnic_code":
        return _by_one(text, lambda value: read_code(value, table="ethnic_group"))
    frame = pl.DataFrame({"text": text})
    clean = ~pl.col("text").str.contains(_UNCLEAN) & (pl.col("text").str.len_chars() <= _TEXT_MAX)
    return frame.select(pl.when(clean).then("text")).to_series()


def _place(text: pl.Series, _: Column) -> pl.Series:
    known = {
        code: code for code in text.drop_nulls().unique().to_list()
        if code != "CN" and is_place_code(code) and is_known_division(code[:6])
    }  # fmt: skip
    return text.replace_strict(known, default=None, return_dtype=pl.String)


def _name(text: pl.Series, _: Column) -> _Judged:
    """Ordinary names at a glance, every other by the kernel's reader."""
    odd = text.filter(~text.str.contains(_PLAIN_NAME).fill_null(True)).unique()
    return _by_one(text, read_person_name, only=odd)


def _by_one(
    text: pl.Series, read: Callable[[str], str | Problem], *, only: pl.Series | None = None
) -> _Judged:
    """Each different value read once; `only` says which need reading at all."""
    answers = {
        value: read(value)
        for value in (text.drop_nulls().unique() if only is None else only).to_list()
    }
    bad = {value: answer for value, answer in answers.items() if isinstance(answer, Problem)}
    better = {
        value: answer
        for value, answer in answers.items()
        if isinstance(answer, str) and answer != value
    }
    wrong = []
    if bad:
        at = text.is_in(list(bad)).fill_null(False).arg_true()
        wrong = [(position, bad[text[position]]) for position in at.to_list()]
    changed = better | dict.fromkeys(bad)
    values = text.replace(changed) if changed else text
    return _Judged(values, wrong)


def _uscc(text: pl.Series, _: Column) -> _Judged:
    return _by_one(text, read_credit_code)


def _ids(
    rows: pl.Series,
    text: pl.Series,
    *,
    spec: FileSpec,
    column: Column,
    as_of: dt.date,
    log: FaultLog,
) -> dict[str, pl.Series]:
    read = read_id_numbers(text, as_of=as_of)
    for at, problem in read.wrong:
        log.note(file=spec.name, row=rows[at], column=column.name, fault=problem)
    return {name: read.frame[name] for name in read.frame.columns}


_READERS: dict[str, Callable[[pl.Series, Column], pl.Series | _Judged]] = {
    "yuan": _yuan, "month": _month, "day": _day, "whole": _whole, "flags": _flags, "code": _code,
    "text": _text, "person": _text, "employer": _text, "place": _place, "name": _name, "uscc": _uscc,
}  # fmt: skip
