"""Why a project places so many people, why somebody's allowance is what it is, and what a rise is made of."""

from __future__ import annotations

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.expropriation import api as expropriation
from renshe.domains.identity.api import mask_name
from renshe.flows.land_rises import rise_due
from renshe.laws import library
from renshe.portals.land.awarding import part_url
from renshe.portals.land.owed import figure_of, row_of
from renshe.portals.land.place import own_project
from renshe.portals.land.portal import LAND, LOOK
from renshe.portals.layout.access import Visit, may_at
from renshe.portals.layout.explaining_pensions import explain_adjustment
from renshe.portals.layout.explanation_page import TEMPLATE, ExplanationPage, explanation_page
from renshe.portals.layout.explanation_view import Origin
from renshe.portals.layout.formats import month as month_words


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
    told = expropriation.determined(allowance=found, explain=library.explain)
    recorded = found.amount_fen if part == "land_allowance_first" else found.elder_fen
    return explanation_page(
        request=visit.request, explanation=told[part], about=_("{name}的征地养老待遇").format(name=about),
        back_url=back_url, back_title=back_title, recorded_fen=recorded,
    )  # fmt: skip


@LAND.page(template=TEMPLATE, access=LOOK)
def award_explanation(visit: Visit, *, number: int, member: int, part: str) -> ExplanationPage:
    """A figure of somebody's row on the latest list of allowances granted together, proposed or granted.

    `monthly` and `owed` are sums that lead on to their terms; a part as first granted, or `rise_` and its number.
    """
    project = own_project(visit, number)
    row = row_of(project_id=number, member=member)
    person = expropriation.ProjectMember.objects.select_related("person").get(pk=member).person
    told, recorded = figure_of(row, part, place=project.place[:6])
    names = [*expropriation.PARTS, *(f"rise_{at}" for at in range(len(row["rises"])))]
    origins = {
        name: Origin(label=_("怎么算的"), url=part_url(number, member, name)) for name in names
    }
    return explanation_page(
        request=visit.request, explanation=told, recorded_fen=recorded, origins=origins,
        about=_("{name}的征地养老待遇").format(name=mask_name(person.name)),
        back_url=reverse("land:project", kwargs={"number": number}) + "#awards", back_title=project.name,
    )  # fmt: skip


@LAND.page(template=TEMPLATE, access=LOOK)
def rise_explanation(visit: Visit, *, award: int, rule: str, month: int) -> ExplanationPage:
    """The rise of one month that somebody is due and has not yet, as the law gives it today; a refusal says why there is none."""
    found = rise_due(award_id=award, rule=rule, month=month, today=visit.today)
    if found is None or not may_at(visit, action="pension.look", place=found.award.place):
        raise Http404
    return explanation_page(
        request=visit.request, explanation=explain_adjustment(adjustment=found), recorded_fen=found.amount_fen,
        about=_("{name}从{month}起的增加").format(
            name=mask_name(found.award.person.name), month=month_words(month)
        ),
        back_url=f"{reverse('land:rises')}?year={month // 12}", back_title=_("待遇增加"),
    )  # fmt: skip
