"""Texts of items and problems in the reader's language."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from renshe.domains.cases.api import Words
from renshe.kernel.codes.problem import Problem as Fault
from renshe.portals.layout.errors import Problem

OWNER_DEFAULT = "owner-default"


def said(words: Words) -> str:
    """A declared text in the reader's language."""
    return words.of(get_language() or "zh")


def problem_said(fault: Fault, *, subject: str = "") -> Problem:
    """A fault of a field or an act in the reader's language, with its clause and next step."""
    chinese = (get_language() or "zh").startswith("zh")
    clause = fault.clause
    return Problem(
        reason=fault.zh if chinese else fault.en,
        subject=subject,
        clause=_("法规未写明，按本系统约定") if clause == OWNER_DEFAULT else clause,
        next_step=fault.next_step_zh if chinese else fault.next_step_en,
    )
