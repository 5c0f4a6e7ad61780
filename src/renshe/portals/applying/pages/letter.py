"""An official paper of one's case: to read, to print, to save as PDF."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.urls import reverse

from renshe.domains.cases import api as cases
from renshe.portals.applying.portal import APPLY, APPLYING
from renshe.portals.applying.progress import office_of
from renshe.portals.applying.seeing import own_case
from renshe.portals.layout.access import Visit
from renshe.portals.layout.casefile.paper import PaperView, paper_pdf, paper_view
from renshe.portals.layout.casefile.words import item_name


@dataclass(frozen=True, kw_only=True)
class LetterPage:
    """What `applying/pages/letter.html` may use."""

    paper: PaperView
    case_number: str
    case_name: str
    case_url: str
    pdf_url: str
    verify_url: str


@APPLYING.page(template="applying/pages/letter.html", access=APPLY)
def letter(visit: Visit, *, number: str, letter: str) -> LetterPage:
    """Show a paper of a case that the viewer may see. Raises Http404 for one of another case."""
    case, paper = _own_letter(visit, number, letter)
    parts = {"number": number, "letter": paper.code}
    return LetterPage(
        paper=paper_view(paper, office=office_of(case)),
        case_number=number,
        case_name=item_name(case.item),
        case_url=reverse("applying:case", kwargs={"number": number}),
        pdf_url=reverse("applying:letter_pdf", kwargs=parts),
        verify_url=reverse("public:verified", kwargs={"code": paper.code}),
    )


@APPLYING.page(template="applying/pages/letter.html", access=APPLY)
def letter_pdf(visit: Visit, *, number: str, letter: str) -> HttpResponse:
    """The same paper as PDF, in the reader's language, with the code by which anybody verifies it."""
    _case, paper = _own_letter(visit, number, letter)
    return paper_pdf(visit.request, paper, inline=False)


def _own_letter(visit: Visit, number: str, code: str) -> tuple[cases.Case, cases.Paper]:
    case = own_case(visit, number)
    found = next((one for one in cases.papers_of(case=case) if one.code == code), None)
    if found is None:
        raise Http404
    return case, found
