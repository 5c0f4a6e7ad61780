"""Whom a case is about, where the applicant is somebody else: a person whom an institution asks about."""

from __future__ import annotations

from django.utils.translation import gettext as _

from renshe.domains.cases import api as cases
from renshe.portals.layout.casefile.concerned import concerned


def about(case: cases.Case, *, full: bool) -> tuple[tuple[str, str], ...]:
    """A line of the case's head: name and number, masked unless the look was recorded. Nothing of everybody else's case,
    whose applicant is the person himself."""
    who = concerned(case, full=full)
    return ((_("所涉人员"), f"{who.name} {who.id_number}"),) if who else ()
