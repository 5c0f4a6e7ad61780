"""One quality check: the list for whoever checks, the finding for whoever handled the case, and the way out of a wrong result."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from renshe.domains.cases import api as cases
from renshe.domains.registry.api import place_name
from renshe.kernel.rules import Refusal
from renshe.portals.casework.checking import (
    CheckItem,
    check_items,
    finding_words,
    role_in_check,
    settled_words,
    stratum_words,
)
from renshe.portals.casework.portal import CASEWORK, LOOK
from renshe.portals.layout.access import Visit
from renshe.portals.layout.casefile.powers import (
    actor_of,
    case_for,
    is_own_affair,
    powers_of,
)
from renshe.portals.layout.casefile.words import applicant_of, item_name
from renshe.portals.layout.errors import Problem, problem_of
from renshe.portals.layout.states import State

TEMPLATE = "casework/pages/check.html"


@dataclass(frozen=True, kw_only=True)
class CheckPage:
    """What `casework/pages/check.html` may use. `role` is check, answer, correct or empty for who only reads."""

    number: str
    item: str
    applicant: str
    place: str
    why: str
    case_url: str
    state: State
    decided: str
    granted: bool
    items: tuple[CheckItem, ...]
    finding: State
    found: bool
    words: str
    answer: str
    settled: str
    role: str
    typed: str
    problem: Problem | None
    back_url: str


@CASEWORK.page(template=TEMPLATE, access=LOOK)
def check(visit: Visit, *, number: str) -> CheckPage | HttpResponse:
    """Show the check of a case; a POST writes the finding, the answer to it, or that the decision stands."""
    powers = powers_of(visit)
    found = case_for(visit, number, powers=powers)
    one = cases.check_of(number=number)
    if one is None:
        raise Http404
    if is_own_affair(visit, found):
        raise PermissionDenied
    role = role_in_check(visit, found, one, powers)
    if visit.request.method != "POST":
        return _page(visit, found, one, role)
    if visit.request.POST.get("act") != role or role not in _ACTS:
        raise PermissionDenied
    try:
        _ACTS[role](visit, number)
    except Refusal as refusal:
        page = _page(visit, found, one, role, problem=problem_of(refusal))
        return CASEWORK.render(visit.request, template=TEMPLATE, context=page, status=409)
    return HttpResponseRedirect(f"{reverse('casework:quality')}?done={_DONE[role]}")


def _find(visit: Visit, number: str) -> None:
    sent = visit.request.POST
    cases.report_finding(
        number=number, marks=_marks(visit), words=sent.get("words", ""), actor=actor_of(visit)
    )


def _marks(visit: Visit) -> dict[str, str]:
    return {key: visit.request.POST.get(f"mark-{key}", "") for key in cases.CHECKLIST}


def _answer(visit: Visit, number: str) -> None:
    words = visit.request.POST.get("words", "")
    cases.answer_finding(number=number, words=words, actor=actor_of(visit))


def _uphold(visit: Visit, number: str) -> None:
    words = visit.request.POST.get("words", "")
    cases.uphold(number=number, words=words, actor=actor_of(visit))


_ACTS: dict[str, Callable[[Visit, str], None]] = {
    "check": _find,
    "answer": _answer,
    "correct": _uphold,
}
_DONE = {"check": "check", "answer": "answer", "correct": "uphold"}


def _page(
    visit: Visit, case: cases.Case, one: cases.QualityCheck, role: str, *, problem: Problem | None = None
) -> CheckPage:  # fmt: skip
    refused = visit.request.method == "POST"
    return CheckPage(
        number=case.number,
        item=item_name(case.item),
        applicant=applicant_of(case),
        place=place_name(code=case.place) or case.place,
        why=stratum_words(one.stratum),
        case_url=reverse("casework:case", kwargs={"number": case.number}),
        state=finding_words(one.finding),
        decided=str(case.decision.get("zh", "")),
        granted=bool(case.decision.get("grant")),
        items=check_items(one, chosen=_marks(visit) if refused else {}),
        finding=finding_words(one.finding),
        found=bool(one.finding),
        words=one.words,
        answer=one.answer,
        settled=settled_words(one),
        role=role,
        typed=visit.request.POST.get("words", "") if refused else "",
        problem=problem,
        back_url=reverse("casework:quality"),
    )
