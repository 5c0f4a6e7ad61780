"""One file of a case, for whoever may see the case."""

from django.http import Http404, HttpResponse

from renshe.domains.cases.api import evidence_of
from renshe.portals.applying.portal import APPLY, APPLYING
from renshe.portals.applying.seeing import own_case
from renshe.portals.layout.access import Visit
from renshe.portals.layout.casefile.evidence import file_answer


@APPLYING.page(template="applying/pages/case.html", access=APPLY)
def evidence(visit: Visit, *, number: str, evidence: int) -> HttpResponse:
    """The file, proved against its hash. Raises Http404 for one that is not of this case."""
    case = own_case(visit, number)
    found = next((one for one in evidence_of(case=case) if one.pk == evidence), None)
    if found is None or found.source != "upload":
        raise Http404
    return file_answer(found)
