"""A message from the applicant to the office."""

from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse

from renshe.domains.cases import api as cases
from renshe.kernel.codes.problem import Refused
from renshe.portals.applying.pages.case import TALKING
from renshe.portals.applying.portal import APPLY, APPLYING
from renshe.portals.applying.seeing import is_applicant, own_case
from renshe.portals.applying.who import actor_of
from renshe.portals.layout.access import Visit

LONGEST = 2000


@APPLYING.page(template="applying/pages/case.html", access=APPLY)
def message(visit: Visit, *, number: str) -> HttpResponse:
    """Send it, and show it in its place. An empty one is said to be empty; a draft has nobody to talk to yet."""
    if visit.request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    case = own_case(visit, number)
    if not is_applicant(visit, case) or case.state not in TALKING:
        raise Refused(cases.problem("wrong_step"), subject=number)
    words = visit.request.POST.get("words", "").strip()[:LONGEST]
    address = reverse("applying:case", kwargs={"number": number})
    if not words:
        return HttpResponseRedirect(f"{address}?empty=1#messages")
    cases.note(number=number, words=words, actor=actor_of(visit), public=True)
    return HttpResponseRedirect(f"{address}#messages")
