"""Who of the expropriated is covered by which medical insurance, by street, and who has none; as a page and as Excel."""

from __future__ import annotations

import io
from dataclasses import dataclass

import xlsxwriter
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.expropriation import api as expropriation
from renshe.domains.identity.api import mask_name
from renshe.portals.land.pages.project import recorded_by
from renshe.portals.land.pages.watch import rate_text
from renshe.portals.land.place import street_names
from renshe.portals.land.portal import HANDLE, LAND, LOOK
from renshe.portals.land.words import group_words
from renshe.portals.layout.access import Visit, may_at, own_place
from renshe.portals.layout.downloads import workbook
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.paging import Paging, paging_from
from renshe.portals.signin.trying import tried

TEMPLATE = "land/pages/cover.html"
ROWS, MOST_BYTES = 40, 21 * 2**20


@dataclass(frozen=True, kw_only=True)
class StreetLine:
    """One street."""

    name: str
    people: int
    employee: int
    resident: int
    without: int
    rate: str


@dataclass(frozen=True, kw_only=True)
class WithoutLine:
    """Somebody without medical insurance, masked."""

    name: str
    street: str
    group: str


@dataclass(frozen=True, kw_only=True)
class CoverPage:
    """What `land/pages/cover.html` may use; `year` is that of the residents' insurance."""

    year: int
    streets: tuple[StreetLine, ...]
    total: StreetLine
    without: tuple[WithoutLine, ...]
    paging: Paging
    may_import: bool
    problems: tuple[Problem, ...]
    done: str


@LAND.page(template=TEMPLATE, access=LOOK)
def cover(visit: Visit) -> CoverPage | HttpResponse:
    """Show it; a post takes the medical bureau's list of the year."""
    place = own_place(visit, "pension.look")
    if visit.request.method != "POST":
        return _page(visit, place)
    if not may_at(visit, action=HANDLE, place=place):
        raise PermissionDenied
    file = visit.request.FILES.get("file")
    content = file.read() if file is not None and file.size < MOST_BYTES else b""
    told, problems = tried(
        lambda: expropriation.import_medical_year(
            place=place, year=visit.today.year, content=content, source=file.name if file else "",
            recorded=recorded_by(visit),
        )
    )  # fmt: skip
    if told is None:
        page = _page(visit, place, problems=problems)
        return LAND.render(visit.request, template=TEMPLATE, context=page, status=409)
    return HttpResponseRedirect(f"{reverse('land:cover')}?done={told.marked}")


@LAND.page(template=TEMPLATE, access=LOOK)
def cover_list(visit: Visit) -> HttpResponse:
    """Hand out everybody without medical insurance, by street, for those who call on them; names masked as on the page."""
    rows = expropriation.without_cover(
        place=own_place(visit, "pension.look"), on=visit.today, most=None
    )
    streets = street_names(one.place[:9] for one in rows)
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, {"in_memory": True}) as book:
        sheet, bold = book.add_worksheet(_("未参保名单")), book.add_format({"bold": True})
        for at, head in enumerate((_("街镇"), _("姓名"), _("年龄组"), _("编号"))):
            sheet.write_string(0, at, head, bold)
            sheet.set_column(at, at, 18)
        for number, one in enumerate(rows, 1):
            told = (
                streets[one.place[:9]],
                mask_name(one.name),
                group_words(one.group),
                str(one.person_id),
            )
            for at, text in enumerate(told):
                sheet.write_string(number, at, text)
        sheet.freeze_panes(1, 0)
    return workbook(sink.getvalue(), name=_("征地人员未参加医保名单.xlsx"))


def _page(visit: Visit, place: str, *, problems: tuple[Problem, ...] = ()) -> CoverPage:
    counted = expropriation.cover_by_street(place=place, on=visit.today)
    total = sum(one.without for one in counted)
    paging = paging_from(visit.request.GET.get("page", ""), total=total, rows=ROWS)
    people = expropriation.without_cover(
        place=place, on=visit.today, offset=paging.offset, most=ROWS
    )
    names = street_names([*(one.place for one in counted), *(one.place[:9] for one in people)])
    done = visit.request.GET.get("done", "")
    return CoverPage(
        year=visit.today.year,
        streets=tuple(
            _line(names[one.place], one.people, one.employee, one.resident) for one in counted
        ),
        total=_line(
            _("合计"), sum(one.people for one in counted), sum(one.employee for one in counted),
            sum(one.resident for one in counted),
        ),
        without=tuple(
            WithoutLine(name=mask_name(one.name), street=names[one.place[:9]], group=group_words(one.group))
            for one in people
        ),
        paging=paging, may_import=may_at(visit, action=HANDLE, place=place), problems=problems,
        done=done if done.isdigit() and len(done) < 9 and not problems else "",
    )  # fmt: skip


def _line(name: str, people: int, employee: int, resident: int) -> StreetLine:
    return StreetLine(
        name=name, people=people, employee=employee, resident=resident, without=people - employee - resident,
        rate=rate_text(employee + resident, people),
    )  # fmt: skip
