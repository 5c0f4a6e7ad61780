"""Applying: pages that a citizen and an employer share, in the frame of whoever looks."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from renshe.portals.citizen import portal as citizen
from renshe.portals.employer import portal as employer
from renshe.portals.layout.access import Access, Visit, own_employer, own_person
from renshe.portals.layout.portal import Portal

ACTION = "case.apply"
AS_PERSON = own_person(ACTION)
AS_EMPLOYER = own_employer(ACTION)


@dataclass(frozen=True, kw_only=True)
class ApplicantAccess(Access):
    """For whoever may apply for himself, or for the employer whose clerk he is."""

    def allows(self, visit: Visit) -> bool:
        """Whether this visit may see the page."""
        if AS_PERSON.allows(visit):
            return True
        return visit.acting is None and AS_EMPLOYER.allows(visit)


@dataclass(frozen=True, kw_only=True)
class ApplicantPortal(Portal):
    """A portal without a frame of its own: its pages stand in the citizen's or the employer's."""

    def render(
        self, request: HttpRequest, *, template: str, context: Any, status: int = 200
    ) -> HttpResponse:
        """Fill a template with the frame of the viewer's own portal."""
        acts_for_employer = getattr(request.user, "employer_id", None) is not None
        is_person = getattr(request.user, "person_id", None) is not None
        frame = employer.EMPLOYER if acts_for_employer and not is_person else citizen.CITIZEN
        return frame.render(request, template=template, context=context, status=status)


APPLYING = ApplicantPortal(code="applying", title=_("办事"), home="applying:cases")
APPLY = ApplicantAccess(whose="applicant", action=ACTION)
