"""A survivors' benefit and its parts, explained as it was determined: for the page and for programs."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _

from renshe.domains.pension.api import SurvivorsBenefit, replay
from renshe.kernel.rules import Explanation
from renshe.laws import library
from renshe.portals.layout.recorded import recorded_figure


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of a benefit: the rule that gives it, the column that keeps it, and what it is called."""

    rule: str
    column: str
    zh: str
    en: str


PARTS = {
    "funeral": Part(
        rule="funeral_grant", column="funeral_fen", zh="丧葬补助金", en="Funeral grant"
    ),
    "grant": Part(rule="survivors_grant", column="grant_fen", zh="抚恤金", en="Survivors' grant"),
    "total": Part(
        rule="survivors_benefit",
        column="total_fen",
        zh="遗属待遇合计",
        en="Survivors' benefit in all",
    ),
}


def decided_fen(benefit: SurvivorsBenefit, *, part: Part) -> int:
    """What was decided for the part, fen."""
    return int(getattr(benefit, part.column))


def explanation_of(benefit: SurvivorsBenefit, *, part: Part) -> Explanation:
    """Replayed from the receipt; a grant that was taken over without one is shown as it stood.

    Raises Http404 for a part that the place's law does not know.
    """
    if "target" not in benefit.receipt:
        source = _("旧系统核定表（接管时没有计算资料）")
        return recorded_figure(
            name=part.rule, zh=part.zh, en=part.en, fen=decided_fen(benefit, part=part),
            source=source,
        )  # fmt: skip
    whole = replay(receipt=benefit.receipt, facts=benefit.facts, explain=library.explain)
    root = next((node for node in whole.root.walk() if node.name == part.rule), None)
    if root is None:
        raise Http404
    return Explanation(
        target=part.rule, place=whole.place, on=whole.on, known_on=whole.known_on,
        ruleset_hash=whole.ruleset_hash, root=root,
    )  # fmt: skip
