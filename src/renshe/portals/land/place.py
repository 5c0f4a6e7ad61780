"""Whose projects a visitor sees: those of the first place of his role."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404

from renshe.domains.expropriation import api as expropriation
from renshe.domains.registry.api import Place
from renshe.portals.layout.access import Visit, may_at


def own_project(visit: Visit, number: int) -> expropriation.ProjectRow:
    """A project of one of the visitor's places. Raises Http404 for any other."""
    try:
        found = expropriation.project_row(project_id=number)
    except expropriation.ExpropriationProject.DoesNotExist:
        raise Http404 from None
    if not may_at(visit, action="pension.look", place=found.place):
        raise Http404
    return found


def street_names(codes: Iterable[str]) -> dict[str, str]:
    """The names of streets and towns by code, in one query; a code without a name of ours stands for itself."""
    wanted = set(codes)
    found = dict(Place.objects.filter(code__in=wanted).values_list("code", "name").order_by("code"))
    return {code: found.get(code, code) for code in wanted}
