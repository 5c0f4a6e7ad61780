"""A list of proofs as a street or a consulate brings it: read as a table, every bad cell told, all of it or nothing.

Only people whose pension is suspended for want of a proof are taken: everybody else proves himself one by one, and a list
that restores must not become a way to prove thousands whom nobody saw.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from renshe.domains.certification import problems
from renshe.domains.certification.models import Proof
from renshe.domains.certification.queries import suspended_among
from renshe.domains.registry import api as registry
from renshe.foundation.sheets.cell_errors import CellError, Finding, cell_errors
from renshe.foundation.sheets.columns import TemplateColumn
from renshe.foundation.sheets.days import day_of
from renshe.foundation.sheets.fields import read_fields
from renshe.foundation.sheets.reading import find_header, first_row_below, read_sheet
from renshe.kernel.codes.divisions import stem
from renshe.kernel.codes.names import same_name
from renshe.kernel.codes.problem import Problem, Refused

LIMITS = {"rows": 20_000, "file_bytes": 5 * 2**20, "uncompressed_bytes": 60 * 2**20}
COLUMNS = (
    TemplateColumn("name", "姓名", "Name", True, 14, "与身份证一致", "As on the id card"),
    TemplateColumn("id_number", "证件号码", "Id number", True, 24, "18位，文本格式", "18 characters, as text"),
    TemplateColumn("proved_on", "认证日期", "Day of proof", True, 14, "如2025-10-20", "Such as 2025-10-20"),
    TemplateColumn("way", "认证方式", "How", True, 16, "窗口、上门、境外", "counter, home visit, abroad"),
)  # fmt: skip
KEYS = tuple(one.key for one in COLUMNS)
WAYS: Mapping[str, tuple[str, ...]] = {
    Proof.Source.COUNTER.value: ("窗口", "窗口认证", "counter"),
    Proof.Source.HOME_VISIT.value: ("上门", "上门认证", "home visit", "home_visit"),
    Proof.Source.ABROAD.value: ("境外", "境外认证", "abroad"),
}
"""How somebody was seen, as people write it; a list tells of nothing that nobody saw."""


@dataclass(frozen=True, kw_only=True)
class ListedProof:
    """Somebody of a list: who, seen on which day and how, in which row of the file."""

    person: registry.Person
    proved_on: date
    source: str
    row_number: int


@dataclass(frozen=True, kw_only=True)
class ReadProofs:
    """What a file told: everybody on it, or every bad cell and nobody."""

    proofs: tuple[ListedProof, ...]
    errors: tuple[CellError, ...]


def read_listed_proofs(*, content: bytes, place: str, today: date) -> ReadProofs:
    """Read a list of a place. Raises Refused where the file or the list as a whole cannot be used."""
    sheet = read_sheet(content, limits=LIMITS)
    at, places = find_header(sheet.rows, COLUMNS)
    first = first_row_below(sheet, header=at, places=places, wanted=COLUMNS)
    rows = read_fields(sheet, keys=KEYS, places=places, first=first).to_dicts()
    if not rows:
        raise Refused(problems.LIST_EMPTY)
    known = registry.people_by_id_numbers(id_numbers=[_number(row) for row in rows])
    stopped = dict(suspended_among(person_ids=[one.pk for one in known.values()]))
    findings: list[Finding] = []
    proofs: dict[int, ListedProof] = {}
    for row in rows:
        person = known.get(_number(row))
        wrong = _wrong(row, person, stopped=stopped, place=place, today=today, seen=proofs)
        findings += [Finding(row["row_number"], field, problem) for field, problem in wrong]
        if person is not None and not wrong:
            day, way = day_of(str(row["proved_on"])), way_of(str(row["way"]))
            assert day is not None
            proofs[person.pk] = ListedProof(
                person=person, proved_on=day, source=way, row_number=row["row_number"]
            )
    if findings:
        errors = tuple(cell_errors(findings, columns=COLUMNS, places=places))
        return ReadProofs(proofs=(), errors=errors)
    return ReadProofs(proofs=tuple(proofs.values()), errors=())


def way_of(text: str) -> str:
    """The source of a proof as somebody writes it; empty where it is none."""
    told = text.strip().casefold()
    return next((source for source, words in WAYS.items() if told in words), "")


def _number(row: Mapping[str, Any]) -> str:
    return str(row["id_number"]).strip().upper()


def _wrong(
    row: Mapping[str, Any],
    person: registry.Person | None,
    *,
    stopped: Mapping[int, str],
    place: str,
    today: date,
    seen: Mapping[int, ListedProof],
) -> list[tuple[str, Problem]]:
    if person is None:
        return [("id_number", problems.UNKNOWN_PERSON)]
    found: list[tuple[str, Problem]] = []
    if not stopped.get(person.pk, "").startswith(stem(place)):
        found.append(("id_number", problems.NOT_SUSPENDED))
    if person.pk in seen:
        found.append(("id_number", problems.TWICE_ON_LIST))
    if not same_name(str(row["name"]), person.name):
        found.append(("name", problems.NAME_DIFFERS))
    day = day_of(str(row["proved_on"]))
    if day is None or day > today:
        found.append(("proved_on", problems.DAY_OF_LIST))
    if not way_of(str(row["way"])):
        found.append(("way", problems.WAY_WRONG))
    return found
