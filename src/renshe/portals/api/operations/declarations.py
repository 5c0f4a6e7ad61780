"""Declaring a month: the roster to fill in, the declaration, its bad rows and the mended ones."""

from typing import Any

from django.http import Http404
from ninja import Schema
from pydantic import Field

from renshe.domains.contributions.api import (
    Declaration,
    bad_rows,
    contribution_year,
    declarations_of,
    roster_people,
)
from renshe.kernel.periods import format_month
from renshe.portals.api.calling import Call
from renshe.portals.api.operations.employer import GROUP, mine
from renshe.portals.api.shapes import (
    USUAL,
    Cursor,
    Fen,
    Limit,
    Number,
    Page,
    Slug,
    Term,
    key_of,
    month_of,
    page_of,
    term,
)
from renshe.portals.layout.access import own_employer
from renshe.services.contributions.declare_month.declare import Outcome, Sender, declare_rows

DECLARE = own_employer("contributions.declare")
MOST_ROWS = 5000


class RosterRow(Schema):
    """Somebody insured here, with the wage already known. Unmasked: the employer declares these very numbers."""

    id_number: str
    name: str
    wage_fen: Fen | None


class WageIn(Schema, extra="forbid"):
    """One row: the person and the monthly average wage in yuan, as text."""

    id_number: str = Field(max_length=40, description="证件号码 / id number")
    name: str = Field(max_length=80, description="姓名 / name")
    wage: str = Field(
        max_length=24,
        description="月平均工资，单位元，如 8123.45 / monthly average wage in yuan, such as 8123.45",
        examples=["8123.45"],
    )


class DeclarationIn(Schema, extra="forbid"):
    """A roster for one month."""

    period: str = Field(pattern=r"^\d{4}-\d{2}$", examples=["2025-10"])
    rows: list[WageIn] = Field(min_length=1, max_length=MOST_ROWS)


class MendedRows(Schema, extra="forbid"):
    """Only the rows that had failed, mended."""

    rows: list[WageIn] = Field(min_length=1, max_length=MOST_ROWS)


class CellError(Schema):
    """One bad cell: the row counts from 1 in the order sent."""

    row: int
    field: str
    code: str
    zh: str
    en: str
    next_step_zh: str
    next_step_en: str


class Absent(Schema):
    """Somebody insured here who is not on the roster; the wage of the year stands."""

    id_number: str
    name: str


class DeclaredOut(Schema):
    """What became of a roster. Good rows went ahead; every bad cell is named. `errors` holds at most 200, all are paged."""

    declaration: int
    state: Term
    late: bool
    rows_good: int
    rows_bad: int
    errors: list[CellError]
    missing_count: int
    missing: list[Absent]


class DeclarationOut(Schema):
    """A declaration in the list; `rows_waiting` are bad rows nobody has mended yet."""

    declaration: int
    period: str
    channel: str
    submitted_at: str
    submitted_by: str
    state: Term
    late: bool
    rows_total: int
    rows_good: int
    rows_bad: int
    rows_waiting: int
    mends: int | None


class BadRow(Schema):
    """A row that waits to be mended."""

    row: int
    id_number: str
    name: str
    wage_fen: Fen | None
    errors: list[CellError]


DECLARATION_STATES = {
    "received": ("已收到", "received"),
    "checked": ("已核对", "checked"),
    "accepted": ("全部接受", "accepted"),
    "partly_accepted": ("部分接受", "partly accepted"),
    "rejected": ("全部有误", "rejected"),
    "assessed": ("已核定", "assessed"),
}


@GROUP.get(
    "/employer/roster/{month}",
    id="read_roster",
    access=DECLARE,
    answer=Page[RosterRow],
    title=("参保名册", "The roster to fill in"),
    says=(
        "当月在本单位参保的人和已知工资。",
        "Who is insured here in the month, and the wage already known.",
    ),
)
def read_roster(call: Call, month: Slug, cursor: Cursor = "", limit: Limit = USUAL) -> Page[Any]:
    """By id number."""
    unit, period = mine(call), month_of(month)
    after = key_of(cursor, str)
    people = roster_people(
        employer_id=unit.pk, period=period, year=contribution_year(place=unit.place, period=period)
    )
    rest = [one for one in people if after is None or one.id_number > after[0]]
    return page_of(
        rest[: limit + 1],
        limit=limit,
        key=lambda one: (one.id_number,),
        show=lambda one: RosterRow(id_number=one.id_number, name=one.name, wage_fen=one.wage_fen),
    )


@GROUP.post(
    "/employer/declarations",
    id="declare_month",
    access=DECLARE,
    answer=DeclaredOut,
    status=201,
    title=("申报一个月的工资", "Declare a month"),
    says=(
        "正确的行先行接受；每个有误的单元格都有理由和改法，改好后只重报这些行。",
        "Good rows go ahead; every bad cell comes with reason and fix; then only those rows are sent again.",
    ),
)
def declare_month(call: Call, body: DeclarationIn) -> DeclaredOut:
    """Declare the wages of a month."""
    records = [one.model_dump() for one in body.rows]
    return _declared(declare_rows(sender=_sender(call, month_of(body.period)), records=records))


@GROUP.post(
    "/employer/declarations/{number}/mended-rows",
    id="mend_declaration",
    access=DECLARE,
    answer=DeclaredOut,
    status=201,
    title=("重报有误的行", "Send failed rows again"),
    says=("只收原申报中有误的人。", "Only people who had failed in that declaration are taken."),
)
def mend_declaration(call: Call, number: Number, body: MendedRows) -> DeclaredOut:
    """Mend the failed rows of one's own declaration."""
    first = _declaration(call, number)
    done = declare_rows(
        sender=_sender(call, first.period),
        records=[one.model_dump() for one in body.rows],
        resubmits=first.pk,
    )
    return _declared(done)


@GROUP.get(
    "/employer/declarations",
    id="list_declarations",
    access=DECLARE,
    answer=list[DeclarationOut],
    title=("申报记录", "Declarations"),
    says=("最近二百次，最新在前。", "The latest two hundred, newest first."),
)
def list_declarations(call: Call) -> list[DeclarationOut]:
    """All channels: files, API, counter."""
    return [
        DeclarationOut(
            declaration=one.declaration_id,
            period=format_month(one.period),
            channel=one.channel,
            submitted_at=one.submitted_at.isoformat(),
            submitted_by=one.submitted_by,
            state=term(one.state, DECLARATION_STATES),
            late=one.late,
            rows_total=one.rows_total,
            rows_good=one.rows_good,
            rows_bad=one.rows_bad,
            rows_waiting=one.rows_waiting,
            mends=one.resubmits_id,
        )
        for one in declarations_of(employer_id=mine(call).pk, limit=200)
    ]


@GROUP.get(
    "/employer/declarations/{number}/bad-rows",
    id="list_bad_rows",
    access=DECLARE,
    answer=Page[BadRow],
    title=("待改的行", "Rows to mend"),
    says=("每个有误单元格的理由和改法。", "Each bad cell with reason and fix."),
)
def list_bad_rows(
    call: Call, number: Number, cursor: Cursor = "", limit: Limit = USUAL
) -> Page[Any]:
    """By row number."""
    found = _declaration(call, number)
    (after,) = key_of(cursor, int) or (0,)
    rows = bad_rows(declaration_id=found.pk, limit=limit + 1, after=min(after, 2**31 - 1))
    return page_of(rows, limit=limit, show=_bad_row, key=lambda row: (row.row_number,))


def _sender(call: Call, period: int) -> Sender:
    return Sender(
        employer_id=mine(call).pk,
        period=period,
        submitted_by=call.username,
        as_of=call.today,
        submitted_at=call.now,
    )


def _declaration(call: Call, number: int) -> Declaration:
    found = Declaration.objects.filter(pk=number, employer_id=call.employer_id).first()
    if found is None:
        raise Http404
    return found


def _declared(done: Outcome) -> DeclaredOut:
    return DeclaredOut(
        declaration=done.declaration_id,
        state=term(done.state, DECLARATION_STATES),
        late=done.late,
        rows_good=done.rows_good,
        rows_bad=done.rows_bad,
        missing_count=done.missing_count,
        errors=[_cell(one.row_number, one.as_kept()) for one in done.errors[:200]],
        missing=[Absent(id_number=one.id_number, name=one.name) for one in done.missing],
    )


def _cell(row: int, told: dict[str, str]) -> CellError:
    kept = ("field", "code", "zh", "en", "next_step_zh", "next_step_en")
    return CellError(row=abs(row), **{key: told.get(key, "") for key in kept})


def _bad_row(row: Any) -> BadRow:
    return BadRow(
        row=abs(row.row_number),
        id_number=row.id_number,
        name=row.name,
        wage_fen=row.wage_fen,
        errors=[_cell(row.row_number, one) for one in row.errors],
    )
