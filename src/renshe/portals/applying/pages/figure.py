"""Why a figure of a case's sheet is what it is, for whom the case is about."""

from django.http import Http404
from django.urls import reverse

from renshe.portals.applying.filling import sheet_of
from renshe.portals.applying.portal import APPLY, APPLYING
from renshe.portals.applying.seeing import own_case
from renshe.portals.layout.access import Visit
from renshe.portals.layout.casefile.sheet import explain_figure
from renshe.portals.layout.casefile.words import item_name
from renshe.portals.layout.explanation_page import (
    TEMPLATE,
    ExplanationPage,
    explanation_page,
)


@APPLYING.page(template=TEMPLATE, access=APPLY)
def figure(visit: Visit, *, number: str, key: str) -> ExplanationPage:
    """The figure computed again with every step; a draft's as it would come out now. Raises Http404 for none."""
    case = own_case(visit, number)
    sheet_of(visit, case)
    if not case.examination.get("sheet"):
        raise Http404
    explanation, recorded = explain_figure(case=case, key=key)
    return explanation_page(
        request=visit.request,
        explanation=explanation,
        about=f"{item_name(case.item)} {number}",
        recorded_fen=recorded,
        back_url=reverse("applying:case", kwargs={"number": number}),
        back_title=f"{item_name(case.item)} {number}",
    )
