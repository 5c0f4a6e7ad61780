"""One roster as it was received: what went ahead, every wrong cell, and the way to send those rows again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.contributions.api import Declaration, bad_rows, declared_row_errors
from renshe.domains.documents.api import fetch
from renshe.portals.employer.office import month_address, my_employer, own_declaration
from renshe.portals.employer.pages.roster import take_roster
from renshe.portals.employer.portal import DECLARE, EMPLOYER
from renshe.portals.layout.access import Visit
from renshe.portals.layout.downloads import workbook
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.formats import yuan
from renshe.portals.layout.insurances import in_language
from renshe.portals.layout.paging import ROWS, Following, whole_number
from renshe.services.contributions.declare_month.declare import CellError as ServiceError
from renshe.services.contributions.declare_month.template import failed_rows, marked_roster

TEMPLATE = "employer/pages/declaration.html"


@dataclass(frozen=True, kw_only=True)
class CellError:
    """One wrong cell: where it is, what is wrong, how to mend it. `row` is the row of the sheet."""

    row: int
    column: str
    header: str
    value: str
    reason: str
    fix: str


@dataclass(frozen=True, kw_only=True)
class DeclarationPage:
    """What `employer/pages/declaration.html` may use. Errors come page by page."""

    number: int
    period: int
    month_url: str
    submitted_at: datetime
    submitted_by: str
    file_name: str
    state: str
    late: bool
    rows_total: int
    rows_good: int
    rows_bad: int
    problem: Problem | None
    errors: tuple[CellError, ...]
    following: Following
    marked_url: str
    failed_rows_url: str
    resend_url: str


@EMPLOYER.page(template=TEMPLATE, access=DECLARE)
def declaration(visit: Visit, *, number: int) -> DeclarationPage | HttpResponse:
    """Show what became of a roster, or take the mended rows."""
    found = own_declaration(visit, number=number)
    if visit.request.method != "POST":
        return _page(visit, found, problem=None)
    taken = take_roster(visit, unit=my_employer(visit), period=found.period, resubmits=found.pk)
    if isinstance(taken, int):
        return HttpResponseRedirect(reverse("employer:declaration", kwargs={"number": taken}))
    page = _page(visit, found, problem=taken)
    return EMPLOYER.render(visit.request, template=TEMPLATE, context=page, status=400)


@EMPLOYER.page(template=TEMPLATE, access=DECLARE)
def marked_file(visit: Visit, *, number: int) -> HttpResponse:
    """Hand out the roster as it was sent, with every wrong cell marked."""
    found = own_declaration(visit, number=number)
    if found.file_id is None:
        raise Http404
    _name, _type, content = fetch(file_id=found.file_id)
    errors = [
        ServiceError(row_number=row, **one)
        for row, *_cells, told in declared_row_errors(declaration_id=found.pk)
        for one in told
    ]
    marked = marked_roster(content=content, errors=errors)
    return workbook(marked, name=_("标出差错的名册-{number}.xlsx").format(number=number))


@EMPLOYER.page(template=TEMPLATE, access=DECLARE)
def failed_file(visit: Visit, *, number: int) -> HttpResponse:
    """Hand out only the rows that wait, to be mended and sent again alone."""
    found = own_declaration(visit, number=number)
    content = failed_rows(declaration_id=found.pk)
    return workbook(content, name=_("有错待改的行-{number}.xlsx").format(number=number))


def _page(visit: Visit, found: Declaration, *, problem: Problem | None) -> DeclarationPage:
    after = whole_number(visit.request.GET.get("after", ""))
    rows = bad_rows(declaration_id=found.pk, limit=ROWS + 1, after=after)
    shown = rows[:ROWS]
    number = {"number": found.pk}
    return DeclarationPage(
        number=found.pk,
        period=found.period,
        month_url=month_address(found.period),
        submitted_at=found.submitted_at,
        submitted_by=found.submitted_by,
        file_name=found.file.name if found.file else "",
        state=found.state,
        late=found.late,
        rows_total=found.rows_total,
        rows_good=found.rows_good,
        rows_bad=found.rows_bad,
        problem=problem,
        errors=tuple(_errors(shown)),
        following=Following(
            after=str(after) if after else "",
            next_after=str(shown[-1].row_number) if len(rows) > ROWS else "",
            shown=len(shown),
            total=None,
        ),
        marked_url=reverse("employer:marked_file", kwargs=number) if found.file_id else "",
        failed_rows_url=reverse("employer:failed_file", kwargs=number),
        resend_url=reverse("employer:declaration", kwargs=number),
    )


def _errors(rows: Sequence[Any]) -> list[CellError]:
    """Every wrong cell of these rows with what stands in it; what could not be read is in the reason."""
    return [
        CellError(
            row=abs(row.row_number),
            column=one.get("column", ""),
            header=in_language(zh=one["header_zh"], en=one["header_en"]),
            value=_cell(row, one["field"]),
            reason=in_language(zh=one["zh"], en=one["en"]),
            fix=in_language(zh=one["next_step_zh"], en=one["next_step_en"]),
        )
        for row in rows
        for one in row.errors
    ]


def _cell(row: Any, field: str) -> str:
    if field == "wage":
        return yuan(row.wage_fen) if row.wage_fen is not None else ""
    return {"id_number": row.id_number, "name": row.name}.get(field, "")
