"""Rosters for the coming month as employers' clerks would send them: one that is right, and some with mistakes.

They lie in the installation's home for a newcomer to upload. What is wrong in which row is a truth.
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import xlsxwriter

from renshe.domains.contributions import api as contributions
from renshe.edge.demo.city import City
from renshe.edge.demo.days import NEVER
from renshe.edge.demo.truth import Truth, pick

FOLDER = "rosters"
FIRST_ROW = 6
"""The number, as spreadsheet programs count, of the first row below the header."""

_HEADER = (
    ("证件号码", "ID number"),
    ("姓名", "Name"),
    ("月平均工资（元）", "Monthly wage (yuan)"),
    ("备注", "Remark"),
)
_OTHERS = 3
_HEADS = (8, 120)


@dataclass
class Line:
    """One row of a roster as cells; `mistake` says what is wrong with it."""

    id_number: str | float
    name: str
    wage: str | float | None
    mistake: str = ""


def _swapped(line: Line) -> None:
    """Two digits of the birth day and sequence change places; the check character tells."""
    text = str(line.id_number)
    at = next((k for k in range(16, 5, -1) if text[k] != text[k - 1]), 16)
    line.id_number = text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :]


def _misspelt(line: Line) -> None:
    line.name = line.name[:-1] + ("青" if line.name[-1] != "青" else "清")


def _with_unit(line: Line) -> None:
    line.wage = f"{line.wage:.2f}元"


def _as_number(line: Line) -> None:
    """What a spreadsheet program does to eighteen digits: it keeps fifteen."""
    line.id_number = float(str(line.id_number).replace("X", "0")[:15] + "000")


def _without_wage(line: Line) -> None:
    line.wage = None


def _full_width(line: Line) -> None:
    line.wage = "".join(chr(ord(c) + 0xFEE0) for c in f"{line.wage:.2f}")


def _nothing(line: Line) -> None:
    line.wage = 0


_MISTAKES = {
    "id_digits_swapped": _swapped,
    "name_misspelt": _misspelt,
    "wage_with_unit": _with_unit,
    "id_stored_as_number": _as_number,
    "wage_missing": _without_wage,
    "wage_full_width": _full_width,
    "wage_zero": _nothing,
}


def write_rosters(*, city: City, heads: np.ndarray, employer: int, folder: Path) -> list[Truth]:
    """Write the rosters of `employer` (one right, one with mistakes) and of some others; what is wrong in them."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.xlsx"):
        old.unlink()
    rows = city.employer_rows()
    truths = []
    for number, place in enumerate(
        [employer, employer, *_others(city=city, heads=heads, employer=employer)]
    ):
        lines = _lines(city=city, employer=place)
        if number:
            _spoil(lines, turn=number)
        kind = "有错" if number else "正确"
        name = f"{_period(city)}_{number + 1}_{kind}_{rows['name'][place].as_py()}.xlsx"
        content = _workbook(
            lines=lines, uscc=rows["uscc"][place].as_py(), period=_period(city), made_on=city.as_of
        )
        (folder / name).write_bytes(content)
        truths += [
            Truth(
                "roster_mistake",
                "employer",
                place + 1,
                {"file": name, "row": FIRST_ROW + at, "mistake": line.mistake},
            )
            for at, line in enumerate(lines)
            if line.mistake
        ]
    return truths


def _period(city: City) -> str:
    return f"{city.as_of.year:04d}-{city.as_of.month:02d}"


def _others(*, city: City, heads: np.ndarray, employer: int) -> list[int]:
    e = city.employers
    fit = (heads >= _HEADS[0]) & (heads <= _HEADS[1]) & (e.closed == NEVER) & (e.owes_from == NEVER)
    fit[employer] = False
    chosen = pick(draws=city.draws, stream="rosters", candidates=np.flatnonzero(fit), count=_OTHERS)
    return [int(place) for place in chosen]


def _lines(*, city: City, employer: int) -> list[Line]:
    """Everybody insured in the coming month with the wage known of them."""
    period = city.figures.end_month
    year = contributions.contribution_year(place=city.plan.place, period=period)
    people = contributions.roster_people(employer_id=employer + 1, period=period, year=year)
    return [
        Line(p.id_number, p.name, None if p.wage_fen is None else p.wage_fen / 100) for p in people
    ]


def _spoil(lines: list[Line], *, turn: int) -> None:
    """A mistake of each kind in every third row, as far as the roster reaches, and one person twice."""
    kinds = list(_MISTAKES)
    for at, line in enumerate(lines[2::3][: len(kinds)]):
        if line.wage is None:
            continue
        line.mistake = kinds[(at + turn) % len(kinds)]
        _MISTAKES[line.mistake](line)
    if len(lines) > 4 and not lines[1].mistake:
        lines.append(Line(lines[1].id_number, lines[1].name, lines[1].wage, "person_twice"))


def _workbook(*, lines: list[Line], uscc: str, period: str, made_on: dt.date) -> bytes:
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, {"in_memory": True}) as book:
        book.set_properties({"created": dt.datetime.combine(made_on, dt.time(9))})
        sheet = book.add_worksheet("花名册")
        text, money = book.add_format({"num_format": "@"}), book.add_format({"num_format": "0.00"})
        sheet.set_column(0, 2, 20)
        sheet.write_string(0, 0, "用人单位社会保险费月度缴费申报")
        sheet.write_string(1, 0, "统一社会信用代码 Unified social credit code")
        sheet.write_string(1, 1, uscc, text)
        sheet.write_string(2, 0, "费款所属期 Period")
        sheet.write_string(2, 1, period, text)
        for at, (zh, en) in enumerate(_HEADER):
            sheet.write_string(3, at, zh)
            sheet.write_string(4, at, en)
        for number, line in enumerate(lines, FIRST_ROW - 1):
            _write(sheet, number, 0, line.id_number, text)
            sheet.write_string(number, 1, line.name, text)
            _write(sheet, number, 2, line.wage, money)
    return sink.getvalue()


def _write(sheet: Any, row: int, column: int, value: str | float | None, form: Any) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, value, form)
    elif value is not None:
        sheet.write_number(row, column, value, form)
