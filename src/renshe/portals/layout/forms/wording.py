"""Texts of items and problems in the reader's language."""

from django.utils.translation import get_language

from renshe.domains.cases.api import Words
from renshe.kernel.codes.problem import Problem as Fault
from renshe.portals.layout.citing import cited
from renshe.portals.layout.errors import Problem

OWNER_DEFAULT = "owner-default"


def said(words: Words) -> str:
    """A declared text in the reader's language."""
    return words.of(get_language() or "zh")


def problem_said(fault: Fault, *, subject: str = "") -> Problem:
    """A fault of a field or an act in the reader's language, with its clause and next step."""
    chinese = (get_language() or "zh").startswith("zh")
    return Problem(
        reason=fault.zh if chinese else fault.en,
        subject=subject,
        clause=cited(fault.clause),
        next_step=fault.next_step_zh if chinese else fault.next_step_en,
    )
