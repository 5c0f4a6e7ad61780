"""Files before retirement at the office: queues, who retires within a year (page and Excel), objections that wait."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.registry.api import employer, place_name, place_names
from renshe.domains.retirement_file import api as retirement_file
from renshe.laws import library
from renshe.portals.casework.portal import CASEWORK, CERTIFICATION
from renshe.portals.layout.access import Visit, may_at, own_place
from renshe.portals.layout.downloads import workbook
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.formats import month
from renshe.portals.layout.paging import Paging, paging_from
from renshe.portals.layout.retirement_words import state_words
from renshe.portals.signin.trying import tried

TEMPLATE = "casework/pages/retirement.html"
ROWS, MOST_WAITING, MOST_EXCEL = 30, 50, 20_000
READ = "pension.award"


@dataclass(frozen=True, kw_only=True)
class ReviewLine:
    """One review that waits for somebody."""

    url: str
    name: str
    state: str
    tone: str
    since: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class ListedLine:
    """Somebody who reaches the legal month; `url` is empty where nobody has begun, `person` then begins it."""

    person: int
    name: str
    month: int
    employer: str
    street: str
    state: str
    tone: str
    url: str


@dataclass(frozen=True, kw_only=True)
class CountLine:
    """An employer or a street: how many are listed, how many are done, and the list of them."""

    name: str
    people: int
    confirmed: int
    url: str


@dataclass(frozen=True, kw_only=True)
class ObjectionLine:
    """An objection that nobody has answered."""

    url: str
    name: str
    raised_on: date


@dataclass(frozen=True, kw_only=True)
class RetirementPage:
    """What `casework/pages/retirement.html` may use. `filter_words` is empty without a filter; `query` keeps it."""

    waiting: tuple[ReviewLine, ...]
    objections: tuple[ObjectionLine, ...]
    counts: tuple[tuple[str, int], ...]
    listed: tuple[ListedLine, ...]
    paging: Paging
    by_employer: tuple[CountLine, ...]
    by_street: tuple[CountLine, ...]
    filter_words: str
    query: str
    excel_url: str
    may_read: bool
    problems: tuple[Problem, ...]


@CASEWORK.page(template=TEMPLATE, access=CERTIFICATION)
def retirement(visit: Visit) -> RetirementPage | HttpResponse:
    """Show them; `?xlsx=1` gives the list as a workbook; a post draws the list anew or begins a review."""
    place = own_place(visit, "pension.look")
    if visit.request.method == "POST":
        return _act(visit, place)
    if visit.request.GET.get("xlsx") == "1":
        return _excel(visit, place)
    return _page(visit, place)


def _act(visit: Visit, place: str) -> RetirementPage | HttpResponse:
    assert visit.account is not None
    if not may_at(visit, action=READ, place=place):
        raise PermissionDenied
    by = retirement_file.By(name=visit.account.username, at=visit.now, today=visit.today)
    act, number = visit.request.POST.get("act", ""), visit.request.POST.get("person", "")
    if act == "draw":
        retirement_file.draw_list(place=place, by=by, explain=library.explain)
        return HttpResponseRedirect(reverse("casework:retirement"))
    if act != "open" or not number.isdigit():
        raise Http404
    # Only somebody on the list of this place is begun here; whoever is not on it asks for it himself.
    if not retirement_file.listed_at(place=place).filter(person_id=int(number)).exists():
        raise PermissionDenied
    review, problems = tried(
        lambda: retirement_file.open_review(person_id=int(number), place=place[:6], by=by)
    )
    if review is None:
        page = _page(visit, place, problems=problems)
        return CASEWORK.render(visit.request, template=TEMPLATE, context=page, status=409)
    return HttpResponseRedirect(reverse("casework:retirement_file", kwargs={"number": review.pk}))


def _chosen(visit: Visit, place: str) -> tuple[Any, str, str]:
    """The list as filtered, the filter in words, and as a query."""
    unit, street = visit.request.GET.get("employer", ""), visit.request.GET.get("street", "")
    if unit.isdigit():
        rows = retirement_file.listed_at(place=place, employer_id=int(unit))
        found = rows.first()
        words = employer(employer_id=int(unit)).name if found else ""
        return rows, words, urlencode({"employer": unit})
    if street.isdigit() and street.startswith(place.rstrip("0")):
        rows = retirement_file.listed_at(place=place, street=street)
        return rows, place_name(code=street) or street, urlencode({"street": street})
    return retirement_file.listed_at(place=place), "", ""


def _page(visit: Visit, place: str, *, problems: tuple[Problem, ...] = ()) -> RetirementPage:
    rows, words, query = _chosen(visit, place)
    paging = paging_from(visit.request.GET.get("page", ""), total=rows.count(), rows=ROWS)
    counts = retirement_file.state_counts(place=place)
    waiting = retirement_file.reviews_at(place=place, states=("open", "proposed", "recognised"))
    listed = list(rows[paging.offset : paging.last])
    by_street = list(retirement_file.counted_by_street(place=place))
    streets = place_names(codes=[one.street for one in listed] + [one.code for one in by_street])
    here = reverse("casework:retirement")
    return RetirementPage(
        waiting=tuple(_review(one) for one in waiting[:MOST_WAITING]),
        objections=tuple(
            ObjectionLine(
                url=reverse("casework:retirement_file", kwargs={"number": one.publicity.review_id}),
                name=mask_name(one.publicity.review.person.name),
                raised_on=one.raised_at.date(),
            )
            for one in retirement_file.open_objections(place=place)[:MOST_WAITING]
        ),
        counts=tuple(
            (state_words(code)[0], counts.get(code, 0))
            for code in ("open", "proposed", "recognised", "confirmed")
        ),
        listed=tuple(_listed(one, streets) for one in listed),
        paging=paging,
        by_employer=tuple(
            CountLine(
                name=one.name, people=one.people, confirmed=one.confirmed,
                url=f"{here}?employer={one.code}#list",
            )
            for one in retirement_file.counted_by_employer(place=place)
        ),
        by_street=tuple(
            CountLine(
                name=streets[one.code] or one.code, people=one.people, confirmed=one.confirmed,
                url=f"{here}?street={one.code}#list",
            )
            for one in by_street
        ),
        filter_words=words,
        query=query,
        excel_url=f"{here}?{query}&xlsx=1" if query else f"{here}?xlsx=1",
        may_read=may_at(visit, action=READ, place=place),
        problems=problems,
    )  # fmt: skip


def _review(one: retirement_file.FileReview) -> ReviewLine:
    state, tone = state_words(one.state)
    return ReviewLine(
        url=reverse("casework:retirement_file", kwargs={"number": one.pk}),
        name=mask_name(one.person.name), state=state, tone=tone, since=one.opened_at.date(),
        reason=one.word_reason if one.state == "open" else "",
    )  # fmt: skip


def _listed(one: Any, streets: dict[str, str]) -> ListedLine:
    state, tone = state_words(one.state)
    number = one.review_id
    return ListedLine(
        person=one.person_id, name=mask_name(one.person.name), month=one.retirement_month,
        employer=one.employer.name if one.employer else "", street=streets[one.street] or one.street,
        state=state, tone=tone,
        url=reverse("casework:retirement_file", kwargs={"number": number}) if number else "",
    )  # fmt: skip


def _excel(visit: Visit, place: str) -> HttpResponse:
    """The list as a workbook, names and numbers masked."""
    rows, words, _query = _chosen(visit, place)
    heads = (_("姓名"), _("证件号码"), _("法定退休年月"), _("单位"), _("街道"), _("档案预审"))
    listed = list(rows[:MOST_EXCEL])
    streets = place_names(codes=[one.street for one in listed])
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(_("即将退休"))
        bold = book.add_format({"bold": True})
        sheet.set_column(0, 5, 22)
        sheet.freeze_panes(1, 0)
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head, bold)
        for line, one in enumerate(listed, 1):
            cells = (
                mask_name(one.person.name), mask_id_number(one.person.id_number),
                month(one.retirement_month), one.employer.name if one.employer else "",
                streets[one.street] or one.street, state_words(one.state)[0],
            )  # fmt: skip
            for column, cell in enumerate(cells):
                sheet.write_string(line, column, cell)
    name = f"{words or place}-{visit.today.isoformat()}.xlsx"
    return workbook(sink.getvalue(), name=name)
