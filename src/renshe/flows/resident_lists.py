"""Named lists of villages by Excel: who joins, who pays a year, whom the village helps, for whom the government pays.

A list is taken whole or not at all, with every bad cell told. A row that stands here already exactly as written changes nothing,
so that a list may be sent again after an interruption. Basis: 国发〔2014〕8号 三、四; the list's own number is its instrument.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from django.db import transaction

from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.flows.resident_again import draws_other
from renshe.flows.resident_tiers import offered, require_offered
from renshe.foundation.sheets.cell_errors import CellError, Finding, cell_errors
from renshe.foundation.sheets.columns import TemplateColumn
from renshe.foundation.sheets.fields import read_fields
from renshe.foundation.sheets.reading import find_header, first_row_below, read_sheet
from renshe.foundation.sheets.reasons import OF_SHEETS
from renshe.kernel.codes.divisions import stem
from renshe.kernel.codes.names import same_name
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.rules import Refusal
from renshe.laws import library

KINDS = ("enrol", "pay", "collective", "in_need")
"""Whoever joins; whoever pays a year; whom the village helps; for whom the government pays."""
LIMITS = {"rows": 2_000, "file_bytes": 5 * 2**20, "uncompressed_bytes": 60 * 2**20}
_NAME = TemplateColumn("name", "姓名", "Name", True, 14, "与身份证一致", "As on the id card")
_NUMBER = TemplateColumn("id_number", "证件号码", "Id number", True, 24, "18位，文本格式", "18 characters, as text")  # fmt: skip
_TIER = TemplateColumn(
    "tier",
    "缴费档次（元）",
    "Tier (yuan a year)",
    True,
    18,
    "本地公布的档次",
    "One of the place's tiers",
)
_STUDENT = TemplateColumn("student", "在校学生", "Student", True, 12, "是或否", "yes or no")
_AMOUNT = TemplateColumn(
    "amount",
    "补助金额（元）",
    "Amount (yuan)",
    True,
    18,
    "村民会议决定的金额",
    "As the village decided",
)
_NEED = TemplateColumn(
    "need", "代缴对象", "Group", True, 18, "困难人员或重度残疾人", "poor or disabled"
)
COLUMNS: dict[str, tuple[TemplateColumn, ...]] = {
    "enrol": (_NAME, _NUMBER, _TIER, _STUDENT),
    "pay": (_NAME, _NUMBER, _TIER),
    "collective": (_NAME, _NUMBER, _AMOUNT),
    "in_need": (_NAME, _NUMBER, _NEED),
}
YES, NO = ("是", "yes", "y", "true", "1"), ("否", "no", "n", "false", "0")
NEEDS = {"困难人员": "poor", "poor": "poor", "重度残疾人": "disabled", "disabled": "disabled"}
CLAUSE = "国发〔2014〕8号 四"


def _cell(code: str, zh: str, en: str, next_zh: str, next_en: str) -> Problem:
    return Problem(code, zh, en, CLAUSE, next_zh, next_en)


UNKNOWN = _cell(
    "person_unknown", "登记库没有这个证件号码", "the register has no such id number",
    "请核对号码；没有登记的人先办理人员登记", "Check the number; have the person registered first",
)  # fmt: skip
NAME_DIFFERS = _cell(
    "name_differs", "姓名与登记的不一致", "the name is not the registered one",
    "请按身份证核对；改过名的先办理关键信息更正", "Check it by the id card; have a changed name corrected first",
)  # fmt: skip
TWICE = _cell(
    "twice_on_the_list", "同一个人在这份名单里出现了两次", "the same person stands on this list twice",
    "请删除重复的行", "Delete the surplus row",
)  # fmt: skip
ELSEWHERE = _cell(
    "not_of_this_place", "此人不在本区域参保或居住", "takes part and lives in another place",
    "请由其所在的区经办机构导入", "Have the office of that place enter it",
)  # fmt: skip
TIER_WRONG = _cell(
    "tier_wrong", "档次不是整数元", "the tier is no whole number of yuan", "请填写如 720", "Write it like 720",
)  # fmt: skip
STUDENT_WRONG = _cell(
    "student_wrong", "没有写明是不是在校学生", "it is not said whether this is a student", "请填写是或否", "Write yes or no",
)  # fmt: skip
AMOUNT_WRONG = _cell(
    "amount_wrong", "金额不对", "the amount is none", "请填写如 200 或 200.50，最多两位小数", "Write it like 200 or 200.50",
)  # fmt: skip
NEED_WRONG = _cell(
    "need_wrong", "代缴对象写得不对", "the group is none of ours", "请填写困难人员或重度残疾人", "Write poor or disabled",
)  # fmt: skip
LISTED_OTHERWISE = _cell(
    "listed_otherwise", "已经在同一年度、同一种名单里，金额或者文号不同",
    "on the list of that year already, with another amount or number",
    "请核对；名单不能改，金额不同的先核实", "Check it; a list is not changed",
)  # fmt: skip
DOCUMENT_MISSING = _cell(
    "document_missing", "没有填写名单的文号", "the list's own number is missing",
    "请填写村民会议决议、民政或残联名单、参保名单的文号", "Write the number of the resolution or of the list",
)  # fmt: skip
YEAR_WRONG = _cell(
    "list_year_wrong", "年度不对", "the year is none that a list may name",
    "参保和代缴填当年；缴费可以补缴以前年度", "This year; of payments a past one too",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class NewList:
    """What a list is: one of KINDS, of which place, for which year, under which number of its own."""

    kind: str
    place: str
    year: int
    document: str


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What became of it: rows done, rows that stood here already, their sum where it has one (fen), or every bad cell."""

    done: int
    already: int
    fen: int
    errors: tuple[CellError, ...]


@dataclass(frozen=True, kw_only=True)
class _Row:
    """One row with its person, ready to be done."""

    person: registry.Person
    cells: Mapping[str, str]


class _Bad(Exception):
    """A cell that cannot be used."""

    def __init__(self, field: str, problem: Problem) -> None:
        super().__init__(problem.code)
        self.field, self.problem = field, problem


def import_file(*, new: NewList, content: bytes, hand: resident.ByHand) -> Imported:
    """Take a list from an Excel table. Raises Refused where the file or the list as a whole cannot be used."""
    wanted = COLUMNS[new.kind]
    sheet = read_sheet(content, limits=LIMITS, csv=False)
    at, places = find_header(sheet.rows, wanted)
    first = first_row_below(sheet, header=at, places=places, wanted=wanted)
    rows = read_fields(sheet, keys=[one.key for one in wanted], places=places, first=first)
    return import_rows(new=new, rows=rows.to_dicts(), places=places, hand=hand)


@transaction.atomic
def import_rows(
    *, new: NewList, rows: Sequence[Mapping[str, Any]], places: Mapping[str, int], hand: resident.ByHand
) -> Imported:  # fmt: skip
    """Take a list row by row, all or none; `row_number` and the columns of its kind are each row's keys.

    Raises Refused `document_missing`, `list_year_wrong`, `no_rows`, `too_many_rows`.
    """
    _whole(new, rows, today=hand.today)
    numbers = [str(row["id_number"]).strip().upper() for row in rows]
    known = registry.people_by_id_numbers(id_numbers=numbers)
    findings: list[Finding] = []
    seen: set[int] = set()
    done = already = fen = 0
    for row, number in zip(rows, numbers, strict=True):
        cells = {one.key: str(row.get(one.key) or "").strip() for one in COLUMNS[new.kind]}
        try:
            one = _Row(person=_person(known.get(number), cells, new, seen), cells=cells)
            with transaction.atomic():
                did, amount = _ACTS[new.kind](one, new, hand)
            done, already, fen = done + did, already + (not did), fen + amount
        except _Bad as bad:
            findings.append(Finding(int(row["row_number"]), bad.field, bad.problem))
        except Refused as refused:
            findings += [
                Finding(int(row["row_number"]), _field(new.kind, problem), problem)
                for problem in refused.problems
            ]
        except Refusal as refusal:
            findings.append(Finding(int(row["row_number"]), "id_number", refusal.reason))
    if findings:
        transaction.set_rollback(True)
        errors = cell_errors(findings, columns=COLUMNS[new.kind], places=places)
        return Imported(done=0, already=0, fen=0, errors=tuple(errors))
    return Imported(done=done, already=already, fen=fen, errors=())


def template(*, kind: str, place: str, on: dt.date) -> bytes:
    """The empty table with its headers in both languages; tiers and groups to choose from."""
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, {"in_memory": True}) as book:
        sheet, text = book.add_worksheet("名单 List"), book.add_format({"num_format": "@"})
        bold = book.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1})
        choices = {
            "tier": [str(one) for one in offered(place=place, on=on)], "student": ["是", "否"],
            "need": ["困难人员", "重度残疾人"],
        }  # fmt: skip
        for at, column in enumerate(COLUMNS[kind]):
            sheet.set_column(at, at, column.width, text)
            sheet.write_string(0, at, column.zh, bold)
            sheet.write_string(1, at, column.en, bold)
            sheet.write_comment(0, at, f"{column.note_zh}\n{column.note_en}")
            if choices.get(column.key):
                told = {"validate": "list", "source": choices[column.key]}
                sheet.data_validation(2, at, LIMITS["rows"] + 1, at, told)
        sheet.freeze_panes(2, 0)
    return sink.getvalue()


def _whole(new: NewList, rows: Sequence[Mapping[str, Any]], *, today: dt.date) -> None:
    if not new.document.strip():
        raise Refused(DOCUMENT_MISSING)
    earliest = 1990 if new.kind == "pay" else today.year
    if not earliest <= new.year <= today.year:
        raise Refused(YEAR_WRONG)
    if not rows:
        raise OF_SHEETS.refuse_file("no_rows")
    if len(rows) > LIMITS["rows"]:
        raise OF_SHEETS.refuse_file("too_many_rows", limit=LIMITS["rows"])


def _person(
    found: registry.Person | None, cells: Mapping[str, str], new: NewList, seen: set[int]
) -> registry.Person:
    """The row's person, once, of the place, under the registered name. Raises _Bad."""
    if found is None:
        raise _Bad("id_number", UNKNOWN)
    if found.pk in seen:
        raise _Bad("id_number", TWICE)
    seen.add(found.pk)
    if not same_name(cells["name"], found.name):
        raise _Bad("name", NAME_DIFFERS)
    live = resident.live_participation(person_id=found.pk)
    where = live.place if live else found.residence_place
    if not where.startswith(stem(new.place)):
        raise _Bad("id_number", ELSEWHERE)
    return found


def _enrol(row: _Row, new: NewList, hand: resident.ByHand) -> tuple[bool, int]:
    """Join with a tier; whoever is in the scheme already with that tier stays so, with another one changes to it."""
    tier, student = _tier(row), _student(row)
    person_id = row.person.pk
    live = resident.live_participation(person_id=person_id)
    place = live.place if live else row.person.residence_place
    _offered(place=place, tier=tier, on=hand.today)
    if live is not None:
        if resident.tier_of_year(participation=live, year=new.year) == tier:
            return False, 0
        resident.choose_tier(
            person_id=person_id, tier=tier, from_year=new.year, hand=_of(new, hand), explain=library.explain
        )  # fmt: skip
        return True, 0
    resident.join(
        person_id=person_id, place=place, community=place, tier=tier, student=student,
        draws_other_pension=draws_other(person_id=person_id), hand=_of(new, hand),
        explain=library.explain,
    )  # fmt: skip
    return True, 0


def _pay(row: _Row, new: NewList, hand: resident.ByHand) -> tuple[bool, int]:
    """An order to pay the year; one that waits already with that tier stays the same."""
    tier, person_id = _tier(row), row.person.pk
    live = resident.live_participation(person_id=person_id)
    if live is not None:
        _offered(place=live.place, tier=tier, on=hand.today)
    waiting = {one.pk for one in resident.open_orders(person_id=person_id)}
    order = resident.order_year(
        person_id=person_id, year=new.year, tier=tier, hand=_of(new, hand), explain=library.explain
    )
    return order.pk not in waiting, order.amount_fen


def _collective(row: _Row, new: NewList, hand: resident.ByHand) -> tuple[bool, int]:
    """The village adds an amount; the money comes later."""
    fen = _amount(row)
    if _listed(row, new, kind="collective", fen=fen, field="amount"):
        return False, fen
    resident.list_collective(
        person_id=row.person.pk, year=new.year, amount_fen=fen, instrument=new.document, hand=hand, explain=library.explain
    )  # fmt: skip
    return True, fen


def _in_need(row: _Row, new: NewList, hand: resident.ByHand) -> tuple[bool, int]:
    """The government pays the lowest tier; the money comes later."""
    kind = NEEDS.get(row.cells["need"].casefold())
    if kind is None:
        raise _Bad("need", NEED_WRONG)
    if known := _listed(row, new, kind=kind, fen=None, field="need"):
        return False, known
    made = resident.list_in_need(
        person_id=row.person.pk, year=new.year, kind=kind, instrument=new.document, hand=hand, explain=library.explain
    )  # fmt: skip
    return True, made.amount_fen


_ACTS: dict[str, Callable[[_Row, NewList, resident.ByHand], tuple[bool, int]]] = {
    "enrol": _enrol, "pay": _pay, "collective": _collective, "in_need": _in_need,
}  # fmt: skip


def _listed(row: _Row, new: NewList, *, kind: str, fen: int | None, field: str) -> int:
    """The amount of the same row where it stands on that list already, else 0. Raises _Bad where it stands there otherwise."""
    for one in resident.help_for(person_id=row.person.pk):
        if (one.year, one.kind) != (new.year, kind):
            continue
        if one.instrument != new.document.strip()[:120] or fen not in (None, one.amount_fen):
            raise _Bad(field, LISTED_OTHERWISE)
        return int(one.amount_fen)
    return 0


def _of(new: NewList, hand: resident.ByHand) -> resident.ByHand:
    """The hand with the list's number as its reference."""
    return resident.ByHand(by=hand.by, at=hand.at, today=hand.today, reference=new.document.strip()[:64])  # fmt: skip


def _tier(row: _Row) -> int:
    text = row.cells["tier"].removesuffix(".0")
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 10**6):
        raise _Bad("tier", TIER_WRONG)
    return int(text)


def _offered(*, place: str, tier: int, on: dt.date) -> None:
    try:
        require_offered(place=place[:6], tier=tier, on=on)
    except Refused as refused:
        raise _Bad("tier", refused.problems[0]) from None


def _student(row: _Row) -> bool:
    text = row.cells["student"].casefold()
    if text not in (*YES, *NO):
        raise _Bad("student", STUDENT_WRONG)
    return text in YES


def _amount(row: _Row) -> int:
    whole, _, part = row.cells["amount"].replace(",", "").partition(".")
    digits = whole.isascii() and whole.isdigit() and len(whole) < 8
    if not digits or len(part) > 2 or (part and not (part.isascii() and part.isdigit())):
        raise _Bad("amount", AMOUNT_WRONG)
    fen = int(whole) * 100 + int((part or "0").ljust(2, "0"))
    if fen <= 0:
        raise _Bad("amount", AMOUNT_WRONG)
    return fen


def _field(kind: str, problem: Problem) -> str:
    """At which cell a refusal of the act belongs."""
    if kind == "collective" and problem.code == "above_the_cap":
        return "amount"
    if kind == "enrol" and problem.code == "student":
        return "student"
    if problem.code == "tier_year_over":
        return "tier"
    return "id_number"
