"""Named lists: filed by Excel with every bad cell told, public where the rules ask, objected to, approved by another person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from renshe.domains.premium_help import problems
from renshe.domains.premium_help.groups import GROUPS, ORIGINS
from renshe.domains.premium_help.hand import Recorded
from renshe.domains.premium_help.models import HelpedPerson, HelpList, HelpObjection, HelpProgramme
from renshe.domains.premium_help.programmes import locked
from renshe.domains.premium_help.standing import wrong_with
from renshe.domains.registry import api as registry
from renshe.foundation.sheets.cell_errors import CellError, Finding, cell_errors
from renshe.foundation.sheets.columns import TemplateColumn
from renshe.foundation.sheets.fields import read_fields
from renshe.foundation.sheets.reading import find_header, first_row_below, read_sheet
from renshe.kernel.codes.names import same_name
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.periods import Month, first_day

LIMITS = {"rows": 20_000, "file_bytes": 5 * 2**20, "uncompressed_bytes": 60 * 2**20}
COLUMNS = (
    TemplateColumn("name", "姓名", "Name", True, 14, "与身份证一致", "As on the id card"),
    TemplateColumn("id_number", "证件号码", "Id number", True, 24, "18位，文本格式", "18 characters, as text"),
    TemplateColumn("group", "困难人群", "Group", True, 26, "见“人群”页", "See the second sheet"),
)  # fmt: skip
KEYS = tuple(one.key for one in COLUMNS)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewList:
    """Where a list comes from: the body, its own number, the first month; the institution that filed it itself."""

    origin: str
    document: str
    from_month: Month
    institution_id: int | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody to be listed."""

    person: registry.Person
    group: str


@dataclass(frozen=True, kw_only=True)
class Filed:
    """What became of a file: the list, or every bad cell and no list."""

    list: HelpList | None
    errors: tuple[CellError, ...]


@transaction.atomic
def import_list(*, programme_id: int, new: NewList, content: bytes, recorded: Recorded) -> Filed:
    """File everybody of an Excel table, all or none. Raises Refused where the file or the list as a whole cannot be used."""
    programme = _may_file(programme_id, new)
    sheet = read_sheet(content, limits=LIMITS)
    at, places = find_header(sheet.rows, COLUMNS)
    first = first_row_below(sheet, header=at, places=places, wanted=COLUMNS)
    rows = read_fields(sheet, keys=KEYS, places=places, first=first).to_dicts()
    if not rows:
        raise Refused(problems.LIST_EMPTY)
    numbers = [str(row["id_number"]).strip().upper() for row in rows]
    known = registry.people_by_id_numbers(id_numbers=numbers)
    findings: list[Finding] = []
    named: dict[int, Named] = {}
    for row, number in zip(rows, numbers, strict=True):
        one = Named(known[number], _group(str(row["group"]))) if number in known else None
        for field, problem in _wrong(row, one, programme, new, named):
            findings.append(Finding(row["row_number"], field, problem))
        if one is not None:
            named[one.person.pk] = one
    if findings:
        return Filed(list=None, errors=tuple(cell_errors(findings, columns=COLUMNS, places=places)))
    return Filed(list=_file(programme, new, tuple(named.values()), recorded), errors=())


@transaction.atomic
def file_list(
    *, programme_id: int, new: NewList, people: Sequence[Named], recorded: Recorded
) -> HelpList:
    """File a list of people that are known already. Raises Refused with everything that is wrong with the first of them."""
    programme = _may_file(programme_id, new)
    for one in people:
        wrong = wrong_with(
            person=one.person, programme=programme, group=one.group, from_month=new.from_month
        )
        if wrong:
            raise Refused(*wrong, subject=one.group)
    return _file(programme, new, people, recorded)


def _may_file(programme_id: int, new: NewList) -> HelpProgramme:
    programme = locked(programme_id)
    if programme.state != "open":
        raise Refused(problems.NOT_OPEN)
    if not programme.from_month <= new.from_month <= programme.to_month:
        raise Refused(problems.OUTSIDE)
    if not new.document.strip() or new.origin not in ORIGINS:
        raise Refused(problems.DOCUMENT_MISSING)
    filed = HelpList.objects.filter(programme=programme, document=new.document.strip()[:80])
    if filed.exclude(state="refused").exists():
        raise Refused(problems.DOCUMENT_TWICE)
    return programme


def _file(
    programme: HelpProgramme, new: NewList, people: Sequence[Named], recorded: Recorded
) -> HelpList:
    if not people:
        raise Refused(problems.LIST_EMPTY)
    made = HelpList.objects.create(
        programme=programme, origin=new.origin, institution_id=new.institution_id, document=new.document.strip()[:80],
        from_month=new.from_month, filed_by=recorded.by, filed_at=recorded.at, reference=recorded.reference,
    )  # fmt: skip
    try:
        with transaction.atomic():
            HelpedPerson.objects.bulk_create(
                HelpedPerson(
                    programme=programme, list=made, insurance=programme.insurance, person=one.person, group=one.group,
                    from_month=new.from_month,
                )
                for one in people
            )  # fmt: skip
    except IntegrityError:
        # Two lists at the same moment: the database lets one of them have the person.
        raise Refused(problems.HELPED) from None
    return made


def _wrong(
    row: dict, one: Named | None, programme: HelpProgramme, new: NewList, seen: dict[int, Named]
) -> list[tuple[str, Problem]]:  # fmt: skip
    """What is wrong with a row. An institution learns nothing about anybody whom it does not know by name and number."""
    known = one is not None and same_name(str(row["name"]), one.person.name)
    if new.institution_id is not None and not known:
        return [("id_number", problems.NOT_MATCHED)]
    if one is None:
        return [("id_number", problems.UNKNOWN)]
    wrong = wrong_with(
        person=one.person, programme=programme, group=one.group, from_month=new.from_month
    )
    found = [
        ("group" if problem is problems.GROUP_WRONG else "id_number", problem) for problem in wrong
    ]
    if one.person.pk in seen:
        found.append(("id_number", problems.TWICE_ON_LIST))
    if not known:
        found.append(("name", problems.NAME_DIFFERS))
    return found


def _group(text: str) -> str:
    """The code of a group as somebody writes it: Chinese, English or the code; what is none stays as it is."""
    told = text.strip().casefold()
    for group in GROUPS.values():
        if told in (group.code, group.zh.casefold(), group.en.casefold()):
            return group.code
    return text.strip()[:32]


def refuse_unchecked(found: HelpList) -> None:
    """An institution's list goes no further before somebody of the office has checked it. Raises Refused."""
    if found.institution_id is not None and found.checked_by is None:
        raise Refused(problems.NOT_CHECKED)


@transaction.atomic
def publish(*, list_id: int, recorded: Recorded) -> HelpList:
    """Make a list public for the programme's days. Raises Refused `help_step_wrong`, `help_list_not_checked`."""
    found = HelpList.objects.select_for_update(of=("self",)).select_related("programme").get(pk=list_id)  # fmt: skip
    if found.state != "filed" or not found.programme.public_days:
        raise Refused(problems.WRONG_STEP)
    refuse_unchecked(found)
    found.state, found.public_from = "public", recorded.today
    found.public_to = recorded.today + dt.timedelta(days=found.programme.public_days)
    found.save(update_fields=["state", "public_from", "public_to"])
    return found


@transaction.atomic
def object_to(
    *, list_id: int, words: str, recorded: Recorded, person_id: int | None = None
) -> HelpObjection:
    """Somebody says something against a public list. Raises Refused `help_list_not_public`, `reason_missing`."""
    found = HelpList.objects.select_for_update().get(pk=list_id)
    if (
        found.state != "public"
        or found.public_to is None
        or not (found.public_from or recorded.today) <= recorded.today <= found.public_to
    ):
        raise Refused(problems.NOT_PUBLIC)
    if not words.strip():
        raise Refused(problems.REASON)
    return HelpObjection.objects.create(
        list=found, words=words.strip()[:400], raised_on=recorded.today, raised_by=recorded.by, person_id=person_id,
        reference=recorded.reference,
    )  # fmt: skip


@transaction.atomic
def answer_objection(
    *, objection_id: int, upheld: bool, answer: str, recorded: Recorded
) -> HelpObjection:
    """Answer it in writing; whoever must go is struck off by `leave`. Raises Refused `reason_missing`, `help_step_wrong`."""
    found = HelpObjection.objects.select_for_update().get(pk=objection_id)
    if found.state != "open":
        raise Refused(problems.WRONG_STEP)
    if not answer.strip():
        raise Refused(problems.REASON)
    found.state, found.answer = "upheld" if upheld else "rejected", answer.strip()[:400]
    found.answered_by, found.answered_at = recorded.by, recorded.at
    found.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    return found


@transaction.atomic
def approve_list(*, list_id: int, recorded: Recorded) -> HelpList:
    """Another person approves it: from then on its people are helped.

    Raises Refused `help_step_wrong`, `help_list_not_checked`, `two_people_needed`, `help_public_too_short`,
    `objection_open`.
    """
    found = HelpList.objects.select_for_update(of=("self",)).select_related("programme").get(pk=list_id)  # fmt: skip
    wanted = "public" if found.programme.public_days else "filed"
    if found.state != wanted:
        raise Refused(problems.WRONG_STEP)
    refuse_unchecked(found)
    if recorded.by in (found.filed_by, found.checked_by):
        raise Refused(problems.SAME_HAND)
    if found.public_to is not None and recorded.today <= found.public_to:
        raise Refused(problems.PUBLIC_TOO_SHORT)
    if found.objections.filter(state="open").exists():
        raise Refused(problems.OBJECTION_OPEN)
    found.state, found.approved_by, found.approved_on = "approved", recorded.by, recorded.today
    found.save(update_fields=["state", "approved_by", "approved_on"])
    return found


@transaction.atomic
def refuse_list(*, list_id: int, why: str, recorded: Recorded) -> HelpList:
    """Send a list back whole, with the reason; its people are free again. Raises Refused `help_step_wrong`, `reason_missing`."""
    found = HelpList.objects.select_for_update().get(pk=list_id)
    if found.state not in ("filed", "public"):
        raise Refused(problems.WRONG_STEP)
    if not why.strip():
        raise Refused(problems.REASON)
    HelpedPerson.objects.filter(list=found, last_month__isnull=True).update(
        last_month=found.from_month - 1,
        left_why=why.strip()[:255],
        left_by=recorded.by,
        left_at=recorded.at,
    )
    found.state, found.refused_why = "refused", why.strip()[:255]
    found.save(update_fields=["state", "refused_why"])
    return found


@transaction.atomic
def leave(*, helped_id: int, last_month: Month, why: str, recorded: Recorded) -> HelpedPerson:
    """Somebody is helped no more after a month: work, income, death, moved away, struck off before it began.

    What was paid for later months is found by `compare`. Raises Refused `help_step_wrong`, `reason_missing`,
    `help_month_outside`.
    """
    found = HelpedPerson.objects.select_for_update().select_related("programme").get(pk=helped_id)
    if found.last_month is not None:
        raise Refused(problems.WRONG_STEP)
    if not why.strip():
        raise Refused(problems.REASON)
    if not found.from_month - 1 <= last_month <= found.programme.to_month:
        raise Refused(problems.OUTSIDE)
    found.last_month, found.left_why = last_month, why.strip()[:255]
    found.left_by, found.left_at = recorded.by, recorded.at
    found.save(update_fields=["last_month", "left_why", "left_by", "left_at"])
    return found


def year_start(month: Month) -> Month:
    """The January of a month's year: the period of what is paid by the year."""
    return month - first_day(month).month + 1
