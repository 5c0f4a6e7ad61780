"""A public body's established staff: who is on the register, a month by file, what it owes, and taking an unpaid month back."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.institution_staff import api as staff
from renshe.flows import institution_to_ledger as ledger
from renshe.kernel.periods import Month, format_month, month_containing, parse_month
from renshe.kernel.rules import Refusal
from renshe.portals.citizen.pages.institution import kind_words
from renshe.portals.employer.office import my_employer
from renshe.portals.employer.pages.annuity import BadCell, cells_of
from renshe.portals.employer.portal import DECLARE, EMPLOYER, LOOK
from renshe.portals.layout.access import Visit
from renshe.portals.layout.downloads import workbook
from renshe.portals.layout.errors import Problem, problem_of

TEMPLATE = "employer/pages/institution.html"
MOST_SHOWN = 200


@dataclass(frozen=True, kw_only=True)
class StaffLine:
    """One person of the register, masked."""

    name: str
    id_number: str
    kind: str
    post: str
    from_month: Month


@dataclass(frozen=True, kw_only=True)
class DeclaredMonth:
    """One month as declared (fen): heads, bases, both parts; its state in words; whether it can be taken back."""

    number: int
    period: Month
    heads: int
    base_fen: int
    employer_fen: int
    personal_fen: int
    due_fen: int
    state: str
    paid: bool
    may_reverse: bool


@dataclass(frozen=True, kw_only=True)
class EmployerInstitutionPage:
    """What `employer/pages/institution.html` may use. `typed_*` keep what was typed with what was not taken."""

    employer_name: str
    public: bool
    staff: tuple[StaffLine, ...]
    heads: int
    months: tuple[DeclaredMonth, ...]
    problem: Problem | None
    cells: tuple[BadCell, ...]
    typed_period: str
    typed_reason: str


@EMPLOYER.page(template=TEMPLATE, access=LOOK)
def institution(visit: Visit) -> EmployerInstitutionPage:
    """Show the register and the months."""
    return _page(visit)


@EMPLOYER.page(template=TEMPLATE, access=DECLARE)
def institution_month(visit: Visit) -> HttpResponse:
    """Take a month's file whole, or say which cell stands in its way; nothing typed is lost."""
    if visit.request.method != "POST":
        return HttpResponseRedirect(reverse("employer:institution"))
    typed = visit.request.POST.get("period", "").strip()
    problem, cells = _taken(visit, typed)
    return _answer(visit, problem, cells=cells, period=typed)


@EMPLOYER.page(template=TEMPLATE, access=DECLARE)
def institution_reverse(visit: Visit) -> HttpResponse:
    """Take an unpaid month back with a reason."""
    if visit.request.method != "POST":
        return HttpResponseRedirect(reverse("employer:institution"))
    post = visit.request.POST
    number, reason = post.get("number", ""), post.get("reason", "").strip()
    own = {one.pk for one in staff.months_of(employer_id=my_employer(visit).pk)}
    if not number.isdigit() or int(number) not in own:
        raise Http404
    problem = None if reason else _problem(_("没有写冲销原因"), _("请写明哪里报错了"))
    if problem is None:
        try:
            ledger.month_reversed(file_id=int(number), reason=reason[:200], hand=_hand(visit))
        except Refusal as refusal:
            problem = problem_of(refusal)
    return _answer(visit, problem, reason=reason)


@EMPLOYER.page(template=TEMPLATE, access=DECLARE)
def institution_template(visit: Visit) -> HttpResponse:
    """The table to fill in, with the register of this month."""
    body = my_employer(visit)
    if body.kind not in staff.PUBLIC_BODIES:
        raise Http404
    made = staff.month_template(employer_id=body.pk, month=month_containing(visit.today))
    return workbook(made, name=_("机关事业养老申报模板.xlsx"))


def _taken(visit: Visit, typed: str) -> tuple[Problem | None, tuple[BadCell, ...]]:
    file = visit.request.FILES.get("file")
    if file is None or not file.name:
        return _problem(_("没有选择文件"), _("请先选择填好的表再上传")), ()
    try:
        period = parse_month(typed)
    except ValueError:
        return _problem(_("没有填费款所属月份"), _("请选择月份，例如 2025-10")), ()
    try:
        read = staff.read_month_file(file.read())
        if read.errors:
            return _problem(
                _("文件没有收下"), _("改好下面列出的格子，再把整个文件传一次")
            ), cells_of(read.errors)
        ledger.month_declared(
            employer_id=my_employer(visit).pk,
            period=period,
            read=read,
            file_name=file.name,
            hand=_hand(visit),
        )
    except Refusal as refusal:
        return problem_of(refusal), ()
    return None, ()


def _answer(
    visit: Visit,
    problem: Problem | None,
    *,
    cells: tuple[BadCell, ...] = (),
    period: str = "",
    reason: str = "",
) -> HttpResponse:
    if problem is None:
        return HttpResponseRedirect(reverse("employer:institution") + "#months")
    page = _page(visit, problem=problem, cells=cells, period=period, reason=reason)
    return EMPLOYER.render(visit.request, template=TEMPLATE, context=page, status=400)


def _page(
    visit: Visit,
    *,
    problem: Problem | None = None,
    cells: tuple[BadCell, ...] = (),
    period: str = "",
    reason: str = "",
) -> EmployerInstitutionPage:
    body = my_employer(visit)
    people = list(staff.staff_of(employer_id=body.pk))
    return EmployerInstitutionPage(
        employer_name=body.name,
        public=body.kind in staff.PUBLIC_BODIES,
        staff=tuple(
            StaffLine(
                name=mask_name(one.person.name),
                id_number=mask_id_number(one.person.id_number),
                kind=kind_words(one.kind),
                post=f"{one.post} {one.rank}",
                from_month=one.from_month,
            )
            for one in people[:MOST_SHOWN]
        ),
        heads=len(people),
        months=tuple(_month(one) for one in staff.months_of(employer_id=body.pk)),
        problem=problem,
        cells=cells,
        typed_period=period or format_month(month_containing(visit.today)),
        typed_reason=reason,
    )


def _month(file: staff.MonthFile) -> DeclaredMonth:
    paid, back = hasattr(file, "receipt"), hasattr(file, "reversed_by")
    return DeclaredMonth(
        number=file.pk,
        period=file.period,
        heads=file.heads,
        base_fen=file.base_fen,
        employer_fen=file.employer_fen,
        personal_fen=file.personal_fen,
        due_fen=file.due_fen,
        state=_("已到账") if paid else _("已冲销") if back else _("待缴费"),
        paid=paid,
        may_reverse=not paid and not back,
    )


def _hand(visit: Visit) -> staff.ByHand:
    assert visit.account is not None
    return staff.ByHand(by=visit.account.username, at=visit.now, today=visit.today)


def _problem(reason: str, next_step: str) -> Problem:
    return Problem(reason=reason, subject="", clause="", next_step=next_step)
