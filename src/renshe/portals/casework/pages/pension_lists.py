"""Lists of people whose pensions change together: what waits, what was decided, and a list of proofs taken in."""

from __future__ import annotations

import io
from dataclasses import dataclass

import xlsxwriter
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.certification import api as certification
from renshe.domains.pension import api as pension
from renshe.portals.casework.list_acts import HANDLE, propose_from_file, propose_the_proved
from renshe.portals.casework.list_rows import BadCell, ListLine, bad_cell, list_line
from renshe.portals.casework.portal import CASEWORK, CERTIFICATION
from renshe.portals.layout.access import Visit, may_at, own_place
from renshe.portals.layout.downloads import workbook
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.paging import Paging, paging_from
from renshe.portals.signin.trying import tried

TEMPLATE = "casework/pages/pension_lists.html"
ROWS, MOST_ERRORS, MOST_BYTES = 30, 40, 6 * 2**20


@dataclass(frozen=True, kw_only=True)
class ListsPage:
    """What `casework/pages/pension_lists.html` may use. `proved` are people who proved themselves and are still suspended."""

    waiting: tuple[ListLine, ...]
    decided: tuple[ListLine, ...]
    paging: Paging
    proved: int
    may_handle: bool
    errors: tuple[BadCell, ...]
    errors_left: int
    problems: tuple[Problem, ...]


@CASEWORK.page(template=TEMPLATE, access=CERTIFICATION)
def pension_lists(visit: Visit) -> ListsPage | HttpResponse:
    """Show them; a post takes in a file of proofs, or lists whoever is proved and still suspended."""
    place = own_place(visit, "pension.look")
    if visit.request.method != "POST":
        return _page(visit, place)
    if not may_at(visit, action=HANDLE, place=place):
        raise PermissionDenied
    made, problems, read = _proposed(visit, place)
    if made is None:
        page = _page(visit, place, problems=problems, read=read)
        return CASEWORK.render(visit.request, template=TEMPLATE, context=page, status=409)
    return HttpResponseRedirect(reverse("casework:pension_list", kwargs={"number": made.pk}))


@CASEWORK.page(template=TEMPLATE, access=CERTIFICATION)
def restore_template(visit: Visit) -> HttpResponse:
    """Hand out the empty table of proofs."""
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, {"in_memory": True}) as book:
        sheet, bold = book.add_worksheet(_("名单")), book.add_format({"bold": True})
        text = book.add_format({"num_format": "@"})
        for at, column in enumerate(certification.COLUMNS):
            sheet.set_column(at, at, column.width, text)
            sheet.write_string(0, at, column.zh, bold)
            sheet.write_comment(0, at, f"{column.note_zh}\n{column.note_en}")
        sheet.freeze_panes(1, 0)
    return workbook(sink.getvalue(), name=_("恢复发放名单模板.xlsx"))


def recorded_by(visit: Visit) -> pension.Recorded:
    """The visitor as who records something now."""
    assert visit.account is not None
    return pension.Recorded(
        by=visit.account.username, at=visit.now, known_on=visit.today, reason=""
    )


def _proposed(
    visit: Visit, place: str
) -> tuple[pension.PeopleList | None, tuple[Problem, ...], certification.ReadProofs | None]:
    recorded = recorded_by(visit)
    if visit.request.POST.get("act") == "proved":
        made, problems = tried(lambda: propose_the_proved(place=place, recorded=recorded))
        return made, problems, None
    file = visit.request.FILES.get("file")
    content = file.read() if file is not None and (file.size or 0) < MOST_BYTES else b""
    name = (file.name or "") if file is not None else ""
    got, problems = tried(
        lambda: propose_from_file(
            place=place, file_name=name[:120], content=content, recorded=recorded
        )
    )
    return (*got[:1], problems, got[1]) if got is not None else (None, problems, None)


def _page(
    visit: Visit,
    place: str,
    *,
    problems: tuple[Problem, ...] = (),
    read: certification.ReadProofs | None = None,
) -> ListsPage:
    waiting = list(pension.people_lists(place=place, waiting=True)[:ROWS])
    every = pension.people_lists(place=place, waiting=False)
    paging = paging_from(visit.request.GET.get("page", ""), total=every.count(), rows=ROWS)
    decided = list(every[paging.offset : paging.offset + ROWS])
    sums = pension.list_sums(list_ids=[one.pk for one in (*waiting, *decided)])
    errors = read.errors if read is not None else ()
    return ListsPage(
        waiting=tuple(list_line(one, sums[one.pk]) for one in waiting),
        decided=tuple(list_line(one, sums[one.pk]) for one in decided),
        paging=paging,
        proved=len(certification.proved_while_suspended(place=place)),
        may_handle=may_at(visit, action=HANDLE, place=place),
        errors=tuple(bad_cell(one) for one in errors[:MOST_ERRORS]),
        errors_left=max(len(errors) - MOST_ERRORS, 0),
        problems=problems,
    )
