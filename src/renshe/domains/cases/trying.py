"""Trying an act without doing it, so that what an item finds beforehand is what its granting would refuse."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from renshe.domains.cases.ports import Finding
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.rules.refusal import Refusal


def findings_of(
    act: Callable[[], Any], *, fields: Mapping[str, str] | None = None, otherwise: str = ""
) -> list[Finding]:
    """Why an act would be refused now, each reason as a finding that stands in the way; nothing of the act remains.

    `fields` says at which field of the form the reason of a code belongs, `otherwise` where all others do. What takes
    time or reaches outside the database is nothing to try.
    """
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    except Refusal as refusal:
        places = fields or {}
        return [
            Finding(
                one, refuses=True, field=places.get(one.code, otherwise), detail=refusal.subject
            )
            for one in problems_of(refusal)
        ]
    return []


def problems_of(refusal: Refusal) -> tuple[Problem, ...]:
    """Every reason of a refusal, whether it carries one or several."""
    return refusal.problems if isinstance(refusal, Refused) else (refusal.reason,)
