"""Taking an application back: says what it means, asks once, and does it."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from renshe.domains.cases import api as cases
from renshe.kernel.codes.problem import Refused
from renshe.portals.applying.pages.case import WITHDRAWN_FROM
from renshe.portals.applying.portal import APPLY, APPLYING
from renshe.portals.applying.seeing import is_applicant, own_case
from renshe.portals.applying.who import actor_of
from renshe.portals.layout.access import Visit
from renshe.portals.layout.forms.wording import said
from renshe.services import catalogue

LONGEST = 500


@dataclass(frozen=True, kw_only=True)
class WithdrawPage:
    """What `applying/pages/withdraw.html` may use."""

    number: str
    name: str
    draft: bool
    url: str
    case_url: str


@APPLYING.page(template="applying/pages/withdraw.html", access=APPLY)
def withdraw(visit: Visit, *, number: str) -> WithdrawPage | HttpResponse:
    """Ask, or take it back. Raises Refused `wrong_step` for a case that went to review already."""
    case = own_case(visit, number)
    if not is_applicant(visit, case):
        raise Http404
    if case.state not in WITHDRAWN_FROM:
        raise Refused(cases.problem("wrong_step"), subject=number)
    item = catalogue.declared(case.item).item
    case_url = reverse("applying:case", kwargs={"number": number})
    if visit.request.method == "POST":
        words = visit.request.POST.get("words", "").strip()[:LONGEST]
        cases.withdraw(number=number, item=item, words=words, actor=actor_of(visit))
        return HttpResponseRedirect(case_url)
    return WithdrawPage(
        number=number,
        name=said(item.name),
        draft=case.state == "draft",
        url=reverse("applying:withdraw", kwargs={"number": number}),
        case_url=case_url,
    )
