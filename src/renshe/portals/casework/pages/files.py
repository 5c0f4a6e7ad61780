"""What belongs to a case and is fetched by itself: a file of its evidence, a paper to print, a figure explained."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.cases import api as cases
from renshe.portals.casework.portal import CASEWORK, LOOK
from renshe.portals.layout.access import Visit
from renshe.portals.layout.casefile.evidence import file_answer
from renshe.portals.layout.casefile.paper import TEMPLATE as PAPER
from renshe.portals.layout.casefile.paper import PaperPage, office_paper
from renshe.portals.layout.casefile.powers import (
    case_for,
    is_own_affair,
    powers_of,
    record_case_look,
)
from renshe.portals.layout.casefile.sheet import explain_figure
from renshe.portals.layout.casefile.words import item_name
from renshe.portals.layout.explanation_page import TEMPLATE as EXPLANATION
from renshe.portals.layout.explanation_page import ExplanationPage, explanation_page


@CASEWORK.page(template="", access=LOOK)
def evidence(visit: Visit, *, number: str, evidence: int) -> HttpResponse:
    """A file of a case, for staff of the place that decides it; the look is recorded where the person sees it."""
    found = _seen(visit, number)
    one = next((one for one in cases.evidence_of(case=found) if one.pk == evidence), None)
    if one is None or one.source != "upload":
        raise Http404
    record_case_look(
        visit,
        found,
        purpose=_("查看办件{number}的材料").format(number=number),
        fields=("evidence",),
    )
    return file_answer(one, download=visit.request.GET.get("save") == "1")


@CASEWORK.page(template=PAPER, access=LOOK)
def paper(visit: Visit, *, number: str, paper: int) -> PaperPage | HttpResponse:
    """A paper of a case, or the PDF that is printed; it bears the name in full, so the look is recorded."""
    return office_paper(
        visit, _seen(visit, number), paper, portal="casework",
        purpose=_("查看办件{number}的文书").format(number=number),
    )  # fmt: skip


@CASEWORK.page(template=EXPLANATION, access=LOOK)
def figure(visit: Visit, *, number: str, key: str) -> ExplanationPage:
    """One figure of the law sheet, computed again with every step."""
    found = case_for(visit, number, powers=powers_of(visit))
    explanation, fen = explain_figure(case=found, key=key)
    return explanation_page(
        request=visit.request,
        explanation=explanation,
        about=f"{item_name(found.item)} {number}",
        recorded_fen=fen,
        back_url=reverse("casework:case", kwargs={"number": number}),
        back_title=number,
    )


def _seen(visit: Visit, number: str) -> cases.Case:
    """The case, for who may see its papers: staff of its place, and never in their own affair."""
    powers = powers_of(visit)
    found = case_for(visit, number, powers=powers)
    if is_own_affair(visit, found):
        raise PermissionDenied
    return found
