"""One case whole: evidence on the left, the form on the right, and exactly the acts that are open to the viewer."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from renshe.domains.cases import api as cases
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.rules import Refusal
from renshe.portals.casework.acts import ACTS, EVENT_OF, STAYS, Doing
from renshe.portals.casework.offered import Viewer, acts_on, limit_acts
from renshe.portals.casework.portal import CASEWORK, LOOK
from renshe.portals.casework.queues import open_to
from renshe.portals.casework.rows import case_url
from renshe.portals.casework.showing import CasePage, Showing, case_page, may_mark
from renshe.portals.layout.access import Visit
from renshe.portals.layout.casefile.powers import (
    Powers,
    actor_of,
    case_for,
    is_own_affair,
    powers_of,
    record_case_look,
)
from renshe.portals.layout.errors import problem_of
from renshe.portals.layout.proof import is_money_approval, require_proof
from renshe.services import catalogue

TEMPLATE = "casework/pages/case.html"
BESIDE = ("note", "message", "annotate", "promise_kept")
"""Acts that decide nothing: they may be done on a case that has changed since the page was opened."""
DECIDED = {"granted": "grant", "refused": "refuse"}
"""What the last signature is called, by the state in which it leaves the case."""
CHANGED = Problem(
    code="changed_meanwhile",
    zh="您打开页面之后，这一办件又有了新的变化",
    en="this case has changed since you opened the page",
    clause="owner-default",
    next_step_zh="请先看过下面的最新情况，再办理",
    next_step_en="Look at its present state below before you act",
)


@CASEWORK.page(template=TEMPLATE, access=LOOK)
def case(visit: Visit, *, number: str) -> CasePage | HttpResponse:
    """Show a case; a POST with the name of an act does it, if it is open to the viewer, and goes on."""
    powers = powers_of(visit)
    found = case_for(visit, number, powers=powers)
    assert visit.account is not None
    viewer = Viewer(
        username=visit.account.username, powers=powers, own_affair=is_own_affair(visit, found)
    )
    if visit.request.method != "POST":
        return case_page(visit, found, viewer, Showing())
    act = visit.request.POST.get("act", "")
    if viewer.own_affair and act != "hand_over":
        raise PermissionDenied
    if act == "show":
        return case_page(visit, found, viewer, _recorded(visit, found, viewer))
    if act not in ACTS or not powers.acts_at(found.place):
        raise PermissionDenied
    if is_money_approval(found, act):
        require_proof(visit.request)
    return _do(visit, found, viewer, act)


def _recorded(visit: Visit, found: cases.Case, viewer: Viewer) -> Showing:
    """The answers in full, after the look was recorded. Raises PermissionDenied for who only looks on."""
    if not viewer.powers.acts_at(found.place):
        raise PermissionDenied
    require_proof(visit.request)
    record_case_look(
        visit, found, purpose=_("办理办件{number}").format(number=found.number), fields=("form",)
    )
    return Showing(full=True)


def _do(visit: Visit, found: cases.Case, viewer: Viewer, act: str) -> HttpResponse:
    try:
        with transaction.atomic():
            _act(visit, found, viewer, act)
    except Refusal as refusal:
        fresh = cases.case_by_number(number=found.number)
        how = Showing(problem=problem_of(refusal), failed=act)
        page = case_page(visit, fresh, viewer, how)
        return CASEWORK.render(visit.request, template=TEMPLATE, context=page, status=409)
    return HttpResponseRedirect(_onward(visit, found, act, powers=viewer.powers))


def _act(visit: Visit, found: cases.Case, viewer: Viewer, act: str) -> None:
    """Do the act on the locked case, if its present state opens it to the viewer.

    Powers are proved on the locked row: otherwise two reviewers who sign at once would be reviewer and approver.
    """
    sent = visit.request.POST
    locked = cases.Case.objects.select_for_update().get(pk=found.pk)
    if act not in BESIDE and sent.get("events") != str(locked.events):
        raise Refused(CHANGED, subject=found.number)
    marks = act in ("annotate", "promise_kept") and may_mark(locked, viewer)
    extension = cases.extension_of(case=locked)
    about_limit = limit_acts(locked, viewer, extension=extension, today=visit.today)
    if not marks and act not in (*acts_on(locked, viewer), *about_limit):
        raise Refused(cases.problem("wrong_step"), subject=found.number)
    declared = catalogue.declared(found.item)
    ACTS[act](Doing(case=locked, declared=declared, actor=actor_of(visit), sent=sent))


def _onward(visit: Visit, found: cases.Case, act: str, *, powers: Powers) -> str:
    """After an act that ends one's work on a case: back to the queue; else the same case again."""
    queue, item = visit.request.GET.get("queue", ""), visit.request.GET.get("item", "")
    done = EVENT_OF.get(act, act)
    if act in ("decide", "sign"):
        done = DECIDED.get(cases.case_by_number(number=found.number).state, done)
    if act == "decide_extension" and visit.request.POST.get("grant") == "no":
        done = "deny_extension"
    if act in STAYS:
        address = case_url(found.number, queue=queue, item=item)
        return f"{address}{'&' if '?' in address else '?'}done={done}"
    if queue in open_to(powers):
        there = reverse("casework:queue", kwargs={"name": queue})
        return f"{there}?{urlencode({'done': done, 'item': item})}"
    return f"{reverse('casework:home')}?done={done}"
