"""A public body asks people onto the staff register, with their service before the reform: one by one or by a table."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.institution_staff import api as staff
from renshe.portals.employer.entering import FormField, ProposalRow, Sent, fields_of, row_of, taken
from renshe.portals.employer.office import my_employer
from renshe.portals.employer.pages.annuity import BadCell
from renshe.portals.employer.portal import EMPLOYER
from renshe.portals.layout.access import Visit, own_employer
from renshe.portals.layout.downloads import workbook
from renshe.portals.layout.errors import Problem

TEMPLATE = "employer/pages/institution_entering.html"
RECORD = own_employer("enrolment.record")
MOST = 200


@dataclass(frozen=True, kw_only=True)
class EnteringPage:
    """What `employer/pages/institution_entering.html` may use. `asked` are the newest two hundred; `typed_uscc` is ""."""

    employer_name: str
    fields: tuple[FormField, ...]
    cells: tuple[BadCell, ...]
    problems: tuple[Problem, ...]
    asked: tuple[ProposalRow, ...]
    typed_uscc: str


@EMPLOYER.page(template=TEMPLATE, access=RECORD)
def institution_entering(visit: Visit) -> EnteringPage | HttpResponse:
    """Show the form, the table and what was asked; a post asks. Only public bodies have established staff."""
    body = my_employer(visit)
    if body.kind not in staff.PUBLIC_BODIES:
        raise Http404
    if visit.request.method != "POST":
        return _page(visit, None)
    sent = taken(visit, employer_id=body.pk, recognised=False, today=visit.today)
    if not sent.asked:
        page = _page(visit, sent)
        return EMPLOYER.render(visit.request, template=TEMPLATE, context=page, status=400)
    return HttpResponseRedirect(reverse("employer:institution_entering") + "#asked")


@EMPLOYER.page(template=TEMPLATE, access=RECORD)
def institution_entering_template(visit: Visit) -> HttpResponse:
    """The empty table."""
    if my_employer(visit).kind not in staff.PUBLIC_BODIES:
        raise Http404
    return workbook(staff.staff_template(), name=_("编制内人员登记模板.xlsx"))


def _page(visit: Visit, sent: Sent | None) -> EnteringPage:
    body = my_employer(visit)
    return EnteringPage(
        employer_name=body.name,
        fields=sent.fields if sent else fields_of(),
        cells=sent.cells if sent else (),
        problems=sent.problems if sent else (),
        asked=tuple(row_of(one) for one in staff.proposals_of(employer_id=body.pk)[:MOST]),
        typed_uscc="",
    )
