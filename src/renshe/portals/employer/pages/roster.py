"""Send a month's roster: the template, the rules of the file, the upload."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.contributions.api import DeclarationRow, declarations_of, window_of
from renshe.domains.registry.api import Employer
from renshe.kernel.periods import Month, format_month, month_containing
from renshe.kernel.rules import Refusal
from renshe.portals.employer.office import month_from, my_employer
from renshe.portals.employer.portal import DECLARE, EMPLOYER
from renshe.portals.layout.access import Visit
from renshe.portals.layout.downloads import workbook
from renshe.portals.layout.errors import Problem, problem_of
from renshe.services.contributions.declare_month.declare import Sender, declare_file
from renshe.services.contributions.declare_month.template import roster_template

TEMPLATE = "employer/pages/roster.html"


@dataclass(frozen=True, kw_only=True)
class SentRoster:
    """One roster that was sent for the month; `rows_waiting` of its rows still have to be mended."""

    number: int
    url: str
    submitted_at: datetime
    submitted_by: str
    rows_total: int
    rows_waiting: int
    state: str


@dataclass(frozen=True, kw_only=True)
class RosterPage:
    """What `employer/pages/roster.html` may use. `problem` tells why a whole file was not taken."""

    employer_name: str
    period: int
    cut_off_on: date | None
    cut_off_days: int | None
    template_url: str
    upload_url: str
    problem: Problem | None
    sent: tuple[SentRoster, ...]


@EMPLOYER.page(template=TEMPLATE, access=DECLARE)
def roster_now(visit: Visit) -> HttpResponse:
    """Go to the roster of the month that is being declared."""
    slug = format_month(month_containing(visit.today))
    return HttpResponseRedirect(reverse("employer:roster", kwargs={"slug": slug}))


@EMPLOYER.page(template=TEMPLATE, access=DECLARE)
def roster(visit: Visit, *, slug: str) -> RosterPage | HttpResponse:
    """Show the upload page of a month, or take a roster and show what became of it."""
    unit, period = my_employer(visit), month_from(slug)
    if visit.request.method != "POST":
        return _page(visit, unit=unit, period=period, problem=None)
    taken = take_roster(visit, unit=unit, period=period, resubmits=None)
    if isinstance(taken, int):
        return HttpResponseRedirect(reverse("employer:declaration", kwargs={"number": taken}))
    page = _page(visit, unit=unit, period=period, problem=taken)
    return EMPLOYER.render(visit.request, template=TEMPLATE, context=page, status=400)


@EMPLOYER.page(template=TEMPLATE, access=DECLARE)
def roster_template_file(visit: Visit, *, slug: str) -> HttpResponse:
    """Hand out the month's roster to fill in."""
    period = month_from(slug)
    content = roster_template(employer_id=my_employer(visit).pk, period=period)
    return workbook(content, name=_("名册模板-{month}.xlsx").format(month=format_month(period)))


def take_roster(
    visit: Visit, *, unit: Employer, period: Month, resubmits: int | None
) -> int | Problem:
    """Declare the uploaded file; the declaration's number, or why the file as a whole was not taken."""
    file = visit.request.FILES.get("file")
    if file is None or not file.name:
        return Problem(
            reason=_("没有选择文件"), subject="", clause="", next_step=_("请先选择填好的名册再上传")
        )
    if visit.account is None:
        raise Http404
    sender = Sender(
        employer_id=unit.pk,
        period=period,
        submitted_by=visit.account.username,
        as_of=visit.today,
        submitted_at=visit.now,
    )
    try:
        outcome = declare_file(
            sender=sender, content=file.read(), file_name=file.name, resubmits=resubmits
        )
    except Refusal as refusal:
        return problem_of(refusal)
    return outcome.declaration_id


def _page(visit: Visit, *, unit: Employer, period: Month, problem: Problem | None) -> RosterPage:
    try:
        cut_off_on = window_of(place=unit.place, period=period).cut_off_on
    except Refusal:
        cut_off_on = None
    slug = {"slug": format_month(period)}
    return RosterPage(
        employer_name=unit.name,
        period=period,
        cut_off_on=cut_off_on,
        cut_off_days=(cut_off_on - visit.today).days if cut_off_on else None,
        template_url=reverse("employer:roster_template", kwargs=slug),
        upload_url=reverse("employer:roster", kwargs=slug),
        problem=problem,
        sent=tuple(_sent(one) for one in declarations_of(employer_id=unit.pk, period=period)),
    )


def _sent(one: DeclarationRow) -> SentRoster:
    return SentRoster(
        number=one.declaration_id,
        url=reverse("employer:declaration", kwargs={"number": one.declaration_id}),
        submitted_at=one.submitted_at,
        submitted_by=one.submitted_by,
        rows_total=one.rows_total,
        rows_waiting=one.rows_waiting,
        state=one.state,
    )
