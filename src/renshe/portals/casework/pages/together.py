"""Identical low-risk cases decided together: all listed, each in a transaction of its own, and what became of each."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from renshe.domains.cases import api as cases
from renshe.portals.casework.alike import sign_chosen, signable
from renshe.portals.casework.offered import Viewer, acts_on
from renshe.portals.casework.portal import CASEWORK, LOOK
from renshe.portals.casework.rows import Row, rows_of
from renshe.portals.layout.access import Visit
from renshe.portals.layout.casefile.powers import actor_of, case_for, is_own_affair, powers_of
from renshe.portals.layout.casefile.words import item_name
from renshe.portals.layout.proof import is_money_approval, require_proof

OUTCOME = "casework.together"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one case; `refused` says why it was not granted."""

    number: str
    url: str
    refused: str


@dataclass(frozen=True, kw_only=True)
class TogetherPage:
    """What `casework/pages/together.html` may use."""

    item: str
    rows: tuple[Row, ...]
    total_fen: int
    outcomes: tuple[Outcome, ...]
    granted: int
    back_url: str
    nothing_chosen: bool


@CASEWORK.page(template="casework/pages/together.html", access=LOOK)
def together(visit: Visit, *, number: str) -> TogetherPage | HttpResponse:
    """List the cases that may be decided with this one; a POST signs those that are ticked."""
    powers = powers_of(visit)
    first = case_for(visit, number, powers=powers)
    assert visit.account is not None
    viewer = Viewer(
        username=visit.account.username, powers=powers, own_affair=is_own_affair(visit, first)
    )
    done = visit.request.session.pop(OUTCOME, None) if visit.request.method == "GET" else None
    if done:
        return _page(visit, first, viewer, done)
    if "sign" not in acts_on(first, viewer):
        raise PermissionDenied
    if visit.request.method != "POST":
        return _page(visit, first, viewer, [])
    chosen = visit.request.POST.getlist("number")
    if not chosen:
        return _page(visit, first, viewer, [], nothing_chosen=True)
    if is_money_approval(first, "sign"):
        require_proof(visit.request)
    signed = sign_chosen(
        first, viewer, chosen, words=visit.request.POST.get("words", ""), actor=actor_of(visit)
    )
    visit.request.session[OUTCOME] = [[one.number, one.refused] for one in signed]
    return HttpResponseRedirect(reverse("casework:together", kwargs={"number": number}))


def _page(
    visit: Visit, first: cases.Case, viewer: Viewer, done: list[list[str]], *, nothing_chosen: bool = False
) -> TogetherPage:  # fmt: skip
    listed = [] if done else signable(first, viewer)
    return TogetherPage(
        item=item_name(first.item),
        rows=rows_of(listed, today=visit.today, queue=""),
        total_fen=sum(one.amount_fen or 0 for one in listed),
        outcomes=tuple(
            Outcome(
                number=number,
                url=reverse("casework:case", kwargs={"number": number}),
                refused=refused,
            )
            for number, refused in done
        ),
        granted=sum(not refused for _number, refused in done),
        back_url=reverse("casework:home"),
        nothing_chosen=nothing_chosen,
    )
