"""One list of people: who, why, with which amounts; taken out one by one, agreed to or refused by another; as paper and table."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.identity.api import record_look
from renshe.domains.pension import api as pension
from renshe.kernel.rules import Explanation
from renshe.portals.casework.list_acts import NEEDS, SENSITIVE, act_on
from renshe.portals.casework.list_explained import explain_amount
from renshe.portals.casework.list_rows import (
    MOST_PRINTED,
    PersonLine,
    cause_words,
    kind_words,
    letters_paper,
    list_paper,
    list_workbook,
    person_line,
    source_words,
    state_words,
)
from renshe.portals.casework.pages.pension_lists import recorded_by
from renshe.portals.casework.portal import CASEWORK, CERTIFICATION
from renshe.portals.layout.access import Visit, may_at
from renshe.portals.layout.casefile.evidence import file_response
from renshe.portals.layout.downloads import workbook
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.explanation_page import TEMPLATE as EXPLANATION
from renshe.portals.layout.explanation_page import ExplanationPage, explanation_page
from renshe.portals.layout.forms.typed import Asked
from renshe.portals.layout.paging import Paging, paging_from
from renshe.portals.layout.proof import require_proof, step_asked
from renshe.portals.signin.trying import tried

TEMPLATE = "casework/pages/pension_list.html"
ROWS, MOST_LETTERS = 40, 500


@dataclass(frozen=True, kw_only=True)
class PensionListPage:
    """What `casework/pages/pension_list.html` may use. `may` names the acts that are open to the visitor."""

    number: int
    kind: str
    about: str
    source: str
    state: str
    tone: str
    proposed_by: str
    proposed_at: dt.datetime
    decided_by: str
    decided_at: dt.datetime | None
    reason: str
    open: int
    done: int
    left: int
    owed_fen: int
    claimed_fen: int
    people: tuple[PersonLine, ...]
    paging: Paging
    may: frozenset[str]
    own: bool
    may_write: bool
    typed: dict[str, str]
    problems: tuple[Problem, ...]
    done_words: str


@CASEWORK.page(template=TEMPLATE, access=CERTIFICATION)
def pension_list(visit: Visit, *, number: int) -> PensionListPage | HttpResponse:
    """Show it; a post takes somebody out, agrees or refuses."""
    found = _list(visit, number)
    if visit.request.method != "POST":
        return _page(visit, found)
    act = step_asked(visit, needs=NEEDS, sensitive=SENSITIVE, place=found.place)
    asked = Asked(act=act, record=number, typed=visit.request.POST.dict())
    try:
        problems = tried(lambda: act_on(asked, recorded=recorded_by(visit)))[1]
    except ObjectDoesNotExist:
        raise Http404 from None
    if problems:
        page = _page(visit, _list(visit, number), problems=problems)
        return CASEWORK.render(visit.request, template=TEMPLATE, context=page, status=409)
    here = reverse("casework:pension_list", kwargs={"number": number})
    return HttpResponseRedirect(f"{here}?did={act}")


@CASEWORK.page(template=TEMPLATE, access=CERTIFICATION)
def pension_list_table(visit: Visit, *, number: int) -> HttpResponse:
    """The list as .xlsx."""
    found = _list(visit, number)
    content = list_workbook(found, pension.list_rows(list_id=number)[:MOST_PRINTED])
    return workbook(content, name=f"{kind_words(found.kind)}-{number}.xlsx")


@CASEWORK.page(template=TEMPLATE, access=CERTIFICATION)
def pension_list_paper(visit: Visit, *, number: int) -> HttpResponse:
    """The list as it is printed and filed."""
    found = _list(visit, number)
    content = list_paper(found, pension.list_rows(list_id=number)[:MOST_PRINTED])
    name = f"{kind_words(found.kind)}-{number}.pdf"
    return file_response(content, name=name, media_type="application/pdf", inline=True)


@CASEWORK.page(template=TEMPLATE, access=CERTIFICATION)
def pension_list_letters(visit: Visit, *, number: int) -> HttpResponse:
    """A letter for everybody for whom something was done, to be posted: names in full, so each look is recorded.

    Raises Http404 where nobody is written to, PermissionDenied for who may not see people in full.
    """
    found = _list(visit, number)
    if visit.account is None or not may_at(visit, action="person.unmask", place=found.place):
        raise PermissionDenied
    rows = list(pension.list_rows(list_id=number).filter(state="done")[:MOST_LETTERS])
    if not rows:
        raise Http404
    require_proof(visit.request)
    for row in rows:
        record_look(
            account=visit.account, subject_kind="person", subject_id=row.person_id, fields=("name",),
            purpose=_("打印待遇变动告知书，名单{number}").format(number=number), looked_at=visit.now,
        )  # fmt: skip
    content = letters_paper(found, rows)
    return file_response(
        content, name=f"letters-{number}.pdf", media_type="application/pdf", inline=True
    )


@CASEWORK.page(template=EXPLANATION, access=CERTIFICATION)
def list_amount(visit: Visit, *, number: int, part: str) -> ExplanationPage:
    """One amount of one person on a list, with every step."""
    try:
        row = pension.PeopleListRow.objects.select_related("list", "award").get(pk=number)
    except pension.PeopleListRow.DoesNotExist:
        raise Http404 from None
    _list(visit, row.list_id)
    explanation, fen = _explained(row, part)
    return explanation_page(
        request=visit.request, explanation=explanation, recorded_fen=fen,
        about=f"{kind_words(row.list.kind)}：{cause_words(row.cause)}",
        back_url=reverse("casework:pension_list", kwargs={"number": row.list_id}),
        back_title=_("名单 {number}").format(number=row.list_id),
    )  # fmt: skip


def _explained(row: pension.PeopleListRow, part: str) -> tuple[Explanation, int]:
    found = explain_amount(row, part)
    if found is None:
        raise Http404
    return found


def _list(visit: Visit, number: int) -> pension.PeopleList:
    """A list of one of the visitor's places. Raises Http404, PermissionDenied."""
    try:
        found = pension.people_list(list_id=number)
    except pension.PeopleList.DoesNotExist:
        raise Http404 from None
    if not may_at(visit, action="pension.look", place=found.place):
        raise PermissionDenied
    return found


def _page(
    visit: Visit, found: pension.PeopleList, *, problems: tuple[Problem, ...] = ()
) -> PensionListPage:
    rows = pension.list_rows(list_id=found.pk)
    sums = pension.list_sums(list_ids=[found.pk])[found.pk]
    paging = paging_from(
        visit.request.GET.get("page", ""), total=sums.open + sums.done + sums.left, rows=ROWS
    )
    state, tone = state_words(found.state)
    own = visit.account is not None and visit.account.username == found.proposed_by
    waits = found.state == "proposed"
    may = {
        act for act, action in NEEDS.items()
        if waits and may_at(visit, action=action, place=found.place) and (act == "strike" or not own)
    }  # fmt: skip
    post = visit.request.POST
    return PensionListPage(
        number=found.pk, kind=kind_words(found.kind), about=_about(found.kind), source=source_words(found), state=state,
        tone=tone, proposed_by=found.proposed_by, proposed_at=found.proposed_at, decided_by=found.decided_by or "",
        decided_at=found.decided_at, reason=found.reason, open=sums.open, done=sums.done, left=sums.left,
        owed_fen=sums.owed_fen, claimed_fen=sums.claimed_fen,
        people=tuple(person_line(row) for row in rows[paging.offset : paging.offset + ROWS]), paging=paging,
        may=frozenset(may), own=own and waits, problems=problems,
        may_write=bool(sums.done) and may_at(visit, action="person.unmask", place=found.place),
        typed={name: post.get(name, "") if problems else "" for name in ("reason", "row")},
        done_words=_did(visit.request.GET.get("did", "")) if not problems else "",
    )  # fmt: skip


def _about(kind: str) -> str:
    return {
        "invalidity_review": _("同意后：逐人重新核算、转为养老金或者停发，差额补发或者登记多发，本人收到消息。"),
        "restore": _("同意后：逐人恢复发放，停发的月份随下次发放一并补发，本人收到消息。"),
    }[kind]  # fmt: skip


def _did(act: str) -> str:
    return {
        "agree": _("名单已办结，结果逐人列在下面"), "refuse": _("名单已退回，待遇没有变化"), "strike": _("已移出名单"),
    }.get(act, "")  # fmt: skip
