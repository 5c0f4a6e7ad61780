"""One programme: its money, groups, lists, claims, findings and people, and every act of whoever may take it further."""

from __future__ import annotations

import io
from dataclasses import dataclass

import xlsxwriter
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from renshe.domains.premium_help import api as premium_help
from renshe.foundation.sheets.cell_errors import CellError
from renshe.kernel.money import format_yuan
from renshe.portals.helping.acts import NEEDS, SENSITIVE, act_on, import_names
from renshe.portals.helping.portal import HELP, LOOK
from renshe.portals.helping.rows import (
    ClaimLine,
    ErrorLine,
    FindingLine,
    GroupLine,
    ListLine,
    ObjectionLine,
    PersonLine,
    claim_line,
    error_line,
    finding_line,
    group_line,
    list_line,
    objection_line,
    person_line,
)
from renshe.portals.helping.words import (
    group_words,
    insurance_words,
    origin_words,
    own_programme,
    period_words,
    programme_state,
    recorded_by,
    source_words,
)
from renshe.portals.layout.access import Visit, may_at
from renshe.portals.layout.downloads import workbook
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.forms.typed import Asked
from renshe.portals.layout.paging import Paging, paging_from
from renshe.portals.layout.proof import step_asked
from renshe.portals.signin.trying import tried

TEMPLATE = "helping/pages/programme.html"
ROWS, MOST_ERRORS, MOST_LINES, MOST_AUDITED = 40, 30, 60, 20_000
TYPED = ("document", "from_month", "origin", "reason", "last_month", "amount", "received_on", "bank_ref")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ProgrammePage:
    """What `helping/pages/programme.html` may use. `may` names the acts that the visitor can do now; amounts are fen."""

    number: int
    name: str
    insurance: str
    by_year: bool
    source: str
    payer: str
    instrument: str
    from_month: int
    to_month: int
    fixed_fen: int | None
    public_days: int
    state: str
    tone: str
    next_step: str
    proposed_by: str
    opened_by: str
    closed_why: str
    people_now: int
    months: int
    budget_fen: int
    paid_fen: int
    back_fen: int
    waiting_fen: int
    left_fen: int
    groups: tuple[GroupLine, ...]
    lists: tuple[ListLine, ...]
    objections: tuple[ObjectionLine, ...]
    claims: tuple[ClaimLine, ...]
    findings: tuple[FindingLine, ...]
    people: tuple[PersonLine, ...]
    paging: Paging
    origins: tuple[tuple[str, str], ...]
    may: frozenset[str]
    errors: tuple[ErrorLine, ...]
    errors_left: int
    problems: tuple[Problem, ...]
    done: str
    typed: dict[str, str]


@HELP.page(template=TEMPLATE, access=LOOK)
def programme(visit: Visit, *, number: int) -> ProgrammePage | HttpResponse:
    """Show a programme; a post takes one step of it."""
    found = own_programme(visit, number)
    if visit.request.method != "POST":
        return _page(visit, found)
    act = step_asked(visit, needs=NEEDS, sensitive=SENSITIVE, place=found.place)
    problems, errors = _acted(visit, act, number)
    if problems or errors:
        page = _page(visit, own_programme(visit, number), problems=problems, errors=errors)
        return HELP.render(visit.request, template=TEMPLATE, context=page, status=409)
    address = reverse("helping:programme", kwargs={"number": number})
    return HttpResponseRedirect(f"{address}?done={act}")


@HELP.page(template=TEMPLATE, access=LOOK)
def list_template(visit: Visit, *, number: int) -> HttpResponse:
    """Hand out the empty names list of a programme."""
    found = own_programme(visit, number)
    return workbook(premium_help.list_template(found), name=_("资助名单模板.xlsx"))


@HELP.page(template=TEMPLATE, access=LOOK)
def audit_file(visit: Visit, *, number: int) -> HttpResponse:
    """Who was helped with how many months and yuan, and every finding, as a table; masked as on the page."""
    found = own_programme(visit, number)
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, {"in_memory": True}) as book:
        sheet = book.add_worksheet(_("受助人"))
        sheet.write_row(
            0, 0, [_("姓名"), _("证件号码"), _("人群"), _("从"), _("到"), _("已缴（人次）"), _("金额（元）"), _("结束原因")]
        )  # fmt: skip
        people = premium_help.people_of(programme_id=number)[:MOST_AUDITED]
        for row, one in enumerate(map(person_line, people), 1):
            last = period_words("medical", one.last_month) if one.last_month else ""
            sheet.write_row(
                row, 0,
                [one.name, one.id_number, one.group, period_words("medical", one.from_month), last, one.months,
                 format_yuan(one.fen), one.left_why],
            )  # fmt: skip
        second = book.add_worksheet(_("事后核查"))
        second.write_row(0, 0, [_("姓名"), _("期次"), _("情况"), _("证据"), _("处理"), _("理由")])
        findings = premium_help.findings_of(programme_id=number)[:MOST_AUDITED]
        for row, doubt in enumerate(findings, 1):
            line = finding_line(doubt)
            second.write_row(
                row, 0, [line.name, line.period, line.what, line.evidence, line.state, line.reason]
            )
    return workbook(sink.getvalue(), name=_("{name}资助明细.xlsx").format(name=found.name))


def _acted(
    visit: Visit, act: str, number: int
) -> tuple[tuple[Problem, ...], tuple[CellError, ...]]:
    recorded = recorded_by(visit)
    asked = Asked(act=act, record=number, typed=visit.request.POST.dict())
    if act == "list":
        file = visit.request.FILES.get("file")
        content = file.read() if file is not None and file.size < 6 * 2**20 else b""
        filed, problems = tried(
            lambda: import_names(programme=number, asked=asked, content=content, recorded=recorded)
        )
        return problems, filed.errors if filed else ()
    try:
        return tried(lambda: act_on(asked, recorded=recorded))[1], ()
    except ObjectDoesNotExist:
        raise Http404 from None


def _page(
    visit: Visit, found: premium_help.HelpProgramme, *, problems: tuple[Problem, ...] = (),
    errors: tuple[CellError, ...] = (),
) -> ProgrammePage:  # fmt: skip
    stands = premium_help.standing_of(programme_id=found.pk)
    people = premium_help.people_of(programme_id=found.pk)
    everybody = premium_help.HelpedPerson.objects.filter(programme=found)
    only = visit.request.GET.get("list", "")
    if only.isascii() and only.isdigit() and len(only) < 15:
        people, everybody = people.filter(list_id=int(only)), everybody.filter(list_id=int(only))
    paging = paging_from(visit.request.GET.get("page", ""), total=everybody.count(), rows=ROWS)
    lists = tuple(list_line(one, visit.today) for one in premium_help.lists_of(programme_id=found.pk)[:MOST_LINES])  # fmt: skip
    claims = tuple(claim_line(one) for one in premium_help.claims_of(programme_id=found.pk)[:MOST_LINES])  # fmt: skip
    findings = tuple(finding_line(one) for one in premium_help.findings_of(programme_id=found.pk)[:MOST_LINES])  # fmt: skip
    objections = tuple(objection_line(one) for one in premium_help.objections_of(programme_id=found.pk)[:MOST_LINES])  # fmt: skip
    state, tone = programme_state(found.state)
    chinese = (get_language() or "zh").startswith("zh")
    return ProgrammePage(
        number=found.pk, name=found.name, insurance=insurance_words(found.insurance),
        by_year=found.insurance in premium_help.BY_YEAR, source=source_words(found.source), payer=found.payer_name,
        instrument=found.instrument, from_month=found.from_month, to_month=found.to_month, fixed_fen=found.fixed_fen,
        public_days=found.public_days, state=state, tone=tone, next_step=_next(found, lists, claims, findings),
        proposed_by=found.proposed_by, opened_by=found.opened_by or "", closed_why=found.closed_why,
        people_now=stands.people, months=stands.months, budget_fen=found.budget_fen, paid_fen=stands.paid_fen,
        back_fen=stands.back_fen, waiting_fen=stands.waiting_fen, left_fen=stands.left_fen,
        groups=_groups(found), lists=lists, objections=objections, claims=claims, findings=findings,
        people=tuple(person_line(one) for one in people[paging.offset : paging.offset + ROWS]), paging=paging,
        origins=tuple((code, origin_words(code)) for code in premium_help.ORIGINS if code != "application"),
        may=_may(visit, found), errors=tuple(error_line(one, chinese) for one in errors[:MOST_ERRORS]),
        errors_left=max(len(errors) - MOST_ERRORS, 0), problems=problems,
        done=_done(visit.request.GET.get("done", "")) if not (problems or errors) else "",
        typed={name: visit.request.POST.get(name, "") if problems or errors else "" for name in TYPED},
    )  # fmt: skip


def _groups(found: premium_help.HelpProgramme) -> tuple[GroupLine, ...]:
    """Each group that the programme takes, also one of which nobody is listed."""
    covers = {one.group: one for one in premium_help.cover_of(programme_id=found.pk)}
    return tuple(group_line(code, group_words(code), covers.get(code)) for code in found.groups)


def _may(visit: Visit, found: premium_help.HelpProgramme) -> frozenset[str]:
    """Acts that the visitor's role has and that the programme's state lets begin; rows say which of them fit them."""
    begins = {
        "proposed": {"open"},
        "open": set(NEEDS) - {"open"},
        "closed": {"receive", "approve_claim", "withdraw", "compare", "decide"},
    }[found.state]
    return frozenset(act for act in begins if may_at(visit, action=NEEDS[act], place=found.place))


def _next(
    found: premium_help.HelpProgramme, lists: tuple[ListLine, ...], claims: tuple[ClaimLine, ...],
    findings: tuple[FindingLine, ...],
) -> str:  # fmt: skip
    if found.state != "open":
        return _("等另一人启用") if found.state == "proposed" else _("项目已结束")
    if any(one.is_open for one in findings):
        return _("核实事后核查发现的问题")
    if any(one.unchecked for one in lists):
        return _("核对机构报来的名单")
    if any(one.step in ("filed", "public") for one in lists):
        return _("核对名单，公示期满后由另一人批准")
    if any(one.step == "made" for one in claims):
        return _("由另一人批准资金申请")
    if any(one.step == "approved" for one in claims):
        return _("等资金到账后由基金会计入账")
    return _("核算本期资助") if lists else _("导入民政、残联或街道的名单")


def _done(act: str) -> str:
    return {
        "open": _("项目已启用"), "close": _("项目已结束"), "list": _("名单已导入，等核对"), "publish": _("名单已公示"),
        "check_list": _("名单已核对，由另一人公示或批准"), "strike": _("已从名单中删去"),
        "answer": _("异议已答复"), "approve_list": _("名单已批准，名单上的人已通知"), "refuse_list": _("名单已退回"),
        "leave": _("已停止资助，本人已通知"), "compute": _("本期资助已核算"), "approve_claim": _("资金申请已批准"),
        "withdraw": _("申请已撤回"), "receive": _("已入两本账，受助人已通知"), "compare": _("已与登记库比对"),
        "decide": _("核查已处理"),
    }.get(act, "")  # fmt: skip
