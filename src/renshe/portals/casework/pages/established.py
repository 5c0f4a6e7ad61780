"""Established staff at the office: who is asked onto a body's register, what waits for which hand, and entering by the office."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.institution_staff import api as staff
from renshe.domains.registry.api import Employer, employer_by_uscc
from renshe.flows.institution_undo import undo_asked, undone
from renshe.kernel.codes.divisions import stem
from renshe.portals.casework.portal import CASEWORK, CERTIFICATION
from renshe.portals.employer.entering import (
    FormField,
    ProposalRow,
    Sent,
    fields_of,
    hand_of,
    row_of,
    taken,
)
from renshe.portals.employer.pages.annuity import BadCell
from renshe.portals.layout.access import Visit, may_at, own_place
from renshe.portals.layout.downloads import workbook
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.paging import Paging, paging_from
from renshe.portals.layout.proof import step_asked
from renshe.portals.signin.trying import tried

LIST, ONE = "casework/pages/established.html", "casework/pages/established_one.html"
LOOK, RECOGNISE, REVIEW = "pension.look", "pension.award", "pension.review"
ROWS = 40
NEEDS = {
    "recognise": RECOGNISE,
    "review": REVIEW,
    "ask_undo": RECOGNISE,
    "undo": REVIEW,
    "keep": REVIEW,
}
SENSITIVE = ("recognise", "review", "ask_undo", "undo")
STEPS = {"asked": "recognise", "recognised": "review", "undo_asked": "undo"}


@dataclass(frozen=True, kw_only=True)
class ListLine:
    """A proposal with the address of its page."""

    url: str
    row: ProposalRow


@dataclass(frozen=True, kw_only=True)
class EstablishedPage:
    """What `casework/pages/established.html` may use. `open_form` says that a form was sent and not taken."""

    counts: tuple[tuple[str, int], ...]
    lines: tuple[ListLine, ...]
    paging: Paging
    may_enter: bool
    open_form: bool
    fields: tuple[FormField, ...]
    cells: tuple[BadCell, ...]
    problems: tuple[Problem, ...]
    typed_uscc: str


@dataclass(frozen=True, kw_only=True)
class Hand:
    """One step that somebody took or takes."""

    title: str
    who: str
    on: datetime | None
    done: bool
    now: bool


@dataclass(frozen=True, kw_only=True)
class OnePage:
    """What `casework/pages/established_one.html` may use; index in decimals, wage items in fen. `act` is the viewer's step;
    `may_ask_undo`: it stands, and the viewer may ask that it be taken back."""

    row: ProposalRow
    hired_on: date
    deemed_index: str
    old_method_percent: str
    wage_items: tuple[tuple[str, int], ...]
    file_name: str
    steps: tuple[Hand, ...]
    act: str
    may_refuse: bool
    may_ask_undo: bool
    undo_why: str
    waits_for: str
    typed_why: str
    problems: tuple[Problem, ...]


@CASEWORK.page(template=LIST, access=CERTIFICATION)
def established(visit: Visit) -> EstablishedPage | HttpResponse:
    """Show what is asked, open first; a post enters people of a body as the office, which another person then reviews."""
    place = own_place(visit, LOOK)
    if visit.request.method != "POST":
        return _list(visit, place)
    if not may_at(visit, action=RECOGNISE, place=place):
        raise PermissionDenied
    body = _body(visit)
    sent = (
        taken(visit, employer_id=body.pk, recognised=True, today=visit.today)
        if body is not None
        else _unknown(visit)
    )
    if not sent.asked:
        page = _list(visit, place, sent)
        return CASEWORK.render(visit.request, template=LIST, context=page, status=400)
    return HttpResponseRedirect(reverse("casework:established"))


@CASEWORK.page(template=ONE, access=CERTIFICATION)
def established_one(visit: Visit, *, number: int) -> OnePage | HttpResponse:
    """Show one whole; a post recognises it, reviews it, sends it back with a reason, or takes back by two what stands."""
    found = _found(visit, number)
    if visit.request.method != "POST":
        return _one(visit, found)
    place, why = found.employer.place, visit.request.POST.get("why", "")
    needs = NEEDS | {"refuse": RECOGNISE if found.state == "asked" else REVIEW}
    act = step_asked(visit, needs=needs, sensitive=SENSITIVE, place=place)
    hand = hand_of(visit)
    done, problems = tried(lambda: stepped(act, number=number, why=why, hand=hand))
    if done is None:
        page = _one(visit, _found(visit, number), problems=problems, why=why)
        return CASEWORK.render(visit.request, template=ONE, context=page, status=409)
    return HttpResponseRedirect(reverse("casework:established_one", kwargs={"number": number}))


def stepped(act: str, *, number: int, why: str, hand: staff.ByHand) -> staff.StaffProposal:
    """Take a step of a proposal. Raises Refused with what stands in the way."""
    steps: dict[str, Callable[[], staff.StaffProposal]] = {
        "recognise": lambda: staff.recognise_proposal(proposal_id=number, hand=hand),
        "review": lambda: staff.review_proposal(proposal_id=number, hand=hand),
        "refuse": lambda: staff.refuse_proposal(proposal_id=number, why=why, hand=hand),
        "ask_undo": lambda: undo_asked(proposal_id=number, why=why, hand=hand),
        "undo": lambda: undone(proposal_id=number, hand=hand),
        "keep": lambda: staff.keep(proposal_id=number, why=why, hand=hand),
    }
    return steps[act]()


@CASEWORK.page(template=LIST, access=CERTIFICATION)
def established_template(visit: Visit) -> HttpResponse:
    """The empty table."""
    return workbook(staff.staff_template(), name=_("编制内人员登记模板.xlsx"))


def _list(visit: Visit, place: str, sent: Sent | None = None) -> EstablishedPage:
    found = staff.proposals_at(place=stem(place))
    waiting = {
        state: found.filter(state=state).order_by().count()
        for state in ("asked", "recognised", "undo_asked")
    }
    total = found.order_by().count()
    paging = paging_from(visit.request.GET.get("page", ""), total=total, rows=ROWS)
    rows = found[paging.offset : paging.offset + ROWS]
    return EstablishedPage(
        counts=(
            (_("待审核"), waiting["asked"]), (_("待复核"), waiting["recognised"] + waiting["undo_asked"]), (_("全部"), total),
        ),
        lines=tuple(ListLine(url=_url(one.pk), row=row_of(one)) for one in rows),
        paging=paging,
        may_enter=may_at(visit, action=RECOGNISE, place=place),
        open_form=sent is not None,
        fields=sent.fields if sent else fields_of(),
        cells=sent.cells if sent else (),
        problems=sent.problems if sent else (),
        typed_uscc=visit.request.POST.get("uscc", "").strip()[:18],
    )  # fmt: skip


def _one(
    visit: Visit, found: staff.StaffProposal, *, problems: tuple[Problem, ...] = (), why: str = ""
) -> OnePage:
    place = found.employer.place
    act = STEPS.get(found.state, "")
    me = visit.account.username if visit.account else ""
    mine = bool(act) and may_at(visit, action=NEEDS[act], place=place)
    own = me == {"review": found.recognised_by, "undo": found.undo_asked_by}.get(act)
    ended = found.member is not None and found.member.last_month is not None
    return OnePage(
        row=row_of(found),
        hired_on=found.hired_on,
        deemed_index=staff.ten_thousandths(found.deemed_index),
        old_method_percent=f"{found.old_method_percent / 100:g}%",
        wage_items=_wage_items(found) if found.deemed_months else (),
        file_name=found.file_name,
        steps=_steps(found),
        act=act if mine and not own else "",
        may_refuse=mine and not own,
        may_ask_undo=found.state == "done"
        and not ended
        and may_at(visit, action=RECOGNISE, place=place),
        undo_why=found.undo_why if found.state in ("undo_asked", "undone") else "",
        waits_for="" if not act or (mine and not own) else _waits_for(act),
        typed_why=why[:255],
        problems=problems,
    )


def _wage_items(found: staff.StaffProposal) -> tuple[tuple[str, int], ...]:
    return (
        (_("2014年9月基本工资"), found.basic_wage_fen), (_("退休补贴标准"), found.living_subsidy_fen),
        (_("增加退休费"), found.added_pay_fen), (_("艰苦边远津贴"), found.hardship_fen),
    )  # fmt: skip


def _steps(found: staff.StaffProposal) -> tuple[Hand, ...]:
    last = _("复核不通过") if found.state == "refused" else _("复核登记")
    rows: tuple[tuple[str, str, datetime | None, bool], ...] = (
        (_("提交"), found.asked_by, found.asked_at, True),
        (_("对照档案审核"), found.recognised_by, found.recognised_at, bool(found.recognised_by)),
        (last, found.decided_by, found.decided_at, bool(found.decided_by)),
    )
    if found.state in ("undo_asked", "undone"):
        rows += (
            (_("提出撤销"), found.undo_asked_by, found.undo_asked_at, True),
            (_("复核撤销"), found.undone_by, found.undone_at, bool(found.undone_by)),
        )
    first = next((at for at, one in enumerate(rows) if not one[3]), len(rows))
    live = found.state in STEPS
    return tuple(
        Hand(title=title, who=who, on=on, done=done, now=live and at == first)
        for at, (title, who, on, done) in enumerate(rows)
    )


def _waits_for(act: str) -> str:
    return {
        "recognise": _("等待待遇核定岗对照档案审核"), "review": _("等待复核人（不能是审核人本人）"),
        "undo": _("等待复核人（不能是提出撤销的人）"),
    }[act]  # fmt: skip


def _body(visit: Visit) -> Employer | None:
    """The body that the office enters for, of a place where the visitor may; somebody else's is as unknown as none."""
    found = employer_by_uscc(uscc=visit.request.POST.get("uscc", "").strip())
    if found is None or not may_at(visit, action=RECOGNISE, place=found.place):
        return None
    return found


def _unknown(visit: Visit) -> Sent:
    typed = {column.key: visit.request.POST.get(column.key, "") for column in staff.COLUMNS}
    none = Problem(
        reason=_("没有这个单位，或者不在您的辖区"), subject="", clause="", next_step=_("核对统一社会信用代码")
    )  # fmt: skip
    return Sent(asked=0, problems=(none,), cells=(), fields=fields_of(typed))


def _found(visit: Visit, number: int) -> staff.StaffProposal:
    found = staff.proposal_by(proposal_id=number)
    if found is None:
        raise Http404
    if not may_at(visit, action=LOOK, place=found.employer.place):
        raise PermissionDenied
    return found


def _url(number: int) -> str:
    return reverse("casework:established_one", kwargs={"number": number})
