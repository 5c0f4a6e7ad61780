"""How I want to be told of my cases beside the inbox: by SMS, by e-mail, or not at all."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from renshe.domains.cases import api as cases
from renshe.kernel.codes.problem import Refused
from renshe.portals.applying.portal import APPLY, APPLYING
from renshe.portals.layout.access import Visit
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.forms.wording import problem_said

TEMPLATE = "applying/pages/ways.html"


@dataclass(frozen=True, kw_only=True)
class WaysPage:
    """What `applying/pages/ways.html` may use; what was typed stays. `failed_at` says since when the address is dead."""

    way: str
    email: str
    failed_at: datetime | None
    failed_why: str
    saved: bool
    problems: tuple[Problem, ...]
    inbox_url: str


@APPLYING.page(template=TEMPLATE, access=APPLY)
def ways(visit: Visit) -> WaysPage | HttpResponse:
    """Show what was chosen, or take down the choice. It is the account's own and nobody else's."""
    assert visit.account is not None
    username = visit.account.username
    if visit.request.method != "POST":
        return _page(visit, username)
    given = visit.request.POST
    way, email = given.get("way", ""), given.get("email", "")
    try:
        cases.choose_way(username=username, way=way, email=email, at=visit.now)
    except Refused as refused:
        problems = tuple(problem_said(one) for one in refused.problems)
        page = WaysPage(
            way=way, email=email, failed_at=None, failed_why="", saved=False, problems=problems,
            inbox_url=reverse("applying:inbox"),
        )  # fmt: skip
        return APPLYING.render(visit.request, template=TEMPLATE, context=page, status=400)
    return HttpResponseRedirect(f"{reverse('applying:ways')}?saved=1")


def _page(visit: Visit, username: str) -> WaysPage:
    chosen = cases.way_of(username=username)
    return WaysPage(
        way=chosen.way if chosen else "sms",
        email=chosen.email if chosen else "",
        failed_at=chosen.failed_at if chosen else None,
        failed_why=chosen.failed_why if chosen else "",
        saved=visit.request.GET.get("saved") == "1",
        problems=(),
        inbox_url=reverse("applying:inbox"),
    )
