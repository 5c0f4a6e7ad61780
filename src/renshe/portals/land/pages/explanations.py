"""Why a project places so many people, and why somebody's allowance is what it is."""

from __future__ import annotations

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.expropriation import api as expropriation
from renshe.domains.identity.api import mask_name
from renshe.laws import library
from renshe.portals.land.place import own_project
from renshe.portals.land.portal import LAND, LOOK
from renshe.portals.layout.access import Visit
from renshe.portals.layout.explanation_page import TEMPLATE, ExplanationPage, explanation_page


@LAND.page(template=TEMPLATE, access=LOOK)
def quota_explanation(visit: Visit, *, number: int) -> ExplanationPage:
    """The people to be placed, by land per head."""
    row = own_project(visit, number)
    found = expropriation.project(project_id=row.id)
    return explanation_page(
        request=visit.request, explanation=expropriation.quota_of(new=found, explain=library.explain), about=row.name,
        back_url=reverse("land:project", kwargs={"number": number}), back_title=row.name,
    )  # fmt: skip


@LAND.page(template=TEMPLATE, access=LOOK)
def allowance_explanation(visit: Visit, *, number: int, part: str) -> ExplanationPage:
    """A part of somebody's allowance, as determined."""
    granted = expropriation.LandAllowance.objects.filter(member_id=number).select_related(
        "member__person"
    )
    found = granted.first()
    if found is None or part not in expropriation.PARTS:
        raise Http404
    row = own_project(visit, found.member.project_id)
    return explained(
        visit, found, part, back_url=reverse("land:project", kwargs={"number": row.id}), back_title=row.name,
        about=mask_name(found.member.person.name),
    )  # fmt: skip


def explained(
    visit: Visit, found: expropriation.LandAllowance, part: str, *, back_url: str, back_title: str, about: str
) -> ExplanationPage:  # fmt: skip
    """The page of one part, with what was recorded beside what the law says."""
    told = expropriation.determine(
        member=found.member, on=found.determined_on, explain=library.explain
    )
    recorded = found.amount_fen if part == "land_allowance_first" else found.elder_fen
    return explanation_page(
        request=visit.request, explanation=told[part], about=_("{name}的征地养老待遇").format(name=about),
        back_url=back_url, back_title=back_title, recorded_fen=recorded,
    )  # fmt: skip
