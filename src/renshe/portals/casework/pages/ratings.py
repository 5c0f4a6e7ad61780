"""Ratings at the office: the applicant's own five grades on the counter's screen, and the follow-up of a bad one."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from renshe.domains.cases import api as cases
from renshe.domains.registry.api import place_name
from renshe.kernel.rules import Refusal
from renshe.portals.casework.portal import CASEWORK, LOOK
from renshe.portals.layout.access import Visit
from renshe.portals.layout.casefile.powers import (
    actor_of,
    case_for,
    is_own_affair,
    powers_of,
)
from renshe.portals.layout.casefile.rating import (
    RatingForm,
    RatingSeen,
    rating_form,
    rating_given,
    rating_seen,
)
from renshe.portals.layout.casefile.words import applicant_of, item_name
from renshe.portals.layout.errors import Problem, problem_of
from renshe.services.rating import rate

AT_COUNTER = "casework/pages/rating.html"
FOLLOW_UP = "casework/pages/follow_up.html"


@dataclass(frozen=True, kw_only=True)
class RatingPage:
    """What `casework/pages/rating.html` may use. `form` is None once the case was rated: what was said is not shown here."""

    number: str
    item: str
    form: RatingForm | None
    thanks: bool
    problem: Problem | None
    back_url: str


@CASEWORK.page(template=AT_COUNTER, access=LOOK)
def rating(visit: Visit, *, number: str) -> RatingPage | HttpResponse:
    """Turn the screen to the applicant: he rates the finished case once (现场服务一次一评).

    Whoever sits at the counter sees afterwards only that it was rated.
    """
    powers = powers_of(visit)
    found = case_for(visit, number, powers=powers, taken_in=True)
    here = powers.may("handle", found.place) or powers.may("handle", found.received_at_place)
    if not here or is_own_affair(visit, found):
        raise PermissionDenied
    if not cases.may_be_rated(found):
        raise Http404
    if visit.request.method != "POST":
        return _rating_page(visit, found)
    given = rating_given(visit.request)
    try:
        rate(
            number=number, grade=given.grade, labels=given.labels, words=given.words,
            channel="counter", actor=actor_of(visit),
        )  # fmt: skip
    except Refusal as refusal:
        page = _rating_page(visit, found, problem=problem_of(refusal))
        return CASEWORK.render(visit.request, template=AT_COUNTER, context=page, status=409)
    return HttpResponseRedirect(reverse("casework:rating", kwargs={"number": number}))


def _rating_page(visit: Visit, case: cases.Case, problem: Problem | None = None) -> RatingPage:
    address = reverse("casework:rating", kwargs={"number": case.number})
    rated = cases.rating_of(case=case) is not None
    return RatingPage(
        number=case.number,
        item=item_name(case.item),
        form=None if rated else rating_form(visit.request, url=address, show_url=address),
        thanks=rated,
        problem=problem,
        back_url=reverse("casework:case", kwargs={"number": case.number}),
    )


@dataclass(frozen=True, kw_only=True)
class FollowUpPage:
    """What `casework/pages/follow_up.html` may use."""

    number: str
    item: str
    applicant: str
    place: str
    case_url: str
    rating: RatingSeen
    open: bool
    typed: str
    problem: Problem | None
    back_url: str


@CASEWORK.page(template=FOLLOW_UP, access=LOOK)
def follow_up(visit: Visit, *, number: str) -> FollowUpPage | HttpResponse:
    """A bad rating and its answer, for who may review or approve at the place and had no hand in the case.

    Who decided the case does not see who rated it and how (国办发〔2019〕51号).
    """
    powers = powers_of(visit)
    found = case_for(visit, number, powers=powers)
    one = cases.rating_of(case=found)
    assert visit.account is not None
    decided = visit.account.username in cases.deciders(found)
    signs = powers.may("review", found.place) or powers.may("approve", found.place)
    if decided or not signs or is_own_affair(visit, found):
        raise PermissionDenied
    if one is None or one.grade > cases.BAD:
        raise Http404
    if visit.request.method != "POST":
        return _follow_up_page(found, one)
    words = visit.request.POST.get("words", "")
    try:
        cases.answer_rating(number=number, words=words, actor=actor_of(visit))
    except Refusal as refusal:
        page = _follow_up_page(found, one, typed=words, problem=problem_of(refusal))
        return CASEWORK.render(visit.request, template=FOLLOW_UP, context=page, status=409)
    return HttpResponseRedirect(f"{reverse('casework:quality')}?done=rating")


def _follow_up_page(
    case: cases.Case, one: cases.Rating, *, typed: str = "", problem: Problem | None = None
) -> FollowUpPage:
    return FollowUpPage(
        number=case.number,
        item=item_name(case.item),
        applicant=applicant_of(case),
        place=place_name(code=case.place) or case.place,
        case_url=reverse("casework:case", kwargs={"number": case.number}),
        rating=rating_seen(one),
        open=one.answered_at is None,
        typed=typed,
        problem=problem,
        back_url=reverse("casework:quality"),
    )
