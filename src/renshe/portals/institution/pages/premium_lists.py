"""Lists of people whose premium is to be paid: filed by the institution as Excel, and what became of each row."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.premium_help import api as premium_help
from renshe.flows.premium_help_lists import list_filed, list_withdrawn
from renshe.foundation.sheets.cell_errors import CellError
from renshe.kernel.periods import month_containing
from renshe.portals.helping.rows import ErrorLine, error_line
from renshe.portals.helping.words import (
    group_words,
    institution_list_state,
    insurance_words,
    origin_words,
)
from renshe.portals.institution.acting import hand_of, institution_of
from renshe.portals.institution.portal import INSTITUTION, PREMIUM_LIST
from renshe.portals.layout.access import Visit
from renshe.portals.layout.downloads import workbook
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.forms.typed import Asked
from renshe.portals.layout.paging import Paging, paging_from
from renshe.portals.layout.proof import require_proof
from renshe.portals.signin.trying import tried

LISTS, ONE = "institution/pages/premium_lists.html", "institution/pages/premium_list.html"
MOST_BYTES, MOST_ERRORS, MOST_LISTS, ROWS = 6 * 2**20, 30, 60, 40
ORIGINS = premium_help.FILING_BODIES
"""As which body an institution can file a list; which of them it is was set and confirmed by two people."""
TYPED = ("programme", "origin", "document", "from_month")


@dataclass(frozen=True, kw_only=True)
class ProgrammeChoice:
    """A programme to which the institution may name people."""

    number: int
    name: str
    insurance: str
    groups: str
    from_month: int
    to_month: int


@dataclass(frozen=True, kw_only=True)
class ListRow:
    """One list of the institution."""

    url: str
    document: str
    programme: str
    people: int
    filed_at: dt.datetime
    filed_by: str
    state: str
    tone: str


@dataclass(frozen=True, kw_only=True)
class ListsPage:
    """What `institution/pages/premium_lists.html` may use; what was typed stays beside what is wrong."""

    institution: str
    programmes: tuple[ProgrammeChoice, ...]
    origins: tuple[tuple[str, str], ...]
    lists: tuple[ListRow, ...]
    typed: dict[str, str]
    errors: tuple[ErrorLine, ...]
    errors_left: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """Somebody on the list and what became of him, masked."""

    name: str
    id_number: str
    group: str
    result: str
    tone: str
    why: str


@dataclass(frozen=True, kw_only=True)
class ListPage:
    """What `institution/pages/premium_list.html` may use."""

    number: int
    document: str
    origin: str
    programme: str
    insurance: str
    from_month: int
    state: str
    tone: str
    next_step: str
    why: str
    public_to: dt.date | None
    approved_on: dt.date | None
    filed_by: str
    filed_at: dt.datetime
    people: tuple[PersonRow, ...]
    paging: Paging
    named: int
    struck: int
    may_withdraw: bool
    problems: tuple[Problem, ...]


@INSTITUTION.page(template=LISTS, access=PREMIUM_LIST)
def premium_lists(visit: Visit) -> ListsPage | HttpResponse:
    """Show the institution's lists and take a new one: all rows or none, every bad cell told."""
    if visit.request.method != "POST":
        return _lists(visit)
    require_proof(visit.request)
    asked = Asked(act="list", record=0, typed=visit.request.POST.dict())
    file = visit.request.FILES.get("file")
    content = file.read() if file is not None and file.size < MOST_BYTES else b""
    new = premium_help.NewList(
        origin=asked.text("origin") if asked.text("origin") in ORIGINS else "",
        document=asked.text("document"),
        from_month=asked.month("from_month"),
    )
    try:
        filed, problems = tried(
            lambda: list_filed(
                hand=hand_of(visit), programme_id=asked.number("programme"), new=new, content=content
            )
        )  # fmt: skip
    except ObjectDoesNotExist:
        raise Http404 from None
    if filed is None or filed.list is None:
        page = _lists(visit, problems=problems, errors=filed.errors if filed else ())
        return INSTITUTION.render(visit.request, template=LISTS, context=page, status=409)
    return HttpResponseRedirect(
        reverse("institution:premium_list", kwargs={"number": filed.list.pk})
    )


@INSTITUTION.page(template=LISTS, access=PREMIUM_LIST)
def premium_template(visit: Visit, *, number: int) -> HttpResponse:
    """The empty table of a programme that the institution may name people to. Raises Http404 for any other."""
    for one in _programmes(visit):
        if one.pk == number:
            return workbook(premium_help.list_template(one), name=_("资助名单模板.xlsx"))
    raise Http404


@INSTITUTION.page(template=ONE, access=PREMIUM_LIST)
def premium_list(visit: Visit, *, number: int) -> ListPage | HttpResponse:
    """One list with every row; a post takes it back before the office has it in hand. Another institution's is not found."""
    found = premium_help.list_by(list_id=number, institution_id=hand_of(visit).institution_id)
    if found is None:
        raise Http404
    if visit.request.method != "POST":
        return _one(visit, found)
    require_proof(visit.request)
    why = visit.request.POST.get("why", "")
    _done, problems = tried(lambda: list_withdrawn(hand=hand_of(visit), list_id=number, why=why))
    if problems:
        page = _one(visit, found, problems=problems)
        return INSTITUTION.render(visit.request, template=ONE, context=page, status=409)
    return HttpResponseRedirect(reverse("institution:premium_list", kwargs={"number": number}))


def _programmes(visit: Visit) -> list[premium_help.HelpProgramme]:
    return premium_help.programmes_for(
        place=institution_of(visit).place, on=month_containing(visit.today)
    )


def _lists(
    visit: Visit, *, problems: tuple[Problem, ...] = (), errors: tuple[CellError, ...] = ()
) -> ListsPage:
    held = institution_of(visit)
    chinese = (get_language() or "zh").startswith("zh")
    wrong = bool(problems or errors)
    return ListsPage(
        institution=held.name,
        programmes=tuple(
            ProgrammeChoice(
                number=one.pk, name=one.name, insurance=insurance_words(one.insurance),
                groups=_("、").join(group_words(code) for code in one.groups), from_month=one.from_month,
                to_month=one.to_month,
            )
            for one in _programmes(visit)
        ),
        origins=tuple(
            (code, origin_words(code)) for code in premium_help.files_as(institution_id=held.pk)
        ),
        lists=tuple(_row(one) for one in premium_help.lists_by(institution_id=held.pk)[:MOST_LISTS]),
        typed={name: visit.request.POST.get(name, "") if wrong else "" for name in TYPED},
        errors=tuple(error_line(one, chinese) for one in errors[:MOST_ERRORS]),
        errors_left=max(len(errors) - MOST_ERRORS, 0), problems=problems,
    )  # fmt: skip


def _row(one: premium_help.HelpList) -> ListRow:
    state, tone, _next = institution_list_state(one)
    return ListRow(
        url=reverse("institution:premium_list", kwargs={"number": one.pk}), document=one.document,
        programme=one.programme.name, people=one.names, filed_at=one.filed_at, filed_by=one.filed_by, state=state,  # type: ignore[attr-defined]
        tone=tone,
    )  # fmt: skip


def _one(
    visit: Visit, found: premium_help.HelpList, *, problems: tuple[Problem, ...] = ()
) -> ListPage:
    rows = premium_help.rows_on(list_id=found.pk)
    named = rows.count()
    struck = rows.filter(last_month__lt=found.from_month).count()
    paging = paging_from(visit.request.GET.get("page", ""), total=named, rows=ROWS)
    state, tone, next_step = institution_list_state(found)
    return ListPage(
        number=found.pk, document=found.document, origin=origin_words(found.origin), programme=found.programme.name,
        insurance=insurance_words(found.programme.insurance), from_month=found.from_month, state=state, tone=tone,
        next_step=next_step, why=found.refused_why, public_to=found.public_to, approved_on=found.approved_on,
        filed_by=found.filed_by, filed_at=found.filed_at,
        people=tuple(_person(found, one) for one in rows[paging.offset : paging.offset + ROWS]), paging=paging,
        named=named, struck=struck, may_withdraw=found.state == "filed" and found.checked_by is None,
        problems=problems,
    )  # fmt: skip


def _person(found: premium_help.HelpList, one: premium_help.HelpedPerson) -> PersonRow:
    """What became of a row: never helped, helped and ended, helped, or waiting with the list."""
    gone = one.last_month is not None
    if gone and (found.state == "refused" or (one.last_month or 0) < one.from_month):
        words, tone = _("没有列入"), ""
    elif gone:
        words, tone = _("资助已结束"), ""
    elif found.state == "approved":
        words, tone = _("资助中"), "good"
    else:
        words, tone = _("等经办机构办理"), "now"
    return PersonRow(
        name=mask_name(one.person.name), id_number=mask_id_number(one.person.id_number), group=group_words(one.group),
        result=words, tone=tone, why=one.left_why,
    )  # fmt: skip
