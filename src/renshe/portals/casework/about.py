"""Whom a case is about, where the applicant is somebody else: a person whom an institution asks about."""

from __future__ import annotations

from django.utils.translation import gettext as _

from renshe.domains.cases import api as cases
from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.registry.api import person


def about(case: cases.Case, *, full: bool) -> tuple[tuple[str, str], ...]:
    """A line of the case's head: name and number, masked unless the look was recorded. Nothing of everybody else's case,
    whose applicant is the person himself."""
    if case.on_behalf != "institution" or case.subject_id is None:
        return ()
    who = person(person_id=case.subject_id)
    name, number = (
        (who.name, who.id_number) if full else (mask_name(who.name), mask_id_number(who.id_number))
    )
    return ((_("所涉人员"), f"{name} {number}"),)
