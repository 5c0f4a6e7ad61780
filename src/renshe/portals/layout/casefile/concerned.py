"""The person whom an institution's request is about, as pages and operations tell of him."""

from __future__ import annotations

from dataclasses import dataclass

from renshe.domains.cases import api as cases
from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.registry.api import person


@dataclass(frozen=True, kw_only=True)
class Concerned:
    """Name and number, masked unless the look was recorded."""

    name: str
    id_number: str


def concerned(case: cases.Case, *, full: bool) -> Concerned | None:
    """Whom the case is about where the applicant is an institution; None for everybody else's case, which is the applicant's."""
    if case.on_behalf != "institution" or case.subject_id is None:
        return None
    who = person(person_id=case.subject_id)
    if full:
        return Concerned(name=who.name, id_number=who.id_number)
    return Concerned(name=mask_name(who.name), id_number=mask_id_number(who.id_number))
