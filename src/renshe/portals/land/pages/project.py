"""One project: what comes next, its people, its money, and every act of the people who may take it further."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from renshe.domains.expropriation import api as expropriation
from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.foundation.sheets.cell_errors import CellError
from renshe.portals.land.acts import NEEDS, SENSITIVE, act_on, import_people
from renshe.portals.land.awarding import Awarding, awarding_of, awarding_workbook
from renshe.portals.land.place import own_project, street_names
from renshe.portals.land.portal import LAND, LOOK
from renshe.portals.land.words import (
    group_words,
    payer_words,
    scheme_words,
    state_tone,
    state_words,
)
from renshe.portals.layout.access import Visit, may_at
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.downloads import workbook
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.forms.typed import Asked
from renshe.portals.layout.paging import Paging, paging_from
from renshe.portals.layout.proof import step_asked
from renshe.portals.signin.trying import tried

TEMPLATE = "land/pages/project.html"
ROWS, MOST_ERRORS = 40, 30
TYPED = ("answer", "reason", "receipt", "letter", "amount", "received_on", "bank_ref")


@dataclass(frozen=True, kw_only=True)
class MemberLine:
    """Somebody on the list; `allowance` is absent for whoever has none, `waits` says what is still to be done."""

    number: int
    name: str
    id_number: str
    group: str
    age: int
    receipt: str
    needs_receipt: bool
    allowance: Amount | None
    waits: str


@dataclass(frozen=True, kw_only=True)
class ShareLine:
    """What one payer owes and paid."""

    number: int
    payer: str
    name: str
    percent: str
    due_on: dt.date
    amount_fen: int | None
    owed_fen: int
    late: bool


@dataclass(frozen=True, kw_only=True)
class ObjectionLine:
    """An objection, with its answer once there is one."""

    number: int
    words: str
    raised_on: dt.date
    who: str
    state: str
    tone: str
    answer: str
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class ErrorLine:
    """One bad cell of a list, in the reader's language."""

    cell: str
    header: str
    why: str
    next_step: str


@dataclass(frozen=True, kw_only=True)
class ProjectPage:
    """What `land/pages/project.html` may use. `may` names the acts that the visitor can do now; `steps` is the way so far."""

    number: int
    name: str
    approval_number: str
    street: str
    village_group: str
    approved_on: dt.date
    state: str
    tone: str
    next_step: str
    steps: tuple[tuple[str, str, str], ...]
    quota: int
    quota_url: str
    land_taken_m2: int
    land_group_m2: int
    land_group_people: int
    minor: int
    working: int
    old: int
    scheme: str
    months_bought: int
    cost_working_fen: int
    cost_old_fen: int
    one_off_minor_fen: int
    account_percent: str
    reserve_percent: str
    shares: tuple[ShareLine, ...]
    due_fen: int
    paid_fen: int
    account_fen: int
    pool_fen: int
    reserve_fen: int
    is_split: bool
    certificate: str
    members: tuple[MemberLine, ...]
    paging: Paging
    objections: tuple[ObjectionLine, ...]
    may: frozenset[str]
    errors: tuple[ErrorLine, ...]
    errors_left: int
    problems: tuple[Problem, ...]
    done: str
    typed: dict[str, str]
    awarding: Awarding | None


@LAND.page(template=TEMPLATE, access=LOOK)
def project(visit: Visit, *, number: int) -> ProjectPage | HttpResponse:
    """Show a project; a post takes one step of it."""
    row = own_project(visit, number)
    if visit.request.method != "POST":
        return _page(visit, row)
    act = step_asked(visit, needs=NEEDS, sensitive=SENSITIVE, place=row.place)
    problems, errors = _acted(visit, act, number)
    if problems or errors:
        page = _page(visit, own_project(visit, number), problems=problems, errors=errors)
        return LAND.render(visit.request, template=TEMPLATE, context=page, status=409)
    return HttpResponseRedirect(f"{reverse('land:project', kwargs={'number': number})}?done={act}")


@LAND.page(template=TEMPLATE, access=LOOK)
def project_template(visit: Visit) -> HttpResponse:
    """Hand out the empty names list."""
    return workbook(expropriation.list_template(), name=_("征地人员名单模板.xlsx"))


@LAND.page(template=TEMPLATE, access=LOOK)
def project_awards(visit: Visit, *, number: int) -> HttpResponse:
    """The latest list of allowances granted together, to be taken along. Raises Http404 where there is none."""
    row = own_project(visit, number)
    content = awarding_workbook(row.id)
    if content is None:
        raise Http404
    return workbook(content, name=_("征地养老批量核定表.xlsx"))


def _acted(
    visit: Visit, act: str, number: int
) -> tuple[tuple[Problem, ...], tuple[CellError, ...]]:
    recorded = recorded_by(visit)
    if act == "list":
        file = visit.request.FILES.get("file")
        content = file.read() if file is not None and file.size < 6 * 2**20 else b""
        listed, problems = tried(
            lambda: import_people(project=number, content=content, recorded=recorded)
        )
        return problems, listed.errors if listed else ()
    asked = Asked(act=act, record=number, typed=visit.request.POST.dict())
    try:
        return tried(lambda: act_on(asked, recorded=recorded))[1], ()
    except ObjectDoesNotExist:
        raise Http404 from None


def recorded_by(visit: Visit) -> expropriation.Recorded:
    """The visitor as who records something now."""
    assert visit.account is not None
    return expropriation.Recorded(by=visit.account.username, at=visit.now, today=visit.today)


def _page(
    visit: Visit, row: expropriation.ProjectRow, *, problems: tuple[Problem, ...] = (), errors: tuple[CellError, ...] = ()
) -> ProjectPage:  # fmt: skip
    found = expropriation.project(project_id=row.id)
    paging = paging_from(visit.request.GET.get("page", ""), total=row.people, rows=ROWS)
    owed = expropriation.owed_by_share(found)
    chinese = (get_language() or "zh").startswith("zh")
    return ProjectPage(
        number=row.id, name=row.name, approval_number=row.approval_number,
        street=street_names([row.place])[row.place], village_group=row.village_group, approved_on=row.approved_on,
        state=state_words(row.state), tone=state_tone(row.state), next_step=_next_step(found, row, owed),
        steps=_steps(found), quota=row.quota, quota_url=reverse("land:explain_quota", kwargs={"number": row.id}),
        land_taken_m2=found.land_taken_m2, land_group_m2=found.land_group_m2, land_group_people=found.land_group_people,
        minor=row.minor, working=row.working, old=row.old, scheme=scheme_words(found.scheme),
        months_bought=found.months_bought, cost_working_fen=found.cost_working_fen, cost_old_fen=found.cost_old_fen,
        one_off_minor_fen=found.one_off_minor_fen, account_percent=percent(found.account_permille) + "%",
        reserve_percent=percent(found.reserve_permille) + "%",
        shares=tuple(_share(one, owed[one.pk], visit.today) for one in found.shares.order_by("pk")),
        due_fen=row.due_fen, paid_fen=row.paid_fen, account_fen=found.account_fen or 0, pool_fen=found.pool_fen or 0,
        reserve_fen=found.reserve_fen or 0, is_split=found.settled_on is not None,
        certificate=found.certificate or "", members=_members(found, paging), paging=paging,
        objections=tuple(_objection(one) for one in expropriation.objections(project_id=row.id)),
        may=_may(visit, found, owed, waiting=row.open_objections),
        errors=tuple(_error(one, chinese) for one in errors[:MOST_ERRORS]), errors_left=max(len(errors) - MOST_ERRORS, 0),
        problems=problems, done=_done(visit.request.GET.get("done", "")) if not (problems or errors) else "",
        typed={name: visit.request.POST.get(name, "") if problems else "" for name in TYPED},
        awarding=awarding_of(row.id) if found.state == "settled" else None,
    )  # fmt: skip


def percent(permille: int) -> str:
    """Thousandths as percent, without a decimal that says nothing."""
    return f"{permille // 10}" if permille % 10 == 0 else f"{permille // 10}.{permille % 10}"


def _may(visit: Visit, found: Any, owed: dict[int, int], *, waiting: int) -> frozenset[str]:
    """Acts that the visitor may do and that would not be refused at once; `waiting` objections are open."""
    over = found.public_to is not None and visit.today > found.public_to and not waiting
    street = ("street",) if over else ()
    open_now = {
        "listed": ("list", "publish", "remove"),
        "public": ("answer", "remove", *(("land",) if found.street_confirmed_by else street)),
        "confirmed": ("minor", "receive" if any(owed.values()) else "certify"),
        "certified": ("settle",),
        "settled": _awards(visit, found) if found.state == "settled" else (),
    }[found.state]
    place = found.place
    return frozenset(act for act in open_now if may_at(visit, action=NEEDS[act], place=place))


def _awards(visit: Visit, found: Any) -> tuple[str, ...]:
    """What may be done about allowances granted together: proposed, or by another person decided."""
    waiting = expropriation.open_batch_award(project_id=found.pk)
    if waiting is None:
        rest = expropriation.entitled_without_grant(project_id=found.pk)
        return ("propose_awards",) if rest else ()
    assert visit.account is not None
    mine = waiting.proposed_by == visit.account.username
    return () if mine else ("award", "refuse_awards")


def _next_step(found: Any, row: expropriation.ProjectRow, owed: dict[int, int]) -> str:
    if found.state == "listed":
        return _("导入名单后公示七天") if not row.people else _("核对名单后公示七天")
    if found.state == "public":
        if row.open_objections:
            return _("答复异议；公示期满后由街道确认")
        return _("等自然资源部门确认") if found.street_confirmed_by else _("公示期满后由街道确认")
    if found.state == "confirmed":
        return _("等各方缴款") if any(owed.values()) else _("资金已到齐，可以出具落实证明")
    return (
        _("由基金会计入账，分到个人账户、统筹和风险准备")
        if found.state == "certified"
        else _("已办结")
    )


def _steps(found: Any) -> tuple[tuple[str, str, str], ...]:
    """(what, when or by whom, how it stands) of each bar that a project passes."""
    public = (
        f"{found.public_from:%Y-%m-%d} – {found.public_to:%Y-%m-%d}" if found.public_from else ""
    )
    at = found.land_confirmed_at
    return tuple(
        (what, said, "done" if said else "")
        for what, said in (
            (_("名单公示"), public),
            (_("街道确认"), found.street_confirmed_by or ""),
            (_("自然资源部门确认"), f"{found.land_letter} {at:%Y-%m-%d}" if at else ""),
            (
                _("出具落实证明"),
                f"{found.certificate} {found.certified_on}" if found.certificate else "",
            ),
            (_("资金入账"), f"{found.settled_on:%Y-%m-%d}" if found.settled_on else ""),
        )
    )


def _share(one: expropriation.ProjectShare, owed: int, today: dt.date) -> ShareLine:
    return ShareLine(
        number=one.pk, payer=payer_words(one.payer), name=one.payer_name, percent=percent(one.permille),
        due_on=one.due_on, amount_fen=one.amount_fen, owed_fen=owed, late=owed > 0 and one.due_on < today,
    )  # fmt: skip


def _members(found: Any, paging: Paging) -> tuple[MemberLine, ...]:
    rows = expropriation.members(project_id=found.pk).select_related("allowance")
    return tuple(_member(one, found) for one in rows[paging.offset : paging.offset + ROWS])


def _member(one: expropriation.ProjectMember, found: Any) -> MemberLine:
    granted = getattr(one, "allowance", None)
    waits = ""
    if (
        one.group == "old"
        and found.state == "settled"
        and granted is None
        and one.person.died_on is None
    ):
        waits = _("还没有申领")
    elif one.person.died_on is not None:
        waits = _("已去世")
    url = reverse(
        "land:explain_allowance", kwargs={"number": one.pk, "part": "land_allowance_first"}
    )
    return MemberLine(
        number=one.pk, name=mask_name(one.person.name), id_number=mask_id_number(one.person.id_number),
        group=group_words(one.group), age=one.age, receipt=one.one_off_ref,
        needs_receipt=one.group == "minor" and not one.one_off_ref,
        allowance=Amount(fen=granted.amount_fen, explain_url=url) if granted else None, waits=waits,
    )  # fmt: skip


def _objection(one: expropriation.ListObjection) -> ObjectionLine:
    words = {"open": _("待答复"), "upheld": _("成立"), "rejected": _("不成立")}
    return ObjectionLine(
        number=one.pk, words=one.words, raised_on=one.raised_on,
        who=mask_name(one.person.name) if one.person else "", state=words[one.state],
        tone="warn" if one.state == "open" else "", answer=one.answer, is_open=one.state == "open",
    )  # fmt: skip


def _error(one: CellError, chinese: bool) -> ErrorLine:
    return ErrorLine(
        cell=f"{one.column}{one.row_number}", header=one.header_zh if chinese else one.header_en,
        why=one.zh if chinese else one.en, next_step=one.next_step_zh if chinese else one.next_step_en,
    )  # fmt: skip


def _done(act: str) -> str:
    return {
        "list": _("名单已导入"),
        "publish": _("名单已公示，七天后可以确认"),
        "answer": _("异议已答复"),
        "remove": _("已从名单中删去"),
        "minor": _("一次性补偿凭证已登记"),
        "street": _("街道已确认，等自然资源部门确认"),
        "land": _("名单已确认，各方应缴金额已确定"),
        "receive": _("收款已登记，进入预存款"),
        "certify": _("社会保障落实证明已出具"),
        "settle": _("资金已分到个人账户、统筹和风险准备"),
        "propose_awards": _("批量核定已提交，等另一人复核"),
        "award": _("批量核定已办理；没有核定的列明了原因"),
        "refuse_awards": _("批量核定未同意，没有核定任何人"),
    }.get(act, "")
