"""The applicant's word on a finished case (好差评): taken once, and shown on the case's page with its follow-up."""

from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse

from renshe.portals.applying.portal import APPLY, APPLYING
from renshe.portals.applying.seeing import own_case
from renshe.portals.applying.who import actor_of
from renshe.portals.layout.access import Visit
from renshe.portals.layout.casefile.rating import rating_given
from renshe.services import rating


@APPLYING.page(template="applying/pages/case.html", access=APPLY)
def rate(visit: Visit, *, number: str) -> HttpResponse:
    """Take the rating of whoever may see the case: its applicant, or whom it is about where a counter typed it in.

    Raises Refused `rated_already`, `not_rateable`, `grade_missing`.
    """
    if visit.request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    case = own_case(visit, number)
    given = rating_given(visit.request)
    rating.rate(
        number=case.number, grade=given.grade, labels=given.labels, words=given.words,
        channel="online", actor=actor_of(visit),
    )  # fmt: skip
    return HttpResponseRedirect(f"{reverse('applying:case', kwargs={'number': number})}#rating")
